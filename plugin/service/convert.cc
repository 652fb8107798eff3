#include "service/convert.h"

#include <utility>

namespace connectguard {
namespace {

v1::Severity ToProto(Severity severity) {
  switch (severity) {
    case Severity::kLow:
      return v1::SEVERITY_LOW;
    case Severity::kMedium:
      return v1::SEVERITY_MEDIUM;
    case Severity::kHigh:
      return v1::SEVERITY_HIGH;
    case Severity::kCritical:
      return v1::SEVERITY_CRITICAL;
  }
  return v1::SEVERITY_UNSPECIFIED;
}

Severity FromProto(v1::Severity severity) {
  switch (severity) {
    case v1::SEVERITY_CRITICAL:
      return Severity::kCritical;
    case v1::SEVERITY_HIGH:
      return Severity::kHigh;
    case v1::SEVERITY_MEDIUM:
      return Severity::kMedium;
    default:
      return Severity::kLow;
  }
}

v1::FindingStatus ToProto(FindingStatus status) {
  switch (status) {
    case FindingStatus::kViolation:
      return v1::FINDING_STATUS_VIOLATION;
    case FindingStatus::kUnknown:
      return v1::FINDING_STATUS_UNKNOWN;
    case FindingStatus::kError:
      return v1::FINDING_STATUS_ERROR;
  }
  return v1::FINDING_STATUS_UNSPECIFIED;
}

// A status that this program does not know counts as an error, which denies.
FindingStatus FromProto(v1::FindingStatus status) {
  switch (status) {
    case v1::FINDING_STATUS_VIOLATION:
      return FindingStatus::kViolation;
    case v1::FINDING_STATUS_UNKNOWN:
      return FindingStatus::kUnknown;
    default:
      return FindingStatus::kError;
  }
}

v1::Verdict ToProto(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return v1::VERDICT_ALLOWED;
    case Verdict::kDeny:
      return v1::VERDICT_DENIED;
    case Verdict::kUndecided:
      return v1::VERDICT_UNDECIDED;
  }
  return v1::VERDICT_UNSPECIFIED;
}

// A verdict that this program does not know must not let a plan pass.
Verdict FromProto(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_ALLOWED:
      return Verdict::kAllow;
    case v1::VERDICT_UNDECIDED:
      return Verdict::kUndecided;
    default:
      return Verdict::kDeny;
  }
}

FindingPlace FromProto(const v1::SourceLocation& location) {
  FindingPlace place;
  place.file = location.file();
  place.place = {.line = location.line(), .column = location.column()};
  place.span.begin = location.begin();
  place.span.end = location.end();
  place.has_lines = location.has_lines();
  place.source_line = location.source_line();
  place.caret = location.caret();
  return place;
}

void ToProto(const FindingWaiver& waiver, v1::Waiver* out) {
  out->set_reason(waiver.reason);
  out->set_until(waiver.until);
  out->set_owner(waiver.owner);
  out->set_ticket(waiver.ticket);
  ToProto(waiver.place, out->mutable_location());
}

FindingWaiver FromProto(const v1::Waiver& message) {
  return {.reason = message.reason(),
          .until = message.until(),
          .owner = message.owner(),
          .ticket = message.ticket(),
          .place = FromProto(message.location())};
}

void ToProto(const Finding& finding, v1::Finding* out) {
  out->set_policy_id(finding.policy_id);
  out->set_title(finding.title);
  out->set_severity(ToProto(finding.severity));
  out->set_status(ToProto(finding.status));
  out->set_blocking(finding.blocking);
  out->set_resource(finding.resource);
  out->set_resource_type(finding.resource_type);
  out->set_construct(finding.construct);
  out->set_path(finding.path);
  out->set_attribute(finding.attribute);
  out->set_set_in(finding.set_in);
  out->set_message(finding.message);
  out->set_found(finding.found);
  out->set_expected(finding.expected);
  out->set_reason(finding.reason);
  out->set_fix(finding.fix);
  out->set_source(finding.source);
  if (finding.waiver) {
    ToProto(*finding.waiver, out->mutable_waiver());
  }
  if (!finding.place.file.empty()) {
    ToProto(finding.place, out->mutable_location());
  }
  if (!finding.policy_place.file.empty()) {
    ToProto(finding.policy_place, out->mutable_policy_location());
  }
}

Finding FromProto(const v1::Finding& message) {
  Finding finding;
  finding.policy_id = message.policy_id();
  finding.title = message.title();
  finding.severity = FromProto(message.severity());
  finding.status = FromProto(message.status());
  finding.blocking = message.blocking();
  finding.resource = message.resource();
  finding.resource_type = message.resource_type();
  finding.construct = message.construct();
  finding.path = message.path();
  finding.attribute = message.attribute();
  finding.set_in = message.set_in();
  finding.message = message.message();
  finding.found = message.found();
  finding.expected = message.expected();
  finding.reason = message.reason();
  finding.fix = message.fix();
  finding.source = message.source();
  if (message.has_waiver()) {
    finding.waiver = FromProto(message.waiver());
  }
  if (message.has_location()) {
    finding.place = FromProto(message.location());
  }
  if (message.has_policy_location()) {
    finding.policy_place = FromProto(message.policy_location());
  }
  return finding;
}

// Counts are never negative; messages say so in their type.
std::uint32_t Unsigned(int count) { return static_cast<std::uint32_t>(count); }
int Signed(std::uint32_t count) { return static_cast<int>(count); }

void ToProto(const GateCounts& counts, v1::Counts* out) {
  out->set_policies(Unsigned(counts.policies));
  out->set_passed(Unsigned(counts.passed));
  out->set_failed(Unsigned(counts.failed));
  out->set_unknown(Unsigned(counts.unknown));
  out->set_skipped(Unsigned(counts.skipped));
  out->set_errors(Unsigned(counts.errors));
  out->set_waived(Unsigned(counts.waived));
  out->set_resources(Unsigned(counts.resources));
}

GateCounts FromProto(const v1::Counts& message) {
  GateCounts counts;
  counts.policies = Signed(message.policies());
  counts.passed = Signed(message.passed());
  counts.failed = Signed(message.failed());
  counts.unknown = Signed(message.unknown());
  counts.skipped = Signed(message.skipped());
  counts.errors = Signed(message.errors());
  counts.waived = Signed(message.waived());
  counts.resources = Signed(message.resources());
  return counts;
}

v1::OnUnknown ToProto(OnUnknown on_unknown) {
  switch (on_unknown) {
    case OnUnknown::kDeny:
      return v1::ON_UNKNOWN_DENY;
    case OnUnknown::kWarn:
      return v1::ON_UNKNOWN_WARN;
    case OnUnknown::kAllow:
      return v1::ON_UNKNOWN_ALLOW;
  }
  return v1::ON_UNKNOWN_UNSPECIFIED;
}

Result<OnUnknown> FromProto(v1::OnUnknown on_unknown) {
  switch (on_unknown) {
    case v1::ON_UNKNOWN_UNSPECIFIED:
    case v1::ON_UNKNOWN_WARN:
      return OnUnknown::kWarn;
    case v1::ON_UNKNOWN_DENY:
      return OnUnknown::kDeny;
    case v1::ON_UNKNOWN_ALLOW:
      return OnUnknown::kAllow;
    default:
      return Fail(ErrorCode::kUsage,
                  "`on_unknown` has a number that is none of OnUnknown's");
  }
}

}  // namespace

void ToProto(const FindingPlace& place, v1::SourceLocation* out) {
  out->set_file(place.file);
  out->set_line(place.place.line);
  out->set_column(place.place.column);
  out->set_begin(place.span.begin);
  out->set_end(place.span.end);
  out->set_has_lines(place.has_lines);
  out->set_source_line(place.source_line);
  out->set_caret(place.caret);
}

v1::Report ToProto(const GateReport& report) {
  v1::Report message;
  message.set_verdict(ToProto(report.verdict));
  message.set_input(report.input);
  message.set_input_kind(report.input_kind);
  message.set_input_sha256(report.input_sha256);
  message.set_plan_file(report.plan_file);
  message.set_plan_file_sha256(report.plan_file_sha256);
  message.set_policy_revision(report.policy_revision);
  for (const Finding& finding : report.findings) {
    ToProto(finding, message.add_findings());
  }
  ToProto(report.counts, message.mutable_counts());
  message.set_nothing_matched(report.nothing_matched);
  message.set_client_request_token(report.client_request_token);
  for (const std::string& note : report.notes) {
    message.add_notes(note);
  }
  return message;
}

GateReport FromProto(const v1::Report& message) {
  GateReport report;
  report.verdict = FromProto(message.verdict());
  report.input = message.input();
  report.input_kind = message.input_kind();
  report.input_sha256 = message.input_sha256();
  report.plan_file = message.plan_file();
  report.plan_file_sha256 = message.plan_file_sha256();
  report.policy_revision = message.policy_revision();
  for (const v1::Finding& finding : message.findings()) {
    report.findings.push_back(FromProto(finding));
  }
  report.counts = FromProto(message.counts());
  report.nothing_matched = message.nothing_matched();
  report.client_request_token = message.client_request_token();
  report.notes.assign(message.notes().begin(), message.notes().end());
  return report;
}

v1::ValidateOptions ToProto(const GateOptions& options) {
  v1::ValidateOptions message;
  message.set_pack(options.pack);
  for (const std::string& id : options.only) {
    message.add_only(id);
  }
  for (const std::string& id : options.skip) {
    message.add_skip(id);
  }
  for (const std::string& parameter : options.parameters) {
    message.add_parameters(parameter);
  }
  message.set_fail_on(ToProto(options.fail_on));
  message.set_on_unknown(ToProto(options.on_unknown));
  message.set_closed_world(options.closed_world);
  message.set_guard_compat(options.guard_compat);
  message.set_ignore_waivers(!options.waivers);
  return message;
}

Result<GateOptions> FromProto(const v1::ValidateOptions& message) {
  GateOptions options;
  if (!message.pack().empty()) {
    options.pack = message.pack();
  }
  options.only.assign(message.only().begin(), message.only().end());
  options.skip.assign(message.skip().begin(), message.skip().end());
  options.parameters.assign(message.parameters().begin(),
                            message.parameters().end());
  if (!v1::Severity_IsValid(message.fail_on())) {
    return Fail(ErrorCode::kUsage,
                "`fail_on` has a number that is none of Severity's");
  }
  options.fail_on = FromProto(message.fail_on());
  CG_ASSIGN_OR_RETURN(options.on_unknown, FromProto(message.on_unknown()));
  options.closed_world = message.closed_world();
  options.guard_compat = message.guard_compat();
  options.waivers = !message.ignore_waivers();
  return options;
}

v1::DocumentFormat ToProto(InputFormat format) {
  switch (format) {
    case InputFormat::kTerraformPlan:
      return v1::DOCUMENT_FORMAT_TERRAFORM_PLAN;
    case InputFormat::kCloudFormation:
      return v1::DOCUMENT_FORMAT_CLOUDFORMATION;
    case InputFormat::kContactFlow:
      return v1::DOCUMENT_FORMAT_CONTACT_FLOW;
    // Known by their content.
    case InputFormat::kChangeSet:
    case InputFormat::kHookPayload:
    case InputFormat::kCdkAssembly:
    case InputFormat::kAuto:
      break;
  }
  return v1::DOCUMENT_FORMAT_UNSPECIFIED;
}

Result<InputFormat> FromProto(v1::DocumentFormat format) {
  switch (format) {
    case v1::DOCUMENT_FORMAT_UNSPECIFIED:
      return InputFormat::kAuto;
    case v1::DOCUMENT_FORMAT_TERRAFORM_PLAN:
      return InputFormat::kTerraformPlan;
    case v1::DOCUMENT_FORMAT_CLOUDFORMATION:
      return InputFormat::kCloudFormation;
    case v1::DOCUMENT_FORMAT_CONTACT_FLOW:
      return InputFormat::kContactFlow;
    default:
      return Fail(ErrorCode::kUsage,
                  "`format` has a number that is none of DocumentFormat's");
  }
}

v1::PolicySummary ToSummary(const Policy& policy) {
  const PolicyMetadata& metadata = policy.metadata;
  v1::PolicySummary summary;
  summary.set_id(metadata.id);
  summary.set_title(metadata.title);
  summary.set_severity(ToProto(metadata.severity));
  for (const std::string& resource : metadata.resources) {
    summary.add_resources(resource);
  }
  for (const std::string& statement : metadata.statements) {
    summary.add_statements(statement);
  }
  summary.set_fix(metadata.fix);
  summary.set_source(metadata.source);
  return summary;
}

v1::Policy ToProto(const Policy& policy) {
  v1::Policy message;
  *message.mutable_summary() = ToSummary(policy);
  message.set_rationale(policy.metadata.rationale);
  message.set_path(policy.path);
  message.set_text(policy.text);
  return message;
}

}  // namespace connectguard
