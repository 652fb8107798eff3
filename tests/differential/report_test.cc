// The structured reports of `validate` for all recorded experiments, and some
// asked of the real cfn-guard where it is installed.
#include "differential/report_comparison.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "differential/case.h"
#include "differential/reference.h"

namespace connectguard::differential {
namespace {

void ExpectNone(const std::string& id,
                const std::vector<ReportDifference>& differences) {
  for (const ReportDifference& difference : differences) {
    ADD_FAILURE() << id << ", rule " << difference.rule
                  << "\ncfn-guard: " << difference.theirs
                  << "\nwe: " << difference.ours;
  }
}

std::size_t RowsOfDifferences() {
  std::ifstream in(testing::MicroFolder() / "report_differences.tsv");
  std::size_t rows = 0;
  for (std::string line; std::getline(in, line);) {
    rows += line.starts_with('#') ? 0 : 1;
  }
  return rows;
}

TEST(ReportTest, ReportsAsRecorded) {
  const auto recorded = ReadRecordedReports();
  ReportTally tally;
  for (const testing::Experiment& experiment : testing::Experiments()) {
    ASSERT_TRUE(recorded.contains(experiment.id)) << experiment.id;
    const TemporaryFolder folder;
    ExpectNone(experiment.id,
               CompareReports(experiment.id, recorded.at(experiment.id),
                              CaseOf(experiment, folder).AskOurs(), &tally));
  }
  EXPECT_GT(tally.failed_rules, 400u);
  // A row that is not needed any more must go.
  EXPECT_EQ(tally.intended, RowsOfDifferences());
}

TEST(ReportTest, SeesWhatDiffers) {
  const auto report = [](const std::string& message) {
    return ReportAnswer{
        .exit_code = 19,
        .report = R"([{"name":"d","not_compliant":[{"Rule":{"name":"r","m":")" +
                  message + R"("}}],"compliant":[]}])",
        .died_writing = false};
  };
  ReportTally tally;
  EXPECT_TRUE(CompareReports("x", report("a"), report("a"), &tally).empty());
  const auto differences =
      CompareReports("x", report("a"), report("b"), &tally);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].rule, "r");
  EXPECT_EQ(CompareReports(
                "x", {.exit_code = 101, .report = "", .died_writing = false},
                report("a"), &tally)
                .size(),
            1u);
  EXPECT_EQ(tally.equal, 1u);
  EXPECT_EQ(tally.different, 2u);
}

TEST(ReportTest, ReportsAsTheReferenceDoesNow) {
  const std::string program = FindReference();
  if (program.empty()) {
    GTEST_SKIP() << "set CFN_GUARD to the path of cfn-guard 3.1.1";
  }
  ReportTally tally;
  for (std::uint64_t number = 0; number < 10; ++number) {
    const Case made = MakeCase(/*seed=*/20, number);
    for (const DocumentText& document : made.documents) {
      const TemporaryFolder folder;
      ReportCase asked(folder);
      asked.SetRules(made.rules);
      asked.AddData(document.text, document.yaml ? "yaml" : "json");
      ExpectNone("case " + std::to_string(number),
                 CompareReports("", asked.AskReference(program),
                                asked.AskOurs(), &tally));
    }
  }
  EXPECT_GT(tally.equal + tally.unanswered, 10u);
}

}  // namespace
}  // namespace connectguard::differential
