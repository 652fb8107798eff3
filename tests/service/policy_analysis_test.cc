// The PolicyAnalysisService: each procedure over a real channel, its errors as
// statuses, limits, deadlines, and that it answers as `connectguard iam` does.
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "connectguard/v1/error.pb.h"
#include "service/fixture.h"
#include "service/iam_handlers.h"
#include "service/server.h"

namespace connectguard {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

constexpr const char* kBucket = R"({"Version": "2012-10-17", "Statement": [
  {"Sid": "Open", "Effect": "Allow", "Principal": "*",
   "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]})";

// "Contains each of twenty pairs of letters": more states than there are steps.
std::string Adversarial() {
  std::string text = R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
  for (char letter = 'a'; letter < 'u'; ++letter) {
    text += std::string(R"(, {"Effect": "Deny", "Action": "s3:GetObject",
      "NotResource": "arn:aws:s3:::*)") +
            letter + letter + R"(*"})";
  }
  return text + "]}";
}

void Set(const std::string& name, const std::string& content,
         v1::PolicyDocument* document) {
  document->set_name(name);
  document->set_content(content);
}

std::string Role() { return ReadSourceFile("examples/iam/role.json"); }
std::string WiderRole() { return ReadSourceFile("examples/iam/role-new.json"); }

v1::CanRequest MayDelete() {
  v1::CanRequest request;
  Set("role.json", Role(), request.add_identity());
  request.mutable_question()->add_actions("connect:DeleteQueue");
  return request;
}

class PolicyAnalysisTest : public testing::Test {
 protected:
  PolicyAnalysisTest() {
    ServerOptions options;
    options.address = "unix:" + folder_.Inside("s");
    server_ = *Server::Start(&BuiltInEngine(), options);
    stub_ = v1::PolicyAnalysisService::NewStub(grpc::CreateChannel(
        options.address, grpc::InsecureChannelCredentials()));
  }
  ~PolicyAnalysisTest() override {
    server_->Drain(milliseconds(500));
    server_->Wait();
  }

  grpc::Status Ask(const v1::CanRequest& request, v1::CanResponse* response,
                   milliseconds timeout = seconds(60)) {
    context_ = std::make_unique<grpc::ClientContext>();
    context_->set_deadline(std::chrono::system_clock::now() + timeout);
    return stub_->Can(context_.get(), request, response);
  }
  v1::ErrorDetail Detail() const {
    const auto& trailers = context_->GetServerTrailingMetadata();
    const auto found = trailers.find("connectguard-error-bin");
    v1::ErrorDetail detail;
    EXPECT_NE(found, trailers.end());
    if (found != trailers.end()) {
      EXPECT_TRUE(detail.ParseFromArray(
          found->second.data(), static_cast<int>(found->second.size())));
    }
    return detail;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::PolicyAnalysisService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
};

// --------------------------------------------------------------- questions --

TEST_F(PolicyAnalysisTest, CanSaysYesWithAWitnessAndThePlace) {
  v1::CanResponse response;
  ASSERT_TRUE(Ask(MayDelete(), &response).ok());
  EXPECT_EQ(response.question(), "connect:DeleteQueue on any resource");
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_YES);
  EXPECT_EQ(response.answer().witness().action(), "connect:DeleteQueue");
  ASSERT_THAT(response.answer().statements(), SizeIs(1));
  const v1::StatementReference& statement = response.answer().statements(0);
  EXPECT_EQ(statement.policy_kind(), v1::POLICY_KIND_IDENTITY);
  EXPECT_EQ(statement.effect(), v1::STATEMENT_EFFECT_ALLOW);
  EXPECT_EQ(statement.location().file(), "role.json");
  EXPECT_GT(statement.location().line(), 1u);
  EXPECT_EQ(response.always().answer(), v1::ANSWER_NO);
  EXPECT_FALSE(response.has_refusal());
}

TEST_F(PolicyAnalysisTest, CanSaysNoAndWhy) {
  v1::CanRequest request = MayDelete();
  v1::PolicyLevel* level = request.add_service_control();
  level->add_policies()->set_aws_policy("FullAWSAccess");
  Set("no-delete.yaml", ReadSourceFile("examples/iam/no-delete.yaml"),
      level->add_policies());
  v1::CanResponse response;
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_NO);
  EXPECT_TRUE(response.refusal().all_denied());
  EXPECT_EQ(response.answer().statements(0).location().file(),
            "no-delete.yaml");

  level->mutable_policies()->DeleteSubrange(0, 1);
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.refusal().silent(0).level(), 1u);
  EXPECT_THAT(response.hint(), HasSubstr("`aws_policy: FullAWSAccess`"));
}

TEST_F(PolicyAnalysisTest, CanTakesConditionsAndEveryLayer) {
  v1::CanRequest request;
  Set("trust", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "e"}}}]})",
      request.mutable_trust());
  v1::RequestQuestion* question = request.mutable_question();
  question->add_actions("sts:AssumeRole");
  question->set_principal("arn:aws:iam::111122223333:user/alice");
  v1::ConditionKey* key = question->add_conditions();
  key->set_key("sts:ExternalId");
  key->add_values("e");
  v1::CanResponse response;
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_YES);
  EXPECT_THAT(response.hint(), HasSubstr("policies of the principal"));
  question->clear_conditions();
  question->add_absent_keys("sts:ExternalId");
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_NO);

  request = MayDelete();
  Set("limit", kBucket, request.add_resource());
  Set("boundary", Role(), request.mutable_boundary());
  Set("session", Role(), request.mutable_session());
  request.set_accounts(v1::ACCOUNT_RELATION_SAME);
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_YES);
  EXPECT_THAT(response.answer().statements(), SizeIs(3));
  request.set_accounts(v1::ACCOUNT_RELATION_OTHER);
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_NO);
}

TEST_F(PolicyAnalysisTest, DiffListsWhatIsNewlyAllowed) {
  v1::DiffRequest request;
  Set("old", Role(), request.mutable_before());
  Set("new", WiderRole(), request.mutable_after());
  grpc::ClientContext context;
  v1::DiffResponse response;
  ASSERT_TRUE(stub_->Diff(&context, request, &response).ok());
  EXPECT_EQ(response.newly_allowed().answer().answer(), v1::ANSWER_YES);
  EXPECT_TRUE(response.newly_allowed().complete());
  ASSERT_THAT(response.newly_allowed().gains(), SizeIs(2));
  EXPECT_THAT(response.newly_allowed().gains(0).actions(), SizeIs(58));
  EXPECT_EQ(response.newly_allowed().gains(1).statement().sid(), "Retire");
  EXPECT_EQ(response.no_longer_allowed().answer().answer(), v1::ANSWER_NO);
}

TEST_F(PolicyAnalysisTest, AtMostComesWithWhatExceeds) {
  v1::AtMostRequest request;
  Set("new", WiderRole(), request.mutable_candidate());
  Set("old", Role(), request.mutable_reference());
  grpc::ClientContext context;
  v1::AtMostResponse response;
  ASSERT_TRUE(stub_->AtMost(&context, request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_NO);
  EXPECT_THAT(response.answer().witness().action(), StartsWith("connect:"));
  EXPECT_THAT(response.decision_id(), SizeIs(32));
}

TEST_F(PolicyAnalysisTest, LintFindsMistakesAndCutsTheirListWhenAsked) {
  v1::LintRequest request;
  Set("typo", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Action": ["s3:GetObjct", "s3:PutObjct"], "Resource": "*"}]})",
      request.add_policies());
  Set("role", Role(), request.add_policies());
  request.set_max_findings(1);
  grpc::ClientContext context;
  v1::LintResponse response;
  ASSERT_TRUE(stub_->Lint(&context, request, &response).ok());
  ASSERT_THAT(response.policies(), SizeIs(2));
  EXPECT_EQ(response.policies(0).findings(0).check(), "unknown-action");
  EXPECT_EQ(response.policies(0).findings(0).location().line(), 2u);
  EXPECT_EQ(response.policies(0).findings_left_out(), 1u);
  EXPECT_EQ(response.policies(1).findings_left_out(), 0u);
}

TEST_F(PolicyAnalysisTest, ExplainTellsStatementsEscalationAndStrangers) {
  v1::ExplainRequest request;
  Set("admin", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "NotAction": "s3:*", "Resource": "*", "Condition": {"Bool":
      {"aws:MultiFactorAuthPresent": "true"}}}]})",
      request.mutable_policy());
  v1::ExplainResponse response;
  grpc::ClientContext first;
  ASSERT_TRUE(stub_->Explain(&first, request, &response).ok());
  EXPECT_EQ(response.kind(), v1::POLICY_KIND_IDENTITY);
  ASSERT_THAT(response.statements(), SizeIs(1));
  EXPECT_TRUE(response.statements(0).actions().all_but());
  EXPECT_EQ(response.statements(0).conditions(0).operator_(), "Bool");
  EXPECT_GT(response.statements(0).action_counts().total(), 10'000u);
  EXPECT_GT(response.escalation_size(), 10);
  EXPECT_FALSE(response.has_public_access());

  Set("bucket", kBucket, request.mutable_policy());
  grpc::ClientContext second;
  ASSERT_TRUE(stub_->Explain(&second, request, &response).ok());
  EXPECT_EQ(response.kind(), v1::POLICY_KIND_RESOURCE);
  EXPECT_EQ(response.public_access().answer(), v1::ANSWER_YES);
  EXPECT_EQ(response.public_access().statements(0).sid(), "Open");
}

TEST_F(PolicyAnalysisTest, WarnsOfMistakesBesideTheAnswer) {
  v1::CanRequest request = MayDelete();
  Set("effect", R"({"Version": "2012-10-17", "Statement": [{"Effect": "allow",
      "Action": "s3:GetObject", "Resource": "*"}]})",
      request.add_identity());
  request.mutable_question()->set_actions(0, "s3:GetObject");
  request.mutable_question()->add_actions("s3:GetObjct");
  v1::CanResponse response;
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_UNKNOWN);
  EXPECT_THAT(response.answer().reason(), testing::Not(testing::IsEmpty()));
  EXPECT_EQ(response.answer().holes(0).location().file(), "effect");
  ASSERT_THAT(response.warnings(), SizeIs(2));
  EXPECT_EQ(response.warnings(0).file(), "effect");
  EXPECT_EQ(response.warnings(0).line(), 1u);
  EXPECT_THAT(response.warnings(1).message(), HasSubstr("s3:GetObjct"));
}

TEST_F(PolicyAnalysisTest, NamesEachDecision) {
  v1::CanResponse response;
  ASSERT_TRUE(Ask(MayDelete(), &response).ok());
  EXPECT_THAT(response.decision_id(), SizeIs(32));
  const auto& trailers = context_->GetServerTrailingMetadata();
  const auto found = trailers.find("connectguard-decision-id");
  ASSERT_NE(found, trailers.end());
  EXPECT_EQ(std::string(found->second.data(), found->second.size()),
            response.decision_id());
}

// ------------------------------------------------------------------ errors --

struct BadQuestion {
  const char* name;
  std::function<void(v1::CanRequest*)> spoil;
  grpc::StatusCode code;
  const char* message;
};

class BadQuestionTest : public PolicyAnalysisTest,
                        public testing::WithParamInterface<BadQuestion> {};

TEST_P(BadQuestionTest, IsRefused) {
  v1::CanRequest request = MayDelete();
  GetParam().spoil(&request);
  v1::CanResponse response;
  const grpc::Status status = Ask(request, &response);
  EXPECT_EQ(status.error_code(), GetParam().code);
  EXPECT_THAT(status.error_message(), HasSubstr(GetParam().message));
  EXPECT_THAT(status.error_message(), HasSubstr(Detail().message()));
}

INSTANTIATE_TEST_SUITE_P(
    Questions, BadQuestionTest,
    testing::Values(
        BadQuestion{"NoQuestion", [](auto* r) { r->clear_question(); },
                    grpc::StatusCode::INVALID_ARGUMENT, "`question.actions`"},
        BadQuestion{"NoPolicy", [](auto* r) { r->clear_identity(); },
                    grpc::StatusCode::INVALID_ARGUMENT, "set `identity`"},
        BadQuestion{"EmptyDocument",
                    [](auto* r) { r->add_identity()->set_name("x"); },
                    grpc::StatusCode::INVALID_ARGUMENT, "`identity[1]`"},
        BadQuestion{"BoundaryWithoutDocument",
                    [](auto* r) { r->mutable_boundary(); },
                    grpc::StatusCode::INVALID_ARGUMENT, "`boundary`"},
        BadQuestion{
            "ActionWithoutService",
            [](auto* r) { r->mutable_question()->set_actions(0, "Delete"); },
            grpc::StatusCode::INVALID_ARGUMENT, "Delete"},
        BadQuestion{
            "NoPrincipal",
            [](auto* r) { r->mutable_question()->set_principal("nobody"); },
            grpc::StatusCode::INVALID_ARGUMENT, "`nobody`"},
        BadQuestion{"ConditionWithoutValue",
                    [](auto* r) {
                      r->mutable_question()->add_conditions()->set_key("a:b");
                    },
                    grpc::StatusCode::INVALID_ARGUMENT, "`absent_keys`"},
        BadQuestion{"AccountsOutsideOfTheEnumeration",
                    [](auto* r) {
                      r->set_accounts(static_cast<v1::AccountRelation>(7));
                    },
                    grpc::StatusCode::INVALID_ARGUMENT, "`accounts`"},
        BadQuestion{"TrustBesideResource",
                    [](auto* r) {
                      Set("t", kBucket, r->mutable_trust());
                      Set("b", kBucket, r->add_resource());
                    },
                    grpc::StatusCode::INVALID_ARGUMENT, "exclude each other"},
        BadQuestion{
            "NoSuchPolicyOfAws",
            [](auto* r) { r->add_identity()->set_aws_policy("NoSuchPolicy"); },
            grpc::StatusCode::NOT_FOUND, "FullAWSAccess"},
        BadQuestion{"BrokenJson",
                    [](auto* r) {
                      Set("bad.json", "{\n\"Version\": ", r->add_identity());
                    },
                    grpc::StatusCode::FAILED_PRECONDITION, "bad.json:2"},
        BadQuestion{"NoText",
                    [](auto* r) {
                      Set("bytes", std::string("\xff\xfe\x00\x01\x80", 5),
                          r->add_identity());
                    },
                    grpc::StatusCode::FAILED_PRECONDITION, "bytes"},
        BadQuestion{"Nothing",
                    [](auto* r) { r->add_identity()->set_content(""); },
                    grpc::StatusCode::FAILED_PRECONDITION, "<identity[1]>"},
        BadQuestion{"APlan",
                    [](auto* r) {
                      Set("plan.json", InsecurePlan(), r->add_identity());
                    },
                    grpc::StatusCode::FAILED_PRECONDITION, "Terraform plan"},
        BadQuestion{"AResourcePolicyAsIdentity",
                    [](auto* r) { Set("b", kBucket, r->add_identity()); },
                    grpc::StatusCode::FAILED_PRECONDITION,
                    "give it as `resource`"}),
    [](const auto& test) { return test.param.name; });

TEST_F(PolicyAnalysisTest, SaysWhereADocumentIsWrong) {
  v1::CanRequest request = MayDelete();
  Set("bad.json", "{\n\"Version\": ", request.add_identity());
  v1::CanResponse response;
  EXPECT_FALSE(Ask(request, &response).ok());
  EXPECT_EQ(Detail().file(), "bad.json");
  EXPECT_EQ(Detail().line(), 2u);
}

TEST_F(PolicyAnalysisTest, TakesMessagesUpToTheLimit) {
  v1::CanRequest request = MayDelete();
  request.mutable_identity(0)->mutable_content()->append(
      std::string(std::size_t{5} << 20, ' '));
  v1::CanResponse response;
  EXPECT_EQ(Ask(request, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(PolicyAnalysisTest, EndsAtItsDeadlineInTheMiddleOfASearch) {
  v1::CanRequest request;
  Set("hard.json", Adversarial(), request.add_identity());
  request.mutable_question()->add_actions("s3:GetObject");
  v1::CanResponse response;
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.answer().answer(), v1::ANSWER_UNKNOWN);
  EXPECT_EQ(Ask(request, &response, milliseconds(30)).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST(IamHandlersTest, StopWhenCancelled) {
  const Cancelled gone = [] { return true; };
  EXPECT_EQ(Can(MayDelete(), gone).error().code, ErrorCode::kCancelled);
  v1::ExplainRequest explain;
  Set("role", Role(), explain.mutable_policy());
  EXPECT_EQ(Explain(explain, gone).error().code, ErrorCode::kCancelled);
}

TEST(IamHandlersTest, RefuseRequestsWithoutPolicies) {
  EXPECT_EQ(Lint({}, {}).error().code, ErrorCode::kUsage);
  EXPECT_EQ(Explain({}, {}).error().code, ErrorCode::kUsage);
  EXPECT_EQ(Diff({}, {}).error().code, ErrorCode::kUsage);
  EXPECT_EQ(AtMost({}, {}).error().code, ErrorCode::kUsage);
  v1::ExplainRequest explain;
  Set("role", Role(), explain.mutable_policy());
  explain.set_kind(static_cast<v1::PolicyKind>(9));
  EXPECT_EQ(Explain(explain, {}).error().code, ErrorCode::kUsage);
  explain.set_kind(v1::POLICY_KIND_REFERENCE);
  EXPECT_EQ(Explain(explain, {}).error().code, ErrorCode::kUsage);
}

}  // namespace
}  // namespace connectguard
