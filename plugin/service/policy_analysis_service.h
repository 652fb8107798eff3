// The generated service class over the handlers: contexts in, statuses out,
// decision ids and one log line per answer. Nothing is decided here.
//
// Thread rule: gRPC calls it from many threads; it has no state.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectguard/v1/policy_analysis_service.grpc.pb.h"

namespace connectguard {

class PolicyAnalysisServiceImpl final
    : public v1::PolicyAnalysisService::Service {
 public:
  grpc::Status Can(grpc::ServerContext* context, const v1::CanRequest* request,
                   v1::CanResponse* response) override;
  grpc::Status Diff(grpc::ServerContext* context,
                    const v1::DiffRequest* request,
                    v1::DiffResponse* response) override;
  grpc::Status AtMost(grpc::ServerContext* context,
                      const v1::AtMostRequest* request,
                      v1::AtMostResponse* response) override;
  grpc::Status Lint(grpc::ServerContext* context,
                    const v1::LintRequest* request,
                    v1::LintResponse* response) override;
  grpc::Status Explain(grpc::ServerContext* context,
                       const v1::ExplainRequest* request,
                       v1::ExplainResponse* response) override;
};

}  // namespace connectguard
