#include "gate/place.h"

#include <string>
#include <string_view>
#include <utility>

#include "readers/input.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

// A document whose canonical tree and source tree are one and the same text.
class PlaceTest : public ::testing::Test {
 protected:
  void Read(std::string text) {
    document_.AddFile("plan.json", std::move(text));
    const auto root = ReadJson(&document_, 0);
    ASSERT_TRUE(root) << Render(root.error().diagnostic);
    document_.SetSource(*root);
    document_.SetRoot(*root);
  }

  const Value& At(std::initializer_list<std::string_view> path) const {
    return *FindPath(document_.root(), path);
  }

  Document document_;
};

TEST_F(PlaceTest, LineOfItsOwnIsShown) {
  Read("{\n  \"a\" : \"x\",\n  \"b\": {\n    \"c\": 1 }\n}");
  EXPECT_EQ(PlaceOf(document_, At({"a"})).source_line, "  \"a\" : \"x\",");
  EXPECT_EQ(PlaceOf(document_, At({"b"})).source_line, "  \"b\": {");
  EXPECT_EQ(PlaceOf(document_, At({"b", "c"})).source_line, "    \"c\": 1 }");
}

TEST_F(PlaceTest, SharedLineOfAPlanIsNotShown) {
  Read("{\n  \"a\": 1, \"b\": 2,\n  \"c\": {\"d\": \"secret\"}\n}");
  EXPECT_EQ(PlaceOf(document_, At({"a"})).source_line, "");
  EXPECT_EQ(PlaceOf(document_, At({"b"})).source_line, "");
  EXPECT_EQ(PlaceOf(document_, At({"c"})).source_line, "");
  EXPECT_EQ(PlaceOf(document_, At({"c", "d"})).source_line, "");
  EXPECT_EQ(PlaceOf(document_, At({"b"})).place,
            (LineColumn{.line = 2, .column = 16}));
}

TEST_F(PlaceTest, TemplateLinesMayBeShared) {
  Read("{\"Plan\": {\"Kind\": \"cloudformation\"},\n\"a\": 1, \"b\": 2\n}");
  EXPECT_EQ(PlaceOf(document_, At({"b"})).source_line, "\"a\": 1, \"b\": 2");
}

TEST_F(PlaceTest, OneLineHasNoLineToShow) {
  Read("{\"a\": 1}");
  EXPECT_FALSE(PlaceOf(document_, At({"a"})).has_lines);
  EXPECT_EQ(PlaceOf(document_, At({"a"})).source_line, "");
}

TEST_F(PlaceTest, AttributesAreNamedWithTheirResource) {
  Read(R"({"resource_changes": [{"address": "aws_s3_bucket_acl.x",
      "change": {"after": {"grant": [{"change": {"by": "me"}}]}}}]})");
  const Value& change = At({"resource_changes"}).AsList()[0].AsMap()[1].value;
  const Value& grant = *FindPath(change, {"after", "grant"});
  const Value& by = *FindPath(grant.AsList()[0], {"change", "by"});
  const NativeAttribute native = NativeAttributeOf(document_, by);
  EXPECT_EQ(native.address, "aws_s3_bucket_acl.x");
  EXPECT_EQ(native.path, "grant[0].change.by");
  EXPECT_EQ(NativeAttributeOf(document_, *Find(change, "after")).path, "");
}

TEST_F(PlaceTest, ValuesOutsideTheDocumentDoNotBelong) {
  Read("{\"a\": 1}");
  Arena arena;
  KeyTable keys(&arena);
  ValueBuilder builder(&arena, &keys);
  builder.AddInt(1, {});
  const Value* loose = builder.Finish();
  EXPECT_FALSE(BelongsTo(document_, *loose));
  EXPECT_TRUE(BelongsTo(document_, At({"a"})));
  builder.AddInt(1, {});
  EXPECT_TRUE(BelongsTo(document_, *builder.Finish(&At({"a"}))));
}

// A plan with its configuration; the line that is shown of an attribute.
std::string LineInSource(const std::string& source, const std::string& after,
                         const std::string& sensitive, std::string_view path) {
  Input input = {.name = "plan.json",
                 .bytes = R"({"format_version": "1.2", "resource_changes": [
      {"address": "a_b.c", "type": "a_b", "mode": "managed", "change":
        {"actions": ["create"], "before": null, "after": )" +
                          after + R"(, "after_unknown": {},
         "after_sensitive": )" +
                          sensitive + R"(}}],
      "configuration": {"root_module": {"resources": [
        {"address": "a_b.c", "mode": "managed", "type": "a_b",
         "expressions": {}}]}}})"};
  input.configuration = ConfigurationFiles{
      .files = {{.module = "", .name = "main.tf", .text = source}},
      .left_out = {}};
  const auto document = ReadDocument(std::move(input));
  EXPECT_TRUE(document);
  const Value* value = (*document)->FindResource("a_b.c")->node;
  if (!path.empty()) {
    value = FindPath(*value, {"Properties", path});
  }
  const FindingPlace place = PlaceOf(**document, *value);
  return place.file + ":" + std::to_string(place.place.line) + ":" +
         std::to_string(place.place.column) + ":" + place.source_line;
}

TEST(PlaceInSourcesTest, ShowsALineOfItsOwn) {
  constexpr char kSource[] =
      "resource \"a_b\" \"c\" {\n  name = \"x\" # why\n}\n";
  EXPECT_EQ(LineInSource(kSource, R"({"name": "x"})", "{}", "name"),
            "main.tf:2:3:  name = \"x\" # why");
  EXPECT_EQ(LineInSource(kSource, R"({"name": "x"})", "{}", ""),
            "main.tf:1:1:resource \"a_b\" \"c\" {");
}

TEST(PlaceInSourcesTest, ShowsNoSecrets) {
  constexpr char kSource[] =
      "resource \"a_b\" \"c\" {\n  name = \"secret\"\n}\n";
  EXPECT_EQ(LineInSource(kSource, R"({"name": "secret"})", R"({"name": true})",
                         "name"),
            "main.tf:2:3:");
  constexpr char kOneLine[] =
      "resource \"a_b\" \"c\" { password = \"secret\" }\n";
  EXPECT_EQ(LineInSource(kOneLine, R"({"name": "x"})", "{}", ""),
            "main.tf:1:1:");
  constexpr char kMap[] =
      "resource \"a_b\" \"c\" {\n  names = { a = 1, b = \"secret\" }\n}\n";
  EXPECT_EQ(LineInSource(kMap, R"({"names": {"a": 1, "b": "secret"}})",
                         R"({"names": {"b": true}})", "names"),
            "main.tf:2:3:");
}

}  // namespace
}  // namespace connectguard
