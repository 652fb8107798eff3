#include "report/explanation_writer.h"

namespace connectguard {

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
