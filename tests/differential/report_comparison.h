// The structured reports of `validate`, ours beside those of the real
// cfn-guard 3.1.1: the whole tree of what failed, in every word.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "support/micro_corpus.h"
#include "support/process.h"

namespace connectguard::differential {

struct ReportAnswer {
  int exit_code = 0;
  std::string report;  // JSON; empty when there is none.
  // Evaluated, but the reference could not write down what failed: a literal
  // that a unary check failed on, or an infinite number.
  bool died_writing = false;
};

// One rules file on data files. They stand in a folder, which the answers do
// not name.
class ReportCase {
 public:
  explicit ReportCase(const TemporaryFolder& folder) : folder_(folder) {}

  void SetRules(const std::string& text);
  // `extension`: json or yaml.
  void AddData(const std::string& text, const std::string& extension);
  void AddParameters(const std::string& text, const std::string& extension);

  ReportAnswer AskReference(const std::string& program) const;
  ReportAnswer AskOurs() const;

 private:
  std::vector<std::string> Arguments() const;
  // On one line, without the folder, and without what is left out on purpose.
  ReportAnswer Normal(int exit_code, const std::string& report) const;

  const TemporaryFolder& folder_;
  std::string rules_;
  std::vector<std::string> data_;
  std::vector<std::string> parameters_;
};

ReportCase CaseOf(const testing::Experiment& experiment,
                  const TemporaryFolder& folder);

// What of two answers differs: `rule` is the name of a rule that failed, `*`
// for the rest of the report or for the exit code.
struct ReportDifference {
  std::string rule;
  std::string theirs;
  std::string ours;
};

struct ReportTally {
  std::size_t equal = 0;       // Reports.
  std::size_t unanswered = 0;  // Neither of both has one.
  std::size_t failed_rules = 0;
  std::size_t intended = 0;
  std::size_t different = 0;
};

// A reference that died or gave up asks of ours only that it is an error too,
// and nothing when it did so over its report. `id` finds the rows of
// report_differences.tsv.
std::vector<ReportDifference> CompareReports(const std::string& id,
                                             const ReportAnswer& theirs,
                                             const ReportAnswer& ours,
                                             ReportTally* tally);

// Of the experiments, as recorded in reports.jsonl.
std::map<std::string, ReportAnswer> ReadRecordedReports();
std::string RecordedLine(const std::string& id, const ReportAnswer& answer);

}  // namespace connectguard::differential
