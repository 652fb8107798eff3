#include "service/host_services.h"

#include <chrono>

namespace connectguard {
namespace {

// How often a silent stream looks whether its host has gone: gRPC 1.51's
// synchronous streams are not told.
constexpr std::chrono::milliseconds kHostGoneCheck{200};

}  // namespace

grpc::Status HostController::Shutdown(grpc::ServerContext* /*context*/,
                                      const plugin::Empty* /*request*/,
                                      plugin::Empty* /*response*/) {
  stop_();
  return grpc::Status::OK;
}

grpc::Status HostStdio::StreamStdio(
    grpc::ServerContext* context, const google::protobuf::Empty* /*request*/,
    grpc::ServerWriter<plugin::StdioData>* /*writer*/) {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!closed_ && !context->IsCancelled()) {
    changed_.wait_for(lock, kHostGoneCheck);
  }
  return grpc::Status::OK;
}

void HostStdio::Close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace connectguard
