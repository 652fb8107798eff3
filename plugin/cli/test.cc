#include "cli/test.h"

#include <fmt/format.h>

#include "gate/exit_code.h"
#include "gate/functions.h"
#include "policy/test_runner.h"
#include "report/writer.h"

namespace connectguard {
namespace {

// Says so when it is not.
bool IsCoveredEnough(const TestCommand& command, const TestReport& report,
                     const Environment& environment) {
  const std::size_t permille = report.coverage().Permille();
  if (!command.min_coverage || permille >= *command.min_coverage * 10U) {
    return true;
  }
  environment.err << fmt::format(
      "error: the tests cover {}.{}%, and --min-coverage asks for {}%\n",
      permille / 10, permille % 10, *command.min_coverage);
  return false;
}

}  // namespace

int RunTest(const TestCommand& command, const Environment& environment) {
  const FunctionTable functions = DefaultFunctions();
  const Result<TestReport> report = RunTests(
      environment.files, command.path, functions, environment.clock,
      {.semantics =
           command.guard_compat ? Semantics::Compat() : Semantics::Strict(),
       .coverage = command.coverage || command.min_coverage.has_value()});
  if (!report) {
    WriteError(report.error(), environment.err);
    return ExitCodeOf(report.error().code);
  }
  const Status written = WriteTestReport(*report, command.format,
                                         command.verbose, environment.out);
  if (!written) {
    WriteError(written.error(), environment.err);
    return ExitCodeOf(written.error().code);
  }
  const bool covered = IsCoveredEnough(command, *report, environment);
  return report->passed() && covered ? kExitAllowed : kExitDenied;
}

}  // namespace connectguard
