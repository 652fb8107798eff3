#include "hcl/parser.h"

#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnostic.h"
#include "hcl/dump.h"
#include "hcl/traversals.h"

namespace connectguard::hcl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct SourceCase {
  std::string_view source;
  std::string_view dump;
};

std::string DumpOf(std::string text) {
  const SourceFile source("main.tf", std::move(text));
  const auto file = Parse(source);
  return file ? Dump((*file)->body) : Render(file.error().diagnostic);
}

class ExpressionTest : public testing::TestWithParam<SourceCase> {};

TEST_P(ExpressionTest, IsRead) {
  EXPECT_EQ(DumpOf("x = " + std::string(GetParam().source) + "\n"),
            "x = " + std::string(GetParam().dump) + "; ");
}

INSTANTIATE_TEST_SUITE_P(
    All, ExpressionTest,
    testing::Values(
        SourceCase{"12", "12"}, SourceCase{"-1.5e3", "-1500"},
        SourceCase{"true", "true"}, SourceCase{"null", "null"},
        SourceCase{R"("a\n\"b\" \u00e9")", "'a\n\"b\" \u00e9'"},
        SourceCase{R"("$${x} %%{y}")", "'${x} %{y}'"},
        SourceCase{R"("a-${b.c}-d")", "template('a-', b.c, '-d')"},
        SourceCase{R"("${x}")", "template(x)"},
        SourceCase{R"("${~ x ~}")", "template?(x)"},
        SourceCase{R"("%{ if a }b%{ else }${c}%{ endif }")",
                   "template?(a, 'b', c)"},
        SourceCase{"<<EOT\nhello ${a.b}\nEOT", "template('hello ', a.b, '\n')"},
        SourceCase{"<<EOT\n  \\n stays\n  EOT", "'  \\n stays\n'"},
        SourceCase{"<<-EOT\n  x\n  EOT", "template?('  x\n')"},
        SourceCase{"a.b[\"k\"].c[0]", "a.b['k'].c[0]"},
        SourceCase{"a.b.0.c", "a.b[0].c"},
        SourceCase{"a.b[each.key].id", "a.b[each.key].id"},
        SourceCase{"a.n.*.id[count.index]", "a.n*{@.id}[count.index]"},
        SourceCase{"a.n[*].id[0]", "a.n*{@.id[0]}"},
        SourceCase{"a ? b : c ? d : e", "(a ? b : (c ? d : e))"},
        SourceCase{"a + b * c == d && !e || f",
                   "((((a + (b * c)) == d) && !e) || f)"},
        SourceCase{"a - b - c", "((a - b) - c)"},
        SourceCase{"(a + b) * c", "((a + b) * c)"},
        SourceCase{"f(a, [1, 2,], {b = 1})", "f(a, tuple(1, 2), {'b': 1})"},
        SourceCase{"f(\n  a, # one\n  b...\n)", "f(a, b)..."},
        SourceCase{"provider::aws::arn_parse(a)",
                   "provider::aws::arn_parse(a)"},
        SourceCase{"{ a = 1, \"b\" : 2\n (c) = 3\n d.e = 4 }",
                   "{'a': 1, 'b': 2, c: 3, d.e: 4}"},
        SourceCase{"[for v in x : v.id if v.on]", "for(,v in x: v.id if v.on)"},
        SourceCase{"{ for k, v in x : k => v... }", "for(k,v in x: k => v...)"},
        SourceCase{"[\n  a == b\n  ? c\n  : d\n]", "tuple(((a == b) ? c : d))"},
        SourceCase{"{ for = 1 }", "{'for': 1}"},
        SourceCase{"1 /* two */ + 2 // three", "(1 + 2)"}));

TEST(ParserTest, ReadsBlocks) {
  EXPECT_EQ(DumpOf(R"(
# A comment.
resource "aws_s3_bucket" "b" {
  bucket = "x"   # another
  tags   = { a = 1 }

  lifecycle { prevent_destroy = true }
  dynamic "rule" {
    for_each = var.rules
    content {}
  }
}
locals { a = 1 }
)"),
            "resource aws_s3_bucket b { bucket = 'x'; tags = {'a': 1}; "
            "lifecycle { prevent_destroy = true; } dynamic rule { for_each = "
            "var.rules; content { } } } locals { a = 1; } ");
  EXPECT_EQ(DumpOf("\xEF\xBB\xBF"
                   "a = 1\r\nb = 2\r\n"),
            "a = 1; b = 2; ");
  EXPECT_EQ(DumpOf(""), "");
}

TEST(ParserTest, KnowsPlaces) {
  const std::string text = "a {\n  bucket = x.y\n}\n";
  const SourceFile source("main.tf", text);
  const auto file = Parse(source);
  ASSERT_TRUE(file);
  const Block& block = (*file)->body.blocks.at(0);
  EXPECT_EQ(text.substr(block.begin, block.end - block.begin),
            "a {\n  bucket = x.y\n}");
  const BodyAttribute& attribute = block.body.attributes.at(0);
  EXPECT_EQ(attribute.begin, text.find("bucket"));
  EXPECT_EQ(text.substr(attribute.value->begin,
                        attribute.value->end - attribute.value->begin),
            "x.y");
}

class BadSourceTest : public testing::TestWithParam<SourceCase> {};

TEST_P(BadSourceTest, IsRefused) {
  EXPECT_THAT(DumpOf(std::string(GetParam().source)),
              HasSubstr(GetParam().dump));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadSourceTest,
    testing::Values(
        SourceCase{"a = ", "main.tf:1:5: expected a value"},
        SourceCase{"a = \"x", "main.tf:1:5: this text has no end"},
        SourceCase{"a = \"x\ny\"", "main.tf:1:5: this text has no end"},
        SourceCase{"a = \"\\q\"", "main.tf:1:6: this escape is not known"},
        SourceCase{"a = 1 b = 2", "main.tf:1:7: expected a new line here"},
        SourceCase{"a {\n b = 1\n", "3:1: expected `}` at the end"},
        SourceCase{"}", "1:1: expected the name of an attribute or a block"},
        SourceCase{"a = f(1", "1:8: expected `)` behind the last argument"},
        SourceCase{"a = [1", "1:7: expected `]` behind the last element"},
        SourceCase{"a = <<X\nb\n", "1:5: no line `X` ends this text"},
        SourceCase{"a = b ? c", "1:10: expected `:` between"},
        SourceCase{"a \"${x}\" {}", "1:3: a label must be plain text"}));

TEST(ParserTest, EndsOnWhatIsTooDeep) {
  for (const std::string_view open : {"[", "(", "{a=", "f(", "!", "\"${"}) {
    std::string text = "a = ";
    for (int i = 0; i < 100'000; ++i) {
      text += open;
    }
    EXPECT_THAT(DumpOf(text), HasSubstr("too many things inside each other"));
  }
  std::string sum = "a = 1";
  std::string chain = "a = b";
  std::string blocks;
  for (int i = 0; i < 100'000; ++i) {
    sum += " + 1";
    chain += ".c";
    blocks += "b {\n";
  }
  for (const std::string& text : {sum, chain, blocks}) {
    EXPECT_THAT(DumpOf(text), HasSubstr("too many things inside each other"));
  }
}

// No byte makes reading crash or hang, whatever it is.
TEST(ParserTest, SurvivesAnyByte) {
  const std::string whole = R"(resource "a" "b" {
  x = "p-${f([for k, v in c.d : v.e["q"] if k != null]...)}%{ if g }h%{ endif }"
  dynamic "i" {
    for_each = { (j) = -1.5e3 ? k[*].l : m.*.n[0], "o" : !true }
    content { y = <<-EOT
      text $${z} ${w ~}
      EOT
    }
  } /* comment */
})";
  EXPECT_THAT(DumpOf(whole), HasSubstr("resource a b { x = "));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    DumpOf(whole.substr(0, at));
    for (const char c : {'"', '{', '}', '$', '\n', '\\', '[', '<', '\0', '~'}) {
      std::string changed = whole;
      changed[at] = c;
      DumpOf(changed);
    }
  }
}

TEST(ParserTest, KeepsComments) {
  const SourceFile source("main.tf",
                          "# a\r\nx = 1 // b\n/* c\n */ y = [ # d\n"
                          "  {k = 1}, # e\n] # f\n"
                          "z = <<EOT\n# text ${v # g\n}\nEOT\n"
                          "s = \"# text\"\nb {} # h");
  const auto file = Parse(source);
  ASSERT_TRUE(file);
  std::vector<std::string> comments;
  for (const Comment& comment : (*file)->comments) {
    comments.emplace_back(
        source.text().substr(comment.begin, comment.end - comment.begin));
  }
  EXPECT_THAT(comments, ElementsAre("# a\r", "// b", "/* c\n */", "# d", "# e",
                                    "# f", "# g", "# h"));
}

std::vector<std::string> TraversalsIn(std::string text) {
  const SourceFile source("main.tf", "x = " + std::move(text));
  const auto file = Parse(source);
  std::vector<std::string> texts;
  for (const Traversal& each :
       TraversalsOf(*(*file)->body.attributes.at(0).value)) {
    texts.push_back(each.text);
  }
  return texts;
}

TEST(TraversalsTest, AreThoseOfThePlan) {
  EXPECT_THAT(TraversalsIn("aws_s3_bucket.b[each.key].id"),
              ElementsAre("aws_s3_bucket.b", "each.key"));
  EXPECT_THAT(TraversalsIn(R"(aws_s3_bucket.b["a\"b"].id)"),
              ElementsAre(R"(aws_s3_bucket.b["a\"b"].id)"));
  EXPECT_THAT(TraversalsIn("element(a.n[*].id, count.index + 1)"),
              ElementsAre("a.n", "count.index"));
  EXPECT_THAT(TraversalsIn("one([for k, b in a.many : b.id if k == var.x])"),
              ElementsAre("a.many", "var.x"));
  EXPECT_THAT(TraversalsIn("\"x-${a.b.c}%{ for v in d.e }${v.w}%{ endfor }\""),
              ElementsAre("a.b.c", "d.e"));
  EXPECT_THAT(TraversalsIn("values(a.i)[count.index].id"),
              ElementsAre("a.i", "count.index"));
}

}  // namespace
}  // namespace connectguard::hcl
