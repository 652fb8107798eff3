// What the plan says of itself: whether it is whole, and whether it failed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "gate/finding.h"

namespace connectguard {

// The id of the next finding; no policy has it.
inline constexpr std::string_view kPlanErroredId = "PLAN-ERRORED";

// A critical violation when planning itself went wrong: the plan then lacks
// resources, and nobody could apply it anyway.
std::optional<Finding> FindPlanError(const Document& document);

// And of this one.
inline constexpr std::string_view kPlanEmptyId = "PLAN-EMPTY";

// A critical unknown when a partial plan shows no resource at all, as a
// refresh-only one whose state cannot be read: there is something that nobody
// looked at.
std::optional<Finding> FindPlanGap(const Document& document);

// Sentences for GateReport::notes.
std::vector<std::string> PlanNotes(const Document& document);

// "terraform plan", "cloudformation template", "contact flow", as Plan.Kind
// says.
std::string PlanKind(const Document& document);

}  // namespace connectguard
