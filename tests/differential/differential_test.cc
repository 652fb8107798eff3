// The recorded answers of the real cfn-guard to random cases, and some asked
// now where it is installed.
#include <gtest/gtest.h>

#include "differential/comparison.h"
#include "differential/engine.h"
#include "differential/recording.h"
#include "differential/reference.h"
#include "differential/rule_files.h"

namespace connectguard::differential {
namespace {

const char* Words(const Answer& answer) {
  return answer.error.empty() ? "" : answer.error.c_str();
}

bool Captures(const std::string& rules) {
  return rules.find("%c") != std::string::npos;
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

// The reference gives up the whole run; our other rules must be as they are
// alone, for which there are recorded answers.
TEST(DifferentialTest, AnErrorStaysInItsRule) {
  const Recording recording =
      ReadRecording(SourcePath("tests/corpus/guard-differential/recorded.txt"));
  std::size_t rules = 0;
  for (const RecordedCase& recorded : recording.cases) {
    const Case made = MakeCase(recording.seed, recorded.number);
    const auto questions = QuestionsOf(made, recorded);
    ASSERT_TRUE(questions.has_value());
    Answer whole;
    for (const Question& question : *questions) {
      if (question.rules == made.rules) {
        whole = AskEngine(question.rules, question.document.text);
        continue;
      }
      const Answer alone = AskEngine(question.rules, question.document.text);
      // Captured keys are seen by the rules that follow, alone or not.
      if (alone.kind != AnswerKind::kStatuses || Captures(made.rules)) {
        continue;
      }
      for (const auto& [name, statuses] : alone.rules) {
        ++rules;
        EXPECT_EQ(whole.rules[name], statuses)
            << "case " << recorded.number << ", rule " << name << "\n"
            << made.rules << "\n---\n"
            << question.document.text;
      }
    }
  }
  EXPECT_GT(rules, 1000u);
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

TEST(DifferentialTest, FindsStatusesBehindAReportThatDied) {
  const std::string program = FindReference();
  if (program.empty()) {
    GTEST_SKIP() << "set CFN_GUARD to the path of cfn-guard 3.1.1";
  }
  Reference reference(program);
  const Answer answer =
      reference.Ask("let l = [1]\nrule a { %l is_string }\nrule b { A == 1 }\n",
                    {.yaml = false, .text = "{\"A\": 1}\n"});
  EXPECT_EQ(Encoded(answer), "FP");
}

TEST(DifferentialTest, EveryIntendedDifferenceHasAReason) {
  const auto& all = IntendedDifferences();
  EXPECT_EQ(all.size(), 5u);
  EXPECT_TRUE(all.contains("byte-order mark"));
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
  // The reference sees the first key alone.
  const DocumentText marked{.yaml = true,
                            .text =
                                "\xEF\xBB\xBF"
                                "B: 1\nA: 1\n"};
  const Compared compared = Compare({rules, marked, "F", ""});
  EXPECT_EQ(compared.intended, "byte-order mark");
  EXPECT_EQ(Encoded(compared.ours), "P");
}

}  // namespace
}  // namespace connectguard::differential
