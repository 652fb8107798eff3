// One question put to both engines, and how their answers compare.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "differential/answer.h"
#include "differential/case.h"
#include "differential/reference.h"

namespace connectguard::differential {

struct Question {
  std::string rules;
  DocumentText document;
  // What the reference answered, as Encoded.
  std::string recorded;
  // For a person; empty when the answer was recorded.
  std::string recorded_error;
};

// The case's rules on each of its documents. Where the reference gave up the
// run, also each rule alone, to see which of them it was.
std::vector<Question> AskReference(const Case& made, Reference* reference);
// The same questions with recorded answers. Takes from the front of `answers`
// what it needs; with too few it answers fewer questions than the case has.
std::vector<Question> FromRecorded(const Case& made,
                                   std::deque<std::string>* answers);

enum class Comparison : std::uint8_t {
  kEqual,
  kIntended,  // Has a row in differences.tsv.
  kDifferent,
};

struct Compared {
  Comparison comparison = Comparison::kEqual;
  // For kIntended, the name of the row.
  std::string intended;
  Answer ours;
};

Compared Compare(const Question& question);

// Where we differ on purpose: the reason by name, from
// tests/corpus/guard-differential/differences.tsv.
const std::map<std::string, std::string>& IntendedDifferences();

struct Counts {
  std::size_t questions = 0;
  std::size_t statuses = 0;      // Of rules, equal.
  std::size_t errors = 0;        // Both could not answer.
  std::size_t data_errors = 0;   // Both cannot read the data.
  std::size_t parse_errors = 0;  // Both do not take the rules.
  std::size_t different = 0;
  std::map<std::string, std::size_t> intended;  // By name.
  std::map<char, std::size_t> by_letter;        // Of statuses.
  // By the name of a rule, the statuses that it had on some document.
  std::map<std::string, std::uint8_t> seen;

  void Add(const Question& question, const Compared& compared);
  std::string Summary() const;
  // How many rules passed, failed and were skipped on some document.
  std::string Coverage() const;
};

}  // namespace connectguard::differential
