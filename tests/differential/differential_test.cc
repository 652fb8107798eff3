// The recorded answers of the real cfn-guard to random cases, and some asked
// now where it is installed.
#include <gtest/gtest.h>

#include "differential/comparison.h"
#include "differential/recording.h"
#include "differential/reference.h"
#include "differential/rule_files.h"

namespace connectguard::differential {
namespace {

const char* Words(const Answer& answer) {
  return answer.error.empty() ? "" : answer.error.c_str();
}

void ExpectEqual(std::uint64_t number, const Question& question,
                 Counts* counts) {
  const Compared compared = Compare(question);
  counts->Add(question, compared);
  EXPECT_NE(compared.comparison, Comparison::kDifferent)
      << "case " << number << ": cfn-guard " << question.recorded << ", we "
      << Encoded(compared.ours) << "\n"
      << question.rules << "\n---\n"
      << question.document.text << "\n---\n"
      << Words(compared.ours);
}

TEST(DifferentialTest, AnswersAsRecorded) {
  const Recording recording =
      ReadRecording(SourcePath("tests/corpus/guard-differential/recorded.txt"));
  ASSERT_GT(recording.cases.size(), 1000u);
  Counts counts;
  for (const RecordedCase& recorded : recording.cases) {
    const auto questions =
        QuestionsOf(MakeCase(recording.seed, recorded.number), recorded);
    ASSERT_TRUE(questions.has_value())
        << "case " << recorded.number << " is not the one that was recorded: "
        << "see tests/corpus/guard-differential/README.md";
    for (const Question& question : *questions) {
      ExpectEqual(recorded.number, question, &counts);
    }
  }
  // Agreement means something only where there are answers of every kind.
  EXPECT_GT(counts.by_letter['P'], 1000u);
  EXPECT_GT(counts.by_letter['F'], 1000u);
  EXPECT_GT(counts.by_letter['S'], 1000u);
  EXPECT_GT(counts.errors, 100u);
  EXPECT_GT(counts.parse_errors, 100u);
}

TEST(DifferentialTest, AnswersAsTheRealProgramNow) {
  const std::string program = FindReference();
  if (program.empty()) {
    GTEST_SKIP() << "set CFN_GUARD to the path of cfn-guard 3.1.1";
  }
  Reference reference(program);
  Counts counts;
  constexpr std::uint64_t kSeed = 2024;
  for (std::uint64_t number = 0; number < 200; ++number) {
    for (const Question& question :
         AskReference(MakeCase(kSeed, number), &reference)) {
      ExpectEqual(number, question, &counts);
    }
  }
  EXPECT_GT(counts.statuses, 200u);
}

// Each of the rules files that are found, AWS Control Tower's for instance, on
// documents that are made for it.
TEST(DifferentialTest, AnswersToRuleFilesAsTheRealProgramNow) {
  const std::string program = FindReference();
  const std::string folder = program.empty() ? "" : FindRuleFiles(program);
  if (folder.empty()) {
    GTEST_SKIP() << "set CFN_GUARD to the path of cfn-guard 3.1.1, and "
                    "CFN_GUARD_RULES to a folder of rules files when there is "
                    "no npm package around the program";
  }
  const std::vector<RuleFileText> files = ReadRuleFiles(folder);
  ASSERT_FALSE(files.empty()) << folder;
  Reference reference(program);
  Counts counts;
  for (std::uint64_t number = 0; number < files.size(); ++number) {
    const Case made = MakeCaseFor(files, 1, number, /*mutated=*/false);
    for (const Question& question : AskReference(made, &reference)) {
      ExpectEqual(number, question, &counts);
    }
  }
  EXPECT_GE(counts.statuses, files.size());
}

TEST(DifferentialTest, EveryIntendedDifferenceHasAReason) {
  const auto& all = IntendedDifferences();
  EXPECT_EQ(all.size(), 4u);
  EXPECT_TRUE(all.contains("bounds"));
  EXPECT_TRUE(all.contains("look-around"));
  EXPECT_TRUE(all.contains("crash"));
  EXPECT_TRUE(all.contains("report"));
  for (const auto& [name, reason] : all) {
    EXPECT_NE(reason, "") << name;
  }
}

TEST(DifferentialTest, ToldApartFromAnIntendedDifference) {
  const DocumentText document{.yaml = true, .text = "A: 1\n"};
  const std::string rules = "rule r { A == 1 }";
  EXPECT_EQ(Compare({rules, document, "P", ""}).comparison, Comparison::kEqual);
  EXPECT_EQ(Compare({rules, document, "F", ""}).comparison,
            Comparison::kDifferent);
  EXPECT_EQ(Compare({rules, document, "error", ""}).comparison,
            Comparison::kDifferent);
  EXPECT_EQ(Compare({rules, document, "crash", ""}).comparison,
            Comparison::kIntended);
}

}  // namespace
}  // namespace connectguard::differential
