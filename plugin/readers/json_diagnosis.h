// Why a text is not JSON, in words for the person who wrote it. The reader only
// tells that it stopped; this looks at the text from the last good token on.
// Not a parser: it is called once, after parsing failed.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace connectguard {

// What was read last before the parser stopped.
enum class JsonState {
  kStart,
  kAfterMapStart,
  kAfterKey,
  kAfterMapValue,
  kAfterListStart,
  kAfterListItem,
  kAfterRoot,
};

struct JsonProblem {
  std::uint32_t offset = 0;
  std::string message;
  std::string hint;
};

// `from` is the offset behind the last good token.
JsonProblem FindJsonProblem(std::string_view text, std::uint32_t from,
                            JsonState state);

// The offset of the opening quote of the key whose value starts at `value`.
std::uint32_t KeyBefore(std::string_view text, std::uint32_t value);

}  // namespace connectguard
