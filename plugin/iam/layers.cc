#include "iam/layers.h"

#include <utility>

#include "iam/domains.h"

namespace connectguard {

namespace {

// A part of an Allow statement's principals.
using PrincipalPart = const Formula* PrincipalElement::*;

const Formula* WithEffect(const IamStatement& statement, const Formula* matches,
                          FormulaStore* store) {
  return statement.effect_hole == nullptr
             ? matches
             : store->And({store->Hole(statement.effect_hole), matches});
}

const Formula* AllowedTo(std::span<const IamPolicy* const> policies,
                         PrincipalPart part, FormulaStore* store) {
  std::vector<const Formula*> any;
  for (const IamPolicy* policy : policies) {
    if (policy->hole() != nullptr) {
      any.push_back(store->Hole(policy->hole()));
      continue;
    }
    for (const IamStatement& statement : policy->statements()) {
      if (statement.may_allow) {
        const Formula* matches =
            part == &PrincipalElement::covers
                ? statement.matches
                : store->And({statement.rest, statement.principal.*part});
        any.push_back(WithEffect(statement, matches, store));
      }
    }
  }
  return store->Or(any);
}

const Formula* Denied(std::span<const IamPolicy* const> policies,
                      bool has_boundary, FormulaStore* store) {
  std::vector<const Formula*> any;
  for (const IamPolicy* policy : policies) {
    if (policy->hole() != nullptr) {
      any.push_back(store->Hole(policy->hole()));
      continue;
    }
    for (const IamStatement& statement : policy->statements()) {
      if (statement.may_deny) {
        const Formula* matches = statement.not_principal && has_boundary
                                     ? statement.rest
                                     : statement.matches;
        any.push_back(WithEffect(statement, matches, store));
      }
    }
  }
  return store->Or(any);
}

const Formula* PrincipalIsIn(const TextSet& principals, FormulaStore* store) {
  const ValueSet* set = store->Keep(ValueSet(principals));
  return store->Test({.dimension = RequestDimension::kPrincipal,
                      .key_name = "principal",
                      .lower = set,
                      .upper = set});
}

class LayerFormula {
 public:
  LayerFormula(const IamLayers& layers, FormulaStore* store)
      : layers_(layers), store_(store) {}

  const Formula* Build() {
    if (!layers_.identity && !layers_.resource) {
      return nullptr;
    }
    return store_->And({Granted(), AllLevels(layers_.scp, true),
                        AllLevels(layers_.rcp, false), store_->Not(AnyDeny())});
  }

 private:
  const Formula* Limited() {
    std::vector<const Formula*> all;
    for (const auto& layer : {layers_.boundary, layers_.session}) {
      if (layer) {
        all.push_back(AllowedBy(*layer, store_));
      }
    }
    return store_->And(all);
  }

  // By identity policies within their limits: of principals of an account that
  // can have such policies.
  const Formula* Identity() {
    const Formula* allowed =
        store_->And({AllowedBy(*layers_.identity, store_), Limited()});
    if (!layers_.resource) {
      return allowed;  // Only such principals are asked about.
    }
    return store_->And(
        {allowed, OfAccount(),
         store_->Not(PrincipalIsIn(ServiceLinkedRoles(), store_))});
  }

  const Formula* OfAccount() {
    return PrincipalIsIn(AccountPrincipals(), store_);
  }

  const Formula* Resource(PrincipalPart part) {
    return AllowedTo(*layers_.resource, part, store_);
  }

  const Formula* Granted() {
    if (!layers_.resource) {
      return Identity();
    }
    if (!layers_.identity) {
      return store_->Or(
          {Resource(&PrincipalElement::direct),
           store_->And({Resource(&PrincipalElement::covers), Limited()})});
    }
    switch (layers_.accounts) {
      case AccountRelation::kSame:
        return InOneAccount();
      case AccountRelation::kOther:
        return AcrossAccounts();
      case AccountRelation::kUnknown:
        break;
    }
    static const IamHole kHole{
        .reason =
            "whether the principal is of the resource's account is not "
            "known"};
    const Formula* same = InOneAccount();
    const Formula* other = AcrossAccounts();
    return store_->Or(
        {store_->And({same, other}),
         store_->And({store_->Hole(&kHole), store_->Or({same, other})})});
  }

  const Formula* InOneAccount() {
    const Formula* identity = Identity();
    if (layers_.resource_must_allow) {
      identity = store_->And({identity, Resource(&PrincipalElement::covers)});
    }
    return store_->Or(
        {Resource(&PrincipalElement::direct),
         store_->And({Resource(&PrincipalElement::roles), Limited()}),
         identity});
  }

  const Formula* AcrossAccounts() {
    const Formula* resource = Resource(&PrincipalElement::covers);
    return store_->Or({store_->And({resource, store_->Not(OfAccount())}),
                       store_->And({resource, Identity()})});
  }

  // Every level allows. Service control policies are about principals of
  // accounts only, and about no service-linked role.
  const Formula* AllLevels(const std::vector<PolicyRefs>& levels,
                           bool of_accounts) {
    std::vector<const Formula*> all;
    all.reserve(levels.size());
    for (const PolicyRefs& level : levels) {
      all.push_back(AllowedBy(level, store_));
    }
    const Formula* allowed = store_->And(all);
    if (!of_accounts || levels.empty() || !layers_.resource) {
      return allowed;
    }
    return store_->Or({allowed, Untouched()});
  }

  const Formula* Untouched() {
    return store_->Or({store_->Not(OfAccount()),
                       PrincipalIsIn(ServiceLinkedRoles(), store_)});
  }

  const Formula* AnyDeny() {
    const bool has_boundary = layers_.boundary.has_value();
    PolicyRefs always = layers_.resource.value_or(PolicyRefs());
    for (const PolicyRefs& level : layers_.rcp) {
      always.insert(always.end(), level.begin(), level.end());
    }
    PolicyRefs of_accounts;
    for (const PolicyRefs& level : layers_.scp) {
      of_accounts.insert(of_accounts.end(), level.begin(), level.end());
    }
    for (const auto& layer :
         {layers_.identity, layers_.boundary, layers_.session}) {
      if (layer) {
        always.insert(always.end(), layer->begin(), layer->end());
      }
    }
    const Formula* scp = Denied(of_accounts, has_boundary, store_);
    if (!of_accounts.empty() && layers_.resource) {
      scp = store_->And({scp, store_->Not(Untouched())});
    }
    return store_->Or({Denied(always, has_boundary, store_), scp});
  }

  const IamLayers& layers_;
  FormulaStore* store_;
};

}  // namespace

PolicyRefs AllPolicies(const IamLayers& layers) {
  PolicyRefs all;
  const auto add = [&](const PolicyRefs& policies) {
    all.insert(all.end(), policies.begin(), policies.end());
  };
  add(layers.identity.value_or(PolicyRefs()));
  add(layers.resource.value_or(PolicyRefs()));
  add(layers.boundary.value_or(PolicyRefs()));
  add(layers.session.value_or(PolicyRefs()));
  for (const auto& levels : {layers.scp, layers.rcp}) {
    for (const PolicyRefs& level : levels) {
      add(level);
    }
  }
  return all;
}

const Formula* AllowedBy(std::span<const IamPolicy* const> policies,
                         FormulaStore* store) {
  return AllowedTo(policies, &PrincipalElement::covers, store);
}

const Formula* DeniedBy(std::span<const IamPolicy* const> policies,
                        FormulaStore* store) {
  return Denied(policies, false, store);
}

const Formula* PermittedBy(std::span<const IamPolicy* const> policies,
                           FormulaStore* store) {
  return store->And(
      {AllowedBy(policies, store), store->Not(DeniedBy(policies, store))});
}

const Formula* AllowedByLayers(const IamLayers& layers, FormulaStore* store) {
  return LayerFormula(layers, store).Build();
}

}  // namespace connectguard
