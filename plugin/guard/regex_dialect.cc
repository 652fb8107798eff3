#include "guard/regex_dialect.h"

#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "guard/unicode.h"

namespace connectguard {
namespace {

// Groups inside each other, as in the reference.
constexpr int kMaxGroupDepth = 64;
// The largest repeat count of PCRE2.
constexpr std::uint64_t kMaxRepeat = 65'535;
constexpr std::uint64_t kUnbounded = std::numeric_limits<std::uint64_t>::max();

constexpr std::string_view kNothing = "(?!)";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Flags {
  bool caseless = false;
  bool multiline = false;
  bool dot_all = false;
  bool swap_greed = false;
  bool ignore_space = false;
};

// What a piece of a pattern is, as far as repeats and look-behinds care.
enum class Kind { kEmpty, kAssertion, kLookAround, kOther };

struct Piece {
  std::string out;
  Kind kind = Kind::kEmpty;
  // `(?:...)` around nothing but alternatives: a look-behind may go without.
  bool bare_group = false;
};

struct Repeat {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

class Translator final : public ClassAtomReader {
 public:
  Translator(std::string_view text, PropertyTest known)
      : text_(text), known_(known) {}

  Result<TranslatedRegex> Translate() {
    Piece whole = ParseAlternatives();
    if (!problem_ && at_ < text_.size()) {
      Stop(at_, Byte() == ')' ? "a `)` without its `(`"
                              : "nothing stands before a repeat");
    }
    if (problem_) {
      return Fail(ErrorCode::kBadInput, *problem_);
    }
    return TranslatedRegex{std::move(whole.out), groups_, std::move(names_)};
  }

  std::optional<ClassAtom> ReadClassAtom(std::size_t* at) override;

 private:
  // ------------------------------------------------------------- the text --
  bool AtEnd() const { return at_ >= text_.size(); }
  char Byte(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool Sees(std::string_view text) const {
    return text_.substr(at_, text.size()) == text;
  }
  bool Take(std::string_view text) {
    const bool seen = Sees(text);
    at_ += seen ? text.size() : 0;
    return seen;
  }
  char32_t TakeCharacter();
  void SkipIgnored();
  std::optional<std::uint64_t> TakeDecimal();
  std::optional<std::string> TakeName(std::string_view open,
                                      std::string_view close);

  // The first problem ends the translation.
  Piece Stop(std::size_t offset, std::string message) {
    if (!problem_) {
      problem_ = fmt::format("{} (at byte {})", message, offset);
    }
    at_ = text_.size();
    return {};
  }

  // -------------------------------------------------------------- grammar --
  Piece ParseAlternatives();
  std::vector<Piece> ParseAlternativeList();
  Piece ParseBranch();
  Piece ParsePiece();
  Piece ParseAtom();
  Piece ParseClass();
  std::optional<Repeat> ParseRepeat();
  std::optional<Repeat> ParseCounts();
  Piece ParseGroup();
  Piece ParseBody(std::string_view open, Kind kind);
  Piece ParseLookBehind(std::string_view open);
  Piece ParseNamedGroup(std::string_view open, std::string_view close);
  Piece ParseFlags();
  void SetFlag(char letter, bool value);
  Piece ParseConditional();
  Piece ParseExpressionCondition();
  Piece ParseEscape();
  Piece ParseNumberedReference();
  Piece ParseNamedReference(std::string_view open, std::string_view close);
  std::optional<int> FindGroup(std::string_view open, std::string_view close);
  Piece Reference(std::size_t begin, int group);
  std::optional<char32_t> ParseHex(std::size_t digits);
  std::optional<char32_t> EscapedCharacter(bool in_class);
  std::optional<CharacterSet> EscapedSet();

  // --------------------------------------------------------------- output --
  std::string Toggle(char letter, bool Flags::*flag, bool value);
  Piece Literal(char32_t character, bool caseless);
  Piece Set(const CharacterSet& set);

  std::string_view text_;
  PropertyTest known_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int groups_ = 0;
  bool numbered_references_ = false;
  bool in_look_behind_ = false;
  Flags flags_;    // As the pattern has set them.
  Flags written_;  // As they stand in the output.
  std::map<std::string, int, std::less<>> names_;
  std::optional<std::string> problem_;
};

char32_t Translator::TakeCharacter() {
  const auto lead = static_cast<unsigned char>(Byte());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                                           : 4;
  std::uint32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    code = code << 6 | (static_cast<unsigned char>(Byte(i)) & 0x3Fu);
  }
  at_ += length;
  return code;
}

// Comments in parentheses; with `(?x)` also white space and `#` comments.
void Translator::SkipIgnored() {
  while (!AtEnd()) {
    if (flags_.ignore_space && Byte() == '#') {
      const std::size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
    } else if (flags_.ignore_space && std::string_view(" \t\r\n").find(
                                          Byte()) != std::string_view::npos) {
      ++at_;
    } else if (Sees("(?#")) {
      const std::size_t begin = at_;
      at_ += 3;
      while (!AtEnd() && Byte() != ')') {
        at_ += Byte() == '\\' ? 2 : 1;
      }
      if (AtEnd()) {
        Stop(begin, "a comment without its closing `)`");
        return;
      }
      ++at_;
    } else {
      return;
    }
  }
}

std::optional<std::uint64_t> Translator::TakeDecimal() {
  std::uint64_t value = 0;
  const char* begin = text_.data() + at_;
  const auto [end, error] =
      std::from_chars(begin, text_.data() + text_.size(), value);
  if (error != std::errc()) {
    return std::nullopt;
  }
  at_ += static_cast<std::size_t>(end - begin);
  return value;
}

std::optional<std::string> Translator::TakeName(std::string_view open,
                                                std::string_view close) {
  const std::size_t begin = at_;
  std::optional<std::string> name;
  if (Take(open)) {
    const std::size_t size = NamePrefix(text_.substr(at_));
    name = text_.substr(at_, size);
    at_ += size;
  }
  if (!name || name->empty() || !Take(close)) {
    at_ = begin;
    return std::nullopt;
  }
  return name;
}

// An option that has to be in force for what is written next.
std::string Translator::Toggle(char letter, bool Flags::*flag, bool value) {
  if (written_.*flag == value) {
    return "";
  }
  written_.*flag = value;
  return fmt::format("(?{}{})", value ? "" : "-", letter);
}

Piece Translator::Literal(char32_t character, bool caseless) {
  const bool cased =
      character >= 0x80 || IsLetter(static_cast<char>(character));
  return {cased ? Toggle('i', &Flags::caseless, caseless) +
                      QuoteCharacter(character)
                : QuoteCharacter(character),
          Kind::kOther};
}

Piece Translator::Set(const CharacterSet& set) {
  return {Toggle('i', &Flags::caseless, flags_.caseless) + PatternFor(set),
          Kind::kOther};
}

std::vector<Piece> Translator::ParseAlternativeList() {
  std::vector<Piece> alternatives;
  do {
    alternatives.push_back(ParseBranch());
    SkipIgnored();
  } while (Take("|"));
  // Numbered references cannot be mixed with named groups; the reference looks
  // for that only where there is a single alternative.
  if (alternatives.size() == 1 && numbered_references_ && !names_.empty()) {
    Stop(at_, "a numbered reference cannot stand beside named groups");
  }
  return alternatives;
}

Piece Translator::ParseAlternatives() {
  std::vector<Piece> list = ParseAlternativeList();
  if (list.size() == 1) {
    return std::move(list.front());
  }
  Piece whole{.out = "", .kind = Kind::kOther};
  for (std::size_t i = 0; i < list.size(); ++i) {
    whole.out += (i == 0 ? "" : "|") + list[i].out;
  }
  return whole;
}

Piece Translator::ParseBranch() {
  Piece branch;
  int pieces = 0;
  while (!AtEnd()) {
    const std::size_t begin = at_;
    Piece piece = ParsePiece();
    if (at_ == begin) {
      break;
    }
    if (piece.kind != Kind::kEmpty) {
      branch.kind = ++pieces == 1 ? piece.kind : Kind::kOther;
      branch.bare_group = pieces == 1 && piece.bare_group;
    }
    branch.out += piece.out;
  }
  return branch;
}

Piece Translator::ParsePiece() {
  const Flags written = written_;
  Piece piece = ParseAtom();
  SkipIgnored();
  const std::size_t begin = at_;
  const std::optional<Repeat> repeat = ParseRepeat();
  if (!repeat) {
    at_ = problem_ ? text_.size() : begin;
    return piece;
  }
  if (piece.kind != Kind::kOther) {
    return Stop(begin, "nothing that can be repeated stands before a repeat");
  }
  if (repeat->low > repeat->high) {
    return Stop(begin, "the bounds of a repeat are the wrong way round");
  }
  if (repeat->low > kMaxRepeat ||
      (repeat->high != kUnbounded && repeat->high > kMaxRepeat)) {
    return Stop(begin, fmt::format("a repeat of more than {}", kMaxRepeat));
  }
  SkipIgnored();
  const bool lazy = Take("?") != flags_.swap_greed;
  const bool possessive = Take("+");
  piece.out += repeat->high == kUnbounded
                   ? fmt::format("{{{},}}", repeat->low)
                   : fmt::format("{{{},{}}}", repeat->low, repeat->high);
  piece.out += lazy ? "?" : "";
  piece.bare_group = false;
  if (possessive) {
    piece.out = fmt::format("(?>{})", piece.out);
    written_ = written;
  }
  return piece;
}

// `{` without a valid repeat behind it is a character.
std::optional<Repeat> Translator::ParseRepeat() {
  if (Take("?")) {
    return Repeat{0, 1};
  }
  if (Take("*")) {
    return Repeat{0, kUnbounded};
  }
  if (Take("+")) {
    return Repeat{1, kUnbounded};
  }
  return Take("{") ? ParseCounts() : std::nullopt;
}

std::optional<Repeat> Translator::ParseCounts() {
  SkipIgnored();
  std::optional<std::uint64_t> low = 0;
  if (Byte() != ',') {
    low = TakeDecimal();
  }
  SkipIgnored();
  std::optional<std::uint64_t> high = low;
  if (Take(",")) {
    SkipIgnored();
    high = TakeDecimal().value_or(kUnbounded);
  }
  SkipIgnored();
  if (!low || !Take("}")) {
    return std::nullopt;
  }
  return Repeat{*low, *high};
}

Piece Translator::ParseAtom() {
  SkipIgnored();
  if (AtEnd()) {
    return {};
  }
  switch (Byte()) {
    case '.':
      ++at_;
      return {Toggle('s', &Flags::dot_all, flags_.dot_all) + ".", Kind::kOther};
    case '^':
    case '$': {
      const char anchor = text_[at_++];
      return {Toggle('m', &Flags::multiline, flags_.multiline) + anchor,
              Kind::kAssertion};
    }
    case '(':
      return ParseGroup();
    case '\\':
      return ParseEscape();
    case '+':
    case '*':
    case '?':
    case '|':
    case ')':
      return {};
    case '[':
      return ParseClass();
    default:
      return Literal(TakeCharacter(), flags_.caseless);
  }
}

// Brackets are counted without regard to what they stand for inside; a class
// that ends elsewhere by its own rules is refused.
Piece Translator::ParseClass() {
  const std::size_t begin = at_++;
  Take("^");
  Take("]");
  for (int open = 1; open > 0 && !AtEnd();) {
    if (Byte() == '\\') {
      ReadClassAtom(&at_);
      continue;
    }
    open += Byte() == '[' ? 1 : Byte() == ']' ? -1 : 0;
    ++at_;
  }
  if (problem_ || text_[at_ - 1] != ']') {
    return Stop(begin, "a character class without its closing `]`");
  }
  const std::size_t end = at_;
  std::string problem;
  std::optional<std::string> pattern =
      TranslateClass(text_, begin, end, this, &problem);
  if (!pattern) {
    return Stop(begin, std::move(problem));
  }
  at_ = end;
  return {Toggle('i', &Flags::caseless, flags_.caseless) + *pattern,
          Kind::kOther};
}

std::optional<ClassAtom> Translator::ReadClassAtom(std::size_t* at) {
  at_ = *at;
  ClassAtom atom;
  if (Byte() != '\\') {
    atom.character = TakeCharacter();
  } else {
    const std::size_t begin = at_++;
    atom.set = EscapedSet();
    if (!atom.set) {
      atom.character = EscapedCharacter(true);
    }
    if (!atom.set && !atom.character) {
      Stop(begin, "an escape has no meaning in a character class");
    }
  }
  *at = at_;
  return problem_ ? std::nullopt : std::optional(std::move(atom));
}

// ------------------------------------------------------------------ groups --

// What stands in a group, with its closing parenthesis. Options that were
// written inside end with it.
Piece Translator::ParseBody(std::string_view open, Kind kind) {
  const std::size_t begin = at_;
  const Flags written = written_;
  Piece body = ParseAlternatives();
  SkipIgnored();
  if (!problem_ && !Take(")")) {
    return Stop(begin, "a `(` without its `)`");
  }
  written_ = written;
  return {fmt::format("{}{})", open, body.out), kind};
}

// A group that holds only alternatives may be left out, so that each of them
// can have a length of its own.
Piece Translator::ParseLookBehind(std::string_view open) {
  const bool outer = std::exchange(in_look_behind_, true);
  const std::size_t begin = at_;
  const Flags written = written_;
  Piece body = ParseAlternatives();
  SkipIgnored();
  if (!problem_ && !Take(")")) {
    return Stop(begin, "a `(` without its `)`");
  }
  written_ = written;
  in_look_behind_ = outer;
  if (body.bare_group) {
    body.out = body.out.substr(3, body.out.size() - 4);
  }
  return {fmt::format("{}{})", open, body.out), Kind::kLookAround};
}

Piece Translator::ParseNamedGroup(std::string_view open,
                                  std::string_view close) {
  const std::size_t begin = at_;
  const std::optional<std::string> name = TakeName(open, close);
  if (!name) {
    return Stop(begin,
                "the name of a group consists of letters, digits and "
                "`_`");
  }
  names_[*name] = ++groups_;
  return ParseBody("(", Kind::kOther);
}

Piece Translator::ParseGroup() {
  const std::size_t begin = at_++;
  if (++depth_ >= kMaxGroupDepth) {
    return Stop(begin, fmt::format("groups are nested {} deep", depth_));
  }
  SkipIgnored();
  Piece piece;
  const bool look_behind = in_look_behind_;
  if (Take("?=") || Take("?!")) {
    in_look_behind_ = false;
    piece = ParseBody(text_[at_ - 1] == '=' ? "(?=" : "(?!", Kind::kLookAround);
  } else if (Take("?<=")) {
    piece = ParseLookBehind("(?<=");
  } else if (Take("?<!")) {
    piece = ParseLookBehind("(?<!");
  } else if (Take("?P=")) {
    piece = ParseNamedReference("", ")");
  } else if (Take("?P")) {
    piece = ParseNamedGroup("<", ">");
  } else if (Sees("?<")) {
    ++at_;
    piece = ParseNamedGroup("<", ">");
  } else if (Take("?>")) {
    piece = ParseBody("(?>", Kind::kOther);
  } else if (Take("?(")) {
    piece = ParseConditional();
  } else if (Take("?")) {
    piece = ParseFlags();
  } else {
    ++groups_;
    piece = ParseBody("(", Kind::kOther);
  }
  in_look_behind_ = look_behind;
  --depth_;
  return piece;
}

void Translator::SetFlag(char letter, bool value) {
  switch (letter) {
    case 'i':
      flags_.caseless = value;
      break;
    case 'm':
      flags_.multiline = value;
      break;
    case 's':
      flags_.dot_all = value;
      break;
    case 'U':
      flags_.swap_greed = value;
      break;
    case 'x':
      flags_.ignore_space = value;
      break;
    default:
      break;
  }
}

// `(?ims-x)` holds to the end of the group in brackets around it, `(?i:...)`
// inside of it. Other groups do not end it, as in the reference.
Piece Translator::ParseFlags() {
  const std::size_t begin = at_;
  const Flags outer = flags_;
  bool value = true;
  for (;; ++at_) {
    SkipIgnored();
    const char c = Byte();
    const bool bare = at_ == begin || (!value && at_ == begin + 1);
    if (c == ')' && !bare) {
      ++at_;
      return {};
    }
    if (c == ':' && (value || !bare)) {
      ++at_;
      break;
    }
    if (c == '-' && value) {
      value = false;
    } else if (std::string_view("imsUx").find(c) != std::string_view::npos ||
               (c == 'u' && value)) {
      SetFlag(c, value);
    } else {
      return Stop(begin, "a `(?` with an unknown letter behind it");
    }
  }
  const Flags written = written_;
  Piece body = ParseAlternatives();
  if (!problem_ && !Take(")")) {
    return Stop(begin, "a `(` without its `)`");
  }
  flags_ = outer;
  written_ = written;
  const Kind kind = body.kind;
  return {fmt::format("(?:{})", body.out), kind, true};
}

// `(?(1)yes|no)`.
Piece Translator::ParseConditional() {
  const std::size_t begin = at_;
  const Flags written = written_;
  std::optional<int> group;
  if (Byte() == '\'') {
    group = FindGroup("'", "')");
  } else if (Byte() == '<') {
    group = FindGroup("<", ">)");
  } else if (IsDigit(Byte()) || Byte() == '+' || Byte() == '-') {
    group = FindGroup("", ")");
  } else {
    return ParseExpressionCondition();
  }
  if (!group) {
    return Stop(begin, "a condition on a group that is not there");
  }
  const std::size_t body = at_;
  std::vector<Piece> branches = ParseAlternativeList();
  const bool no_body = at_ == body;
  if (!problem_ && !Take(")")) {
    return Stop(begin, "a `(` without its `)`");
  }
  written_ = written;
  std::string otherwise;
  for (std::size_t i = 1; i < branches.size(); ++i) {
    otherwise += (i == 1 ? "" : "|") + branches[i].out;
  }
  if (no_body) {
    otherwise = kNothing;
  }
  return {fmt::format("(?({}){}|(?:{}))", *group, branches[0].out, otherwise),
          Kind::kOther};
}

// `(?(expression)yes|no)`: what the expression matched is kept for `yes`.
Piece Translator::ParseExpressionCondition() {
  const std::size_t begin = at_;
  const Flags written = written_;
  const int groups = groups_;
  const Piece condition = ParseBody("(?>", Kind::kOther);
  if (groups_ != groups) {
    return Stop(begin, "a condition cannot contain capturing groups here");
  }
  const std::size_t body = at_;
  std::vector<Piece> branches = ParseAlternativeList();
  if (!problem_ && (at_ == body || !Take(")"))) {
    return Stop(begin, "a condition without anything that depends on it");
  }
  written_ = written;
  std::string otherwise;
  for (std::size_t i = 1; i < branches.size(); ++i) {
    otherwise += (i == 1 ? "" : "|") + branches[i].out;
  }
  return {fmt::format("(?:(?:{0}{1})|(?!{0})(?:{2}))", condition.out,
                      branches[0].out, otherwise),
          Kind::kOther};
}

// -------------------------------------------------------------- references --

std::optional<int> Translator::FindGroup(std::string_view open,
                                         std::string_view close) {
  if (const std::optional<std::string> name = TakeName(open, close)) {
    if (const auto found = names_.find(*name); found != names_.end()) {
      return found->second;
    }
    int group = 0;
    const char* end = name->data() + name->size();
    const auto [stop, error] = std::from_chars(name->data(), end, group);
    return error == std::errc() && stop == end && group <= groups_
               ? std::optional(group)
               : std::nullopt;
  }
  const std::size_t begin = at_;
  if (Take(open) && Take("-")) {
    const std::optional<std::uint64_t> back = TakeDecimal();
    if (back && *back > 0 && *back <= static_cast<std::uint64_t>(groups_) &&
        Take(close)) {
      return groups_ + 1 - static_cast<int>(*back);
    }
  }
  at_ = begin;
  return std::nullopt;
}

// A reference compares exactly, whatever the options; group 0 is never
// complete while it is matched.
Piece Translator::Reference(std::size_t begin, int group) {
  if (in_look_behind_) {
    return Stop(begin, "a reference in a look-behind has no fixed length");
  }
  if (group == 0) {
    return {fmt::format("(?:{})", kNothing), Kind::kOther};
  }
  return {
      Toggle('i', &Flags::caseless, false) + fmt::format("\\g{{{}}}", group),
      Kind::kOther};
}

Piece Translator::ParseNumberedReference() {
  const std::size_t begin = at_;
  const std::optional<std::uint64_t> group = TakeDecimal();
  if (!group || *group > static_cast<std::uint64_t>(groups_)) {
    return Stop(begin, "a reference to a group that is not there");
  }
  numbered_references_ = true;
  return Reference(begin, static_cast<int>(*group));
}

Piece Translator::ParseNamedReference(std::string_view open,
                                      std::string_view close) {
  const std::size_t begin = at_;
  const std::optional<int> group = FindGroup(open, close);
  return group ? Reference(begin, *group)
               : Stop(begin, "a reference to a group that is not there");
}

// ----------------------------------------------------------------- escapes --

// Behind the backslash.
Piece Translator::ParseEscape() {
  const std::size_t begin = at_++;
  if (AtEnd()) {
    return Stop(begin, "a backslash at the end");
  }
  const std::string word = PatternFor(*SetForLetter('w'));
  const auto assertion = [this](std::string out) {
    ++at_;
    return Piece{std::move(out), Kind::kAssertion};
  };
  switch (Byte()) {
    case 'A':
      return assertion("\\A");
    case 'z':
      return assertion("\\z");
    case 'b':
    case 'B': {
      if (Byte(1) == '{') {
        return Stop(begin, "a word boundary of this kind is not supported");
      }
      return assertion(
          Byte() == 'B'
              ? fmt::format("(?:(?<={0})(?={0})|(?<!{0})(?!{0}))", word)
              : fmt::format("(?:(?<={0})(?!{0})|(?<!{0})(?={0}))", word));
    }
    case '<':
      return assertion(fmt::format("(?:(?<!{0})(?={0}))", word));
    case '>':
      return assertion(fmt::format("(?:(?<={0})(?!{0}))", word));
    case 'K':
    case 'G': {
      const char letter = text_[at_++];
      return {fmt::format("(?:\\{})", letter), Kind::kOther};
    }
    case 'k':
      ++at_;
      return Byte() == '\'' ? ParseNamedReference("'", "'")
                            : ParseNamedReference("<", ">");
    default:
      break;
  }
  if (IsDigit(Byte())) {
    return ParseNumberedReference();
  }
  if (const std::optional<CharacterSet> set = EscapedSet()) {
    return Set(*set);
  }
  const bool numeric =
      std::string_view("xuU").find(Byte()) != std::string_view::npos;
  const char letter = Byte();
  if (const std::optional<char32_t> character = EscapedCharacter(false)) {
    return Literal(*character, numeric && flags_.caseless);
  }
  return Stop(begin, fmt::format("unknown escape `\\{}`", letter));
}

// `\d` and its like, and `\p{...}`. Nothing is consumed when it is none.
std::optional<CharacterSet> Translator::EscapedSet() {
  if (std::optional<CharacterSet> set = SetForLetter(Byte())) {
    ++at_;
    return set;
  }
  if (Byte() != 'p' && Byte() != 'P') {
    return std::nullopt;
  }
  const std::size_t begin = at_;
  const bool negated = text_[at_++] == 'P';
  std::string_view name = text_.substr(at_, 1);
  if (Byte() == '{') {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      Stop(begin, "the name of a property without its closing `}`");
      return std::nullopt;
    }
    name = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end;
  }
  at_ += AtEnd() ? 0 : 1;
  std::optional<CharacterSet> set = SetForProperty(name, negated, known_);
  if (!set) {
    Stop(begin, fmt::format("unknown property `{}`", name));
  }
  return set;
}

std::optional<char32_t> Translator::ParseHex(std::size_t digits) {
  ++at_;
  std::string_view hex = text_.substr(at_, digits);
  std::size_t size = 0;
  while (size < hex.size() && IsHexDigit(hex[size])) {
    ++size;
  }
  if (size == digits) {
    at_ += digits;
  } else if (Byte() == '{') {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos || end == at_ + 1 || end > at_ + 9) {
      return std::nullopt;
    }
    hex = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
  } else {
    return std::nullopt;
  }
  std::uint32_t code = 0;
  const char* end = hex.data() + hex.size();
  const auto [stop, error] = std::from_chars(hex.data(), end, code, 16);
  const bool valid = error == std::errc() && stop == end && code <= 0x10FFFF &&
                     (code < 0xD800 || code > 0xDFFF);
  return valid ? std::optional<char32_t>(code) : std::nullopt;
}

// Outside of classes most letters have been taken already. Inside, the
// assertions stand for their letters.
std::optional<char32_t> Translator::EscapedCharacter(bool in_class) {
  struct Control {
    char letter;
    char32_t character;
  };
  constexpr Control kControls[] = {{'a', 0x07}, {'b', 0x08}, {'e', 0x1B},
                                   {'f', 0x0C}, {'n', 0x0A}, {'r', 0x0D},
                                   {'t', 0x09}, {'v', 0x0B}};
  const char letter = Byte();
  if (AtEnd() || IsDigit(letter)) {
    return std::nullopt;
  }
  if (letter == 'x' || letter == 'u' || letter == 'U') {
    return ParseHex(letter == 'x' ? 2 : letter == 'u' ? 4 : 8);
  }
  for (const Control& control : kControls) {
    if (control.letter == letter) {
      ++at_;
      return control.character;
    }
  }
  constexpr std::string_view kAssertions = "kAzBKG";
  if (IsLetter(letter) &&
      !(in_class && kAssertions.find(letter) != std::string_view::npos)) {
    return std::nullopt;
  }
  return TakeCharacter();
}

}  // namespace

Result<TranslatedRegex> TranslateRegex(std::string_view pattern,
                                       PropertyTest known) {
  return Translator(pattern, known).Translate();
}

}  // namespace connectguard
