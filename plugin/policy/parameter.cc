#include "policy/parameter.h"

#include <algorithm>
#include <array>
#include <span>
#include <variant>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/scope.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 5> kTypeNames = {
    "text", "number", "true or false", "list of texts", "pattern"};

bool IsPattern(const Value& value) {
  return value.Is(Kind::kRuleLiteral) &&
         std::holds_alternative<const Regex*>(value.rule_literal->form);
}

std::optional<ParameterType> TypeOf(const Value& value) {
  switch (value.kind) {
    case Kind::kString:
      return ParameterType::kText;
    case Kind::kInt:
      return ParameterType::kNumber;
    case Kind::kBool:
      return ParameterType::kBoolean;
    case Kind::kList: {
      const auto items = value.AsList();
      const bool texts = std::ranges::all_of(
          items, [](const Value& item) { return item.Is(Kind::kString); });
      return texts ? std::optional(ParameterType::kTexts) : std::nullopt;
    }
    default:
      return IsPattern(value) ? std::optional(ParameterType::kPattern)
                              : std::nullopt;
  }
}

Result<Parameter> FindParameter(const RuleFile& rules,
                                const ParameterHelp& named) {
  const Assignment* assignment = FindAssignment(rules.assignments, named.name);
  if (assignment == nullptr) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(
                    rules.source->name(),
                    fmt::format("parameter `{}` has no default", named.name),
                    fmt::format("write `let {} = ...` at the top of the file, "
                                "outside of rules",
                                named.name)));
  }
  const auto* literal = std::get_if<const Value*>(&assignment->value);
  const std::optional<ParameterType> type =
      literal == nullptr ? std::nullopt : TypeOf(**literal);
  if (!type) {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticAt(*rules.source, assignment->span.begin,
                     fmt::format("the default of parameter `{}` is no literal",
                                 named.name),
                     "a parameter is a text, a number, true or false, a list "
                     "of texts, or a pattern such as /a|b/"));
  }
  return Parameter{.name = named.name,
                   .type = *type,
                   .help = named.help,
                   .fallback = *literal};
}

}  // namespace

std::string_view ParameterTypeName(ParameterType type) {
  return kTypeNames[static_cast<std::size_t>(type)];
}

std::string ParameterText(const Value& value) {
  switch (value.kind) {
    case Kind::kString:
      return std::string(value.AsString());
    case Kind::kInt:
      return std::to_string(value.integer);
    case Kind::kBool:
      return value.boolean ? "true" : "false";
    case Kind::kList: {
      std::string text;
      for (const Value& item : value.AsList()) {
        text += text.empty() ? "" : ",";
        text += ParameterText(item);
      }
      return text;
    }
    default:
      return IsPattern(value)
                 ? std::get<const Regex*>(value.rule_literal->form)->pattern()
                 : std::string();
  }
}

Result<std::vector<Parameter>> FindParameters(
    const RuleFile& rules, const std::vector<ParameterHelp>& named) {
  std::vector<Parameter> parameters;
  for (const ParameterHelp& each : named) {
    CG_ASSIGN_OR_RETURN(Parameter parameter, FindParameter(rules, each));
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::optional<ParameterSetting> SettingFrom(const Value& value) {
  ParameterSetting setting;
  setting.offset = value.begin;
  setting.is_list = value.Is(Kind::kList);
  const std::span<const Value> items =
      setting.is_list ? value.AsList() : std::span(&value, 1);
  for (const Value& item : items) {
    if (!item.Is(Kind::kString) && !item.Is(Kind::kInt) &&
        !item.Is(Kind::kBool)) {
      return std::nullopt;
    }
    setting.texts.push_back(ParameterText(item));
  }
  return setting;
}

Result<ParameterSetting> ParseSetting(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view left = text.substr(0, equals);
  const std::size_t dot = left.find('.');
  if (equals == std::string_view::npos || dot == std::string_view::npos ||
      dot == 0 || dot + 1 == left.size()) {
    return Fail(ErrorCode::kUsage,
                fmt::format("`{}` sets no parameter of a policy", text),
                "write ID.name=value, such as CONNECT-FLOW-11.min_digits=12");
  }
  ParameterSetting setting;
  setting.policy = left.substr(0, dot);
  setting.name = left.substr(dot + 1);
  setting.texts.emplace_back(text.substr(equals + 1));
  return setting;
}

}  // namespace connectguard
