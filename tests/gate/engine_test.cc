#include "gate/engine.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/sha256.h"
#include "gate/functions.h"
#include "gate/plan_state.h"
#include "gate/sample_policies.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A plan on many lines, as `terraform show -json | jq .` prints it.
std::string Plan(std::string_view after, std::string_view after_unknown = "{}",
                 std::string_view after_sensitive = "{}",
                 std::string_view rest = "") {
  std::string plan = R"({
  "format_version": "1.2",
  "terraform_version": "1.9.0",
  "resource_changes": [
    {
      "address": "aws_connect_instance.main",
      "mode": "managed",
      "type": "aws_connect_instance",
      "name": "main",
      "provider_name": "registry.terraform.io/hashicorp/aws",
      "change": {
        "actions": ["create"],
        "before": null,
        "after": )";
  plan += after;
  plan += ",\n        \"after_unknown\": ";
  plan += after_unknown;
  plan += ",\n        \"before_sensitive\": false,";
  plan += "\n        \"after_sensitive\": ";
  plan += after_sensitive;
  plan += "\n      }\n    }\n  ]";
  plan += rest;
  plan += "\n}\n";
  return plan;
}

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() : functions_(DefaultFunctions()) {
    auto set =
        PolicySet::Load(MemoryFileReader(SamplePolicies()), "mine", functions_);
    EXPECT_TRUE(set) << Render(set.error().diagnostic);
    policies_ = std::make_unique<PolicySet>(*std::move(set));
    engine_ = std::make_unique<Engine>(policies_.get(), &clock_);
  }

  GateReport Check(std::string bytes, const GateOptions& options = {}) const {
    auto report =
        engine_->Check({.name = "input", .bytes = std::move(bytes)}, options);
    EXPECT_TRUE(report) << Render(report.error().diagnostic);
    return report ? *std::move(report) : GateReport{};
  }

  static GateOptions Only(std::string id) {
    GateOptions options;
    options.only = {std::move(id)};
    return options;
  }

  FunctionTable functions_;
  FixedClock clock_{std::chrono::system_clock::time_point{}};
  std::unique_ptr<PolicySet> policies_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, DeniesWhatIsInsecure) {
  const GateReport report = Check(kInsecureTemplate);
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  EXPECT_EQ(report.input, "input");
  EXPECT_EQ(report.input_kind, "cloudformation template");
  EXPECT_EQ(report.input_sha256, Sha256Hex(kInsecureTemplate));
  EXPECT_EQ(report.policy_revision, policies_->revision());
  EXPECT_EQ(report.counts.policies, 3);
  EXPECT_EQ(report.counts.passed, 1);
  EXPECT_EQ(report.counts.failed, 2);
  EXPECT_EQ(report.counts.resources, 1);
  ASSERT_THAT(report.findings, SizeIs(2));
  const Finding& logs = report.findings[0];
  EXPECT_EQ(logs.policy_id, "LOG-1");
  EXPECT_TRUE(logs.blocking);
  EXPECT_EQ(logs.resource, "Main");
  EXPECT_EQ(logs.resource_type, "AWS::Connect::Instance");
  EXPECT_EQ(logs.path, "Properties.Attributes.ContactflowLogs");
  EXPECT_EQ(logs.attribute, "");
  EXPECT_EQ(logs.message, "contact flow logs are off");
  EXPECT_EQ(logs.found, "false");
  EXPECT_EQ(logs.place.place, (LineColumn{.line = 10, .column = 26}));
  EXPECT_EQ(logs.place.source_line, "        ContactflowLogs: false");
  EXPECT_EQ(logs.place.caret, 25u);
  EXPECT_EQ(report.findings[1].found, "(missing) `Tags`");
}

TEST_F(EngineTest, AllowsWhatIsSecure) {
  const GateReport report = Check(kSecureTemplate);
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.counts.passed, 3);
  EXPECT_FALSE(report.nothing_matched);
}

TEST_F(EngineTest, NoticesThatNothingMatched) {
  const GateReport report = Check(kUnrelatedTemplate);
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  EXPECT_TRUE(report.nothing_matched);
  EXPECT_EQ(report.counts.skipped, 3);
}

TEST_F(EngineTest, ChoosesPolicies) {
  EXPECT_THAT(Check(kInsecureTemplate, Only("TAG-1")).findings, SizeIs(1));
  GateOptions options;
  options.skip = {"LOG-1", "TAG-1"};
  EXPECT_EQ(Check(kInsecureTemplate, options).verdict, Verdict::kAllow);
  const auto unknown =
      engine_->Check({.name = "x", .bytes = kSecureTemplate}, Only("LOG-9"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kUsage);
}

TEST_F(EngineTest, ThresholdLeavesLesserFindingsInTheReport) {
  GateOptions options;
  options.fail_on = Severity::kCritical;
  const GateReport report = Check(kInsecureTemplate, options);
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  EXPECT_THAT(report.findings, SizeIs(2));
}

TEST_F(EngineTest, TerraformFindingsSpeakTerraform) {
  const GateReport report =
      Check(Plan("{\n          \"contact_flow_logs_enabled\": false,\n"
                 "          \"identity_management_type\": \"SAML\"\n        }"),
            Only("LOG-1"));
  EXPECT_EQ(report.input_kind, "terraform plan");
  ASSERT_THAT(report.findings, SizeIs(1));
  const Finding& finding = report.findings[0];
  EXPECT_EQ(finding.resource, "aws_connect_instance.main");
  EXPECT_EQ(finding.resource_type, "AWS::Connect::Instance");
  EXPECT_EQ(finding.attribute, "contact_flow_logs_enabled");
  EXPECT_EQ(finding.set_in, "");
  EXPECT_TRUE(finding.place.has_lines);
  EXPECT_THAT(finding.place.source_line,
              HasSubstr("\"contact_flow_logs_enabled\": false"));
}

TEST_F(EngineTest, UnknownsFollowTheirOption) {
  const std::string plan = Plan("{\"identity_management_type\": \"SAML\"}",
                                "{\"instance_alias\": true}");
  GateOptions options = Only("ALIAS-1");
  const GateReport warned = Check(plan, options);
  EXPECT_EQ(warned.verdict, Verdict::kAllow);
  ASSERT_THAT(warned.findings, SizeIs(1));
  EXPECT_EQ(warned.findings[0].status, FindingStatus::kUnknown);
  EXPECT_THAT(warned.findings[0].reason, HasSubstr("known only after apply"));
  EXPECT_EQ(warned.counts.unknown, 1);
  options.on_unknown = OnUnknown::kDeny;
  EXPECT_EQ(Check(plan, options).verdict, Verdict::kUndecided);
  options.on_unknown = OnUnknown::kAllow;
  const GateReport counted = Check(plan, options);
  EXPECT_THAT(counted.findings, IsEmpty());
  EXPECT_EQ(counted.counts.unknown, 1);
}

TEST_F(EngineTest, SecretsAreNotShown) {
  const GateReport report =
      Check(Plan("{\n          \"instance_alias\": \"hunter2\"\n        }",
                 "{}", "{\"instance_alias\": true}"),
            Only("ALIAS-1"));
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].found, "(sensitive)");
  EXPECT_EQ(report.findings[0].place.source_line, "");
}

TEST_F(EngineTest, SecretsBesideAValueAreNotShown) {
  const GateReport report =
      Check(Plan("{\"password\": \"hunter2\",\n"
                 "          \"other\": \"hunter3\", "
                 "\"contact_flow_logs_enabled\": false}",
                 "{}", "{\"other\": true, \"password\": true}"),
            Only("LOG-1"));
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].place.source_line, "");
}

TEST_F(EngineTest, ErroredPlansAreDenied) {
  const GateReport report =
      Check(Plan("{\"contact_flow_logs_enabled\": true}", "{}", "{}",
                 ",\n  \"complete\": false,\n  \"errored\": true"),
            Only("LOG-1"));
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].policy_id, kPlanErroredId);
}

TEST_F(EngineTest, PartialPlansAreNoted) {
  const GateReport report = Check(Plan("{\"contact_flow_logs_enabled\": true}",
                                       "{}", "{}", ",\n  \"complete\": false"),
                                  Only("LOG-1"));
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  ASSERT_THAT(report.notes, SizeIs(1));
  EXPECT_THAT(report.notes[0], HasSubstr("partial"));
}

// As a refresh-only one whose state is not at hand.
TEST_F(EngineTest, PartialPlansThatShowNothingAreUnknown) {
  const std::string plan =
      "{\"format_version\": \"1.2\", \"planned_values\": {}, "
      "\"complete\": false}";
  GateOptions options = Only("LOG-1");
  GateReport report = Check(plan, options);
  EXPECT_EQ(report.verdict, Verdict::kAllow);
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].policy_id, kPlanEmptyId);
  EXPECT_EQ(report.findings[0].status, FindingStatus::kUnknown);
  options.on_unknown = OnUnknown::kDeny;
  EXPECT_EQ(Check(plan, options).verdict, Verdict::kUndecided);
  EXPECT_THAT(
      Check("{\"format_version\": \"1.2\", \"planned_values\": {}}", options)
          .findings,
      IsEmpty());
}

TEST_F(EngineTest, TemplatesWithOpenLoopsArePartialToo) {
  const GateReport report = Check(
      "Transform: AWS::LanguageExtensions\n"
      "Parameters: {Names: {Type: CommaDelimitedList}}\n"
      "Resources:\n"
      "  Fn::ForEach::Topics:\n"
      "    - Name\n    - !Ref Names\n"
      "    - Topic${Name}: {Type: AWS::SNS::Topic}\n");
  ASSERT_THAT(report.notes, SizeIs(1));
  EXPECT_THAT(report.notes[0], HasSubstr("the loop `Topics`"));
}

TEST(PlanStateTest, KnowsWhatADocumentWasMadeOf) {
  const auto document = [](std::string_view plan) {
    auto made = std::make_unique<Document>();
    ValueBuilder builder = made->NewBuilder();
    builder.StartMap({});
    if (!plan.empty()) {
      builder.AddKey("Plan");
      builder.StartMap({});
      builder.AddKey("Kind");
      builder.AddString(plan, {});
      builder.AddKey("Errored");
      builder.AddString("true", {});
      builder.EndMap();
    }
    builder.EndMap();
    made->SetRoot(builder.Finish());
    return made;
  };
  EXPECT_EQ(PlanKind(*document("terraform")), "terraform plan");
  EXPECT_EQ(PlanKind(*document("cloudformation")), "cloudformation template");
  EXPECT_EQ(PlanKind(*document("resources")), "resources");
  EXPECT_EQ(PlanKind(*document("")), "");
  EXPECT_FALSE(FindPlanError(*document("terraform")));
  EXPECT_FALSE(FindPlanError(*document("")));
}

TEST_F(EngineTest, StopsBetweenPolicies) {
  int asked = 0;
  const auto report = engine_->Check({.name = "x", .bytes = kSecureTemplate},
                                     {}, [&asked] { return ++asked == 2; });
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(asked, 2);
}

// Within a piece of other work the policies are judged one after the other.
TEST_F(EngineTest, SaysTheSameOnOneCoreAndOnAll) {
  const std::string text =
      std::string(kInsecureTemplate) + "\n#" + std::string(64 << 10, '-');
  const GateReport on_all = Check(text);
  GateReport on_one;
  ParallelFor(2, [&](std::size_t i) {
    if (i == 0) {
      on_one = Check(text);
    }
  });
  ASSERT_THAT(on_all.findings, SizeIs(2));
  ASSERT_THAT(on_one.findings, SizeIs(2));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(on_one.findings[i].policy_id, on_all.findings[i].policy_id);
    EXPECT_EQ(on_one.findings[i].found, on_all.findings[i].found);
  }
  EXPECT_EQ(on_one.counts.failed, on_all.counts.failed);
  EXPECT_EQ(on_one.counts.passed, on_all.counts.passed);
  EXPECT_EQ(on_one.input_sha256, on_all.input_sha256);
}

TEST_F(EngineTest, BadInputIsAnError) {
  const auto report = engine_->Check({.name = "x", .bytes = "{\"a\": "}, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kBadInput);
}

TEST_F(EngineTest, HearsNotUnlessAskedToJudgeAsCfnGuardDoes) {
  const MemoryFileReader files({{"mine/logging/no_saml.guard",
                                 SamplePolicy("SAML-1", "high",
                                              "rule no_saml {\n"
                                              "  not Resources.Main.Properties"
                                              ".IdentityManagementType == "
                                              "'SAML'\n}\n")}});
  const PolicySet policies = *PolicySet::Load(files, "mine", functions_);
  const Engine engine(&policies, &clock_);
  const Input input = {.name = "input", .bytes = kSecureTemplate};
  EXPECT_EQ(engine.Check(input, {})->verdict, Verdict::kDeny);
  GateOptions compat;
  compat.guard_compat = true;
  EXPECT_EQ(engine.Check(input, compat)->verdict, Verdict::kAllow);
}

}  // namespace
}  // namespace connectguard
