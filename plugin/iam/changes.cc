#include "iam/changes.h"

#include <set>
#include <string>
#include <utility>

#include "iam/condition_values.h"
#include "iam/decide.h"
#include "iam/elements.h"
#include "iam/glob.h"

namespace connectguard {

namespace {

constexpr std::size_t kMaxGains = 64;
// Actions that are asked about one by one: those of two large services. Each is
// a question of its own.
constexpr std::size_t kMaxActions = 1500;

class GainReader {
 public:
  GainReader(PolicySpan before, PolicySpan after,
             const QuestionOptions& options)
      : after_(after), budget_(options.steps, options.cancelled) {
    beyond_ = store_.And({PermittedBy(after, &store_),
                          store_.Not(PermittedBy(before, &store_))});
    PolicyRefs both(before.begin(), before.end());
    both.insert(both.end(), after.begin(), after.end());
    principals_ = PrincipalsOf(both);
    if (principals_ != nullptr) {
      beyond_ = WithoutServiceLinkedRoles(beyond_, &store_);
    }
  }

  // Answers whether all are there.
  bool Read(std::vector<IamGain>* gains) {
    for (const IamPolicy* policy : after_) {
      for (const IamStatement& statement : policy->statements()) {
        if (statement.may_allow && statement.hole == nullptr &&
            statement.action.value != nullptr && !Read(statement, gains)) {
          return false;
        }
      }
    }
    return true;
  }

 private:
  bool Read(const IamStatement& statement, std::vector<IamGain>* gains) {
    if (statement.action.negated) {
      return Ask(statement, *statement.action.value, store_.True(), gains);
    }
    for (const Value& entry : OneOrMany(*statement.action.value)) {
      StatementElement element{.value = &entry};
      std::vector<IamFinding> findings;
      ReadActionElement(&element, &store_, &findings);
      const std::size_t before = gains->size();
      if (!Ask(statement, entry, element.formula, gains)) {
        return false;
      }
      if (gains->size() > before) {
        gains->back().actions = ActionsGained(statement, *element.upper);
      }
    }
    return true;
  }

  std::vector<const KnownAction*> ActionsGained(const IamStatement& statement,
                                                const ValueSet& entry) {
    std::vector<const KnownAction*> actions = ActionsIn(entry.texts());
    if (actions.size() > kMaxActions - asked_) {
      return {};
    }
    asked_ += actions.size();
    std::erase_if(actions, [&](const KnownAction* action) {
      return !IsGained(statement, std::string(action->lower));
    });
    return budget_.spent() ? std::vector<const KnownAction*>() : actions;
  }

  bool IsGained(const IamStatement& statement, const std::string& action) {
    FormulaStore store;
    const ValueSet* set = store.Keep(ValueSet(TextSet({Glob::Text(action)})));
    const Formula* is =
        store.Test({.key_name = "action", .lower = set, .upper = set});
    return Decide(*store.And({is, statement.matches, beyond_}), principals_,
                  &budget_)
               .verdict == IamVerdict::kYes;
  }

  // False when no more is to be asked.
  bool Ask(const IamStatement& statement, const Value& entry,
           const Formula* fits, std::vector<IamGain>* gains) {
    if (gains->size() == kMaxGains) {
      return false;
    }
    IamAnswer answer = Decide(*store_.And({fits, statement.matches, beyond_}),
                              principals_, &budget_);
    if (budget_.spent()) {
      return false;
    }
    if (answer.verdict != IamVerdict::kNo && answer.witness &&
        seen_.insert(ToString(*answer.witness)).second) {
      gains->push_back({.statement = &statement,
                        .action = &entry,
                        .witness = *std::move(answer.witness),
                        .certain = answer.verdict == IamVerdict::kYes});
    }
    return true;
  }

  PolicySpan after_;
  SearchBudget budget_;
  FormulaStore store_;
  const Formula* beyond_ = nullptr;
  const TextSet* principals_ = nullptr;
  std::set<std::string> seen_;
  std::size_t asked_ = 0;  // Actions, at most kMaxActions.
};

}  // namespace

IamGains Gains(PolicySpan before, PolicySpan after,
               const QuestionOptions& options) {
  IamGains gains;
  gains.at_most = AtMost(after, before, options);
  if (gains.at_most.verdict == IamVerdict::kYes) {
    return gains;
  }
  if (gains.at_most.witness_hidden) {
    gains.complete = false;
    return gains;
  }
  gains.complete = GainReader(before, after, options).Read(&gains.gains);
  return gains;
}

}  // namespace connectguard
