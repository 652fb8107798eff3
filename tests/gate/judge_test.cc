// Judging a template whose conditions are open: both branches count.
#include "gate/judge.h"

#include <memory>
#include <string>

#include "gate/engine.h"
#include "gate/functions.h"
#include "gate/sample_policies.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class JudgeTest : public ::testing::Test {
 protected:
  JudgeTest() : functions_(DefaultFunctions()) {
    auto files = SamplePolicies();
    files["mine/logging/topic.guard"] =
        SamplePolicy("TOPIC-1", "low",
                     "let instances = Resources.*[ Type == "
                     "'AWS::Connect::Instance' ]\n"
                     "let topics = Resources.*[ Type == 'AWS::SNS::Topic' ]\n\n"
                     "rule topic when %instances !empty {\n"
                     "  %topics !empty\n}\n");
    files["mine/logging/gone.guard"] =
        SamplePolicy("GONE-1", "low",
                     "let gone = Previous.*[ Type == "
                     "'AWS::Connect::Instance' ]\n\n"
                     "rule gone when %gone !empty {\n"
                     "  %gone.Change.Action != 'delete'\n}\n");
    files["mine/logging/broken.guard"] =
        SamplePolicy("BROKEN-1", "low",
                     "let instances = Resources.*[ Type == "
                     "'AWS::Connect::Instance' ]\n"
                     "let grants = iam_allows(%instances, 'no question')\n\n"
                     "rule broken when %instances !empty {\n"
                     "  %grants empty\n}\n");
    auto set = PolicySet::Load(MemoryFileReader(files), "mine", functions_);
    EXPECT_TRUE(set) << Render(set.error().diagnostic);
    policies_ = std::make_unique<PolicySet>(*std::move(set));
    engine_ = std::make_unique<Engine>(policies_.get(), &clock_);
  }

  GateReport Check(const std::string& resources, const char* policy,
                   const char* more = "") const {
    GateOptions options;
    options.only = {policy};
    auto report = engine_->Check(
        {.name = "t.yaml",
         .bytes = "Parameters: {Env: {Type: String, AllowedValues: [dev, test, "
                  "prod]}}\n"
                  "Conditions:\n"
                  "  IsProd: !Equals [!Ref Env, prod]\n"
                  "  IsTest: !Equals [!Ref Env, test]\n" +
                  std::string(more) + "Resources:\n" + resources},
        options);
    EXPECT_TRUE(report) << Render(report.error().diagnostic);
    return report ? *std::move(report) : GateReport{};
  }

  static std::string Instance(const std::string& logs,
                              const std::string& rest = "") {
    return "  Main:\n    Type: AWS::Connect::Instance\n" + rest +
           "    Properties:\n      Attributes: {ContactflowLogs: " + logs +
           "}\n";
  }

  FunctionTable functions_;
  FixedClock clock_{std::chrono::system_clock::time_point{}};
  std::unique_ptr<PolicySet> policies_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(JudgeTest, TheSameInAllBranchesIsAVerdict) {
  const GateReport good = Check(Instance("!If [IsProd, true, true]"), "LOG-1");
  EXPECT_EQ(good.verdict, Verdict::kAllow);
  EXPECT_EQ(good.counts.passed, 1);
  EXPECT_THAT(good.findings, IsEmpty());
  const GateReport bad =
      Check(Instance("!If [IsProd, false, !Ref AWS::NoValue]"), "LOG-1");
  EXPECT_EQ(bad.verdict, Verdict::kDeny);
  EXPECT_EQ(bad.counts.failed, 1);
  // One finding for each of the two ways in which it is wrong.
  EXPECT_THAT(bad.findings, SizeIs(2));
}

TEST_F(JudgeTest, WhatDependsOnTheBranchIsUnknownAndSaysWhen) {
  const GateReport report =
      Check(Instance("!If [IsProd, true, false]"), "LOG-1");
  EXPECT_EQ(report.counts.unknown, 1);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].status, FindingStatus::kUnknown);
  EXPECT_EQ(report.findings[0].reason,
            "it is a violation when `IsProd` is false");
}

TEST_F(JudgeTest, SeveralBranchesAreCounted) {
  const GateReport report = Check(
      Instance("!If [IsProd, false, !If [IsTest, false, true]]"), "LOG-1");
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].reason,
            "it is a violation when `IsProd` is false and `IsTest` is true, "
            "and in 1 other case");
}

TEST_F(JudgeTest, EveryOtherCaseIsCounted) {
  const GateReport report =
      Check(Instance("!If [IsEu, false, true]") +
                "  T: {Type: AWS::SNS::Topic, Condition: IsProd}\n"
                "  U: {Type: AWS::SNS::Topic, Condition: IsTest}\n",
            "LOG-1", "  IsEu: !Equals [!Ref AWS::Region, eu-west-1]\n");
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_THAT(report.findings[0].reason, HasSubstr("`IsEu` is true"));
  EXPECT_THAT(report.findings[0].reason, HasSubstr(", and in 2 other cases"));
}

// What is not known in some branches only says in which.
TEST_F(JudgeTest, WhatIsUnknownInABranchStaysSo) {
  const GateReport some = Check(
      Instance("!If [IsProd, {'Fn::Unknown': nobody knows}, true]"), "LOG-1");
  EXPECT_EQ(some.counts.unknown, 1);
  ASSERT_THAT(some.findings, SizeIs(1));
  EXPECT_EQ(some.findings[0].status, FindingStatus::kUnknown);
  EXPECT_EQ(some.findings[0].reason, "nobody knows (when `IsProd` is true)");
  const GateReport all =
      Check(Instance("{'Fn::Unknown': nobody knows}") +
                "  T: {Type: AWS::SNS::Topic, Condition: IsProd}\n",
            "LOG-1");
  ASSERT_THAT(all.findings, SizeIs(1));
  EXPECT_EQ(all.findings[0].reason, "nobody knows");
}

// One that is certainly wrong outweighs one that may be.
TEST_F(JudgeTest, AViolationOutweighsWhatIsUnknown) {
  const std::string open =
      "  Other:\n    Type: AWS::Connect::Instance\n    Properties: "
      "{Attributes: {ContactflowLogs: !If [IsProd, true, false]}}\n";
  for (const std::string& resources :
       {Instance("false") + open, open + Instance("false")}) {
    const GateReport report = Check(resources, "LOG-1");
    EXPECT_EQ(report.verdict, Verdict::kDeny) << resources;
    EXPECT_EQ(report.counts.failed, 1) << resources;
    EXPECT_THAT(report.findings, SizeIs(2)) << resources;
  }
}

// What exists no more is the same in every branch.
TEST_F(JudgeTest, WhatIsDeletedIsDeletedInEveryBranch) {
  const GateReport report =
      Check(Instance("true", "    Condition: IsProd\n") +
                "Previous:\n  Old: {Type: AWS::Connect::Instance, Change: "
                "{Action: delete}}\n",
            "GONE-1");
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].resource, "Old");
  EXPECT_EQ(report.findings[0].status, FindingStatus::kViolation);
}

// A policy that goes wrong in one branch has not been judged.
TEST_F(JudgeTest, AnErrorInOneBranchIsAnError) {
  const GateReport report =
      Check(Instance("true", "    Condition: IsProd\n") +
                "  T: {Type: AWS::SNS::Topic, Condition: IsTest}\n",
            "BROKEN-1");
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  EXPECT_EQ(report.counts.errors, 1);
  EXPECT_EQ(report.counts.passed, 0);
}

// A resource that may not be made is judged as it is when it is made.
TEST_F(JudgeTest, AConditionalResourceIsJudgedWhereItExists) {
  const GateReport bad =
      Check(Instance("false", "    Condition: IsProd\n"), "LOG-1");
  EXPECT_EQ(bad.verdict, Verdict::kDeny);
  const GateReport good =
      Check(Instance("true", "    Condition: IsProd\n"), "LOG-1");
  EXPECT_EQ(good.counts.passed, 1);
}

// Another resource that is good does not excuse it.
TEST_F(JudgeTest, AConditionalResourceBesideAGoodOne) {
  const GateReport report =
      Check(Instance("true") +
                "  Other:\n    Type: AWS::Connect::Instance\n"
                "    Condition: IsProd\n"
                "    Properties: {Attributes: {ContactflowLogs: false}}\n",
            "LOG-1");
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].resource, "Other");
}

// A topic that may not be made is no topic.
TEST_F(JudgeTest, WhatMayNotBeMadeSatisfiesNobody) {
  const GateReport report = Check(
      Instance("true") + "  T: {Type: AWS::SNS::Topic, Condition: IsProd}\n",
      "TOPIC-1");
  EXPECT_EQ(report.counts.unknown, 1);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_THAT(report.findings[0].reason, HasSubstr("when `IsProd` is false"));
  // One of two that exclude each other is always there.
  const GateReport one =
      Check(Instance("true") +
                "  T: {Type: AWS::SNS::Topic, Condition: IsProd}\n"
                "  U: {Type: AWS::SNS::Topic, Condition: NotProd}\n",
            "TOPIC-1", "  NotProd: !Not [!Condition IsProd]\n");
  EXPECT_EQ(one.counts.passed, 1) << one.findings.size();
}

TEST_F(JudgeTest, TooManyWaysAreUnknownAndNeverAPass) {
  std::string parameters = "Parameters:\n";
  std::string conditions = "Conditions:\n";
  std::string resources = "Resources:\n" + Instance("true");
  for (int i = 0; i < 8; ++i) {
    const std::string n = std::to_string(i);
    parameters += "  P" + n + ": {Type: String}\n";
    conditions += "  C" + n + ": !Equals [!Ref P" + n + ", x]\n";
    resources +=
        "  R" + n + ": {Type: AWS::SNS::Topic, Condition: C" + n + "}\n";
  }
  GateOptions options;
  options.only = {"TOPIC-1"};
  const auto report = engine_->Check(
      {.name = "t.yaml", .bytes = parameters + conditions + resources},
      options);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->counts.passed, 0);
  EXPECT_EQ(report->counts.unknown, 1);
  ASSERT_THAT(report->findings, SizeIs(1));
  EXPECT_THAT(report->findings[0].reason, HasSubstr("too many ways"));
}

}  // namespace
}  // namespace connectguard
