#include "policy/test_spec.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

Result<TestSpec> Parse(std::string text) {
  return ParseTestSpec("a/tests/flow_logs_tests.yml", std::move(text),
                       "flow_logs");
}

TEST(TestSpecTest, ReadsCases) {
  const auto spec = Parse(R"(
- name: on
  input: {Resources: {}}
  expectations: {rules: {flow_logs: PASS}}
- name: on, in a plan as well
  input: {Resources: {}}
  expectations: {rules: {flow_logs: SKIP}}
  terraform_plan: plans/a.json
- name: ours is different
  input: {Resources: {}}
  expectations: {rules: {flow_logs: FAIL}}
  terraform_plan: plans/a.json
  connectguard:
    rules: {flow_logs: UNKNOWN}
    plan_rules: {flow_logs: PASS}
    closed_world: true
- name: plan only
  input: {}
  expectations: {rules: {}}
  terraform_plan: plans/a.json
  connectguard: {rules: {flow_logs: UNKNOWN}}
)");
  ASSERT_TRUE(spec) << Render(spec.error().diagnostic);
  ASSERT_EQ(spec->cases.size(), 4u);
  const TestCase& simple = spec->cases[0];
  EXPECT_EQ(simple.name, "on");
  EXPECT_EQ(simple.expected, RuleStatus::kPass);
  EXPECT_EQ(simple.plan_expected, std::nullopt);
  EXPECT_FALSE(simple.closed_world);
  EXPECT_EQ(spec->cases[1].terraform_plan, "plans/a.json");
  EXPECT_EQ(spec->cases[1].plan_expected, RuleStatus::kSkip);
  EXPECT_EQ(spec->cases[2].expected, RuleStatus::kUnknown);
  EXPECT_EQ(spec->cases[2].plan_expected, RuleStatus::kPass);
  EXPECT_TRUE(spec->cases[2].closed_world);
  EXPECT_EQ(spec->cases[3].expected, std::nullopt);
  EXPECT_EQ(spec->cases[3].plan_expected, RuleStatus::kUnknown);
}

struct Mistake {
  std::string text;
  std::string problem;
};

constexpr char kRules[] = "expectations: {rules: {flow_logs: PASS}}";

const Mistake kMistakes[] = {
    Mistake{"{}", "a test file is a list of cases"},
    Mistake{"[]", "a test file is a list of cases"},
    Mistake{"- 5", "a case is not a map"},
    Mistake{"- input: {}\n", "the case has no `name`"},
    Mistake{"- name: a\n", "case `a` has no `input`"},
    Mistake{"- {name: a, input: {}}\n", "no `expectations.rules`"},
    Mistake{std::string("- {name: a, inputs: {}, ") + kRules + "}",
            "did you mean `input`?"},
    Mistake{std::string("- {name: a, input: {}, ") + kRules +
                "}\n- {name: a, input: {}, " + kRules + "}",
            "two cases are named `a`"},
    Mistake{"- name: a\n  input: {}\n  expectations: {rules: {flow: PASS}}",
            "tests/flow_logs_tests.yml:3:32: the policy reports no rule "
            "`flow`"},
    Mistake{"- {name: a, input: {}, expectations: {rules: {flow_logs: "
            "UNKNOWN}}}",
            "UNKNOWN only below `connectguard`"},
    Mistake{"- {name: a, input: {}, expectations: {rules: {flow_logs: "
            "pass}}}",
            "use PASS, FAIL or SKIP"},
    Mistake{"- {name: a, input: {}, expectations: {rules: {}}}",
            "case `a` expects nothing"},
    Mistake{std::string("- {name: a, input: {}, terraform_plan: 5, ") + kRules +
                "}",
            "`terraform_plan` is not the path of a plan"},
    Mistake{std::string("- {name: a, input: {}, ") + kRules +
                ", connectguard: {plan_rules: {flow_logs: PASS}}}",
            "case `a` has `plan_rules` but no plan"},
    Mistake{std::string("- {name: a, input: {}, ") + kRules +
                ", connectguard: {rule: {flow_logs: PASS}}}",
            "did you mean `rules`?"},
    Mistake{std::string("- {name: a, input: {}, ") + kRules +
                ", connectguard: {closed_world: 5}}",
            "`closed_world` is neither true nor false"}};

TEST(TestSpecTest, MistakesAreNamed) {
  for (const Mistake& mistake : kMistakes) {
    SCOPED_TRACE(mistake.text);
    const auto spec = Parse(mistake.text);
    ASSERT_FALSE(spec);
    EXPECT_THAT(Render(spec.error().diagnostic), HasSubstr(mistake.problem));
  }
}

}  // namespace
}  // namespace connectguard
