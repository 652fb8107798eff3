#include "report/test_writer.h"

#include "policy/test_text.h"

namespace connectguard {

Status WriteTestReport(const TestReport& report, TestReportFormat format,
                       bool verbose, std::ostream& out) {
  switch (format) {
    case TestReportFormat::kText:
      out << FormatTestReport(report, verbose);
      break;
    case TestReportFormat::kJson:
      WriteJsonTestReport(report, out);
      break;
    case TestReportFormat::kJunit:
      WriteJunitTestReport(report, out);
      break;
  }
  out.flush();
  if (!out) {
    return Fail(ErrorCode::kInternal, "the report could not be written",
                "the reader is gone, or the disk is full");
  }
  return {};
}

}  // namespace connectguard
