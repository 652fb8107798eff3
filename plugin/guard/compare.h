// Two values compared: equality and order as the rules language has them, with
// every answer that is possible when something in them is unknown.
//
// Equality has three answers: yes, no, and "cannot be compared" (an integer and
// a string), which fails a clause whichever way it asks. A list is compared
// element by element; the first "no" or "cannot be compared" decides.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "document/value.h"
#include "guard/ast.h"
#include "guard/semantics.h"

namespace connectguard {

// The answers that are possible. Empty when the comparison went wrong.
class Answers {
 public:
  constexpr Answers() = default;
  static constexpr Answers Yes() { return Answers(1); }
  static constexpr Answers No() { return Answers(2); }
  static constexpr Answers Incomparable() { return Answers(4); }
  static constexpr Answers Any() { return Answers(7); }
  static constexpr Answers Of(bool yes) { return yes ? Yes() : No(); }

  constexpr bool CanBeYes() const { return (bits_ & 1) != 0; }
  constexpr bool CanBeNo() const { return (bits_ & 2) != 0; }
  constexpr bool CanBeIncomparable() const { return (bits_ & 4) != 0; }
  constexpr Answers Or(Answers other) const {
    return Answers(static_cast<std::uint8_t>(bits_ | other.bits_));
  }
  constexpr Answers WithoutYes() const {
    return Answers(static_cast<std::uint8_t>(bits_ & 6));
  }
  friend constexpr bool operator==(Answers, Answers) = default;

 private:
  constexpr explicit Answers(std::uint8_t bits) : bits_(bits) {}
  std::uint8_t bits_ = 0;
};

// What comparing found out on the side.
struct CompareNotes {
  Semantics semantics = Semantics::Compat();  // Given; the rest is found out.
  // The first unknown value that left an answer open.
  const Value* unknown = nullptr;
  // Set when a pattern could not be matched within its limits.
  std::string error;
};

// `==` of two values.
Answers CompareEqual(const Value& left, const Value& right,
                     CompareNotes* notes);

// `<`, `<=`, `>`, `>=` of two values.
Answers CompareOrder(CompareOp op, const Value& left, const Value& right,
                     CompareNotes* notes);

// In the order of strength: of several answers the strongest counts.
// kIncomparable is a "no" that must not be turned into a "yes".
enum class Truth : std::uint8_t { kNo, kIncomparable, kMaybe, kYes };

// Equality as members of lists and sets know it: what cannot be compared is not
// the same. A range is found only on the right.
Truth CompareSame(const Value& left, const Value& right, CompareNotes* notes);

// Whether two unknown values stand for exactly the same attribute, so that they
// are equal whatever it turns out to be.
bool IsSameUnknown(const Value& left, const Value& right);

}  // namespace connectguard
