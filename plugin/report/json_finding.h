// Findings and errors as JSON, for the writers of data. Private to the
// json_*.cc files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "gate/finding.h"

namespace connectguard {

nlohmann::ordered_json WaiverJson(const FindingWaiver& waiver);
nlohmann::ordered_json FindingJson(const Finding& finding);
nlohmann::ordered_json ErrorJson(const Error& error);

}  // namespace connectguard
