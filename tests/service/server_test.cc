// The server on a real Unix socket: verdicts, health, reflection, limits,
// deadlines, draining, and the transport that a plugin host asks for.
#include "service/server.h"

#include <chrono>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "service/client.h"
#include "service/fixture.h"
#include "service/tls_identity.h"

namespace connectguard {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

class ServerTest : public testing::Test {
 protected:
  void Start(ServerOptions options = {}) {
    options.address = Address();
    auto server = Server::Start(&BuiltInEngine(), options);
    ASSERT_TRUE(server);
    server_ = *std::move(server);
  }
  void TearDown() override { Stop(); }
  void Stop() {
    if (server_ != nullptr) {
      server_->Drain(milliseconds(500));
      server_->Wait();
      server_.reset();
    }
  }

  std::string Address() const { return "unix:" + folder_.Inside("s"); }
  std::shared_ptr<grpc::Channel> Channel() const {
    return grpc::CreateChannel(Address(), grpc::InsecureChannelCredentials());
  }

  // Calls a procedure by its path with empty bytes, as a probe.
  grpc::StatusCode Probe(const char* path) const;

  TemporaryFolder folder_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersItsClient) {
  Start();
  ValidationClient client(Address(), seconds(30));
  const auto report =
      client.Check({.name = "plan.json", .bytes = InsecurePlan()}, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verdict, Verdict::kDeny);
  EXPECT_EQ(Describe(*report),
            Describe(*BuiltInEngine().Check(
                {.name = "plan.json", .bytes = InsecurePlan()}, {})));
}

TEST_F(ServerTest, NamesEachDecision) {
  Start();
  const auto stub = v1::ValidationService::NewStub(Channel());
  v1::ValidateRequest request;
  request.mutable_document()->set_content(InsecurePlan());
  std::string first;
  for (int i = 0; i < 2; ++i) {
    grpc::ClientContext context;
    v1::ValidateResponse response;
    ASSERT_TRUE(stub->Validate(&context, request, &response).ok());
    EXPECT_EQ(response.decision_id().size(), 32u);
    EXPECT_NE(response.decision_id(), first);
    first = response.decision_id();
    const auto& trailers = context.GetServerTrailingMetadata();
    const auto found = trailers.find("connectguard-decision-id");
    ASSERT_NE(found, trailers.end());
    EXPECT_EQ(std::string(found->second.data(), found->second.size()), first);
  }
}

TEST_F(ServerTest, TakesLargeInputsInAStreamOnly) {
  Start();
  const std::string large =
      InsecurePlan() + std::string(std::size_t{6} << 20, ' ');
  const auto stub = v1::ValidationService::NewStub(Channel());
  v1::ValidateRequest request;
  request.mutable_document()->set_content(large);
  grpc::ClientContext context;
  v1::ValidateResponse response;
  EXPECT_EQ(stub->Validate(&context, request, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  ValidationClient client(Address(), seconds(30));
  const auto report = client.Check({.name = "plan.json", .bytes = large}, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verdict, Verdict::kDeny);
}

TEST_F(ServerTest, HonoursADeadlineThatIsOver) {
  Start();
  ValidationClient client(Address(), milliseconds(0));
  const auto report =
      client.Check({.name = "plan.json", .bytes = InsecurePlan()}, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kUnavailable);
}

TEST_F(ServerTest, RefusesAnAddressInUseByAFolder) {
  ServerOptions options;
  options.address = "unix:" + folder_.path();
  const auto server = Server::Start(&BuiltInEngine(), options);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, ErrorCode::kUnavailable);
}

TEST_F(ServerTest, NamesTheFreePortThatItTook) {
  ServerOptions options;
  options.address = "127.0.0.1:0";
  auto server = Server::Start(&BuiltInEngine(), options);
  ASSERT_TRUE(server);
  EXPECT_THAT((*server)->address(),
              testing::MatchesRegex("127\\.0\\.0\\.1:[1-9][0-9]+"));
  (*server)->Drain(milliseconds(100));
  (*server)->Wait();
}

// -------------------------------------------------- services beside our own --

grpc::StatusCode ServerTest::Probe(const char* path) const {
  grpc::GenericStub stub(Channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + seconds(20));
  const grpc::Slice nothing;
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(
      &context, path, grpc::ByteBuffer(&nothing, 1), &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  void* tag = nullptr;
  bool ok = false;
  call->Finish(&answer, &status, &tag);
  queue.Next(&tag, &ok);
  return status.error_code();
}

constexpr char kHealth[] = "/grpc.health.v1.Health/Check";
constexpr char kReflection[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

TEST_F(ServerTest, AnswersHealthChecks) {
  Start();
  EXPECT_EQ(Probe(kHealth), grpc::StatusCode::OK);
}

TEST_F(ServerTest, OffersReflectionOnlyWhenAsked) {
  Start();
  EXPECT_EQ(Probe(kReflection), grpc::StatusCode::UNIMPLEMENTED);
  Stop();
  ServerOptions options;
  options.reflection = true;
  Start(options);
  EXPECT_NE(Probe(kReflection), grpc::StatusCode::UNIMPLEMENTED);
}

// ------------------------------------------------------------- plugin host --

std::shared_ptr<grpc::Channel> SecureChannel(const std::string& address,
                                             const TlsIdentity* client,
                                             const TlsIdentity& server) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = server.certificate;
  if (client != nullptr) {
    options.pem_private_key = client->private_key;
    options.pem_cert_chain = client->certificate;
  }
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("localhost");
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options),
                                   arguments);
}

grpc::Status ListOver(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + seconds(20));
  v1::ListPoliciesResponse response;
  return v1::ValidationService::NewStub(channel)->ListPolicies(&context, {},
                                                               &response);
}

TEST_F(ServerTest, ServesOnlyTheHostThatStartedIt) {
  const auto host = NewTlsIdentity();
  const auto stranger = NewTlsIdentity();
  const auto ours = NewTlsIdentity();
  ASSERT_TRUE(host && stranger && ours);
  ServerOptions options;
  options.credentials = MutualTlsCredentials(*ours, host->certificate);
  Start(options);
  EXPECT_TRUE(ListOver(SecureChannel(Address(), &*host, *ours)).ok());
  EXPECT_FALSE(ListOver(SecureChannel(Address(), &*stranger, *ours)).ok());
  EXPECT_FALSE(ListOver(SecureChannel(Address(), nullptr, *ours)).ok());
  // Nor does the host take another plugin for us.
  EXPECT_FALSE(ListOver(SecureChannel(Address(), &*host, *stranger)).ok());
}

}  // namespace
}  // namespace connectguard
