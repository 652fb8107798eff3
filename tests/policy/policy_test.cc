#include "policy/policy.h"

#include "policy/sample.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

TEST(SeverityTest, NamesAreReadBack) {
  for (const Severity severity : {Severity::kLow, Severity::kMedium,
                                  Severity::kHigh, Severity::kCritical}) {
    EXPECT_EQ(SeverityFromName(SeverityName(severity)), severity);
  }
  EXPECT_EQ(SeverityName(Severity::kCritical), "critical");
  EXPECT_FALSE(SeverityFromName("High"));
}

TEST(PolicyTest, KeepsMetadataTextAndRules) {
  const std::string text = SamplePolicy("LOG-1", "flow_logs");
  const auto policy =
      ParsePolicy("area/flow_logs.guard", text, TestFunctions());
  ASSERT_TRUE(policy) << Render(policy.error().diagnostic);
  EXPECT_EQ(policy->metadata.id, "LOG-1");
  EXPECT_EQ(policy->path, "area/flow_logs.guard");
  EXPECT_EQ(policy->text, text);
  ASSERT_EQ(policy->rules->rules.size(), 1u);
  EXPECT_EQ(policy->rules->rules[0].name, "flow_logs");
}

TEST(PolicyTest, AllowsParameterisedHelpers) {
  const auto policy =
      ParsePolicy("flow_logs.guard",
                  SampleHeader("LOG-1") +
                      "rule is_on(value) { %value == true }\n"
                      "rule flow_logs { is_on(Resources.A.On) }\n",
                  TestFunctions());
  ASSERT_TRUE(policy) << Render(policy.error().diagnostic);
  EXPECT_EQ(policy->rules->parameterized_rules.size(), 1u);
}

std::string ProblemOf(std::string_view rules) {
  const auto policy =
      ParsePolicy("area/flow_logs.guard",
                  SampleHeader("LOG-1") + std::string(rules), TestFunctions());
  return policy ? "none" : Render(policy.error().diagnostic);
}

TEST(PolicyTest, RuleIsNamedAsItsFile) {
  EXPECT_THAT(ProblemOf("\n"), HasSubstr("the policy has no rule `flow_logs`"));
  const std::string other = ProblemOf("rule flow_log { A exists }\n");
  EXPECT_THAT(other, HasSubstr("area/flow_logs.guard:8:6: rule `flow_log` is "
                               "not named as its file"));
  EXPECT_THAT(other, HasSubstr("name it `flow_logs`"));
  EXPECT_THAT(
      ProblemOf("rule flow_logs { A exists }\nrule helper { A exists }\n"),
      HasSubstr("a helper rule takes parameters"));
  EXPECT_THAT(
      ProblemOf("rule flow_logs { A exists }\nrule flow_logs { B exists }\n"),
      HasSubstr("rule `flow_logs` is defined twice"));
  EXPECT_THAT(ProblemOf("A exists\nrule flow_logs { A exists }\n"),
              HasSubstr("a clause stands outside of any rule"));
}

// With `# warning: may_be` in the header.
std::string ProblemOfWarning(std::string_view rules) {
  std::string header = SampleHeader("LOG-1");
  header.insert(header.find("# fix"), "# warning: may_be\n");
  const auto policy = ParsePolicy("area/flow_logs.guard",
                                  header + std::string(rules), TestFunctions());
  return policy ? "none" : Render(policy.error().diagnostic);
}

TEST(PolicyTest, ASecondRuleWarns) {
  EXPECT_EQ(ProblemOfWarning("rule flow_logs { A exists }\n"
                             "rule may_be { A exists }\n"),
            "none");
  EXPECT_THAT(ProblemOfWarning("rule flow_logs { A exists }\n"),
              HasSubstr("the policy has no rule `may_be`"));
  EXPECT_THAT(ProblemOfWarning("rule may_be { A exists }\n"),
              HasSubstr("the policy has no rule `flow_logs`"));
  EXPECT_THAT(ProblemOfWarning("rule may_be { A exists }\n"
                               "rule flow_logs { A exists }\n"),
              HasSubstr("9:6: rule `may_be` stands before `flow_logs`"));
  EXPECT_THAT(ProblemOfWarning("rule flow_logs { A exists }\n"
                               "rule may_be { A exists }\n"
                               "rule may_be { A exists }\n"),
              HasSubstr("rule `may_be` is defined twice"));
  EXPECT_THAT(ProblemOfWarning("rule flow_logs { A exists }\n"
                               "rule other { A exists }\n"),
              HasSubstr("`# warning: other`"));
}

TEST(PolicyTest, SyntaxErrorHasItsPlace) {
  EXPECT_THAT(ProblemOf("rule flow_logs { A === 1 }\n"),
              HasSubstr("area/flow_logs.guard:8:"));
}

}  // namespace
}  // namespace connectguard
