#include "cli/run.h"

#include <string_view>
#include <variant>

#include "base/text.h"
#include "cfn_guard/run.h"
#include "cli/command_line.h"
#include "gate/exit_code.h"
#include "report/writer.h"

namespace connectguard {
namespace {

constexpr std::string_view kGuardWord = "guard";
constexpr std::string_view kCfnGuardName = "cfn-guard";

// Its arguments are read as cfn-guard reads them.
int RunGuard(const std::vector<std::string>& arguments,
             std::string_view program, const Environment& environment) {
  return RunCfnGuard(arguments, program,
                     {.files = environment.files,
                      .clock = environment.clock,
                      .out = environment.out,
                      .err = environment.err,
                      .write_file = environment.write_file});
}

struct Runner {
  const Environment& environment;

  int operator()(const CheckCommand& command) const {
    return RunCheck(command, environment);
  }
  int operator()(const ExplainCommand& command) const {
    return RunExplain(command, environment);
  }
  int operator()(const InspectCommand& command) const {
    return RunInspect(command, environment);
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
  int operator()(const IamCommand& command) const {
    return std::visit(*this, command);
  }
  int operator()(const IamCanCommand& command) const {
    return RunIamCan(command, environment);
  }
  int operator()(const IamDiffCommand& command) const {
    return RunIamDiff(command, environment);
  }
  int operator()(const IamAtMostCommand& command) const {
    return RunIamAtMost(command, environment);
  }
  int operator()(const IamLintCommand& command) const {
    return RunIamLint(command, environment);
  }
  int operator()(const IamExplainCommand& command) const {
    return RunIamExplain(command, environment);
  }
  int operator()(const FlowCommand& command) const {
    return RunFlow(command, environment);
  }
  int operator()(const PrintCommand& command) const {
    environment.out << command.text;
    environment.out.flush();
    return environment.out ? kExitAllowed : kExitInternal;
  }
};

}  // namespace

int RunAs(std::string_view program, const std::vector<std::string>& arguments,
          const Environment& environment) {
  return FileNameOf(program) == kCfnGuardName
             ? RunGuard(arguments, kCfnGuardName, environment)
             : Run(arguments, environment);
}

int Run(const std::vector<std::string>& arguments,
        const Environment& environment) {
  if (!arguments.empty() && arguments.front() == kGuardWord) {
    return RunGuard({arguments.begin() + 1, arguments.end()},
                    "connectguard guard", environment);
  }
  const Result<Command> command = ParseCommandLine(arguments);
  if (!command) {
    WriteError(command.error(), environment.err);
    return ExitCodeOf(command.error().code);
  }
  return std::visit(Runner{environment}, *command);
}

}  // namespace connectguard
