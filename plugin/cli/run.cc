#include "cli/run.h"

#include <variant>

#include "cli/command_line.h"
#include "gate/exit_code.h"
#include "report/writer.h"

namespace connectguard {
namespace {

struct Runner {
  const Environment& environment;

  int operator()(const CheckCommand& command) const {
    return RunCheck(command, environment);
  }
  int operator()(const TestCommand& command) const {
    return RunTest(command, environment);
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
  const Result<Command> command = ParseCommandLine(arguments);
  if (!command) {
    WriteError(command.error(), environment.err);
    return ExitCodeOf(command.error().code);
  }
  return std::visit(Runner{environment}, *command);
}

}  // namespace connectguard
