// A character as bytes of UTF-8.
//
// Thread rule: a pure function of its arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace connectguard {

// REQUIRES: `code` is at most 0x10FFFF.
void AppendCodePoint(std::uint32_t code, std::string* out);

}  // namespace connectguard
