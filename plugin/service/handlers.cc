#include "service/handlers.h"

#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/sha256.h"
#include "base/text.h"
#include "readers/configuration_files.h"
#include "service/convert.h"
#include "service/planned_convert.h"

namespace connectguard {
namespace {

// What a report calls an input that has no name.
std::string NameOr(const std::string& name, const char* fallback) {
  return name.empty() ? fallback : name;
}

v1::Report Shortened(v1::Report report, std::uint32_t max_findings) {
  const auto count = static_cast<std::uint32_t>(report.findings_size());
  if (max_findings == 0 || count <= max_findings) {
    return report;
  }
  const std::uint32_t left_out = count - max_findings;
  report.mutable_findings()->DeleteSubrange(static_cast<int>(max_findings),
                                            static_cast<int>(left_out));
  report.set_findings_left_out(left_out);
  report.add_notes(fmt::format(
      "{} more findings are left out, as max_findings asked", left_out));
  return report;
}

// `plan_file` may be null.
Result<v1::Report> CheckInput(const Engine& engine, Input input,
                              const v1::PlanFile* plan_file,
                              const v1::ValidateOptions& message,
                              const Cancelled& cancelled) {
  CG_ASSIGN_OR_RETURN(const GateOptions options, FromProto(message));
  std::string plan_file_name;
  if (plan_file != nullptr) {
    plan_file_name = NameOr(plan_file->name(), "<plan file>");
    CG_ASSIGN_OR_RETURN(input.configuration,
                        ReadBinaryPlan(plan_file_name, plan_file->content()));
  }
  CG_ASSIGN_OR_RETURN(GateReport report,
                      engine.Check(std::move(input), options, cancelled));
  if (plan_file != nullptr) {
    report.plan_file = std::move(plan_file_name);
    report.plan_file_sha256 = Sha256Hex(plan_file->content());
  }
  return Shortened(ToProto(report), message.max_findings());
}

// Appends, unless there are too many bytes then.
Status AddChunk(const std::string& chunk, const char* what,
                std::string* content) {
  if (chunk.size() > limits::kMaxInputBytes - content->size()) {
    return Fail(ErrorCode::kLimit,
                fmt::format("{} is larger than the limit of 1 GiB", what));
  }
  *content += chunk;
  return {};
}

Result<v1::Report> CheckPlanned(const Engine& engine,
                                const v1::PlannedResources& planned,
                                const v1::ValidateOptions& message,
                                const Cancelled& cancelled) {
  CG_ASSIGN_OR_RETURN(const GateOptions options, FromProto(message));
  CG_ASSIGN_OR_RETURN(
      const std::unique_ptr<const Document> document,
      ReadPlannedResources(planned, {.closed_world = options.closed_world}));
  CG_ASSIGN_OR_RETURN(GateReport report,
                      engine.CheckDocument(*document, options, cancelled));
  report.input = NameOr(planned.name(), "<resources>");
  report.input_kind = "planned resources";
  return Shortened(ToProto(report), message.max_findings());
}

}  // namespace

Result<v1::Report> Validate(const Engine& engine,
                            const v1::ValidateRequest& request,
                            const Cancelled& cancelled) {
  if (request.has_planned()) {
    return CheckPlanned(engine, request.planned(), request.options(),
                        cancelled);
  }
  if (!request.has_document()) {
    return Fail(ErrorCode::kUsage, "the request has no input",
                "set `document` or `planned`");
  }
  const v1::Document& document = request.document();
  Input input;
  input.name = NameOr(document.name(), "<document>");
  input.bytes = document.content();
  CG_ASSIGN_OR_RETURN(input.format, FromProto(document.format()));
  return CheckInput(engine, std::move(input),
                    document.has_plan_file() ? &document.plan_file() : nullptr,
                    request.options(), cancelled);
}

Status StreamedInput::Add(v1::ValidateStreamRequest part) {
  if (part.has_header()) {
    if (has_header_) {
      return Fail(ErrorCode::kUsage, "the stream has a second header");
    }
    has_header_ = true;
    header_ = std::move(*part.mutable_header());
    plan_file_.set_name(header_.plan_file_name());
    has_plan_file_ = !header_.plan_file_name().empty();
    return {};
  }
  if (!has_header_) {
    return Fail(ErrorCode::kUsage, "the stream does not begin with a header");
  }
  if (part.has_plan_file_chunk()) {
    has_plan_file_ = true;
    return AddChunk(part.plan_file_chunk(), "the plan file",
                    plan_file_.mutable_content());
  }
  return AddChunk(part.chunk(), "the input", &content_);
}

Result<v1::Report> StreamedInput::Finish(const Engine& engine,
                                         const Cancelled& cancelled) {
  if (!has_header_) {
    return Fail(ErrorCode::kUsage, "the stream is empty");
  }
  Input input;
  input.name = NameOr(header_.name(), "<document>");
  input.bytes = std::move(content_);
  CG_ASSIGN_OR_RETURN(input.format, FromProto(header_.format()));
  return CheckInput(engine, std::move(input),
                    has_plan_file_ ? &plan_file_ : nullptr, header_.options(),
                    cancelled);
}

Result<v1::ListPoliciesResponse> ListPolicies(
    const PolicySet& policies, const v1::ListPoliciesRequest& request) {
  v1::ListPoliciesResponse response;
  response.set_policy_revision(policies.revision());
  if (request.pack().empty()) {
    for (const Policy& policy : policies.policies()) {
      *response.add_policies() = ToSummary(policy);
    }
    return response;
  }
  CG_ASSIGN_OR_RETURN(const std::vector<const Policy*> chosen,
                      policies.Select(request.pack(), {}, {}));
  for (const Policy* policy : chosen) {
    *response.add_policies() = ToSummary(*policy);
  }
  return response;
}

Result<v1::GetPolicyResponse> GetPolicy(const PolicySet& policies,
                                        const v1::GetPolicyRequest& request) {
  const Policy* policy = policies.Find(request.id());
  if (policy == nullptr) {
    std::vector<std::string_view> ids;
    for (const Policy& each : policies.policies()) {
      ids.push_back(each.metadata.id);
    }
    return Fail(ErrorCode::kMissing,
                "there is no policy `" + request.id() + "`",
                DidYouMean(request.id(), ids));
  }
  v1::GetPolicyResponse response;
  *response.mutable_policy() = ToProto(*policy);
  response.set_policy_revision(policies.revision());
  return response;
}

}  // namespace connectguard
