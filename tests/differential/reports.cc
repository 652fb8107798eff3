// Holds our structured reports of `validate` to those of cfn-guard 3.1.1, check
// by check and word by word.
//
//   reports                        the recorded experiments; with the real
//                                  program (CFN_GUARD) also as it answers now
//   reports --record FILE          writes what it answers to them
//   reports --cases N --seed S     random rules and documents, live
//     --rules DIR                  rules in a folder instead, on documents made
//                                  for them
//
// Exit code: 0 when all are equal or differ as report_differences.tsv says, 1
// otherwise, 2 for a wrong command line.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "differential/case.h"
#include "differential/reference.h"
#include "differential/report_comparison.h"
#include "differential/rule_files.h"
#include "support/micro_corpus.h"

namespace connectguard::differential {
namespace {

constexpr std::size_t kShownBytes = 1500;

struct Settings {
  std::uint64_t cases = 0;
  std::uint64_t seed = 1;
  std::string rules;
  std::string record;
};

void Show(const std::string& id,
          const std::vector<ReportDifference>& differences) {
  for (const ReportDifference& difference : differences) {
    std::size_t same = 0;
    while (same < difference.theirs.size() && same < difference.ours.size() &&
           difference.theirs[same] == difference.ours[same]) {
      ++same;
    }
    const std::size_t from = same < 200 ? 0 : same - 200;
    std::printf("DIFFERENT %s, rule %s\n  cfn-guard: %s\n  we:        %s\n",
                id.c_str(), difference.rule.c_str(),
                difference.theirs.substr(from, kShownBytes).c_str(),
                difference.ours
                    .substr(std::min(from, difference.ours.size()), kShownBytes)
                    .c_str());
  }
}

bool Print(const char* source, const ReportTally& tally) {
  std::printf(
      "%zu of %zu reports equal to cfn-guard 3.1.1 %s (%zu failed rules; %zu "
      "differ on purpose; %zu have no report on both sides)\n",
      tally.equal, tally.equal + tally.different, source, tally.failed_rules,
      tally.intended, tally.unanswered);
  return tally.different == 0;
}

bool CompareExperiments(const std::string& program) {
  ReportTally tally;
  const auto recorded = ReadRecordedReports();
  for (const testing::Experiment& experiment : testing::Experiments()) {
    const TemporaryFolder folder;
    const ReportCase made = CaseOf(experiment, folder);
    const ReportAnswer theirs = program.empty() ? recorded.at(experiment.id)
                                                : made.AskReference(program);
    Show(experiment.id,
         CompareReports(experiment.id, theirs, made.AskOurs(), &tally));
  }
  return Print(program.empty() ? "as recorded" : "as it answers now", tally);
}

void RecordExperiments(const std::string& program, const std::string& path) {
  std::ofstream out(path);
  for (const testing::Experiment& experiment : testing::Experiments()) {
    const TemporaryFolder folder;
    out << RecordedLine(experiment.id,
                        CaseOf(experiment, folder).AskReference(program));
  }
}

bool CompareRandom(const Settings& settings, const std::string& program) {
  const std::vector<RuleFileText> files = settings.rules.empty()
                                              ? std::vector<RuleFileText>()
                                              : ReadRuleFiles(settings.rules);
  ReportTally tally;
  for (std::uint64_t i = 0; i < settings.cases; ++i) {
    const Case made = files.empty()
                          ? MakeCase(settings.seed, i)
                          : MakeCaseFor(files, settings.seed, i, false);
    for (const DocumentText& document : made.documents) {
      const TemporaryFolder folder;
      ReportCase asked(folder);
      asked.SetRules(made.rules);
      asked.AddData(document.text, document.yaml ? "yaml" : "json");
      const std::string id = "case " + std::to_string(i);
      Show(id, CompareReports(id, asked.AskReference(program), asked.AskOurs(),
                              &tally));
    }
  }
  return Print("as it answers now", tally);
}

std::optional<Settings> Parse(const std::vector<std::string>& arguments) {
  Settings settings;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "--cases") {
      settings.cases = std::strtoull(value.c_str(), nullptr, 10);
    } else if (arguments[i] == "--seed") {
      settings.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else if (arguments[i] == "--rules") {
      settings.rules = value;
    } else if (arguments[i] == "--record") {
      settings.record = value;
    } else {
      return std::nullopt;
    }
  }
  return arguments.size() % 2 == 0 ? std::optional(settings) : std::nullopt;
}

int Main(const std::vector<std::string>& arguments) {
  const std::optional<Settings> settings = Parse(arguments);
  const std::string program = FindReference();
  const bool live =
      settings && (settings->cases > 0 || !settings->record.empty());
  if (!settings || (live && program.empty())) {
    std::fprintf(stderr,
                 "usage: reports [--record FILE | --cases N --seed S [--rules "
                 "DIR]], the latter with CFN_GUARD set to the real program\n");
    return 2;
  }
  if (!settings->record.empty()) {
    RecordExperiments(program, settings->record);
    return 0;
  }
  if (settings->cases > 0) {
    return CompareRandom(*settings, program) ? 0 : 1;
  }
  bool equal = CompareExperiments("");
  if (program.empty()) {
    std::printf(
        "cfn-guard itself was not asked: set CFN_GUARD to the path of version "
        "3.1.1\n");
  } else {
    equal = CompareExperiments(program) && equal;
  }
  return equal ? 0 : 1;
}

}  // namespace
}  // namespace connectguard::differential

int main(int argc, char** argv) {
  return connectguard::differential::Main({argv + 1, argv + argc});
}
