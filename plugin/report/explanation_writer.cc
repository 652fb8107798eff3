#include "report/explanation_writer.h"

namespace connectguard {

std::string_view StepNameOf(PolicyStatus status) {
  switch (status) {
    case PolicyStatus::kPassed:
      return "PASS";
    case PolicyStatus::kFailed:
      return "FAIL";
    case PolicyStatus::kUnknown:
      return "UNKNOWN";
    case PolicyStatus::kSkipped:
      return "SKIP";
    case PolicyStatus::kError:
      return "ERROR";
  }
  return "";
}

Status WriteExplanation(const ExplanationSubject& subject,
                        const Explanation& explanation,
                        const ReportOptions& options, std::ostream& out) {
  switch (options.format) {
    case ReportFormat::kText:
      WriteTextExplanation(subject, explanation, options.colour, out);
      break;
    case ReportFormat::kJson:
      WriteJsonExplanation(subject, explanation, out);
      break;
    case ReportFormat::kLambdaHook:  // Of a check alone.
      break;
  }
  return FinishWriting(out);
}

}  // namespace connectguard
