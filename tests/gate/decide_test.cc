#include "gate/decide.h"

#include <vector>

namespace connectguard {
namespace {

Finding Make(FindingStatus status, Severity severity) {
  Finding finding;
  finding.status = status;
  finding.severity = severity;
  return finding;
}

Verdict DecideOn(std::vector<Finding> findings, Severity fail_on,
                 OnUnknown on_unknown) {
  GateOptions options;
  options.fail_on = fail_on;
  options.on_unknown = on_unknown;
  return Decide(options, &findings);
}

struct Case {
  std::vector<Finding> findings;
  Severity fail_on;
  OnUnknown on_unknown;
  Verdict verdict;
};

TEST(DecideTest, FollowsItsTable) {
  const Finding violation = Make(FindingStatus::kViolation, Severity::kMedium);
  const Finding unknown = Make(FindingStatus::kUnknown, Severity::kMedium);
  const Finding error = Make(FindingStatus::kError, Severity::kLow);
  const auto warn = OnUnknown::kWarn;
  const auto deny = OnUnknown::kDeny;
  const Case cases[] = {
      {{}, Severity::kLow, deny, Verdict::kAllow},
      {{violation}, Severity::kLow, warn, Verdict::kDeny},
      {{violation}, Severity::kMedium, warn, Verdict::kDeny},
      {{violation}, Severity::kHigh, warn, Verdict::kAllow},
      {{error}, Severity::kCritical, warn, Verdict::kDeny},
      {{unknown}, Severity::kLow, warn, Verdict::kAllow},
      {{unknown}, Severity::kLow, OnUnknown::kAllow, Verdict::kAllow},
      {{unknown}, Severity::kMedium, deny, Verdict::kUndecided},
      {{unknown}, Severity::kHigh, deny, Verdict::kAllow},
      {{unknown, violation}, Severity::kLow, deny, Verdict::kDeny},
      {{violation, unknown}, Severity::kLow, deny, Verdict::kDeny},
      {{unknown, error}, Severity::kCritical, deny, Verdict::kDeny},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(DecideOn(c.findings, c.fail_on, c.on_unknown), c.verdict)
        << "case " << &c - cases;
  }
}

TEST(DecideTest, MarksWhatBlocks) {
  std::vector<Finding> findings = {
      Make(FindingStatus::kViolation, Severity::kHigh),
      Make(FindingStatus::kViolation, Severity::kLow),
      Make(FindingStatus::kUnknown, Severity::kHigh)};
  GateOptions options;
  options.fail_on = Severity::kMedium;
  Decide(options, &findings);
  EXPECT_TRUE(findings[0].blocking);
  EXPECT_FALSE(findings[1].blocking);
  EXPECT_FALSE(findings[2].blocking);
}

TEST(DecideTest, AllowedUnknownsAreNotListed) {
  std::vector<Finding> findings = {
      Make(FindingStatus::kUnknown, Severity::kHigh),
      Make(FindingStatus::kViolation, Severity::kHigh)};
  GateOptions options;
  options.on_unknown = OnUnknown::kAllow;
  Decide(options, &findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kViolation);
}

}  // namespace
}  // namespace connectguard
