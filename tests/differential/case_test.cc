#include "differential/case.h"

#include <gtest/gtest.h>

#include "differential/shrink.h"
#include "differential/tokens.h"

namespace connectguard::differential {
namespace {

TEST(RandomTest, IsTheSameEverywhere) {
  // From the reference implementation of splitmix64, with seed 1234567.
  Random random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317ULL);
  EXPECT_EQ(random.Next(), 3203168211198807973ULL);
}

TEST(CaseTest, DependsOnSeedAndNumberAlone) {
  for (std::uint64_t number = 0; number < 16; ++number) {
    const Case made = MakeCase(3, number);
    EXPECT_EQ(Fingerprint(made), Fingerprint(MakeCase(3, number)));
    EXPECT_NE(Fingerprint(made), Fingerprint(MakeCase(4, number)));
    EXPECT_FALSE(made.rules.empty());
    EXPECT_FALSE(made.documents.empty());
  }
}

TEST(CaseTest, TakesRulesApart) {
  const std::vector<std::string> alone = EachRuleAlone(
      "let v = A\n"
      "rule p(x) { %x == 1 }\n"
      "rule a { p(%v) }\n"
      "rule b { a\n }\n"
      "rule ab { A == 1 }\n");
  ASSERT_EQ(alone.size(), 3u);
  EXPECT_EQ(RuleNames(alone[1]), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(alone[0], "let v = A\nrule p(x) { %x == 1 }\nrule a { p(%v) }\n");
  EXPECT_EQ(alone[1], alone[0] + "rule b { a\n }\n");
  EXPECT_EQ(alone[2], "let v = A\nrule p(x) { %x == 1 }\nrule ab { A == 1 }\n");
  EXPECT_TRUE(EachRuleAlone("rule a { A == 1 }\n").empty());
}

TEST(TokensTest, AreTheTextAgain) {
  const std::string text = "rule a { A.'b c' == /x\\/y/ <<m>>\n}\n";
  const std::vector<std::string> tokens = TokensOf(text);
  EXPECT_EQ(Joined(tokens), text);
  EXPECT_NE(std::find(tokens.begin(), tokens.end(), "'b c'"), tokens.end());
  EXPECT_NE(std::find(tokens.begin(), tokens.end(), "/x\\/y/"), tokens.end());
}

TEST(ShrinkTest, KeepsWhatIsNeeded) {
  const std::string text =
      "let v = 1\nrule a {\n  B == [1, {wanted: 2}]\n}\nrule b { A }\n";
  EXPECT_EQ(Shrunk(text,
                   [](const std::string& smaller) {
                     return smaller.find("wanted") != std::string::npos;
                   }),
            "wanted");
}

}  // namespace
}  // namespace connectguard::differential
