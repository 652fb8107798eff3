#include "readers/allowed_pattern.h"

#include <cstddef>

#include <re2/re2.h>

namespace connectguard {
namespace {

// Inside brackets Java has unions, `[a[b]]`, intersections, `[a&&b]`, and no
// place where `]` stands for itself; RE2 takes all three for characters.
bool DiffersFromJava(std::string_view pattern) {
  bool in_class = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') {
      ++at;
    } else if (!in_class && c == '[') {
      in_class = true;
      at += pattern.substr(at + 1, 1) == "^" ? 1 : 0;
      if (pattern.substr(at + 1, 1) == "]") {
        return true;
      }
    } else if (in_class && (c == '[' || pattern.substr(at, 2) == "&&")) {
      return true;
    } else if (c == ']') {
      in_class = false;
    }
  }
  return false;
}

}  // namespace

PatternAnswer MatchAllowedPattern(std::string_view pattern,
                                  std::string_view text) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 compiled(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (DiffersFromJava(pattern) || !compiled.ok()) {
    return PatternAnswer::kUnreadable;
  }
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled)
             ? PatternAnswer::kMatches
             : PatternAnswer::kDiffers;
}

}  // namespace connectguard
