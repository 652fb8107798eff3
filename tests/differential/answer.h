// What an engine answers to a rules file and one document, in a form in which
// two engines' answers can be compared and recorded.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace connectguard::differential {

enum class AnswerKind : std::uint8_t {
  kStatuses,    // Every rule has a status.
  kParseError,  // The rules are no rules.
  kDataError,   // The data cannot be read.
  kError,       // A rule cannot be evaluated.
  kNoReport,    // Evaluated, but the report cannot be written.
  kCrash,       // The program died, or did not end in time.
};

struct Answer {
  AnswerKind kind = AnswerKind::kStatuses;
  // By the name of the rule; rules of one name have a set of statuses.
  std::map<std::string, std::uint8_t> rules;
  // For a person.
  std::string error;
};

inline constexpr std::uint8_t kPassBit = 1;
inline constexpr std::uint8_t kFailBit = 2;
inline constexpr std::uint8_t kSkipBit = 4;

// "PASS", "FAIL,SKIP": in the order of the alphabet.
std::string StatusWords(std::uint8_t statuses);

// The set that a character of Encoded stands for.
std::uint8_t StatusesOf(char letter);

// One character for each rule in the order of their names, `-` when there are
// none, or a word for the other kinds: what is recorded.
std::string Encoded(const Answer& answer);

// Equal as far as a person who runs the gate is concerned: the same status for
// every rule, or no answer from either. `recorded` comes from the reference.
bool Agree(std::string_view recorded, const Answer& ours);

}  // namespace connectguard::differential
