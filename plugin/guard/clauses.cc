// Clauses, blocks, and how their outcomes are put together.
#include <utility>
#include <variant>

#include "guard/containment.h"
#include "guard/evaluation.h"

namespace connectguard {

// Which records are kept, restored on the way out.
class Evaluator::RecordingScope {
 public:
  RecordingScope(Evaluator& evaluator, Recording recording)
      : evaluator_(evaluator), outer_(evaluator.recording_) {
    evaluator.recording_ =
        outer_ == Recording::kNone ? Recording::kNone : recording;
  }
  ~RecordingScope() { evaluator_.recording_ = outer_; }
  RecordingScope(const RecordingScope&) = delete;
  RecordingScope& operator=(const RecordingScope&) = delete;

 private:
  Evaluator& evaluator_;
  Recording outer_;
};

class Evaluator::Unobserved {
 public:
  explicit Unobserved(Evaluator& evaluator)
      : evaluator_(evaluator),
        outer_(std::exchange(evaluator.observer_, nullptr)) {}
  ~Unobserved() { evaluator_.observer_ = outer_; }
  Unobserved(const Unobserved&) = delete;
  Unobserved& operator=(const Unobserved&) = delete;

 private:
  Evaluator& evaluator_;
  EvaluationObserver* outer_;
};

// Folds the checks of one clause and records those that may have failed.
class Evaluator::ClauseChecks final : public CheckSink {
 public:
  ClauseChecks(Evaluator& evaluator, const Clause& clause,
               std::string_view message, const Scope& scope, bool all)
      : evaluator_(evaluator),
        clause_(clause),
        message_(message),
        scope_(scope),
        all_(all),
        fold_(all),
        mark_(evaluator.Mark()) {}

  void Add(const Check& check) override {
    if (evaluator_.observer_ != nullptr) {
      evaluator_.observer_->Checked(clause_, check);
    }
    if (check.outcome == Outcome()) {
      silent_ = true;
      return;
    }
    fold_.Add(check.outcome, check.maybe);
    const bool open = check.maybe || !check.outcome.IsCertain();
    if (open && unknown_ == nullptr) {
      unknown_ = check.unknown;
    }
    if (check.outcome.CanFail() && !IsSameValueAgain(check)) {
      RecordCheck(check, open);
    }
    last_ = check.from;
  }

  // `may_be_empty`: one of the selections may turn out to hold nothing,
  // depending on `because`; then the clause is skipped.
  Judged Finish(bool may_be_empty, const Value* because) {
    if (unknown_ == nullptr) {
      unknown_ = because;
    }
    const Outcome vacuous = VacuousComparison();
    Outcome nothing = vacuous;
    if (may_be_empty) {
      nothing = silent_ ? Outcome::Skip().Or(vacuous) : Outcome::Skip();
    }
    return FinishWith(nothing, may_be_empty ? Outcome::Skip() : Outcome());
  }

  Judged FinishWith(Outcome nothing, Outcome also = {}) {
    const Outcome outcome = fold_.Finish(nothing).Or(also);
    if (outcome.CanFail() && !recorded_) {
      // There was nothing to compare, or nothing that passed.
      Check nothing_found;
      nothing_found.unknown = unknown_;
      RecordCheck(nothing_found, !outcome.IsCertain());
    }
    if (outcome.IsCertain()) {
      return {outcome};
    }
    if (!all_) {
      evaluator_.Weaken(mark_, unknown_);
    }
    return {outcome, unknown_};
  }

 private:
  // Nothing to compare, such as an empty list, passes unless `some` asks for
  // one.
  Outcome VacuousComparison() const {
    if (!all_) {
      return Outcome::Fail();
    }
    return evaluator_.Departs(Departure::kEmptyLeft) ? Outcome::Skip()
                                                     : Outcome::Pass();
  }

  // One record for a value, however many it was compared with.
  bool IsSameValueAgain(const Check& check) const {
    return recorded_ && check.from != nullptr && check.from == last_ &&
           check.unresolved == nullptr;
  }

  void RecordCheck(const Check& check, bool open) {
    if (evaluator_.recording_ == Recording::kNone) {
      return;
    }
    ClauseRecord record = evaluator_.NewRecord(clause_, message_, scope_);
    record.from = check.from;
    record.to = check.to;
    record.remark = check.remark;
    if (open) {
      record.status = RuleStatus::kUnknown;
      record.unknown = check.unknown;
    }
    if (check.unresolved != nullptr &&
        evaluator_.recording_ == Recording::kAll) {
      record.remaining =
          QueryText(*check.unresolved->query, check.unresolved->part);
    }
    evaluator_.Record(std::move(record));
    recorded_ = true;
  }

  Evaluator& evaluator_;
  const Clause& clause_;
  std::string_view message_;
  const Scope& scope_;
  bool all_;
  Fold fold_;
  std::size_t mark_;
  bool silent_ = false;
  bool recorded_ = false;
  const Value* last_ = nullptr;
  const Value* unknown_ = nullptr;
};

// ------------------------------------------------------------ conjunctions --

namespace {

void TakeCause(const Judged& from, Judged* into) {
  if (into->unknown == nullptr && !from.outcome.IsCertain()) {
    into->unknown = from.unknown;
  }
}

}  // namespace

// All members are evaluated, also behind one that failed, so that every failure
// is recorded.
Result<Judged> Evaluator::JudgeConjunction(std::span<const Alternation> members,
                                           Scope& scope) {
  Judged total{Outcome::Skip()};
  for (const Alternation& member : members) {
    const std::size_t mark = Mark();
    CG_ASSIGN_OR_RETURN(const Judged judged, JudgeAlternatives(member, scope));
    if (!judged.outcome.CanFail()) {
      RollBack(mark);
    }
    total.outcome = AllOf(total.outcome, judged.outcome);
    TakeCause(judged, &total);
  }
  return total;
}

Result<Judged> Evaluator::JudgeAlternatives(const Alternation& alternatives,
                                            Scope& scope) {
  if (alternatives.size() == 1) {
    return JudgeClause(alternatives[0], scope);
  }
  return Observed({.kind = StepKind::kAlternatives},
                  [&] { return JudgeFirstThatPasses(alternatives, scope); });
}

// The first alternative that passes ends it, and what failed before does not
// count.
Result<Judged> Evaluator::JudgeFirstThatPasses(const Alternation& alternatives,
                                               Scope& scope) {
  const std::size_t mark = Mark();
  Judged total{Outcome::Skip()};
  for (const Clause& clause : alternatives) {
    CG_ASSIGN_OR_RETURN(const Judged judged, JudgeClause(clause, scope));
    total.outcome = AnyOf(total.outcome, judged.outcome);
    TakeCause(judged, &total);
    if (total.outcome == Outcome::Pass()) {
      RollBack(mark);
      return total;
    }
  }
  if (!total.outcome.IsCertain()) {
    Weaken(mark, total.unknown);
  }
  return total;
}

Result<Judged> Evaluator::JudgeFilter(std::span<const Alternation> clauses,
                                      Scope& scope) {
  const RecordingScope recording(*this, Recording::kNone);
  const Unobserved unobserved(*this);
  return JudgeConjunction(clauses, scope);
}

Result<Judged> Evaluator::JudgeClause(const Clause& clause, Scope& scope) {
  const Nesting nesting(*this);
  if (nesting.TooDeep()) {
    return TooDeepAt(clause.span);
  }
  return Observed({.kind = StepKind::kClause, .clause = &clause},
                  [&] { return JudgeClauseForm(clause, scope); });
}

Result<Judged> Evaluator::JudgeClauseForm(const Clause& clause, Scope& scope) {
  switch (clause.form.index()) {
    case 0:
      return JudgeUnary(clause, std::get<UnaryClause>(clause.form), scope);
    case 1:
      return JudgeBinary(clause, std::get<BinaryClause>(clause.form), scope);
    case 2:
      return JudgeReference(clause, std::get<RuleReference>(clause.form),
                            scope);
    case 3:
      return JudgeCall(clause, std::get<RuleCall>(clause.form), scope);
    case 4:
      return JudgeQueryBlock(clause, std::get<QueryBlock>(clause.form), scope);
    case 5: {
      const auto& form = std::get<WhenBlock>(clause.form);
      return JudgeWhen(form.conditions, scope,
                       [&] { return JudgeBlock(form.block, scope); });
    }
    default: {
      const auto& form = std::get<TypeBlock>(clause.form);
      if (Departs(Departure::kTypeConditions)) {
        return JudgeTypeBlock(clause, form, scope);
      }
      return JudgeWhen(form.conditions, scope,
                       [&] { return JudgeTypeBlock(clause, form, scope); });
    }
  }
}

// ------------------------------------------------------------------- unary --

namespace {

// The unknown value on which a check of the entry depends.
const Value* CauseOf(const Entry& entry) {
  if (entry.because != nullptr || !entry.value->Is(Kind::kMap)) {
    return entry.because != nullptr ? entry.because : entry.value;
  }
  for (const Member& member : entry.value->AsMap()) {
    if (member.value.Is(Kind::kUnknown)) {
      return &member.value;
    }
  }
  return entry.value;
}

// `%x empty` and `Q[ filter ] empty` ask whether anything was selected, other
// queries whether the values are empty.
bool AsksOfSelection(const UnaryClause& clause) {
  if (clause.op != UnaryOp::kEmpty) {
    return false;
  }
  const auto& parts = clause.query.parts;
  const QueryPart& last = parts.back();
  return std::holds_alternative<FilterPart>(last) ||
         std::holds_alternative<KeysFilterPart>(last) ||
         (parts.size() == 1 && std::holds_alternative<VariablePart>(last));
}

}  // namespace

Result<Judged> Evaluator::JudgeUnary(const Clause& clause,
                                     const UnaryClause& form, Scope& scope) {
  SelectionView view;
  CG_RETURN_IF_ERROR(ViewIn(form.query, scope, &view));
  const Entries values = view.entries();
  TellSelected(clause, values);
  const bool of_selection = AsksOfSelection(form);
  const bool negated = form.op_not != form.leading_not;
  ClauseChecks checks(*this, clause, form.message, scope, !form.query.some);
  for (const Entry& entry : values) {
    const Outcome outcome =
        of_selection ? CheckSelectionEmpty(entry) : CheckUnary(form.op, entry);
    if (outcome == Outcome()) {
      return ErrorAt(clause.span,
                     "`empty` cannot be asked of a value of type " +
                         std::string(KindName(entry.value->kind)),
                     "ask `exists` or compare the value");
    }
    checks.Add(
        {.outcome = negated ? Negated(outcome) : outcome,
         .maybe = entry.maybe,
         .from = entry.value,
         .to = nullptr,
         .unresolved = entry.found == Found::kUnresolved ? &entry : nullptr,
         .unknown = CauseOf(entry),
         .remark = entry.remark});
  }
  if (!of_selection) {
    return values.empty()
               ? Judged{Outcome::Skip()}
               : checks.Finish(MayBeEmpty(values), values[0].because);
  }
  const Outcome of_nothing = negated ? Outcome::Fail() : Outcome::Pass();
  if (MayBeEmpty(values) && of_nothing == Outcome::Fail()) {
    // That nothing may be selected fails in the same way as that nothing is.
    checks.Add(
        {.outcome = values.empty() ? Outcome::Fail() : Outcome::PassOrFail(),
         .maybe = false,
         .from = nullptr,
         .to = nullptr,
         .unresolved = nullptr,
         .unknown = values.empty() ? nullptr : values[0].because});
  }
  return checks.FinishWith(of_nothing);
}

// ------------------------------------------------------------------ binary --

namespace {

// Every value fails when there is nothing that it could equal or be among.
void AddNothingToCompare(Entries left, CheckSink* checks) {
  for (const Entry& entry : left) {
    checks->Add(
        {.outcome = Outcome::Fail(),
         .maybe = entry.maybe,
         .from = entry.value,
         .to = nullptr,
         .unresolved = entry.found == Found::kUnresolved ? &entry : nullptr,
         .unknown = entry.because});
  }
}

// What is asked when `not` stands in front of the comparison.
CompareOp Opposite(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return CompareOp::kNotEqual;
    case CompareOp::kNotEqual:
      return CompareOp::kEqual;
    case CompareOp::kLess:
      return CompareOp::kGreaterEqual;
    case CompareOp::kLessEqual:
      return CompareOp::kGreater;
    case CompareOp::kGreater:
      return CompareOp::kLessEqual;
    case CompareOp::kGreaterEqual:
      return CompareOp::kLess;
    case CompareOp::kIn:
      return CompareOp::kNotIn;
    case CompareOp::kNotIn:
      return CompareOp::kIn;
  }
  return op;
}

}  // namespace

// The right side is evaluated first.
Result<Judged> Evaluator::JudgeBinary(const Clause& clause,
                                      const BinaryClause& form, Scope& scope) {
  SelectionView right_view;
  CG_RETURN_IF_ERROR(ViewOperand(form.right, scope, &right_view));
  SelectionView left_view;
  CG_RETURN_IF_ERROR(ViewIn(form.query, scope, &left_view));
  const Entries right = right_view.entries();
  const Entries left = left_view.entries();
  TellSelected(clause, left, right);
  const CompareOp op = form.leading_not && Departs(Departure::kLeadingNot)
                           ? Opposite(form.op)
                           : form.op;
  const bool needs_right = Departs(Departure::kEmptyRight) && !IsNegated(op);
  if (left.empty() || (right.empty() && !needs_right)) {
    return Judged{Outcome::Skip()};
  }
  ClauseChecks checks(*this, clause, form.message, scope, !form.query.some);
  const bool left_may_be_empty = MayBeEmpty(left);
  if (right.empty()) {
    AddNothingToCompare(left, &checks);
    return checks.Finish(left_may_be_empty, left[0].because);
  }
  std::string error = CompareSelections(
      op, options_.version, options_.semantics, left, right, &checks);
  if (!error.empty()) {
    return ErrorAt(clause.span, std::move(error));
  }
  if (needs_right && MayBeEmpty(right)) {
    return checks.FinishWith(Outcome::Fail(),
                             left_may_be_empty ? Outcome::Skip() : Outcome());
  }
  return checks.Finish(left_may_be_empty || MayBeEmpty(right),
                       left_may_be_empty ? left[0].because : right[0].because);
}

// ------------------------------------------------------------------ blocks --

Result<Judged> Evaluator::JudgeBlock(const Block& block, Scope& scope) {
  Scope inner = Scope::Block(scope, block.assignments);
  return JudgeConjunction(block.clauses, inner);
}

// With a condition that may or may not hold, the body counts or is skipped.
template <typename Body>
Result<Judged> Evaluator::JudgeWhen(std::span<const Alternation> conditions,
                                    Scope& scope, Body body) {
  if (conditions.empty()) {
    return body();
  }
  const std::size_t mark = Mark();
  Judged condition;
  {
    const RecordingScope recording(*this, Recording::kUncertainOnly);
    CG_ASSIGN_OR_RETURN(condition,
                        Observed({.kind = StepKind::kConditions}, [&] {
                          return JudgeConjunction(conditions, scope);
                        }));
  }
  if (condition.outcome.IsCertain() || !condition.outcome.CanPass()) {
    RollBack(mark);
  }
  if (!condition.outcome.CanPass()) {
    return Judged{Outcome::Skip()};
  }
  CG_ASSIGN_OR_RETURN(Judged judged, body());
  if (!condition.outcome.IsCertain()) {
    Weaken(mark, condition.unknown);
    judged.outcome = When(condition.outcome, judged.outcome);
    judged.unknown = condition.unknown;
    if (!judged.outcome.CanFail()) {
      RollBack(mark);
    }
  }
  return judged;
}

Result<Judged> Evaluator::JudgeQueryBlock(const Clause& clause,
                                          const QueryBlock& form,
                                          Scope& scope) {
  Selection values;
  CG_RETURN_IF_ERROR(SelectIn(form.query, scope, &values));
  TellSelected(clause, values);
  const bool may_be_empty = form.not_empty && MayBeEmpty(values);
  CG_ASSIGN_OR_RETURN(
      Judged judged,
      JudgeEach(clause, form.block, !form.query.some, values, scope));
  if (!may_be_empty) {
    return judged;
  }
  ClauseRecord record = NewRecord(clause, {}, scope);
  if (values.empty()) {
    judged.outcome = Outcome::Fail();
  } else {
    judged.outcome = judged.outcome.Or(Outcome::Fail());
    judged.unknown = values[0].because;
    record.status = RuleStatus::kUnknown;
    record.unknown = judged.unknown;
  }
  Record(std::move(record));
  return judged;
}

// The reference gives up when there is no `Resources`, when it is empty, or
// when one of its members is no map.
Result<Judged> Evaluator::JudgeTypeBlock(const Clause& clause,
                                         const TypeBlock& form, Scope& scope) {
  Selection values;
  CG_RETURN_IF_ERROR(SelectIn(form.query, scope, &values));
  TellSelected(clause, values);
  for (const Entry& entry : values) {
    if (entry.found == Found::kUnresolved) {
      return ErrorAt(clause.span,
                     "a type block needs a map `Resources` with a resource in "
                     "it",
                     "guard it with `when Resources !empty { ... }`");
    }
  }
  return JudgeEach(clause, form.block, /*all=*/true, values, scope);
}

Result<Judged> Evaluator::JudgeEach(const Clause& clause, const Block& block,
                                    bool all, Entries entries, Scope& scope) {
  const std::size_t mark = Mark();
  Fold fold(all);
  Judged total;
  for (const Entry& entry : entries) {
    const std::size_t before = Mark();
    CG_ASSIGN_OR_RETURN(Judged judged,
                        JudgeElement(clause, block, entry, scope));
    fold.Add(judged.outcome, entry.maybe);
    if (entry.maybe) {
      Weaken(before, entry.because);
      judged = {judged.outcome.Or(Outcome::Skip()), entry.because};
    }
    if (all && !judged.outcome.CanFail()) {
      RollBack(before);
    }
    TakeCause(judged, &total);
  }
  total.outcome = fold.Finish(Outcome::Skip());
  if (!total.outcome.CanFail()) {
    RollBack(mark);
  } else if (!all && !total.outcome.IsCertain()) {
    Weaken(mark, total.unknown);
  }
  return total;
}

Result<Judged> Evaluator::JudgeElement(const Clause& clause, const Block& block,
                                       const Entry& entry, Scope& scope) {
  return Observed(
      {.kind = StepKind::kElement, .clause = &clause, .element = &entry},
      [&] { return JudgeValue(clause, block, entry, scope); });
}

// The conditions that each value of a block has to meet by itself.
std::span<const Alternation> Evaluator::ConditionsOfEach(
    const Clause& clause) const {
  const auto* type = std::get_if<TypeBlock>(&clause.form);
  return type != nullptr && Departs(Departure::kTypeConditions)
             ? std::span<const Alternation>(type->conditions)
             : std::span<const Alternation>();
}

Result<Judged> Evaluator::JudgeInside(const Clause& clause, const Block& block,
                                      const Entry& entry, Scope& scope) {
  Scope value = Scope::Of(*entry.value, scope);
  const std::span<const Alternation> conditions = ConditionsOfEach(clause);
  if (conditions.empty()) {
    return JudgeBlock(block, value);
  }
  Scope asked = Scope::Of(*entry.value, scope);
  asked.around = scope.root;
  return JudgeWhen(conditions, asked, [&] { return JudgeBlock(block, value); });
}

Result<Judged> Evaluator::JudgeValue(const Clause& clause, const Block& block,
                                     const Entry& entry, Scope& scope) {
  if (entry.found == Found::kUnresolved) {
    ClauseRecord record = NewRecord(clause, {}, scope);
    record.from = entry.value;
    if (recording_ == Recording::kAll) {
      record.remaining = QueryText(*entry.query, entry.part);
    }
    Record(std::move(record));
    return Judged{Outcome::Fail()};
  }
  const std::size_t mark = Mark();
  CG_ASSIGN_OR_RETURN(Judged judged, JudgeInside(clause, block, entry, scope));
  if (!MayBeMissing(entry)) {
    return judged;
  }
  // An unknown value that turns out to be missing fails the block.
  if (!judged.outcome.CanFail()) {
    ClauseRecord record = NewRecord(clause, {}, scope);
    record.from = entry.value;
    Record(std::move(record));
  }
  judged.outcome = judged.outcome.Or(Outcome::Fail());
  if (!judged.outcome.IsCertain()) {
    judged.unknown = entry.value;
    Weaken(mark, entry.value);
  }
  return judged;
}

// --------------------------------------------------------------- rule body --

// The variables of a rule are not visible in its own conditions.
Result<Judged> Evaluator::JudgeRuleBody(const Rule& rule) {
  return JudgeWhen(rule.conditions, root_,
                   [&] { return JudgeBlock(rule.body, root_); });
}

}  // namespace connectguard
