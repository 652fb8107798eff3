#include "readers/waiver_text.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

WrittenWaiver Only(std::string_view comment) {
  const auto waivers = WaiversInComment(comment, 0, 0);
  EXPECT_THAT(waivers, SizeIs(1)) << comment;
  return waivers.empty() ? WrittenWaiver() : waivers.front();
}

TEST(WaiverTextTest, ReadsAllItsParts) {
  const WrittenWaiver waiver =
      Only(R"(# connectguard:ignore CONNECT-LOG-1 until=2027-01-31 owner=care )"
           R"(ticket=CARE-7 reason="the \"old\" archive")");
  EXPECT_THAT(waiver.policies, ElementsAre("CONNECT-LOG-1"));
  EXPECT_EQ(waiver.until, "2027-01-31");
  EXPECT_EQ(waiver.owner, "care");
  EXPECT_EQ(waiver.ticket, "CARE-7");
  EXPECT_EQ(waiver.reason, "the \"old\" archive");
  EXPECT_EQ(waiver.problem, "");
}

struct Form {
  std::string_view comment;
  std::string_view policies;  // With a blank between.
};

class WaiverFormTest : public testing::TestWithParam<Form> {};

TEST_P(WaiverFormTest, IsRead) {
  const WrittenWaiver waiver = Only(GetParam().comment);
  EXPECT_EQ(waiver.problem, "");
  EXPECT_EQ(waiver.reason, "why");
  std::string policies;
  for (const std::string& each : waiver.policies) {
    policies += (policies.empty() ? "" : " ") + each;
  }
  EXPECT_EQ(policies, GetParam().policies);
}

INSTANTIATE_TEST_SUITE_P(
    All, WaiverFormTest,
    testing::Values(
        Form{"#connectguard:ignore A-1 reason=why", "A-1"},
        Form{"## connectguard:ignore A-1 reason='why'\r", "A-1"},
        Form{"// connectguard:ignore A-1, B-2 reason=\"why\"", "A-1 B-2"},
        Form{"# connectguard:ignore A-1 B-2,C-3 reason=why, owner=o",
             "A-1 B-2 C-3"},
        Form{"# ConnectGuard: ignore A-1 reason=\" why \"", "A-1"},
        Form{"/* connectguard:ignore A-1 reason=why */", "A-1"},
        Form{"/*\n * prose\n * connectguard:ignore A-1 reason=why\n */", "A-1"},
        Form{"# connectguard:ignore a_rule reason=why", "a_rule"}));

struct Slip {
  std::string_view comment;
  std::string_view problem;
};

class WaiverSlipTest : public testing::TestWithParam<Slip> {};

TEST_P(WaiverSlipTest, IsTold) {
  EXPECT_THAT(Only(GetParam().comment).problem, HasSubstr(GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(
    All, WaiverSlipTest,
    testing::Values(
        Slip{"# connectguard:ignore", "names no policy"},
        Slip{"# connectguard:ignore reason=why", "names no policy"},
        Slip{"# connectguard:skip A-1 reason=why",
             "`connectguard:skip` is not known"},
        Slip{"# connectguard:ignore:A-1", "`connectguard:ignore:A-1` is not"},
        Slip{"# connectguard:ignore A-1 untill=2027-01-31 reason=why",
             "`untill` is not known: did you mean `until`?"},
        Slip{"# connectguard:ignore A-1 =x", "`` is not known"},
        Slip{"# connectguard:ignore A-1 reason=not so long",
             "`so` stands alone"},
        Slip{"# connectguard:ignore A-1 reason=\"why\" B-2",
             "`B-2` stands alone"},
        Slip{"# connectguard:ignore A-1 reason=\"why", "are not closed"},
        Slip{"# connectguard:ignore A-1 reason=\"why\\\"", "are not closed"},
        Slip{"# connectguard:ignore A-1 until=2027-01-31 until=2028-01-31",
             "`until` twice"}));

TEST(WaiverTextTest, LeavesOtherCommentsAlone) {
  for (const std::string_view comment :
       {"", "#", "//", "/**/", "# prose", "# connectguard", "# connectguard:",
        "# connectguard: judges this", "# see connectguard:ignore A-1",
        "# checkov:skip=CKV_AWS_1:why", "# trivy:ignore:AVD-AWS-1"}) {
    EXPECT_THAT(WaiversInComment(comment, 0, 0), IsEmpty()) << comment;
  }
}

TEST(WaiverTextTest, KnowsWhereItStands) {
  const std::string_view comment =
      "/* connectguard:ignore A-1 reason=a\n   connectguard:ignore B-2 */";
  const auto waivers = WaiversInComment(comment, 100, 7);
  ASSERT_THAT(waivers, SizeIs(2));
  EXPECT_EQ(waivers[0].place,
            (SourceSpan{.begin = 103, .end = 135, .file = 7}));
  EXPECT_EQ(waivers[1].place.begin, 100 + comment.find("connectguard", 20));
  EXPECT_EQ(waivers[1].reason, "");
}

TEST(WaiverTextTest, IsBounded) {
  const std::string longest(limits::kMaxWaiverTextBytes, 'x');
  const std::string start = "# connectguard:ignore ";
  EXPECT_EQ(Only(start + "A-1 reason=" + longest).problem, "");
  EXPECT_THAT(Only(start + "A-1 reason=" + longest + "x").problem,
              HasSubstr("longer than 1000 bytes"));
  EXPECT_EQ(Only(start + longest).problem, "");
  EXPECT_THAT(Only(start + longest + "x").problem, HasSubstr("too long"));
}

TEST(WaiverTextTest, IsSoughtWhereItMayBe) {
  EXPECT_TRUE(MayHoldWaivers("a: b # ConnectGuard:ignore"));
  EXPECT_FALSE(MayHoldWaivers("connectguar: guard:"));
  EXPECT_FALSE(MayHoldWaivers(":"));
  EXPECT_FALSE(MayHoldWaivers(""));
}

}  // namespace
}  // namespace connectguard
