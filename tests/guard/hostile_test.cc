// Rules and data that are made to crash, to hang or to fill the memory: each
// gets an answer or one error, and an error never counts as a pass.
#include <cstdint>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "guard/evaluate_text.h"

namespace connectguard::testing {
namespace {

using ::testing::HasSubstr;

constexpr EvaluateOptions kBothModes[] = {
    {.semantics = Semantics::Compat()},
    {.semantics = Semantics::Strict()},
};

std::string Repeated(std::string_view text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) {
    out += text;
  }
  return out;
}

// A rule went wrong, with this in its message.
void ExpectError(std::string_view rules, std::string_view data,
                 std::string_view message) {
  for (const EvaluateOptions& options : kBothModes) {
    const Judgement run = EvaluateText(rules, data, options);
    ASSERT_FALSE(run.evaluation.rules.empty());
    EXPECT_EQ(run.Status("r"), "ERROR") << rules.substr(0, 200);
    EXPECT_THAT(run.ErrorOf("r"), HasSubstr(std::string(message)));
  }
}

void ExpectStatus(std::string_view rules, std::string_view data,
                  std::string_view status) {
  for (const EvaluateOptions& options : kBothModes) {
    EXPECT_EQ(EvaluateText(rules, data, options).Status("r"), status)
        << rules.substr(0, 200);
  }
}

// --------------------------------------------------------------- recursion --

TEST(HostileTest, RulesThatCallThemselves) {
  ExpectError("rule r {\n r\n}", "A: 1", "refers to itself");
  ExpectError("rule r {\n not r\n}", "A: 1", "refers to itself");
  ExpectError("rule r {\n a\n}\nrule a {\n b\n}\nrule b {\n a\n}", "A: 1",
              "refers to itself");
  ExpectError("rule r when r { A exists }", "A: 1", "refers to itself");
  ExpectError("rule p(x) { p(%x) }\nrule r { p(A) }", "A: 1",
              "nested too deeply");
  ExpectError("rule p(x) { q(%x) }\nrule q(x) { p(%x) }\nrule r { p(A) }",
              "A: 1", "nested too deeply");
  ExpectError("rule p(x) { when p(%x) { A exists } }\nrule r { p(A) }", "A: 1",
              "nested too deeply");
}

TEST(HostileTest, AChainOfReferencesThatIsTooLong) {
  std::string rules = "rule r {\n r0\n}\n";
  for (int i = 0; i < 1000; ++i) {
    rules += "rule r" + std::to_string(i) + " {\n r" + std::to_string(i + 1) +
             "\n}\n";
  }
  ExpectError(rules + "rule r1000 { A == 1 }", "A: 1", "nested too deeply");
}

TEST(HostileTest, VariablesOfThemselves) {
  ExpectError("let x = %x\nrule r { %x exists }", "A: 1",
              "is defined by itself");
  ExpectError("let x = %y\nlet y = %z\nlet z = %x\nrule r { %x exists }",
              "A: 1", "is defined by itself");
  ExpectError("let x = A[ B == %x ]\nrule r { %x exists }", "A: {B: 1}",
              "is defined by itself");
  ExpectError("let x = count(%x)\nrule r { %x exists }", "A: 1",
              "is defined by itself");
  ExpectError("rule r { let x = join(%x, ',')\n %x exists }", "A: 1",
              "is defined by itself");
}

TEST(HostileTest, AVariableOfItselfSpoilsOnlyTheRulesThatUseIt) {
  const Judgement run = EvaluateText(
      "let x = %x\nrule r { %x exists }\nrule s { A == 1 }", "A: 1");
  EXPECT_EQ(run.Status("r"), "ERROR");
  EXPECT_EQ(run.Status("s"), "PASS");
}

// Each rule would be called 2^60 times, were it judged for each call.
TEST(HostileTest, RulesThatDoubleAreJudgedOnce) {
  std::string rules = "rule r {\n r0\n r0\n}\n";
  for (int i = 0; i < 60; ++i) {
    const std::string next = "r" + std::to_string(i + 1);
    rules +=
        "rule r" + std::to_string(i) + " {\n" + next + "\n" + next + "\n}\n";
  }
  ExpectStatus(rules + "rule r60 { A == 1 }", "A: 1", "PASS");
}

TEST(HostileTest, VariablesThatDoubleAreReadOnce) {
  std::string rules = "let v0 = A\n";
  for (int i = 0; i < 60; ++i) {
    const std::string last = std::to_string(i);
    rules += "let v" + std::to_string(i + 1) + " = join(%v" + last + ", %v" +
             last + ")\n";
  }
  ExpectStatus(rules + "rule r { %v60 == 'a' }", "A: a", "PASS");
}

// Calls with arguments are judged for each call.
TEST(HostileTest, CallsThatDoubleEndByTheLimitOfSteps) {
  std::string rules = "rule r { p0(A) }\n";
  for (int i = 0; i < 60; ++i) {
    const std::string next = "p" + std::to_string(i + 1) + "(%x)";
    rules +=
        "rule p" + std::to_string(i) + "(x) { " + next + "\n" + next + " }\n";
  }
  EvaluateOptions options = kAsReference;
  options.max_steps = 1'000'000;
  const Judgement run =
      EvaluateText(rules + "rule p60(x) { %x exists }", "A: 1", options);
  EXPECT_EQ(run.Status("r"), "ERROR");
  EXPECT_THAT(run.ErrorOf("r"), HasSubstr("too many steps"));
}

// ------------------------------------------------------------------ memory --

TEST(HostileTest, TextsThatDoubleEndByTheLimitOfMemory) {
  std::string rules = "let v0 = A\n";
  for (int i = 0; i < 40; ++i) {
    rules += "let v" + std::to_string(i + 1) + " = regex_replace(%v" +
             std::to_string(i) + ", '^(.*)$', '$1$1')\n";
  }
  ExpectError(rules + "rule r { %v40 exists }", "A: " + Repeated("a", 1000),
              "512 MiB");
}

TEST(HostileTest, OneReplacementIsBoundedAsWell) {
  const std::string many = Repeated("$0", 100'000);
  ExpectError(
      "let x = regex_replace(A, '^.*$', '" + many + "')\nrule r { %x exists }",
      "A: " + Repeated("a", 100'000), "512 MiB");
  ExpectError(
      "let x = join(A[*], B)\nrule r { %x exists }",
      "A: [" + Repeated("a,", 1000) + "a]\nB: " + Repeated("b", 1'000'000),
      "512 MiB");
}

TEST(HostileTest, AScalarOfFiftyMegabytes) {
  const std::string large(50'000'000, 'x');
  const std::string data = "A: " + large + "\nB: " + large + "y\n";
  for (const EvaluateOptions& options : kBothModes) {
    const Judgement run = EvaluateText(
        "let upper = to_upper(A)\n"
        "rule equal { A == B }\n"
        "rule less { A < B }\n"
        "rule same { A == A }\n"
        "rule pattern { A == /x$/ }\n"
        "rule upper { %upper == /^X{20}/ }\n"
        "rule member { A in A }\n"
        "rule type { A is_string }\n",
        data, options);
    EXPECT_EQ(run.Status("equal"), "FAIL");
    EXPECT_EQ(run.Status("less"), "PASS");
    EXPECT_EQ(run.Status("same"), "PASS");
    EXPECT_EQ(run.Status("pattern"), "PASS");
    EXPECT_EQ(run.Status("upper"), "PASS");
    EXPECT_EQ(run.Status("member"), "PASS");
    EXPECT_EQ(run.Status("type"), "PASS");
  }
}

TEST(HostileTest, AliasesThatExpandToABillionNodes) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  std::string merged = "m0: &m0 {k: v}\n";
  for (int i = 1; i < 10; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    const std::string name = std::to_string(i);
    bomb += "a" + name + ": &a" + name + " [" + Repeated(last + ", ", 9) +
            last + "]\n";
    merged += "m" + name + ": &m" + name + " {<<: *m" + std::to_string(i - 1) +
              ", l: [*m" + std::to_string(i - 1) + ", *m" +
              std::to_string(i - 1) + "]}\n";
  }
  Document document;
  const std::uint16_t file = document.AddFile("bomb.yaml", bomb);
  const auto root = ReadYaml(&document, file, YamlDialect::kCloudFormation);
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().code, ErrorCode::kLimit);
  // cfn-guard's loaders follow no aliases.
  EXPECT_FALSE(Load(bomb, GuardVersion::k31));
  EXPECT_FALSE(Load(bomb, GuardVersion::k32));
  EXPECT_FALSE(Load(merged, GuardVersion::k32));
}

// ------------------------------------------------------------------- depth --

TEST(HostileTest, DataNestedAHundredThousandDeep) {
  for (const std::string& data :
       {Repeated("[", 100'000) + Repeated("]", 100'000),
        Repeated("{\"a\":", 100'000) + "1" + Repeated("}", 100'000)}) {
    const auto document = Load(data);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, ErrorCode::kLimit);
  }
}

// As deep as data and rules may be, at once.
TEST(HostileTest, DeepRulesOnDeepData) {
  const int deep = limits::kMaxRuleDepth - 10;
  const std::string data = Repeated("{\"a\":", 395) + "1" + Repeated("}", 395);
  ExpectStatus("rule r { " + Repeated("a { ", deep) + "a exists" +
                   Repeated(" }", deep) + " }",
               data, "PASS");
  ExpectStatus("rule r { a" + Repeated(".a", 394) + " == 1 }", data, "PASS");
  ExpectStatus("rule r { " + Repeated("when a exists { ", deep) + "a exists" +
                   Repeated(" }", deep) + " }",
               data, "PASS");
  ExpectStatus("rule r { a" + Repeated("[ a", deep) + " exists" +
                   Repeated(" ] exists", deep) + " }",
               data, "PASS");
}

TEST(HostileTest, DeepBlocksThatFanOutOverDeepData) {
  const std::string data =
      "A: " + Repeated("[", 390) + "1" + Repeated("]", 390);
  const std::string walk = "A" + Repeated("[*]", 390) + " == 1";
  ExpectStatus("rule r { " + walk + " }", data, "PASS");
  ExpectError("rule r { " + Repeated("when A exists { ", 100) + walk +
                  Repeated(" }", 100) + " }",
              data, "nested too deeply");
}

TEST(HostileTest, AThousandNestedFiltersAreRefused) {
  const auto rules = Parse("rule r { A" + Repeated("[ A", 1000) + " exists" +
                           Repeated(" ] exists", 1000) + " }");
  ASSERT_FALSE(rules);
  EXPECT_EQ(rules.error().code, ErrorCode::kLimit);
}

TEST(HostileTest, AThousandStepsInARow) {
  const std::string data = "L: [{k: 1}, {k: 2}]";
  // cfn-guard panics on this.
  ExpectError("rule r { L" + Repeated("[ k == 1 ]", 1000) + " !empty }", data,
              "filter");
  ExpectStatus("rule r { L" + Repeated("[*]", 1000) + " !empty }", data,
               "PASS");
}

TEST(HostileTest, DataInDataInData) {
  std::string text = "1";
  std::string rules = "let v0 = A\n";
  for (int i = 0; i < 12; ++i) {
    std::string quoted = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        quoted += '\\';
      }
      quoted += c;
    }
    text = "{\"A\":" + quoted + "\"}";
    rules += "let v" + std::to_string(i + 1) + " = json_parse(%v" +
             std::to_string(i) + ".A)\n";
  }
  ExpectStatus("let v0 = this\n" + rules.substr(rules.find('\n') + 1) +
                   "rule r { %v12 == 1 }",
               text, "PASS");
  ExpectStatus("let v = json_parse(A)\nrule r { %v empty }",
               "A: '" + Repeated("[", 1000) + "'", "ERROR");
}

// ----------------------------------------------------------------- numbers --

TEST(HostileTest, NumbersAtTheEnds) {
  const std::string data =
      "{\"max\": 9223372036854775807, \"min\": -9223372036854775808, "
      "\"more\": 9223372036854775808, \"huge\": 1e308, \"L\": [1, 2]}";
  ExpectStatus("rule r { max == 9223372036854775807 }", data, "PASS");
  ExpectStatus("rule r { min < max }", data, "PASS");
  ExpectStatus("rule r { max in r[0, 9223372036854775807] }", data, "PASS");
  ExpectStatus("rule r { L[2147483647] exists }", data, "FAIL");
  ExpectStatus("rule r { L[-2147483648] exists }", data, "FAIL");
  ExpectStatus("let x = parse_int(huge)\nrule r { %x == max }", data, "PASS");
  ExpectStatus(
      "let x = parse_string(min)\nrule r { %x == '-9223372036854775808' }",
      data, "PASS");
  ExpectStatus("let x = substring(S, min, max)\nrule r { %x !empty }",
               "{\"S\": \"abc\", \"min\": -9223372036854775808, "
               "\"max\": 9223372036854775807}",
               "FAIL");
}

TEST(HostileTest, NumbersBeyondTheEndsOfRules) {
  for (const char* rules :
       {"rule r { A[2147483648] exists }", "rule r { A[-2147483649] exists }",
        "rule r { A[99999999999999999999] exists }"}) {
    const auto parsed = Parse(rules);
    if (parsed) {
      const Judgement run = EvaluateText(rules, "A: [1, 2]");
      EXPECT_NE(run.Status("r"), "PASS") << rules;
    }
  }
}

// ------------------------------------------------------------------- bytes --

TEST(HostileTest, PatternsThatBacktrackWithoutBound) {
  const std::string data = "A: " + Repeated("a", 40) + "b";
  ExpectError("rule r { A == /^(a+)+\\1$/ }", data, "backtracks too much");
  ExpectError("rule r { A != /^(a+)+\\1$/ }", data, "backtracks too much");
  ExpectError("rule r { A not in [/^(a+)+\\1$/, 'x'] }", data,
              "backtracks too much");
  ExpectError("rule r { this[ keys == /^(a+)+\\1$/ ] exists }",
              Repeated("a", 40) + "b: 1", "backtracks too much");
  ExpectError(
      "let x = regex_replace(A, '^(a+)+\\1$', 'x')\nrule r { %x exists }", data,
      "backtracks too much");
}

TEST(HostileTest, APatternOfAMegabyte) {
  const std::string large = Repeated("ab", 500'000);
  for (const std::string& pattern :
       {large, "(" + large + ")", Repeated("a|", 500'000) + "b",
        Repeated("[a-z]", 200'000), Repeated("a?", 500'000)}) {
    const auto rules = Parse("rule r { A == /" + pattern + "/ }");
    if (rules) {
      const Judgement run =
          EvaluateText("rule r { A == /^" + pattern + "$/ }", "A: ba");
      EXPECT_NE(run.Status("r"), "PASS") << pattern.substr(0, 20);
    }
  }
}

TEST(HostileTest, NulAndBrokenUtf8) {
  const std::string nul("a\0b", 3);
  EXPECT_FALSE(Load("A: \xFF\xFE\n"));
  EXPECT_FALSE(Load("{\"A\": \"\xC3\x28\"}"));
  EXPECT_FALSE(Load("{\"A\": \"" + nul + "\"}"));
  ExpectStatus("rule r { A == \"a\\u0000b\" }", "{\"A\": \"a\\u0000b\"}",
               "FAIL");  // A backslash of rules stays one.
  ExpectStatus("rule r { A == /^a.b$/ }", "{\"A\": \"a\\u0000b\"}", "PASS");
  ExpectStatus("rule r { A == \"" + nul + "\" }", "{\"A\": \"a\\u0000b\"}",
               "PASS");
}

TEST(HostileTest, ARulesFileOfOneLongLine) {
  std::string rules = "rule r {";
  while (rules.size() < 2'000'000) {
    rules += " A == 1 or B == 'x'\tC !exists";
  }
  ExpectStatus(rules + " }", "A: 1", "PASS");
}

TEST(HostileTest, ManyAlternativesAndClauses) {
  std::string alternatives = "rule r { A == 0";
  for (int i = 0; i < 50'000; ++i) {
    alternatives += " or A == 0";
  }
  ExpectStatus(alternatives + " }", "A: 1", "FAIL");
}

}  // namespace
}  // namespace connectguard::testing
