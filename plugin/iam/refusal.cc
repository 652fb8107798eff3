#include "iam/refusal.h"

#include <optional>
#include <utility>

#include "iam/decide.h"
#include "iam/domains.h"

namespace connectguard {

namespace {

class RefusalReader {
 public:
  RefusalReader(const IamLayers& layers, const IamQuery& query,
                const QuestionOptions& options)
      : layers_(layers),
        query_(query.formula()),
        budget_(options.steps, options.cancelled) {
    principals_ = layers.resource ? nullptr : &AccountPrincipals();
  }

  IamRefusal Read() {
    const PolicyRefs all = AllPolicies(layers_);
    refusal_.all_denied = Never(store_.Not(DeniedBy(all, &store_)));
    ReadLayer(IamLayerKind::kIdentity, layers_.identity);
    ReadLayer(IamLayerKind::kResource, layers_.resource);
    ReadLayer(IamLayerKind::kBoundary, layers_.boundary);
    ReadLayer(IamLayerKind::kSession, layers_.session);
    ReadLevels(IamLayerKind::kScp, layers_.scp);
    ReadLevels(IamLayerKind::kRcp, layers_.rcp);
    return std::move(refusal_);
  }

 private:
  // No request of the question makes the formula true, for certain.
  bool Never(const Formula* formula) {
    return Decide(*store_.And({&query_, formula}), principals_, &budget_)
               .verdict == IamVerdict::kNo;
  }

  void ReadLayer(IamLayerKind kind, const std::optional<PolicyRefs>& policies) {
    if (policies) {
      ReadPolicies({.kind = kind, .policies = *policies});
    }
  }

  void ReadLevels(IamLayerKind kind, const std::vector<PolicyRefs>& levels) {
    for (std::size_t i = 0; i < levels.size(); ++i) {
      ReadPolicies({.kind = kind, .level = i + 1, .policies = levels[i]});
    }
  }

  void ReadPolicies(SilentLayer layer) {
    if (!Never(AllowedBy(layer.policies, &store_))) {
      return;
    }
    for (const IamPolicy* policy : layer.policies) {
      for (const IamStatement& statement : policy->statements()) {
        if (statement.may_allow && statement.hole == nullptr) {
          layer.has_allow = true;
          ReadStatement(statement, &layer);
        }
      }
    }
    refusal_.silent.push_back(std::move(layer));
  }

  void ReadStatement(const IamStatement& statement, SilentLayer* layer) {
    const Formula* action = statement.action.formula;
    if (Never(action)) {
      return;
    }
    NearMiss miss{.statement = &statement};
    if (Never(store_.And({action, statement.resource.formula}))) {
      miss.part = NearMiss::Part::kResource;
    } else if (Never(statement.principal.covers)) {
      miss.part = NearMiss::Part::kPrincipal;
    } else {
      miss.part = NearMiss::Part::kCondition;
      for (const ConditionClause& clause : statement.condition.clauses) {
        if (clause.formula != nullptr && Never(clause.formula)) {
          miss.clause = &clause;
          break;
        }
      }
    }
    layer->near.push_back(miss);
  }

  const IamLayers& layers_;
  const Formula& query_;
  SearchBudget budget_;
  const TextSet* principals_ = nullptr;
  FormulaStore store_;
  IamRefusal refusal_;
};

}  // namespace

std::string_view LayerName(IamLayerKind kind) {
  switch (kind) {
    case IamLayerKind::kIdentity:
      return "identity policies";
    case IamLayerKind::kBoundary:
      return "permissions boundary";
    case IamLayerKind::kSession:
      return "session policy";
    case IamLayerKind::kResource:
      return "resource policy";
    case IamLayerKind::kScp:
      return "service control policies";
    case IamLayerKind::kRcp:
      break;
  }
  return "resource control policies";
}

IamRefusal WhyRefused(const IamLayers& layers, const IamQuery& query,
                      const QuestionOptions& options) {
  return RefusalReader(layers, query, options).Read();
}

}  // namespace connectguard
