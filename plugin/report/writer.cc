#include "report/writer.h"

#include <fmt/format.h>

#include "report/json_lambda_hook.h"
#include "report/json_report.h"
#include "report/text_layout.h"
#include "report/text_report.h"

namespace connectguard {

std::optional<ReportFormat> ReportFormatFromName(std::string_view name) {
  if (name == "text") {
    return ReportFormat::kText;
  }
  if (name == "json") {
    return ReportFormat::kJson;
  }
  if (name == "lambda-hook") {
    return ReportFormat::kLambdaHook;
  }
  return std::nullopt;
}

Status WriteReports(std::span<const CheckedInput> inputs,
                    const ReportOptions& options, std::ostream& out) {
  switch (options.format) {
    case ReportFormat::kText:
      WriteTextReport(inputs, options.colour, out);
      break;
    case ReportFormat::kJson:
      WriteJsonReport(inputs, out);
      break;
    case ReportFormat::kLambdaHook:
      WriteLambdaHookAnswer(inputs, out);
      break;
  }
  return FinishWriting(out);
}

Status FinishWriting(std::ostream& out) {
  out.flush();
  if (!out) {
    return Fail(ErrorCode::kInternal, "the output could not be written",
                "the reader is gone, or the disk is full");
  }
  return {};
}

void WriteProblems(std::span<const CheckedInput> inputs, std::ostream& err) {
  for (const CheckedInput& input : inputs) {
    if (!input.report) {
      WriteError(input.report.error(), err);
    } else if (input.report->nothing_matched) {
      err << fmt::format(
          "warning: {}: nothing was checked: no policy speaks of anything in "
          "this input\n",
          Printable(input.input));
    }
  }
}

void WriteError(const Error& error, std::ostream& err) {
  err << "error: " << Render(error.diagnostic);
}

}  // namespace connectguard
