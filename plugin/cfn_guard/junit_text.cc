#include "cfn_guard/junit_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace connectguard {
namespace {

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '\'':
        out += "&apos;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string Attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, Escaped(value));
}

std::string Number(std::string_view name, std::int64_t value) {
  return fmt::format(" {}=\"{}\"", name, value);
}

std::int64_t Count(const JunitSuite& suite, JunitStatus status) {
  return std::count_if(suite.cases.begin(), suite.cases.end(),
                       [&](const JunitCase& c) { return c.status == status; });
}

std::string_view StatusWord(JunitStatus status) {
  switch (status) {
    case JunitStatus::kPass:
      return "pass";
    case JunitStatus::kSkip:
      return "skip";
    case JunitStatus::kError:
      return "error";
    case JunitStatus::kFail:
      break;
  }
  return {};
}

std::string InnerElement(const JunitCase& test) {
  const bool failed = test.status == JunitStatus::kFail;
  const std::string_view tag = failed ? "failure" : "error";
  const std::string attributes =
      failed && test.message ? Attribute("message", *test.message) : "";
  return failed && test.text.empty()
             ? fmt::format("            <{}{}/>\n", tag, attributes)
             : fmt::format("            <{0}{1}>{2}</{0}>\n", tag, attributes,
                           Escaped(test.text));
}

void AppendCase(const JunitCase& test, std::string* out) {
  *out += "        <testcase";
  if (test.id) {
    *out += Attribute("id", *test.id);
  }
  *out += Attribute("name", test.name) + Number("time", test.milliseconds);
  // The status of a failure is its element.
  if (test.status != JunitStatus::kFail) {
    *out += Attribute("status", StatusWord(test.status));
  }
  if (test.status == JunitStatus::kFail || test.status == JunitStatus::kError) {
    *out += ">\n" + InnerElement(test) + "        </testcase>\n";
  } else {
    *out += "/>\n";
  }
}

void AppendSuite(const JunitSuite& suite, std::string* out) {
  *out += "    <testsuite" + Attribute("name", suite.name) +
          Number("errors", Count(suite, JunitStatus::kError)) +
          Number("failures", Count(suite, JunitStatus::kFail)) +
          Number("time", suite.milliseconds) + ">\n";
  for (const JunitCase& test : suite.cases) {
    AppendCase(test, out);
  }
  *out += "    </testsuite>\n";
}

}  // namespace

std::string JunitText(std::string_view report,
                      const std::vector<JunitSuite>& suites,
                      std::int64_t milliseconds) {
  std::int64_t tests = 0;
  std::int64_t failures = 0;
  std::int64_t errors = 0;
  for (const JunitSuite& suite : suites) {
    tests += static_cast<std::int64_t>(suite.cases.size());
    failures += Count(suite, JunitStatus::kFail);
    errors += Count(suite, JunitStatus::kError);
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites";
  out += Attribute("name", report) + Number("tests", tests) +
         Number("failures", failures) + Number("errors", errors) +
         Number("time", milliseconds) + ">\n";
  for (const JunitSuite& suite : suites) {
    AppendSuite(suite, &out);
  }
  return out + "</testsuites>\n";
}

}  // namespace connectguard
