// How a rules file is judged: as cfn-guard judges it, or strictly.
//
// Strictly means: where cfn-guard lets a violation pass by a trap of the
// language, the rule says what its words say. Each such departure has a name
// here and is asked for by that name where it happens; everything else is the
// same in both.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace connectguard {

enum class Departure : std::uint8_t {
  // `not` in front of a comparison is heard: cfn-guard ignores it.
  kLeadingNot,
  // `not` in front of a call of a rule is heard: cfn-guard ignores it.
  kNegatedCall,
  // An empty list on the left has nothing that passes a comparison: it fails
  // one that asks for something and is skipped by one that forbids something.
  kEmptyLeft,
  // So does a right side that selects nothing: cfn-guard skips the clause.
  kEmptyRight,
  // Integers and floats compare as numbers.
  kNumbers,
  // Keys are what is written: cfn-guard tries other spellings and singulars.
  kKeyCase,
  // Without `Resources` nothing is selected of it: cfn-guard gives up.
  kMissingResources,
  // `not in` and `!=` of sets fail on what cannot be compared.
  kIncomparable,
};

class Semantics {
 public:
  static constexpr Semantics Compat() { return Semantics(0); }
  static constexpr Semantics Strict() { return Semantics(0xFF); }

  constexpr bool Has(Departure departure) const {
    return ((bits_ >> static_cast<unsigned>(departure)) & 1U) != 0;
  }
  constexpr Semantics Without(Departure departure) const {
    return Semantics(bits_ & ~(1U << static_cast<unsigned>(departure)));
  }
  friend constexpr bool operator==(Semantics, Semantics) = default;

 private:
  constexpr explicit Semantics(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_;
};

}  // namespace connectguard
