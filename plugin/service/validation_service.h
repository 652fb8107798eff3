// The generated service class over the handlers: contexts in, statuses out,
// decision ids and one log line per answer. Nothing is decided here.
//
// Thread rule: gRPC calls it from many threads; it only reads the engine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "connectguard/v1/validation_service.grpc.pb.h"
#include "gate/engine.h"

namespace connectguard {

class ValidationServiceImpl final : public v1::ValidationService::Service {
 public:
  // `engine` must outlive the service.
  explicit ValidationServiceImpl(const Engine* engine) : engine_(engine) {}

  grpc::Status Validate(grpc::ServerContext* context,
                        const v1::ValidateRequest* request,
                        v1::ValidateResponse* response) override;
  grpc::Status ValidateStream(
      grpc::ServerContext* context,
      grpc::ServerReader<v1::ValidateStreamRequest>* reader,
      v1::ValidateStreamResponse* response) override;
  grpc::Status ListPolicies(grpc::ServerContext* context,
                            const v1::ListPoliciesRequest* request,
                            v1::ListPoliciesResponse* response) override;
  grpc::Status GetPolicy(grpc::ServerContext* context,
                         const v1::GetPolicyRequest* request,
                         v1::GetPolicyResponse* response) override;

 private:
  const Engine* engine_;
};

}  // namespace connectguard
