// What a clause, block or rule may turn out to be, given that some values are
// known only after apply.
//
// The language knows PASS, FAIL and SKIP. An Outcome is the set of those that
// are still possible: {PASS} is certain, {PASS, FAIL} depends on an unknown
// value. Connectives are the reference's truth tables, applied to every
// combination of possibilities, so an answer is certain only when it is the
// same whatever the unknown values turn out to be. To a user a set is one of
// four words; see StatusOf.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace connectguard {

enum class RuleStatus : std::uint8_t { kPass, kFail, kSkip, kUnknown };

// "PASS", "FAIL", "SKIP", "UNKNOWN".
std::string_view StatusName(RuleStatus status);

class Outcome {
 public:
  // The empty set: nothing is known to be possible; identity of Or-ing sets.
  constexpr Outcome() = default;

  static constexpr Outcome Pass() { return Outcome(1); }
  static constexpr Outcome Fail() { return Outcome(2); }
  static constexpr Outcome Skip() { return Outcome(4); }
  static constexpr Outcome PassOrFail() { return Outcome(3); }

  constexpr bool CanPass() const { return (bits_ & 1) != 0; }
  constexpr bool CanFail() const { return (bits_ & 2) != 0; }
  constexpr bool CanSkip() const { return (bits_ & 4) != 0; }
  constexpr bool IsCertain() const {
    return bits_ == 1 || bits_ == 2 || bits_ == 4;
  }

  // Either of both sets may be the case.
  constexpr Outcome Or(Outcome other) const {
    return Outcome(static_cast<std::uint8_t>(bits_ | other.bits_));
  }

  friend constexpr bool operator==(Outcome, Outcome) = default;

  // For tables; 0 to 7.
  constexpr std::uint8_t bits() const { return bits_; }
  static constexpr Outcome FromBits(std::uint8_t bits) { return Outcome(bits); }

 private:
  constexpr explicit Outcome(std::uint8_t bits) : bits_(bits) {}
  std::uint8_t bits_ = 0;
};

// {PASS, SKIP} is PASS: whatever happens, nothing is violated. Every other set
// with more than one member is UNKNOWN, and UNKNOWN is never shown as PASS.
constexpr RuleStatus StatusOf(Outcome outcome) {
  if (!outcome.CanFail()) {
    return outcome.CanPass() ? RuleStatus::kPass : RuleStatus::kSkip;
  }
  return outcome == Outcome::Fail() ? RuleStatus::kFail : RuleStatus::kUnknown;
}

}  // namespace connectguard
