#include "policy/test_spec.h"

#include <array>
#include <string>
#include <string_view>

namespace connectguard {
namespace {

using ::testing::HasSubstr;

Result<TestSpec> Parse(std::string text) {
  static constexpr std::array<std::string_view, 1> kRules = {"flow_logs"};
  return ParseTestSpec("a/tests/flow_logs_tests.yml", std::move(text), kRules);
}

Expectations Only(RuleStatus status) { return {{"flow_logs", status}}; }

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
  EXPECT_EQ(simple.expected, Only(RuleStatus::kPass));
  EXPECT_EQ(simple.plan_expected, Expectations());
  EXPECT_FALSE(simple.closed_world);
  EXPECT_EQ(spec->cases[1].terraform_plan, "plans/a.json");
  EXPECT_EQ(spec->cases[1].plan_expected, Only(RuleStatus::kSkip));
  EXPECT_EQ(spec->cases[2].expected, Only(RuleStatus::kUnknown));
  EXPECT_EQ(spec->cases[2].plan_expected, Only(RuleStatus::kPass));
  EXPECT_TRUE(spec->cases[2].closed_world);
  EXPECT_EQ(spec->cases[3].expected, Expectations());
  EXPECT_EQ(spec->cases[3].plan_expected, Only(RuleStatus::kUnknown));
}

TEST(TestSpecTest, ReadsWhatIsExpectedOfTheRuleThatWarns) {
  constexpr std::array<std::string_view, 2> kRules = {"flow_logs", "may_be"};
  const auto spec = ParseTestSpec("tests/flow_logs_tests.yml", R"(
- name: one of both is ours
  input: {Resources: {}}
  expectations: {rules: {flow_logs: PASS, may_be: PASS}}
  terraform_plan: plans/a.json
  connectguard:
    rules: {may_be: UNKNOWN}
    plan_rules: {flow_logs: SKIP}
)",
                                  kRules);
  ASSERT_TRUE(spec) << Render(spec.error().diagnostic);
  const Expectations expected = {{"flow_logs", RuleStatus::kPass},
                                 {"may_be", RuleStatus::kUnknown}};
  EXPECT_EQ(spec->cases[0].expected, expected);
  const Expectations on_plan = {{"flow_logs", RuleStatus::kSkip},
                                {"may_be", RuleStatus::kUnknown}};
  EXPECT_EQ(spec->cases[0].plan_expected, on_plan);
  const auto wrong = ParseTestSpec(
      "t.yml", "- {name: a, input: {}, expectations: {rules: {maybe: PASS}}}",
      kRules);
  ASSERT_FALSE(wrong);
  EXPECT_THAT(Render(wrong.error().diagnostic),
              HasSubstr("its rules are `flow_logs` and `may_be`"));
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
