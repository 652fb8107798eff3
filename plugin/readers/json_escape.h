// One escape of a JSON string, as RFC 8259 has it, for whoever follows a text
// through what was written.
//
// Thread rule: pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace connectguard {

// `at` is what follows the backslash, and becomes the place behind the escape;
// what it stands for is appended. False when it is none that JSON has; a
// surrogate is one together with its partner.
bool TakeJsonEscape(std::string_view source, std::size_t* at, std::string* out);

}  // namespace connectguard
