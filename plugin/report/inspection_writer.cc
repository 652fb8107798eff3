#include "report/inspection_writer.h"

namespace connectguard {

Status WriteInspection(std::span<const InspectedInput> inputs,
                       const ReportOptions& options, std::ostream& out) {
  switch (options.format) {
    case ReportFormat::kText:
      WriteTextInspection(inputs, options.colour, out);
      break;
    case ReportFormat::kJson:
      WriteJsonInspection(inputs, out);
      break;
    case ReportFormat::kLambdaHook:  // Of a check alone.
      break;
  }
  return FinishWriting(out);
}

}  // namespace connectguard
