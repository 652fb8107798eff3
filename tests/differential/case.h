// The cases of the differential test, by seed and number, and how a rules file
// is taken apart to find out which of its rules is the wrong one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "differential/document_generator.h"

namespace connectguard::differential {

struct Case {
  std::string rules;
  std::vector<DocumentText> documents;
};

// Of eight, two are freshly written rules, one is such with changed tokens, two
// are experiments of tests/corpus/guard-micro with changed tokens, and three
// are those of special_cases.h.
Case MakeCase(std::uint64_t seed, std::uint64_t number);

// Changes when a case does.
std::string Fingerprint(const Case& made);

// The names of the plain rules, told as below.
std::vector<std::string> RuleNames(const std::string& rules);

// One rules file for each rule of `rules`: the rule, the rules that it may
// refer to, and everything that is no plain rule. Empty when there is at most
// one rule. Items are told by how their first line begins.
std::vector<std::string> EachRuleAlone(const std::string& rules);

}  // namespace connectguard::differential
