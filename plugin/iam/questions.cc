#include "iam/questions.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "iam/decide.h"
#include "iam/domains.h"

namespace connectguard {

namespace {

constexpr std::size_t kMaxExceptions = 64;
constexpr std::string_view kNothingAllows =
    "no policy is given that could allow anything";
constexpr std::string_view kNoSuchRequest =
    "no request fits the question as it is asked";

bool SpeaksOfPrincipals(PolicySpan policies) {
  return std::any_of(policies.begin(), policies.end(),
                     [](const IamPolicy* policy) {
                       return policy->kind() != IamPolicyKind::kIdentity &&
                              policy->kind() != IamPolicyKind::kBoundary &&
                              policy->kind() != IamPolicyKind::kScp;
                     });
}

bool HasPrincipalTest(const Formula& formula) {
  return (formula.kind == FormulaKind::kTest &&
          formula.test->dimension == RequestDimension::kPrincipal) ||
         std::any_of(
             formula.parts.begin(), formula.parts.end(),
             [](const Formula* part) { return HasPrincipalTest(*part); });
}

// Deny statements that match some request of the question.
void AddDenying(PolicySpan policies, const Formula& query, SearchBudget* budget,
                IamAnswer* answer) {
  for (const IamPolicy* policy : policies) {
    for (const IamStatement& statement : policy->statements()) {
      if (!statement.may_deny || statement.may_allow) {
        continue;
      }
      FormulaStore store;
      const Formula* both = store.And({&query, statement.matches});
      const SolverAnswer met = FindRequest(
          *both, {.reading = HoleReading::kStrict, .telling = false}, budget);
      if (met.satisfiable == Satisfiability::kYes) {
        answer->evidence.push_back(&statement);
      }
    }
  }
}

// Makes "no request" an answer only when there are requests to speak of.
bool FitsSomeRequest(const Formula& query, const TextSet* principals,
                     SearchBudget* budget, IamAnswer* answer) {
  const SolverAnswer any =
      FindRequest(query, {.principals = principals, .telling = false}, budget);
  if (any.satisfiable == Satisfiability::kYes) {
    return true;
  }
  *answer = {};
  answer->reason = any.satisfiable == Satisfiability::kNo
                       ? std::string(kNoSuchRequest)
                       : std::string(kBudgetSpent);
  return false;
}

// Yes becomes no and no yes.
void Invert(IamAnswer* answer) {
  if (answer->verdict == IamVerdict::kYes) {
    answer->verdict = IamVerdict::kNo;
  } else if (answer->verdict == IamVerdict::kNo) {
    answer->verdict = IamVerdict::kYes;
  }
}

bool IsSubset(const std::vector<std::string>& small,
              const std::vector<std::string>& large) {
  return std::includes(large.begin(), large.end(), small.begin(), small.end());
}

// Keeps the widest exceptions only.
void AddException(IamException exception,
                  std::vector<IamException>* exceptions) {
  std::sort(exception.conditions.begin(), exception.conditions.end());
  for (const IamException& other : *exceptions) {
    if (IsSubset(other.conditions, exception.conditions) &&
        (other.certain || !exception.certain)) {
      return;
    }
  }
  std::erase_if(*exceptions, [&](const IamException& other) {
    return IsSubset(exception.conditions, other.conditions) &&
           (exception.certain || !other.certain);
  });
  exceptions->push_back(std::move(exception));
}

}  // namespace

const TextSet* PrincipalsOf(PolicySpan policies) {
  return SpeaksOfPrincipals(policies) ? nullptr : &AccountPrincipals();
}

const Formula* WithoutServiceLinkedRoles(const Formula* formula,
                                         FormulaStore* store) {
  if (!HasPrincipalTest(*formula)) {
    return formula;
  }
  static const ValueSet kRoles{TextSet(ServiceLinkedRoles())};
  return store->And({formula, store->Not(store->Test(
                                  {.dimension = RequestDimension::kPrincipal,
                                   .key_name = "principal",
                                   .lower = &kRoles,
                                   .upper = &kRoles}))});
}

void HideSensitive(PolicySpan policies, IamAnswer* answer) {
  const bool sensitive = std::any_of(
      policies.begin(), policies.end(),
      [](const IamPolicy* policy) { return policy->has_sensitive(); });
  if (sensitive && answer->witness) {
    answer->witness.reset();
    answer->witness_hidden = true;
  }
}

void Explain(std::span<const IamHole* const> holes, IamAnswer* answer) {
  for (const IamHole* hole : holes) {
    if (std::find(answer->holes.begin(), answer->holes.end(), hole) ==
        answer->holes.end()) {
      answer->holes.push_back(hole);
    }
  }
  if (!answer->holes.empty()) {
    answer->reason = answer->holes[0]->reason;
  }
}

IamAnswer Decide(const Formula& formula, const TextSet* principals,
                 SearchBudget* budget) {
  IamAnswer answer;
  SolverAnswer generous = FindRequest(
      formula, {.reading = HoleReading::kGenerous, .principals = principals},
      budget);
  std::vector<const IamHole*> holes;
  switch (generous.satisfiable) {
    case Satisfiability::kNo:
      answer.verdict = IamVerdict::kNo;
      return answer;
    case Satisfiability::kSpent:
      answer.reason = kBudgetSpent;
      return answer;
    case Satisfiability::kYes:
      Complete(formula, &generous.request);
      if (Evaluate(formula, generous.request, &holes) == IamTruth::kTrue) {
        answer.verdict = IamVerdict::kYes;
        answer.witness = generous.request;
        return answer;
      }
      break;
    case Satisfiability::kOpen:
      break;
  }
  SolverAnswer strict = FindRequest(
      formula, {.reading = HoleReading::kStrict, .principals = principals},
      budget);
  Complete(formula, &strict.request);
  if (strict.satisfiable == Satisfiability::kYes &&
      Evaluate(formula, strict.request, nullptr) == IamTruth::kTrue) {
    answer.verdict = IamVerdict::kYes;
    answer.witness = strict.request;
    return answer;
  }
  if (generous.satisfiable == Satisfiability::kYes) {
    answer.witness = generous.request;
    Explain(holes, &answer);
  }
  if (answer.reason.empty()) {
    answer.reason = fmt::format(
        "the answer depends on the value of `{}`",
        fmt::join(generous.open.empty() ? strict.open : generous.open, "`, `"));
  }
  return answer;
}

void AddMatching(PolicySpan policies, const IamRequest& request, bool allow,
                 IamAnswer* answer) {
  for (const IamPolicy* policy : policies) {
    for (const IamStatement& statement : policy->statements()) {
      const bool certain = statement.may_allow != statement.may_deny;
      if (certain && statement.may_allow == allow &&
          Evaluate(*statement.matches, request, nullptr) == IamTruth::kTrue) {
        answer->evidence.push_back(&statement);
      }
    }
  }
}

IamAnswer MayFit(const IamLayers& layers, const Formula& query,
                 const QuestionOptions& options) {
  FormulaStore store;
  SearchBudget budget(options.steps, options.cancelled);
  const PolicyRefs policies = AllPolicies(layers);
  const Formula* allowed = AllowedByLayers(layers, &store);
  if (allowed == nullptr) {
    return {.reason = std::string(kNothingAllows)};
  }
  const TextSet* principals = layers.resource ? nullptr : &AccountPrincipals();
  const Formula* formula = store.And({&query, allowed});
  if (!layers.resource) {
    formula = WithoutServiceLinkedRoles(formula, &store);
  }
  IamAnswer answer = Decide(*formula, principals, &budget);
  if (answer.verdict == IamVerdict::kYes) {
    AddMatching(policies, *answer.witness, true, &answer);
  }
  const Formula* asked = &query;
  if (!layers.resource) {
    asked = WithoutServiceLinkedRoles(asked, &store);
  }
  if (answer.verdict == IamVerdict::kNo &&
      FitsSomeRequest(*asked, principals, &budget, &answer)) {
    AddDenying(policies, query, &budget, &answer);
  }
  HideSensitive(policies, &answer);
  return answer;
}

IamAnswer May(const IamLayers& layers, const IamQuery& query,
              const QuestionOptions& options) {
  return MayFit(layers, query.formula(), options);
}

IamAnswer MayAlways(const IamLayers& layers, const IamQuery& query,
                    const QuestionOptions& options) {
  FormulaStore store;
  SearchBudget budget(options.steps, options.cancelled);
  const PolicyRefs policies = AllPolicies(layers);
  const Formula* allowed = AllowedByLayers(layers, &store);
  if (allowed == nullptr) {
    return {.reason = std::string(kNothingAllows)};
  }
  const TextSet* principals = layers.resource ? nullptr : &AccountPrincipals();
  const Formula* asked = &query.formula();
  if (!layers.resource) {
    asked = WithoutServiceLinkedRoles(asked, &store);
  }
  IamAnswer answer =
      Decide(*store.And({asked, store.Not(allowed)}), principals, &budget);
  Invert(&answer);
  if (answer.verdict == IamVerdict::kNo) {
    AddMatching(policies, *answer.witness, false, &answer);
  } else if (answer.verdict == IamVerdict::kYes) {
    FitsSomeRequest(*asked, principals, &budget, &answer);
  }
  HideSensitive(policies, &answer);
  return answer;
}

IamAnswer MayBeyond(const IamLayers& layers, const IamLayers& reference,
                    const IamQuery* query, const QuestionOptions& options) {
  FormulaStore store;
  SearchBudget budget(options.steps, options.cancelled);
  const Formula* allowed = AllowedByLayers(layers, &store);
  if (allowed == nullptr) {
    return {.reason = std::string(kNothingAllows)};
  }
  const Formula* known = AllowedByLayers(reference, &store);
  const Formula* formula =
      store.And({query == nullptr ? store.True() : &query->formula(), allowed,
                 store.Not(known == nullptr ? store.False() : known)});
  const bool anybody = layers.resource || reference.resource;
  if (!anybody) {
    formula = WithoutServiceLinkedRoles(formula, &store);
  }
  IamAnswer answer =
      Decide(*formula, anybody ? nullptr : &AccountPrincipals(), &budget);
  const PolicyRefs policies = AllPolicies(layers);
  if (answer.verdict == IamVerdict::kYes) {
    AddMatching(policies, *answer.witness, true, &answer);
  }
  HideSensitive(policies, &answer);
  HideSensitive(AllPolicies(reference), &answer);
  return answer;
}

IamAnswer Denies(PolicySpan policies, const IamQuery& query,
                 const QuestionOptions& options) {
  FormulaStore store;
  SearchBudget budget(options.steps, options.cancelled);
  const TextSet* principals = PrincipalsOf(policies);
  const Formula* formula =
      store.And({&query.formula(), store.Not(DeniedBy(policies, &store))});
  const Formula* asked = &query.formula();
  if (principals != nullptr) {
    formula = WithoutServiceLinkedRoles(formula, &store);
    asked = WithoutServiceLinkedRoles(asked, &store);
  }
  IamAnswer answer = Decide(*formula, principals, &budget);
  Invert(&answer);
  if (answer.verdict == IamVerdict::kYes &&
      FitsSomeRequest(*asked, principals, &budget, &answer)) {
    AddDenying(policies, *asked, &budget, &answer);
  }
  HideSensitive(policies, &answer);
  return answer;
}

IamAnswer AtMost(PolicySpan a, PolicySpan b, const QuestionOptions& options) {
  FormulaStore store;
  SearchBudget budget(options.steps, options.cancelled);
  PolicyRefs both(a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  const Formula* formula =
      store.And({PermittedBy(a, &store), store.Not(PermittedBy(b, &store))});
  const TextSet* principals = PrincipalsOf(both);
  if (principals != nullptr) {
    formula = WithoutServiceLinkedRoles(formula, &store);
  }
  IamAnswer answer = Decide(*formula, principals, &budget);
  Invert(&answer);
  if (answer.verdict == IamVerdict::kNo) {
    AddMatching(a, *answer.witness, true, &answer);
    AddMatching(b, *answer.witness, false, &answer);
  }
  HideSensitive(both, &answer);
  return answer;
}

IamEscapes Escapes(PolicySpan policies, const IamQuery& query,
                   const QuestionOptions& options) {
  FormulaStore store;
  SearchBudget budget(options.steps, options.cancelled);
  IamEscapes escapes;
  escapes.answer = Denies(policies, query, options);
  Invert(&escapes.answer);
  if (escapes.answer.verdict == IamVerdict::kNo) {
    return escapes;
  }
  if (escapes.answer.witness_hidden) {
    escapes.complete = false;  // Their conditions would tell, too.
    return escapes;
  }
  const Formula* formula =
      store.And({&query.formula(), store.Not(DeniedBy(policies, &store))});
  const TextSet* principals = PrincipalsOf(policies);
  if (principals != nullptr) {
    formula = WithoutServiceLinkedRoles(formula, &store);
  }
  const Satisfiability all = VisitBranches(
      *formula, {.principals = principals}, &budget,
      [&](const SolverBranch& branch) {
        IamException exception{.witness = branch.request};
        for (const SolverBranch::Chosen& chosen : branch.chosen) {
          exception.conditions.push_back(Words(*chosen.test, chosen.holds));
        }
        Complete(*formula, &exception.witness);
        exception.certain =
            Evaluate(*formula, exception.witness, nullptr) == IamTruth::kTrue;
        AddException(std::move(exception), &escapes.exceptions);
        return escapes.exceptions.size() < kMaxExceptions;
      });
  escapes.complete =
      all == Satisfiability::kYes && escapes.exceptions.size() < kMaxExceptions;
  return escapes;
}

}  // namespace connectguard
