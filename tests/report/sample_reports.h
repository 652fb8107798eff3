// Reports made by hand, one for each thing that a report can say.
#pragma once

#include <string>
#include <utility>

#include "gate/engine.h"

namespace connectguard {

inline Finding FlowLogsViolation() {
  Finding finding;
  finding.policy_id = "LOG-1";
  finding.title = "Contact flow logs are enabled on every Connect instance";
  finding.severity = Severity::kHigh;
  finding.blocking = true;
  finding.resource = "aws_connect_instance.main";
  finding.resource_type = "AWS::Connect::Instance";
  finding.path = "Properties.Attributes.ContactflowLogs";
  finding.attribute = "contact_flow_logs_enabled";
  finding.message = "contact flow logs are off";
  finding.found = "false";
  finding.expected = "Properties.Attributes.ContactflowLogs == true";
  finding.fix =
      "set Attributes.ContactflowLogs to true (Terraform: "
      "contact_flow_logs_enabled = true)";
  finding.source = "https://docs.aws.amazon.com/connect/latest/adminguide/";
  finding.place = {.file = "plan.json",
                   .place = {.line = 1, .column = 812},
                   .span = {.begin = 811, .end = 816, .file = 0},
                   .has_lines = false,
                   .source_line = "",
                   .caret = 0};
  finding.policy_place = {.file = "logging/flow_logs.guard",
                          .place = {.line = 14, .column = 5},
                          .span = {.begin = 400, .end = 440, .file = 0},
                          .has_lines = true,
                          .source_line = "    ContactflowLogs == true",
                          .caret = 4};
  return finding;
}

inline Finding PublicAclViolation() {
  Finding finding = FlowLogsViolation();
  finding.policy_id = "S3-4";
  finding.title = "Recordings are private";
  finding.severity = Severity::kCritical;
  finding.resource = "Recordings";
  finding.resource_type = "AWS::S3::Bucket";
  finding.path = "Properties.AccessControl";
  finding.attribute = "";
  finding.message = "the bucket is open to everybody";
  finding.found = "\"PublicRead\"";
  finding.place = {.file = "template.yaml",
                   .place = {.line = 12, .column = 22},
                   .span = {.begin = 300, .end = 310, .file = 0},
                   .has_lines = true,
                   .source_line = "      AccessControl: PublicRead",
                   .caret = 21};
  return finding;
}

inline Finding HelperViolation() {
  Finding finding = PublicAclViolation();
  finding.severity = Severity::kMedium;
  finding.resource = "aws_s3_bucket.recordings";
  finding.attribute = "acl";
  finding.set_in = "aws_s3_bucket_acl.recordings";
  finding.place = FlowLogsViolation().place;
  return finding;
}

inline Finding UnknownKey() {
  Finding finding = FlowLogsViolation();
  finding.policy_id = "STORAGE-1";
  finding.title = "Stored conversations are encrypted with a key of your own";
  finding.severity = Severity::kMedium;
  finding.status = FindingStatus::kUnknown;
  finding.blocking = false;
  finding.path = "Properties.KmsKeyId";
  finding.attribute = "kms_key_id";
  finding.message = "the key is not one of yours";
  finding.found = "(unknown)";
  finding.reason = "`aws_kms_key.main.arn` is known only after apply";
  return finding;
}

inline Finding PolicyError() {
  Finding finding = FlowLogsViolation();
  finding.status = FindingStatus::kError;
  finding.resource = "";
  finding.resource_type = "";
  finding.path = "";
  finding.attribute = "";
  finding.found = "";
  finding.place = {};
  finding.message = "the policy could not be evaluated, so it cannot pass";
  finding.reason = "the pattern backtracks without bound";
  return finding;
}

inline GateReport ReportOf(Verdict verdict, std::string input) {
  GateReport report;
  report.verdict = verdict;
  report.input = std::move(input);
  report.input_kind = "terraform plan";
  report.input_sha256 = std::string(64, 'a');
  report.policy_revision = "0123456789ab";
  report.counts = {.policies = 5,
                   .passed = 2,
                   .failed = 0,
                   .unknown = 0,
                   .skipped = 3,
                   .errors = 0,
                   .waived = 0,
                   .resources = 12};
  return report;
}

inline CheckedInput AllowedInput() {
  return {.input = "plan.json",
          .report = ReportOf(Verdict::kAllow, "plan.json")};
}

inline CheckedInput DeniedInput() {
  GateReport report = ReportOf(Verdict::kDeny, "plan.json");
  report.counts.passed = 0;
  report.counts.failed = 1;
  report.counts.unknown = 1;
  report.counts.errors = 1;
  report.counts.skipped = 2;
  Finding below = HelperViolation();
  below.blocking = false;
  report.findings = {PublicAclViolation(), PolicyError(), FlowLogsViolation(),
                     below, UnknownKey()};
  report.notes = {
      "the plan is partial (made with -target, or with deferred changes): what "
      "it leaves out was not checked"};
  return {.input = "plan.json", .report = std::move(report)};
}

inline CheckedInput UndecidedInput() {
  GateReport report = ReportOf(Verdict::kUndecided, "<stdin>");
  report.counts.passed = 1;
  report.counts.unknown = 1;
  Finding unknown = UnknownKey();
  unknown.blocking = true;
  report.findings = {unknown};
  return {.input = "<stdin>", .report = std::move(report)};
}

inline FindingWaiver SampleWaiver() {
  return {.reason = "nobody calls the training room",
          .until = "2027-01-31",
          .owner = "training",
          .ticket = "CARE-7",
          .place = {.file = "main.tf",
                    .place = {.line = 12, .column = 3},
                    .span = {.begin = 210, .end = 290, .file = 0},
                    .has_lines = true,
                    .source_line = "",
                    .caret = 0}};
}

inline CheckedInput WaivedInput() {
  GateReport report = ReportOf(Verdict::kAllow, "plan.json");
  report.counts.passed = 0;
  report.counts.waived = 2;
  Finding violation = FlowLogsViolation();
  violation.blocking = false;
  violation.waiver = SampleWaiver();
  Finding unknown = UnknownKey();
  unknown.waiver = {.reason = "short",
                    .until = "",
                    .owner = "",
                    .ticket = "",
                    .place = SampleWaiver().place};
  report.findings = {violation, unknown};
  report.notes = {
      "the waiver of LOG-1 at main.tf:30 does not count: it gives no reason"};
  return {.input = "plan.json", .report = std::move(report)};
}

inline CheckedInput UnmatchedInput() {
  GateReport report = ReportOf(Verdict::kAllow, "network.yaml");
  report.input_kind = "cloudformation template";
  report.counts.passed = 0;
  report.counts.skipped = 5;
  report.counts.resources = 1;
  report.nothing_matched = true;
  return {.input = "network.yaml", .report = std::move(report)};
}

inline CheckedInput UnreadableInput() {
  Diagnostic diagnostic =
      DiagnosticFor("broken.json", "expected `,` or `}`", "close the object");
  diagnostic.has_place = true;
  diagnostic.place = {.line = 3, .column = 7};
  diagnostic.source_line = "  \"a\": 1 2";
  diagnostic.caret = 9;
  return {.input = "broken.json",
          .report = Fail(ErrorCode::kBadInput, diagnostic)};
}

}  // namespace connectguard
