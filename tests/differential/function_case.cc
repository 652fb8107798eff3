#include <array>
#include <cctype>

#include "differential/document_generator.h"
#include "differential/special_cases.h"
#include "differential/text.h"

namespace connectguard::differential {
namespace {

constexpr std::string_view kTexts[] = {"abc",
                                       "aBc",
                                       "ABC",
                                       "",
                                       "a",
                                       "é",
                                       "ßa",
                                       "5",
                                       "-5",
                                       "+7",
                                       "5.5",
                                       "1e3",
                                       "007",
                                       " 5",
                                       "true",
                                       "TRUE",
                                       "False",
                                       "yes",
                                       "inf",
                                       "NaN",
                                       "a%20b",
                                       "%41%zz",
                                       "%C3%A9",
                                       "%ff",
                                       "a+b",
                                       "[1,2]",
                                       "{a: 1}",
                                       "{\"a\": [true, null]}",
                                       "a: b",
                                       "- 1",
                                       "!Ref x",
                                       "~",
                                       "x y",
                                       "a,b,c",
                                       "abcabc",
                                       "aéb",
                                       "1.0",
                                       "0.1",
                                       "9223372036854775808",
                                       "İ",
                                       "ǆ",
                                       "ﬁ",
                                       "\n",
                                       "*"};

constexpr std::string_view kNumbers[] = {"0",
                                         "1",
                                         "-1",
                                         "5",
                                         "10",
                                         "2.5",
                                         "1.0",
                                         "1e20",
                                         "1e-7",
                                         "9223372036854775807",
                                         "0.1",
                                         "-0.0",
                                         "123456789.125",
                                         "300"};

class FunctionWriter {
 public:
  explicit FunctionWriter(Random* random) : random_(*random) {}

  Case Write() {
    Case made;
    made.documents.push_back(
        {.yaml = false, .text = ToJson(MakeDocument(), /*indented=*/false)});
    for (int i = 0; i < 5; ++i) {
      made.rules += Text() << "rule r" << i << " {\n  let x = " << Call(1)
                           << "\n  %x " << Check() << "\n}\n";
    }
    return made;
  }

 private:
  Node MakeDocument() {
    Node document = Node::Map();
    Node list = Node::List();
    for (int i = 0; i < 3; ++i) {
      texts_.push_back(std::string(random_.Pick(kTexts)));
      document.members.emplace_back("S" + std::to_string(i),
                                    Node::String(texts_.back()));
      list.items.push_back(Node::String(std::string(random_.Pick(kTexts))));
    }
    document.members.emplace_back(
        "N", Node::Float(std::string(random_.Pick(kNumbers))));
    document.members.emplace_back("B", Node::Bool(random_.Chance(50)));
    document.members.emplace_back("L", std::move(list));
    document.members.emplace_back("O", RandomScalar(&random_));
    document.members.emplace_back("M", Node::Map());
    return document;
  }

  std::string Argument(int depth) {
    const std::size_t choice = random_.Below(100);
    if (choice < 50) return "S" + std::to_string(random_.Below(3));
    if (choice < 62) return random_.Chance(70) ? "L[*]" : "L";
    if (choice < 72) return "N";
    if (choice < 76) return "B";
    if (choice < 80) return "O";
    if (choice < 83) return random_.Chance(50) ? "Nope" : "M";
    if (choice < 90) return Quoted(random_.Pick(kTexts));
    if (choice < 93) return Number();
    return depth > 0 ? Call(depth - 1) : "S0";
  }

  std::string Number() {
    constexpr std::string_view kLiterals[] = {"0",   "1",     "2", "5",
                                              "2.5", "70000", "3", "-1"};
    return std::string(random_.Pick(kLiterals));
  }

  std::string Call(int depth) {
    constexpr std::string_view kSimple[] = {
        "to_upper",   "to_lower",    "url_decode",   "json_parse",
        "parse_int",  "parse_float", "parse_string", "parse_boolean",
        "parse_char", "count"};
    const std::size_t choice = random_.Below(100);
    if (choice < 68) {
      return Text() << random_.Pick(kSimple) << "(" << Argument(depth) << ")";
    }
    if (choice < 78) {
      return Text() << "join("
                    << (random_.Chance(60) ? "L[*]" : Argument(depth)) << ", "
                    << (random_.Chance(80) ? "','" : Argument(depth)) << ")";
    }
    if (choice < 88) {
      return Text() << "substring(" << Argument(depth) << ", " << Number()
                    << ", " << Number() << ")";
    }
    constexpr std::string_view kPatterns[] = {
        "a",     "(.)", "^(.)(.*)$", "b|c", "[a-c]+", "(?P<n>.)",
        "(?i)A", "$",   "",          "(",   "\\\\d+", "(a)(z)?"};
    constexpr std::string_view kReplacements[] = {"x",    "$1",  "${1}", "$0$0",
                                                  "$2$1", "$1x", "${n}", "$$",
                                                  "$n",   "$",   "",     "${"};
    return Text() << "regex_replace(" << Argument(depth) << ", '"
                  << random_.Pick(kPatterns) << "', '"
                  << random_.Pick(kReplacements) << "')";
  }

  std::string Check() {
    const std::size_t choice = random_.Below(100);
    constexpr std::string_view kChecks[] = {
        "is_string", "is_int",    "is_float",      "is_bool",  "is_null",
        "is_list",   "is_struct", "!empty",        "empty",    "exists",
        ">= 1",      "< 5.0",     "== /^[A-Z]*$/", "in r[a,z]"};
    if (choice < 45) return std::string(random_.Pick(kChecks));
    return Text() << (random_.Chance(80) ? "== " : "!= ") << Expected();
  }

  // What a function may make of one of the texts.
  std::string Expected() {
    std::string text = random_.Chance(70) ? random_.Pick(texts_)
                                          : std::string(random_.Pick(kTexts));
    switch (random_.Below(8)) {
      case 0:
        for (char& c : text) {
          c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
        return Quoted(text);
      case 1:
        for (char& c : text) {
          c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        return Quoted(text);
      case 2:
        return Number();
      case 3:
        return random_.Chance(50) ? "true" : "false";
      case 4:
        return Quoted(random_.Pick(kNumbers));
      case 5:
        return Quoted("x");
      case 6:
        return "1.0";
      default:
        return Quoted(text);
    }
  }

  // As a literal of the rules language, in which a backslash stands for itself.
  static std::string Quoted(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) {
      quoted += c == '\'' ? "\\'" : std::string(1, c);
    }
    return quoted + "'";
  }

  Random& random_;
  std::vector<std::string> texts_;
};

}  // namespace

Case FunctionCase(Random* random) { return FunctionWriter(random).Write(); }

}  // namespace connectguard::differential
