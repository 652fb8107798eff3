// The other spellings under which a key is looked for when a map lacks it:
// bucket_name for BucketName, and for a plural its singular.
//
// The conversions are those of the libraries that cfn-guard uses (crate
// Inflector 0.11 before cfn-guard 3.1.2, crate cruet since; sources read
// 2026-11-23), and so are their oddities.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "guard/language.h"

namespace connectguard {

// In the order in which they are tried.
enum class KeyCase : std::uint8_t {
  kCamel,   // bucketName
  kClass,   // BucketName, last word in the singular
  kKebab,   // bucket-name
  kPascal,  // BucketName
  kSnake,   // bucket_name
  kTitle,   // Bucket Name
  kTrain,   // Bucket-Name
};
inline constexpr std::size_t kKeyCases = 7;

std::string ConvertKey(std::string_view key, KeyCase to, GuardVersion version);

// The singular of a word as the conversion to class case makes it.
std::string Singular(std::string_view word, GuardVersion version);

}  // namespace connectguard
