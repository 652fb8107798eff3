#include "service/calls.h"

#include <chrono>
#include <random>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "service/grpc_status.h"

namespace connectguard {
namespace {

constexpr char kDecisionIdKey[] = "connectguard-decision-id";

// 128 random bits in hexadecimal.
std::string NewDecisionId() {
  thread_local std::random_device device;
  std::string id;
  for (int i = 0; i < 4; ++i) {
    id += fmt::format("{:08x}", device());
  }
  return id;
}

bool IsPastDeadline(const grpc::ServerContext& context) {
  return std::chrono::system_clock::now() > context.deadline();
}

}  // namespace

Cancelled CancelledBy(grpc::ServerContext* context) {
  return
      [context] { return context->IsCancelled() || IsPastDeadline(*context); };
}

grpc::Status Refuse(grpc::ServerContext* context, const Error& error) {
  context->AddTrailingMetadata(kErrorDetailKey, ToErrorDetail(error));
  grpc::Status status = ToGrpcStatus(error);
  return error.code == ErrorCode::kCancelled && IsPastDeadline(*context)
             ? grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED,
                            status.error_message())
             : status;
}

std::string NameDecision(grpc::ServerContext* context) {
  std::string id = NewDecisionId();
  context->AddTrailingMetadata(kDecisionIdKey, id);
  return id;
}

grpc::Status RefuseDecision(grpc::ServerContext* context, const char* procedure,
                            const std::string& id, const Error& error) {
  grpc::Status status = Refuse(context, error);
  spdlog::warn(R"({{"event":"{}","decision_id":"{}","status":{}}})", procedure,
               id, static_cast<int>(status.error_code()));
  return status;
}

}  // namespace connectguard
