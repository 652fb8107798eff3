#include "readers/input_text.h"

#include <algorithm>
#include <cstdint>

#include "base/code_point.h"

namespace connectguard {
namespace {

// How `terraform show -json` begins.
constexpr std::string_view kPlanStart = "{\"format_version\"";

// Bytes of log before a plan: more are not looked through.
constexpr std::size_t kMaxLogBytes = std::size_t{64} << 10;

// Blanks for all but line breaks; answers the lines that had something.
std::size_t Blank(std::string* text, std::size_t begin, std::size_t end) {
  std::size_t lines = 0;
  bool something = false;
  for (std::size_t i = begin; i < end; ++i) {
    char& c = (*text)[i];
    if (c == '\n') {
      lines += something ? 1 : 0;
      something = false;
    } else {
      something = something || (c != ' ' && c != '\t' && c != '\r');
      c = ' ';
    }
  }
  return lines + (something ? 1 : 0);
}

}  // namespace

bool LooksLikeUtf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

Result<std::string> FromUtf16(std::string_view name, std::string_view bytes) {
  const bool little = bytes.starts_with("\xFF\xFE");
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(little ? first | second << 8
                                             : first << 8 | second);
  };
  std::string text;
  text.reserve(bytes.size() / 2);
  bool broken = bytes.size() % 2 != 0;
  for (std::size_t at = 2; at + 1 < bytes.size() && !broken; at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xD800 && code < 0xE000) {
      const std::uint32_t low = at + 3 < bytes.size() ? unit(at + 2) : 0;
      broken = code >= 0xDC00 || low < 0xDC00 || low >= 0xE000;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    if (!broken) {
      AppendCodePoint(code, &text);
    }
  }
  if (broken) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(name, "the text is broken UTF-16",
                              "save it as UTF-8; in PowerShell, write it with "
                              "`| Out-File -Encoding utf8`"));
  }
  return text;
}

std::optional<PlanLine> FindPlanAmongLines(std::string_view text) {
  const std::string_view head = text.substr(0, kMaxLogBytes);
  std::size_t begin = head.find(kPlanStart);
  while (begin != head.npos && begin > 0 && head[begin - 1] != '\n') {
    begin = head.find(kPlanStart, begin + 1);
  }
  if (begin == text.npos) {
    return std::nullopt;
  }
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  const std::string_view before = text.substr(0, begin);
  const std::string_view behind = text.substr(end);
  const auto blank = [](std::string_view part) {
    return part.find_first_not_of(" \t\r\n\xEF\xBB\xBF") == part.npos;
  };
  const std::size_t last = text.substr(0, end).find_last_not_of(" \t\r");
  // A second plan must not get lost, nor the rest of one that has more lines.
  if ((blank(before) && blank(behind)) || text[last] != '}' ||
      behind.find(kPlanStart) != behind.npos) {
    return std::nullopt;
  }
  return PlanLine{.begin = begin, .end = end};
}

std::size_t BlankAround(const PlanLine& line, std::string* text) {
  return Blank(text, 0, line.begin) + Blank(text, line.end, text->size());
}

}  // namespace connectguard
