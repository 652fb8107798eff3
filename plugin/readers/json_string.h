// One string of JSON text, as RFC 8259 has it, for whatever reads JSON.
//
// Bytes above 0x7E are taken as they stand: whether they are UTF-8, and whether
// the format that is read allows them, is for the caller to look at.
//
// Thread rule: one thread for a scanner.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace connectguard {

struct JsonString {
  // Without quotes and escapes.
  std::string_view text;
  // True when `text` is not part of the source, but the scanner's own: valid
  // until the next string.
  bool is_escaped = false;
  // True when a byte of the source is above 0x7E.
  bool is_wide = false;
  // True when an escape was half of a character.
  bool has_surrogates = false;
};

enum class JsonEscape : std::uint8_t {
  kNone,       // It is none that JSON has.
  kCharacter,  // One character of one code unit.
  kPair,       // One character of two: surrogates.
};

// One escape: `at` is what follows the backslash, and becomes the place behind
// it; what it stands for is appended.
JsonEscape TakeJsonEscape(std::string_view source, std::size_t* at,
                          std::string* out);

class JsonStringScanner {
 public:
  // `at` is the opening quote, and becomes the place behind the closing one.
  // Nothing when it is no string: not closed, with a control character or an
  // escape that JSON has not; then `at` is anywhere.
  std::optional<JsonString> Take(std::string_view source, std::size_t* at);

 private:
  std::string unescaped_;
};

}  // namespace connectguard
