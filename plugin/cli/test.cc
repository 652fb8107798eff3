#include "cli/test.h"

#include "gate/exit_code.h"
#include "gate/functions.h"
#include "policy/test_runner.h"
#include "report/writer.h"

namespace connectguard {

int RunTest(const TestCommand& command, const Environment& environment) {
  const FunctionTable functions = DefaultFunctions();
  const Result<TestReport> report =
      RunPolicyTests(environment.files, command.directory, functions);
  if (!report) {
    WriteError(report.error(), environment.err);
    return ExitCodeOf(report.error().code);
  }
  environment.out << FormatTestReport(*report, command.verbose);
  environment.out.flush();
  if (!environment.out) {
    return kExitInternal;
  }
  return report->passed() ? kExitAllowed : kExitDenied;
}

}  // namespace connectguard
