// What the recorded experiments do not show of the functions.
#include "guard/functions.h"

#include <chrono>
#include <string>

#include "guard/unknown_document.h"

namespace connectguard::testing {
namespace {

// The status of `rule r { %x == expected }`, or the error.
std::string Check(std::string_view call, std::string_view expected,
                  std::string_view data) {
  const Judgement run =
      EvaluateText("let x = " + std::string(call) +
                       "\nrule r { %x == " + std::string(expected) + " }\n",
                   data);
  const std::string error = run.ErrorOf("r");
  return error.empty() ? run.Status("r") : error;
}

TEST(FunctionsTest, ParseEpochReadsOffsetsAndFractions) {
  constexpr char kDates[] =
      "{z: '1970-01-02T00:00:00Z', plus: '1970-01-01T02:00:00+01:00', "
      "half: '1970-01-01T00:00:01.5Z', bad: '1970-02-30T00:00:00Z', "
      "short: '1970-01-01'}";
  EXPECT_EQ(Check("parse_epoch(z)", "86400", kDates), "PASS");
  EXPECT_EQ(Check("parse_epoch(plus)", "3600", kDates), "PASS");
  EXPECT_EQ(Check("parse_epoch(half)", "1", kDates), "PASS");
  EXPECT_THAT(Check("parse_epoch(bad)", "0", kDates),
              ::testing::HasSubstr("cannot be read as a date"));
  EXPECT_THAT(Check("parse_epoch(short)", "0", kDates),
              ::testing::HasSubstr("cannot be read as a date"));
}

TEST(FunctionsTest, NowIsTheClockOfTheCaller) {
  const FixedClock clock(
      std::chrono::system_clock::time_point(std::chrono::seconds(1000)));
  EvaluateOptions options = kAsReference;
  options.clock = &clock;
  const Judgement run =
      EvaluateText("let t = now()\nrule r { %t == 1000 }\n", "{a: 1}", options);
  EXPECT_EQ(run.Status("r"), "PASS");
}

TEST(FunctionsTest, NumbersAtTheirLimits) {
  EXPECT_EQ(Check("parse_int(x)", "9223372036854775807", "{x: 1e300}"), "PASS");
  EXPECT_EQ(Check("parse_string(x)", "'0.0000001'", "{x: 1e-7}"), "PASS");
  EXPECT_THAT(Check("parse_int(x)", "1", "{x: '+-1'}"),
              ::testing::HasSubstr("`+-1` cannot be read as an integer"));
  EXPECT_THAT(Check("parse_float(x)", "1.0", "{x: ''}"),
              ::testing::HasSubstr("cannot be read as a float"));
  EXPECT_EQ(Check("substring(x, 65536, 1)", "'a'", "{x: abc}"), "PASS");
}

// In 3.1 a wrong call is an error of the evaluation, not of the file.
TEST(FunctionsTest, WrongCallsOfTheOlderVersionAreErrorsOfTheirRule) {
  const Judgement run = EvaluateText(
      "let few = join(a)\nlet new = parse_epoch(a)\nlet none = nothing(a)\n"
      "rule few { %few == 1 }\nrule new { %new == 1 }\n"
      "rule none { %none == 1 }\n",
      "{a: x}",
      {.version = GuardVersion::k31, .semantics = Semantics::Compat()});
  EXPECT_THAT(run.ErrorOf("few"),
              ::testing::HasSubstr("`join` takes 2 arguments, not 1"));
  EXPECT_THAT(run.ErrorOf("new"),
              ::testing::HasSubstr("there is no function `parse_epoch`"));
  EXPECT_THAT(run.ErrorOf("none"),
              ::testing::HasSubstr("there is no function `nothing`"));
}

TEST(FunctionsTest, ErrorsSayWhere) {
  const Judgement run = EvaluateText(
      "rule ok { a exists }\n"
      "rule r { a == join(l, ',') }\n",
      "{a: 1, l: [x]}");
  EXPECT_EQ(run.Status("ok"), "PASS");
  EXPECT_EQ(run.ErrorOf("r"),
            "rules.guard:2:15: `join` joins strings, not a list\n"
            "  rule r { a == join(l, ',') }\n"
            "                ^\n"
            "  hint: join the elements of a list with `[*]`\n");
}

TEST(FunctionsTest, ResultsHangBelowTheirOrigin) {
  const Judgement run =
      EvaluateText("rule r { a == to_upper(b) }", "{a: x, b: w}");
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 1u);
  ASSERT_NE(record.clauses[0].to, nullptr);
  EXPECT_EQ(record.clauses[0].to->AsString(), "W");
  EXPECT_EQ(record.clauses[0].to->parent, Find(run.document->root(), "b"));
}

TEST(FunctionsTest, ACharacterParsedAgainIsAString) {
  EXPECT_EQ(Check("parse_char(parse_char(x))", "'a'", "{x: a}"), "PASS");
  EXPECT_EQ(Check("parse_char(parse_char(x))", "r[a,z]", "{x: a}"), "FAIL");
}

TEST(FunctionsTest, APatternThatNoStringMeetsMayBeWrong) {
  EXPECT_EQ(Check("regex_replace(x, '(', 'y')", "'y'", "{x: 1}"), "SKIP");
  EXPECT_THAT(Check("regex_replace(x, '(', 'y')", "'y'", "{x: a}"),
              ::testing::HasSubstr("without its `)`"));
}

TEST(FunctionsTest, ResultsOfSensitiveValuesAreSensitive) {
  auto document = std::make_unique<Document>();
  ValueBuilder builder = document->NewBuilder();
  builder.StartMap({});
  builder.AddKey("secret");
  builder.BeginSensitive();
  builder.AddString("hunter2", {});
  builder.EndSensitive();
  builder.AddKey("pattern");
  builder.BeginSensitive();
  builder.AddString("(hunter2", {});
  builder.EndSensitive();
  builder.AddKey("open");
  builder.AddString("text", {});
  builder.EndMap();
  document->SetRoot(builder.Finish());
  const Judgement run = EvaluateOn(
      "let up = to_upper(secret)\n"
      "let last = join(this.*, '-')\n"
      "let between = join(open, secret)\n"
      "let put = regex_replace(open, '^.', secret)\n"
      "let number = parse_int(secret)\n"
      "let matched = regex_replace(open, pattern, 'x')\n"
      "rule up { %up == 'x' }\nrule last { %last == 'x' }\n"
      "rule between { %between == 'x' }\nrule put { %put == 'x' }\n"
      "rule number { %number == 1 }\nrule matched { %matched == 1 }\n",
      std::move(document));
  for (const char* rule : {"up", "last", "between", "put"}) {
    ASSERT_EQ(run.Record(rule).clauses.size(), 1u) << rule;
    EXPECT_TRUE(run.Record(rule).clauses[0].from->sensitive) << rule;
  }
  for (const char* rule : {"number", "matched"}) {
    EXPECT_NE(run.ErrorOf(rule), "") << rule;
    EXPECT_THAT(run.ErrorOf(rule),
                ::testing::Not(::testing::HasSubstr("hunter2")));
  }
}

TEST(FunctionsTest, UnknownResultsKeepTheirReason) {
  const Judgement run = EvaluateOn("rule r { a == to_upper(b) }",
                                   WithUnknowns("{a: x, b: '?!k#id'}"));
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 1u);
  const Value* unknown = record.clauses[0].unknown;
  ASSERT_NE(unknown, nullptr);
  EXPECT_EQ(unknown->unknown->reason, "known after apply");
  ASSERT_EQ(unknown->References().size(), 1u);
  EXPECT_FALSE(unknown->References()[0].exact);
}

}  // namespace
}  // namespace connectguard::testing
