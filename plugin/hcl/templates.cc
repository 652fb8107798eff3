// Quoted texts and heredocs, with what is put into them.
#include <algorithm>

#include <fmt/format.h>

#include "base/code_point.h"
#include "base/text.h"
#include "hcl/parser_state.h"

namespace connectguard::hcl {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

Parser::Node Parser::ParseQuoted(int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  const std::size_t begin = at_;
  ++at_;
  Template parts;
  CG_RETURN_IF_ERROR(ParseParts(/*quoted=*/true, depth, &parts));
  if (Peek() != '"') {
    return WrongAt(begin, "this text has no end");
  }
  ++at_;
  return FinishTemplate(std::move(parts), begin);
}

// A template that is all text, or all one value, is just that.
Parser::Node Parser::FinishTemplate(Template parts, std::size_t begin) {
  if (parts.parts.empty() && !parts.opaque) {
    return Make(std::string(), begin);
  }
  if (parts.parts.size() == 1 && !parts.opaque) {
    const Expression* only = parts.parts.front();
    if (const auto* text = std::get_if<std::string>(&only->node)) {
      return Make(std::string(*text), begin);
    }
  }
  return Make(std::move(parts), begin);
}

void Parser::AddText(std::string* text, std::size_t begin, Template* out) {
  if (!text->empty()) {
    out->parts.push_back(Make(std::move(*text), begin));
    text->clear();
  }
}

Status Parser::ParseParts(bool quoted, int depth, Template* out) {
  std::string text;
  std::size_t begin = at_;
  while (!AtEnd() && !(quoted && (Peek() == '"' || Peek() == '\n'))) {
    if (StartsWith("$${") || StartsWith("%%{")) {
      text += text_.substr(at_ + 1, 2);
      at_ += 3;
    } else if (StartsWith("${") || StartsWith("%{")) {
      AddText(&text, begin, out);
      CG_RETURN_IF_ERROR(Peek() == '$' ? ParseInterpolation(depth, out)
                                       : ParseDirective(depth, out));
      begin = at_;
    } else if (quoted && Peek() == '\\') {
      CG_RETURN_IF_ERROR(ParseEscape(&text));
    } else {
      text += text_[at_++];
    }
  }
  AddText(&text, begin, out);
  return {};
}

Status Parser::ParseInterpolation(int depth, Template* out) {
  const Lines lines(this, true);
  at_ += 2;
  const bool trims = Take("~");
  CG_ASSIGN_OR_RETURN(const Expression* value, ParseExpression(depth + 1));
  out->opaque = Take("~") || trims || out->opaque;
  CG_RETURN_IF_ERROR(Expect("}", "at the end of `${`"));
  out->parts.push_back(value);
  return {};
}

Status Parser::ParseDirective(int depth, Template* out) {
  const Lines lines(this, true);
  at_ += 2;
  Take("~");
  SkipBlanks();
  out->opaque = true;
  const std::string word = TakeName();
  if (word == "for") {
    do {
      SkipBlanks();
      out->bound.push_back(TakeName());
    } while (Take(","));
    CG_RETURN_IF_ERROR(Expect("in", "in `%{ for`"));
  }
  if (word == "for" || word == "if") {
    CG_ASSIGN_OR_RETURN(const Expression* value, ParseExpression(depth + 1));
    out->parts.push_back(value);
  } else if (word != "else" && word != "endif" && word != "endfor") {
    return Wrong(fmt::format("`%{{ {}` is not known", word));
  }
  Take("~");
  return Expect("}", "at the end of `%{`");
}

Status Parser::ParseEscape(std::string* text) {
  const char c = Peek(1);
  constexpr std::string_view kCodes = "nrt\"\\";
  constexpr std::string_view kMeanings = "\n\r\t\"\\";
  if (const std::size_t at = kCodes.find(c);
      at != std::string_view::npos && c != '\0') {
    *text += kMeanings[at];
    at_ += 2;
    return {};
  }
  const std::size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
  std::uint32_t code = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const int digit = HexDigit(Peek(2 + i));
    if (digit < 0) {
      return Wrong("this escape is not known");
    }
    code = code << 4 | static_cast<std::uint32_t>(digit);
  }
  if (digits == 0 || code > 0x10FFFF) {
    return Wrong("this escape is not known");
  }
  AppendCodePoint(code, text);
  at_ += 2 + digits;
  return {};
}

Parser::Node Parser::ParseHeredoc(int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  const std::size_t begin = at_;
  at_ += 2;
  const bool indented = Peek() == '-';
  at_ += indented ? 1 : 0;
  const std::string marker = TakeName();
  const std::size_t first = text_.find('\n', at_);
  if (marker.empty() || first == std::string_view::npos || first >= end_) {
    return WrongAt(begin, "expected a word and a new line behind `<<`");
  }
  std::size_t line = first + 1;
  std::size_t close = 0;
  for (;; line = close + 1) {
    if (line >= end_) {
      return WrongAt(begin, fmt::format("no line `{}` ends this text", marker));
    }
    close = std::min(text_.find('\n', line), end_);
    if (Trim(text_.substr(line, close - line)) == marker) {
      break;
    }
  }
  const std::size_t outer_end = std::exchange(end_, line);
  at_ = first + 1;
  Template parts;
  parts.opaque = indented;
  const Status read = ParseParts(/*quoted=*/false, depth, &parts);
  end_ = outer_end;
  CG_RETURN_IF_ERROR(read);
  at_ = close;
  return FinishTemplate(std::move(parts), begin);
}

}  // namespace connectguard::hcl
