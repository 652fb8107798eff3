#include "rule_tests/test_verdict.h"

#include <memory>
#include <string>

#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const FunctionTable& Functions() {
  static const FunctionTable functions = StandardFunctions(ReadEmbeddedYaml);
  return functions;
}

class TestVerdictTest : public ::testing::Test {
 protected:
  CaseVerdict Judge(std::string rules, const std::string& expectations) {
    rules_ = *ParseRules("r.guard", std::move(rules), Functions());
    tests_ = *ReadGuardTests("t.yml",
                             "- input: {A: 1, Text: word}\n"
                             "  expectations: {rules: " +
                                 expectations + "}\n");
    return *JudgeCase(*rules_, tests_, tests_.cases[0], {});
  }

  std::unique_ptr<const RuleFile> rules_;
  GuardTestFile tests_;
};

constexpr char kTwice[] =
    "rule same { A == 1 }\n"
    "rule same when A == 2 { A == 1 }\n";

TEST_F(TestVerdictTest, OneOfOneNameIsEnoughForPassAndFail) {
  const CaseVerdict verdict = Judge(kTwice, "{same: PASS}");
  ASSERT_EQ(verdict.rules.size(), 1u);
  EXPECT_THAT(verdict.rules[0].evaluated,
              ElementsAre(RuleStatus::kPass, RuleStatus::kSkip));
  EXPECT_TRUE(verdict.met());
}

TEST_F(TestVerdictTest, AllOfOneNameAreSkippedOrNoneIs) {
  EXPECT_FALSE(Judge(kTwice, "{same: SKIP}").met());
  EXPECT_TRUE(Judge("rule same when A == 2 { A == 1 }\n"
                    "rule same when A == 3 { A == 1 }\n",
                    "{same: SKIP}")
                  .met());
}

TEST_F(TestVerdictTest, OneRuleCannotBeEvaluatedAndTheOthersCan) {
  const CaseVerdict verdict = Judge(
      "let number = parse_int(Text)\n"
      "rule broken { %number == 5 }\n"
      "rule whole { A == 1 }\n",
      "{broken: FAIL, whole: PASS}");
  ASSERT_EQ(verdict.rules.size(), 2u);
  EXPECT_NE(verdict.rules[0].error, nullptr);
  EXPECT_THAT(verdict.rules[0].evaluated, IsEmpty());
  EXPECT_FALSE(verdict.rules[0].met());
  EXPECT_TRUE(verdict.rules[1].met());
  EXPECT_EQ(verdict.error(), verdict.rules[0].error);
}

TEST_F(TestVerdictTest, ARuleThatCannotBeEvaluatedIsNotSkipped) {
  EXPECT_FALSE(Judge("rule broken { A empty }\n", "{broken: SKIP}").met());
}

TEST_F(TestVerdictTest, NamesRulesThatTheFileLacks) {
  Judge("rule mine { A == 1 }\n", "{mine: PASS, other: FAIL}");
  EXPECT_THAT(StrangeRules(*rules_, tests_.cases[0]), ElementsAre("other"));
}

}  // namespace
}  // namespace connectguard
