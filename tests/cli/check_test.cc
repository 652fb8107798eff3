#include "cli/check.h"

#include <map>
#include <streambuf>
#include <string>

#include "cli/fake_environment.h"
#include "gate/sample_policies.h"
#include "report/golden.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::map<std::string, std::string, std::less<>> World() {
  auto files = SamplePolicies();
  files["secure.yaml"] = kSecureTemplate;
  files["insecure.yaml"] = kInsecureTemplate;
  files["unrelated.yaml"] = kUnrelatedTemplate;
  files["empty.json"] = "";
  files["-"] = kSecureTemplate;
  files["broken/rule.guard"] =
      SamplePolicy("X-1", "low", "rule rule {\n  Resources.*[ Type == }\n}\n");
  // Rules as a team has them for cfn-guard: several in one file, no header.
  files["rules/instances.guard"] =
      "let instances = Resources.*[ Type == 'AWS::Connect::Instance' ]\n\n"
      "rule instances_log when %instances !empty {\n"
      "  %instances.Properties.Attributes.ContactflowLogs == true\n"
      "    <<[T-1] logs\n      are off>>\n}\n\n"
      "rule instances_named when %instances !empty {\n"
      "  %instances.Properties.InstanceAlias exists\n}\n\n"
      "rule no_outbound when %instances !empty {\n"
      "  not %instances.Properties.Attributes.OutboundCalls == true\n}\n";
  files["rules/notes.txt"] = "no rules";
  files["by_name.txt"] = "Resources.*.Properties.InstanceAlias == /^acme/\n";
  files["calls.guard"] = "rule r { Resources.* { %nowhere exists } }\n";
  files["nothing.guard"] = "# nothing\n";
  files["notes/read.me"] = "no rules";
  return files;
}

class CheckTest : public ::testing::Test {
 protected:
  int Check(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", "--policies", "mine"});
    return fake_.Run(arguments);
  }

  FakeEnvironment fake_{World()};
};

TEST_F(CheckTest, ReportsAndDenies) {
  EXPECT_EQ(Check({"insecure.yaml"}), 1);
  ExpectGolden("check_denied.txt", fake_.out.str());
  EXPECT_THAT(fake_.err.str(), IsEmpty());
}

TEST_F(CheckTest, ReportsAndAllows) {
  EXPECT_EQ(Check({"secure.yaml"}), 0);
  EXPECT_THAT(fake_.out.str(), StartsWith("ALLOWED  secure.yaml"));
  EXPECT_THAT(fake_.err.str(), IsEmpty());
}

TEST_F(CheckTest, ReadsStandardInput) {
  EXPECT_EQ(Check({"-"}), 0);
  EXPECT_THAT(fake_.out.str(), StartsWith("ALLOWED  <stdin>"));
}

TEST_F(CheckTest, WritesJson) {
  EXPECT_EQ(Check({"insecure.yaml", "--format", "json"}), 1);
  ExpectGolden("check_denied.json", fake_.out.str());
}

TEST_F(CheckTest, WorstInputDecides) {
  EXPECT_EQ(Check({"secure.yaml", "insecure.yaml"}), 1);
  EXPECT_THAT(fake_.out.str(), HasSubstr("ALLOWED  secure.yaml"));
  EXPECT_THAT(fake_.out.str(), HasSubstr("DENIED  2 inputs"));
}

TEST_F(CheckTest, UnreadInputsHideNoReports) {
  EXPECT_EQ(Check({"gone.yaml", "insecure.yaml"}), 66);
  EXPECT_THAT(fake_.out.str(), HasSubstr("DENIED  insecure.yaml"));
  EXPECT_THAT(fake_.err.str(), HasSubstr("error: gone.yaml: "));
}

TEST_F(CheckTest, EmptyInputIsBad) {
  EXPECT_EQ(Check({"empty.json"}), 65);
  EXPECT_THAT(fake_.err.str(), StartsWith("error: empty.json"));
}

TEST_F(CheckTest, WarnsWhenNothingWasChecked) {
  EXPECT_EQ(Check({"unrelated.yaml"}), 0);
  EXPECT_THAT(fake_.err.str(), HasSubstr("nothing was checked"));
}

TEST_F(CheckTest, UnknownPolicyIsUsage) {
  EXPECT_EQ(Check({"secure.yaml", "--only", "LOG-2"}), 64);
  EXPECT_THAT(fake_.err.str(),
              HasSubstr("there is no policy `LOG-2`\n  hint: did you mean"));
  EXPECT_THAT(fake_.out.str(), IsEmpty());
}

TEST_F(CheckTest, BrokenPolicyChecksNothing) {
  EXPECT_EQ(fake_.Run({"check", "--policies", "broken", "secure.yaml"}), 65);
  EXPECT_THAT(fake_.err.str(), HasSubstr("broken/rule.guard:"));
  EXPECT_THAT(fake_.err.str(), HasSubstr("^"));
  EXPECT_THAT(fake_.out.str(), IsEmpty());
}

TEST_F(CheckTest, WritesToAFile) {
  EXPECT_EQ(Check({"insecure.yaml", "--output", "r.txt"}), 1);
  EXPECT_THAT(fake_.out.str(), IsEmpty());
  EXPECT_THAT(fake_.written["r.txt"], StartsWith("DENIED  insecure.yaml"));
  EXPECT_EQ(fake_.err.str(), "denied: insecure.yaml (report in r.txt)\n");
}

TEST_F(CheckTest, FileThatCannotBeWrittenIsAnError) {
  fake_.environment.write_file = [](const std::string& path,
                                    std::string_view) -> Status {
    return Fail(ErrorCode::kInternal, DiagnosticFor(path, "disk full"));
  };
  EXPECT_EQ(Check({"secure.yaml", "--output", "r.txt"}), 70);
  EXPECT_THAT(fake_.err.str(), HasSubstr("error: r.txt: disk full"));
}

TEST_F(CheckTest, QuietSaysOnlyTheExitCode) {
  EXPECT_EQ(Check({"insecure.yaml", "--quiet"}), 1);
  EXPECT_THAT(fake_.out.str(), IsEmpty());
  EXPECT_THAT(fake_.err.str(), IsEmpty());
}

TEST_F(CheckTest, ClosedOutputIsAnError) {
  class ClosedBuffer final : public std::streambuf {
  } closed;
  std::ostream out(&closed);
  const Environment environment{.files = fake_.files,
                                .clock = fake_.clock,
                                .out = out,
                                .err = fake_.err,
                                .out_is_terminal = false,
                                .variable = fake_.environment.variable,
                                .write_file = fake_.environment.write_file};
  EXPECT_EQ(::connectguard::Run({"check", "--policies", "mine", "secure.yaml"},
                                environment),
            70);
}

TEST_F(CheckTest, ColoursATerminal) {
  fake_.environment.out_is_terminal = true;
  Check({"secure.yaml"});
  EXPECT_THAT(fake_.out.str(), StartsWith("\x1b["));
  fake_.out.str("");
  Check({"secure.yaml", "--color", "never"});
  EXPECT_THAT(fake_.out.str(), Not(HasSubstr("\x1b")));
}

// ------------------------------------------------- rules without a header --

TEST_F(CheckTest, JudgesByRulesBesideThePolicies) {
  EXPECT_EQ(Check({"insecure.yaml", "--rules", "rules"}), 1);
  const std::string report = fake_.out.str();
  EXPECT_THAT(report, HasSubstr("HIGH  LOG-1"));
  EXPECT_THAT(report, HasSubstr("HIGH  rules/instances.guard  instances_log"));
  EXPECT_THAT(report, HasSubstr("[T-1] logs are off"));
  EXPECT_THAT(report, HasSubstr("insecure.yaml:10:26"));
  EXPECT_THAT(report, Not(HasSubstr("instances_named")));
}

TEST_F(CheckTest, JudgesByRulesAlone) {
  EXPECT_EQ(Check({"insecure.yaml", "--rules", "rules", "--only-rules"}), 1);
  EXPECT_THAT(fake_.out.str(), Not(HasSubstr("LOG-1")));
  EXPECT_THAT(fake_.out.str(), HasSubstr("instances_log"));
  EXPECT_THAT(fake_.out.str(), HasSubstr("1 policy)"));
}

// A trap of the language does not let a violation pass, unless asked for.
TEST_F(CheckTest, JudgesRulesStrictly) {
  EXPECT_EQ(Check({"secure.yaml", "--rules", "rules", "--only-rules"}), 1);
  EXPECT_THAT(fake_.out.str(), HasSubstr("no_outbound"));
  EXPECT_EQ(Check({"secure.yaml", "--rules", "rules", "--only-rules",
                   "--guard-compat"}),
            0);
}

TEST_F(CheckTest, SeverityOfRulesCanBeChosen) {
  EXPECT_EQ(Check({"insecure.yaml", "--rules", "rules", "--only-rules",
                   "--rules-severity", "low", "--fail-on", "medium"}),
            0);
  EXPECT_EQ(
      Check({"insecure.yaml", "--rules", "rules", "--rules-severity", "worst"}),
      64);
}

TEST_F(CheckTest, RulesFileGivenByNameMayBeCalledAnything) {
  EXPECT_EQ(Check({"secure.yaml", "--rules", "by_name.txt", "--only-rules"}),
            0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("1 policy: 1 satisfied"));
}

TEST_F(CheckTest, RulesCountForTheRevision) {
  const auto revision = [&](std::vector<std::string> more) {
    fake_.out.str("");
    std::vector<std::string> arguments = {"secure.yaml", "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Check(arguments);
    const std::string text = fake_.out.str();
    const std::size_t at = text.find("\"policy_revision\": ");
    return text.substr(at, text.find('\n', at) - at);
  };
  const std::string without = revision({});
  const std::string with = revision({"--rules", "rules"});
  EXPECT_NE(without, with);
  EXPECT_EQ(without.size(), with.size());
  EXPECT_EQ(with, revision({"--rules", "rules/instances.guard"}));
}

TEST_F(CheckTest, RulesThatGoWrongDeny) {
  EXPECT_EQ(Check({"secure.yaml", "--rules", "calls.guard"}), 1);
  EXPECT_THAT(fake_.out.str(), HasSubstr("there is no variable `nowhere`"));
}

TEST_F(CheckTest, RulesAreNeverLeftOutInSilence) {
  EXPECT_EQ(Check({"secure.yaml", "--rules", "gone"}), 66);
  EXPECT_EQ(Check({"secure.yaml", "--rules", "notes"}), 65);
  EXPECT_THAT(fake_.err.str(), HasSubstr("there are no rules here"));
  EXPECT_EQ(Check({"secure.yaml", "--rules", "nothing.guard"}), 65);
  EXPECT_THAT(fake_.err.str(), HasSubstr("there is no rule in this file"));
  EXPECT_EQ(Check({"secure.yaml", "--rules", "broken/rule.guard"}), 65);
  EXPECT_EQ(Check({"secure.yaml", "--only-rules"}), 64);
  EXPECT_THAT(fake_.err.str(), HasSubstr("--only-rules needs rules"));
}

}  // namespace
}  // namespace connectguard
