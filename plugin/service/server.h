// The gRPC server: ValidationService, PolicyAnalysisService, health, reflection
// behind a flag, limits, and an orderly end.
//
// Thread rule: Start, Drain and Wait from one thread; Drain may come from any.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include "base/result.h"
#include "gate/engine.h"
#include "service/policy_analysis_service.h"
#include "service/validation_service.h"

namespace connectguard {

struct ServerOptions {
  // `unix:PATH` or `HOST:PORT`; port 0 takes a free one.
  std::string address;
  // Null: no transport security, which suits a Unix socket or a mesh.
  std::shared_ptr<grpc::ServerCredentials> credentials;
  bool reflection = false;
  // The largest message that is received, in bytes. Larger inputs go through
  // ValidateStream.
  int max_message_bytes = 4 << 20;
  // Calls that run at once; more wait.
  int max_threads = 64;
  // Services of a plugin host; must outlive the server.
  std::vector<grpc::Service*> host_services;
};

class Server {
 public:
  // kUnavailable when the address cannot be listened on.
  static Result<std::unique_ptr<Server>> Start(const Engine* engine,
                                               const ServerOptions& options);

  // The address that is listened on, with the port that was taken.
  const std::string& address() const { return address_; }

  // Health says NOT_SERVING, new calls are refused, running ones may end until
  // `grace` is over; then they are cancelled. A gRPC shutdown without a
  // deadline can hang on a connection that misbehaves, so there always is one.
  void Drain(std::chrono::milliseconds grace);

  // Blocks until Drain has ended.
  void Wait();

 private:
  explicit Server(const Engine* engine) : validation_(engine) {}

  ValidationServiceImpl validation_;
  PolicyAnalysisServiceImpl analysis_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace connectguard
