#include "flow/drawing_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "flow/flow_text.h"

namespace connectguard {
namespace {

std::string Joined(const std::vector<std::string>& parts,
                   std::string_view separator,
                   std::string (*escape)(std::string_view)) {
  std::string text;
  for (const std::string& part : parts) {
    text += text.empty() ? "" : separator;
    text += escape(part);
  }
  return text;
}

}  // namespace

std::string CutLine(std::string_view text, std::size_t bytes) {
  const std::string line = OnOneLine(text);
  const std::string_view cut = Shortened(line, bytes);
  return fmt::format("{}{}", cut, cut.size() < line.size() ? "..." : "");
}

std::string DotEscaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      escaped += '\\';
    }
    escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return escaped;
}

std::string MermaidEscaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    // Letters, digits and the harmless ones as they are; others by number.
    const bool plain =
        static_cast<unsigned char>(c) >= 0x80 || c == ' ' ||
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
        (c >= 'A' && c <= 'Z') ||
        std::string_view("-_.,:/+=?!'()").find(c) != std::string_view::npos;
    escaped += plain ? std::string(1, c)
               : static_cast<unsigned char>(c) < 0x20
                   ? " "
                   : fmt::format("#{};", static_cast<int>(c));
  }
  return escaped;
}

std::string DotLabel(const std::vector<std::string>& lines) {
  return Joined(lines, "\\n", DotEscaped);
}

std::string MermaidLabel(const std::vector<std::string>& lines) {
  return Joined(lines, "<br/>", MermaidEscaped);
}

}  // namespace connectguard
