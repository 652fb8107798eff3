#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "document/contents.h"
#include "iam/condition_values.h"
#include "iam/elements.h"
#include "iam/policy.h"

namespace connectguard {

namespace {

std::size_t CountValues(const Value& value, std::size_t limit) {
  std::size_t count = 1;
  if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      count += count < limit ? CountValues(item, limit) : 0;
    }
  } else if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      count += count < limit ? CountValues(member.value, limit) : 0;
    }
  }
  return count;
}

bool HasPrincipals(IamPolicyKind kind) {
  return kind == IamPolicyKind::kTrust || kind == IamPolicyKind::kResource;
}

}  // namespace

// Fills a policy or a query.
class PolicyReader {
 public:
  PolicyReader(IamPolicyKind kind, VariableReading variables, bool is_query,
               FormulaStore* store, std::vector<IamFinding>* findings)
      : kind_(kind),
        variables_(variables),
        is_query_(is_query),
        store_(store),
        findings_(findings) {}

  static std::unique_ptr<const IamPolicy> ReadPolicy(const Value& document,
                                                     IamPolicyKind kind) {
    std::unique_ptr<IamPolicy> policy(new IamPolicy());
    policy->kind_ = kind;
    policy->document_ = &document;
    PolicyReader reader(kind, VariableReading::kText, false, &policy->store_,
                        &policy->findings_);
    policy->hole_ = reader.ReadDocument(document, policy.get());
    policy->has_sensitive_ = HoldsSensitive(document);
    HideSensitive(&policy->findings_);
    return policy;
  }

  static Result<std::unique_ptr<const IamQuery>> ReadQuery(
      const Value& statement) {
    std::unique_ptr<IamQuery> query(new IamQuery());
    std::vector<IamFinding> findings;
    PolicyReader reader(IamPolicyKind::kReference, VariableReading::kVariables,
                        true, &query->store_, &findings);
    query->statement_ = reader.ReadStatement(statement, 1);
    for (const IamFinding& finding : findings) {
      if (finding.severity == IamSeverity::kError) {
        return Fail(
            ErrorCode::kBadInput,
            fmt::format("the question cannot be asked: {}", finding.message),
            finding.hint);
      }
    }
    if (const IamHole* hole = FirstHole(*query->statement_.matches)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("the question is not clear: {}", hole->reason));
    }
    return query;
  }

 private:
  static const IamHole* FirstHole(const Formula& formula) {
    if (formula.kind == FormulaKind::kHole) {
      return formula.hole;
    }
    if (formula.kind == FormulaKind::kTest) {
      for (const IamHole* hole : formula.test->holes) {
        if (hole->value != nullptr) {
          return hole;
        }
      }
    }
    for (const Formula* part : formula.parts) {
      if (const IamHole* hole = FirstHole(*part)) {
        return hole;
      }
    }
    return nullptr;
  }

  const IamHole* HoleBecause(const Value& value, std::string_view check,
                             std::string message, std::string hint = "") {
    findings_->push_back({.check = check,
                          .value = &value,
                          .message = message,
                          .hint = std::move(hint)});
    return store_->Keep(IamHole{.value = &value, .reason = std::move(message)});
  }

  // Answers why the document as a whole cannot be read, or null.
  const IamHole* ReadDocument(const Value& document, IamPolicy* policy) {
    if (document.Is(Kind::kUnknown)) {
      return HoleOf(document, store_);
    }
    if (!document.Is(Kind::kMap)) {
      return HoleBecause(document, "not-a-policy",
                         fmt::format("a policy document is a map, not a {}",
                                     KindName(document.kind)));
    }
    if (CountValues(document, limits::kMaxPolicyValues) >=
        limits::kMaxPolicyValues) {
      return HoleBecause(document, "too-large",
                         "the document is far larger than AWS takes");
    }
    const IamHole* hole = nullptr;
    for (const Member& member : document.AsMap()) {
      const std::string_view key = member.key->text;
      if (key != "Version" && key != "Id" && key != "Statement") {
        hole = HoleBecause(member.value, "unknown-element",
                           fmt::format("`{}` is no element of a policy", key),
                           "element names are written with their capitals: "
                           "Version, Id, Statement");
      }
    }
    const IamHole* version = ReadVersion(Find(document, "Version"));
    policy->variables_ = variables_;
    hole = hole != nullptr ? hole : version;
    const Value* statements = Find(document, "Statement");
    if (statements == nullptr) {
      return HoleBecause(document, "no-statement",
                         "the policy has no Statement");
    }
    if (statements->Is(Kind::kUnknown)) {
      return HoleOf(*statements, store_);
    }
    for (const Value& statement : OneOrMany(*statements)) {
      policy->statements_.push_back(
          ReadStatement(statement, policy->statements_.size() + 1));
    }
    for (IamStatement& statement : policy->statements_) {
      statement.policy = policy;
    }
    return hole;
  }

  const IamHole* ReadVersion(const Value* version) {
    variables_ = VariableReading::kText;
    if (version == nullptr) {
      return nullptr;
    }
    if (version->Is(Kind::kUnknown)) {
      variables_ = VariableReading::kUnclear;
      return nullptr;
    }
    const std::string_view text =
        version->Is(Kind::kString) ? version->AsString() : "";
    if (text == "2012-10-17") {
      variables_ = VariableReading::kVariables;
      return nullptr;
    }
    if (text == "2008-10-17") {
      return nullptr;
    }
    variables_ = VariableReading::kUnclear;
    return HoleBecause(*version, "version",
                       "AWS knows the versions 2012-10-17 and 2008-10-17");
  }

  IamStatement ReadStatement(const Value& node, std::size_t number) {
    IamStatement statement{.node = &node, .number = number};
    statement.may_allow = true;
    statement.may_deny = true;
    if (node.Is(Kind::kUnknown)) {
      statement.hole = HoleOf(node, store_);
    } else if (!node.Is(Kind::kMap)) {
      statement.hole = HoleBecause(
          node, "element-type",
          fmt::format("a statement is a map, not a {}", KindName(node.kind)));
    } else {
      ReadElements(node, &statement);
    }
    if (statement.hole != nullptr) {
      statement.rest = store_->Hole(statement.hole);
      statement.matches = statement.rest;
      statement.principal = {.covers = store_->True(),
                             .direct = store_->True(),
                             .roles = store_->False(),
                             .accounts = store_->False()};
    }
    return statement;
  }

  void ReadElements(const Value& node, IamStatement* statement) {
    CheckNames(node, statement);
    ReadEffect(node, statement);
    ReadAction(node, statement);
    ReadResource(node, statement);
    ReadPrincipals(node, statement);
    if (const Value* condition = Find(node, "Condition")) {
      statement->condition =
          ReadConditions(*condition, variables_, is_query_, store_, findings_);
    } else {
      statement->condition.formula = store_->True();
    }
    if (statement->hole != nullptr) {
      return;
    }
    statement->rest =
        store_->And({statement->action.formula, statement->resource.formula,
                     statement->condition.formula});
    statement->matches =
        store_->And({statement->rest, statement->principal.covers});
  }

  void CheckNames(const Value& node, IamStatement* statement) {
    static const std::set<std::string_view> kElements = {
        "Sid",       "Effect",       "Action",    "NotAction",  "Resource",
        "Condition", "NotPrincipal", "Principal", "NotResource"};
    for (const Member& member : node.AsMap()) {
      const std::string_view key = member.key->text;
      if (!kElements.contains(key)) {
        statement->hole =
            HoleBecause(member.value, "unknown-element",
                        fmt::format("`{}` is no element of a statement", key),
                        "element names are written with their capitals");
      }
    }
    if (const Value* sid = Find(node, "Sid");
        sid != nullptr && sid->Is(Kind::kString)) {
      statement->sid = sid->AsString();
    } else if (sid != nullptr && !sid->Is(Kind::kUnknown)) {
      statement->hole = HoleBecause(*sid, "element-type", "Sid is a text");
    }
  }

  void ReadEffect(const Value& node, IamStatement* statement) {
    const Value* effect = Find(node, "Effect");
    if (is_query_) {
      if (effect != nullptr) {
        statement->hole =
            HoleBecause(*effect, "effect", "a question has no Effect");
      }
      return;
    }
    if (effect == nullptr) {
      statement->hole =
          HoleBecause(node, "effect", "the statement has no Effect");
    } else if (effect->Is(Kind::kUnknown)) {
      statement->effect_hole = HoleOf(*effect, store_);
    } else if (effect->Is(Kind::kString) && effect->AsString() == "Allow") {
      statement->may_deny = false;
    } else if (effect->Is(Kind::kString) && effect->AsString() == "Deny") {
      statement->may_allow = false;
    } else {
      statement->hole = HoleBecause(*effect, "effect",
                                    "Effect is `Allow` or `Deny`, with its "
                                    "capital");
    }
  }

  // The element of one of two names. Null when there is none or both, and then
  // the statement is a hole, unless it may be without.
  const Value* FindEither(const Value& node, std::string_view name,
                          std::string_view opposite, bool required,
                          bool* negated, IamStatement* statement) {
    const Value* plain = Find(node, name);
    const Value* negative = Find(node, opposite);
    *negated = negative != nullptr;
    if (plain != nullptr && negative != nullptr) {
      statement->hole = HoleBecause(
          *negative, "both-elements",
          fmt::format("a statement has {} or {}, not both", name, opposite));
      return nullptr;
    }
    if (plain == nullptr && negative == nullptr && required) {
      statement->hole = HoleBecause(
          node, "missing-element",
          fmt::format("the statement has neither {} nor {}", name, opposite));
    }
    return plain != nullptr ? plain : negative;
  }

  void ReadAction(const Value& node, IamStatement* statement) {
    StatementElement& action = statement->action;
    action.formula = store_->True();
    action.value = FindEither(node, "Action", "NotAction", !is_query_,
                              &action.negated, statement);
    if (action.value != nullptr) {
      ReadActionElement(&action, store_, findings_);
    }
  }

  void ReadResource(const Value& node, IamStatement* statement) {
    StatementElement& resource = statement->resource;
    resource.formula = store_->True();
    const bool required = kind_ == IamPolicyKind::kIdentity ||
                          kind_ == IamPolicyKind::kBoundary ||
                          kind_ == IamPolicyKind::kScp;
    resource.value = FindEither(node, "Resource", "NotResource", required,
                                &resource.negated, statement);
    if (resource.value == nullptr) {
      return;
    }
    if (kind_ == IamPolicyKind::kTrust) {
      statement->hole =
          HoleBecause(*resource.value, "forbidden-element",
                      "a trust policy has no Resource: it is about its role");
      return;
    }
    ReadResourceElement(kind_, variables_, &resource, store_, findings_);
  }

  void ReadPrincipals(const Value& node, IamStatement* statement) {
    const bool has = HasPrincipals(kind_);
    bool negated = false;
    const Value* element =
        FindEither(node, "Principal", "NotPrincipal", has, &negated, statement);
    statement->principal = {.covers = store_->True(),
                            .direct = store_->True(),
                            .roles = store_->False(),
                            .accounts = store_->False()};
    if (element == nullptr) {
      return;
    }
    statement->principal_value = element;
    statement->not_principal = negated;
    if (!has && kind_ != IamPolicyKind::kReference) {
      statement->hole = HoleBecause(
          *element, "forbidden-element",
          fmt::format("{} has no principals: it is about whom it is attached "
                      "to",
                      kind_ == IamPolicyKind::kIdentity
                          ? "an identity policy"
                          : "a " + std::string(PolicyKindName(kind_))));
      return;
    }
    const bool wildcards = kind_ == IamPolicyKind::kReference;
    if (!negated || is_query_) {
      statement->principal =
          ReadPrincipal(*element, wildcards, store_, findings_);
      if (negated) {
        statement->principal.covers = store_->Not(statement->principal.covers);
      }
      return;
    }
    statement->principal =
        ReadNotPrincipal(*element, wildcards, store_, findings_);
    CheckNotPrincipal(*element, statement);
  }

  void CheckNotPrincipal(const Value& element, IamStatement* statement) {
    if (kind_ == IamPolicyKind::kTrust) {
      statement->hole = HoleBecause(element, "forbidden-element",
                                    "a trust policy has no NotPrincipal");
    } else if (statement->may_allow && !is_query_) {
      statement->hole =
          HoleBecause(element, "not-principal",
                      "AWS does not support NotPrincipal with Allow",
                      "name the principals, or deny with a condition on "
                      "aws:PrincipalArn");
    }
  }

  IamPolicyKind kind_;
  VariableReading variables_;
  bool is_query_;
  FormulaStore* store_;
  std::vector<IamFinding>* findings_;
};

std::string_view PolicyKindName(IamPolicyKind kind) {
  switch (kind) {
    case IamPolicyKind::kIdentity:
      return "identity policy";
    case IamPolicyKind::kBoundary:
      return "permissions boundary";
    case IamPolicyKind::kScp:
      return "service control policy";
    case IamPolicyKind::kTrust:
      return "trust policy";
    case IamPolicyKind::kResource:
      return "resource policy";
    case IamPolicyKind::kReference:
      break;
  }
  return "reference policy";
}

std::unique_ptr<const IamPolicy> IamPolicy::Read(const Value& document,
                                                 IamPolicyKind kind) {
  return PolicyReader::ReadPolicy(document, kind);
}

Result<std::unique_ptr<const IamQuery>> IamQuery::Read(const Value& statement) {
  return PolicyReader::ReadQuery(statement);
}

}  // namespace connectguard
