// Makes UTF-8 text of what pipelines hand over: PowerShell writes UTF-16, and
// wrappers of `terraform show` print lines around the plan.
//
// Places stay true: what is not part of a plan becomes blanks.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace connectguard {

// True for text that starts with UTF-16's byte order mark.
bool LooksLikeUtf16(std::string_view bytes);

// Unpaired surrogates and a byte too many are an error, worded for `name`.
Result<std::string> FromUtf16(std::string_view name, std::string_view bytes);

// A plan on one line of its own, with other lines before or behind it.
struct PlanLine {
  std::size_t begin = 0;
  std::size_t end = 0;
};
// Nothing for text that is all plan, or none, or more than one.
std::optional<PlanLine> FindPlanAmongLines(std::string_view text);
// Blanks out the other lines; answers how many had something on them.
std::size_t BlankAround(const PlanLine& line, std::string* text);

}  // namespace connectguard
