// One evaluation under way: its state, and the steps that call each other.
// Private to guard/; others call Evaluate.
//
//   evaluator.cc  rules
//   clauses.cc    clauses and blocks
//   variables.cc  variables, operands, function calls, captures
//   query.cc      queries
//
// Thread rule: one thread per evaluation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "guard/ast.h"
#include "guard/evaluator.h"
#include "guard/functions.h"
#include "guard/key_case.h"
#include "guard/observer.h"
#include "guard/operators.h"
#include "guard/outcome.h"
#include "guard/query.h"
#include "guard/regex_cache.h"
#include "guard/scope.h"

namespace connectguard {

// An outcome and, when it is not certain, an unknown value on which it depends.
struct Judged {
  Outcome outcome;
  const Value* unknown = nullptr;
};

// The spellings of a key, looked up in the document once.
struct KeyForms {
  const Key* exact = nullptr;
  bool converted = false;
  bool any_other = false;  // Some other spelling occurs in the document.
  std::array<const Key*, kKeyCases> others{};
  std::array<std::string, kKeyCases> texts;
};

using Alternation = Alternatives<Clause>;

class Evaluator {
 public:
  Evaluator(const RuleFile& rules, const Document& document,
            const EvaluateOptions& options, Evaluation* evaluation);

  void Run();

  // --- What a query asks of the evaluation around it -------------------------

  const Document& document() const { return document_; }
  bool Departs(Departure departure) const {
    return options_.semantics.Has(departure);
  }

  // Clauses of a filter; they leave no records.
  Result<Judged> JudgeFilter(std::span<const Alternation> clauses,
                             Scope& scope);

  // The values of a variable as seen from `scope`. They stay where they are;
  // captures may add to them.
  Result<const Selection*> Variable(std::string_view name, SourceSpan span,
                                    Scope& scope);

  void Capture(const std::string& name, const Member& member, bool maybe,
               const Value* because);

  const KeyForms& FormsOf(const KeyPart& part);
  const KeyForms& ConvertedFormsOf(const KeyPart& part);

  // What is reached by stepping into an unknown value: as unknown, but not the
  // same value.
  const Value* Inside(const Value& unknown);

  // A copy that lives as long as the evaluation; null of null.
  const Entry* Keep(const Entry* entry) {
    return entry == nullptr ? nullptr : evaluation_.arena->New<Entry>(*entry);
  }

  // The text of a key as a value; it hangs below the member.
  const Value* KeyValue(const Member& member);

  tl::unexpected<Error> ErrorAt(SourceSpan span, std::string message,
                                std::string hint = "") const;

  // Counts what waits for something deeper, and every step on the way.
  class Nesting {
   public:
    explicit Nesting(Evaluator& evaluator) : evaluator_(evaluator) {
      ++evaluator_.depth_;
      ++evaluator_.steps_;
    }
    ~Nesting() { --evaluator_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    bool TooDeep() const;  // Or too long.

   private:
    Evaluator& evaluator_;
  };
  tl::unexpected<Error> TooDeepAt(SourceSpan span) const;

 private:
  enum class Recording : std::uint8_t { kAll, kUncertainOnly, kNone };
  // Restores what records are kept on the way out.
  class RecordingScope;
  // Does not tell the observer, until the way out.
  class Unobserved;
  class ClauseChecks;

  // --- Rules (evaluator.cc) --------------------------------------------------
  enum class Progress : std::uint8_t { kNew, kRunning, kDone };

  const RuleRecord& JudgeRule(std::size_t number);
  Result<Judged> JudgeRuleBody(const Rule& rule);
  void FinishRule(Result<Judged> judged, RuleRecord* record);
  Result<Judged> JudgeReference(const Clause& clause, const RuleReference& form,
                                Scope& scope);
  Result<Judged> StatusOfRules(const std::vector<std::size_t>& numbers,
                               const Clause& clause);
  Result<Judged> JudgeCall(const Clause& clause, const RuleCall& call,
                           Scope& scope);
  Result<Judged> JudgeCallee(const Clause& clause, const RuleCall& call,
                             const ParameterizedRule& rule, Scope& arguments);
  const ParameterizedRule* FindParameterized(std::string_view name) const;

  // --- Clauses and blocks (clauses.cc) ---------------------------------------
  Result<Judged> JudgeConjunction(std::span<const Alternation> members,
                                  Scope& scope);
  Result<Judged> JudgeAlternatives(const Alternation& alternatives,
                                   Scope& scope);
  Result<Judged> JudgeClause(const Clause& clause, Scope& scope);
  Result<Judged> JudgeClauseForm(const Clause& clause, Scope& scope);
  Result<Judged> JudgeFirstThatPasses(const Alternation& alternatives,
                                      Scope& scope);
  Result<Judged> JudgeUnary(const Clause& clause, const UnaryClause& form,
                            Scope& scope);
  Result<Judged> JudgeBinary(const Clause& clause, const BinaryClause& form,
                             Scope& scope);
  Result<Judged> JudgeBlock(const Block& block, Scope& scope);
  Result<Judged> JudgeQueryBlock(const Clause& clause, const QueryBlock& form,
                                 Scope& scope);
  Result<Judged> JudgeTypeBlock(const Clause& clause, const TypeBlock& form,
                                Scope& scope);
  // A block behind conditions.
  template <typename Body>
  Result<Judged> JudgeWhen(std::span<const Alternation> conditions,
                           Scope& scope, Body body);
  // A block for each value of a selection.
  Result<Judged> JudgeEach(const Clause& clause, const Block& block, bool all,
                           Entries entries, Scope& scope);
  Result<Judged> JudgeElement(const Clause& clause, const Block& block,
                              const Entry& entry, Scope& scope);
  std::span<const Alternation> ConditionsOfEach(const Clause& clause) const;
  // The block, behind the conditions that the value has to meet by itself.
  Result<Judged> JudgeInside(const Clause& clause, const Block& block,
                             const Entry& entry, Scope& scope);
  Result<Judged> JudgeValue(const Clause& clause, const Block& block,
                            const Entry& entry, Scope& scope);

  // --- Observer --------------------------------------------------------------
  template <typename Judge>
  Result<Judged> Observed(const Step& step, Judge judge) {
    if (observer_ == nullptr) {
      return judge();
    }
    observer_->Begin(step);
    Result<Judged> judged = judge();
    observer_->End(step, judged ? judged->outcome : Outcome(),
                   judged ? judged->unknown : nullptr);
    return judged;
  }
  void TellSelected(const Clause& clause, Entries left, Entries right = {}) {
    if (observer_ != nullptr) {
      observer_->Selected(clause, left, right);
    }
  }

  // --- Records ---------------------------------------------------------------
  std::size_t Mark() const { return records_.size(); }
  void RollBack(std::size_t mark) { records_.resize(mark); }
  // From the mark on, what failed is only uncertain.
  void Weaken(std::size_t mark, const Value* unknown);
  void Record(ClauseRecord record);
  ClauseRecord NewRecord(const Clause& clause, std::string_view message,
                         const Scope& scope) const;

  // --- Variables (variables.cc) ----------------------------------------------
  Result<const Selection*> EvaluateAssignment(const Assignment& assignment,
                                              Scope& scope);
  Status SelectAssigned(const Assignment& assignment, Scope& scope,
                        Selection* out);
  // A query of a clause in `scope`.
  Status SelectIn(const Query& query, Scope& scope, Selection* out);
  Status SelectOperand(const Operand& operand, Scope& scope, Selection* out);
  // The same, without copies of what stands somewhere already.
  Status ViewIn(const Query& query, Scope& scope, SelectionView* out);
  Status ViewOperand(const Operand& operand, Scope& scope, SelectionView* out);
  Status CallFunction(const FunctionCall& call, Scope& scope, Selection* out);

  const RuleFile& rules_;
  const Document& document_;
  const EvaluateOptions& options_;
  Evaluation& evaluation_;
  SystemClock system_clock_;
  KeyTable keys_;  // Of the values that functions make.
  RegexCache regexes_;

  Scope root_;
  std::vector<Progress> progress_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> rules_by_name_;
  std::unordered_map<const KeyPart*, KeyForms> key_forms_;
  std::unordered_map<const Value*, const Value*> inside_;

  EvaluationObserver* observer_;
  std::vector<ClauseRecord> records_;
  Recording recording_ = Recording::kAll;
  // Of the nearest call around that has one.
  std::string_view message_;
  int depth_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace connectguard
