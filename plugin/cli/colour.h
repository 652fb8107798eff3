// Whether to write colours.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "cli/environment.h"

namespace connectguard {

enum class ColourChoice : std::uint8_t { kAuto, kAlways, kNever };

// An explicit choice wins; then NO_COLOR (no-color.org), CLICOLOR_FORCE and
// CLICOLOR (bixense.com/clicolors); then whether results go to a terminal.
bool UseColour(ColourChoice choice, const Environment& environment);

}  // namespace connectguard
