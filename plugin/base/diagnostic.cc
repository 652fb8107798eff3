#include "base/diagnostic.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

// Wide enough for hand-written lines; a plan's single line of megabytes is cut.
constexpr std::size_t kExcerptBytes = 100;

bool IsUtf8Continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::size_t CodePointStart(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && IsUtf8Continuation(text[at])) {
    --at;
  }
  return at;
}

}  // namespace

SourceExcerpt ExcerptAt(const SourceFile& file, LineColumn place) {
  const std::string_view line = file.Line(place.line);
  const std::size_t column =
      std::min<std::size_t>(place.column - 1, line.size());
  std::size_t begin = 0;
  std::size_t end = line.size();
  if (line.size() > kExcerptBytes) {
    begin = CodePointStart(
        line, column > kExcerptBytes / 2 ? column - kExcerptBytes / 2 : 0);
    end = CodePointStart(line, std::min(line.size(), begin + kExcerptBytes));
  }
  const bool cut_left = begin > 0;
  const bool cut_right = end < line.size();
  std::string text =
      fmt::format("{}{}{}", cut_left ? "..." : "",
                  line.substr(begin, end - begin), cut_right ? "..." : "");
  // A control character must not reach a terminal.
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      c = ' ';
    }
  }
  return {
      .text = std::move(text),
      .caret = static_cast<std::uint32_t>(column - begin + (cut_left ? 3 : 0))};
}

Diagnostic DiagnosticAt(const SourceFile& file, std::uint32_t offset,
                        std::string message, std::string hint) {
  const LineColumn place = file.At(offset);
  SourceExcerpt excerpt = ExcerptAt(file, place);
  return {.message = std::move(message),
          .hint = std::move(hint),
          .file = file.name(),
          .place = place,
          .has_place = true,
          .source_line = std::move(excerpt.text),
          .caret = excerpt.caret};
}

Diagnostic DiagnosticFor(std::string_view file, std::string message,
                         std::string hint) {
  Diagnostic diagnostic;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostic.file = file;
  return diagnostic;
}

std::string Render(const Diagnostic& diagnostic) {
  std::string out;
  if (!diagnostic.file.empty()) {
    out += diagnostic.file;
    if (diagnostic.has_place) {
      out +=
          fmt::format(":{}:{}", diagnostic.place.line, diagnostic.place.column);
    }
    out += ": ";
  }
  out += diagnostic.message;
  out += '\n';
  if (!diagnostic.source_line.empty()) {
    out += fmt::format("  {}\n  {:>{}}\n", diagnostic.source_line, "^",
                       diagnostic.caret + 1);
  }
  if (!diagnostic.hint.empty()) {
    out += fmt::format("  hint: {}\n", diagnostic.hint);
  }
  return out;
}

}  // namespace connectguard
