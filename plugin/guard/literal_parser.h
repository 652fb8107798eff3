// Literals of the rules language: null, strings, numbers, booleans, regular
// expressions, ranges, lists and maps.
//
// A literal becomes a Value in the arena of the rules file. Text that is no
// literal leaves the cursor where it was; text that can only be a broken one
// (an open string, a regular expression that does not compile) ends the parse.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "document/value_builder.h"
#include "guard/ast.h"
#include "guard/cursor.h"

namespace connectguard {

class LiteralParser {
 public:
  // Values, keys and regexes go into `file`.
  LiteralParser(Cursor* cursor, RuleFile* file)
      : cursor_(*cursor), file_(*file) {}

  // The literal behind any white space; null when there is none.
  const Value* Parse();

  // `"text"` or `'text'`: also the form of quoted keys.
  std::optional<std::string> ParseString();
  // An optional minus sign and digits, within 64 bits.
  std::optional<std::int64_t> ParseInt();

 private:
  struct Number {
    std::optional<std::int64_t> integer;
    std::optional<double> real;
    std::optional<char32_t> character;
  };

  bool ParseValue(ValueBuilder* builder);
  bool ParseScalar(ValueBuilder* builder);
  bool ParseNull(ValueBuilder* builder);
  bool ParseBool(ValueBuilder* builder);
  bool ParseNumber(ValueBuilder* builder);
  bool ParseRegex(ValueBuilder* builder);
  bool ParseRange(ValueBuilder* builder);
  bool ParseList(ValueBuilder* builder);
  bool ParseMap(ValueBuilder* builder);
  bool ParseMember(ValueBuilder* builder);
  std::optional<double> ParseFloat();
  Number ParseBound();
  std::optional<RuleLiteral> MakeRange(const Number& low, const Number& high,
                                       bool low_included, bool high_included);
  std::optional<std::string> ParseRegexText();
  const Regex* CompileRegex(const std::string& pattern, std::size_t begin);

  SourceSpan SpanFrom(std::size_t begin) const;

  Cursor& cursor_;
  RuleFile& file_;
  // Each pattern is compiled once.
  std::map<std::string, const Regex*, std::less<>> regexes_;
};

}  // namespace connectguard
