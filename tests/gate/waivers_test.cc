#include "gate/waivers.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "gate/engine.h"
#include "gate/functions.h"
#include "gate/sample_policies.h"
#include "guard/parser.h"
#include "readers/configuration_files.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::chrono::sys_days kToday = std::chrono::year(2026) / 12 / 1;

class WaiversTest : public testing::Test {
 protected:
  WaiversTest() : functions_(DefaultFunctions()) {
    auto texts = SamplePolicies();
    std::string firm = texts["mine/logging/flow_logs.guard"];
    firm.replace(firm.find("LOG-1"), 5, "FIRM-1");
    firm.replace(firm.find("rule flow_logs"), 14, "rule firm");
    firm.replace(firm.find("# fix:"), 0, "# waivable: false\n");
    texts["mine/logging/firm.guard"] = firm;
    std::string hints = SamplePolicy(
        "HINT-1", "high",
        "let all = Resources.*[ Type == 'AWS::Connect::Instance' ]\n\n"
        "rule logs_on when %all !empty {\n"
        "  %all.Properties.Attributes.ContactflowLogs == true\n}\n"
        "rule logs_hint when %all !empty {\n"
        "  %all.Properties.Tags exists\n}\n");
    hints.replace(hints.find("# fix:"), 0, "# warning: logs_hint\n");
    texts["mine/logging/logs_on.guard"] = hints;
    auto set =
        PolicySet::Load(MemoryFileReader(std::move(texts)), "mine", functions_);
    EXPECT_TRUE(set) << Render(set.error().diagnostic);
    policies_ = std::make_unique<PolicySet>(*std::move(set));
  }

  // What LOG-1 says of an instance without flow logs, with this comment.
  GateReport Check(const std::string& comment, GateOptions options = {},
                   const char* logs = "false") const {
    options.only =
        options.only.empty() ? std::vector<std::string>{"LOG-1"} : options.only;
    return CheckText("Resources:\n  # " + comment +
                         "\n  Main:\n    Type: AWS::Connect::Instance\n"
                         "    Properties: {Attributes: {ContactflowLogs: " +
                         logs + "}}\n",
                     options);
  }

  static GateOptions Only(std::string id) {
    GateOptions options;
    options.only = {std::move(id)};
    return options;
  }

  GateReport CheckText(std::string text, const GateOptions& options,
                       const PlainRules* rules = nullptr) const {
    const FixedClock clock{kToday + std::chrono::hours(23)};
    const Engine engine(policies_.get(), &clock, rules);
    auto report =
        engine.Check({.name = "t", .bytes = std::move(text)}, options);
    EXPECT_TRUE(report) << Render(report.error().diagnostic);
    return report ? *std::move(report) : GateReport{};
  }

  FunctionTable functions_;
  std::unique_ptr<PolicySet> policies_;
};

TEST_F(WaiversTest, LetAFindingPassAndKeepIt) {
  const GateReport report = Check(
      "connectguard:ignore LOG-1 until=2026-12-01 owner=o ticket=t reason=why");
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  EXPECT_THAT(report.notes, IsEmpty());
  ASSERT_THAT(report.findings, SizeIs(1));
  const Finding& finding = report.findings[0];
  EXPECT_EQ(finding.status, FindingStatus::kViolation);
  EXPECT_FALSE(finding.blocking);
  ASSERT_TRUE(finding.waiver);
  EXPECT_EQ(finding.waiver->reason, "why");
  EXPECT_EQ(finding.waiver->until, "2026-12-01");
  EXPECT_EQ(finding.waiver->owner, "o");
  EXPECT_EQ(finding.waiver->ticket, "t");
  EXPECT_EQ(finding.waiver->place.file, "t");
  EXPECT_EQ(finding.waiver->place.place, (LineColumn{.line = 2, .column = 5}));
  EXPECT_EQ(finding.waiver->place.source_line, "");
  EXPECT_EQ(report.counts.policies, 1);
  EXPECT_EQ(report.counts.waived, 1);
  EXPECT_EQ(report.counts.failed, 0);
}

struct Refusal {
  const char* comment;
  const char* note;
};

TEST_F(WaiversTest, ThatDoNotCountAreTold) {
  for (const auto& [comment, note] : std::vector<Refusal>{
           {"ignore LOG-1 until=2026-11-30 reason=why", "has expired"},
           {"ignore LOG-1 until=2027-02-29 reason=why", "is no day"},
           {"ignore LOG-1 until=2027-2-1 reason=why", "is no day"},
           {"ignore LOG-1 until=+027-02-01 reason=why", "is no day"},
           {"ignore LOG-1 until=2027-02-1x reason=why", "is no day"},
           {"ignore LOG-1 until=soon reason=why", "is no day"},
           {"ignore LOG-1", "gives no reason"},
           {"ignore LOG-1 reason=\"\"", "gives no reason"},
           {"ignore LOG-1 reason=\" \"", "gives no reason"},
           {"ignore LOG-1 until=2027-01-31", "gives no reason"},
           {"ignore LOG-1 reason=why for=ever", "`for` is not known"},
           {"ignore LOG-2 reason=why", "did you mean `LOG-1`?"},
           {"ignore log-1 reason=why", "did you mean `LOG-1`?"},
           {"ignore * reason=why", "names `*`, which is no policy"}}) {
    const GateReport report = Check(std::string("connectguard:") + comment);
    EXPECT_EQ(report.verdict, Verdict::kDeny) << comment;
    ASSERT_THAT(report.notes, SizeIs(1)) << comment;
    EXPECT_THAT(report.notes[0], HasSubstr(note));
    EXPECT_THAT(report.notes[0], HasSubstr("t:2")) << comment;
    EXPECT_FALSE(report.findings[0].waiver) << comment;
    EXPECT_EQ(report.counts.failed, 1) << comment;
  }
}

TEST_F(WaiversTest, OneOfTwoNamesMayCount) {
  const GateReport report =
      Check("connectguard:ignore LGO-1, LOG-1 reason=why");
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("names `LGO-1`")));
}

TEST_F(WaiversTest, AreKnownByTheNameOfTheRule) {
  EXPECT_EQ(Check("connectguard:ignore flow_logs reason=why").verdict,
            Verdict::kAllow);
}

TEST_F(WaiversTest, ARuleThatWarnsIsNoNameForThePolicy) {
  const GateOptions hints = Only("HINT-1");
  const GateReport whole =
      Check("connectguard:ignore HINT-1 reason=why", hints);
  ASSERT_THAT(whole.findings, SizeIs(2));
  EXPECT_EQ(whole.verdict, Verdict::kAllow);
  EXPECT_EQ(whole.counts.waived, 1);
  const GateReport part =
      Check("connectguard:ignore logs_hint reason=why", hints);
  EXPECT_EQ(part.verdict, Verdict::kDeny);
  EXPECT_THAT(part.notes, ElementsAre(HasSubstr("names `logs_hint`")));
}

TEST_F(WaiversTest, ThatWaiveNothingAreTold) {
  const std::string comment = "connectguard:ignore LOG-1 reason=why";
  const GateReport good = Check(comment, {}, "true");
  EXPECT_THAT(good.notes,
              ElementsAre(HasSubstr("of LOG-1 at t:2 waives nothing")));
  EXPECT_EQ(good.counts.waived, 0);
  EXPECT_EQ(good.counts.passed, 1);
  // Of a policy that is not asked, nothing is known.
  GateOptions other;
  other.only = {"TAG-1"};
  EXPECT_THAT(Check(comment, other).notes, IsEmpty());
}

TEST_F(WaiversTest, StandAtAResource) {
  const GateReport report =
      CheckText("# connectguard:ignore LOG-1 reason=why\n\n" +
                    std::string(kInsecureTemplate),
                Only("LOG-1"));
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("stands at no resource")));
}

TEST_F(WaiversTest, CoverTheirResourceOnly) {
  const GateReport report =
      CheckText(std::string(kInsecureTemplate) +
                    "  # connectguard:ignore LOG-1 reason=why\n"
                    "  Other:\n"
                    "    Type: AWS::Connect::Instance\n"
                    "    Properties: {Attributes: {ContactflowLogs: false}}\n",
                Only("LOG-1"));
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  ASSERT_THAT(report.findings, SizeIs(2));
  EXPECT_EQ(report.findings[0].resource, "Main");
  EXPECT_TRUE(report.findings[0].blocking);
  EXPECT_EQ(report.findings[1].resource, "Other");
  EXPECT_TRUE(report.findings[1].waiver);
  EXPECT_EQ(report.counts.failed, 1);
  EXPECT_EQ(report.counts.waived, 0);
}

TEST_F(WaiversTest, AWaivedUnknownDecidesNothing) {
  GateOptions strict;
  strict.only = {"LOG-1"};
  strict.on_unknown = OnUnknown::kDeny;
  const char* unknown = "{'Fn::Unknown': later}";
  EXPECT_EQ(Check("prose", strict, unknown).verdict, Verdict::kUndecided);
  const GateReport report =
      Check("connectguard:ignore LOG-1 reason=why", strict, unknown);
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].status, FindingStatus::kUnknown);
  EXPECT_TRUE(report.findings[0].waiver);
  EXPECT_EQ(report.counts.waived, 1);
  EXPECT_EQ(report.counts.unknown, 0);
}

TEST_F(WaiversTest, AFirmPolicyIsNotWaived) {
  GateOptions options;
  options.only = {"FIRM-1"};
  const GateReport report =
      Check("connectguard:ignore FIRM-1 reason=why", options);
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("cannot be waived")));
}

TEST_F(WaiversTest, AreNotHeardWhenAsked) {
  GateOptions options;
  options.waivers = false;
  const GateReport report =
      Check("connectguard:ignore LOG-1 reason=why", options);
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  EXPECT_THAT(report.notes,
              ElementsAre(HasSubstr("1 waiver in the input is not heard")));
}

TEST_F(WaiversTest, WhatCouldNotBeEvaluatedIsNotWaived) {
  const std::map<std::string, std::string, std::less<>> texts = {
      {"mine/a/broken.guard",
       SamplePolicy("BROKEN-1", "low",
                    "rule broken {\n  Resources.Main.Properties."
                    "InstanceAlias == /^(a+)+$/\n}\n")}};
  auto broken = PolicySet::Load(MemoryFileReader(texts), "mine", functions_);
  ASSERT_TRUE(broken);
  const FixedClock clock{kToday};
  const Engine engine(&*broken, &clock);
  const auto report = engine.Check(
      {.name = "t",
       .bytes = "Resources:\n"
                "  Main: # connectguard:ignore BROKEN-1 reason=why\n"
                "    Type: AWS::Connect::Instance\n"
                "    Properties: {InstanceAlias: " +
                std::string(5000, 'a') + "b}\n"},
      {});
  ASSERT_TRUE(report);
  ASSERT_THAT(report->findings, SizeIs(1));
  EXPECT_EQ(report->findings[0].status, FindingStatus::kError);
  EXPECT_EQ(report->verdict, Verdict::kDeny);
  EXPECT_EQ(report->counts.errors, 1);
  // It is not said to be of no use.
  EXPECT_THAT(report->notes, IsEmpty());
}

TEST_F(WaiversTest, OfPlainRulesAreByTheNameOfTheRule) {
  const std::map<std::string, std::string, std::less<>> texts = {
      {"r/a.guard",
       "rule LOGS_ON { Resources.*.Properties.Attributes.ContactflowLogs == "
       "true }\n"
       "rule ALIAS { Resources.*.Properties.InstanceAlias == 'x' }\n"}};
  const auto rules =
      LoadPlainRules(MemoryFileReader(texts), std::vector<std::string>{"r"},
                     functions_, Severity::kHigh);
  ASSERT_TRUE(rules);
  GateOptions rules_only;
  rules_only.only_rules = true;
  const GateReport report = CheckText(
      "Resources:\n"
      "  Main: # connectguard:ignore LOGS_ON reason=why\n"
      "    Type: AWS::Connect::Instance\n"
      "    Properties: {InstanceAlias: y, Attributes: {ContactflowLogs: "
      "false}}\n",
      rules_only, &*rules);
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  ASSERT_THAT(report.findings, SizeIs(2));
  EXPECT_EQ(report.findings[0].title, "ALIAS");
  EXPECT_FALSE(report.findings[0].waiver);
  EXPECT_EQ(report.findings[1].title, "LOGS_ON");
  EXPECT_TRUE(report.findings[1].waiver);
}

TEST_F(WaiversTest, OfGuardMayNameOtherRules) {
  const std::string start =
      "Resources:\n"
      "  Main:\n"
      "    Type: AWS::Connect::Instance\n"
      "    Metadata: {guard: {SuppressedRules: [S3_OTHER_RULE, flow_logs]";
  const std::string end =
      "}}\n    Properties: {Attributes: {ContactflowLogs: false}}\n";
  const GateReport without = CheckText(start + end, Only("LOG-1"));
  EXPECT_EQ(without.verdict, Verdict::kDeny);
  EXPECT_THAT(without.notes,
              ElementsAre(HasSubstr("`Reason` beside `SuppressedRules`")));
  const GateReport with =
      CheckText(start + ", Reason: old" + end, Only("LOG-1"));
  EXPECT_EQ(with.verdict, Verdict::kAllow);
  EXPECT_THAT(with.notes, IsEmpty());
}

TEST_F(WaiversTest, AtAStackCoverWhatIsInIt) {
  EXPECT_THAT(WaiverAddresses("Inner.One"), ElementsAre("Inner.One", "Inner"));
  EXPECT_THAT(
      WaiverAddresses("module.a[\"x.y\"].aws_x.b[0] (part 2)"),
      ElementsAre("module.a.aws_x.b", "module.a.aws_x", "module.a", "module"));
  EXPECT_THAT(WaiverAddresses("aws_x.b[\"k (l\"]"),
              ElementsAre("aws_x.b", "aws_x"));
  EXPECT_THAT(WaiverAddresses("aws_x.b (part 2)"),
              ElementsAre("aws_x.b", "aws_x"));
  EXPECT_THAT(WaiverAddresses(""), IsEmpty());
}

TEST_F(WaiversTest, OpenConditionsAreWaivedInAllWays) {
  GateOptions strict = Only("LOG-1");
  strict.on_unknown = OnUnknown::kDeny;
  const GateReport report = CheckText(
      "Parameters: {Env: {Type: String}}\n"
      "Conditions: {Prod: !Equals [!Ref Env, prod]}\n"
      "Resources:\n"
      "  Main: # connectguard:ignore LOG-1 reason=why\n"
      "    Type: AWS::Connect::Instance\n"
      "    Properties: {Attributes: {ContactflowLogs: !If [Prod, true, "
      "false]}}\n",
      strict);
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].status, FindingStatus::kUnknown);
  EXPECT_TRUE(report.findings[0].waiver);
}

// --- Findings as they come, for what samples do not show ---------------------

class ApplyWaiversTest : public testing::Test {
 protected:
  ApplyWaiversTest() {
    const auto file = document_.AddFile("main.tf", "# one\n# two\n");
    document_.SetWaivers({{.place = {.begin = 0, .end = 5, .file = file},
                           .at = {"aws_s3_bucket_acl.b"},
                           .policies = {"S3-1"},
                           .reason = "why"}});
  }

  static CollectedFinding Found() {
    CollectedFinding found;
    found.finding.policy_id = "S3-1";
    found.finding.resource = "aws_s3_bucket.b";
    found.finding.set_in = "aws_s3_bucket_acl.b[0]";
    return found;
  }

  bool Waives(CollectedFinding found) {
    const WaivableName name{
        .name = "S3-1", .policy_id = "S3-1", .rule = {}, .judged = true};
    std::vector<CollectedFinding> findings = {std::move(found)};
    ApplyWaivers(document_, {&name, 1}, kToday, &findings);
    return findings.front().finding.waiver.has_value();
  }

  Document document_;
};

TEST_F(ApplyWaiversTest, APartWaivesViolationsOfWhatItSets) {
  EXPECT_TRUE(Waives(Found()));
  CollectedFinding elsewhere = Found();
  elsewhere.finding.set_in = "aws_s3_bucket_policy.b";
  EXPECT_FALSE(Waives(elsewhere));
  CollectedFinding own = Found();
  own.finding.set_in = "";
  EXPECT_FALSE(Waives(own));
}

// Such a finding may stand for others that are set elsewhere.
TEST_F(ApplyWaiversTest, APartDoesNotWaiveForOthers) {
  CollectedFinding unknown = Found();
  unknown.finding.status = FindingStatus::kUnknown;
  EXPECT_FALSE(Waives(unknown));
  CollectedFinding more = Found();
  more.withheld = 3;
  EXPECT_FALSE(Waives(more));
}

TEST_F(ApplyWaiversTest, WhatIsInNoResourceIsNotWaived) {
  CollectedFinding whole = Found();
  whole.finding.resource = "";
  EXPECT_FALSE(Waives(whole));
  CollectedFinding error = Found();
  error.finding.resource = "aws_s3_bucket_acl.b";
  error.finding.status = FindingStatus::kError;
  EXPECT_FALSE(Waives(error));
}

TEST(ApplyWaiversLimitTest, SaysSomeOfMany) {
  Document document;
  const auto file = document.AddFile("main.tf", std::string(100, '\n'));
  std::vector<WrittenWaiver> waivers;
  for (std::uint32_t i = 0; i < 50; ++i) {
    waivers.push_back({.place = {.begin = i, .end = i, .file = file},
                       .at = {"a.b"},
                       .policies = {"NONE-1"},
                       .reason = "why"});
  }
  document.SetWaivers(std::move(waivers));
  std::vector<CollectedFinding> findings;
  const auto notes = ApplyWaivers(document, {}, kToday, &findings);
  ASSERT_THAT(notes, SizeIs(21));
  EXPECT_EQ(notes.back(), "there is more to say of 30 waivers");
}

// --- Real plans --------------------------------------------------------------

Result<GateReport> CheckPlan(const std::string& name,
                             std::vector<std::string> only) {
  const FunctionTable functions = DefaultFunctions();
  CG_ASSIGN_OR_RETURN(const PolicySet policies, PolicySet::Embedded(functions));
  CG_ASSIGN_OR_RETURN(
      std::string bytes,
      DiskFileReader().Read(std::string(CONNECTGUARD_SOURCE_DIR) +
                            "/tests/corpus/plans/" + name));
  const FixedClock clock{kToday};
  GateOptions options;
  options.only = std::move(only);
  return Engine(&policies, &clock)
      .Check({.name = name, .bytes = std::move(bytes)}, options);
}

TEST(WaiversOfAPlanTest, StandInRemovedBlocks) {
  const auto report = CheckPlan("31-removed.tfplan", {"CONNECT-DELETE-1"});
  ASSERT_TRUE(report) << Render(report.error().diagnostic);
  ASSERT_THAT(report->findings, SizeIs(2));
  EXPECT_EQ(report->findings[0].resource, "aws_connect_instance.older");
  EXPECT_FALSE(report->findings[0].waiver);
  EXPECT_EQ(report->findings[1].resource, "aws_connect_instance.old");
  ASSERT_TRUE(report->findings[1].waiver);
  EXPECT_EQ(report->findings[1].waiver->ticket, "CARE-8");
  EXPECT_THAT(report->notes, IsEmpty());
}

TEST(WaiversOfAPlanTest, AreThoseOfItsSources) {
  const auto report =
      CheckPlan("30-waivers.tfplan", {"CONNECT-LOG-1", "CONNECT-STORAGE-1"});
  ASSERT_TRUE(report) << Render(report.error().diagnostic);
  std::map<std::string, std::string> waived;
  for (const Finding& finding : report->findings) {
    waived[finding.resource] = finding.waiver ? finding.waiver->reason : "";
  }
  EXPECT_EQ(report->findings.front().resource, "aws_connect_instance.main");
  const std::map<std::string, std::string> expected = {
      {"aws_connect_instance.main", ""},
      {"aws_connect_instance.training[\"blue\"]", "nobody calls it"},
      {"aws_connect_instance.training[\"green\"]", "nobody calls it"},
      {"aws_connect_instance_storage_config.calls",
       "the bucket encrypts with its own key"},
      {"module.store.aws_connect_instance.archive",
       "they have a waiver of their own"}};
  EXPECT_EQ(waived, expected);
  EXPECT_EQ(report->verdict, Verdict::kDeny);
  EXPECT_THAT(
      report->notes,
      testing::UnorderedElementsAre(
          HasSubstr("at main.tf:1 stands at no resource"),
          HasSubstr("CONNECT-LOG-1 at main.tf:27 does not count: it has "
                    "expired, being good until 2020-01-31"),
          HasSubstr("CONNECT-LOG-1 at main.tf:51 does not count: it gives no"),
          HasSubstr("CONNECT-STORAGE-1 at main.tf:51 does not count"),
          HasSubstr("modules/store/main.tf:2 names `CONNECT-LGO-1`"),
          HasSubstr("CONNECT-STORAGE-1 at main.tf:52 waives nothing")));
}

}  // namespace
}  // namespace connectguard
