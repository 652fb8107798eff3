// Every recorded experiment with cfn-guard: the same statuses, or an error
// where it gave up. Once as 3.1.1, once as 3.2.0.
#include <cctype>
#include <string>

#include <gtest/gtest.h>

#include "support/micro_corpus.h"

namespace connectguard::testing {
namespace {

struct MicroCase {
  const Experiment* experiment;
  GuardVersion version;
};

void PrintTo(const MicroCase& micro, std::ostream* out) {
  *out << micro.experiment->id;
}

class MicroTest : public ::testing::TestWithParam<MicroCase> {
 protected:
  static const Recorded& RecordedFor(const MicroCase& micro) {
    static const auto older = ReadRecorded(GuardVersion::k31);
    static const auto newer = ReadRecorded(GuardVersion::k32);
    const auto& all = micro.version == GuardVersion::k31 ? older : newer;
    return all.at(micro.experiment->id);
  }
};

TEST_P(MicroTest, AnswersAsRecorded) {
  const MicroCase& micro = GetParam();
  const Observed observed = Observe(*micro.experiment, micro.version);
  for (const MicroVerdict& verdict : CompareMicro(
           *micro.experiment, micro.version, RecordedFor(micro), observed)) {
    EXPECT_TRUE(verdict.equal || verdict.intended)
        << "rule " << verdict.rule << ": cfn-guard " << verdict.theirs
        << ", we " << verdict.ours << "\n"
        << observed.error;
    // A row that is not needed any more must go.
    EXPECT_TRUE(verdict.intended ||
                FindDifference(*micro.experiment, micro.version,
                               verdict.rule) == nullptr)
        << "rule " << verdict.rule << " is as recorded";
  }
}

std::vector<MicroCase> AllCases(GuardVersion version) {
  std::vector<MicroCase> cases;
  for (const Experiment& experiment : Experiments()) {
    cases.push_back({&experiment, version});
  }
  return cases;
}

std::string CaseName(const ::testing::TestParamInfo<MicroCase>& info) {
  std::string name;
  for (const char c : info.param.experiment->id) {
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Guard31, MicroTest,
                         ::testing::ValuesIn(AllCases(GuardVersion::k31)),
                         CaseName);
INSTANTIATE_TEST_SUITE_P(Guard32, MicroTest,
                         ::testing::ValuesIn(AllCases(GuardVersion::k32)),
                         CaseName);

TEST(MicroCorpusTest, IsComplete) {
  EXPECT_EQ(Experiments().size(), 435u);
  EXPECT_EQ(ReadRecorded(GuardVersion::k31).size(), 435u);
}

TEST(MicroCorpusTest, EveryDifferenceHasAReasonAndAnExperiment) {
  const auto recorded = ReadRecorded(GuardVersion::k31);
  for (const auto& [key, difference] : MicroDifferences()) {
    EXPECT_TRUE(recorded.contains(key.substr(0, key.find('\t')))) << key;
    EXPECT_NE(difference.reason, "") << key;
  }
}

}  // namespace
}  // namespace connectguard::testing
