#include "guard/operators.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "guard/containment.h"
#include "guard/entry_list.h"
#include "guard/members.h"

namespace connectguard {
namespace {

Outcome FromTruth(Truth truth) {
  switch (truth) {
    case Truth::kYes:
      return Outcome::Pass();
    case Truth::kNo:
    case Truth::kIncomparable:
      return Outcome::Fail();
    case Truth::kMaybe:
      return Outcome::PassOrFail();
  }
  return {};
}

bool IsScalar(const Value& value) {
  return !value.Is(Kind::kList) && !value.Is(Kind::kMap);
}

const Value* OnlyLiteral(Entries entries) {
  return entries.size() == 1 && entries[0].found == Found::kLiteral
             ? entries[0].value
             : nullptr;
}

// -------------------------------------------------------------- comparer ---

class Comparer {
 public:
  Comparer(CompareOp op, GuardVersion version, Semantics semantics,
           Entries left, Entries right, CheckSink* sink)
      : op_(op),
        negated_(IsNegated(op)),
        version_(version),
        left_(left),
        right_(right),
        sink_(sink) {
    // What cannot be compared is as good as different where that fails anyway.
    notes_.semantics =
        negated_ ? semantics : semantics.Without(Departure::kIncomparable);
  }

  std::string Run() {
    switch (op_) {
      case CompareOp::kEqual:
      case CompareOp::kNotEqual:
        Equal();
        break;
      case CompareOp::kIn:
      case CompareOp::kNotIn:
        In();
        break;
      default:
        Order();
    }
    return std::move(notes_.error);
  }

 private:
  struct Pair {
    const Entry* left;
    const Entry* right;
  };

  // --- Reporting -------------------------------------------------------------

  static bool Maybe(const Pair& pair) {
    return pair.left->maybe || pair.right->maybe;
  }

  static const Value* Because(const Pair& pair) {
    return pair.left->maybe ? pair.left->because : pair.right->because;
  }

  void Emit(const Both& both, const Pair& pair, const Value& from,
            const Value& to) {
    Outcome outcome = negated_ ? both.negated : both.plain;
    if (from.Is(Kind::kUnknown) || to.Is(Kind::kUnknown)) {
      // It may turn out to be an empty list.
      outcome = outcome.Or(OutcomeOfNothing(negated_, notes_.semantics));
    }
    sink_->Add({.outcome = outcome,
                .maybe = Maybe(pair),
                .from = &from,
                .to = &to,
                .unresolved = nullptr,
                .unknown = notes_.unknown != nullptr ? notes_.unknown
                                                     : Because(pair)});
    notes_.unknown = nullptr;
  }

  void EmitNothing(const Pair& pair, const Value& from) {
    sink_->Add({.outcome = OutcomeOfNothing(negated_, notes_.semantics),
                .maybe = Maybe(pair),
                .from = &from,
                .to = nullptr,
                .unresolved = nullptr,
                .unknown = Because(pair)});
  }

  // Every value that a query on the left did not reach fails, whatever is
  // asked, and before the others are.
  void FailUnresolvedLeft() {
    for (const Entry& entry : left_) {
      if (entry.found == Found::kUnresolved) {
        sink_->Add({.outcome = Outcome::Fail(),
                    .maybe = entry.maybe,
                    .from = entry.value,
                    .to = nullptr,
                    .unresolved = &entry,
                    .unknown = entry.because});
      }
    }
  }

  EntryList ResolvedLeft() {
    FailUnresolvedLeft();
    EntryList resolved;
    resolved.reserve(left_.size());
    for (const Entry& entry : left_) {
      if (entry.found != Found::kUnresolved) {
        resolved.push_back(&entry);
      }
    }
    return resolved;
  }

  // Calls `test` with each pair of a resolved value on the left and the literal
  // on the right.
  template <typename Test>
  void TestEachWithLiteral(Test test) {
    FailUnresolvedLeft();
    for (const Entry& entry : left_) {
      if (entry.found != Found::kUnresolved) {
        test(Pair{&entry, &right_[0]});
      }
    }
  }

  // Every value that a query on the right did not reach fails each on the left.
  // `by_element`: a list on the left stands for its elements, none for none.
  EntryList ResolvedRight(const EntryList& left, bool by_element = false) {
    EntryList resolved;
    resolved.reserve(right_.size());
    for (const Entry& entry : right_) {
      if (entry.found != Found::kUnresolved) {
        resolved.push_back(&entry);
        continue;
      }
      for (const Entry* each : left) {
        if (by_element && each->value->Is(Kind::kList) &&
            each->value->size == 0) {
          continue;
        }
        // An unknown value may be an empty list.
        const bool unknown = by_element && each->value->Is(Kind::kUnknown);
        if (unknown) {
          EmitNothing({each, &entry}, *each->value);
        }
        sink_->Add(
            {.outcome = Outcome::Fail(),
             .maybe = unknown || Maybe({each, &entry}),
             .from = each->value,
             .to = nullptr,
             .unresolved = &entry,
             .unknown = unknown ? each->value : Because({each, &entry})});
      }
    }
    return resolved;
  }

  void CompareOne(const Pair& pair, const Value& left, const Value& right) {
    Emit(FromAnswers(CompareEqual(left, right, &notes_)), pair, left, right);
  }

  // --- `<` and its like ------------------------------------------------------

  // Lists on both sides stand for their elements.
  void Order() {
    const auto left = ResolvedLeft();
    const auto right = ResolvedRight(left, /*by_element=*/true);
    for (const Entry* each : left) {
      for (const Value& value : ElementsOf(*each->value)) {
        for (const Entry* other : right) {
          OrderOne({each, other}, value);
        }
      }
      if (each->value->Is(Kind::kList) && each->value->size == 0) {
        EmitNothing({each, each}, *each->value);
      }
    }
  }

  void OrderOne(const Pair& pair, const Value& value) {
    for (const Value& to : ElementsOf(*pair.right->value)) {
      Emit(FromAnswers(CompareOrder(op_, value, to, &notes_)), pair, value, to);
    }
    if (!pair.right->value->Is(Kind::kList) || pair.right->value->size > 0) {
      return;
    }
    if (!MayBeMissing(*pair.left)) {
      EmitNothing(pair, value);
      return;
    }
    // Nothing to compare with, but a missing value fails all the same.
    NoteUnknown(value);
    Emit(kOpen, pair, value, *pair.right->value);
  }

  void NoteUnknown(const Value& value) { notes_.unknown = &value; }

  static std::span<const Value> ElementsOf(const Value& value) {
    return value.Is(Kind::kList) ? value.AsList() : std::span(&value, 1);
  }

  // --- `==` ------------------------------------------------------------------

  void Equal() {
    const Value* left = OnlyLiteral(left_);
    const Value* right = OnlyLiteral(right_);
    if (left != nullptr && right != nullptr) {
      CompareOne({&left_[0], &right_[0]}, *left, *right);
    } else if (left != nullptr) {
      EqualFromLiteral(*left);
    } else if (right != nullptr) {
      EqualToLiteral(*right);
    } else {
      EqualSets();
    }
  }

  void EqualFromLiteral(const Value& literal) {
    const EntryList left = {&left_[0]};
    for (const Entry* other : ResolvedRight(left)) {
      const Pair pair = {left[0], other};
      if (literal.Is(Kind::kList) || !other->value->Is(Kind::kList)) {
        CompareOne(pair, literal, *other->value);
        continue;
      }
      for (const Value& element : other->value->AsList()) {
        CompareOne(pair, literal, element);
      }
      if (other->value->size == 0) {
        EmitNothing(pair, literal);
      }
    }
  }

  void EqualToLiteral(const Value& literal) {
    TestEachWithLiteral([&](const Pair& pair) {
      const Value& value = *pair.left->value;
      if (literal.Is(Kind::kList)) {
        // A scalar may be written against a list of one.
        const bool single = IsScalar(value) && literal.size == 1;
        EqualToList(pair, single, literal);
      } else if (value.Is(Kind::kList)) {
        for (const Value& element : value.AsList()) {
          CompareOne(pair, element, literal);
        }
        if (value.size == 0) {
          EmitNothing(pair, value);
        }
      } else {
        CompareOne(pair, value, literal);
      }
    });
  }

  void EqualToList(const Pair& pair, bool single, const Value& literal) {
    CompareOne(pair, *pair.left->value, single ? literal.items[0] : literal);
  }

  // --- `==` between two queries: sets ----------------------------------------

  // Which direction a set test looks in, for one of the two answers that the
  // sizes allow.
  struct SetTest {
    Outcome outcome;
    // The values to name when it fails.
    EntryList differing;
    bool from_right = false;
  };

  void EqualSets() {
    const auto left = ResolvedLeft();
    const auto right = ResolvedRight(left);
    if (!negated_ && notes_.semantics.Has(Departure::kSetEquality)) {
      EmitSetTest(BothWays(left, right), left, right);
      return;
    }
    const EntryCount left_size = CountOf(left);
    const EntryCount right_size = CountOf(right);
    SetTest test;
    if (left_size.most > right_size.least) {
      Merge(LeftInRight(left, right), &test);
    }
    if (left_size.least <= right_size.most) {
      Merge(RightInLeft(left, right), &test);
    }
    EmitSetTest(test, left, right);
  }

  static void Merge(SetTest&& from, SetTest* into) {
    from.outcome = from.outcome.Or(into->outcome);
    if (from.differing.empty()) {
      from.differing = std::move(into->differing);
      from.from_right = into->from_right;
    }
    *into = std::move(from);
  }

  // Whether all (or, negated, none) of the values are inside; `is_in` answers
  // for one.
  template <typename IsIn>
  SetTest TestAll(const EntryList& values, IsIn is_in) {
    SetTest test;
    Truth holds = Truth::kYes;
    for (const Entry* entry : values) {
      const Truth in = is_in(*entry->value);
      Truth good = negated_ ? Opposite(in) : in;
      if (good < Truth::kMaybe && (entry->maybe || entry->stepped)) {
        good = Truth::kMaybe;
      }
      if (good != Truth::kYes) {
        test.differing.push_back(entry);
        holds = std::min(holds, good);
      }
    }
    test.outcome = FromTruth(holds);
    return test;
  }

  SetTest TestMembers(const EntryList& values, const Members& members) {
    return TestAll(values, [&](const Value& value) {
      return members.Contain(value, &notes_);
    });
  }

  SetTest LeftInRight(const EntryList& left, const EntryList& right) {
    return TestMembers(left, Members(right));
  }

  SetTest RightInLeft(const EntryList& left, const EntryList& right) {
    SetTest test;
    if (negated_ && version_ == GuardVersion::k31) {
      test = NotEqualOfVersion31(left);
    } else {
      test = TestMembers(right, Members(left));
      test.from_right = true;
      if (negated_ && right.empty()) {
        test = {
            .outcome = Outcome::Fail(), .differing = left, .from_right = false};
      }
    }
    return test;
  }

  // Names what differs on the side that fails.
  SetTest BothWays(const EntryList& left, const EntryList& right) {
    SetTest test = LeftInRight(left, right);
    SetTest other = RightInLeft(left, right);
    const Outcome both = AllOf(test.outcome, other.outcome);
    if (test.outcome != Outcome::Fail() &&
        (other.outcome == Outcome::Fail() || test.differing.empty())) {
      test = std::move(other);
    }
    test.outcome = both;
    return test;
  }

  // Before 3.1.2 the test named the values of the wrong side, so that two
  // different properties never passed `!=`.
  static SetTest NotEqualOfVersion31(const EntryList& left) {
    return {.outcome = left.empty() ? Outcome() : Outcome::Fail(),
            .differing = left,
            .from_right = false};
  }

  // A test that passed counts for each value on the left; one that failed, for
  // each value that differs.
  void EmitSetTest(SetTest test, const EntryList& left,
                   const EntryList& right) {
    if (AnyMayBeMissing(right, left) ||
        (negated_ && AnyMayBeMissing(left, {}))) {
      // A value that is missing fails the test, whichever way it asks.
      test.outcome = test.outcome.Or(Outcome::Fail());
    }
    if (left.empty() &&
        (test.outcome != Outcome::Fail() || test.differing.empty())) {
      return;
    }
    const bool maybe = AllMaybe(left) || AllMaybe(right);
    const Value* unknown =
        notes_.unknown != nullptr ? notes_.unknown : FirstCause(left, right);
    notes_.unknown = nullptr;
    if (test.outcome != Outcome::Fail()) {
      const bool differs = !test.differing.empty() && !test.from_right;
      const Entry* first = differs ? test.differing.front() : left.front();
      sink_->Add({.outcome = test.outcome,
                  .maybe = maybe,
                  .from = first->value,
                  .to = right.size() == 1 ? right[0]->value : nullptr,
                  .unresolved = nullptr,
                  .unknown = unknown});
      return;
    }
    for (const Entry* entry : test.differing) {
      const bool other_side = test.from_right && !left.empty();
      sink_->Add({.outcome = Outcome::Fail(),
                  .maybe = maybe,
                  .from = other_side ? left[0]->value : entry->value,
                  .to = test.from_right     ? entry->value
                        : right.size() == 1 ? right[0]->value
                                            : nullptr,
                  .unresolved = nullptr,
                  .unknown = unknown});
    }
  }

  // --- `in` ------------------------------------------------------------------

  void In() {
    const Value* left = OnlyLiteral(left_);
    const Value* right = OnlyLiteral(right_);
    if (left != nullptr && right != nullptr) {
      const Both text = StringIn(*left, *right, &notes_);
      Emit(text.plain == Outcome::Pass() ? text
                                         : ContainedIn(*left, *right, &notes_),
           {&left_[0], &right_[0]}, *left, *right);
    } else if (left != nullptr) {
      InFromLiteral(*left);
    } else if (right != nullptr) {
      InLiteral(*right);
    } else {
      InSets();
    }
  }

  // A literal on the left, query results on the right.
  void InFromLiteral(const Value& literal) {
    const EntryList left = {&left_[0]};
    const auto right = ResolvedRight(left);
    bool any_list = false;
    bool any_unknown = false;
    for (const Entry* other : right) {
      any_list = any_list || other->value->Is(Kind::kList);
      any_unknown = any_unknown || other->value->Is(Kind::kUnknown);
    }
    if (!any_list && literal.Is(Kind::kList)) {
      EmitSubset(literal, right, any_unknown);
      return;
    }
    for (const Entry* other : right) {
      Emit(ContainedIn(literal, *other->value, &notes_), {left[0], other},
           literal, *other->value);
    }
  }

  // A literal list, each element of which must be among the values. `not in`
  // never holds: the test names elements, and the list is none of them.
  void EmitSubset(const Value& list, const EntryList& right, bool any_unknown) {
    const Members members(right);
    Truth all = Truth::kYes;
    for (const Value& element : list.AsList()) {
      all = std::min(all, members.Contain(element, &notes_));
    }
    Outcome outcome = negated_ ? Outcome::Fail() : FromTruth(all);
    if (list.size == 0 && notes_.semantics.Has(Departure::kEmptyLeft)) {
      outcome = OutcomeOfNothing(negated_, notes_.semantics);
    }
    if (any_unknown) {
      // An unknown value may be a list, and then each value is asked alone.
      outcome = Outcome::PassOrFail();
    }
    sink_->Add({.outcome = outcome,
                .maybe = AllMaybe(right),
                .from = &list,
                .to = right.size() == 1 ? right[0]->value : nullptr,
                .unresolved = nullptr,
                .unknown = notes_.unknown != nullptr ? notes_.unknown
                                                     : FirstCause({}, right)});
    notes_.unknown = nullptr;
  }

  // Query results on the left, a literal on the right.
  void InLiteral(const Value& literal) {
    TestEachWithLiteral([&](const Pair& pair) {
      const Value& value = *pair.left->value;
      if (!literal.Is(Kind::kString)) {
        Emit(ContainedIn(value, literal, &notes_), pair, value, literal);
        return;
      }
      if (!value.Is(Kind::kList)) {
        Emit(StringIn(value, literal, &notes_), pair, value, literal);
        return;
      }
      for (const Value& element : value.AsList()) {
        Emit(StringIn(element, literal, &notes_), pair, element, literal);
      }
      if (value.size == 0) {
        EmitNothing(pair, value);
      }
    });
  }

  // --- `in` between two queries ----------------------------------------------

  void InSets() {
    const auto left = ResolvedLeft();
    const auto right = ResolvedRight(left);
    const Members members(right);
    const SetTest test = TestAll(left, [&](const Value& value) {
      return InAnyOf(value, right, members);
    });
    EmitSetTest(test, left, right);
  }

  // Whether some value on the right contains the value.
  Truth InAnyOf(const Value& value, const EntryList& right,
                const Members& members) {
    if (value.Is(Kind::kString)) {
      // What equals it, at the price of a look-up, before all the lists.
      if (const Truth in = members.Contain(value, &notes_); in == Truth::kYes) {
        return in;
      }
    }
    Likeness likeness;
    for (const Entry* entry : right) {
      if (value.Is(Kind::kString) && entry->value->Is(Kind::kString) &&
          !entry->maybe) {
        likeness.Add(Truth::kNo, true);  // It was among the members.
        continue;
      }
      const Both in = ContainedIn(value, *entry->value, &notes_);
      likeness.Add(TruthOf(in, notes_.semantics),
                   !entry->maybe && !entry->stepped);
      if (likeness.Found()) {
        break;
      }
    }
    return likeness.Answer();
  }

  CompareOp op_;
  bool negated_;
  GuardVersion version_;
  Entries left_;
  Entries right_;
  CheckSink* sink_;
  CompareNotes notes_;
};

}  // namespace

std::string CompareSelections(CompareOp op, GuardVersion version,
                              Semantics semantics, Entries left, Entries right,
                              CheckSink* sink) {
  return Comparer(op, version, semantics, left, right, sink).Run();
}

}  // namespace connectguard
