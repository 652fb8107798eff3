// Rules files of others, such as those of AWS Control Tower, which are not ours
// to copy: cases made for files that are found on the disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "differential/case.h"

namespace connectguard::differential {

struct RuleFileText {
  std::string path;
  std::string text;
};

// The *.guard files in a folder and below, in the order of their paths.
std::vector<RuleFileText> ReadRuleFiles(const std::string& folder);

// The folder named by the environment variable CFN_GUARD_RULES, or else the
// `rules` beside the program in the npm package that brings both; empty when
// there is none.
std::string FindRuleFiles(const std::string& program);

// A file on documents that are made for it: case `number` of a seed is about
// file `number` modulo the number of files. With `mutated`, the rules are
// changed here and there.
Case MakeCaseFor(const std::vector<RuleFileText>& files, std::uint64_t seed,
                 std::uint64_t number, bool mutated);

}  // namespace connectguard::differential
