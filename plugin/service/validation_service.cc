#include "service/validation_service.h"

#include <utility>

#include <spdlog/spdlog.h>

#include "service/calls.h"
#include "service/handlers.h"

namespace connectguard {
namespace {

// Gives an answer its id, logs it, and moves the report into the response. What
// was judged is named by its digest only: names and values stay out of the log.
template <typename Response>
grpc::Status Answer(grpc::ServerContext* context, const char* procedure,
                    Result<v1::Report> report, Response* response) {
  const std::string id = NameDecision(context);
  if (!report) {
    return RefuseDecision(context, procedure, id, report.error());
  }
  spdlog::info(
      R"({{"event":"{}","decision_id":"{}","verdict":"{}","findings":{},)"
      R"("sha256":"{}","policy_revision":"{}"}})",
      procedure, id, v1::Verdict_Name(report->verdict()),
      report->findings_size(), report->input_sha256(),
      report->policy_revision());
  *response->mutable_report() = *std::move(report);
  response->set_decision_id(id);
  return grpc::Status::OK;
}

template <typename Response>
grpc::Status Answer(grpc::ServerContext* context, Result<Response> result,
                    Response* response) {
  if (!result) {
    return Refuse(context, result.error());
  }
  *response = *std::move(result);
  return grpc::Status::OK;
}

}  // namespace

grpc::Status ValidationServiceImpl::Validate(grpc::ServerContext* context,
                                             const v1::ValidateRequest* request,
                                             v1::ValidateResponse* response) {
  return Answer(
      context, "Validate",
      connectguard::Validate(*engine_, *request, CancelledBy(context)),
      response);
}

grpc::Status ValidationServiceImpl::ValidateStream(
    grpc::ServerContext* context,
    grpc::ServerReader<v1::ValidateStreamRequest>* reader,
    v1::ValidateStreamResponse* response) {
  StreamedInput input;
  v1::ValidateStreamRequest part;
  while (reader->Read(&part)) {
    if (Status added = input.Add(std::move(part)); !added) {
      return Refuse(context, added.error());
    }
  }
  return Answer(context, "ValidateStream",
                input.Finish(*engine_, CancelledBy(context)), response);
}

grpc::Status ValidationServiceImpl::ListPolicies(
    grpc::ServerContext* context, const v1::ListPoliciesRequest* request,
    v1::ListPoliciesResponse* response) {
  return Answer(context,
                connectguard::ListPolicies(engine_->policies(), *request),
                response);
}

grpc::Status ValidationServiceImpl::GetPolicy(
    grpc::ServerContext* context, const v1::GetPolicyRequest* request,
    v1::GetPolicyResponse* response) {
  return Answer(context, connectguard::GetPolicy(engine_->policies(), *request),
                response);
}

}  // namespace connectguard
