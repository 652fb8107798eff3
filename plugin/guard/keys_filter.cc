// `[ keys op right ]`: a comparison of its own, older than that of clauses.
#include "guard/containment.h"
#include "guard/operators.h"

namespace connectguard {
namespace {

// One element that cannot be compared spoils a whole list.
Answers KeyInList(const Value& key, const Value& list, CompareNotes* notes) {
  Answers answers;
  bool can_be_yes = false;
  bool can_be_no = true;
  for (const Value& element : list.AsList()) {
    const Answers answer = CompareEqual(key, element, notes);
    if (answer == Answers::Incomparable()) {
      return answer;
    }
    if (answer.CanBeIncomparable()) {
      answers = Answers::Incomparable();
    }
    can_be_yes = can_be_yes || answer.CanBeYes();
    can_be_no = can_be_no && answer.CanBeNo();
  }
  if (can_be_yes) answers = answers.Or(Answers::Yes());
  if (can_be_no) answers = answers.Or(Answers::No());
  return answers;
}

Answers KeyIn(const Value& key, const Value& right, CompareNotes* notes) {
  switch (right.kind) {
    case Kind::kString:
      return Answers::Of(right.AsString().find(key.AsString()) !=
                         std::string_view::npos);
    case Kind::kList:
      return KeyInList(key, right, notes);
    default:
      return CompareEqual(key, right, notes);
  }
}

// A literal list of one with which the key cannot be compared stands for its
// element.
Answers CompareKey(const Value& key, const Entry& right, bool equal,
                   CompareNotes* notes) {
  const auto compare = [&](const Value& value) {
    return equal ? CompareEqual(key, value, notes) : KeyIn(key, value, notes);
  };
  const Answers answers = compare(*right.value);
  const bool single = right.found == Found::kLiteral &&
                      right.value->Is(Kind::kList) && right.value->size == 1;
  return single && answers == Answers::Incomparable()
             ? compare(right.value->items[0])
             : answers;
}

}  // namespace

// One value that fits is enough, also for the negation: `not in` with several
// values selects practically every key.
Outcome CompareMapKey(CompareOp op, const Value& key, Entries right,
                      CompareNotes* notes) {
  const bool equal = op == CompareOp::kEqual || op == CompareOp::kNotEqual;
  const bool as_equal = equal && right.size() == 1;
  Fold fold(/*all=*/false);
  for (const Entry& entry : right) {
    Outcome outcome = Outcome::Fail();
    if (entry.found != Found::kUnresolved) {
      const Both both = FromAnswers(CompareKey(key, entry, as_equal, notes));
      outcome = IsNegated(op) ? both.negated : both.plain;
    }
    fold.Add(entry.stepped ? outcome.Or(Outcome::Fail()) : outcome,
             entry.maybe);
  }
  return fold.Finish(Outcome::Fail());
}

}  // namespace connectguard
