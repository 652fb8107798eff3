// What an observer is told of an evaluation, written down as an indented text.
#include "guard/observer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "document/path.h"
#include "guard/evaluate_text.h"

namespace connectguard {
namespace {

std::string OutcomeText(Outcome outcome) {
  return outcome == Outcome() ? "ERROR"
                              : std::string(StatusName(StatusOf(outcome)));
}

class Transcript : public EvaluationObserver {
 public:
  void Begin(const Step& step) override {
    Line(NameOf(step));
    ++depth_;
  }
  void End(const Step&, Outcome outcome, const Value*) override {
    --depth_;
    Line("= " + OutcomeText(outcome));
  }
  void Selected(const Clause&, Entries left, Entries right) override {
    Line("selected " + std::to_string(left.size()) + " and " +
         std::to_string(right.size()));
  }
  void Checked(const Clause&, const Check& check) override {
    Line("checked " + (check.from == nullptr ? "-" : PathOf(*check.from)) +
         (check.unresolved != nullptr ? " unresolved" : "") + ": " +
         OutcomeText(check.outcome));
  }

  const std::string& text() const { return text_; }

 private:
  static std::string NameOf(const Step& step) {
    switch (step.kind) {
      case StepKind::kRule:
        return "rule " + step.rule->name;
      case StepKind::kConditions:
        return "conditions";
      case StepKind::kAlternatives:
        return "alternatives";
      case StepKind::kClause:
        return "clause " + std::to_string(step.clause->number);
      case StepKind::kElement:
        return "element " + PathOf(*step.element->value);
    }
    return "?";
  }
  void Line(std::string_view text) {
    text_ += std::string(depth_ * 2, ' ') + std::string(text) + '\n';
  }

  std::size_t depth_ = 0;
  std::string text_;
};

std::string TranscriptOf(std::string_view rules, std::string_view data) {
  Transcript transcript;
  testing::EvaluateText(rules, data, {.observer = &transcript});
  return transcript.text();
}

TEST(ObserverTest, ToldOfConditionsAndChecks) {
  EXPECT_EQ(TranscriptOf("rule r when A exists { A == 1 }", R"({"A":2})"),
            "rule r\n"
            "  conditions\n"
            "    clause 0\n"
            "      selected 1 and 0\n"
            "      checked /A: PASS\n"
            "    = PASS\n"
            "  = PASS\n"
            "  clause 1\n"
            "    selected 1 and 1\n"
            "    checked /A: FAIL\n"
            "  = FAIL\n"
            "= FAIL\n");
}

TEST(ObserverTest, ToldOfNothingBehindConditionsThatDoNotHold) {
  EXPECT_EQ(TranscriptOf("rule r when B exists { A == 1 }", R"({"A":2})"),
            "rule r\n"
            "  conditions\n"
            "    clause 0\n"
            "      selected 1 and 0\n"
            "      checked  unresolved: FAIL\n"
            "    = FAIL\n"
            "  = FAIL\n"
            "= SKIP\n");
}

TEST(ObserverTest, ToldOfAlternativesUntilOnePasses) {
  EXPECT_EQ(TranscriptOf("rule r { A == 1 or A == 2 or A == 3 }", "A: 2"),
            "rule r\n"
            "  alternatives\n"
            "    clause 0\n"
            "      selected 1 and 1\n"
            "      checked /A: FAIL\n"
            "    = FAIL\n"
            "    clause 1\n"
            "      selected 1 and 1\n"
            "      checked /A: PASS\n"
            "    = PASS\n"
            "  = PASS\n"
            "= PASS\n");
}

TEST(ObserverTest, ToldOfEachElementOfABlock) {
  EXPECT_EQ(TranscriptOf("rule r { A[*] { b == 1 } }", "A: [{b: 1}, {c: 1}]"),
            "rule r\n"
            "  clause 0\n"
            "    selected 2 and 0\n"
            "    element /A/0\n"
            "      clause 1\n"
            "        selected 1 and 1\n"
            "        checked /A/0/b: PASS\n"
            "      = PASS\n"
            "    = PASS\n"
            "    element /A/1\n"
            "      clause 1\n"
            "        selected 1 and 1\n"
            "        checked /A/1 unresolved: FAIL\n"
            "      = FAIL\n"
            "    = FAIL\n"
            "  = FAIL\n"
            "= FAIL\n");
}

// A rule is evaluated where it is asked for first, and only once.
TEST(ObserverTest, ToldOfARuleInsideOfTheClauseThatAsks) {
  EXPECT_EQ(TranscriptOf("rule r {\nother\n}\nrule other { A == 1 }", "A: 1"),
            "rule r\n"
            "  clause 0\n"
            "    rule other\n"
            "      clause 1\n"
            "        selected 1 and 1\n"
            "        checked /A: PASS\n"
            "      = PASS\n"
            "    = PASS\n"
            "  = PASS\n"
            "= PASS\n");
}

TEST(ObserverTest, NotToldOfFiltersButOfRulesThatTheyAskFor) {
  EXPECT_EQ(TranscriptOf("rule r { A[ when other { b exists } ] { b == 1 } }\n"
                         "rule other { A exists }",
                         "A: [{b: 1}]"),
            "rule r\n"
            "  clause 0\n"
            "    rule other\n"
            "      clause 5\n"
            "        selected 1 and 0\n"
            "        checked /A: PASS\n"
            "      = PASS\n"
            "    = PASS\n"
            "    selected 1 and 0\n"
            "    element /A/0\n"
            "      clause 4\n"
            "        selected 1 and 1\n"
            "        checked /A/0/b: PASS\n"
            "      = PASS\n"
            "    = PASS\n"
            "  = PASS\n"
            "= PASS\n");
}

TEST(ObserverTest, ToldThatAStepEndedInAnError) {
  EXPECT_EQ(TranscriptOf("rule r { A[*] { %unknown == 1 } }", "A: [1]"),
            "rule r\n"
            "  clause 0\n"
            "    selected 1 and 0\n"
            "    element /A/0\n"
            "      clause 1\n"
            "      = ERROR\n"
            "    = ERROR\n"
            "  = ERROR\n"
            "= ERROR\n");
}

}  // namespace
}  // namespace connectguard
