#include "guard/syntax_error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

// Bytes of what was found that a message shows.
constexpr std::size_t kShownBytes = 24;

constexpr std::array<std::string_view, 10> kOperators = {
    "exists",  "empty",  "in",      "is_string", "is_list",
    "is_bool", "is_int", "is_null", "is_float",  "is_struct"};
constexpr std::array<std::string_view, 7> kKeywords = {
    "or", "some", "when", "not", "rule", "let", "this"};

struct Advice {
  std::size_t offset = 0;
  std::string message;
  std::string hint;
};

bool IsNameByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return lower;
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return upper;
}

bool Contains(const auto& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string ExpectedWords(const Expectation& expected) {
  std::string words;
  for (std::size_t i = 0; i < expected.what.size(); ++i) {
    const bool last = i + 1 == expected.what.size();
    words += fmt::format("{}{}",
                         i == 0 ? ""
                         : last ? " or "
                                : ", ",
                         expected.what[i]);
  }
  return words;
}

// The place where the parser stopped, with what stands around it.
class Scene {
 public:
  Scene(std::string_view text, const Expectation& expected)
      : text_(text), at_(expected.offset), expected_(expected) {}

  std::size_t at() const { return at_; }
  std::size_t subject() const { return expected_.subject; }
  char Byte(std::size_t offset) const {
    return offset < text_.size() ? text_[offset] : '\0';
  }
  char Found() const { return Byte(at_); }
  bool FoundText(std::string_view text) const {
    return text_.substr(at_, text.size()) == text;
  }
  bool Expected(std::string_view what) const {
    return Contains(expected_.what, what);
  }
  bool ExpectedOperator() const { return Expected("an operator"); }

  // The name that stands at an offset, from its first byte.
  std::string_view WordFrom(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size() && IsNameByte(text_[end])) {
      ++end;
    }
    return text_.substr(begin, end - begin);
  }
  std::size_t WordStart(std::size_t offset) const {
    while (offset > 0 && IsNameByte(text_[offset - 1])) {
      --offset;
    }
    return offset;
  }
  std::string_view WordAround(std::size_t offset) const {
    return WordFrom(WordStart(offset));
  }
  // What was read of the clause before the parser stopped.
  std::string_view SubjectText() const {
    return subject() < at_ ? Trim(text_.substr(subject(), at_ - subject()))
                           : std::string_view();
  }
  bool SubjectIsName() const {
    return !SubjectText().empty() && WordFrom(subject()) == SubjectText();
  }
  // The last byte before the place that is no white space.
  char LastByte() const {
    std::size_t i = at_;
    while (i > 0 && IsSpace(text_[i - 1])) {
      --i;
    }
    return i > 0 ? text_[i - 1] : '\0';
  }
  std::string_view text() const { return text_; }

  bool AtEnd() const { return at_ >= text_.size(); }

  std::string Summary() const {
    return fmt::format("expected {}, found {}", ExpectedWords(expected_),
                       FoundWords());
  }

  std::string FoundWords() const {
    if (at_ >= text_.size()) {
      return "the end of the file";
    }
    const std::string_view word = WordFrom(at_);
    std::size_t size = word.size();
    while (size == 0 ||
           (word.empty() && size < kShownBytes && at_ + size < text_.size() &&
            std::ispunct(Byte(at_ + size)) != 0 &&
            Byte(at_ + size) == Found())) {
      ++size;
    }
    if (word.empty() && IsSpace(Found())) {
      return Found() == '\n' || Found() == '\r' ? "a line break" : "a blank";
    }
    if (size > kShownBytes) {
      size = kShownBytes;
      while (size > 0 &&
             (static_cast<unsigned char>(Byte(at_ + size)) & 0xC0) == 0x80) {
        --size;
      }
      return fmt::format("`{}...`", text_.substr(at_, size));
    }
    return fmt::format("`{}`", text_.substr(at_, size));
  }

 private:
  std::string_view text_;
  std::size_t at_;
  const Expectation& expected_;
};

std::string Spellings(std::string_view word) {
  return fmt::format("write `{}` or `{}`", word, Upper(word));
}

using MaybeAdvice = std::optional<Advice>;

MaybeAdvice InvisibleCharacter(const Scene& scene) {
  if (scene.FoundText("\xEF\xBB\xBF")) {
    return Advice{scene.at(), "the file begins with a byte order mark",
                  "save it as UTF-8 without one"};
  }
  if (scene.FoundText("\xC2\xA0")) {
    return Advice{scene.at(), "a non-breaking space is not white space",
                  "type an ordinary blank instead"};
  }
  return std::nullopt;
}

MaybeAdvice WordAnd(const Scene& scene) {
  constexpr std::string_view kHint =
      "clauses one after the other must all hold: leave it out";
  if (scene.FoundText("&&")) {
    return Advice{scene.at(), "`&&` is not part of the language",
                  std::string(kHint)};
  }
  if (scene.FoundText("||")) {
    return Advice{scene.at(), "`||` is not part of the language", "write `or`"};
  }
  if (scene.ExpectedOperator() && scene.SubjectIsName() &&
      Lower(scene.SubjectText()) == "and") {
    return Advice{
        scene.subject(),
        fmt::format("`{}` is not part of the language", scene.SubjectText()),
        std::string(kHint)};
  }
  return std::nullopt;
}

// `Some x`, `Or x`: read as keys, so that the operator is missed behind them.
MaybeAdvice KeywordInMixedCase(const Scene& scene) {
  const std::string_view word = scene.SubjectText();
  const std::string lower = Lower(word);
  if (!scene.ExpectedOperator() || !scene.SubjectIsName() ||
      !Contains(kKeywords, lower) || lower == word) {
    return std::nullopt;
  }
  const bool only_lower = lower == "rule" || lower == "let";
  return Advice{
      scene.subject(), fmt::format("`{}` is not a keyword", word),
      only_lower ? fmt::format("write `{}`", lower) : Spellings(lower)};
}

MaybeAdvice UnknownOperator(const Scene& scene) {
  const std::string_view word = scene.WordFrom(scene.at());
  if (!scene.ExpectedOperator() || word.empty()) {
    return std::nullopt;
  }
  const std::string lower = Lower(word);
  if (lower == "not_in") {
    return Advice{scene.at(), fmt::format("`{}` is not an operator", word),
                  "write `not in` or `NOT IN`"};
  }
  if (lower == "not") {
    return Advice{scene.at(),
                  fmt::format("no operator follows `{}` on its line", word),
                  lower == word || Upper(word) == word
                      ? "`not` stands before `in`, `exists`, `empty` or "
                        "`is_...`, with blanks between"
                      : Spellings("not")};
  }
  if (Contains(kOperators, lower)) {
    return Advice{scene.at(), fmt::format("`{}` is not an operator", word),
                  Spellings(lower)};
  }
  if (lower == "contains" || lower == "like" || lower == "matches") {
    return Advice{scene.at(), fmt::format("`{}` is not an operator", word),
                  "compare with a regular expression: `== /.../`"};
  }
  return std::nullopt;
}

// `is_integer` reads as `is_int` and a clause that begins with `eger`.
MaybeAdvice OperatorWithTail(const Scene& scene, std::string_view word) {
  const std::string lower = Lower(word);
  for (const std::string_view op : kOperators) {
    if (lower.starts_with(op) && (word.starts_with(op) || op != lower) &&
        scene.subject() == scene.WordStart(scene.subject()) + op.size()) {
      return Advice{scene.WordStart(scene.subject()),
                    fmt::format("`{}` is not an operator", word),
                    fmt::format("did you mean `{}`?", op)};
    }
  }
  return std::nullopt;
}

MaybeAdvice GluedWords(const Scene& scene) {
  if (!scene.ExpectedOperator()) {
    return std::nullopt;
  }
  const std::size_t subject = scene.subject();
  const std::string_view head = scene.WordFrom(subject);
  if ((head.starts_with("this") || head.starts_with("THIS")) &&
      scene.at() == subject + 4 && head.size() > 4) {
    return Advice{
        subject,
        fmt::format("`{}` begins with the keyword `{}`", head,
                    head.substr(0, 4)),
        fmt::format("a key that begins so has to be quoted: `\"{}\"`", head)};
  }
  const std::size_t start = scene.WordStart(subject);
  if (start == subject) {
    return std::nullopt;
  }
  const std::string_view word = scene.WordFrom(start);
  if (IsDigit(word[0])) {
    return Advice{start, fmt::format("`{}` is not a number", word),
                  "a float has a fraction, or an exponent with a sign: `1.5`, "
                  "`1e+3`"};
  }
  const std::string_view literal = word.substr(0, subject - start);
  constexpr std::array<std::string_view, 6> kLiterals = {
      "true", "True", "false", "False", "null", "NULL"};
  if (Contains(kLiterals, literal)) {
    return Advice{
        start, fmt::format("`{}` begins with the literal `{}`", word, literal),
        fmt::format("as a key of the value looked at, write `this.{}`", word)};
  }
  return OperatorWithTail(scene, word);
}

MaybeAdvice BadNumber(const Scene& scene) {
  const std::size_t at = scene.at();
  if (scene.Found() == '+' && IsDigit(scene.Byte(at + 1)) &&
      scene.Expected("a value")) {
    return Advice{at, "a number cannot begin with `+`", "leave the `+` out"};
  }
  if (scene.Found() == '.' && IsDigit(scene.Byte(at + 1)) &&
      scene.Expected("a value")) {
    return Advice{at, "a float needs a digit before its point",
                  "write `0` before it"};
  }
  std::size_t digits = at;
  while (digits > 0 && IsDigit(scene.Byte(digits - 1))) {
    --digits;
  }
  if (scene.Found() != '.' || digits == at ||
      IsNameByte(scene.Byte(digits - 1)))
    return std::nullopt;
  if (!IsDigit(scene.Byte(at + 1))) {
    return Advice{digits, "a float needs a digit behind its point",
                  "write `0` behind it"};
  }
  if (digits > 0 && scene.Byte(digits - 1) == '-') {
    return Advice{digits - 1, "a float cannot be negative here",
                  "floats have no sign: bind one with "
                  "`let x = parse_float(\"-2.5\")`"};
  }
  return std::nullopt;
}

MaybeAdvice IntegerOutOfRange(const Scene& scene) {
  const std::size_t first = scene.Found() == '-' ? scene.at() + 1 : scene.at();
  if (!scene.Expected("a value") || !IsDigit(scene.Byte(first))) {
    return std::nullopt;
  }
  return Advice{scene.at(), "an integer is out of range",
                "integers have 64 bits, and the smallest one cannot be "
                "written"};
}

MaybeAdvice EqualsSign(const Scene& scene) {
  if (scene.Found() != '=') {
    return std::nullopt;
  }
  if (scene.ExpectedOperator()) {
    return Advice{scene.at(), "expected an operator, found `=`",
                  "equality is written `==`"};
  }
  if (scene.Expected("a value")) {
    return Advice{scene.at(), "expected a value, found `=`",
                  "an operator has no white space inside"};
  }
  return std::nullopt;
}

MaybeAdvice Separator(const Scene& scene) {
  if (scene.Found() == ';') {
    return Advice{scene.at(), "`;` is not part of the language",
                  "white space separates clauses"};
  }
  if (scene.Found() == ']' && scene.LastByte() == ',' &&
      scene.Expected("a value")) {
    return Advice{scene.at(), "expected a value, found `]`",
                  "no comma behind the last value of a list"};
  }
  if (scene.Found() == ')' && scene.LastByte() == ',') {
    return Advice{scene.at(), "expected a value, found `)`",
                  "no comma behind the last argument"};
  }
  if (scene.Found() == '}' && scene.LastByte() == ',' &&
      scene.Expected("a key")) {
    return Advice{scene.at(), "expected a key, found `}`",
                  "no comma behind the last member of a map"};
  }
  return std::nullopt;
}

MaybeAdvice UnquotedKey(const Scene& scene) {
  const char found = scene.Found();
  if (scene.Expected("a key, an index, a variable or `*`")) {
    if (IsSpace(found)) {
      return Advice{scene.at(), "white space behind the `.` of a query",
                    "white space may stand before the dot, not behind it"};
    }
    if (found == '_') {
      return Advice{
          scene.at(), "a key cannot begin with `_`",
          fmt::format("quote it: `\"{}\"`", scene.WordFrom(scene.at()))};
    }
    return std::nullopt;
  }
  const bool glued = scene.at() > 0 && IsNameByte(scene.Byte(scene.at() - 1));
  if (!scene.ExpectedOperator() || !glued) {
    return std::nullopt;
  }
  if (scene.FoundText("::")) {
    return Advice{
        scene.at(), "expected an operator, found `::`",
        "a type block stands only directly in a rule or at the top level; a "
        "key with `:` in it has to be quoted"};
  }
  if (found == '-' || found == ':' || found == '/' || IsNameByte(found)) {
    return Advice{
        scene.at(),
        fmt::format("expected an operator, found {}", scene.FoundWords()),
        "a key has to be quoted unless it is a letter with letters, digits and "
        "`_` behind it"};
  }
  return std::nullopt;
}

MaybeAdvice TypeName(const Scene& scene) {
  if (!scene.Expected("white space") || scene.at() == 0 ||
      !IsNameByte(scene.Byte(scene.at() - 1))) {
    return std::nullopt;
  }
  if (scene.FoundText("::")) {
    return Advice{scene.at(), "expected white space, found `::`",
                  "the type of a type block has two or three parts"};
  }
  if (scene.Found() == '{') {
    return Advice{scene.at(), "expected white space, found `{`",
                  "a blank has to stand before the `{`"};
  }
  return std::nullopt;
}

MaybeAdvice MisplacedCall(const Scene& scene) {
  if (scene.Found() == '(' && scene.at() > 0 &&
      IsSpace(scene.Byte(scene.at() - 1)) && IsNameByte(scene.LastByte())) {
    return Advice{scene.at(), "white space before the `(` of a call",
                  "the `(` follows the name directly"};
  }
  constexpr std::string_view kSigns = "=!<>";
  if (scene.LastByte() == ')' && !scene.FoundText("<<") &&
      kSigns.find(scene.Found()) != std::string_view::npos) {
    return Advice{scene.at(), "an operator behind a call",
                  "a function cannot stand on the left: bind its result to a "
                  "variable with `let`"};
  }
  return std::nullopt;
}

MaybeAdvice MisplacedClause(const Scene& scene) {
  if (scene.FoundText("<<") && scene.LastByte() == '}') {
    return Advice{scene.at(), "a message behind a block",
                  "a message belongs to a clause inside of the block"};
  }
  if (scene.Found() == '}' && scene.LastByte() == '{') {
    return Advice{scene.at(), "an empty block",
                  "a block needs a clause or an assignment"};
  }
  if (scene.Found() == ']' && scene.LastByte() == '[') {
    return Advice{scene.at(), "an empty filter",
                  "write `[*]` for all elements"};
  }
  if (scene.Expected("a clause") && IsDigit(scene.Found()) &&
      scene.LastByte() == '[' && IsSpace(scene.Byte(scene.at() - 1))) {
    return Advice{scene.at(), "white space before an index",
                  "the index follows the `[` directly"};
  }
  if (scene.ExpectedOperator() && scene.SubjectText() == "let") {
    return Advice{scene.subject(), "an assignment where a clause has to stand",
                  "variables are bound in rules, in blocks and at the top "
                  "level, not in filters or conditions"};
  }
  return std::nullopt;
}

MaybeAdvice BadName(const Scene& scene) {
  const bool name = scene.Expected("the name of a variable") ||
                    scene.Expected("the name of a rule") ||
                    scene.Expected("the name of a parameter");
  const bool goes_on = scene.at() > 0 && scene.Found() == '-' &&
                       IsNameByte(scene.Byte(scene.at() - 1)) &&
                       scene.Expected("`{`");
  if (!name && !goes_on) {
    return std::nullopt;
  }
  return Advice{scene.at(),
                fmt::format("expected {}, found {}", name ? "a name" : "`{`",
                            scene.FoundWords()),
                "a name is a letter with letters, digits and `_` behind it"};
}

MaybeAdvice LiteralOnTheLeft(const Scene& scene) {
  if (!scene.Expected("a clause") || !IsDigit(scene.Found())) {
    return std::nullopt;
  }
  return Advice{scene.at(), scene.Summary(),
                "a clause begins with a query; a literal stands on the right "
                "of the operator"};
}

MaybeAdvice NameWithoutOperator(const Scene& scene) {
  if (!scene.ExpectedOperator()) {
    return std::nullopt;
  }
  if (scene.Found() == '!') {
    return Advice{scene.at(), scene.Summary(),
                  "the operator follows a `!` directly: `!in`, `!exists`"};
  }
  if (!scene.SubjectIsName()) {
    return std::nullopt;
  }
  const std::size_t end = scene.subject() + scene.SubjectText().size();
  const bool own_line = scene.text().substr(end, scene.at() - end).find('\n') !=
                        std::string_view::npos;
  if (own_line || scene.AtEnd() || scene.Found() == '}' ||
      scene.Found() == ']') {
    return Advice{scene.at(), scene.Summary(),
                  "a rule can be referred to only directly in a rule, in "
                  "`when` conditions and in `when` blocks of a rule"};
  }
  return Advice{scene.at(), scene.Summary(),
                fmt::format("if `{}` is a rule, a line break has to follow it",
                            scene.SubjectText())};
}

Advice Advise(const Scene& scene) {
  using Trap = MaybeAdvice (*)(const Scene&);
  for (const Trap trap : std::initializer_list<Trap>{
           InvisibleCharacter, WordAnd, KeywordInMixedCase, UnknownOperator,
           GluedWords, BadNumber, IntegerOutOfRange, EqualsSign, Separator,
           BadName, UnquotedKey, TypeName, MisplacedCall, MisplacedClause,
           LiteralOnTheLeft, NameWithoutOperator}) {
    if (MaybeAdvice advice = trap(scene)) {
      return *std::move(advice);
    }
  }
  return {scene.at(), scene.Summary(), ""};
}

}  // namespace

Error DescribeSyntaxError(const SourceFile& file, const Cursor& cursor) {
  ErrorCode code = ErrorCode::kBadInput;
  Advice advice;
  if (cursor.failure()) {
    const Failure& failure = *cursor.failure();
    code = failure.code;
    advice = {failure.offset, failure.message, failure.hint};
  } else {
    advice = Advise(Scene(file.text(), cursor.farthest()));
  }
  return {code,
          DiagnosticAt(file, static_cast<std::uint32_t>(advice.offset),
                       std::move(advice.message), std::move(advice.hint))};
}

}  // namespace connectguard
