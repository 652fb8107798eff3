// Reports as data: one object for a run, described in README.md.
//
// Deterministic: the same inputs and policies give the same bytes.
// Thread rule: a pure function of its arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "gate/engine.h"

namespace connectguard {

// Changes when a reader of the old form would misread the new one; new members
// do not change it.
inline constexpr std::string_view kReportSchemaVersion = "1";

void WriteJsonReport(std::span<const CheckedInput> inputs, std::ostream& out);

}  // namespace connectguard
