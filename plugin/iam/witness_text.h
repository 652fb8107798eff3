// Values that a reader recognises: what a search finds first is short, not
// telling. Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "iam/dimension.h"

namespace connectguard {

// Whether the one value passes all the tests.
bool Passes(const Dimension& dimension, std::span<const DimensionTest> tests,
            const std::string& value);

// A telling value that passes; nullopt when none comes to mind.
std::optional<std::string> TellingValue(const Dimension& dimension,
                                        std::span<const DimensionTest> tests);

// A resource that the action can be about and that passes; nullopt when none
// comes to mind, or the tables do not have the action.
std::optional<std::string> TellingResource(const Dimension& dimension,
                                           std::span<const DimensionTest> tests,
                                           std::string_view action);

}  // namespace connectguard
