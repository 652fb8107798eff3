#include "guard/literal_parser.h"

#include <charconv>
#include <cstdlib>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

// Rust reads what is out of range as infinity or zero, as strtod does.
double ToDouble(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc::result_out_of_range
             ? std::strtod(std::string(text).c_str(), nullptr)
             : value;
}

}  // namespace

SourceSpan LiteralParser::SpanFrom(std::size_t begin) const {
  return {.begin = static_cast<std::uint32_t>(begin),
          .end = static_cast<std::uint32_t>(cursor_.position()),
          .file = 0};
}

const Value* LiteralParser::Parse() {
  const std::size_t begin = cursor_.position();
  // A builder of its own: what a failed attempt has pushed goes away with it.
  ValueBuilder builder(&file_.arena, &file_.keys);
  if (ParseValue(&builder) && !cursor_.failed()) {
    return builder.Finish();
  }
  cursor_.Reset(begin);
  return nullptr;
}

// The order decides: `null`, `true` and `r[` are prefixes of keys as well.
bool LiteralParser::ParseValue(ValueBuilder* builder) {
  cursor_.SkipSpace();
  const std::size_t begin = cursor_.position();
  if (ParseScalar(builder)) {
    return true;
  }
  cursor_.Reset(begin);
  if (ParseRange(builder)) {
    return true;
  }
  cursor_.Reset(begin);
  if (cursor_.Sees('[')) {
    return ParseList(builder);
  }
  if (cursor_.Sees('{')) {
    return ParseMap(builder);
  }
  return cursor_.Miss("a value");
}

bool LiteralParser::ParseScalar(ValueBuilder* builder) {
  if (ParseNull(builder)) {
    return true;
  }
  const std::size_t begin = cursor_.position();
  if (const std::optional<std::string> text = ParseString()) {
    builder->AddString(*text, SpanFrom(begin));
    return true;
  }
  return ParseNumber(builder) || ParseBool(builder) || ParseRegex(builder);
}

bool LiteralParser::ParseNull(ValueBuilder* builder) {
  const std::size_t begin = cursor_.position();
  if (!cursor_.TakeEither("null", "NULL")) {
    return false;
  }
  builder->AddNull(SpanFrom(begin));
  return true;
}

bool LiteralParser::ParseBool(ValueBuilder* builder) {
  const std::size_t begin = cursor_.position();
  const bool is_true = cursor_.TakeEither("true", "True");
  if (!is_true && !cursor_.TakeEither("false", "False")) {
    return false;
  }
  builder->AddBool(is_true, SpanFrom(begin));
  return true;
}

// A backslash directly before a quote of the same kind is the only escape.
std::optional<std::string> LiteralParser::ParseString() {
  const std::size_t begin = cursor_.position();
  if (!cursor_.Sees('"') && !cursor_.Sees('\'')) {
    return std::nullopt;
  }
  const char quote = cursor_.text()[begin];
  std::string text;
  std::size_t at = begin + 1;
  for (;;) {
    const std::size_t end = cursor_.text().find(quote, at);
    if (end == std::string_view::npos) {
      cursor_.FailAt(begin,
                     fmt::format("a string without its closing `{}`", quote),
                     fmt::format("a backslash before a `{}` makes it part of "
                                 "the string",
                                 quote));
      return std::nullopt;
    }
    text += cursor_.text().substr(at, end - at);
    at = end + 1;
    if (cursor_.text()[end - 1] != '\\') {
      break;
    }
    text.back() = quote;
  }
  cursor_.Reset(at);
  return text;
}

std::optional<std::int64_t> LiteralParser::ParseInt() {
  const std::size_t begin = cursor_.position();
  const bool negative = cursor_.Take('-');
  const std::string_view digits = cursor_.TakeDigits();
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc()) {
    cursor_.Reset(begin);
    return std::nullopt;
  }
  return negative ? -value : value;
}

// Digits with a fraction, or with an exponent that has a sign. Behind a
// fraction the exponent's sign may be missing.
std::optional<double> LiteralParser::ParseFloat() {
  const std::size_t begin = cursor_.position();
  const auto exponent = [this](bool sign_needed) {
    const std::size_t before = cursor_.position();
    const bool marked = cursor_.Take('e') || cursor_.Take('E');
    const bool sign = marked && (cursor_.Take('+') || cursor_.Take('-'));
    if (!marked || (sign_needed && !sign) || cursor_.TakeDigits().empty()) {
      cursor_.Reset(before);
      return marked ? -1 : 0;
    }
    return 1;
  };
  bool is_float = !cursor_.TakeDigits().empty();
  if (is_float) {
    const std::size_t dot = cursor_.position();
    const bool fraction = cursor_.Take('.') && !cursor_.TakeDigits().empty();
    if (!fraction) {
      cursor_.Reset(dot);
    }
    const int tail = exponent(!fraction);
    is_float = fraction ? tail >= 0 : tail > 0;
  }
  if (!is_float) {
    cursor_.Reset(begin);
    return std::nullopt;
  }
  return ToDouble(cursor_.TextFrom(begin));
}

bool LiteralParser::ParseNumber(ValueBuilder* builder) {
  const std::size_t begin = cursor_.position();
  if (const std::optional<double> real = ParseFloat()) {
    builder->AddFloat(*real, SpanFrom(begin));
    return true;
  }
  if (const std::optional<std::int64_t> integer = ParseInt()) {
    builder->AddInt(*integer, SpanFrom(begin));
    return true;
  }
  return false;
}

// Up to the next slash that has no backslash before it. There has to be text
// before every slash, so a pattern can be neither empty nor end in `\/`.
std::optional<std::string> LiteralParser::ParseRegexText() {
  const std::size_t begin = cursor_.position();
  std::string pattern;
  for (std::size_t at = begin + 1;;) {
    const std::size_t end = cursor_.text().find('/', at);
    if (end == std::string_view::npos) {
      cursor_.FailAt(
          begin, "a regular expression without its closing `/`",
          "a backslash before a `/` makes it part of the expression");
      return std::nullopt;
    }
    if (end == at) {
      cursor_.FailAt(begin,
                     pattern.empty()
                         ? "a regular expression cannot be empty"
                         : "a regular expression cannot end in an escaped `/`",
                     pattern.empty() ? "" : "write `[\\/]` at its end");
      return std::nullopt;
    }
    pattern += cursor_.text().substr(at, end - at);
    at = end + 1;
    if (pattern.back() != '\\') {
      cursor_.Reset(at);
      return pattern;
    }
    pattern.back() = '/';
  }
}

const Regex* LiteralParser::CompileRegex(const std::string& pattern,
                                         std::size_t begin) {
  if (const auto found = regexes_.find(pattern); found != regexes_.end()) {
    return found->second;
  }
  Result<std::unique_ptr<Regex>> regex = Regex::Compile(pattern);
  if (!regex) {
    Diagnostic& problem = regex.error().diagnostic;
    cursor_.FailAt(
        begin, fmt::format("invalid regular expression: {}", problem.message),
        std::move(problem.hint), regex.error().code);
    return nullptr;
  }
  const Regex* compiled = regex->get();
  file_.regexes.push_back(*std::move(regex));
  regexes_.emplace(pattern, compiled);
  return compiled;
}

bool LiteralParser::ParseRegex(ValueBuilder* builder) {
  const std::size_t begin = cursor_.position();
  if (!cursor_.Sees('/')) {
    return false;
  }
  const std::optional<std::string> pattern = ParseRegexText();
  const Regex* regex = pattern ? CompileRegex(*pattern, begin) : nullptr;
  if (regex == nullptr) {
    return false;
  }
  builder->AddRuleLiteral(file_.arena.New<RuleLiteral>(regex), SpanFrom(begin));
  return true;
}

LiteralParser::Number LiteralParser::ParseBound() {
  Number bound;
  cursor_.SkipBlanks();
  bound.real = ParseFloat();
  if (!bound.real) {
    bound.integer = ParseInt();
  }
  if (!bound.real && !bound.integer) {
    bound.character = cursor_.TakeCharacter();
  }
  cursor_.SkipBlanks();
  return bound;
}

std::optional<RuleLiteral> LiteralParser::MakeRange(const Number& low,
                                                    const Number& high,
                                                    bool low_included,
                                                    bool high_included) {
  if (low.integer && high.integer) {
    return RuleLiteral{Range<std::int64_t>{*low.integer, *high.integer,
                                           low_included, high_included}};
  }
  if (low.real && high.real) {
    return RuleLiteral{
        Range<double>{*low.real, *high.real, low_included, high_included}};
  }
  if (low.character && high.character) {
    return RuleLiteral{Range<char32_t>{*low.character, *high.character,
                                       low_included, high_included}};
  }
  return std::nullopt;
}

// What does not look like a range may be the query `r[...]`; a range with
// mixed bounds may not.
bool LiteralParser::ParseRange(ValueBuilder* builder) {
  const std::size_t begin = cursor_.position();
  if (!cursor_.Take('r')) {
    return false;
  }
  const bool low_included = cursor_.Take('[');
  if (!low_included && !cursor_.Take('(')) {
    return false;
  }
  const Number low = ParseBound();
  if (!cursor_.Take(',')) {
    return false;
  }
  const Number high = ParseBound();
  const bool high_included = cursor_.Take(']');
  if (!high_included && !cursor_.Take(')')) {
    return false;
  }
  const std::optional<RuleLiteral> range =
      MakeRange(low, high, low_included, high_included);
  if (!range) {
    return cursor_.FailAt(begin, "the bounds of a range are of different kinds",
                          "both are integers, or both are floats, or both are "
                          "single characters");
  }
  builder->AddRuleLiteral(file_.arena.New<RuleLiteral>(*range),
                          SpanFrom(begin));
  return true;
}

bool LiteralParser::ParseList(ValueBuilder* builder) {
  const std::size_t begin = cursor_.position();
  const Nesting nesting(&cursor_);
  if (!nesting.ok() || !cursor_.Take('[')) {
    return false;
  }
  builder->StartList(SpanFrom(begin));
  std::size_t end = cursor_.position();
  for (bool more = ParseValue(builder); more;) {
    end = cursor_.position();
    cursor_.SkipSpace();
    more = cursor_.Take(',') && ParseValue(builder);
  }
  cursor_.Reset(end);
  cursor_.SkipSpace();
  if (!cursor_.Take(']')) {
    return cursor_.Miss("`,` or `]`");
  }
  builder->EndList(static_cast<std::uint32_t>(cursor_.position()));
  return true;
}

bool LiteralParser::ParseMember(ValueBuilder* builder) {
  cursor_.SkipSpace();
  std::string key(cursor_.TakeLiteralKey());
  if (key.empty()) {
    std::optional<std::string> quoted = ParseString();
    if (!quoted) {
      return cursor_.Miss("a key");
    }
    key = *std::move(quoted);
  }
  cursor_.SkipSpace();
  if (!cursor_.Take(':')) {
    return cursor_.Miss("`:`");
  }
  builder->AddKey(key);
  return ParseValue(builder);
}

bool LiteralParser::ParseMap(ValueBuilder* builder) {
  const std::size_t begin = cursor_.position();
  const Nesting nesting(&cursor_);
  if (!nesting.ok() || !cursor_.Take('{')) {
    return false;
  }
  builder->StartMap(SpanFrom(begin));
  std::size_t end = cursor_.position();
  for (bool more = ParseMember(builder); more;) {
    end = cursor_.position();
    cursor_.SkipSpace();
    more = cursor_.Take(',') && ParseMember(builder);
  }
  cursor_.Reset(end);
  cursor_.SkipSpace();
  if (!cursor_.Take('}')) {
    return cursor_.Miss("`,` or `}`");
  }
  builder->EndMap(static_cast<std::uint32_t>(cursor_.position()));
  return true;
}

}  // namespace connectguard
