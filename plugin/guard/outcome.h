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

#include <array>
#include <cstddef>
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

// ------------------------------------------------------------- connectives --
// Each is written down once, for the three certain outcomes, and lifted to sets
// when the program is compiled: the result holds whatever some combination of
// possibilities gives.

namespace outcome_internal {

using Table = std::array<std::array<std::uint8_t, 8>, 8>;

template <typename Connective>
constexpr Table Lift(Connective connective) {
  constexpr std::array<Outcome, 3> kCertain = {Outcome::Pass(), Outcome::Fail(),
                                               Outcome::Skip()};
  Table table{};
  for (std::size_t left = 0; left < 8; ++left) {
    for (std::size_t right = 0; right < 8; ++right) {
      Outcome possible;
      for (const Outcome a : kCertain) {
        for (const Outcome b : kCertain) {
          if ((a.bits() & left) != 0 && (b.bits() & right) != 0) {
            possible = possible.Or(connective(a, b));
          }
        }
      }
      table[left][right] = possible.bits();
    }
  }
  return table;
}

constexpr Outcome Look(const Table& table, Outcome left, Outcome right) {
  return Outcome::FromBits(table[left.bits()][right.bits()]);
}

inline constexpr Table kAllOf = Lift([](Outcome a, Outcome b) {
  if (a == Outcome::Fail() || b == Outcome::Fail()) return Outcome::Fail();
  return a == Outcome::Pass() ? a : b;
});
inline constexpr Table kAnyOf = Lift([](Outcome a, Outcome b) {
  if (a == Outcome::Pass() || b == Outcome::Pass()) return Outcome::Pass();
  return a == Outcome::Fail() ? a : b;
});
inline constexpr Table kWhen = Lift([](Outcome condition, Outcome body) {
  return condition == Outcome::Pass() ? body : Outcome::Skip();
});
inline constexpr Table kFirstApplicable =
    Lift([](Outcome a, Outcome b) { return a == Outcome::Skip() ? b : a; });
// The right operand is not looked at.
inline constexpr Table kReferred = Lift([](Outcome a, Outcome) {
  return a == Outcome::Pass() ? Outcome::Pass() : Outcome::Fail();
});
inline constexpr Table kReferredNegated = Lift([](Outcome a, Outcome) {
  return a == Outcome::Pass() ? Outcome::Fail() : Outcome::Pass();
});

}  // namespace outcome_internal

// Members of a conjunction, and values of a block: FAIL if any failed, else
// PASS if any passed, else SKIP. SKIP changes nothing.
constexpr Outcome AllOf(Outcome a, Outcome b) {
  return outcome_internal::Look(outcome_internal::kAllOf, a, b);
}

// Alternatives, and values of a `some` block: PASS if any passed, else FAIL if
// any failed, else SKIP. SKIP changes nothing.
constexpr Outcome AnyOf(Outcome a, Outcome b) {
  return outcome_internal::Look(outcome_internal::kAnyOf, a, b);
}

// A body behind a condition: anything but PASS skips it.
constexpr Outcome When(Outcome condition, Outcome body) {
  return outcome_internal::Look(outcome_internal::kWhen, condition, body);
}

// Rules of one name: the first that is not skipped counts.
constexpr Outcome FirstApplicable(Outcome a, Outcome b) {
  return outcome_internal::Look(outcome_internal::kFirstApplicable, a, b);
}

// A reference to a rule by name is never SKIP: a skipped rule counts as failed,
// and its negation as passed.
constexpr Outcome Referred(Outcome rule, bool negated) {
  return outcome_internal::Look(negated ? outcome_internal::kReferredNegated
                                        : outcome_internal::kReferred,
                                rule, Outcome::Skip());
}

// PASS and FAIL change places; SKIP stays.
constexpr Outcome Negated(Outcome outcome) {
  return Outcome::FromBits(static_cast<std::uint8_t>(
      (outcome.bits() & 4) | ((outcome.bits() & 1) << 1) |
      ((outcome.bits() & 2) >> 1)));
}

// Folds the outcomes of the values of a query, one after the other.
class Fold {
 public:
  // All must pass, or one is enough.
  explicit constexpr Fold(bool all) : all_(all) {}

  // `maybe`: the value is there only if something unknown turns out so.
  constexpr void Add(Outcome outcome, bool maybe) {
    const Outcome with =
        all_ ? AllOf(outcome_, outcome) : AnyOf(outcome_, outcome);
    outcome_ = maybe ? outcome_.Or(with) : with;
  }

  // The fold, with `nothing` in place of the case that nothing was added.
  constexpr Outcome Finish(Outcome nothing) const {
    return outcome_.CanSkip()
               ? Outcome::FromBits(outcome_.bits() & 3).Or(nothing)
               : outcome_;
  }

 private:
  bool all_;
  Outcome outcome_ = Outcome::Skip();
};

}  // namespace connectguard
