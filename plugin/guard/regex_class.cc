#include "guard/regex_class.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

constexpr std::string_view kAny = R"(\x{0}-\x{10ffff})";
constexpr std::string_view kAnyPattern = "(?s:.)";
// One character that there is not: as long as any other, for look-behinds.
constexpr std::string_view kNothing = R"([^\x{0}-\x{10ffff}])";

// Unicode Technical Standard 18, annex C; ASCII first, since it is tried first.
constexpr std::string_view kWord =
    R"(0-9A-Z_a-z\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200c}\x{200d})";
constexpr std::string_view kSpace =
    R"(\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029})"
    R"(\x{202f}\x{205f}\x{3000})";

struct NamedSet {
  std::string_view name;
  std::string_view inside;
};
constexpr std::array<NamedSet, 14> kAsciiSets = {{
    {"alnum", "0-9A-Za-z"},
    {"alpha", "A-Za-z"},
    {"ascii", R"(\x{0}-\x{7f})"},
    {"blank", R"(\x{9}\x{20})"},
    {"cntrl", R"(\x{0}-\x{1f}\x{7f})"},
    {"digit", "0-9"},
    {"graph", R"(\x{21}-\x{7e})"},
    {"lower", "a-z"},
    {"print", R"(\x{20}-\x{7e})"},
    {"punct", R"(\x{21}-\x{2f}\x{3a}-\x{40}\x{5b}-\x{60}\x{7b}-\x{7e})"},
    {"space", R"(\x{9}-\x{d}\x{20})"},
    {"upper", "A-Z"},
    {"word", "0-9A-Z_a-z"},
    {"xdigit", "0-9A-Fa-f"},
}};

// General categories by their long names, and the short ones that PCRE2 spells
// differently. Source: PropertyValueAliases.txt of Unicode 15.
constexpr std::array<NamedSet, 43> kCategories = {{
    {"letter", "L"},
    {"casedletter", "L&"},
    {"lc", "L&"},
    {"uppercaseletter", "Lu"},
    {"lowercaseletter", "Ll"},
    {"titlecaseletter", "Lt"},
    {"modifierletter", "Lm"},
    {"otherletter", "Lo"},
    {"mark", "M"},
    {"combiningmark", "M"},
    {"nonspacingmark", "Mn"},
    {"spacingmark", "Mc"},
    {"enclosingmark", "Me"},
    {"number", "N"},
    {"decimalnumber", "Nd"},
    {"digit", "Nd"},
    {"letternumber", "Nl"},
    {"othernumber", "No"},
    {"punctuation", "P"},
    {"punct", "P"},
    {"connectorpunctuation", "Pc"},
    {"dashpunctuation", "Pd"},
    {"openpunctuation", "Ps"},
    {"closepunctuation", "Pe"},
    {"initialpunctuation", "Pi"},
    {"finalpunctuation", "Pf"},
    {"otherpunctuation", "Po"},
    {"symbol", "S"},
    {"mathsymbol", "Sm"},
    {"currencysymbol", "Sc"},
    {"modifiersymbol", "Sk"},
    {"othersymbol", "So"},
    {"separator", "Z"},
    {"spaceseparator", "Zs"},
    {"lineseparator", "Zl"},
    {"paragraphseparator", "Zp"},
    {"other", "C"},
    {"control", "Cc"},
    {"cntrl", "Cc"},
    {"format", "Cf"},
    {"unassigned", "Cn"},
    {"privateuse", "Co"},
    {"space", "White_Space"},
}};
constexpr std::array<std::string_view, 36> kShortCategories = {
    "l",  "lu", "ll", "lt", "lm", "lo", "m",  "mn", "mc", "me", "n",  "nd",
    "nl", "no", "p",  "pc", "pd", "ps", "pe", "pi", "pf", "po", "s",  "sm",
    "sc", "sk", "so", "z",  "zs", "zl", "zp", "c",  "cc", "cf", "cn", "co"};

// Properties that PCRE2 has on its own, and surrogates, which no text contains.
constexpr std::array<std::string_view, 7> kNotInRust = {
    "cs", "surrogate", "xan", "xps", "xsp", "xuc", "xwd"};

// Properties of one case; without regard to case they are those of both.
constexpr std::array<std::string_view, 7> kOneCase = {
    "Lu", "Ll", "Lt", "uppercase", "upper", "lowercase", "lower"};

bool Contains(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Names are compared without case, blanks, hyphens and underscores, and
// without a leading `is`.
std::string Normalize(std::string_view name) {
  std::string normal;
  for (const char c : name) {
    if (c != ' ' && c != '-' && c != '_') {
      normal += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return normal.size() > 2 && normal.starts_with("is") ? normal.substr(2)
                                                       : normal;
}

bool IsWord(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

std::optional<std::string> FindCategory(std::string_view normal) {
  for (const NamedSet& category : kCategories) {
    if (category.name == normal) {
      return fmt::format("{}", category.inside);
    }
  }
  if (!Contains(kShortCategories, normal)) {
    return std::nullopt;
  }
  std::string category(normal);
  category[0] = static_cast<char>(category[0] - 'a' + 'A');
  return category;
}

// What to write between the braces of PCRE2's `\p{}`.
std::optional<std::string> FindProperty(std::string_view name,
                                        PropertyTest known) {
  const std::size_t split = name.find_first_of("=:");
  const std::string value = Normalize(
      split == std::string_view::npos ? name : name.substr(split + 1));
  if (!IsWord(value) || Contains(kNotInRust, value)) {
    return std::nullopt;
  }
  const std::string key =
      split == std::string_view::npos ? "" : Normalize(name.substr(0, split));
  if (key.empty() || key == "gc" || key == "generalcategory") {
    std::optional<std::string> category = FindCategory(value);
    if (category || !key.empty()) {
      return category;
    }
  }
  const bool extensions = key == "scx" || key == "scriptextensions";
  const std::string script =
      fmt::format("{}:{}", extensions ? "scx" : "sc", value);
  if ((key.empty() || extensions || key == "sc" || key == "script") &&
      known(script)) {
    return script;
  }
  if (key.empty() && known(value)) {
    return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CharacterSet> SetForLetter(char letter) {
  const bool negated = letter >= 'A' && letter <= 'Z';
  switch (letter) {
    case 'd':
      return CharacterSet{R"(\p{Nd})"};
    case 'D':
      return CharacterSet{R"(\P{Nd})"};
    case 's':
      return CharacterSet{std::string(kSpace)};
    case 'S':
      return CharacterSet{R"(\P{White_Space})"};
    case 'w':
    case 'W':
      return CharacterSet{std::string(kWord), negated};
    case 'h':
    case 'H':
      return CharacterSet{"0-9A-Fa-f", negated};
    default:
      return std::nullopt;
  }
}

std::optional<CharacterSet> SetForProperty(std::string_view name, bool negated,
                                           bool caseless, PropertyTest known) {
  const std::string normal = Normalize(name);
  if (normal == "any") {
    return CharacterSet{std::string(kAny), negated};
  }
  if (normal == "ascii") {
    return CharacterSet{negated ? R"(\x{80}-\x{10ffff})" : R"(\x{0}-\x{7f})"};
  }
  if (normal == "assigned") {
    return CharacterSet{negated ? R"(\p{Cn})" : R"(\P{Cn})"};
  }
  const std::optional<std::string> property = FindProperty(name, known);
  if (!property) {
    return std::nullopt;
  }
  if (caseless && Contains(kOneCase, *property)) {
    return CharacterSet{negated ? std::string(kAny) : R"(\p{L&})"};
  }
  return CharacterSet{
      fmt::format("\\{}{{{}}}", negated ? 'P' : 'p', *property)};
}

std::string PatternFor(const CharacterSet& set) {
  if (set.inside.empty()) {
    return std::string(set.negated ? kAnyPattern : kNothing);
  }
  return fmt::format("[{}{}]", set.negated ? "^" : "", set.inside);
}

std::string QuoteCharacter(char32_t character) {
  const bool plain = (character >= '0' && character <= '9') ||
                     (character >= 'A' && character <= 'Z') ||
                     (character >= 'a' && character <= 'z');
  return plain ? std::string(1, static_cast<char>(character))
               : fmt::format("\\x{{{:x}}}",
                             static_cast<std::uint32_t>(character));
}

namespace {

// A class as it is read: a plain set as long as it can be one, else patterns
// that match one character each.
class Union {
 public:
  void Add(const CharacterSet& set) {
    if (set.negated) {
      patterns_.push_back(PatternFor(set));
    } else {
      inside_ += set.inside;
    }
  }
  void AddRange(char32_t low, char32_t high) {
    inside_ += QuoteCharacter(low);
    if (low != high) {
      inside_ += '-';
      inside_ += QuoteCharacter(high);
    }
  }
  void AddPattern(std::string pattern) {
    patterns_.push_back(std::move(pattern));
  }

  // A plain set, when it is one.
  std::optional<CharacterSet> AsSet(bool negated) const {
    if (!patterns_.empty()) {
      return std::nullopt;
    }
    return CharacterSet{inside_, negated};
  }

  std::string Pattern() const {
    std::vector<std::string> all = patterns_;
    if (!inside_.empty() || all.empty()) {
      all.insert(all.begin(), PatternFor({inside_}));
    }
    if (all.size() == 1) {
      return all.front();
    }
    // The common `[\w\W]` and its like.
    if (all.size() == 2 && all[1] == PatternFor({inside_, true})) {
      return std::string(kAnyPattern);
    }
    return fmt::format("(?:{})", fmt::join(all, "|"));
  }

 private:
  std::string inside_;
  std::vector<std::string> patterns_;
};

enum class SetOperator { kNone, kAnd, kMinus, kXor };

std::string Combine(SetOperator op, const std::string& left,
                    const std::string& right) {
  switch (op) {
    case SetOperator::kNone:
      return right;
    case SetOperator::kAnd:
      return fmt::format("(?:(?={}){})", left, right);
    case SetOperator::kMinus:
      return fmt::format("(?:(?!{}){})", right, left);
    case SetOperator::kXor:
      return fmt::format("(?:(?!{0}){1}|(?!{1}){0})", right, left);
  }
  return right;
}

// Classes inside each other; each doubles what `~~` writes.
constexpr int kMaxClassDepth = 8;
// Bytes of what one class becomes.
constexpr std::size_t kMaxClassPattern = 16 * 1024;

class ClassParser {
 public:
  ClassParser(std::string_view text, std::size_t begin, std::size_t end,
              ClassAtomReader* reader)
      : text_(text.substr(0, end)), at_(begin), reader_(*reader) {}

  std::optional<std::string> Parse() {
    Union whole;
    if (!ParseClass(&whole)) {
      return std::nullopt;
    }
    if (at_ != text_.size()) {
      Stop("a character class is not closed where it seems to be");
      return std::nullopt;
    }
    return whole.Pattern();
  }

  const std::string& problem() const { return problem_; }

 private:
  bool Stop(std::string problem) {
    if (problem_.empty()) {
      problem_ = std::move(problem);
    }
    return false;
  }
  char Byte(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool AtEnd() const { return at_ >= text_.size(); }

  // From an opening bracket; what it matches is added to `out`.
  bool ParseClass(Union* out) {
    if (++depth_ > kMaxClassDepth) {
      return Stop("character classes are nested too deep");
    }
    ++at_;
    const bool negated = Byte() == '^';
    at_ += negated ? 1 : 0;
    Union items;
    ParseOpening(&items);
    SetOperator op = SetOperator::kNone;
    std::string left;
    while (!AtEnd() && Byte() != ']') {
      const SetOperator next = TakeOperator();
      if (next == SetOperator::kNone) {
        if (!ParseItem(&items)) {
          return false;
        }
        continue;
      }
      left = Combine(op, left, items.Pattern());
      op = next;
      items = {};
      if (left.size() > kMaxClassPattern) {
        return Stop("a character class is too large");
      }
    }
    if (AtEnd()) {
      return Stop("a character class without its closing `]`");
    }
    ++at_;
    --depth_;
    Finish(negated, op, left, items, out);
    return true;
  }

  // Hyphens, and a closing bracket, stand for themselves at the beginning.
  void ParseOpening(Union* items) {
    bool any = false;
    for (; Byte() == '-'; ++at_, any = true) {
      items->AddRange('-', '-');
    }
    if (!any && Byte() == ']') {
      items->AddRange(']', ']');
      ++at_;
    }
  }

  static void Finish(bool negated, SetOperator op, const std::string& left,
                     const Union& items, Union* out) {
    const std::optional<CharacterSet> set = items.AsSet(negated);
    if (op == SetOperator::kNone && set) {
      if (set->negated && set->inside.empty()) {
        out->AddPattern(PatternFor(*set));
      } else {
        out->Add(*set);
      }
      return;
    }
    std::string pattern = Combine(op, left, items.Pattern());
    out->AddPattern(negated ? fmt::format("(?:(?!{}){})", pattern, kAnyPattern)
                            : std::move(pattern));
  }

  SetOperator TakeOperator() {
    if (Byte() != Byte(1)) {
      return SetOperator::kNone;
    }
    const SetOperator op = Byte() == '&'   ? SetOperator::kAnd
                           : Byte() == '-' ? SetOperator::kMinus
                           : Byte() == '~' ? SetOperator::kXor
                                           : SetOperator::kNone;
    at_ += op == SetOperator::kNone ? 0 : 2;
    return op;
  }

  bool ParseItem(Union* items) {
    if (Byte() == '[') {
      return ParseAsciiClass(items) || ParseClass(items);
    }
    const std::optional<ClassAtom> first = reader_.ReadClassAtom(&at_);
    if (!first) {
      return Stop("an escape has no meaning in a character class");
    }
    const bool range = Byte() == '-' && Byte(1) != ']' && Byte(1) != '-';
    if (!range) {
      if (first->set) {
        items->Add(*first->set);
      } else {
        items->AddRange(*first->character, *first->character);
      }
      return true;
    }
    ++at_;
    const std::optional<ClassAtom> last =
        AtEnd() ? std::nullopt : reader_.ReadClassAtom(&at_);
    if (!last || !first->character || !last->character) {
      return Stop(
          "a range in a character class needs a character at both ends");
    }
    if (*first->character > *last->character) {
      return Stop("a range in a character class ends before it begins");
    }
    items->AddRange(*first->character, *last->character);
    return true;
  }

  // `[:alpha:]`; what looks like one but is not is a nested class.
  bool ParseAsciiClass(Union* items) {
    if (Byte(1) != ':') {
      return false;
    }
    const std::size_t end = text_.find(":]", at_ + 2);
    if (end == std::string_view::npos) {
      return false;
    }
    std::string_view name = text_.substr(at_ + 2, end - at_ - 2);
    const bool negated = name.starts_with('^');
    name.remove_prefix(negated ? 1 : 0);
    for (const NamedSet& set : kAsciiSets) {
      if (set.name == name) {
        items->Add({std::string(set.inside), negated});
        at_ = end + 2;
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_;
  ClassAtomReader& reader_;
  int depth_ = 0;
  std::string problem_;
};

}  // namespace

std::optional<std::string> TranslateClass(std::string_view text,
                                          std::size_t begin, std::size_t end,
                                          ClassAtomReader* reader,
                                          std::string* problem) {
  ClassParser parser(text, begin, end, reader);
  std::optional<std::string> pattern = parser.Parse();
  *problem = parser.problem();
  return pattern;
}

}  // namespace connectguard
