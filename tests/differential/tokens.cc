#include "differential/tokens.h"

#include <array>
#include <cctype>

namespace connectguard::differential {
namespace {

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || byte >= 128;
}

// The end of the quoted piece that starts at `begin`, or of the quote alone
// when it is not closed on the line.
std::size_t QuotedEnd(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[begin]) {
      return i + 1;
    }
  }
  return begin + 1;
}

std::size_t RunEnd(std::string_view text, std::size_t begin, bool (*is)(char)) {
  std::size_t end = begin;
  while (end < text.size() && is(text[end])) {
    ++end;
  }
  return end;
}

std::size_t TokenEnd(std::string_view text, std::size_t begin) {
  const char c = text[begin];
  if (c == '"' || c == '\'' || c == '/') {
    return QuotedEnd(text, begin);
  }
  if (IsWordByte(c)) {
    return RunEnd(text, begin, IsWordByte);
  }
  if (c == ' ') {
    return RunEnd(text, begin, [](char each) { return each == ' '; });
  }
  static constexpr std::array<std::string_view, 9> kPairs = {
      "==", "!=", "<=", ">=", "<<", ">>", ":=", "::", "[*"};
  for (const std::string_view pair : kPairs) {
    if (text.substr(begin, 2) == pair) {
      return begin + 2;
    }
  }
  return begin + 1;
}

constexpr std::array<std::string_view, 42> kForeign = {
    "not ", "!",      "some ",     "or", " or ", "when ", "this",
    "[*]",  ".*",     ".",         "%",  "[0]",  "null",  "true",
    "''",   "5",      "1.0",       "[]", "{}",   "empty", "exists",
    "in",   "==",     "!=",        "<",  ">",    "keys",  "{",
    "}",    "[",      "]",         "(",  ")",    ",",     "/a/",
    "/.*/", "r[0,5]", "is_string", "#",  "\n",   "<<m>>", "-"};

void MutateOnce(std::vector<std::string>* tokens,
                const std::vector<std::string>& others, Random* random) {
  const std::size_t at = random->Below(tokens->size());
  std::string& token = (*tokens)[at];
  const auto place = tokens->begin() + static_cast<std::ptrdiff_t>(at);
  switch (random->Below(8)) {
    case 0:
      tokens->erase(place);
      return;
    case 1:
      token += token;
      return;
    case 2:
      std::swap(token, (*tokens)[random->Below(tokens->size())]);
      return;
    case 3:
      token = random->Pick(kForeign);
      return;
    case 4:
      tokens->insert(place, std::string(random->Pick(kForeign)));
      return;
    case 5:
      token = random->Pick(others);
      return;
    case 6:
      token = random->Pick(*tokens);
      return;
    default: {
      constexpr std::string_view kBytes = "aA0 .-_'\"\\/[]{}()%*!=<>#:,\t\n";
      const char byte = random->Pick(kBytes);
      // At an end, so that no character of several bytes is split.
      token = random->Chance(50) ? byte + token : token + byte;
    }
  }
}

}  // namespace

std::vector<std::string> TokensOf(std::string_view text) {
  std::vector<std::string> tokens;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = TokenEnd(text, begin);
    tokens.emplace_back(text.substr(begin, end - begin));
    begin = end;
  }
  return tokens;
}

std::string Joined(const std::vector<std::string>& tokens) {
  std::string text;
  for (const std::string& token : tokens) {
    text += token;
  }
  return text;
}

std::string Mutated(const std::string& text, const std::string& other,
                    Random* random) {
  std::vector<std::string> tokens = TokensOf(text);
  const std::vector<std::string> others = TokensOf(other);
  const int changes = random->Between(1, 3);
  for (int i = 0; i < changes && !tokens.empty() && !others.empty(); ++i) {
    MutateOnce(&tokens, others, random);
  }
  return Joined(tokens);
}

}  // namespace connectguard::differential
