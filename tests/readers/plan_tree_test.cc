#include "readers/plan_tree.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/document.h"
#include "document/dump.h"
#include "readers/made_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::Not;

// {"id": "x"}
const std::string kOld = "\x81" + PackText("id") + PackText("x");
const std::string kNew = "\x81" + PackText("id") + std::string(kPackUnknown);

std::string TreeOf(const std::string& message, bool of_opentofu = false) {
  Document document;
  document.AddFile("tfplan", "");
  ValueBuilder builder = document.NewBuilder();
  PlaceCounter places;
  builder.StartMap(places.Next());
  const auto written =
      WritePlanMembers(message, {.name = "tfplan", .of_opentofu = of_opentofu},
                       &places, &builder);
  if (!written) {
    return "error: " + written.error().diagnostic.message;
  }
  builder.EndMap(places.position());
  const Value* root = builder.Finish();
  EXPECT_EQ(root->end, places.position());
  return Dump(*root);
}

std::string ChangeOf(std::uint64_t action,
                     std::initializer_list<std::string> values,
                     std::string_view others = "") {
  std::string change = NumberField(1, action);
  for (const std::string& value : values) {
    change += ValueField(2, value);
  }
  return change + std::string(others);
}

std::string TreeWith(const std::string& change, std::string_view others = "") {
  return TreeOf(MessageWith(ResourceField("aws_x.y", change, others)));
}

TEST(PlanTreeTest, SaysEachActionInTerraformsWords) {
  const auto actions = [](std::uint64_t number,
                          std::initializer_list<std::string> values) {
    const std::string tree = TreeWith(ChangeOf(number, values));
    const std::size_t begin = tree.find("\"actions\"");
    return begin == std::string::npos
               ? tree
               : tree.substr(begin, tree.find(']', begin) - begin);
  };
  EXPECT_THAT(actions(0, {kOld}), HasSubstr("\"no-op\""));
  EXPECT_THAT(actions(1, {kNew}), HasSubstr("\"create\""));
  EXPECT_THAT(actions(2, {std::string(kPackNull), kNew}),
              HasSubstr("\"read\""));
  EXPECT_THAT(actions(3, {kOld, kNew}), HasSubstr("\"update\""));
  EXPECT_THAT(actions(5, {kOld}), HasSubstr("\"delete\""));
  EXPECT_THAT(actions(6, {kOld, kNew}),
              testing::ContainsRegex("\"delete\",[^a-z]*\"create\""));
  EXPECT_THAT(actions(7, {kOld, kNew}),
              testing::ContainsRegex("\"create\",[^a-z]*\"delete\""));
  EXPECT_THAT(actions(8, {kOld}), HasSubstr("\"forget\""));
  EXPECT_THAT(actions(9, {kOld, kNew}),
              testing::ContainsRegex("\"create\",[^a-z]*\"forget\""));
  EXPECT_THAT(actions(4, {kOld}), HasSubstr("what the plan does to `aws_x.y`"));
  EXPECT_THAT(actions(10, {kOld}), HasSubstr("is not known"));
}

TEST(PlanTreeTest, SaysWhatIsKnownOfAResource) {
  const std::string tree =
      TreeWith(ChangeOf(6, {kOld, kNew}, BytesField(5, BytesField(1, "i-1"))),
               BytesField(14, "aws_x.old") + BytesField(7, "abcd1234") +
                   NumberField(12, 3) + PathField(11, {"a", "b"}));
  EXPECT_THAT(tree, HasSubstr("\"previous_address\": \"aws_x.old\""));
  EXPECT_THAT(tree, HasSubstr("\"deposed\": \"abcd1234\""));
  EXPECT_THAT(
      tree, HasSubstr("\"action_reason\": \"replace_because_cannot_update\""));
  EXPECT_THAT(tree, HasSubstr("\"importing\": {}"));
  EXPECT_THAT(tree, HasSubstr("\"type\": \"aws_x\""));
  EXPECT_THAT(tree, testing::ContainsRegex(
                        "\"replace_paths\": \\[[^a-z]*\"a\",[^a-z]*\"b\""));
}

// What is secret in the new value is secret in the old one.
TEST(PlanTreeTest, MarksOfTheNewValueCountForTheOld) {
  const std::string tree =
      TreeWith(ChangeOf(3, {kOld, kNew}, PathField(4, {"id"})));
  const std::size_t before = tree.find("\"before_sensitive\"");
  ASSERT_NE(before, std::string::npos);
  EXPECT_THAT(tree.substr(before, 60), HasSubstr("\"id\": true"));
}

// An element of a set is its own key: the set is secret then.
TEST(PlanTreeTest, APathThatCannotBeFollowedMarksAllOfIt) {
  const std::string value = "\x81" + PackText("s") + "\x91\x80";
  const std::string path = BytesField(
      4, BytesField(1, BytesField(1, "s")) +
             BytesField(1, BytesField(2, BytesField(1, std::string("\x80")))));
  const std::string tree = TreeWith(ChangeOf(1, {value}, path));
  const std::size_t marks = tree.find("\"after_sensitive\"");
  ASSERT_NE(marks, std::string::npos);
  EXPECT_THAT(tree.substr(marks, 60), HasSubstr("\"s\": true"));
}

TEST(PlanTreeTest, OrdersResourcesAsTerraformDoes) {
  std::string fields;
  for (const char* address :
       {"module.a.aws_x.y", "aws_x.y[10]", "aws_x.y[9]", "aws_x.y[\"a\"]",
        "aws_x_z.y", "data.aws_z.a", "aws_x.z", "aws_x.y"}) {
    fields += ResourceField(address, ChangeOf(0, {kOld}));
  }
  const std::string tree = TreeOf(MessageWith(fields));
  std::size_t last = 0;
  for (const char* address :
       {"data.aws_z.a", "aws_x.y", "aws_x.y[9]", "aws_x.y[10]",
        "aws_x.y[\\\"a\\\"]", "aws_x.z", "aws_x_z.y", "module.a.aws_x.y"}) {
    const std::size_t at =
        tree.find("\"address\": \"" + std::string(address) + "\"");
    ASSERT_NE(at, std::string::npos) << address << tree;
    EXPECT_GT(at, last) << address;
    last = at;
  }
}

TEST(PlanTreeTest, LeavesOutWhatIsNoResource) {
  const std::string tree = TreeOf(
      MessageWith(ResourceField("data.aws_x.y", ChangeOf(5, {kOld})) +
                  ResourceField("ephemeral.aws_x.y", ChangeOf(9, {kNew}))));
  EXPECT_THAT(tree, Not(HasSubstr("resource_changes")));
}

TEST(PlanTreeTest, NamesWhatDrifted) {
  const auto drift = [](std::uint64_t action) {
    return BytesField(18, BytesField(13, "aws_x.y") +
                              BytesField(9, ChangeOf(action, {kOld, kNew})));
  };
  EXPECT_THAT(TreeOf(MessageWith(drift(3))), HasSubstr("resource_drift"));
  // What only moved counts where nothing else is planned.
  EXPECT_THAT(TreeOf(MessageWith(drift(0))), Not(HasSubstr("resource_drift")));
  EXPECT_THAT(TreeOf(MessageWith(drift(0) + NumberField(17, 2))),
              HasSubstr("resource_drift"));
}

TEST(PlanTreeTest, SaysWhetherThePlanIsWhole) {
  EXPECT_THAT(TreeOf(MessageWith("")), HasSubstr("\"complete\": true"));
  EXPECT_THAT(TreeOf(NumberField(1, 3) + BytesField(14, "1.11.4")),
              HasSubstr("\"complete\": false"));
  EXPECT_THAT(TreeOf(MessageWith(""), /*of_opentofu=*/true),
              Not(HasSubstr("\"complete\"")));
  EXPECT_THAT(TreeOf(MessageWith(NumberField(20, 1))),
              HasSubstr("\"errored\": true"));
  EXPECT_THAT(TreeOf(MessageWith(BytesField(27, ""))),
              HasSubstr("\"deferred_changes\""));
  EXPECT_THAT(TreeOf(MessageWith(BytesField(
                  2, BytesField(1, "v") + ValueField(2, PackText("x"))))),
              testing::ContainsRegex("\"v\": \\{[^a-z]*\"value\": \"x\""));
}

TEST(PlanTreeTest, RefusesVersionsThatDoNotSayWhatIsSecret) {
  for (const char* version : {"1.7.5", "0.15.0", "1.5.0", "", "next", "1."}) {
    EXPECT_THAT(TreeOf(MessageWith("", version)),
                HasSubstr("does not tell which attributes are secret"))
        << version;
  }
  for (const char* version : {"1.8.0", "1.16.0-alpha20260603", "2.0.0"}) {
    EXPECT_THAT(TreeOf(MessageWith("", version)), Not(HasSubstr("error:")));
  }
  EXPECT_THAT(TreeOf(NumberField(1, 4) + BytesField(14, "1.11.4")),
              HasSubstr("version 4 of binary plans is not supported"));
}

TEST(PlanTreeTest, RefusesWhatIsDamaged) {
  const std::string good =
      MessageWith(ResourceField("aws_x.y", ChangeOf(1, {kNew})));
  EXPECT_THAT(TreeOf(good.substr(0, good.size() - 3)),
              HasSubstr("the binary plan is damaged"));
  EXPECT_THAT(TreeOf(""), HasSubstr("version 0 of binary plans"));
  EXPECT_THAT(TreeOf("\xFF\xFF"), HasSubstr("is damaged"));
  EXPECT_THAT(TreeOf(MessageWith(ResourceField("", ChangeOf(1, {kNew})))),
              HasSubstr("is damaged"));
  EXPECT_THAT(TreeOf(MessageWith(ResourceField("a\xFF.b", ""))),
              HasSubstr("is damaged"));
  EXPECT_THAT(TreeWith(ChangeOf(1, {})),
              HasSubstr("of `aws_x.y`, the attributes are missing"));
  EXPECT_THAT(TreeWith(ChangeOf(1, {std::string("\x91\xC0")})),
              HasSubstr("or are no map"));
  EXPECT_THAT(TreeWith(ChangeOf(1, {std::string("\x81\xA1k")})),
              HasSubstr("of `aws_x.y`, a value is cut off"));
  EXPECT_THAT(TreeWith(ChangeOf(1, {kNew}), NumberField(12, 99)),
              HasSubstr("is not known"));
}

}  // namespace
}  // namespace connectguard
