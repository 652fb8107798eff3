// A plan as the typed resources of a request: what a host without a plan file
// would send for the same stack.
#pragma once

#include <string_view>

#include "connectguard/v1/validation_service.pb.h"

namespace connectguard {

// REQUIRES: a stack without modules.
v1::PlannedResources PlannedFromPlan(std::string_view plan_json);

}  // namespace connectguard
