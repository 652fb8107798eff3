#include "guard/evaluator.h"

#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "guard/evaluation.h"

namespace connectguard {

Evaluator::Evaluator(const RuleFile& rules, const Document& document,
                     const EvaluateOptions& options, Evaluation* evaluation)
    : rules_(rules),
      document_(document),
      options_(options),
      evaluation_(*evaluation),
      keys_(evaluation->arena.get()),
      root_(Scope::Root(document.root(), rules.assignments)),
      progress_(rules.rules.size(), Progress::kNew),
      observer_(options.observer) {
  evaluation_.rules.resize(rules.rules.size());
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    evaluation_.rules[i].rule = &rules.rules[i];
    // The implicit rule has a name for reports only.
    if (!rules.rules[i].implicit) {
      rules_by_name_[rules.rules[i].name].push_back(i);
    }
  }
}

void Evaluator::Run() {
  for (std::size_t i = 0; i < rules_.rules.size(); ++i) {
    JudgeRule(i);
  }
}

bool Evaluator::Nesting::TooDeep() const {
  return evaluator_.depth_ > limits::kMaxEvaluationDepth ||
         evaluator_.steps_ > evaluator_.options_.max_steps;
}

tl::unexpected<Error> Evaluator::ErrorAt(SourceSpan span, std::string message,
                                         std::string hint) const {
  return Fail(ErrorCode::kBadInput,
              DiagnosticAt(*rules_.source, span.begin, std::move(message),
                           std::move(hint)));
}

tl::unexpected<Error> Evaluator::TooDeepAt(SourceSpan span) const {
  if (steps_ > options_.max_steps) {
    return ErrorAt(span, "evaluation takes too many steps",
                   "look for rules that call each other more than once");
  }
  return ErrorAt(span, "evaluation is nested too deeply",
                 "look for a variable or a rule that uses itself");
}

// ------------------------------------------------------------------- rules --

// Each rule is evaluated once, whether it is referred to or not and from where,
// with records of its own.
const RuleRecord& Evaluator::JudgeRule(std::size_t number) {
  RuleRecord& record = evaluation_.rules[number];
  if (progress_[number] != Progress::kNew) {
    return record;
  }
  progress_[number] = Progress::kRunning;
  std::vector<ClauseRecord> outer_records = std::exchange(records_, {});
  const Recording outer_recording = std::exchange(
      recording_, options_.records ? Recording::kAll : Recording::kNone);
  const std::string_view outer_message = std::exchange(message_, {});
  const std::size_t outer_steps = std::exchange(steps_, 0);
  EvaluationObserver* const outer_observer =
      std::exchange(observer_, options_.observer);
  FinishRule(Observed({.kind = StepKind::kRule, .rule = record.rule},
                      [&] { return JudgeRuleBody(*record.rule); }),
             &record);
  records_ = std::move(outer_records);
  recording_ = outer_recording;
  message_ = outer_message;
  steps_ = outer_steps;
  observer_ = outer_observer;
  progress_[number] = Progress::kDone;
  return record;
}

void Evaluator::FinishRule(Result<Judged> judged, RuleRecord* record) {
  if (!judged) {
    record->error = std::move(judged).error();
    return;
  }
  record->outcome = judged->outcome;
  if (!judged->outcome.CanFail()) {
    return;
  }
  if (!judged->outcome.IsCertain()) {
    Weaken(0, judged->unknown);
  }
  record->clauses = std::move(records_);
}

Result<Judged> Evaluator::StatusOfRules(const std::vector<std::size_t>& numbers,
                                        const Clause& clause) {
  Judged status{Outcome::Skip()};
  for (const std::size_t number : numbers) {
    if (!status.outcome.CanSkip()) {
      break;
    }
    if (progress_[number] == Progress::kRunning) {
      return ErrorAt(clause.span, "rule `" + rules_.rules[number].name +
                                      "` refers to itself");
    }
    const RuleRecord& record = JudgeRule(number);
    if (record.error) {
      return ErrorAt(
          clause.span,
          "rule `" + record.rule->name +
              "` could not be evaluated: " + record.error->diagnostic.message,
          record.error->diagnostic.hint);
    }
    status.outcome = FirstApplicable(status.outcome, record.outcome);
    for (const ClauseRecord& inner : record.clauses) {
      if (status.unknown == nullptr) {
        status.unknown = inner.unknown;
      }
    }
  }
  return status;
}

Result<Judged> Evaluator::JudgeReference(const Clause& clause,
                                         const RuleReference& form,
                                         Scope& scope) {
  const auto found = rules_by_name_.find(form.name);
  if (found == rules_by_name_.end()) {
    std::vector<std::string_view> names;
    for (const auto& [name, numbers] : rules_by_name_) {
      names.push_back(name);
    }
    return ErrorAt(clause.span, "there is no rule `" + form.name + "`",
                   DidYouMean(form.name, names));
  }
  CG_ASSIGN_OR_RETURN(Judged judged, StatusOfRules(found->second, clause));
  judged.outcome = Referred(judged.outcome, form.negated);
  if (judged.outcome.CanFail()) {
    ClauseRecord record = NewRecord(clause, form.message, scope);
    if (!judged.outcome.IsCertain()) {
      record.status = RuleStatus::kUnknown;
      record.unknown = judged.unknown;
    }
    Record(std::move(record));
  }
  return judged;
}

const ParameterizedRule* Evaluator::FindParameterized(
    std::string_view name) const {
  const ParameterizedRule* found = nullptr;
  for (const ParameterizedRule& rule : rules_.parameterized_rules) {
    if (rule.name == name) {
      found = &rule;  // The last of a name counts.
    }
  }
  return found;
}

// The callee sees the scopes of its caller, as in the reference.
Result<Judged> Evaluator::JudgeCall(const Clause& clause, const RuleCall& call,
                                    Scope& scope) {
  const ParameterizedRule* rule = FindParameterized(call.name);
  if (rule == nullptr) {
    std::vector<std::string_view> names;
    for (const ParameterizedRule& each : rules_.parameterized_rules) {
      names.push_back(each.name);
    }
    return ErrorAt(clause.span,
                   "there is no rule `" + call.name + "` with parameters",
                   DidYouMean(call.name, names));
  }
  if (rule->parameters.size() != call.arguments.size()) {
    return ErrorAt(clause.span, "rule `" + call.name + "` takes " +
                                    std::to_string(rule->parameters.size()) +
                                    " arguments, not " +
                                    std::to_string(call.arguments.size()));
  }
  Scope arguments = Scope::Call(scope, rule->parameters);
  for (const Operand& operand : call.arguments) {
    Selection& values = arguments.arguments.emplace_back();
    CG_RETURN_IF_ERROR(SelectOperand(operand, scope, &values));
    if (std::holds_alternative<const Value*>(operand)) {
      // A literal argument is a value like any other.
      values[0].found = Found::kResolved;
    }
  }
  return JudgeCallee(clause, call, *rule, arguments);
}

Result<Judged> Evaluator::JudgeCallee(const Clause& clause,
                                      const RuleCall& call,
                                      const ParameterizedRule& rule,
                                      Scope& arguments) {
  const bool negated = call.negated && Departs(Departure::kNegatedCall);
  const std::size_t mark = Mark();
  const std::string_view outer = message_;
  if (!call.message.empty()) {
    message_ = call.message;
  }
  Result<Judged> judged = JudgeBlock(rule.body, arguments);
  message_ = outer;
  if (!judged || !negated) {
    return judged;
  }
  // What failed inside is what was asked for; what passed is the violation.
  RollBack(mark);
  judged->outcome = Negated(judged->outcome);
  if (judged->outcome.CanFail()) {
    ClauseRecord record = NewRecord(clause, call.message, arguments);
    if (!judged->outcome.IsCertain()) {
      record.status = RuleStatus::kUnknown;
      record.unknown = judged->unknown;
    }
    Record(std::move(record));
  }
  return judged;
}

// ----------------------------------------------------------------- records --

void Evaluator::Weaken(std::size_t mark, const Value* unknown) {
  for (std::size_t i = mark; i < records_.size(); ++i) {
    records_[i].status = RuleStatus::kUnknown;
    if (records_[i].unknown == nullptr) {
      records_[i].unknown = unknown;
    }
  }
}

ClauseRecord Evaluator::NewRecord(const Clause& clause,
                                  std::string_view message,
                                  const Scope& scope) const {
  ClauseRecord record;
  record.clause = &clause;
  record.message = message.empty() ? message_ : message;
  record.scope = scope.root;
  return record;
}

void Evaluator::Record(ClauseRecord record) {
  const bool certain = record.status == RuleStatus::kFail;
  if (recording_ == Recording::kAll ||
      (recording_ == Recording::kUncertainOnly && !certain)) {
    records_.push_back(std::move(record));
  }
}

Evaluation Evaluate(const RuleFile& rules, const Document& document,
                    const EvaluateOptions& options) {
  Evaluation evaluation;
  evaluation.arena = std::make_unique<Arena>();
  Evaluator(rules, document, options, &evaluation).Run();
  return evaluation;
}

}  // namespace connectguard
