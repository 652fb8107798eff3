// A client of the service: what `connectguard-plugin validate` uses.
//
// Thread rule: one thread per client.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <grpcpp/channel.h>

#include "base/result.h"
#include "connectguard/v1/validation_service.grpc.pb.h"
#include "gate/engine.h"
#include "readers/input.h"

namespace connectguard {

class ValidationClient {
 public:
  // `timeout` bounds a whole call, connecting included.
  ValidationClient(std::string address, std::chrono::milliseconds timeout);

  // Asks the service for its verdict; small inputs in one message, large ones
  // in a stream. `plan_file` is the binary plan that the input shows; null
  // without one. kUnavailable when there is no answer.
  Result<GateReport> Check(const Input& input, const GateOptions& options,
                           const v1::PlanFile* plan_file = nullptr);

 private:
  Result<GateReport> CheckAtOnce(const Input& input, const GateOptions& options,
                                 const v1::PlanFile* plan_file);
  Result<GateReport> CheckStreamed(const Input& input,
                                   const GateOptions& options,
                                   const v1::PlanFile* plan_file);
  void Prepare(grpc::ClientContext* context) const;

  std::string address_;
  std::chrono::milliseconds timeout_;
  std::unique_ptr<v1::ValidationService::Stub> stub_;
};

}  // namespace connectguard
