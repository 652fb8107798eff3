#include <array>

#include "differential/special_cases.h"
#include "differential/text.h"

namespace connectguard::differential {
namespace {

constexpr int kKeys = 4;

constexpr std::string_view kPieces[] = {"1",
                                        "0",
                                        "07",
                                        "5",
                                        ".",
                                        "e",
                                        "E",
                                        "+",
                                        "-",
                                        "_",
                                        ":",
                                        "0x1F",
                                        "0o7",
                                        "inf",
                                        ".inf",
                                        "nan",
                                        "NaN",
                                        ".nan",
                                        "true",
                                        "True",
                                        "false",
                                        "null",
                                        "Null",
                                        "~",
                                        "yes",
                                        "on",
                                        "y",
                                        "n",
                                        "a",
                                        "b c",
                                        " ",
                                        "#",
                                        " #c",
                                        "\"x\"",
                                        "'x'",
                                        "''",
                                        "\"\"",
                                        "'it''s'",
                                        "\"\\u00e9\"",
                                        "\"\\x41\\n\"",
                                        "é",
                                        "2020-01-01",
                                        "12:30",
                                        "1_000",
                                        "9223372036854775808",
                                        "-9223372036854775808",
                                        "1e3",
                                        "1.0",
                                        "infinity",
                                        "=",
                                        "%",
                                        "@",
                                        "`",
                                        ",",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        "&a",
                                        "*a",
                                        "|"};

constexpr std::string_view kTags[] = {
    "!Ref ",       "!Sub ",       "!GetAtt ", "!Join ",   "!Select ",
    "!If ",        "!Equals ",    "!Base64 ", "!GetAZs ", "!ImportValue ",
    "!Condition ", "!FindInMap ", "!Split ",  "!Not ",    "!And ",
    "!Or ",        "!Transform ", "!Foo ",    "!!str ",   "!!int ",
    "!!float ",    "!!bool ",     "!!null ",  "!!map ",   "!!seq ",
    "! ",          "!!binary ",   "!Cidr "};

constexpr std::string_view kKeyTexts[] = {
    "k0", "k1",  "'k0'",    "\"k1\"", "? k2",  "5",   "true",
    "~",  "<<",  "y",       "k 2",    "k2",    "k3",  "a.b",
    "",   "k3 ", "!Ref k0", "- k1",   "&a k2", "null"};

class YamlTextWriter {
 public:
  explicit YamlTextWriter(Random* random) : random_(*random) {}

  std::string Write() {
    Text text;
    if (random_.Chance(5)) {
      text << (random_.Chance(50) ? "---\n" : "%YAML 1.1\n---\n");
    }
    for (int i = 0; i < kKeys; ++i) {
      // Most keys are the ones that the rules ask for.
      const std::string key = random_.Chance(93)
                                  ? "k" + std::to_string(i)
                                  : std::string(random_.Pick(kKeyTexts));
      text << key << ":" << (random_.Chance(95) ? " " : "") << Value(2, 2)
           << "\n";
    }
    if (random_.Chance(4)) {
      text << (random_.Chance(50) ? "...\n" : "---\nk0: 1\n");
    }
    return text;
  }

 private:
  std::string Value(int depth, int indent) {
    const std::size_t choice = random_.Below(100);
    const std::string spaces(static_cast<std::size_t>(indent), ' ');
    if (choice < 18) {
      return Text() << random_.Pick(kTags) << Value(depth, indent);
    }
    if (choice < 26 && depth > 0) {
      return Text() << "[" << Value(depth - 1, indent) << ", "
                    << Value(depth - 1, indent)
                    << (random_.Chance(10) ? ",]" : "]");
    }
    if (choice < 32 && depth > 0) {
      return Text() << "{a: " << Value(depth - 1, indent)
                    << (random_.Chance(30) ? ", b" : "") << "}";
    }
    if (choice < 40 && depth > 0) {
      return Text() << "\n"
                    << spaces << "- " << Value(depth - 1, indent + 2) << "\n"
                    << spaces << "- " << Value(depth - 1, indent + 2);
    }
    if (choice < 46 && depth > 0) {
      return Text() << "\n"
                    << spaces << "a: " << Value(depth - 1, indent + 2) << "\n"
                    << spaces << "b: " << Value(depth - 1, indent + 2);
    }
    if (choice < 52) {
      constexpr std::string_view kStyles[] = {"|", ">", "|-", ">+", "|2", ">-"};
      return Text() << random_.Pick(kStyles) << "\n"
                    << spaces << "5\n"
                    << (random_.Chance(50) ? spaces + "  b\n" : "") << spaces
                    << Scalar();
    }
    if (choice < 55) {
      return Text() << Scalar() << "\n" << spaces << Scalar();
    }
    return Scalar();
  }

  std::string Scalar() {
    Text text;
    do {
      text << random_.Pick(kPieces);
    } while (random_.Chance(30));
    return text;
  }

  Random& random_;
};

}  // namespace

Case YamlCase(Random* random) {
  constexpr std::string_view kChecks[] = {
      "is_string", "is_int",    "is_float",     "is_bool", "is_null",
      "is_list",   "is_struct", "exists",       "== ''",   "== /^.$/",
      ">= 1",      "> 0.5",     "[*] is_string"};
  Case made;
  int number = 0;
  for (int key = 0; key < kKeys; ++key) {
    for (const std::string_view check : kChecks) {
      made.rules += Text() << "rule r" << number++ << " { k" << key << " "
                           << check << " }\n";
    }
  }
  made.rules +=
      "rule tagged { some this.*.* exists }\n"
      "rule ref { some this.*.Ref is_string }\n"
      "rule many { some this.*[ keys == /^Fn::/ ] !empty }\n";
  for (int i = 0; i < 3; ++i) {
    made.documents.push_back(
        {.yaml = true, .text = YamlTextWriter(random).Write()});
  }
  return made;
}

}  // namespace connectguard::differential
