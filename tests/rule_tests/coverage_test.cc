#include "rule_tests/coverage.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "document/document.h"
#include "guard/evaluator.h"
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

// Rules judged on inputs, with the verdicts of all rules but those in
// `unasked` asked for.
std::vector<RuleCoverage> Cover(std::string text,
                                std::initializer_list<std::string> inputs,
                                std::string_view unasked = "",
                                const FunctionTable& functions = Functions()) {
  const auto rules = *ParseRules("r.guard", std::move(text), functions);
  CoverageRecorder recorder(*rules);
  for (const std::string& input : inputs) {
    Document document;
    const auto file = document.AddFile("input", input);
    document.SetRoot(*ReadYaml(&document, file, YamlDialect::kGuardTest));
    Evaluate(*rules, document, {.clock = nullptr, .observer = &recorder});
    recorder.Finish([&](std::string_view rule) { return rule != unasked; });
  }
  return CoverageOf(*rules, recorder);
}

// "3: `A == 1`: never failed", one for each gap.
std::vector<std::string> Gaps(const std::vector<RuleCoverage>& coverage) {
  std::vector<std::string> lines;
  for (const RuleCoverage& rule : coverage) {
    for (const ClauseGap& gap : rule.gaps) {
      lines.push_back(fmt::format("{}: `{}`: {}", gap.line, gap.clause,
                                  CoverageGapText(gap.gap, gap.condition)));
      if (gap.inside != 0) {
        lines.back() += fmt::format(" ({})", gap.inside);
      }
    }
  }
  return lines;
}

TEST(CoverageTest, AClauseIsProvedByPassingAndFailing) {
  const std::string rules = "rule r {\n  A == 1\n}\n";
  EXPECT_THAT(Gaps(Cover(rules, {"A: 1", "A: 2"})), IsEmpty());
  EXPECT_THAT(Gaps(Cover(rules, {"A: 1"})),
              ElementsAre("2: `A == 1`: never failed"));
  EXPECT_THAT(Gaps(Cover(rules, {"A: 2"})),
              ElementsAre("2: `A == 1`: never passed"));
  EXPECT_THAT(Gaps(Cover(rules, {})),
              ElementsAre("2: `A == 1`: never reached"));
}

TEST(CoverageTest, Counts) {
  const auto coverage = Cover("rule r {\n  A == 1\n  B == 1\n}\n",
                              {"{A: 1, B: 1}", "{A: 2, B: 1}"});
  ASSERT_EQ(coverage.size(), 1u);
  EXPECT_EQ(coverage[0].rule, "r");
  EXPECT_EQ(coverage[0].line, 1u);
  EXPECT_EQ(coverage[0].counts.clauses, 2u);
  EXPECT_EQ(coverage[0].counts.decided, 2u);
  EXPECT_EQ(coverage[0].counts.outcomes, 4u);
  EXPECT_EQ(coverage[0].counts.seen, 3u);
  EXPECT_EQ(coverage[0].counts.Permille(), 750u);
  EXPECT_EQ(CoverageCounts().Permille(), 1000u);
}

TEST(CoverageTest, WhatPassesInARuleThatFailsDecidesNothing) {
  EXPECT_THAT(
      Gaps(Cover("rule r {\n  A == 1\n  B == 1\n}\n", {"{A: 1, B: 2}"})),
      ElementsAre("2: `A == 1`: never decided a verdict",
                  "3: `B == 1`: never passed"));
}

TEST(CoverageTest, AnAlternativeInFrontOfOneThatPassesDidNotFail) {
  EXPECT_THAT(
      Gaps(Cover("rule r {\n  A == 1 or\n  B == 1\n}\n",
                 {"{A: 1, B: 1}", "{A: 2, B: 1}"})),
      ElementsAre("2: `A == 1`: never failed", "3: `B == 1`: never failed"));
}

TEST(CoverageTest, AnAlternativeBehindOneThatPassesIsNeverTried) {
  EXPECT_THAT(Gaps(Cover("rule r {\n  A == 1 or\n  B == 1\n}\n", {"A: 1"})),
              ElementsAre("2: `A == 1`: never failed",
                          "3: `B == 1`: never tried: an alternative in front "
                          "of it always passed"));
}

TEST(CoverageTest, AConditionIsProvedByHoldingAndNotHolding) {
  const std::string rules = "rule r when A exists {\n  A == 1\n}\n";
  EXPECT_THAT(Gaps(Cover(rules, {"A: 1", "A: 2"})),
              ElementsAre("1: `A exists`: always held"));
  EXPECT_THAT(
      Gaps(Cover(rules, {"B: 1"})),
      ElementsAre("1: `A exists`: never held", "2: `A == 1`: never reached"));
  EXPECT_THAT(Gaps(Cover(rules, {"A: 1", "A: 2", "B: 1"})), IsEmpty());
}

TEST(CoverageTest, AConditionThatIsSkippedDoesNotHold) {
  EXPECT_THAT(Gaps(Cover("let all = L[ X == 1 ]\n"
                         "rule r when %all.Y == 1 {\n  A == 1\n}\n",
                         {"{L: [{X: 1, Y: 1}], A: 1}",
                          "{L: [{X: 1, Y: 1}], A: 2}", "{L: [{X: 2}], A: 1}"})),
              IsEmpty());
}

TEST(CoverageTest, BlocksAreCoveredThroughWhatIsInside) {
  const std::string rules =
      "rule r {\n"
      "  L[ On == true ] {\n"
      "    A == 1\n"
      "    B == 1\n"
      "  }\n"
      "}\n";
  EXPECT_THAT(Gaps(Cover(rules, {"L: [{On: true, A: 1, B: 1}]",
                                 "L: [{On: true, A: 1, B: 1},"
                                 "{On: true, A: 2, B: 1}]"})),
              ElementsAre("4: `B == 1`: never failed"));
  EXPECT_THAT(Gaps(Cover(rules, {"L: [{On: false}]"})),
              ElementsAre("2: `L[ On == true ] { ... }`: never entered (2)"));
}

TEST(CoverageTest, FoldsBlocksThatAreNeverReached) {
  EXPECT_THAT(Gaps(Cover("rule r {\n"
                         "  when A == 1 {\n"
                         "    L[*] { B == 1 C == 1 }\n"
                         "    when D == 1 { E == 1 }\n"
                         "  }\n"
                         "}\n",
                         {"A: 2"})),
              ElementsAre("2: `A == 1`: never held",
                          "2: `when A == 1 { ... }`: never entered (4)"));
}

TEST(CoverageTest, ATypeBlockIsABlock) {
  EXPECT_THAT(
      Gaps(Cover("AWS::S3::Bucket when Resources exists {\n"
                 "  Properties.Name == 'a'\n"
                 "}\n",
                 {"Resources: {B: {Type: 'AWS::S3::Bucket', Properties: {Name: "
                  "a}}}"})),
      ElementsAre("1: `Resources exists`: always held",
                  "2: `Properties.Name == 'a'`: never failed"));
}

TEST(CoverageTest, ARuleThatNoTestAsksForIsNotProved) {
  EXPECT_THAT(Gaps(Cover("rule asked { A == 1 }\nrule other { A == 1 }\n",
                         {"A: 1", "A: 2"}, "other")),
              ElementsAre("2: `A == 1`: never reached"));
}

TEST(CoverageTest, ARuleIsProvedThroughTheRuleThatRefersToIt) {
  const std::string rules =
      "rule helper { A == 1 }\n"
      "rule asked {\n  helper\n  B == 1\n}\n";
  EXPECT_THAT(Gaps(Cover(rules, {"{A: 1, B: 1}", "{A: 2, B: 1}"}, "helper")),
              ElementsAre("4: `B == 1`: never failed"));
  // It failed, but so did what would have failed without it.
  EXPECT_THAT(Gaps(Cover(rules, {"{A: 1, B: 2}"}, "helper")),
              ElementsAre("1: `A == 1`: never reached",
                          "3: `helper`: never decided a verdict",
                          "4: `B == 1`: never passed"));
}

TEST(CoverageTest, AConditionCanBeARule) {
  EXPECT_THAT(
      Gaps(Cover("rule helper { A == 1 }\nrule asked when helper {\n B == 1\n}",
                 {"{A: 1, B: 1}", "{A: 2}", "{A: 1, B: 2}"}, "helper")),
      IsEmpty());
}

TEST(CoverageTest, RulesWithParametersAreProvedByTheirCallers) {
  const std::string rules =
      "rule is(x) {\n  %x == 1\n}\n"
      "rule never_called(x) {\n  %x == 1\n}\n"
      "rule r {\n  is(A)\n}\n"
      "rule not_r {\n  not is(B)\n}\n";
  EXPECT_THAT(Gaps(Cover(rules, {"{A: 1, B: 1}", "{A: 2, B: 2}"})), IsEmpty());
  // `not` is heard: what failed inside is what lets the call pass.
  EXPECT_THAT(
      Gaps(Cover(rules, {"{A: 1, B: 2}"})),
      ElementsAre("8: `is(A)`: never failed", "11: `not is(B)`: never failed"));
}

TEST(CoverageTest, FiltersDecideNothing) {
  EXPECT_THAT(Gaps(Cover("rule is(x) { X == %x }\n"
                         "rule r { L[ is(1) ] empty }\n",
                         {"L: [{X: 1}]", "L: [{X: 2}]"})),
              IsEmpty());
}

TEST(CoverageTest, AnErrorDecidesNothing) {
  EXPECT_THAT(
      Gaps(Cover("rule r {\n  A == 1\n  B empty\n}\n", {"{A: 1, B: 5}"})),
      ElementsAre("2: `A == 1`: never decided a verdict",
                  "3: `B empty`: never decided a verdict"));
}

TEST(CoverageTest, AConditionThatIsSkippedAmongOthersKeepsNothingBack) {
  EXPECT_THAT(Gaps(Cover("let all = L[ X == 1 ]\n"
                         "rule r when B exists %all.Y == 1 {\n  A == 1\n}\n",
                         {"{L: [], B: 1, A: 1}", "{L: [], B: 1, A: 2}"})),
              ElementsAre("2: `B exists`: always held",
                          "2: `%all.Y == 1`: never decided a verdict"));
}

// An input with {"Fn::Unknown": ...} needs a reader of its own; an unknown
// value made by a function is enough here.
const FunctionTable& WithUnknown() {
  static const FunctionTable functions = [] {
    FunctionTable table;
    table.Add({.name = "undecided",
               .min_arguments = 1,
               .max_arguments = 1,
               .call = [](const FunctionContext& context,
                          Arguments) -> FunctionResult {
                 const auto* info = context.arena->New<UnknownInfo>();
                 context.builder->AddUnknown(info, {});
                 return std::vector<Selected>{
                     {.value = context.builder->Finish()}};
               },
               .always_unknown = true});
    return table;
  }();
  return functions;
}

TEST(CoverageTest, WhatIsNeverKnownHasOneOutcome) {
  const std::string rules =
      "let open = undecided('why')\n"
      "rule r {\n  A == 1 or\n  %open == true\n}\n";
  // In front of what is not known, what failed kept the rule from passing.
  EXPECT_THAT(Gaps(Cover(rules, {"A: 1", "A: 2"}, "", WithUnknown())),
              IsEmpty());
  EXPECT_THAT(Gaps(Cover(rules, {"A: 1"}, "", WithUnknown())),
              ElementsAre("3: `A == 1`: never failed",
                          "4: `%open == true`: never tried: an alternative in "
                          "front of it always passed"));
}

TEST(CoverageTest, WhatPassesBesideWhatIsNotKnownDecides) {
  EXPECT_THAT(Gaps(Cover("let open = undecided('why')\n"
                         "rule r {\n  A == 1\n  %open == true\n}\n",
                         {"A: 1"}, "", WithUnknown())),
              ElementsAre("3: `A == 1`: never failed"));
}

TEST(CoverageTest, OneOfTheValuesIsEnoughForSome) {
  EXPECT_THAT(Gaps(Cover("rule r {\n  some L[*] { A == 1 }\n}\n",
                         {"L: [{A: 1}, {A: 2}]"})),
              ElementsAre("2: `A == 1`: never failed"));
}

}  // namespace
}  // namespace connectguard
