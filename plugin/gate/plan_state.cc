#include "gate/plan_state.h"

#include "readers/input.h"

namespace connectguard {
namespace {

bool IsBool(const Document& document, std::string_view member, bool expected) {
  const Value* value = FindPath(document.root(), {"Plan", member});
  return value != nullptr && value->Is(Kind::kBool) &&
         value->boolean == expected;
}

}  // namespace

std::optional<Finding> FindPlanError(const Document& document) {
  if (!IsBool(document, "Errored", true)) {
    return std::nullopt;
  }
  Finding finding;
  finding.policy_id = kPlanErroredId;
  finding.title = "The plan was made without errors";
  finding.severity = Severity::kCritical;
  finding.message = "the plan failed: terraform would refuse to apply it";
  finding.found = "errored: true";
  finding.fix = "mend what `terraform plan` reports, then make the plan again";
  finding.source =
      "https://developer.hashicorp.com/terraform/internals/json-format";
  return finding;
}

std::optional<Finding> FindPlanGap(const Document& document) {
  if (PlanKind(document) != FormatName(InputFormat::kTerraformPlan) ||
      !IsBool(document, "Complete", false) ||
      IsBool(document, "Errored", true) || !document.resources().empty() ||
      !document.previous().empty()) {
    return std::nullopt;
  }
  Finding finding;
  finding.policy_id = kPlanEmptyId;
  finding.title = "The plan shows resources";
  finding.severity = Severity::kCritical;
  finding.status = FindingStatus::kUnknown;
  finding.message = "nothing of what exists was checked";
  finding.reason = "the plan is partial and shows no resource";
  finding.fix =
      "check the JSON that `terraform show -json` makes of a refresh-only "
      "plan, which holds the state, or a plan without -target";
  finding.source =
      "https://developer.hashicorp.com/terraform/internals/json-format";
  return finding;
}

std::vector<std::string> PlanNotes(const Document& document) {
  std::vector<std::string> notes;
  // Other inputs say themselves what they leave out.
  if (PlanKind(document) == FormatName(InputFormat::kTerraformPlan) &&
      IsBool(document, "Complete", false) &&
      !IsBool(document, "Errored", true)) {
    notes.emplace_back(
        "the plan is partial (made with -target or -refresh-only, or with "
        "deferred changes): what it leaves out was not checked");
  }
  const Value* more = FindPath(document.root(), {"Plan", "Notes"});
  if (more != nullptr && more->Is(Kind::kList)) {
    for (const Value& note : more->AsList()) {
      if (note.Is(Kind::kString)) {
        notes.emplace_back(note.AsString());
      }
    }
  }
  return notes;
}

std::string PlanKind(const Document& document) {
  const Value* plan = Find(document.root(), "Plan");
  const std::string_view kind =
      plan == nullptr ? std::string_view()
                      : StringAt(*plan, "Form", StringAt(*plan, "Kind"));
  struct Row {
    std::string_view kind;
    InputFormat format;
  };
  constexpr Row kRows[] = {{"terraform", InputFormat::kTerraformPlan},
                           {"cloudformation", InputFormat::kCloudFormation},
                           {"change-set", InputFormat::kChangeSet},
                           {"hook", InputFormat::kHookPayload},
                           {"cdk", InputFormat::kCdkAssembly},
                           {"flow", InputFormat::kContactFlow}};
  for (const Row& row : kRows) {
    if (row.kind == kind) {
      return std::string(FormatName(row.format));
    }
  }
  return std::string(kind);
}

}  // namespace connectguard
