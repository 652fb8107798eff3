#include "analysis/question.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "iam/action_table.h"
#include "iam/glob.h"
#include "iam/key_facts.h"

namespace connectguard {
namespace {

struct TypedName {
  std::string_view type;  // Empty for everybody.
  std::string_view name;
};

bool IsAccountId(std::string_view text) {
  return text.size() == 12 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<TypedName> ReadPrincipal(std::string_view text) {
  for (const std::string_view type :
       {"AWS", "Service", "Federated", "CanonicalUser"}) {
    if (text.starts_with(type) && text.substr(type.size()).starts_with(':')) {
      return TypedName{.type = type, .name = text.substr(type.size() + 1)};
    }
  }
  if (text == "*") {
    return TypedName{.type = "", .name = text};
  }
  if (text.find(":saml-provider/") != std::string_view::npos ||
      text.find(":oidc-provider/") != std::string_view::npos) {
    return TypedName{.type = "Federated", .name = text};
  }
  if (text.starts_with("arn:") || IsAccountId(text)) {
    return TypedName{.type = "AWS", .name = text};
  }
  if (text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn")) {
    return TypedName{.type = "Service", .name = text};
  }
  return Fail(ErrorCode::kUsage, fmt::format("`{}` is no principal", text),
              "give an ARN, an account of twelve digits, a service such as "
              "connect.amazonaws.com, or `Federated:NAME`");
}

std::string_view OperatorFor(const AskedKey& condition) {
  switch (FactsOfKey(condition.key).type) {
    case KeyType::kArn:
      return "ArnLike";
    case KeyType::kBool:
      return "Bool";
    case KeyType::kNumeric:
      return "NumericEquals";
    case KeyType::kDate:
      return "DateEquals";
    case KeyType::kIpAddress:
      return "IpAddress";
    case KeyType::kBinary:
      return "BinaryEquals";
    case KeyType::kUnlisted:
    case KeyType::kString:
      break;
  }
  const bool wildcards =
      std::any_of(condition.values.begin(), condition.values.end(),
                  [](const std::string& value) {
                    return value.find_first_of("*?") != std::string::npos;
                  });
  return wildcards ? "StringLike" : "StringEquals";
}

// By operator.
using Conditions = std::map<std::string, std::vector<AskedKey>, std::less<>>;

Result<Conditions> ReadConditions(const IamQuestion& question,
                                  const Asker& asker) {
  std::map<std::string, AskedKey> by_key;
  for (const AskedKey& asked : question.conditions) {
    AskedKey& all = by_key[ToLower(asked.key)];
    all.key = all.values.empty() ? asked.key : all.key;
    all.values.insert(all.values.end(), asked.values.begin(),
                      asked.values.end());
    if (asked.key.empty() || all.values.empty()) {
      return Fail(
          ErrorCode::kUsage,
          asked.key.empty()
              ? "a condition has no key"
              : fmt::format("the condition `{}` has no value", asked.key),
          std::string(asker.words.value_or_absence));
    }
  }
  Conditions conditions;
  for (const std::string& key : question.absent) {
    if (by_key.contains(ToLower(key))) {
      return Fail(ErrorCode::kUsage,
                  fmt::format("`{}` cannot be there and be absent", key),
                  std::string(asker.words.value_or_absence));
    }
    conditions["Null"].push_back({.key = key, .values = {"true"}});
  }
  for (auto& [lower, condition] : by_key) {
    conditions[std::string(OperatorFor(condition))].push_back(
        std::move(condition));
  }
  return conditions;
}

class QueryBuilder {
 public:
  explicit QueryBuilder(Document* document)
      : builder_(document->NewBuilder()) {}

  Result<const Value*> Build(const IamQuestion& question, const Asker& asker) {
    builder_.StartMap({});
    AddList("Action", question.actions);
    if (!question.resources.empty()) {
      AddList("Resource", question.resources);
    }
    if (!question.principal.empty()) {
      CG_RETURN_IF_ERROR(AddPrincipal(question.principal));
    }
    CG_ASSIGN_OR_RETURN(const Conditions conditions,
                        ReadConditions(question, asker));
    if (!conditions.empty()) {
      AddConditions(conditions);
    }
    builder_.EndMap();
    return builder_.Finish();
  }

 private:
  void AddList(std::string_view key, const std::vector<std::string>& texts) {
    builder_.AddKey(key);
    builder_.StartList({});
    for (const std::string& text : texts) {
      builder_.AddString(text, {});
    }
    builder_.EndList();
  }

  Status AddPrincipal(std::string_view text) {
    CG_ASSIGN_OR_RETURN(const TypedName principal, ReadPrincipal(text));
    builder_.AddKey("Principal");
    if (principal.type.empty()) {
      builder_.AddString(principal.name, {});
      return {};
    }
    builder_.StartMap({});
    builder_.AddKey(principal.type);
    builder_.AddString(principal.name, {});
    builder_.EndMap();
    return {};
  }

  void AddConditions(const Conditions& conditions) {
    builder_.AddKey("Condition");
    builder_.StartMap({});
    for (const auto& [op, keys] : conditions) {
      builder_.AddKey(op);
      builder_.StartMap({});
      for (const AskedKey& condition : keys) {
        AddList(condition.key, condition.values);
      }
      builder_.EndMap();
    }
    builder_.EndMap();
  }

  ValueBuilder builder_;
};

}  // namespace

Result<std::unique_ptr<const IamQuery>> MakeQuery(const IamQuestion& question,
                                                  const Asker& asker,
                                                  Document* document) {
  CG_ASSIGN_OR_RETURN(const Value* statement,
                      QueryBuilder(document).Build(question, asker));
  auto query = IamQuery::Read(*statement);
  if (!query) {
    // It was asked, not read from a file.
    query.error().code = ErrorCode::kUsage;
  }
  return query;
}

std::string ToString(const IamQuestion& question) {
  std::string text = fmt::format("{} on {}", Join(question.actions, " or "),
                                 question.resources.empty()
                                     ? "any resource"
                                     : Join(question.resources, " or "));
  if (!question.principal.empty()) {
    text += " by " + question.principal;
  }
  std::string_view separator = " with ";
  for (const AskedKey& condition : question.conditions) {
    for (const std::string& value : condition.values) {
      text += fmt::format("{}{}={}", separator, condition.key, value);
      separator = ", ";
    }
  }
  separator = " without ";
  for (const std::string& key : question.absent) {
    text += std::string(separator) + key;
    separator = ", ";
  }
  return text;
}

std::vector<Diagnostic> Warnings(const IamQuestion& question) {
  std::vector<Diagnostic> warnings;
  for (const std::string& action : question.actions) {
    if (action.find_first_of("*?") != std::string::npos ||
        FindAction(action) != nullptr) {
      continue;
    }
    const std::string lower = ToLower(action);
    const std::size_t colon = lower.find(':');
    const std::string service = lower.substr(0, std::min(colon, lower.size()));
    const bool known = std::binary_search(ServicePrefixes().begin(),
                                          ServicePrefixes().end(), service);
    const std::vector<std::string_view> actions =
        NamesOf(ActionsStartingWith(service + ":"));
    Diagnostic warning;
    warning.message = known ? fmt::format("AWS has no action `{}` (as of {})",
                                          action, ActionTableDate())
                            : fmt::format("AWS has no service `{}` (as of {})",
                                          service, ActionTableDate());
    warning.hint = known ? DidYouMean(action, actions)
                         : DidYouMean(service, ServicePrefixes());
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

}  // namespace connectguard
