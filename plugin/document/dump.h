// A value as text: a stable one for goldens and tests, a short one for reports.
// Sensitive values are never printed by either.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "document/value.h"

namespace connectguard {

// Indented JSON with unknowns as `?(reason: reference, ...)` and sensitive
// values as `(sensitive)`.
std::string Dump(const Value& value);

// On one line, cut to about `max_bytes`: what a report shows as "found".
std::string Summarize(const Value& value, std::size_t max_bytes = 80);

}  // namespace connectguard
