#include "cli/run.h"

#include <string_view>
#include <variant>

#include "cfn_guard/run.h"
#include "cli/command_line.h"
#include "gate/exit_code.h"
#include "report/writer.h"

namespace connectguard {
namespace {

constexpr std::string_view kGuardWord = "guard";

struct Runner {
  const Environment& environment;

  int operator()(const CheckCommand& command) const {
    return RunCheck(command, environment);
  }
  int operator()(const ExplainCommand& command) const {
    return RunExplain(command, environment);
  }
  int operator()(const TestCommand& command) const {
    return RunTest(command, environment);
  }
  int operator()(const LintCommand& command) const {
    return RunLint(command, environment);
  }
  int operator()(const ListPoliciesCommand& command) const {
    return RunListPolicies(command, environment);
  }
  int operator()(const ShowPolicyCommand& command) const {
    return RunShowPolicy(command, environment);
  }
  int operator()(const PrintCommand& command) const {
    environment.out << command.text;
    environment.out.flush();
    return environment.out ? kExitAllowed : kExitInternal;
  }
};

}  // namespace

int Run(const std::vector<std::string>& arguments,
        const Environment& environment) {
  // Its arguments are read as cfn-guard reads them.
  if (!arguments.empty() && arguments.front() == kGuardWord) {
    return RunCfnGuard({arguments.begin() + 1, arguments.end()},
                       "connectguard guard",
                       {.files = environment.files,
                        .clock = environment.clock,
                        .out = environment.out,
                        .err = environment.err,
                        .write_file = environment.write_file});
  }
  const Result<Command> command = ParseCommandLine(arguments);
  if (!command) {
    WriteError(command.error(), environment.err);
    return ExitCodeOf(command.error().code);
  }
  return std::visit(Runner{environment}, *command);
}

}  // namespace connectguard
