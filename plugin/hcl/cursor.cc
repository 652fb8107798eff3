#include <algorithm>

#include <fmt/format.h>

#include "base/limits.h"
#include "hcl/parser_state.h"

namespace connectguard::hcl {
namespace {

bool StartsName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool ContinuesName(char c) {
  return StartsName(c) || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

void Parser::SkipBlanks() {
  while (!AtEnd()) {
    const char c = Peek();
    if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && skip_lines_)) {
      ++at_;
    } else if (c == '#' || StartsWith("//")) {
      SkipComment(std::min(text_.find('\n', at_), end_));
    } else if (StartsWith("/*")) {
      const std::size_t close = text_.find("*/", at_ + 2);
      SkipComment(close == std::string_view::npos ? end_
                                                  : std::min(close + 2, end_));
    } else {
      return;
    }
  }
}

void Parser::SkipComment(std::size_t end) {
  std::vector<Comment>& comments = file_->comments;
  // The parser comes back to what it looked ahead over.
  if (comments.empty() || comments.back().begin < at_) {
    comments.push_back({.begin = static_cast<std::uint32_t>(at_),
                        .end = static_cast<std::uint32_t>(end)});
  }
  at_ = end;
}

void Parser::SkipLines() {
  const Lines lines(this, true);
  SkipBlanks();
}

bool Parser::Take(std::string_view what) {
  SkipBlanks();
  if (!StartsWith(what)) {
    return false;
  }
  at_ += what.size();
  return true;
}

Status Parser::Expect(std::string_view what, std::string_view where) {
  if (!Take(what)) {
    return Wrong(fmt::format("expected `{}` {}", what, where));
  }
  return {};
}

std::string_view Parser::PeekName() const {
  if (!StartsName(Peek())) {
    return {};
  }
  std::size_t size = 1;
  while (ContinuesName(Peek(size))) {
    ++size;
  }
  return text_.substr(at_, size);
}

std::string Parser::TakeName() {
  const std::string_view name = PeekName();
  at_ += name.size();
  return std::string(name);
}

tl::unexpected<Error> Parser::WrongAt(std::size_t at,
                                      std::string message) const {
  return Fail(ErrorCode::kBadInput,
              DiagnosticAt(source_, static_cast<std::uint32_t>(at),
                           std::move(message)));
}

Status Parser::CheckDepth(int depth) const {
  if (depth > limits::kMaxHclDepth) {
    return Fail(ErrorCode::kLimit,
                DiagnosticAt(source_, static_cast<std::uint32_t>(at_),
                             "too many things inside each other"));
  }
  return {};
}

}  // namespace connectguard::hcl
