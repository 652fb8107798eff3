// Answers of the real program, kept by the seed and number of the case, so that
// they can be compared with where that program is not installed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "differential/comparison.h"

namespace connectguard::differential {

struct RecordedCase {
  std::uint64_t number = 0;
  std::string fingerprint;
  std::vector<std::string> answers;  // In the order of the questions.
};

struct Recording {
  std::uint64_t seed = 0;
  std::vector<RecordedCase> cases;
};

RecordedCase Record(std::uint64_t number, const Case& made,
                    const std::vector<Question>& questions);

// The questions of the case with their answers; nothing when the case is not
// the one that was recorded, since the generator has changed.
std::optional<std::vector<Question>> QuestionsOf(const Case& made,
                                                 const RecordedCase& recorded);

// A line for the seed, then one for each case.
std::string WriteRecording(const Recording& recording);
// Without cases when there is no such file.
Recording ReadRecording(const std::string& path);

}  // namespace connectguard::differential
