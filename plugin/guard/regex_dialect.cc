#include "guard/regex_dialect.h"

#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/regex_reader.h"

namespace connectguard {
namespace {

// Groups inside each other, as in the reference.
constexpr int kMaxGroupDepth = 64;
// The largest repeat count of PCRE2.
constexpr std::uint64_t kMaxRepeat = 65'535;

constexpr std::string_view kNothing = "(?!)";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What a piece of a pattern is, as far as repeats and look-behinds care.
enum class Kind { kEmpty, kAssertion, kLookAround, kOther };

struct Piece {
  std::string out;
  Kind kind = Kind::kEmpty;
  // `(?:...)` around nothing but alternatives: a look-behind may go without.
  bool bare_group = false;
};

class Translator final : public RegexReader {
 public:
  using RegexReader::RegexReader;

  Result<TranslatedRegex> Translate() {
    Piece whole = ParseAlternatives();
    if (!problem() && at_ < text_.size()) {
      Stop(at_, Byte() == ')' ? "a `)` without its `(`"
                              : "nothing stands before a repeat");
    }
    if (problem()) {
      return Fail(ErrorCode::kBadInput, *problem());
    }
    return TranslatedRegex{std::move(whole.out), groups_, std::move(names_),
                           order_free_};
  }

 private:
  Piece Stop(std::size_t offset, std::string_view message) {
    RegexReader::Stop(offset, message);
    return {};
  }

  // -------------------------------------------------------------- grammar --
  Piece ParseAlternatives();
  std::vector<Piece> ParseAlternativeList();
  Piece ParseBranch();
  Piece ParsePiece();
  Piece ParseAtom();
  Piece ParseClass();
  Piece ParseGroup();
  Piece ParseInside();
  Piece ParseBody(std::string_view open);
  Piece ParseLookAround(std::string_view open);
  Piece ParseNamedGroup(std::string_view open, std::string_view close);
  Piece ParseFlags();
  Piece ParseConditional();
  Piece ParseExpressionCondition();
  Piece ParseEscape();
  Piece ParseNumberedReference();
  Piece ParseNamedReference(std::string_view open, std::string_view close);
  std::optional<int> FindGroup(std::string_view open, std::string_view close);
  Piece Reference(std::size_t begin, int group);

  // --------------------------------------------------------------- output --
  std::string Toggle(char letter, bool RegexFlags::*flag, bool value);
  Piece Literal(char32_t character, bool caseless);
  Piece Set(const CharacterSet& set);

  int depth_ = 0;
  int groups_ = 0;
  bool numbered_references_ = false;
  bool in_look_behind_ = false;
  int look_arounds_ = 0;
  bool order_free_ = true;
  // The options as they stand in the output.
  RegexFlags written_;
  std::map<std::string, int, std::less<>> names_;
};

// An option that has to be in force for what is written next.
std::string Translator::Toggle(char letter, bool RegexFlags::*flag,
                               bool value) {
  if (written_.*flag == value) {
    return "";
  }
  written_.*flag = value;
  return fmt::format("(?{}{})", value ? "" : "-", letter);
}

Piece Translator::Literal(char32_t character, bool caseless) {
  const bool cased =
      character >= 0x80 || IsLetter(static_cast<char>(character));
  return {cased ? Toggle('i', &RegexFlags::caseless, caseless) +
                      QuoteCharacter(character)
                : QuoteCharacter(character),
          Kind::kOther};
}

Piece Translator::Set(const CharacterSet& set) {
  return {Toggle('i', &RegexFlags::caseless, flags_.caseless) + PatternFor(set),
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
  const RegexFlags written = written_;
  Piece piece = ParseAtom();
  SkipIgnored();
  const std::size_t begin = at_;
  const std::optional<Repeat> repeat = TakeRepeat();
  if (!repeat) {
    at_ = problem() ? text_.size() : begin;
    return piece;
  }
  if (piece.kind != Kind::kOther) {
    return Stop(begin, "nothing that can be repeated stands before a repeat");
  }
  if (repeat->low > repeat->high) {
    return Stop(begin, "the bounds of a repeat are the wrong way round");
  }
  if (repeat->low > kMaxRepeat ||
      (repeat->high != Repeat::kUnbounded && repeat->high > kMaxRepeat)) {
    return Stop(begin, fmt::format("a repeat of more than {}", kMaxRepeat));
  }
  SkipIgnored();
  const bool lazy = Take("?") != flags_.swap_greed;
  const bool possessive = Take("+");
  piece.out += repeat->high == Repeat::kUnbounded
                   ? fmt::format("{{{},}}", repeat->low)
                   : fmt::format("{{{},{}}}", repeat->low, repeat->high);
  piece.out += lazy ? "?" : "";
  piece.bare_group = false;
  if (possessive) {
    order_free_ = false;
    piece.out = fmt::format("(?>{})", piece.out);
    written_ = written;
  }
  return piece;
}

Piece Translator::ParseAtom() {
  SkipIgnored();
  if (AtEnd()) {
    return {};
  }
  switch (Byte()) {
    case '.':
      ++at_;
      return {Toggle('s', &RegexFlags::dot_all, flags_.dot_all) + ".",
              Kind::kOther};
    case '^':
    case '$': {
      const char anchor = text_[at_++];
      return {Toggle('m', &RegexFlags::multiline, flags_.multiline) + anchor,
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
  if (problem() || text_[at_ - 1] != ']') {
    return Stop(begin, "a character class without its closing `]`");
  }
  const std::size_t end = at_;
  std::string problem;
  std::optional<std::string> pattern =
      TranslateClass(text_, begin, end, this, &problem);
  if (!pattern) {
    return Stop(begin, problem);
  }
  at_ = end;
  return {Toggle('i', &RegexFlags::caseless, flags_.caseless) + *pattern,
          Kind::kOther};
}

// ------------------------------------------------------------------ groups --

// What stands in a group, with its closing parenthesis. Options that were
// written inside end with it.
Piece Translator::ParseInside() {
  const std::size_t begin = at_;
  const RegexFlags written = written_;
  Piece inside = ParseAlternatives();
  SkipIgnored();
  if (!Take(")")) {
    Stop(begin, "a `(` without its `)`");
  }
  written_ = written;
  return inside;
}

Piece Translator::ParseBody(std::string_view open) {
  return {fmt::format("{}{})", open, ParseInside().out), Kind::kOther};
}

// In a look-behind, a group that holds only alternatives may be left out, so
// that each of them can have a length of its own.
Piece Translator::ParseLookAround(std::string_view open) {
  const bool behind = open.starts_with("(?<");
  const bool outer = std::exchange(in_look_behind_, behind);
  ++look_arounds_;
  Piece inside = ParseInside();
  --look_arounds_;
  in_look_behind_ = outer;
  if (behind && inside.bare_group) {
    inside.out = inside.out.substr(3, inside.out.size() - 4);
  }
  return {fmt::format("{}{})", open, inside.out), Kind::kLookAround};
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
  return ParseBody("(");
}

Piece Translator::ParseGroup() {
  const std::size_t begin = at_++;
  if (++depth_ >= kMaxGroupDepth) {
    return Stop(begin, fmt::format("groups are nested {} deep", depth_));
  }
  SkipIgnored();
  Piece piece;
  if (Take("?=")) {
    piece = ParseLookAround("(?=");
  } else if (Take("?!")) {
    piece = ParseLookAround("(?!");
  } else if (Take("?<=")) {
    piece = ParseLookAround("(?<=");
  } else if (Take("?<!")) {
    piece = ParseLookAround("(?<!");
  } else if (Take("?P=")) {
    piece = ParseNamedReference("", ")");
  } else if (Take("?P")) {
    piece = ParseNamedGroup("<", ">");
  } else if (Sees("?<")) {
    ++at_;
    piece = ParseNamedGroup("<", ">");
  } else if (Take("?>")) {
    order_free_ = false;
    piece = ParseBody("(?>");
  } else if (Take("?(")) {
    piece = ParseConditional();
  } else if (Take("?")) {
    piece = ParseFlags();
  } else {
    ++groups_;
    piece = ParseBody("(");
  }
  --depth_;
  return piece;
}

// `(?ims-x)` holds to the end of the group in brackets around it, `(?i:...)`
// inside of it. Other groups do not end it, as in the reference.
Piece Translator::ParseFlags() {
  const std::size_t begin = at_;
  const RegexFlags outer = flags_;
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
  const RegexFlags written = written_;
  Piece body = ParseAlternatives();
  if (!Take(")")) {
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
  order_free_ = false;
  const RegexFlags written = written_;
  std::optional<int> group;
  if (Byte() == '\'') {
    group = FindGroup("'", "')");
  } else if (Byte() == '<') {
    group = FindGroup("<", ">)");
  } else if (IsDigit(Byte())) {
    numbered_references_ = true;
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
  if (!Take(")")) {
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
  const RegexFlags written = written_;
  const int groups = groups_;
  const Piece condition = ParseBody("(?>");
  if (groups_ != groups) {
    return Stop(begin, "a condition cannot contain capturing groups here");
  }
  const std::size_t body = at_;
  std::vector<Piece> branches = ParseAlternativeList();
  if (at_ == body || !Take(")")) {
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
  order_free_ = false;
  if (in_look_behind_) {
    return Stop(begin, "a reference in a look-behind has no fixed length");
  }
  if (group == 0) {
    return {fmt::format("(?:{})", kNothing), Kind::kOther};
  }
  return {Toggle('i', &RegexFlags::caseless, false) +
              fmt::format("\\g{{{}}}", group),
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
      if (Byte() == 'K' && look_arounds_ > 0) {
        return Stop(begin, "`\\K` cannot stand in a look-around");
      }
      order_free_ = false;
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

}  // namespace

Result<TranslatedRegex> TranslateRegex(std::string_view pattern,
                                       PropertyTest known) {
  std::size_t bad = 0;
  if (!IsUtf8(pattern, &bad)) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("the text is not UTF-8 (at byte {})", bad));
  }
  return Translator(pattern, known).Translate();
}

}  // namespace connectguard
