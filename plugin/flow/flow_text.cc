#include "flow/flow_text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace connectguard {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsNameByte(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

// Reads `.name` or `['name']` at `*at`; moves behind it.
std::optional<std::string_view> ReadSegment(std::string_view text,
                                            std::size_t* at) {
  const std::string_view rest = text.substr(*at);
  if (rest.size() >= 2 && rest[0] == '.' && IsNameByte(rest[1])) {
    std::size_t end = 1;
    while (end < rest.size() && IsNameByte(rest[end])) {
      ++end;
    }
    *at += end;
    return rest.substr(1, end - 1);
  }
  if (rest.size() < 3 || rest[0] != '[') {
    return std::nullopt;
  }
  const bool quoted = rest[1] == '\'' || rest[1] == '"';
  const std::size_t begin = quoted ? 2 : 1;
  const std::size_t end = quoted ? rest.find(rest[1], begin) : rest.find(']');
  const std::size_t behind = quoted ? end + 1 : end;
  if (end == std::string_view::npos || end == begin || behind >= rest.size() ||
      rest[behind] != ']' ||
      (!quoted && !std::ranges::all_of(rest.substr(1, end - 1), IsDigit))) {
    return std::nullopt;
  }
  *at += behind + 1;
  return rest.substr(begin, end - begin);
}

bool HasBetween(std::string_view text, std::string_view open,
                std::string_view close) {
  for (std::size_t at = text.find(open); at != std::string_view::npos;
       at = text.find(open, at + 1)) {
    const std::size_t inner = at + open.size();
    const std::size_t end = text.find(close, inner);
    if (end == std::string_view::npos) {
      return false;
    }
    const std::string_view name = text.substr(inner, end - inner);
    if (!name.empty() && name.find('\n') == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// Whether the text has a byte that every placeholder begins with. Few texts of
// a flow have one, and all of them are asked.
bool MayHoldPlaceholder(std::string_view text) {
  static constexpr auto kBegins = [] {
    std::array<bool, 256> begins = {};
    for (const char c : {'$', '{', '<', '%', 'R'}) {
      begins[static_cast<unsigned char>(c)] = true;
    }
    return begins;
  }();
  return std::ranges::any_of(
      text, [](char c) { return kBegins[static_cast<unsigned char>(c)]; });
}

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::vector<FlowReference> ReferencesIn(std::string_view text) {
  std::vector<FlowReference> references;
  for (std::size_t dollar = text.find('$'); dollar != std::string_view::npos;
       dollar = text.find('$', dollar + 1)) {
    std::size_t at = dollar + 1;
    const auto root = ReadSegment(text, &at);
    if (!root || IsDigit(root->front())) {
      continue;
    }
    FlowReference reference{.root = std::string(*root),
                            .name = {},
                            .begin = static_cast<std::uint32_t>(dollar)};
    while (const auto segment = ReadSegment(text, &at)) {
      reference.name += reference.name.empty() ? "" : ".";
      reference.name += *segment;
    }
    reference.end = static_cast<std::uint32_t>(at);
    references.push_back(std::move(reference));
  }
  return references;
}

bool HasPlaceholder(std::string_view text) {
  return MayHoldPlaceholder(text) &&
         (HasBetween(text, "${", "}") || HasBetween(text, "{{", "}}") ||
          HasBetween(text, "<<", ">>") || HasBetween(text, "%%", "%%") ||
          text.find("REPLACE_WITH") != std::string_view::npos);
}

bool SameWord(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, Lower, Lower);
}

std::string_view Shortened(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) {
    return text;
  }
  while (bytes > 0 &&
         (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) {
    --bytes;
  }
  return text.substr(0, bytes);
}

}  // namespace connectguard
