#include "readers/input.h"

#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/sha256.h"
#include "readers/cdk_assembly.h"
#include "readers/change_set.h"
#include "readers/cloudformation.h"
#include "readers/flow_export.h"
#include "readers/hook_payload.h"
#include "readers/input_kind.h"
#include "readers/input_text.h"
#include "readers/terraform_plan.h"
#include "readers/zip_archive.h"

namespace connectguard {

namespace {

// What pipelines put around a plan is taken away; the digest stays that of what
// was handed over.
Status MakePlainText(Input* input) {
  if (LooksLikeUtf16(input->bytes)) {
    input->sha256 = Sha256Hex(input->bytes);
    CG_ASSIGN_OR_RETURN(input->bytes, FromUtf16(input->name, input->bytes));
  }
  CG_RETURN_IF_ERROR(CheckIsText(input->name, input->bytes));
  if (input->format == InputFormat::kCloudFormation) {
    return {};
  }
  if (const auto line = FindPlanAmongLines(input->bytes)) {
    if (input->sha256.empty()) {
      input->sha256 = Sha256Hex(input->bytes);
    }
    input->log_lines = BlankAround(*line, &input->bytes);
  }
  return {};
}

tl::unexpected<Error> AlreadyHasHome(const Input& input) {
  return Fail(ErrorCode::kUsage,
              DiagnosticFor(input.name,
                            fmt::format("this {} says itself of which instance "
                                        "and type its flows are",
                                        FormatName(input.format)),
                            "leave --instance and --type out, which are for "
                            "files of flows alone"));
}

}  // namespace

Result<std::unique_ptr<const Document>> ReadDocument(
    Input input, const ReadOptions& options) {
  if (input.bytes.size() > limits::kMaxInputBytes) {
    return Fail(ErrorCode::kLimit,
                DiagnosticFor(input.name, "the input is too large",
                              "split it into several inputs"));
  }
  const bool may_be_plan = input.format == InputFormat::kAuto ||
                           input.format == InputFormat::kTerraformPlan;
  if (may_be_plan && LooksLikeZip(input.bytes)) {
    input.format = InputFormat::kTerraformPlan;
  } else {
    CG_RETURN_IF_ERROR(MakePlainText(&input));
  }
  if (input.format == InputFormat::kAuto) {
    CG_ASSIGN_OR_RETURN(input.format, DetectFormat(input.name, input.bytes));
  }
  if (input.format == InputFormat::kTerraformPlan) {
    if (input.home) {
      return AlreadyHasHome(input);
    }
    if (input.stack) {
      return Fail(ErrorCode::kUsage,
                  DiagnosticFor(input.name,
                                "only a CloudFormation template is deployed "
                                "with parameters, this is a Terraform plan",
                                "a plan has the values of its variables: leave "
                                "--parameters and --parameter out"));
    }
    return ReadTerraformPlan(std::move(input), options);
  }
  if (input.configuration) {
    return Fail(ErrorCode::kUsage,
                DiagnosticFor(input.name,
                              "only a Terraform plan is made from Terraform's "
                              "configuration",
                              "leave --plan-file and --source out"));
  }
  if (input.home && input.format != InputFormat::kContactFlow) {
    return AlreadyHasHome(input);
  }
  switch (input.format) {
    case InputFormat::kChangeSet:
      if (input.stack) {
        return Fail(ErrorCode::kUsage,
                    DiagnosticFor(input.name,
                                  "a change set alone has neither parameters "
                                  "nor anything before it",
                                  "name the template as the input, and this "
                                  "file with --change-set"));
      }
      return ReadChangeSetInput(std::move(input), options);
    case InputFormat::kHookPayload:
      return ReadHookPayload(std::move(input), options);
    case InputFormat::kCdkAssembly:
      return ReadCdkAssembly(std::move(input), options);
    case InputFormat::kContactFlow:
      if (input.stack) {
        return Fail(ErrorCode::kUsage,
                    DiagnosticFor(input.name,
                                  "a contact flow is not deployed with "
                                  "parameters",
                                  "leave --parameters and --parameter out, or "
                                  "name the template that has the flow"));
      }
      return ReadFlowExport(std::move(input), options);
    default:
      return ReadCloudFormation(std::move(input), options);
  }
}

std::string_view FormatName(InputFormat format) {
  switch (format) {
    case InputFormat::kTerraformPlan:
      return "terraform plan";
    case InputFormat::kCloudFormation:
      return "cloudformation template";
    case InputFormat::kContactFlow:
      return "contact flow";
    case InputFormat::kChangeSet:
      return "cloudformation change set";
    case InputFormat::kHookPayload:
      return "cloudformation hook";
    case InputFormat::kCdkAssembly:
      return "cdk assembly";
    case InputFormat::kAuto:
      break;
  }
  return "input";
}

}  // namespace connectguard
