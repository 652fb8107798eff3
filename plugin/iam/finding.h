// What is wrong with a policy document, at the value where it is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "document/value.h"

namespace connectguard {

enum class IamSeverity : std::uint8_t {
  kWarning,  // Hardly what its author means.
  kError,    // AWS refuses it, or it can never do what it says.
};

struct IamFinding {
  // Stable, for scripts: `unknown-operator`.
  std::string_view check;
  IamSeverity severity = IamSeverity::kError;
  const Value* value = nullptr;  // Where; never null.
  std::string message = {};
  std::string hint = {};
};

// Findings about such values say so instead of quoting them.
void HideSensitive(std::vector<IamFinding>* findings);

}  // namespace connectguard
