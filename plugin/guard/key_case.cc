#include "guard/key_case.h"

#include <array>
#include <cstdint>
#include <vector>

#include "guard/unicode_case.h"

namespace connectguard {
namespace {

using Chars = std::vector<char32_t>;

bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

// Letters beyond ASCII all count as part of a word.
bool IsWordChar(char32_t c) {
  return IsDigit(c) || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
         c >= 0x80;
}

char32_t AsciiUpper(char32_t c) {
  return c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c;
}
char32_t AsciiLower(char32_t c) {
  return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
}

// Without what is no word at the end.
Chars WordsOf(std::string_view key) {
  Chars chars = DecodeUtf8(key);
  while (!chars.empty() && !IsWordChar(chars.back())) {
    chars.pop_back();
  }
  return chars;
}

struct CamelStyle {
  bool first_upper = true;
  char separator = '\0';
  // A digit ends the word before it and starts a new one behind it.
  bool digits_part = true;
};

// fooBar, FooBar, Foo Bar, Foo-Bar.
std::string ToCamelLike(std::string_view key, const CamelStyle& style) {
  std::string out;
  bool new_word = style.first_upper;
  bool first_word = style.separator != '\0';
  bool started = false;
  char32_t last = U' ';
  for (const char32_t c : WordsOf(key)) {
    if (!IsWordChar(c)) {
      new_word = new_word || started;
      continue;
    }
    started = true;
    if (IsDigit(c) && style.digits_part) {
      new_word = true;
      AppendUtf8(c, &out);
    } else if (new_word || (IsLowerCase(last) && IsUpperCase(c))) {
      new_word = false;
      if (style.separator != '\0' && !first_word) {
        out += style.separator;
      }
      first_word = false;
      AppendUtf8(AsciiUpper(c), &out);
    } else {
      last = c;
      AppendUtf8(AsciiLower(c), &out);
    }
  }
  return out;
}

// foo_bar, foo-bar.
std::string ToSnakeLike(std::string_view key, char separator) {
  const Chars chars = WordsOf(key);
  const Chars all = DecodeUtf8(key);
  std::string out;
  bool first = true;
  std::size_t byte = 0;  // The library mixes bytes and characters here.
  for (const char32_t c : chars) {
    const auto lower_at = [&](std::size_t at) {
      return at < all.size() && IsLowerCase(all[at]);
    };
    if (!IsWordChar(c)) {
      if (!first) {
        first = true;
        out += separator;
      }
    } else {
      if (!first && c == AsciiUpper(c) &&
          (lower_at(byte + 1) || lower_at(byte - 1))) {
        out += separator;
      }
      first = false;
      AppendUtf8(AsciiLower(c), &out);
    }
    byte += Utf8Length(c);
  }
  return out;
}

// ---------------------------------------------------------------- singular --

bool EndsWith(std::string_view word, std::string_view end) {
  return word.size() >= end.size() &&
         word.substr(word.size() - end.size()) == end;
}

bool OneOf(char c, std::string_view chars) {
  return chars.find(c) != std::string_view::npos;
}

// The rules are regular expressions there: an ending, what of the word is kept
// in front of it (the first group), and what is put behind that. Newer versions
// keep the whole word before the ending, the older one sometimes only a part.
struct EndingRule {
  std::string_view ending;  // Matched by the rule, case-sensitive.
  std::size_t keep;         // Bytes of the ending that stay.
  std::string_view add;
  // Of the older version: bytes of the ending that stay, and whether what
  // stands before the ending stays.
  std::size_t old_keep;
  bool old_prefix;
  std::string_view old_add;
};

// In the order in which they are tried.
constexpr EndingRule kEndingRules[] = {
    {"databases", 8, "", 8, false, ""},
    {"quizzes", 4, "", 4, false, ""},
    {"matrices", 4, "ix", 4, false, "ix"},
    {"vertices", 4, "ex", 4, false, "ex"},
    {"indices", 3, "ex", 3, false, "ex"},
    {"alias", 5, "", 5, false, ""},
    {"aliases", 5, "", 5, false, ""},
    {"status", 6, "", 6, false, ""},
    {"statuses", 6, "", 6, false, ""},
    {"octopus", 5, "us", 5, false, "us"},
    {"octopi", 5, "us", 5, false, "us"},
    {"virus", 3, "us", 3, false, "us"},
    {"viri", 3, "us", 3, false, "us"},
    {"crisis", 4, "is", 4, false, "is"},
    {"crises", 4, "is", 4, false, "is"},
    {"testis", 4, "is", 4, false, "is"},
    {"testes", 4, "is", 4, false, "is"},
    {"shoes", 4, "", 4, false, ""},
    {"bus", 3, "", 3, false, ""},
    {"buses", 3, "", 3, false, ""},
    {"mice", 1, "ouse", 1, false, "ouse"},
    {"lice", 1, "ouse", 1, false, "ouse"},
    {"xes", 1, "", 0, true, "x"},
    {"ches", 2, "", 0, true, "ch"},
    {"sses", 2, "", 0, true, "ss"},
    {"shes", 2, "", 0, true, "sh"},
    {"movies", 1, "ovie", 1, false, "ovie"},
    {"series", 1, "eries", 1, false, "eries"},
};

std::string Apply(const EndingRule& rule, std::string_view word,
                  GuardVersion version) {
  const bool old = version == GuardVersion::k31;
  const std::size_t before = word.size() - rule.ending.size();
  std::string out(old && !rule.old_prefix ? "" : word.substr(0, before));
  out += rule.ending.substr(0, old ? rule.old_keep : rule.keep);
  out += old ? rule.old_add : rule.add;
  return out;
}

// One letter of a set in front of an ending. `kept`: the letter stays.
std::string Cut(std::string_view word, std::size_t ending, bool keep_letter,
                std::string_view add) {
  std::string out(word.substr(0, word.size() - ending - (keep_letter ? 0 : 1)));
  out += add;
  return out;
}

// Greek endings: analyses, bases, diagnoses, parentheses ...
constexpr std::string_view kGreekStems[] = {
    "analy", "ba", "diagno", "parenthe", "progno", "synop", "the"};

// Empty when the word has none of the endings.
std::string SingularOfOtherEndings(std::string_view word, bool old) {
  const auto letter_before = [&](std::size_t ending) {
    return word.size() > ending ? word[word.size() - ending - 1] : '\0';
  };
  if (EndsWith(word, "ies") && word.size() > 3) {
    if (!OneOf(letter_before(3), "aeiouy") || EndsWith(word, "quies")) {
      return Cut(word, 3, true, "y");
    }
  }
  // The older version drops the letter, and with it more than the plural.
  const bool keep = !old;
  if (EndsWith(word, "ves")) {
    if (OneOf(letter_before(3), "lr")) {
      return Cut(word, 3, keep, "f");
    }
    if (EndsWith(word, "tives") || EndsWith(word, "hives")) {
      return std::string(word.substr(0, word.size() - (old ? 5 : 1)));
    }
    if (word.size() > 3 && letter_before(3) != 'f') {
      return Cut(word, 3, keep, "fe");
    }
  }
  if (EndsWith(word, "sis") || EndsWith(word, "ses")) {
    const std::string_view stem = word.substr(0, word.size() - 3);
    for (const std::string_view greek : kGreekStems) {
      if (EndsWith(stem, greek)) {
        return std::string(old ? greek : stem) + "sis";
      }
    }
  }
  if (EndsWith(word, "a") && OneOf(letter_before(1), "ti")) {
    return Cut(word, 1, keep, "um");
  }
  if (EndsWith(word, "oes")) {
    return std::string(word.substr(0, word.size() - (old ? 3 : 2)));
  }
  if (EndsWith(word, "news")) {
    return std::string(old ? "" : word.substr(0, word.size() - 4)) + "news";
  }
  return {};
}

}  // namespace

std::string Singular(std::string_view word, GuardVersion version) {
  if (word.starts_with("oxen")) {
    return version == GuardVersion::k31 || word == "oxen" ? "ox"
                                                          : std::string(word);
  }
  if (word == "axis" || word == "axes") {
    return "axis";
  }
  for (const EndingRule& rule : kEndingRules) {
    if (EndsWith(word, rule.ending)) {
      return Apply(rule, word, version);
    }
  }
  std::string other =
      SingularOfOtherEndings(word, version == GuardVersion::k31);
  if (!other.empty()) {
    return other;
  }
  const bool plural = EndsWith(word, "s") && !EndsWith(word, "ss");
  return std::string(plural ? word.substr(0, word.size() - 1) : word);
}

std::string ConvertKey(std::string_view key, KeyCase to, GuardVersion version) {
  switch (to) {
    case KeyCase::kCamel:
      return ToCamelLike(key, {.first_upper = false});
    case KeyCase::kClass: {
      const std::string words = ToCamelLike(key, {});
      std::size_t last = words.size();
      while (last > 0 && !(words[last - 1] >= 'A' && words[last - 1] <= 'Z')) {
        --last;
      }
      last -= last > 0 ? 1 : 0;
      return words.substr(0, last) +
             Singular(std::string_view(words).substr(last), version);
    }
    case KeyCase::kKebab:
      return ToSnakeLike(key, '-');
    case KeyCase::kPascal:
      return ToCamelLike(key, {});
    case KeyCase::kSnake:
      return ToSnakeLike(key, '_');
    case KeyCase::kTitle:
      return ToCamelLike(
          key, {.separator = ' ', .digits_part = version == GuardVersion::k31});
    case KeyCase::kTrain:
      return ToCamelLike(key, {.separator = '-'});
  }
  return std::string(key);
}

}  // namespace connectguard
