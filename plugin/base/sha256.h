// SHA-256, by nettle, which uses the instructions that processors have for it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace connectguard {

// 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

// The 32 bytes in base64 (RFC 4648), as Terraform's filebase64sha256 writes
// them: 44 characters.
std::string Sha256Base64(std::string_view bytes);

}  // namespace connectguard
