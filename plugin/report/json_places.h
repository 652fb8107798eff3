// Places as JSON, for the writers of data. Private to the json_*.cc files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "gate/finding.h"

namespace connectguard {

// Null for what has no place.
nlohmann::ordered_json PlaceJson(const FindingPlace& place);

}  // namespace connectguard
