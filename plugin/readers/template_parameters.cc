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

bool IsListType(std::string_view type) {
  return type == "CommaDelimitedList" || type.starts_with("List<");
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

}  // namespace

const Value* PseudoParameter(std::string_view name, SourceSpan span,
                             ResolvedValues* values) {
  const auto* row =
      std::find_if(kPseudo.begin(), kPseudo.end(),
                   [&](const PseudoRow& r) { return r.name == name; });
  if (row == kPseudo.end()) {
    return nullptr;
  }
  const Reference reference{.text = row->name, .exact = true};
  if (!row->value.empty()) {
    return values->Text(row->value, {&reference, 1}, span);
  }
  return values->Unknown(
      {.reason = kKnownAtDeployment, .references = {reference}}, span);
}

const Value* ParameterValue(std::string_view name, const Value& declared,
                            SourceSpan span, ResolvedValues* values) {
  ResolvedValues::Unknowing unknowing{
      .reason = fmt::format("value of the parameter `{}`", name),
      .references = {{.text = values->Keep(fmt::format("parameter {}", name)),
                      .exact = true}}};
  if (IsTrue(Find(declared, "NoEcho"))) {
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
  const Value* given = Find(declared, "Default");
  const std::optional<std::string> text =
      given == nullptr ? std::nullopt : TemplateText(*given);
  return text ? DefaultValue(type, declared, *text, span, values)
              : values->Unknown(unknowing, span);
}

}  // namespace connectguard
