#include "guard/containment.h"

#include "guard/members.h"

namespace connectguard {
namespace {

void NoteUnknown(const Value& value, CompareNotes* notes) {
  if (notes->unknown == nullptr) {
    notes->unknown = &value;
  }
}

Both FromTruth(Truth in, const Both& absent) {
  switch (in) {
    case Truth::kYes:
      return kHolds;
    case Truth::kNo:
      return absent;
    case Truth::kIncomparable:
      return kNeither;
    case Truth::kMaybe:
      return absent.Or(kHolds);
  }
  return kNeither;
}

Both WholeInList(const Value& left, const Value& right, CompareNotes* notes) {
  // Negated, a list that is not there still fails, unless it is empty.
  return FromTruth(ListContains(right, left, notes),
                   left.size == 0 ? kFails : kNeither);
}

Both EachInList(const Value& left, const Value& right, CompareNotes* notes) {
  if (left.size == 0 && notes->semantics.Has(Departure::kEmptyLeft)) {
    return {OutcomeOfNothing(false, notes->semantics),
            OutcomeOfNothing(true, notes->semantics)};
  }
  bool can_all = true;
  bool can_none = left.size > 0;
  bool can_miss = false;
  bool can_hit = left.size == 0;
  for (const Value& element : left.AsList()) {
    const Truth in = ListContains(right, element, notes);
    can_all = can_all && in != Truth::kNo && in != Truth::kIncomparable;
    can_none = can_none && in != Truth::kYes && in != Truth::kIncomparable;
    can_miss = can_miss || in != Truth::kYes;
    can_hit = can_hit || in != Truth::kNo;
  }
  Both both;
  if (can_all) both.plain = both.plain.Or(Outcome::Pass());
  if (can_miss) both.plain = both.plain.Or(Outcome::Fail());
  if (can_none) both.negated = both.negated.Or(Outcome::Pass());
  if (can_hit) both.negated = both.negated.Or(Outcome::Fail());
  return both;
}

// A list of lists must contain the list; any other, each of its elements. The
// first element tells which it is.
Both ListInList(const Value& left, const Value& right, CompareNotes* notes) {
  if (right.size == 0) {
    return EachInList(left, right, notes);
  }
  const Value& first = right.items[0];
  if (first.Is(Kind::kUnknown)) {
    NoteUnknown(first, notes);
    return WholeInList(left, right, notes).Or(EachInList(left, right, notes));
  }
  return first.Is(Kind::kList) ? WholeInList(left, right, notes)
                               : EachInList(left, right, notes);
}

// An unknown value on one side, or on both.
Both UnknownIn(const Value& left, const Value& right, CompareNotes* notes) {
  const bool same = IsSameUnknown(left, right) ||
                    (right.Is(Kind::kList) &&
                     ListContains(right, left, notes) == Truth::kYes);
  if (same) {
    return kHolds;
  }
  NoteUnknown(left.Is(Kind::kUnknown) ? left : right, notes);
  return kOpen;
}

}  // namespace

Both FromAnswers(Answers answers) {
  Both both;
  if (answers.CanBeYes()) both = both.Or(kHolds);
  if (answers.CanBeNo()) both = both.Or(kFails);
  if (answers.CanBeIncomparable()) both = both.Or(kNeither);
  return both;
}

bool IsNegated(CompareOp op) {
  return op == CompareOp::kNotEqual || op == CompareOp::kNotIn;
}

Outcome OutcomeOfNothing(bool negated, Semantics semantics) {
  if (!semantics.Has(Departure::kEmptyLeft)) {
    return {};
  }
  return negated ? Outcome::Skip() : Outcome::Fail();
}

Truth TruthOf(const Both& in, Semantics semantics) {
  if (in.plain == Outcome::Pass()) {
    return Truth::kYes;
  }
  if (in.plain != Outcome::Fail()) {
    return Truth::kMaybe;
  }
  return in.negated == Outcome::Fail() &&
                 semantics.Has(Departure::kIncomparable)
             ? Truth::kIncomparable
             : Truth::kNo;
}

Both StringIn(const Value& left, const Value& right, CompareNotes* notes) {
  if (left.Is(Kind::kUnknown)) {
    NoteUnknown(left, notes);
    return kOpen;
  }
  if (!left.Is(Kind::kString) || !right.Is(Kind::kString)) {
    return kNeither;
  }
  return right.AsString().find(left.AsString()) != std::string_view::npos
             ? kHolds
             : kFails;
}

Both ContainedIn(const Value& left, const Value& right, CompareNotes* notes) {
  if (left.Is(Kind::kUnknown) || right.Is(Kind::kUnknown)) {
    return UnknownIn(left, right, notes);
  }
  if (!right.Is(Kind::kList)) {
    return left.Is(Kind::kList) ? kNeither
                                : FromAnswers(CompareEqual(left, right, notes));
  }
  return left.Is(Kind::kList)
             ? ListInList(left, right, notes)
             : FromTruth(ListContains(right, left, notes), kFails);
}

}  // namespace connectguard
