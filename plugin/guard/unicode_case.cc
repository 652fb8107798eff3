#include "guard/unicode_case.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>

#include "base/text.h"
#include "guard/unicode_case_data.h"

namespace connectguard {
namespace {

using unicode_case::CaseRange;
using unicode_case::SpecialCase;

constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kSmallFinalSigma = 0x3C2;

// Code points above Unicode's stand for bytes that are no UTF-8.
constexpr char32_t kRawByte = 0x110000;

std::size_t SequenceLength(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return lead >= 0xC0 ? 2 : 1;
}

char32_t MapBy(std::span<const CaseRange> ranges, char32_t c) {
  const auto after = std::upper_bound(
      ranges.begin(), ranges.end(), c,
      [](char32_t code, const CaseRange& range) { return code < range.first; });
  if (after == ranges.begin()) {
    return c;
  }
  const CaseRange& range = *std::prev(after);
  if (c > range.last || (c - range.first) % range.stride != 0) {
    return c;
  }
  return static_cast<char32_t>(static_cast<std::int32_t>(c) + range.delta);
}

const SpecialCase* FindSpecial(std::span<const SpecialCase> table, char32_t c) {
  const auto at = std::lower_bound(
      table.begin(), table.end(), c,
      [](const SpecialCase& row, char32_t code) { return row.from < code; });
  return at != table.end() && at->from == c ? &*at : nullptr;
}

char32_t UpperOf(char32_t c) {
  if (c < 0x80) {
    return c >= U'a' && c <= U'z' ? c - 32 : c;
  }
  return MapBy(unicode_case::kToUpper, c);
}

char32_t LowerOf(char32_t c) {
  if (c < 0x80) {
    return c >= U'A' && c <= U'Z' ? c + 32 : c;
  }
  return MapBy(unicode_case::kToLower, c);
}

bool IsCased(char32_t c) { return IsLowerCase(c) || IsUpperCase(c); }

// A sigma at the end of a word has a form of its own.
bool IsFinalSigma(const std::vector<char32_t>& chars, std::size_t at) {
  return at > 0 && IsCased(chars[at - 1]) &&
         (at + 1 == chars.size() || !IsCased(chars[at + 1]));
}

void AppendSpecial(const SpecialCase& special, std::string* out) {
  for (const std::uint32_t c : special.to) {
    if (c != 0) {
      AppendUtf8(c, out);
    }
  }
}

}  // namespace

std::vector<char32_t> DecodeUtf8(std::string_view text) {
  std::vector<char32_t> chars;
  chars.reserve(text.size());
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t length = SequenceLength(lead);
    const std::string_view sequence = text.substr(0, length);
    if (lead < 0x80) {
      chars.push_back(lead);
    } else if (sequence.size() < length || !IsUtf8(sequence)) {
      chars.push_back(kRawByte + lead);
      text.remove_prefix(1);
      continue;
    } else {
      char32_t code = lead & (0x7Fu >> length);
      for (const char byte : sequence.substr(1)) {
        code = code << 6 | (static_cast<unsigned char>(byte) & 0x3Fu);
      }
      chars.push_back(code);
    }
    text.remove_prefix(length);
  }
  return chars;
}

std::size_t Utf8Length(char32_t c) {
  if (c < 0x80 || c >= kRawByte) return 1;
  if (c < 0x800) return 2;
  return c < 0x10000 ? 3 : 4;
}

void AppendUtf8(char32_t c, std::string* out) {
  const std::size_t length = Utf8Length(c);
  if (length == 1) {
    *out += static_cast<char>(c >= kRawByte ? c - kRawByte : c);
    return;
  }
  constexpr unsigned kLead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  *out += static_cast<char>(kLead[length] | (c >> (6 * (length - 1))));
  for (std::size_t i = length - 1; i-- > 0;) {
    *out += static_cast<char>(0x80u | ((c >> (6 * i)) & 0x3Fu));
  }
}

bool IsLowerCase(char32_t c) {
  return UpperOf(c) != c ||
         FindSpecial(unicode_case::kToUpperSpecial, c) != nullptr;
}

bool IsUpperCase(char32_t c) { return LowerOf(c) != c; }

std::string ToUpperCase(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : DecodeUtf8(text)) {
    if (const SpecialCase* special =
            FindSpecial(unicode_case::kToUpperSpecial, c)) {
      AppendSpecial(*special, &out);
    } else {
      AppendUtf8(UpperOf(c), &out);
    }
  }
  return out;
}

std::string ToLowerCase(std::string_view text) {
  const std::vector<char32_t> chars = DecodeUtf8(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (const SpecialCase* special =
            FindSpecial(unicode_case::kToLowerSpecial, chars[i])) {
      AppendSpecial(*special, &out);
    } else if (chars[i] == kCapitalSigma && IsFinalSigma(chars, i)) {
      AppendUtf8(kSmallFinalSigma, &out);
    } else {
      AppendUtf8(LowerOf(chars[i]), &out);
    }
  }
  return out;
}

}  // namespace connectguard
