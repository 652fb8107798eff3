#include "report/test_writer.h"

#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

CaseResult Passed() {
  CaseResult result;
  result.test_file = "tests/a_tests.yml";
  result.line = 1;
  result.name = "good";
  result.rule = "on";
  result.evaluated = {RuleStatus::kPass};
  result.passed = true;
  result.time = std::chrono::microseconds(1500);
  return result;
}

CaseResult Failed() {
  CaseResult result = Passed();
  result.line = 4;
  result.name = "bad & <worse>";
  result.on_plan = true;
  result.evaluated = {RuleStatus::kFail};
  result.passed = false;
  result.clauses.push_back({.status = RuleStatus::kFail,
                            .clause = "On == \"yes\"",
                            .line = 2,
                            .path = "/On",
                            .input_file = "plan.json",
                            .input_line = 0,
                            .missing = "",
                            .found = "\"no\"",
                            .unknown = ""});
  return result;
}

CaseResult Broken() {
  CaseResult result = Passed();
  result.name = "broken";
  result.evaluated = {};
  result.passed = false;
  result.error = DiagnosticFor("a.guard", "cannot be asked", "ask otherwise");
  return result;
}

TestReport Report() {
  FileResult file;
  file.path = "a.guard";
  file.test_files = {"tests/a_tests.yml"};
  file.cases = {Passed(), Failed(), Broken()};
  file.warnings = {DiagnosticFor("a.guard", "no case expects anything")};
  file.time = std::chrono::microseconds(2000000);
  FileResult untested;
  untested.path = "b.guard";
  untested.is_policy = true;
  untested.policy_id = "B-1";
  untested.problems = {DiagnosticFor("b.guard", "the policy has no tests")};
  TestReport report;
  report.files = {file, untested};
  report.problems = {DiagnosticFor("tests/c.yml", "belongs to nothing")};
  return report;
}

TestReport CoveredReport() {
  TestReport report = Report();
  report.with_coverage = true;
  report.files[0].coverage.push_back(
      {.rule = "on",
       .line = 1,
       .counts = {.clauses = 3, .decided = 2, .outcomes = 6, .seen = 2},
       .gaps = {{.gap = CoverageGap::kNeverFailed,
                 .condition = true,
                 .line = 2,
                 .clause = "A exists",
                 .inside = 0}}});
  return report;
}

std::string Written(const TestReport& report, TestReportFormat format) {
  std::ostringstream out;
  EXPECT_TRUE(WriteTestReport(report, format, false, out));
  return out.str();
}

Json WrittenJson(const TestReport& report) {
  return Json::parse(Written(report, TestReportFormat::kJson));
}

TEST(TestWriterTest, JsonCounts) {
  const Json json = WrittenJson(Report());
  EXPECT_EQ(json["schema_version"], "1");
  EXPECT_EQ(json["passed"], false);
  EXPECT_EQ(json["counts"],
            Json::parse(R"({"policies": 1, "rules_files": 1, "cases": 3,
                "expectations": 3, "failed": 2, "problems": 2,
                "warnings": 1})"));
  EXPECT_EQ(json["problems"][0]["message"], "belongs to nothing");
  EXPECT_FALSE(json.contains("coverage"));
}

TEST(TestWriterTest, JsonHasEachCase) {
  const Json json = WrittenJson(Report());
  const Json& file = json["files"][0];
  EXPECT_EQ(file["file"], "a.guard");
  EXPECT_EQ(file["kind"], "rules");
  EXPECT_EQ(file["tests"], Json::parse(R"(["tests/a_tests.yml"])"));
  EXPECT_EQ(file["warnings"].size(), 1u);
  EXPECT_EQ(file["cases"][1], Json::parse(R"({
      "name": "bad & <worse>", "rule": "on", "file": "tests/a_tests.yml",
      "line": 4, "on_plan": true, "passed": false, "expected": "PASS",
      "evaluated": ["FAIL"], "error": null,
      "clauses": [{"status": "FAIL", "clause": "On == \"yes\"", "line": 2,
        "path": "/On", "input_file": "plan.json", "input_line": null,
        "missing": "", "found": "\"no\"", "unknown": ""}]})"));
  EXPECT_EQ(file["cases"][2]["error"]["message"], "cannot be asked");
  EXPECT_EQ(json["files"][1]["kind"], "policy");
  EXPECT_EQ(json["files"][1]["policy"], "B-1");
  EXPECT_EQ(json["files"][1]["problems"][0]["file"], "b.guard");
}

TEST(TestWriterTest, JsonHasCoverageWhenAskedFor) {
  const Json json = WrittenJson(CoveredReport());
  EXPECT_EQ(json["coverage"], Json::parse(R"({"percent": 33.3, "outcomes": 6,
                "outcomes_seen": 2, "clauses": 3, "clauses_decided": 2})"));
  EXPECT_EQ(json["files"][0]["coverage"][0]["rule"], "on");
  EXPECT_EQ(json["files"][0]["coverage"][0]["percent"], 33.3);
  EXPECT_EQ(json["files"][0]["coverage"][0]["gaps"][0],
            Json::parse(R"({"gap": "never-failed", "clause": "A exists",
                "line": 2, "condition": true, "clauses_inside": 0})"));
}

TEST(TestWriterTest, JunitHasASuiteForEachFile) {
  const std::string xml = Written(Report(), TestReportFormat::kJunit);
  EXPECT_THAT(xml, HasSubstr("<testsuites name=\"connectguard test\" "
                             "tests=\"5\" failures=\"1\" errors=\"3\" "
                             "time=\"2.000000\">\n"));
  EXPECT_THAT(xml, HasSubstr("  <testsuite name=\"a.guard\" tests=\"3\" "
                             "failures=\"1\" errors=\"1\" "
                             "time=\"2.000000\">\n"));
  EXPECT_THAT(xml, HasSubstr("    <testcase name=\"on: good\" "
                             "classname=\"a.guard\" "
                             "file=\"tests/a_tests.yml\" line=\"1\" "
                             "time=\"0.001500\"/>\n"));
}

TEST(TestWriterTest, JunitSaysWhatDecided) {
  const std::string xml = Written(Report(), TestReportFormat::kJunit);
  EXPECT_THAT(xml, HasSubstr("name=\"on: bad &amp; &lt;worse&gt; (plan)\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"expected PASS, got FAIL\">"
                             "tests/a_tests.yml:4&#10;FAIL `On == "
                             "&quot;yes&quot;` at /On: found &quot;no&quot; "
                             "(rule: line 2)&#10;</failure>"));
  EXPECT_THAT(xml, HasSubstr("<error message=\"cannot be asked\">"));
}

TEST(TestWriterTest, JunitHasAnErrorForEachProblem) {
  const std::string xml = Written(Report(), TestReportFormat::kJunit);
  EXPECT_THAT(xml, HasSubstr("<testcase name=\"the policy has no tests\" "
                             "classname=\"b.guard\" file=\"b.guard\" "
                             "time=\"0.000000\">"));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"files\" tests=\"1\" "
                             "failures=\"0\" errors=\"1\""));
}

TEST(TestWriterTest, JunitIsXmlWhateverTheNames) {
  TestReport report = Report();
  report.files[0].cases[0].name = "bell \x07, bad \xFF byte";
  const std::string xml = Written(report, TestReportFormat::kJunit);
  EXPECT_THAT(xml, HasSubstr("bell ?, bad ? byte"));
  EXPECT_THAT(xml, Not(HasSubstr("\x07")));
}

TEST(TestWriterTest, SaysWhenNobodyReads) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  const Status status =
      WriteTestReport(Report(), TestReportFormat::kText, false, out);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kInternal);
}

}  // namespace
}  // namespace connectguard
