#include "readers/template_parameters.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/intrinsic_text.h"

namespace connectguard {
namespace {

struct PseudoRow {
  std::string_view name;
  std::string_view value;  // Empty when it is known at deployment only.
};

constexpr std::array<PseudoRow, 7> kPseudo = {{
    {"AWS::AccountId", ""},
    {"AWS::NotificationARNs", ""},
    {"AWS::Partition", "aws"},
    {"AWS::Region", ""},
    {"AWS::StackId", ""},
    {"AWS::StackName", ""},
    {"AWS::URLSuffix", "amazonaws.com"},
}};

bool IsTrue(const Value* value) {
  if (value == nullptr) {
    return false;
  }
  const std::optional<std::string> text = TemplateText(*value);
  return text == "true" || text == "True" || text == "TRUE";
}

bool IsTrueOrFalse(const Value& value) {
  const std::optional<std::string> text = TemplateText(value);
  return text == "true" || text == "false";
}

bool OnlyAllowsBooleans(const Value& declared) {
  const Value* allowed = Find(declared, "AllowedValues");
  if (allowed == nullptr || !allowed->Is(Kind::kList) || allowed->size == 0) {
    return false;
  }
  const auto items = allowed->AsList();
  return std::all_of(items.begin(), items.end(), IsTrueOrFalse);
}

const Value* NumberOrText(std::string_view text, SourceSpan span,
                          ResolvedValues* values) {
  const std::optional<double> number = NumberOf(text);
  return number ? values->Number(*number, span) : values->Text(text, {}, span);
}

const Value* ListOf(std::string_view text, bool numbers, SourceSpan span,
                    ResolvedValues* values) {
  std::vector<std::string_view> items;
  if (!text.empty()) {
    items = Split(text, ',');
  }
  std::transform(items.begin(), items.end(), items.begin(), Trim);
  if (!numbers) {
    return values->Texts(items, span);
  }
  ValueBuilder builder = values->document().NewBuilder();
  builder.StartList(span);
  for (const std::string_view item : items) {
    builder.AddCopy(*NumberOrText(item, span, values));
  }
  builder.EndList();
  return builder.Finish();
}

const Value* DefaultValue(std::string_view type, const Value& declared,
                          std::string_view text, SourceSpan span,
                          ResolvedValues* values) {
  if (IsListType(type)) {
    return ListOf(text, type == "List<Number>", span, values);
  }
  if (type == "Number") {
    return NumberOrText(text, span, values);
  }
  if (OnlyAllowsBooleans(declared) && (text == "true" || text == "false")) {
    return values->Bool(text == "true", span);
  }
  return values->Text(text, {}, span);
}

const BoundParameter* FindBound(const StackScope& scope,
                                std::string_view name) {
  const auto found = scope.parameters.find(name);
  return found == scope.parameters.end() ? nullptr : &found->second;
}

// The partition that a region stands in, and the end of its host names.
struct Partition {
  std::string_view name;
  std::string_view suffix;
};
Partition PartitionOf(std::string_view region) {
  if (region.starts_with("cn-")) {
    return {.name = "aws-cn", .suffix = "amazonaws.com.cn"};
  }
  if (region.starts_with("us-gov-")) {
    return {.name = "aws-us-gov", .suffix = "amazonaws.com"};
  }
  return {.name = "aws", .suffix = "amazonaws.com"};
}

std::optional<std::string> KnownPseudo(const PseudoRow& row,
                                       const StackScope& scope) {
  const BoundParameter* bound = FindBound(scope, row.name);
  if (bound != nullptr && bound->text) {
    return bound->text;
  }
  if (scope.assumed != nullptr) {
    const auto found = scope.assumed->values.find(row.name);
    if (found != scope.assumed->values.end()) {
      return found->second;
    }
  }
  if (row.value.empty()) {
    return std::nullopt;
  }
  const BoundParameter* region = FindBound(scope, "AWS::Region");
  const Partition partition = PartitionOf(
      region != nullptr && region->text ? std::string_view(*region->text) : "");
  return std::string(row.name == "AWS::Partition" ? partition.name
                                                  : partition.suffix);
}

// What the parent stack passes: scalars as texts, which the declared type makes
// something of; the rest as it is.
const Value* PassedValue(std::string_view type, const Value& declared,
                         const Value& passed, SourceSpan span,
                         ResolvedValues* values) {
  const std::optional<std::string> text = TemplateText(passed);
  if (text && passed.References().empty()) {
    return DefaultValue(type, declared, *text, span, values);
  }
  return values->PlacedAt(passed, span);
}

std::vector<std::string> AllowedValues(const Value& declared) {
  std::vector<std::string> texts;
  const Value* allowed = Find(declared, "AllowedValues");
  if (allowed != nullptr && allowed->Is(Kind::kList)) {
    for (const Value& item : allowed->AsList()) {
      texts.push_back(TemplateText(item).value_or(""));
    }
  }
  return texts;
}

// The text that a parameter is given or assumed to have, or has by default.
std::optional<std::string> TextFor(const BoundParameter* bound,
                                   std::string_view subject,
                                   const Value& declared,
                                   const StackScope& scope) {
  if (bound != nullptr && bound->text) {
    return bound->text;
  }
  const Value* given = Find(declared, "Default");
  if (bound == nullptr && given != nullptr) {
    return TemplateText(*given);
  }
  if (scope.assumed != nullptr) {
    const auto found = scope.assumed->values.find(subject);
    if (found != scope.assumed->values.end()) {
      return found->second;
    }
  }
  return std::nullopt;
}

}  // namespace

bool IsPseudoParameter(std::string_view name) {
  return std::any_of(kPseudo.begin(), kPseudo.end(),
                     [&](const PseudoRow& row) { return row.name == name; });
}

bool IsListType(std::string_view type) {
  return type == "CommaDelimitedList" || type.starts_with("List<");
}

bool IsNoEcho(const Value& declared) {
  return IsTrue(Find(declared, "NoEcho"));
}

const Value* PseudoParameter(std::string_view name, SourceSpan span,
                             const StackScope& scope, ResolvedValues* values) {
  const auto* row =
      std::find_if(kPseudo.begin(), kPseudo.end(),
                   [&](const PseudoRow& r) { return r.name == name; });
  if (row == kPseudo.end()) {
    return nullptr;
  }
  const Reference reference{.text = row->name, .exact = true};
  if (const auto text = KnownPseudo(*row, scope)) {
    return values->Text(*text, {&reference, 1}, span);
  }
  return values->Unknown(
      {.reason = kKnownAtDeployment, .references = {reference}}, span);
}

const Value* ParameterValue(std::string_view name, const Value& declared,
                            SourceSpan span, const StackScope& scope,
                            ResolvedValues* values) {
  const std::string subject = fmt::format("parameter {}{}", scope.prefix, name);
  ResolvedValues::Unknowing unknowing{
      .reason = fmt::format("value of the parameter `{}`", name),
      .references = {{.text = values->Keep(subject), .exact = true}}};
  if (IsNoEcho(declared)) {
    unknowing.reason = fmt::format("value of the NoEcho parameter `{}`", name);
    unknowing.sensitive = true;
    return values->Unknown(unknowing, span);
  }
  const std::string_view type = StringAt(declared, "Type", "String");
  if (type.starts_with("AWS::SSM::Parameter::")) {
    unknowing.reason =
        fmt::format("value of the SSM parameter that `{}` names", name);
    return values->Unknown(unknowing, span);
  }
  const BoundParameter* bound = FindBound(scope, name);
  if (bound != nullptr && bound->value != nullptr) {
    return PassedValue(type, declared, *bound->value, span, values);
  }
  if (const auto text = TextFor(bound, subject, declared, scope)) {
    return DefaultValue(type, declared, *text, span, values);
  }
  if (std::vector<std::string> allowed = AllowedValues(declared);
      scope.open != nullptr && !allowed.empty()) {
    scope.open->SetAllowed(subject, std::move(allowed));
  }
  return values->Unknown(unknowing, span);
}

}  // namespace connectguard
