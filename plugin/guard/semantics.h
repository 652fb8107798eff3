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
  // `not in` and `!=` of sets fail on a value that can be compared with none of
  // what it must not be.
  kIncomparable,
  // Two queries are equal when each value of either has its like in the other:
  // cfn-guard asks the side with more values only.
  kSetEquality,
  // `List[*][ ... ]` asks each element: cfn-guard asks what stands around.
  kListFilter,
  // The `when` of a type block is asked of each resource, and of the document
  // for what a resource has not: cfn-guard asks it once, of the document.
  kTypeConditions,
  // A range in a list is found: in cfn-guard only one that stands alone is.
  kRangeInList,
  // `[-1]` is the last element, in cfn-guard the second; and a number reads the
  // member of a map that has it as its name, which cfn-guard never reaches.
  kIndexes,
};
inline constexpr unsigned kDepartureCount = 13;

class Semantics {
 public:
  static constexpr Semantics Compat() { return Semantics(0); }
  static constexpr Semantics Strict() {
    return Semantics((1U << kDepartureCount) - 1);
  }

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
