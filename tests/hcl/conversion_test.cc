#include "hcl/conversion.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "hcl/parser.h"

namespace connectguard::hcl {
namespace {

// Knows nothing but `thing`, which comes later.
class EmptyEnvironment final : public Environment {
 public:
  Value Root(std::string_view name) override {
    Value value = Evaluator::Open();
    if (name == "thing") {
      value.kind = Kind::kHandle;
      value.handle.text = name;
    }
    return value;
  }
  Value AttributeOf(const Handle&, std::string_view) override {
    return Evaluator::Open();
  }
  Value IndexOf(const Handle&, const Value&) override {
    return Evaluator::Open();
  }
  Value ValueOf(const Handle&) override { return Evaluator::Open(); }
  bool IsCertain(const Handle&) const override { return true; }
  bool IsOrigin(const Handle&) const override { return true; }
};

std::string Text(const Value& value) {
  std::string text;
  switch (value.kind) {
    case Kind::kUnknown:
      for (const Handle& origin : value.origins) {
        text += origin.text;
      }
      return fmt::format("?({})", text);
    case Kind::kHandle:
      return std::string(value.handle.text);
    case Kind::kNull:
      return "null";
    case Kind::kString:
      return fmt::format("'{}'", value.text);
    case Kind::kList:
      for (const Value& item : value.items) {
        text += (text.empty() ? "" : ", ") + Text(item);
      }
      return value.is_set ? "set[" + text + "]" : "[" + text + "]";
    case Kind::kMap:
      for (const MapItem& member : value.members) {
        text += text.empty() ? "" : ", ";
        text += std::string(member.key) + "=" + Text(member.value);
      }
      return "{" + text + "}";
    default:
      TextOf(value, &text);
      return text;
  }
}

// What `type` makes of `value`, both as they are written.
std::string Converted(std::string_view value, std::string_view type) {
  const SourceFile source("main.tf",
                          fmt::format("value = {}\ntype = {}\n", value, type));
  const auto file = Parse(source);
  if (!file) {
    return file.error().diagnostic.message;
  }
  Arena arena;
  Evaluator evaluator(&arena);
  evaluator.SetSteps(10'000);
  EmptyEnvironment environment;
  const Value given =
      evaluator.Evaluate(*(*file)->body.Find("value"), &environment);
  return Text(
      Convert(given, *(*file)->body.Find("type"), &evaluator, &environment));
}

TEST(ConversionTest, KeepsWhatIsOfTheType) {
  EXPECT_EQ(Converted("\"a\"", "string"), "'a'");
  EXPECT_EQ(Converted("1", "number"), "1");
  EXPECT_EQ(Converted("true", "bool"), "true");
  EXPECT_EQ(Converted("[1]", "any"), "[1]");
  EXPECT_EQ(Converted("null", "string"), "null");
  EXPECT_EQ(Converted("thing", "string"), "thing");
  EXPECT_EQ(Converted("[\"a\", thing]", "list(string)"), "['a', thing]");
  EXPECT_EQ(Converted("[\"a\", 1]", "tuple([string, number])"), "['a', 1]");
}

TEST(ConversionTest, WritesNumbersAndTruthsAsTexts) {
  EXPECT_EQ(Converted("1", "string"), "'1'");
  EXPECT_EQ(Converted("true", "string"), "'true'");
  EXPECT_EQ(Converted("{ a = 1 }", "map(string)"), "{a='1'}");
  EXPECT_EQ(Converted("[1, \"b\"]", "list(string)"), "['1', 'b']");
}

TEST(ConversionTest, GivesOptionalAttributesTheirDefault) {
  const std::string_view type =
      "object({ a = string, b = optional(bool, false), c = optional(string) })";
  EXPECT_EQ(Converted("{ a = \"x\" }", type), "{a='x', b=false, c=null}");
  EXPECT_EQ(Converted("{ b = null, a = 1 }", type), "{a='1', b=false, c=null}");
  EXPECT_EQ(Converted("{ a = \"x\", b = true, d = 1 }", type),
            "{a='x', b=true, c=null}");
}

TEST(ConversionTest, OrdersSets) {
  EXPECT_EQ(Converted("[\"b\", \"a\", \"b\"]", "set(string)"), "set['a', 'b']");
}

// Nothing is guessed of what is not computed.
TEST(ConversionTest, IsUnknownOtherwise) {
  EXPECT_EQ(Converted("\"1\"", "number"), "?()");
  EXPECT_EQ(Converted("[\"a\"]", "string"), "?()");
  EXPECT_EQ(Converted("{ b = thing }", "object({ a = string })"), "?(thing)");
  EXPECT_EQ(Converted("[thing]", "map(string)"), "?(thing)");
  EXPECT_EQ(Converted("thing", "list(set(string))"), "?(thing)");
  EXPECT_EQ(Converted("[\"a\"]", "words"), "?()");
}

}  // namespace
}  // namespace connectguard::hcl
