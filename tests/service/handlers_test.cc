#include "service/handlers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/convert.h"
#include "service/fixture.h"

namespace connectguard {
namespace {

using testing::HasSubstr;

v1::ValidateRequest RequestFor(const std::string& content) {
  v1::ValidateRequest request;
  request.mutable_document()->set_name("plan.json");
  request.mutable_document()->set_content(content);
  return request;
}

TEST(ValidateTest, DeniesWithFindings) {
  const auto report = Validate(BuiltInEngine(), RequestFor(InsecurePlan()), {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verdict(), v1::VERDICT_DENIED);
  EXPECT_EQ(report->input(), "plan.json");
  EXPECT_EQ(report->policy_revision(), BuiltInEngine().policies().revision());
  EXPECT_GT(report->findings_size(), 5);
  EXPECT_EQ(report->findings(0).severity(), v1::SEVERITY_CRITICAL);
}

TEST(ValidateTest, RefusesARequestWithoutInput) {
  const auto report = Validate(BuiltInEngine(), {}, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kUsage);
}

TEST(ValidateTest, RefusesWhatCannotBeRead) {
  const auto report = Validate(BuiltInEngine(), RequestFor("{\"a\": "), {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kBadInput);
}

TEST(ValidateTest, RefusesAPlanFileThatIsNone) {
  v1::ValidateRequest request = RequestFor(InsecurePlan());
  request.mutable_document()->mutable_plan_file()->set_name("tfplan");
  for (const std::string& content :
       {std::string(), std::string("PK\3\4cut"), InsecurePlan()}) {
    request.mutable_document()->mutable_plan_file()->set_content(content);
    const auto report = Validate(BuiltInEngine(), request, {});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::kBadInput);
    EXPECT_EQ(report.error().diagnostic.file, "tfplan");
  }
}

TEST(ValidateTest, RefusesNumbersOutsideItsEnumerations) {
  v1::ValidateRequest request = RequestFor(InsecurePlan());
  request.mutable_options()->set_fail_on(static_cast<v1::Severity>(9));
  EXPECT_EQ(Validate(BuiltInEngine(), request, {}).error().code,
            ErrorCode::kUsage);
  request = RequestFor(InsecurePlan());
  request.mutable_options()->set_on_unknown(static_cast<v1::OnUnknown>(9));
  EXPECT_EQ(Validate(BuiltInEngine(), request, {}).error().code,
            ErrorCode::kUsage);
  request = RequestFor(InsecurePlan());
  request.mutable_document()->set_format(static_cast<v1::DocumentFormat>(9));
  EXPECT_EQ(Validate(BuiltInEngine(), request, {}).error().code,
            ErrorCode::kUsage);
}

TEST(ValidateTest, StopsBetweenPoliciesWhenCancelled) {
  int asked = 0;
  const auto report = Validate(BuiltInEngine(), RequestFor(InsecurePlan()),
                               [&] { return ++asked == 3; });
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(asked, 3);
}

TEST(ValidateTest, CutsTheListOfFindingsWhenAsked) {
  v1::ValidateRequest request = RequestFor(InsecurePlan());
  const auto all = Validate(BuiltInEngine(), request, {});
  request.mutable_options()->set_max_findings(2);
  const auto cut = Validate(BuiltInEngine(), request, {});
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->findings_size(), 2);
  EXPECT_EQ(static_cast<int>(cut->findings_left_out()),
            all->findings_size() - 2);
  EXPECT_EQ(cut->verdict(), v1::VERDICT_DENIED);
  EXPECT_THAT(cut->notes(cut->notes_size() - 1), HasSubstr("left out"));
}

// Its name says that it comes; that nothing does is a mistake.
TEST(StreamedInputTest, RefusesAPlanFileThatDoesNotFollow) {
  v1::ValidateStreamRequest part;
  part.mutable_header()->set_plan_file_name("tfplan");
  StreamedInput input;
  ASSERT_TRUE(input.Add(part));
  part.set_chunk(InsecurePlan());
  ASSERT_TRUE(input.Add(part));
  const auto report = input.Finish(BuiltInEngine(), {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(report.error().diagnostic.file, "tfplan");
}

TEST(StreamedInputTest, WantsOneHeaderFirst) {
  v1::ValidateStreamRequest header;
  header.mutable_header()->set_name("p");
  v1::ValidateStreamRequest chunk;
  chunk.set_chunk("x");
  StreamedInput late;
  EXPECT_EQ(late.Add(chunk).error().code, ErrorCode::kUsage);
  StreamedInput twice;
  EXPECT_TRUE(twice.Add(header));
  EXPECT_EQ(twice.Add(header).error().code, ErrorCode::kUsage);
  StreamedInput empty;
  EXPECT_EQ(empty.Finish(BuiltInEngine(), {}).error().code, ErrorCode::kUsage);
}

// ------------------------------------------------------------ typed input --

v1::PlannedResource* AddInstance(v1::ValidateRequest* request,
                                 const std::string& address) {
  v1::PlannedResource* resource = request->mutable_planned()->add_resources();
  resource->set_address(address);
  resource->set_type("aws_connect_instance");
  resource->set_change(v1::CHANGE_ACTION_CREATE);
  auto& after = *resource->mutable_after()->mutable_fields();
  after["identity_management_type"].set_string_value("SAML");
  after["contact_flow_logs_enabled"].set_bool_value(false);
  return resource;
}

v1::ValidateRequest LogPolicyRequest() {
  v1::ValidateRequest request;
  request.mutable_planned()->set_complete(true);
  request.mutable_options()->add_only("CONNECT-LOG-1");
  return request;
}

TEST(PlannedResourcesTest, AreJudged) {
  v1::ValidateRequest request = LogPolicyRequest();
  AddInstance(&request, "aws_connect_instance.main");
  const auto report = Validate(BuiltInEngine(), request, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verdict(), v1::VERDICT_DENIED);
  ASSERT_EQ(report->findings_size(), 1);
  EXPECT_EQ(report->findings(0).resource(), "aws_connect_instance.main");
  EXPECT_FALSE(report->findings(0).has_location());
}

TEST(PlannedResourcesTest, UnknownPathsMakeUnknowns) {
  v1::ValidateRequest request = LogPolicyRequest();
  v1::PlannedResource* instance =
      AddInstance(&request, "aws_connect_instance.main");
  instance->mutable_after()->mutable_fields()->erase(
      "contact_flow_logs_enabled");
  instance->add_unknown_paths("contact_flow_logs_enabled");
  const auto report = Validate(BuiltInEngine(), request, {});
  ASSERT_TRUE(report);
  ASSERT_EQ(report->findings_size(), 1);
  EXPECT_EQ(report->findings(0).status(), v1::FINDING_STATUS_UNKNOWN);
}

TEST(PlannedResourcesTest, SensitiveValuesAreNotShown) {
  v1::ValidateRequest request;
  v1::PlannedResource* user = request.mutable_planned()->add_resources();
  user->set_address("aws_connect_user.u");
  user->set_type("aws_connect_user");
  user->set_change(v1::CHANGE_ACTION_CREATE);
  (*user->mutable_after()->mutable_fields())["password"].set_string_value(
      "Correct-Horse");
  user->add_sensitive_paths("password");
  const auto report = Validate(BuiltInEngine(), request, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->DebugString().find("Correct-Horse"), std::string::npos);
}

struct BadResource {
  const char* name;
  void (*spoil)(v1::PlannedResource*);
  const char* message;
};

class BadPlannedResourceTest : public testing::TestWithParam<BadResource> {};

TEST_P(BadPlannedResourceTest, IsRefused) {
  v1::ValidateRequest request = LogPolicyRequest();
  GetParam().spoil(AddInstance(&request, "aws_connect_instance.main"));
  AddInstance(&request, "aws_connect_instance.other");
  const auto report = Validate(BuiltInEngine(), request, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(Render(report.error().diagnostic), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Resources, BadPlannedResourceTest,
    testing::Values(
        BadResource{"NoAddress",
                    [](v1::PlannedResource* r) { r->clear_address(); },
                    "needs `address`"},
        BadResource{"NoType", [](v1::PlannedResource* r) { r->clear_type(); },
                    "needs `address`"},
        BadResource{"NoChange",
                    [](v1::PlannedResource* r) { r->clear_change(); },
                    "`change`"},
        BadResource{"SameAddressTwice",
                    [](v1::PlannedResource* r) {
                      r->set_address("aws_connect_instance.other");
                    },
                    "stands twice"},
        BadResource{"OpenBracket",
                    [](v1::PlannedResource* r) { r->add_unknown_paths("a[1"); },
                    "`a[1` is no path"},
        BadResource{"EmptyPath",
                    [](v1::PlannedResource* r) { r->add_sensitive_paths(""); },
                    "is no path"},
        BadResource{"HugeIndex",
                    [](v1::PlannedResource* r) {
                      r->add_unknown_paths("a[4000000000]");
                    },
                    "is no path"}),
    [](const auto& test) { return test.param.name; });

// ---------------------------------------------------------------- policies --

TEST(ListPoliciesTest, ListsAllOrAPack) {
  const PolicySet& policies = BuiltInEngine().policies();
  const auto all = ListPolicies(policies, {});
  ASSERT_TRUE(all);
  EXPECT_EQ(static_cast<std::size_t>(all->policies_size()),
            policies.policies().size());
  v1::ListPoliciesRequest request;
  request.set_pack("no-such-pack");
  EXPECT_EQ(ListPolicies(policies, request).error().code, ErrorCode::kUsage);
}

TEST(GetPolicyTest, GivesTheWholeFile) {
  v1::GetPolicyRequest request;
  request.set_id("CONNECT-LOG-1");
  const auto response = GetPolicy(BuiltInEngine().policies(), request);
  ASSERT_TRUE(response);
  EXPECT_THAT(response->policy().text(), HasSubstr("ContactflowLogs"));
  request.set_id("CONNECT-LOGG-1");
  const auto missing = GetPolicy(BuiltInEngine().policies(), request);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kMissing);
  EXPECT_THAT(missing.error().diagnostic.hint, HasSubstr("CONNECT-LOG-1"));
}

}  // namespace
}  // namespace connectguard
