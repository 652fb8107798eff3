#include "service/client.h"

#include <algorithm>
#include <utility>

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "service/convert.h"
#include "service/grpc_status.h"

namespace connectguard {
namespace {

// Below gRPC's default limit of 4 MiB with room to spare.
constexpr std::size_t kAtOnceBytes = std::size_t{2} << 20;
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  // A report of many findings may be larger than what servers take in.
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

Error ErrorOf(const grpc::Status& status, const grpc::ClientContext& context,
              const std::string& address) {
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto found = trailers.find(kErrorDetailKey);
  return FromGrpcStatus(
      status,
      found == trailers.end()
          ? std::string_view()
          : std::string_view(found->second.data(), found->second.size()),
      address);
}

}  // namespace

ValidationClient::ValidationClient(std::string address,
                                   std::chrono::milliseconds timeout)
    : address_(std::move(address)),
      timeout_(timeout),
      stub_(v1::ValidationService::NewStub(Connect(address_))) {}

void ValidationClient::Prepare(grpc::ClientContext* context) const {
  context->set_deadline(std::chrono::system_clock::now() + timeout_);
}

Result<GateReport> ValidationClient::Check(const Input& input,
                                           const GateOptions& options,
                                           const v1::PlanFile* plan_file) {
  const std::size_t bytes =
      input.bytes.size() +
      (plan_file == nullptr ? 0 : plan_file->content().size());
  return bytes <= kAtOnceBytes ? CheckAtOnce(input, options, plan_file)
                               : CheckStreamed(input, options, plan_file);
}

Result<GateReport> ValidationClient::CheckAtOnce(
    const Input& input, const GateOptions& options,
    const v1::PlanFile* plan_file) {
  v1::ValidateRequest request;
  v1::Document* document = request.mutable_document();
  document->set_name(input.name);
  document->set_format(ToProto(input.format));
  document->set_content(input.bytes);
  if (plan_file != nullptr) {
    *document->mutable_plan_file() = *plan_file;
  }
  *request.mutable_options() = ToProto(options);
  grpc::ClientContext context;
  Prepare(&context);
  v1::ValidateResponse response;
  const grpc::Status status = stub_->Validate(&context, request, &response);
  if (!status.ok()) {
    return tl::unexpected<Error>(ErrorOf(status, context, address_));
  }
  return FromProto(response.report());
}

Result<GateReport> ValidationClient::CheckStreamed(
    const Input& input, const GateOptions& options,
    const v1::PlanFile* plan_file) {
  grpc::ClientContext context;
  Prepare(&context);
  v1::ValidateStreamResponse response;
  const auto writer = stub_->ValidateStream(&context, &response);
  v1::ValidateStreamRequest part;
  part.mutable_header()->set_name(input.name);
  part.mutable_header()->set_format(ToProto(input.format));
  *part.mutable_header()->mutable_options() = ToProto(options);
  const std::string& plan =
      plan_file == nullptr ? std::string() : plan_file->content();
  if (plan_file != nullptr) {
    part.mutable_header()->set_plan_file_name(plan_file->name());
  }
  bool open = writer->Write(part);
  for (std::size_t at = 0; open && at < input.bytes.size(); at += kChunkBytes) {
    part.set_chunk(input.bytes.substr(at, kChunkBytes));
    open = writer->Write(part);
  }
  for (std::size_t at = 0; open && at < plan.size(); at += kChunkBytes) {
    part.set_plan_file_chunk(plan.substr(at, kChunkBytes));
    open = writer->Write(part);
  }
  // A refused write has its reason in the status.
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) {
    return tl::unexpected<Error>(ErrorOf(status, context, address_));
  }
  return FromProto(response.report());
}

}  // namespace connectguard
