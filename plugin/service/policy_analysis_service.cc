#include "service/policy_analysis_service.h"

#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "service/calls.h"
#include "service/iam_handlers.h"

namespace connectguard {
namespace {

std::string Outcome(const v1::CanResponse& response) {
  return v1::Answer_Name(response.answer().answer());
}
std::string Outcome(const v1::DiffResponse& response) {
  return v1::Answer_Name(response.newly_allowed().answer().answer());
}
std::string Outcome(const v1::AtMostResponse& response) {
  return v1::Answer_Name(response.answer().answer());
}
std::string Outcome(const v1::LintResponse& response) {
  int findings = 0;
  for (const v1::LintedPolicy& policy : response.policies()) {
    findings += policy.findings_size();
  }
  return std::to_string(findings) + " findings";
}
std::string Outcome(const v1::ExplainResponse& response) {
  return std::to_string(response.statements_size()) + " statements";
}

// Gives an answer its id and logs it, without names and values of what was
// asked about.
template <typename Response>
grpc::Status Answer(grpc::ServerContext* context, const char* procedure,
                    Result<Response> result, Response* response) {
  const std::string id = NameDecision(context);
  if (!result) {
    return RefuseDecision(context, procedure, id, result.error());
  }
  spdlog::info(R"({{"event":"{}","decision_id":"{}","answer":"{}"}})",
               procedure, id, Outcome(*result));
  *response = *std::move(result);
  response->set_decision_id(id);
  return grpc::Status::OK;
}

}  // namespace

grpc::Status PolicyAnalysisServiceImpl::Can(grpc::ServerContext* context,
                                            const v1::CanRequest* request,
                                            v1::CanResponse* response) {
  return Answer(context, "Can",
                connectguard::Can(*request, CancelledBy(context)), response);
}

grpc::Status PolicyAnalysisServiceImpl::Diff(grpc::ServerContext* context,
                                             const v1::DiffRequest* request,
                                             v1::DiffResponse* response) {
  return Answer(context, "Diff",
                connectguard::Diff(*request, CancelledBy(context)), response);
}

grpc::Status PolicyAnalysisServiceImpl::AtMost(grpc::ServerContext* context,
                                               const v1::AtMostRequest* request,
                                               v1::AtMostResponse* response) {
  return Answer(context, "AtMost",
                connectguard::AtMost(*request, CancelledBy(context)), response);
}

grpc::Status PolicyAnalysisServiceImpl::Lint(grpc::ServerContext* context,
                                             const v1::LintRequest* request,
                                             v1::LintResponse* response) {
  return Answer(context, "Lint",
                connectguard::Lint(*request, CancelledBy(context)), response);
}

grpc::Status PolicyAnalysisServiceImpl::Explain(
    grpc::ServerContext* context, const v1::ExplainRequest* request,
    v1::ExplainResponse* response) {
  return Answer(context, "Explain",
                connectguard::Explain(*request, CancelledBy(context)),
                response);
}

}  // namespace connectguard
