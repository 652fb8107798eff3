#include <array>

#include "differential/node.h"
#include "differential/special_cases.h"
#include "differential/text.h"

namespace connectguard::differential {
namespace {

constexpr std::string_view kLetters[] = {
    "a", "b", "c", "A",  "B", "1", "2", " ", "_", "-", "x",
    "é", "É", "ß", "\n", "a", "b", "a", ":", "{", "}", "."};

constexpr std::string_view kEscapes[] = {
    "\\d",     "\\w",    "\\s",     "\\D", "\\W", "\\S",   "\\b",     "\\B",
    "\\A",     "\\z",    "\\.",     "\\-", "\\/", "\\x41", "\\u{61}", "\\p{L}",
    "\\p{Lu}", "\\P{L}", "\\pL",    "\\n", "\\t", "\\h",   "\\1",     "\\:",
    "\\_",     "\\ ",    "\\x{e9}", "\\Z", "\\K", "\\e"};

constexpr std::string_view kClassParts[] = {
    "a-z",    "A-Z",       "0-9",        "ab",  "a",   "^",   "-", "\\d",
    "\\w",    "[:alpha:]", "[:^digit:]", "é",   "\\-", "\\]", " ", "[ac]",
    "&&[^b]", "--[a]",     "~~[ab]",     "\\s", "\\n", "_",   ".", "x"};

constexpr std::string_view kGroups[] = {
    "(",   "(",   "(?:",  "(?:",  "(?i:", "(?P<n>", "(?<m>",
    "(?=", "(?!", "(?<=", "(?<!", "(?>",  "(?s:",   "(?-i:"};

constexpr std::string_view kRepeats[] = {
    "*",    "+",      "?",  "*?", "+?",   "??",   "{2}", "{1,2}",
    "{0,}", "{1,3}?", "*+", "++", "{,2}", "{ 1}", "{0}", "{0,2}"};

constexpr std::string_view kFlags[] = {"(?i)", "(?s)", "(?m)",
                                       "(?x)", "(?U)", "(?im)"};

class RegexWriter {
 public:
  explicit RegexWriter(Random* random) : random_(*random) {}

  std::string Write() {
    return Text() << (random_.Chance(12) ? random_.Pick(kFlags) : "")
                  << (random_.Chance(25) ? "^" : "") << Alternatives(3)
                  << (random_.Chance(25) ? "$" : "");
  }

 private:
  std::string Alternatives(int depth) {
    Text text;
    text << Sequence(depth);
    while (random_.Chance(18)) {
      text << "|" << Sequence(depth);
    }
    return text;
  }

  std::string Sequence(int depth) {
    Text text;
    const int count = random_.Between(1, 3);
    for (int i = 0; i < count; ++i) {
      text << Atom(depth);
      if (random_.Chance(28)) {
        text << random_.Pick(kRepeats);
      }
    }
    return text;
  }

  std::string Atom(int depth) {
    const std::size_t choice = random_.Below(100);
    if (choice < 45) {
      const std::string letter(random_.Pick(kLetters));
      return letter == "{" || letter == "." ? "\\" + letter : letter;
    }
    if (choice < 52) return ".";
    if (choice < 65) return std::string(random_.Pick(kEscapes));
    if (choice < 78) return Class();
    if (choice < 80) return random_.Chance(50) ? "^" : "$";
    if (depth > 0 && choice < 98) {
      return Text() << random_.Pick(kGroups) << Alternatives(depth - 1) << ")";
    }
    return choice < 99 ? "{" : "]";
  }

  std::string Class() {
    Text text;
    text << (random_.Chance(25) ? "[^" : "[");
    const int count = random_.Between(1, 3);
    for (int i = 0; i < count; ++i) {
      text << random_.Pick(kClassParts);
    }
    text << "]";
    return text;
  }

  Random& random_;
};

}  // namespace

Case RegexCase(Random* random) {
  constexpr int kTexts = 8;
  const std::string pattern = RegexWriter(random).Write();
  Node document = Node::Map();
  Case made;
  for (int i = 0; i < kTexts; ++i) {
    const std::string key = "S" + std::to_string(i);
    std::string text;
    for (int length = random->Between(0, 6); length > 0; --length) {
      text += random->Pick(kLetters);
    }
    document.members.emplace_back(key, Node::String(text));
    made.rules += Text() << "rule r" << i << " { " << key << " == /" << pattern
                         << "/ }\n";
  }
  made.documents.push_back(
      {.yaml = false, .text = ToJson(document, /*indented=*/true)});
  return made;
}

}  // namespace connectguard::differential
