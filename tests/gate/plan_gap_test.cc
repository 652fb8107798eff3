// Partial plans that show nothing.
#include <gtest/gtest.h>

#include "builtins/sample_document.h"
#include "gate/plan_state.h"

namespace connectguard {
namespace {

constexpr const char* kPartial =
    R"({"Kind": "terraform", "Complete": false, "Errored": false})";
constexpr const char* kResource = R"({"a.b": {"Type": "A::B::C"}})";

TEST(PlanGapTest, IsInAPartialPlanWithoutResources) {
  EXPECT_TRUE(FindPlanGap(SampleDocument("{}", "{}", kPartial).document()));
}

TEST(PlanGapTest, APlanThatShowsSomethingHasNone) {
  EXPECT_FALSE(
      FindPlanGap(SampleDocument(kResource, "{}", kPartial).document()));
  // It deletes what it shows.
  EXPECT_FALSE(
      FindPlanGap(SampleDocument("{}", kResource, kPartial).document()));
}

}  // namespace
}  // namespace connectguard
