#include "cli/iam_run.h"

#include <utility>

#include "base/diagnostic.h"
#include "gate/exit_code.h"

namespace connectguard {

int ExitOf(const Result<int>& exit, const Environment& environment) {
  if (exit) {
    return *exit;
  }
  WriteError(exit.error(), environment.err);
  return ExitCodeOf(exit.error().code);
}

int ExitCodeOf(IamVerdict verdict) {
  switch (verdict) {
    case IamVerdict::kYes:
      return kExitAllowed;
    case IamVerdict::kNo:
      return kExitDenied;
    case IamVerdict::kUnknown:
      break;
  }
  return kExitUndecided;
}

ReportOptions OptionsOf(const IamOutput& output,
                        const Environment& environment) {
  return {.format = output.format,
          .colour = UseColour(output.colour, environment)};
}

void WriteWarning(Diagnostic warning, const Environment& environment) {
  warning.message = "warning: " + warning.message;
  environment.err << Render(warning);
}

void WarnOfMistakes(const PolicyFile& file, const Environment& environment) {
  for (const IamFinding& finding : file.policy->findings()) {
    if (finding.severity == IamSeverity::kError) {
      WriteWarning(
          DiagnosticAt(file.document->file(finding.value->file),
                       finding.value->begin, finding.message, finding.hint),
          environment);
    }
  }
}

}  // namespace connectguard
