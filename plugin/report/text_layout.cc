#include "report/text_layout.h"

namespace connectguard {
namespace {

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// U+0080 to U+009F, which terminals obey like ASCII's control characters.
bool IsC1Control(std::string_view text, std::size_t at) {
  return text[at] == '\xC2' && at + 1 < text.size() &&
         static_cast<unsigned char>(text[at + 1]) >= 0x80 &&
         static_cast<unsigned char>(text[at + 1]) <= 0x9F;
}

std::string_view CodeOf(Ink ink) {
  switch (ink) {
    case Ink::kPlain:
      return "";
    case Ink::kBold:
      return "\x1b[1m";
    case Ink::kDim:
      return "\x1b[2m";
    case Ink::kRed:
      return "\x1b[1;31m";
    case Ink::kYellow:
      return "\x1b[33m";
    case Ink::kGreen:
      return "\x1b[1;32m";
  }
  return "";
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsC1Control(text, i)) {
      safe += '?';
      ++i;
    } else if (static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7F) {
      safe += text[i] == '\n' || text[i] == '\t' ? ' ' : '?';
    } else {
      safe += text[i];
    }
  }
  return safe;
}

std::size_t Columns(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    columns += IsContinuation(c) ? 0 : 1;
  }
  return columns;
}

std::vector<std::string> Wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size()
                                                       : blank + 1);
    if (word.empty()) {
      continue;
    }
    const std::size_t width = Columns(word);
    if (used > 0 && used + 1 + width > columns) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    lines.back() += word;
    used += width;
  }
  return lines;
}

std::string Painter::Paint(Ink ink, std::string_view text) const {
  if (!colour_ || ink == Ink::kPlain || text.empty()) {
    return std::string(text);
  }
  std::string painted(CodeOf(ink));
  painted += text;
  painted += "\x1b[0m";
  return painted;
}

}  // namespace connectguard
