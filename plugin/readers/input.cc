#include "readers/input.h"

#include <utility>

#include "base/limits.h"
#include "readers/cloudformation.h"
#include "readers/input_kind.h"
#include "readers/terraform_plan.h"

namespace connectguard {

Result<std::unique_ptr<const Document>> ReadDocument(
    Input input, const ReadOptions& options) {
  if (input.bytes.size() > limits::kMaxInputBytes) {
    return Fail(ErrorCode::kLimit,
                DiagnosticFor(input.name, "the input is too large",
                              "split it into several inputs"));
  }
  CG_RETURN_IF_ERROR(CheckIsText(input.name, input.bytes));
  if (input.format == InputFormat::kAuto) {
    CG_ASSIGN_OR_RETURN(input.format, DetectFormat(input.name, input.bytes));
  }
  if (input.format == InputFormat::kTerraformPlan) {
    return ReadTerraformPlan(std::move(input), options);
  }
  return ReadCloudFormation(std::move(input), options);
}

std::string_view FormatName(InputFormat format) {
  switch (format) {
    case InputFormat::kTerraformPlan:
      return "terraform plan";
    case InputFormat::kCloudFormation:
      return "cloudformation template";
    case InputFormat::kAuto:
      break;
  }
  return "input";
}

}  // namespace connectguard
