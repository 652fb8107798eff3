#include "hcl/evaluator.h"

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "hcl/parser.h"

namespace connectguard::hcl {
namespace {

// Knows `n` (3), `m` (a map), `l` (a list of two things), `u` and `v` (things
// whose values are unknown), `k` (a thing that is known to be "kept"), and
// nothing else.
class FakeEnvironment final : public Environment {
 public:
  Value Root(std::string_view name) override {
    Value value;
    if (name == "n") {
      value.kind = Kind::kNumber;
      value.number = 3;
      return value;
    }
    if (name == "m") {
      value.kind = Kind::kMap;
      value.members = members_;
      return value;
    }
    if (name == "l") {
      value.kind = Kind::kList;
      value.items = items_;
      return value;
    }
    return name == "u" || name == "v" || name == "k" ? Thing(name)
                                                     : Evaluator::Open();
  }
  Value AttributeOf(const Handle& handle, std::string_view name) override {
    return name == "none" ? Evaluator::Open()
                          : Thing(names_.emplace_back(std::string(handle.text) +
                                                      "." + std::string(name)));
  }
  Value IndexOf(const Handle& handle, const Value& key) override {
    std::string text;
    return TextOf(key, &text)
               ? Thing(names_.emplace_back(std::string(handle.text) + "[" +
                                           text + "]"))
               : Evaluator::Open();
  }
  Value ValueOf(const Handle& handle) override {
    return handle.text == "k" ? Text("kept") : Evaluator::Open();
  }
  bool IsCertain(const Handle& handle) const override {
    return handle.text.find("maybe") == std::string_view::npos;
  }
  bool IsOrigin(const Handle&) const override { return true; }

 private:
  static Value Text(std::string_view text) {
    Value value;
    value.kind = Kind::kString;
    value.text = text;
    return value;
  }
  static Value Thing(std::string_view name) {
    Value value;
    value.kind = Kind::kHandle;
    value.handle.text = name;
    return value;
  }

  std::deque<std::string> names_;
  Value items_[2] = {Thing("l0"), Thing("l1")};
  MapItem members_[2] = {{"a", Thing("ma")}, {"b", Text("x")}};
};

std::string Show(const Value& value) {
  switch (value.kind) {
    case Kind::kUnknown: {
      std::string text = "?";
      for (const Handle& origin : value.origins) {
        text += " ";
        text += origin.text;
      }
      return text + (value.open ? " ..." : "");
    }
    case Kind::kNull:
      return "null";
    case Kind::kHandle:
      return "<" + std::string(value.handle.text) + ">";
    case Kind::kList: {
      std::string text = "[";
      for (const Value& item : value.items) {
        text += (text.size() > 1 ? "," : "") + Show(item);
      }
      return text + "]";
    }
    case Kind::kMap: {
      std::string text = "{";
      for (const MapItem& member : value.members) {
        text += (text.size() > 1 ? "," : "") + std::string(member.key) + ":" +
                Show(member.value);
      }
      return text + "}";
    }
    default: {
      std::string text;
      TextOf(value, &text);
      return text;
    }
  }
}

std::string ValueOf(std::string expression) {
  const SourceFile source("main.tf", "x = " + std::move(expression) + "\n");
  const auto file = Parse(source);
  EXPECT_TRUE(file) << source.text();
  Arena arena;
  Evaluator evaluator(&arena);
  evaluator.SetSteps(100'000);
  FakeEnvironment environment;
  return Show(
      evaluator.Evaluate(*(*file)->body.attributes.at(0).value, &environment));
}

struct ValueCase {
  std::string_view expression;
  std::string_view value;
};

class EvaluatorTest : public testing::TestWithParam<ValueCase> {};

TEST_P(EvaluatorTest, Knows) {
  EXPECT_EQ(ValueOf(std::string(GetParam().expression)), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Exact, EvaluatorTest,
    testing::Values(
        ValueCase{"u", "<u>"}, ValueCase{"u.a.b", "<u.a.b>"},
        ValueCase{"u[n]", "<u[3]>"}, ValueCase{"u[k]", "<u[kept]>"},
        ValueCase{"\"${u}\"", "<u>"}, ValueCase{"l[1]", "<l1>"},
        ValueCase{"l[n - 3]", "<l0>"}, ValueCase{"element(l, n)", "<l1>"},
        ValueCase{"m.a", "<ma>"}, ValueCase{"m[\"b\"]", "x"},
        ValueCase{"l[*].id", "[<l0.id>,<l1.id>]"},
        ValueCase{"l.*.id[1]", "<l1.id>"}, ValueCase{"n == 3 ? u : v", "<u>"},
        ValueCase{"n > 4 ? u : v", "<v>"},
        ValueCase{"k == \"kept\" ? u : v", "<u>"},
        ValueCase{"nowhere ? u : u", "<u>"},
        ValueCase{"true || nowhere ? u : v", "<u>"},
        ValueCase{"[for i, e in l : e.id if i == 1]", "[<l1.id>]"},
        ValueCase{"{ for key, e in m : \"x-${key}\" => e }",
                  "{x-a:<ma>,x-b:x}"},
        ValueCase{"values(m)", "[<ma>,x]"}, ValueCase{"keys(m)", "[a,b]"},
        ValueCase{"merge(m, { b = u })", "{a:<ma>,b:<u>}"},
        ValueCase{"lookup(m, \"c\", v)", "<v>"}, ValueCase{"one([u])", "<u>"},
        ValueCase{"one([])", "null"},
        ValueCase{"flatten([[1], [2, [3]]])", "[1,2,3]"},
        ValueCase{"setproduct([1, 2], [\"a\"])", "[[1,a],[2,a]]"},
        ValueCase{"zipmap([\"p\", \"q\"], l)", "{p:<l0>,q:<l1>}"},
        ValueCase{"toset([\"b\", \"a\", \"b\"])", "[a,b]"},
        ValueCase{"range(1, 3)", "[1,2]"}, ValueCase{"length(l)", "2"},
        ValueCase{"try(u.a, v)", "<u.a>"},
        ValueCase{"coalesce(null, \"\", u)", "? u"},
        ValueCase{"coalesce(null, \"\", k)", "<k>"},
        ValueCase{"reverse(l)", "[<l1>,<l0>]"},
        ValueCase{"sort([\"b\", \"a\"])", "[a,b]"},
        ValueCase{"concat(l, [u])", "[<l0>,<l1>,<u>]"},
        ValueCase{"lower(\"A${n}\")", "a3"}, ValueCase{"floor(n / 2)", "1"},
        ValueCase{"-n % 2", "-1"}, ValueCase{"max(l...)", "? l0 l1"}));

// What is not known says all that it may be, and whether it may be more.
INSTANTIATE_TEST_SUITE_P(
    Unknown, EvaluatorTest,
    testing::Values(
        ValueCase{"nowhere", "? ..."}, ValueCase{"u.none", "? ..."},
        ValueCase{"try(u.none, v)", "? v ..."},
        ValueCase{"try(u.maybe, v)", "? u.maybe v"},
        ValueCase{"n == \"3\" ? u : v", "? u v"},
        ValueCase{"toset([10, 9])", "? ..."},
        ValueCase{"setproduct(toset([\"a\", \"b\"]), l)[0]", "? l0 l1 ..."},
        ValueCase{"nowhere ? u : v", "? u v"},
        ValueCase{"nowhere ? u : \"text\"", "? u ..."},
        ValueCase{"nowhere ? u : null", "? u"},
        ValueCase{"coalesce(nowhere, u)", "? u ..."},
        ValueCase{"coalesce(u, \"text\")", "? u ..."},
        ValueCase{"\"a-${u}\"", "? u"}, ValueCase{"\"a-${nowhere}\"", "? ..."},
        ValueCase{"l[nowhere]", "? l0 l1"}, ValueCase{"l[7]", "? l0 l1"},
        ValueCase{"m[nowhere]", "? ma ..."},
        ValueCase{"element(l, nowhere)", "? l0 l1"},
        ValueCase{"element(u, 0)", "? u"},
        ValueCase{"lookup(m, nowhere, v)", "? ma v ..."},
        ValueCase{"lookup(u, \"a\", v)", "? u v"},
        ValueCase{"{ (nowhere) = u }", "? u"},
        ValueCase{"{ (nowhere) = u, b = \"x\" }.b", "? u ..."},
        ValueCase{"(nowhere ? { a = u, b = \"x\" } : {}).b", "? u ..."},
        ValueCase{"(nowhere ? { a = u } : { a = v }).a", "? u v"},
        ValueCase{"[for e in u : e.id]", "? u"},
        ValueCase{"[for e in l : e if nowhere]", "? l0 l1"},
        ValueCase{"{ for e in l : \"x\" => e... }", "? l0 l1"},
        ValueCase{"flatten([u])", "? u"}, ValueCase{"setproduct(u)", "? u"},
        ValueCase{"strange(u, \"x\")", "? u"}, ValueCase{"strange()", "? ..."},
        ValueCase{"\"%{ if nowhere }${u}%{ endif }\"", "? u ..."},
        ValueCase{"range(1000000)", "? ..."}));

TEST(EvaluatorTest, EndsOnWhatGrows) {
  std::string nested = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
  for (int i = 0; i < 8; ++i) {
    nested = "flatten([for x in range(1000) : " + nested + "])";
  }
  EXPECT_EQ(ValueOf(nested).substr(0, 1), "?");
}

}  // namespace
}  // namespace connectguard::hcl
