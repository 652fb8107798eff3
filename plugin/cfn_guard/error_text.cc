#include "cfn_guard/error_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace connectguard {

std::string OneLineText(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  if (diagnostic.has_place) {
    text += fmt::format(" at line {} column {}", diagnostic.place.line,
                        diagnostic.place.column);
  }
  if (!diagnostic.hint.empty()) {
    text += fmt::format(" ({})", diagnostic.hint);
  }
  return text;
}

std::string RulesErrorText(std::string_view name,
                           const Diagnostic& diagnostic) {
  const std::size_t caret =
      std::min<std::size_t>(diagnostic.caret, diagnostic.source_line.size());
  return fmt::format(
      "Parser Error when parsing `Parsing Error Error parsing file {} at line "
      "{} at column {}, when handling {}{}, fragment {}`",
      name, diagnostic.place.line, diagnostic.place.column, diagnostic.message,
      diagnostic.hint.empty() ? "" : fmt::format(" ({})", diagnostic.hint),
      std::string_view(diagnostic.source_line).substr(caret));
}

}  // namespace connectguard
