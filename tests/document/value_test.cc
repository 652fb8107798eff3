#include "document/value_builder.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/document.h"
#include "document/dump.h"
#include "document/path.h"

namespace connectguard {
namespace {

class ValueTest : public testing::Test {
 protected:
  // {"a": [1, {"b": "x"}], "c": null}
  const Value* Sample() {
    builder_.StartMap({0, 20, 0});
    builder_.AddKey("a");
    builder_.StartList({5, 0, 0});
    builder_.AddInt(1, {6, 7, 0});
    builder_.StartMap({9, 0, 0});
    builder_.AddKey("b");
    builder_.AddString("x", {10, 11, 0});
    builder_.EndMap(12);
    builder_.EndList(13);
    builder_.AddKey("c");
    builder_.AddNull({15, 19, 0});
    builder_.EndMap();
    return builder_.Finish();
  }

  Document document_;
  ValueBuilder builder_ = document_.NewBuilder();
};

TEST_F(ValueTest, BuildsNestedContainers) {
  const Value* root = Sample();
  EXPECT_EQ(Dump(*root),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x\"\n    }\n  ],\n"
            "  \"c\": null\n}");
  EXPECT_EQ(Find(*root, "a")->span(), (SourceSpan{5, 13, 0}));
}

TEST_F(ValueTest, KnowsItsParentsAndItsPath) {
  const Value* root = Sample();
  const Value* inner = Find(Find(*root, "a")->AsList()[1], "b");
  ASSERT_NE(inner, nullptr);
  EXPECT_EQ(inner->parent->parent->parent, root);
  EXPECT_EQ(root->parent, nullptr);
  EXPECT_EQ(PathOf(*inner), "/a/1/b");
  EXPECT_EQ(PathBelow(*inner, *root), "a[1].b");
  EXPECT_EQ(PathBelow(*inner, *Find(*root, "a")), "[1].b");
  EXPECT_EQ(PathBelow(*root, *root), "");
}

TEST_F(ValueTest, ValuesMadeFromAContainerHaveItsPath) {
  const Value* root = Sample();
  for (const Value* made_from : {Find(*root, "a"), root}) {
    ValueBuilder builder = document_.NewBuilder();
    builder.AddInt(1, {});
    const Value* made = builder.Finish(made_from);
    EXPECT_EQ(PathBelow(*made, *root), PathBelow(*made_from, *root));
    EXPECT_EQ(PathOf(*made), PathOf(*made_from));
  }
}

TEST_F(ValueTest, FindsKeysByTextAndByInternedKey) {
  const Value* root = Sample();
  EXPECT_EQ(Find(*root, document_.keys().Lookup("c")), Find(*root, "c"));
  EXPECT_EQ(document_.keys().Lookup("nowhere"), nullptr);
  EXPECT_EQ(Find(*root, document_.keys().Lookup("nowhere")), nullptr);
  EXPECT_EQ(Find(*Find(*root, "c"), "c"), nullptr);
  EXPECT_EQ(FindPath(*root, {"a", "b"}), nullptr);
}

TEST_F(ValueTest, IndexesLargeMaps) {
  builder_.StartMap({});
  for (int i = 0; i < 1000; ++i) {
    builder_.AddKey("key" + std::to_string(i));
    builder_.AddInt(i, {});
  }
  builder_.EndMap();
  const Value* map = builder_.Finish();
  for (int i = 0; i < 1000; ++i) {
    const Value* value = Find(*map, "key" + std::to_string(i));
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(value->integer, i);
    EXPECT_EQ(value->parent, map);
  }
  EXPECT_EQ(Find(*map, "key1000"), nullptr);
}

void AddPairs(ValueBuilder* builder, int count) {
  builder->StartMap({});
  for (int i = 0; i < count; ++i) {
    builder->AddKey("k" + std::to_string(i));
    builder->AddInt(i, {1, 2, 0});
  }
  builder->AddKey("k0");
  builder->AddInt(-1, {7, 9, 0});
  builder->EndMap();
}

TEST_F(ValueTest, KeepsTheLastOfDuplicateKeysAtTheFirstsPlace) {
  for (const int count : {2, 100}) {
    ValueBuilder builder = document_.NewBuilder();
    AddPairs(&builder, count);
    ASSERT_EQ(builder.duplicates().size(), 1u);
    EXPECT_EQ(builder.duplicates()[0].key, "k0");
    EXPECT_EQ(builder.duplicates()[0].first, (SourceSpan{1, 2, 0}));
    EXPECT_EQ(builder.duplicates()[0].last, (SourceSpan{7, 9, 0}));
    const Value* map = builder.Finish();
    EXPECT_EQ(map->size, static_cast<std::uint32_t>(count));
    EXPECT_EQ(map->AsMap()[0].key->text, "k0");
    EXPECT_EQ(map->AsMap()[0].value.integer, -1);
  }
}

TEST_F(ValueTest, CopiesDeeplyWithParentsOfItsOwn) {
  const Value* root = Sample();
  Document other;
  ValueBuilder builder = other.NewBuilder();
  builder.AddCopy(*root, /*share_text=*/false);
  const Value* copy = builder.Finish();
  EXPECT_EQ(Dump(*copy), Dump(*root));
  EXPECT_EQ(Find(*copy, "a")->parent, copy);
  EXPECT_NE(Find(*copy, "a"), Find(*root, "a"));
  EXPECT_EQ(Find(*copy, other.keys().Lookup("c")), Find(*copy, "c"));
}

void ExpectParents(const Value& container) {
  if (container.Is(Kind::kMap)) {
    for (const Member& member : container.AsMap()) {
      EXPECT_EQ(member.value.parent, &container);
      ExpectParents(member.value);
    }
  } else if (container.Is(Kind::kList)) {
    for (const Value& item : container.AsList()) {
      EXPECT_EQ(item.parent, &container);
      ExpectParents(item);
    }
  }
}

TEST_F(ValueTest, CopiesStandInWhatTheyAreAddedTo) {
  builder_.StartMap({});
  builder_.AddKey("list");
  builder_.StartList({});
  AddPairs(&builder_, 100);  // Large enough for an index of its keys.
  builder_.EndList();
  builder_.AddKey("empty");
  builder_.StartMap({});
  builder_.EndMap();
  builder_.EndMap();
  const Value* source = builder_.Finish();
  const std::size_t made = builder_.count();

  builder_.StartList({});
  builder_.BeginSensitive();
  builder_.AddCopy(*source);
  builder_.EndSensitive();
  builder_.AddCopy(*source);
  builder_.EndList();
  const Value* list = builder_.Finish();
  // The first map of AddPairs had a member more, which was dropped.
  EXPECT_EQ(builder_.count(), made + 1 + 2 * (made - 1));
  ExpectParents(*list);
  for (const Value& copy : list->AsList()) {
    const Value& pairs = Find(copy, "list")->AsList()[0];
    EXPECT_EQ(Find(pairs, "k57")->parent, &pairs);
  }
  EXPECT_TRUE(Find(list->AsList()[0], "empty")->sensitive);
  EXPECT_FALSE(Find(list->AsList()[1], "empty")->sensitive);
  EXPECT_EQ(Dump(list->AsList()[1]), Dump(*source));
}

TEST_F(ValueTest, KeepsReferencesOfLinkedStringsThroughCopies) {
  const Reference reference{.text = "aws_s3_bucket.b.id",
                            .target = "aws_s3_bucket.b",
                            .attribute = "id",
                            .exact = true};
  builder_.StartList({});
  builder_.AddLinkedString("name", {&reference, 1}, {});
  builder_.AddString("plain", {});
  builder_.EndList();
  const Value* list = builder_.Finish();
  builder_.AddCopy(*list, /*share_text=*/false);
  const Value* copy = builder_.Finish();
  for (const Value* each : {list, copy}) {
    EXPECT_EQ(each->AsList()[0].AsString(), "name");
    ASSERT_EQ(each->AsList()[0].References().size(), 1u);
    EXPECT_EQ(each->AsList()[0].References()[0].target, "aws_s3_bucket.b");
    EXPECT_TRUE(each->AsList()[1].References().empty());
  }
}

TEST_F(ValueTest, NeverPrintsSensitiveValues) {
  builder_.StartMap({});
  builder_.AddKey("Password");
  builder_.BeginSensitive();
  builder_.AddString("hunter2", {});
  builder_.EndSensitive();
  builder_.AddKey("Name");
  builder_.AddString("alice", {});
  builder_.EndMap();
  const Value* map = builder_.Finish();
  EXPECT_EQ(Summarize(*map), R"({"Password": (sensitive), "Name": "alice"})");
  builder_.AddCopy(*map);
  EXPECT_EQ(Summarize(*builder_.Finish()),
            R"({"Password": (sensitive), "Name": "alice"})");
}

TEST_F(ValueTest, SummarizesWithinABudget) {
  builder_.StartList({});
  for (int i = 0; i < 1000; ++i) {
    builder_.AddString("item", {});
  }
  builder_.EndList();
  const std::string text = Summarize(*builder_.Finish(), 40);
  EXPECT_LE(text.size(), 43u);
  EXPECT_THAT(text, testing::EndsWith("..."));
}

TEST_F(ValueTest, PrintsUnknownsWithTheirReferences) {
  const Reference reference{.text = "aws_kms_key.k.arn"};
  const UnknownInfo info{.reason = "known after apply",
                         .references = {&reference, 1}};
  builder_.AddUnknown(&info, {});
  EXPECT_EQ(Dump(*builder_.Finish()),
            "?(known after apply: aws_kms_key.k.arn)");
}

}  // namespace
}  // namespace connectguard
