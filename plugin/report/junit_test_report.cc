// JUnit's XML as CI systems read it: times in seconds, `failure` for an
// expectation that is not met, `error` for what could not be judged. What
// `connectguard guard test` writes is another dialect, that of cfn-guard, with
// times in milliseconds and statuses as attributes.
#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "policy/deciding_clause.h"
#include "report/test_writer.h"

namespace connectguard {
namespace {

// XML has no way to write most control characters; bytes that are no UTF-8
// would make the whole report unreadable.
std::string Escaped(std::string_view text) {
  const bool readable = IsUtf8(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\n') {
      out += "&#10;";
    } else if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !readable)) {
      out += c == '\t' ? ' ' : '?';
    } else {
      out += c;
    }
  }
  return out;
}

std::string Attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, Escaped(value));
}

std::string Time(std::chrono::microseconds time) {
  return fmt::format(" time=\"{:.6f}\"",
                     static_cast<double>(time.count()) / 1e6);
}

std::string Counts(std::size_t tests, std::size_t failures,
                   std::size_t errors) {
  return fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\"", tests,
                     failures, errors);
}

std::string Element(std::string_view tag, std::string_view message,
                    std::string_view text) {
  return fmt::format("      <{0}{1}>{2}</{0}>\n", tag,
                     Attribute("message", message), Escaped(text));
}

struct Suite {
  std::string_view name;
  const std::vector<CaseResult>* cases;
  const std::vector<Diagnostic>* problems;
  std::chrono::microseconds time{0};

  std::size_t tests() const { return cases->size() + problems->size(); }
  std::size_t errors() const {
    return problems->size() + static_cast<std::size_t>(std::count_if(
                                  cases->begin(), cases->end(),
                                  [](const CaseResult& c) { return c.error; }));
  }
  std::size_t failures() const {
    return static_cast<std::size_t>(std::count_if(
        cases->begin(), cases->end(),
        [](const CaseResult& c) { return !c.passed && !c.error; }));
  }
};

std::string Statuses(const CaseResult& result) {
  std::vector<std::string> words;
  for (const RuleStatus status : result.evaluated) {
    words.emplace_back(StatusName(status));
  }
  return Join(words, ", ");
}

void AppendCase(const Suite& suite, const CaseResult& result,
                std::string* out) {
  *out += "    <testcase" +
          Attribute("name", fmt::format("{}: {}{}", result.rule, result.name,
                                        result.on_plan ? " (plan)" : "")) +
          Attribute("classname", suite.name) +
          Attribute("file", result.test_file) +
          fmt::format(" line=\"{}\"", result.line) + Time(result.time);
  if (result.passed) {
    *out += "/>\n";
    return;
  }
  *out += ">\n";
  if (result.error) {
    *out += Element("error", result.error->message, Render(*result.error));
  } else {
    std::string text = fmt::format("{}:{}\n", result.test_file, result.line);
    for (const DecidingClause& clause : result.clauses) {
      text += DecidingClauseText(clause) + "\n";
    }
    *out += Element("failure",
                    fmt::format("expected {}, got {}",
                                StatusName(result.expected), Statuses(result)),
                    text);
  }
  *out += "    </testcase>\n";
}

void AppendProblem(const Suite& suite, const Diagnostic& problem,
                   std::string* out) {
  *out += "    <testcase" + Attribute("name", problem.message) +
          Attribute("classname", suite.name) + Attribute("file", problem.file) +
          Time({}) + ">\n" +
          Element("error", problem.message, Render(problem)) +
          "    </testcase>\n";
}

void AppendSuite(const Suite& suite, std::string* out) {
  *out += "  <testsuite" + Attribute("name", suite.name) +
          Counts(suite.tests(), suite.failures(), suite.errors()) +
          Time(suite.time) + ">\n";
  for (const CaseResult& result : *suite.cases) {
    AppendCase(suite, result, out);
  }
  for (const Diagnostic& problem : *suite.problems) {
    AppendProblem(suite, problem, out);
  }
  *out += "  </testsuite>\n";
}

}  // namespace

void WriteJunitTestReport(const TestReport& report, std::ostream& out) {
  const std::vector<CaseResult> no_cases;
  std::vector<Suite> suites;
  for (const FileResult& file : report.files) {
    suites.push_back({file.path, &file.cases, &file.problems, file.time});
  }
  if (!report.problems.empty()) {
    suites.push_back({"files", &no_cases, &report.problems, {}});
  }
  std::string text;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::chrono::microseconds time{0};
  for (const Suite& suite : suites) {
    AppendSuite(suite, &text);
    tests += suite.tests();
    failures += suite.failures();
    errors += suite.errors();
    time += suite.time;
  }
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
      << Attribute("name", "connectguard test")
      << Counts(tests, failures, errors) << Time(time) << ">\n"
      << text << "</testsuites>\n";
}

}  // namespace connectguard
