// The services that go-plugin asks of every plugin beside its own.
//
// Thread rule: gRPC calls them from many threads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

#include "goplugin/grpc_controller.grpc.pb.h"
#include "goplugin/grpc_stdio.grpc.pb.h"

namespace connectguard {

// The host's way to stop us: it calls Shutdown and soon afterwards kills.
class HostController final : public plugin::GRPCController::Service {
 public:
  explicit HostController(std::function<void()> stop)
      : stop_(std::move(stop)) {}

  grpc::Status Shutdown(grpc::ServerContext* context,
                        const plugin::Empty* request,
                        plugin::Empty* response) override;

 private:
  std::function<void()> stop_;
};

// The host listens here for our output for as long as it lives. We log to
// standard error, which it reads anyway, so nothing is ever sent.
class HostStdio final : public plugin::GRPCStdio::Service {
 public:
  grpc::Status StreamStdio(
      grpc::ServerContext* context, const google::protobuf::Empty* request,
      grpc::ServerWriter<plugin::StdioData>* writer) override;

  // Ends all streams, so that the server can be shut down at once.
  void Close();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
};

}  // namespace connectguard
