#include "gate/exit_code.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gate/version.h"

namespace connectguard {
namespace {

CheckedInput With(Verdict verdict) {
  GateReport report;
  report.verdict = verdict;
  return {.input = "x", .report = report};
}

CheckedInput With(ErrorCode code) {
  return {.input = "x", .report = Fail(code, "wrong")};
}

int CodeOf(std::vector<CheckedInput> inputs) { return ExitCodeOf(inputs); }

TEST(ExitCodeTest, VerdictsCountFromZero) {
  EXPECT_EQ(CodeOf({With(Verdict::kAllow)}), 0);
  EXPECT_EQ(CodeOf({With(Verdict::kDeny)}), 1);
  EXPECT_EQ(CodeOf({With(Verdict::kUndecided)}), 2);
}

TEST(ExitCodeTest, ErrorsAreSysexits) {
  EXPECT_EQ(ExitCodeOf(ErrorCode::kUsage), 64);
  EXPECT_EQ(ExitCodeOf(ErrorCode::kBadInput), 65);
  EXPECT_EQ(ExitCodeOf(ErrorCode::kLimit), 65);
  EXPECT_EQ(ExitCodeOf(ErrorCode::kMissing), 66);
  EXPECT_EQ(ExitCodeOf(ErrorCode::kUnavailable), 69);
  EXPECT_EQ(ExitCodeOf(ErrorCode::kCancelled), 70);
  EXPECT_EQ(ExitCodeOf(ErrorCode::kInternal), 70);
}

TEST(ExitCodeTest, TheWorstInputDecides) {
  const CheckedInput allow = With(Verdict::kAllow);
  const CheckedInput deny = With(Verdict::kDeny);
  const CheckedInput undecided = With(Verdict::kUndecided);
  EXPECT_EQ(CodeOf({allow, undecided, allow}), 2);
  EXPECT_EQ(CodeOf({deny, undecided}), 1);
  EXPECT_EQ(CodeOf({undecided, deny}), 1);
}

TEST(ExitCodeTest, ErrorsBeatVerdicts) {
  EXPECT_EQ(CodeOf({With(Verdict::kDeny), With(ErrorCode::kMissing)}), 66);
  EXPECT_EQ(CodeOf({With(ErrorCode::kMissing), With(ErrorCode::kBadInput)}),
            66);
}

TEST(VersionTest, IsTheOneOfTheBuildFile) {
  std::ifstream in(std::string(CONNECTGUARD_SOURCE_DIR) + "/CMakeLists.txt");
  const std::string text((std::istreambuf_iterator<char>(in)),
                         std::istreambuf_iterator<char>());
  EXPECT_THAT(text, ::testing::HasSubstr("VERSION " + std::string(Version())));
}

}  // namespace
}  // namespace connectguard
