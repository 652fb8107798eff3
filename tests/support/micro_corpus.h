// The recorded experiments in tests/corpus/guard-micro, whose README.md has the
// format, and what our engine answers to them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "guard/language.h"

namespace connectguard::testing {

struct Experiment {
  std::string id;  // File stem / name.
  std::string rules;
  std::string data;
  // `yaml` or `json`.
  std::string data_extension;
  std::vector<std::string> params;
  std::vector<std::string> params_extensions;
};

// What cfn-guard answered.
struct Recorded {
  std::int64_t exit = 0;
  // Several statuses of one name are joined by commas.
  std::map<std::string, std::string> rules;
};

// What we answer.
struct Observed {
  bool parsed = true;
  std::string error;  // Of the rules file, the data or a rule.
  std::map<std::string, std::string> rules;
};

// Where we differ on purpose: what we answer, and why.
struct Difference {
  std::string answer;
  std::string reason;
};

std::filesystem::path MicroFolder();
const std::vector<Experiment>& Experiments();

// By experiment; of the older version, or of the newer.
std::map<std::string, Recorded> ReadRecorded(GuardVersion version);

// By experiment, version ("3.1", "3.2") and rule (or `*`), joined by tabs.
const std::map<std::string, Difference>& MicroDifferences();

// The intended difference of one rule of an experiment, or of all (`*`); null
// when there is none.
const Difference* FindDifference(const Experiment& experiment,
                                 GuardVersion version, const std::string& rule);

Observed Observe(const Experiment& experiment, GuardVersion version);

// Of each rule for which one of both has a status: whether our answer is that
// of the reference, or the intended one. Where the reference has no statuses,
// one line for the whole experiment, with the rule `*`.
struct MicroVerdict {
  std::string rule;
  std::string theirs;
  std::string ours;
  bool equal = false;
  bool intended = false;  // Different, and that is wanted.
};
std::vector<MicroVerdict> CompareMicro(const Experiment& experiment,
                                       GuardVersion version,
                                       const Recorded& recorded,
                                       const Observed& observed);

}  // namespace connectguard::testing
