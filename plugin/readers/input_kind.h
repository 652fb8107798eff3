// Finds out what an input is by its first bytes and its outermost keys, without
// parsing it.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "readers/input.h"

namespace connectguard {

// An error for what is no text at all: nothing, an archive, binary.
// `name` is what diagnostics name.
Status CheckIsText(std::string_view name, std::string_view bytes);

// True when the first byte that counts is a bracket of JSON.
bool LooksLikeJson(std::string_view text);

// Any but kAuto; a template when nothing else fits. An error for JSON of
// Terraform's that is no plan, such as its state or its log.
Result<InputFormat> DetectFormat(std::string_view name, std::string_view text);

// An error for Terraform's configuration, and for a plan as people read it.
// Only for text that could not be read as anything else.
Status CheckIsNotTerraform(std::string_view name, std::string_view text);

}  // namespace connectguard
