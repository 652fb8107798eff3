#include "iam/statement_words.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "document/contents.h"
#include "iam/condition_values.h"
#include "iam/elements.h"

namespace connectguard {

namespace {

constexpr std::string_view kHidden = "(sensitive)";

std::string ValueWords(const Value& value) {
  if (HoldsSensitive(value)) {
    return std::string(kHidden);
  }
  if (value.Is(Kind::kUnknown)) {
    return fmt::format("({})", value.unknown->reason);
  }
  const auto text = IamScalarText(value);
  return text ? *text : fmt::format("(a {})", KindName(value.kind));
}

std::string_view EqualsWord(const ConditionOperator& op) {
  if (op.family == OperatorFamily::kIpAddress) {
    return op.negated ? "is not in" : "is in";
  }
  if (op.wildcards) {
    return op.negated ? "is not like" : "is like";
  }
  return op.negated ? "is not" : "is";
}

std::string_view OrderWord(const ConditionOperator& op) {
  const bool date = op.family == OperatorFamily::kDate;
  switch (op.order) {
    case OperatorOrder::kEquals:
      break;
    case OperatorOrder::kLess:
      return date ? "is before" : "is less than";
    case OperatorOrder::kLessOrEqual:
      return date ? "is not after" : "is at most";
    case OperatorOrder::kGreater:
      return date ? "is after" : "is more than";
    case OperatorOrder::kGreaterOrEqual:
      return date ? "is not before" : "is at least";
  }
  return EqualsWord(op);
}

std::string NullWords(const ConditionClause& clause) {
  const std::vector<std::string> values = ListWords(*clause.values);
  if (values.size() == 1 && values[0] == "true") {
    return fmt::format("{} is absent", clause.key);
  }
  if (values.size() == 1 && values[0] == "false") {
    return fmt::format("{} is present", clause.key);
  }
  return fmt::format("{} is absent: {}", clause.key, Join(values, " or "));
}

std::string TypedPrincipal(std::string_view type, const std::string& name) {
  if (name == "*") {
    return type == "AWS" ? "everybody"
                         : fmt::format("everybody of type {}", type);
  }
  if (type == "Service") {
    return "the service " + name;
  }
  if (type == "Federated") {
    return "whom the provider " + name + " vouches for";
  }
  if (type == "CanonicalUser") {
    return "the canonical user " + name;
  }
  const std::vector<std::string_view> parts = Split(name, ':');
  if (parts.size() == 6 && parts[5] == "root") {
    return fmt::format("the account {}", parts[4]);
  }
  const bool account =
      name.size() == 12 &&
      name.find_first_not_of("0123456789") == std::string::npos;
  return account ? "the account " + name : name;
}

bool Takes(const Value& entry, const std::string& lower) {
  FormulaStore store;
  std::vector<IamFinding> findings;
  StatementElement element{.value = &entry};
  ReadActionElement(&element, &store, &findings);
  return element.upper->Contains(lower);
}

}  // namespace

std::string_view AccessLevelName(AccessLevel level) {
  switch (level) {
    case AccessLevel::kList:
      return "list";
    case AccessLevel::kRead:
      return "read";
    case AccessLevel::kWrite:
      return "write";
    case AccessLevel::kTagging:
      return "tagging";
    case AccessLevel::kPermissions:
      return "permissions management";
    case AccessLevel::kUnlisted:
      break;
  }
  return "unlisted";
}

ActionCounts CountActions(const IamStatement& statement) {
  const StatementElement& element = statement.action;
  if (element.upper == nullptr) {
    return {};
  }
  const ValueSet& entries = element.negated ? *element.lower : *element.upper;
  const std::vector<const KnownAction*> named = ActionsIn(entries.texts());
  if (!element.negated) {
    return CountActions(named);
  }
  std::vector<const KnownAction*> others;
  auto next = named.begin();
  for (const KnownAction& action : KnownActions()) {
    if (next != named.end() && *next == &action) {
      ++next;
    } else {
      others.push_back(&action);
    }
  }
  return CountActions(others);
}

ActionCounts CountActions(std::span<const KnownAction* const> actions) {
  ActionCounts counts;
  for (const KnownAction* action : actions) {
    ++counts.total;
    ++counts.by_level[static_cast<std::size_t>(action->level)];
    const std::string_view service =
        action->name.substr(0, action->name.find(':'));
    if (counts.services.empty() || counts.services.back() != service) {
      counts.services.push_back(service);
    }
  }
  return counts;
}

const Value& EntryOf(const IamStatement& statement, std::string_view action) {
  const StatementElement& element = statement.action;
  if (element.value == nullptr) {
    return *statement.node;
  }
  const std::string lower = ToLower(action);
  if (!element.negated) {
    for (const Value& entry : OneOrMany(*element.value)) {
      if (entry.Is(Kind::kString) && Takes(entry, lower)) {
        return entry;
      }
    }
  }
  return *element.value;
}

std::vector<std::string> ListWords(const Value& value) {
  std::vector<std::string> words;
  for (const Value& item : OneOrMany(value)) {
    words.push_back(ValueWords(item));
  }
  return words;
}

std::vector<std::string> PrincipalWords(const IamStatement& statement) {
  std::vector<std::string> words;
  const Value* element = statement.principal_value;
  if (element == nullptr) {
    return words;
  }
  if (!element->Is(Kind::kMap)) {
    const std::string text = ValueWords(*element);
    words.push_back(text == "*" ? "everybody" : text);
    return words;
  }
  for (const Member& member : element->AsMap()) {
    for (const std::string& name : ListWords(member.value)) {
      words.push_back(TypedPrincipal(member.key->text, name));
    }
  }
  return words;
}

std::string ConditionWords(const ConditionClause& clause) {
  if (!clause.op) {
    return fmt::format("{} {}: {} (there is no such operator)", clause.key,
                       clause.operator_text,
                       Join(ListWords(*clause.values), " or "));
  }
  const ConditionOperator& op = *clause.op;
  if (op.family == OperatorFamily::kNull) {
    return NullWords(clause);
  }
  const std::string test = fmt::format(
      "{} {}{}", OrderWord(op),
      Join(ListWords(*clause.values), op.negated ? " nor " : " or "),
      op.any_case ? " (in any case)" : "");
  switch (op.quantifier) {
    case KeyQuantifier::kForAllValues:
      return fmt::format("every value of {} {}, or there is none", clause.key,
                         test);
    case KeyQuantifier::kForAnyValue:
      return fmt::format("some value of {} {}", clause.key, test);
    case KeyQuantifier::kOne:
      break;
  }
  return fmt::format("{} {}{}", clause.key, test,
                     op.if_exists || op.negated ? ", or is absent" : "");
}

}  // namespace connectguard
