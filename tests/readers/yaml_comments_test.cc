#include "readers/yaml_comments.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> Texts(std::string_view text) {
  std::vector<std::string> texts;
  for (const YamlComment& each : FindYamlComments(text)) {
    texts.emplace_back(text.substr(each.begin, each.end - each.begin));
  }
  return texts;
}

TEST(YamlCommentsTest, AreAllThatIsNoText) {
  EXPECT_THAT(Texts("# top\n"
                    "a: 'not # this' # one\n"
                    "b: x#y # two\n"
                    "'c # d': \"e # f\" # three\n"
                    "g: | # four\n"
                    "  # text\n"
                    "  more\n"
                    "# five\n"
                    "h: >-\n"
                    "  # text\n"
                    "\n"
                    "i: [1, # six\n"
                    "    2] # seven\n"
                    "j: !Sub \"${A} # no\"\n"
                    "k: &x # eight\n"
                    "  l: *x\n"
                    "# last"),
              ElementsAre("# top", "# one", "# two", "# three", "# four",
                          "# five", "# six", "# seven", "# eight", "# last"));
}

TEST(YamlCommentsTest, KnowTheirNeighbours) {
  const std::string_view text =
      "a:\n"
      "  b: 1 # behind\n"
      "\n"
      "# apart\n"
      "\n"
      "  # first\n"
      "# second\n"
      "c:\n"
      "  d: 2\n";
  const auto comments = FindYamlComments(text);
  ASSERT_THAT(comments, SizeIs(4));
  EXPECT_FALSE(comments[0].alone);
  EXPECT_FALSE(comments[0].right_above);
  EXPECT_EQ(comments[0].before, text.find(" # behind"));
  EXPECT_EQ(comments[0].column, 7u);
  EXPECT_TRUE(comments[1].alone);
  EXPECT_FALSE(comments[1].right_above);
  for (const YamlComment& comment : {comments[2], comments[3]}) {
    EXPECT_TRUE(comment.alone);
    EXPECT_TRUE(comment.right_above);
    EXPECT_EQ(comment.next, text.find("c:"));
    EXPECT_EQ(comment.next_value, text.find("d: 2"));
  }
  EXPECT_EQ(comments[2].column, 2u);
}

TEST(YamlCommentsTest, CountBytes) {
  const std::string_view text =
      "\xEF\xBB\xBF# \xC3\xA4\n\xC3\xB6: \"\xE2\x82\xAC\" # end\n";
  EXPECT_THAT(Texts(text), ElementsAre("# \xC3\xA4", "# end"));
  EXPECT_EQ(FindYamlComments(text)[0].next, text.find('\xB6') - 1);
}

TEST(YamlCommentsTest, EndWithTheText) {
  EXPECT_THAT(Texts(""), IsEmpty());
  EXPECT_THAT(Texts("#"), ElementsAre("#"));
  EXPECT_EQ(FindYamlComments("a: 1\n# x")[0].next, YamlComment::kNone);
  EXPECT_THAT(Texts("a: |"), IsEmpty());
  EXPECT_THAT(Texts("a: | # x"), ElementsAre("# x"));
  // What cannot be read is refused elsewhere.
  EXPECT_THAT(Texts("a: 1 # x\nb: \"open # y\n"), ElementsAre("# x"));
}

}  // namespace
}  // namespace connectguard
