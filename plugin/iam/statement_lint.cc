#include "iam/statement_lint.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "iam/action_table.h"
#include "iam/condition_values.h"
#include "iam/key_facts.h"

namespace connectguard {

namespace {

// Actions looked at for one statement; one for all of AWS is about none of them
// in particular.
constexpr std::size_t kMaxActions = 600;

void Warn(std::string_view check, const Value* value, std::string message,
          std::string hint, std::vector<IamFinding>* findings) {
  findings->push_back({.check = check,
                       .severity = IamSeverity::kWarning,
                       .value = value,
                       .message = std::move(message),
                       .hint = std::move(hint)});
}

bool HasWildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

Glob ActionGlob(std::string_view text) {
  Glob glob;
  for (const char c : text) {
    if (c == '*') {
      glob.AddMany();
    } else if (c == '?') {
      glob.AddOne();
    } else {
      glob.Add(ToLower(c));
    }
  }
  return glob;
}

bool IsKnownService(std::string_view lower) {
  const auto services = ServicePrefixes();
  return std::any_of(
      services.begin(), services.end(),
      [&](std::string_view service) { return ToLower(service) == lower; });
}

std::string NearestAction(std::string_view action) {
  const std::string lower = ToLower(action);
  return DidYouMean(
      action,
      NamesOf(ActionsStartingWith(lower.substr(0, lower.find(':') + 1))));
}

void LintAction(const Value& item, std::string_view text,
                std::vector<IamFinding>* findings) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 ||
      colon + 1 == text.size() || HasWildcard(text.substr(0, colon))) {
    return;  // The reader has said so.
  }
  const std::string service = ToLower(text.substr(0, colon));
  if (!IsKnownService(service)) {
    Warn("unknown-service", &item,
         fmt::format("no service is called `{}`", service),
         DidYouMean(service, ServicePrefixes()), findings);
    return;
  }
  if (!HasWildcard(text)) {
    if (FindAction(text) == nullptr) {
      findings->push_back({.check = "unknown-action",
                           .value = &item,
                           .message = fmt::format(
                               "there is no action `{}` (by the table of {})",
                               text, ActionTableDate()),
                           .hint = NearestAction(text)});
    }
    return;
  }
  if (!TakesAnyAction(ActionGlob(text))) {
    findings->push_back(
        {.check = "unknown-action",
         .value = &item,
         .message = fmt::format("`{}` takes no action (of the table of {})",
                                text, ActionTableDate())});
  }
}

// The template of an ARN with `*` for its placeholders.
Glob TemplateGlob(std::string_view text) {
  Glob glob;
  while (!text.empty()) {
    const std::size_t end = text.find('}');
    if (text.starts_with("${") && end != std::string_view::npos) {
      glob.AddMany();
      text.remove_prefix(end + 1);
    } else {
      glob.Add(text[0]);
      text.remove_prefix(1);
    }
  }
  return glob;
}

bool Meet(const Glob& pattern, const Glob& other) {
  SearchBudget budget(100'000);
  const TextSet a({pattern.Widened()});
  const TextSet b({other});
  const std::vector<const TextSet*> both = {&a, &b};
  std::string found;
  return FindMember(both, {}, nullptr, &budget, &found) != SearchOutcome::kNone;
}

// Whether the key has a name that the table has, with or without a tag.
bool IsKeyOfAction(std::string_view key, const ActionDetails& details) {
  const std::string lower = ToLower(key);
  return std::any_of(details.keys.begin(), details.keys.end(),
                     [&](std::string_view known) {
                       const std::string of_action = ToLower(known);
                       const std::size_t tag =
                           std::min(of_action.find("${"), of_action.find('<'));
                       return tag == std::string::npos
                                  ? of_action == lower
                                  : lower.starts_with(of_action.substr(0, tag));
                     });
}

bool IsFamilyFor(OperatorFamily family, KeyType type) {
  switch (type) {
    case KeyType::kNumeric:
      return family == OperatorFamily::kNumeric;
    case KeyType::kDate:
      return family == OperatorFamily::kDate ||
             family == OperatorFamily::kNumeric;
    case KeyType::kIpAddress:
      return family == OperatorFamily::kIpAddress;
    case KeyType::kBool:
      return family == OperatorFamily::kBool ||
             family == OperatorFamily::kString;
    case KeyType::kArn:
      return family == OperatorFamily::kArn ||
             family == OperatorFamily::kString;
    default:
      return family != OperatorFamily::kIpAddress &&
             family != OperatorFamily::kDate;
  }
}

class ConditionLint {
 public:
  ConditionLint(const IamStatement& statement,
                std::vector<IamFinding>* findings)
      : statement_(statement), findings_(findings) {}

  void Lint() {
    for (const ConditionClause& clause : statement_.condition.clauses) {
      LintKey(clause);
      if (!clause.op || clause.op->family == OperatorFamily::kNull) {
        continue;
      }
      LintOperator(clause, FactsOfKey(clause.key));
      LintWildcards(clause);
      LintAbsence(clause);
    }
  }

 private:
  bool IsAllow() const { return statement_.may_allow && !statement_.may_deny; }
  bool IsDeny() const { return statement_.may_deny && !statement_.may_allow; }

  void LintKey(const ConditionClause& clause) {
    const std::size_t colon = clause.key.find(':');
    if (colon == std::string_view::npos) {
      findings_->push_back(
          {.check = "condition-key",
           .value = clause.values,
           .message = fmt::format("`{}` is no condition key", clause.key),
           .hint = "keys are written `service:Name`"});
      return;
    }
    const std::string service = ToLower(clause.key.substr(0, colon));
    if (service == "aws" && FactsOfKey(clause.key).type == KeyType::kUnlisted) {
      Warn("unknown-condition-key", clause.values,
           fmt::format("there is no global condition key `{}`", clause.key), "",
           findings_);
      return;
    }
    LintSupport(clause, service);
  }

  // A key of the service that none of the actions has: never in a request.
  void LintSupport(const ConditionClause& clause, const std::string& service) {
    const bool of_resource =
        ToLower(clause.key).starts_with("aws:resourcetag/");
    if (service == "aws" && !of_resource) {
      return;
    }
    const auto actions = ActionsOf(statement_);
    if (!actions) {
      return;
    }
    std::vector<std::string_view> without;
    for (const std::string_view action : *actions) {
      const ActionDetails* details = DetailsOf(action);
      if (details == nullptr) {
        continue;
      }
      const bool own =
          ToLower(action).starts_with(service + ":") || of_resource;
      if (own && !IsKeyOfAction(clause.key, *details)) {
        without.push_back(action);
      }
    }
    if (without.empty()) {
      return;
    }
    Warn("unsupported-condition-key", clause.values,
         fmt::format("`{}` has no key `{}`{}", without[0], clause.key,
                     without.size() == 1
                         ? ""
                         : fmt::format(", nor have {} others of its actions",
                                       without.size() - 1)),
         "the key is then absent: decide by another one, or put these actions "
         "into a statement of their own",
         findings_);
  }

  void LintOperator(const ConditionClause& clause, const KeyFacts& facts) {
    if (facts.type == KeyType::kUnlisted) {
      return;
    }
    if (!IsFamilyFor(clause.op->family, facts.type)) {
      Warn(
          "operator-type", clause.values,
          fmt::format("`{}` compares `{}`, which is a {}", clause.operator_text,
                      clause.key, KeyTypeName(facts.type)),
          "", findings_);
    }
    if (!facts.multivalued && clause.op->quantifier != KeyQuantifier::kOne) {
      Warn("set-operator", clause.values,
           fmt::format("`{}` has one value, so `{}` needs no set operator",
                       clause.key, clause.op->name),
           "ForAllValues also holds when the key is absent", findings_);
    }
  }

  // StringNotEquals with a pattern denies everybody, StringEquals allows
  // nobody.
  void LintWildcards(const ConditionClause& clause) {
    if (clause.op->family != OperatorFamily::kString || clause.op->wildcards) {
      return;
    }
    for (const Value& item : OneOrMany(*clause.values)) {
      if (item.Is(Kind::kString) && HasWildcard(item.AsString()) &&
          item.AsString().find("${") == std::string_view::npos) {
        Warn("literal-wildcard", &item,
             fmt::format("`{}` takes the wildcard in `{}` as a character",
                         clause.operator_text, item.AsString()),
             fmt::format("write String{}Like", clause.op->negated ? "Not" : ""),
             findings_);
      }
    }
  }

  bool RequiresPresence(std::string_view key) const {
    return std::any_of(
        statement_.condition.clauses.begin(),
        statement_.condition.clauses.end(), [&](const ConditionClause& other) {
          return other.op && ToLower(other.key) == ToLower(key) &&
                 other.op->family == OperatorFamily::kNull;
        });
  }

  void LintAbsence(const ConditionClause& clause) {
    const std::string key = ToLower(clause.key);
    if (IsAllow() && clause.op->quantifier == KeyQuantifier::kForAllValues &&
        !RequiresPresence(clause.key)) {
      Warn("vacuous-for-all-values", clause.values,
           fmt::format("ForAllValues also holds when `{}` is absent",
                       clause.key),
           "add `\"Null\": {\"" + std::string(clause.key) + "\": \"false\"}`",
           findings_);
    }
    if (IsDeny() && key == "aws:multifactorauthpresent" &&
        clause.op->family == OperatorFamily::kBool && !clause.op->if_exists) {
      Warn("mfa-absent", clause.values,
           "requests with long-term keys have no `aws:MultiFactorAuthPresent`, "
           "so this does not deny them",
           "write BoolIfExists", findings_);
    }
  }

  const IamStatement& statement_;
  std::vector<IamFinding>* findings_;
};

}  // namespace

std::optional<std::vector<std::string_view>> ActionsOf(
    const IamStatement& statement) {
  const StatementElement& element = statement.action;
  if (element.value == nullptr || element.negated ||
      element.lower != element.upper || element.lower->texts().IsEverything()) {
    return std::nullopt;
  }
  const std::vector<const KnownAction*> known =
      ActionsIn(element.lower->texts());
  if (known.size() > kMaxActions) {
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  for (const KnownAction* action : known) {
    names.push_back(action->name);
  }
  return names;
}

void LintActions(const IamStatement& statement,
                 std::vector<IamFinding>* findings) {
  if (statement.action.value == nullptr) {
    return;
  }
  for (const Value& item : OneOrMany(*statement.action.value)) {
    if (item.Is(Kind::kString) && item.AsString() != "*" &&
        item.AsString().find_first_of(" \t\r\n,") == std::string_view::npos) {
      LintAction(item, item.AsString(), findings);
    }
  }
  if (statement.action.negated && statement.may_allow && !statement.may_deny) {
    Warn("allow-not-action", statement.action.value,
         "Allow with NotAction allows every other action of every service, "
         "those of tomorrow too",
         "list what is to be allowed", findings);
  }
}

void LintResources(const IamStatement& statement,
                   std::vector<IamFinding>* findings) {
  const StatementElement& resource = statement.resource;
  if (resource.value == nullptr) {
    return;
  }
  if (resource.negated) {
    if (statement.may_allow && !statement.may_deny) {
      Warn("allow-not-resource", resource.value,
           "Allow with NotResource allows the actions on everything else, what "
           "comes to be later too",
           "list what is to be allowed", findings);
    }
    return;
  }
  const auto actions = ActionsOf(statement);
  if (!actions || actions->empty() || resource.lower != resource.upper) {
    return;
  }
  std::vector<Glob> templates;
  for (const std::string_view action : *actions) {
    const ActionDetails* details = DetailsOf(action);
    if (details == nullptr) {
      return;
    }
    for (const std::string_view text : details->resources) {
      templates.push_back(TemplateGlob(text));
    }
  }
  std::vector<Glob> patterns = resource.lower->texts().globs();
  for (const std::string& text : resource.lower->texts().texts()) {
    patterns.push_back(Glob::Text(text));
  }
  for (const Glob& pattern : patterns) {
    if (!pattern.IsAnything() &&
        std::none_of(templates.begin(), templates.end(),
                     [&](const Glob& known) { return Meet(pattern, known); })) {
      Warn("resource-type", resource.value,
           fmt::format("no action of the statement is about `{}`",
                       ToUtf8(ToString(pattern))),
           templates.empty() ? "these actions take the resource `*` only" : "",
           findings);
    }
  }
}

void LintConditions(const IamStatement& statement,
                    std::vector<IamFinding>* findings) {
  ConditionLint(statement, findings).Lint();
}

}  // namespace connectguard
