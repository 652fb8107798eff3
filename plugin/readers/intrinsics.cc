#include "readers/intrinsics.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/contents.h"
#include "document/json_text.h"
#include "readers/depth_step.h"
#include "readers/intrinsic_text.h"
#include "readers/template_facts.h"
#include "readers/template_parameters.h"

namespace connectguard {
namespace {

bool IsIntrinsic(const Value& value) {
  if (!value.Is(Kind::kMap) || value.size != 1) {
    return false;
  }
  const Member& only = value.AsMap().front();
  return only.key->text.starts_with("Fn::") ||
         (only.key->text == "Ref" && only.value.Is(Kind::kString));
}

const Value* ItemOf(const Value& list, std::size_t index) {
  return list.Is(Kind::kList) && index < list.size ? &list.AsList()[index]
                                                   : nullptr;
}

const Value* MemberOf(const Value* map, std::string_view key) {
  return map == nullptr ? nullptr : Find(*map, key);
}

}  // namespace

Intrinsics::Intrinsics(ResolvedValues* values, const Value& root,
                       StackScope scope)
    : values_(values),
      scope_(std::move(scope)),
      parameters_(Find(root, "Parameters")),
      resources_(Find(root, "Resources")),
      mappings_(Find(root, "Mappings")),
      conditions_(Find(root, "Conditions")) {}

Intrinsics::Function Intrinsics::FunctionOf(std::string_view name) {
  struct Row {
    std::string_view name;
    Function function;
  };
  static constexpr std::array<Row, 13> kFunctions = {{
      {"Ref", &Intrinsics::Ref},
      {"Fn::Base64", &Intrinsics::Base64},
      {"Fn::FindInMap", &Intrinsics::FindInMap},
      {"Fn::GetAtt", &Intrinsics::GetAtt},
      {"Fn::If", &Intrinsics::If},
      {"Fn::ImportValue", &Intrinsics::ImportValue},
      {"Fn::Join", &Intrinsics::Text},
      {"Fn::Length", &Intrinsics::Length},
      {"Fn::Select", &Intrinsics::Select},
      {"Fn::Split", &Intrinsics::Split},
      {"Fn::Sub", &Intrinsics::Text},
      {"Fn::ToJsonString", &Intrinsics::ToJsonString},
      {"Fn::Unknown", &Intrinsics::GivenUnknown},
  }};
  const auto* row = std::find_if(kFunctions.begin(), kFunctions.end(),
                                 [&](const Row& r) { return r.name == name; });
  return row == kFunctions.end() ? &Intrinsics::AtDeployment : row->function;
}

const Value* Intrinsics::Resolve(const Value& written) {
  if (IsIntrinsic(written)) {
    return Evaluate(written);
  }
  if (!written.Is(Kind::kMap) && !written.Is(Kind::kList)) {
    return &written;
  }
  ValueBuilder builder = values_->document().NewBuilder();
  Emit(written, &builder);
  return builder.Finish();
}

const Value* Intrinsics::Evaluate(const Value& intrinsic) {
  const DepthStep step(&depth_);
  if (!step.allowed()) {
    values_->StopForLimit();
  }
  if (limit_reached()) {
    return values_->Unknown({.reason = "there is too much to resolve"},
                            intrinsic.span());
  }
  const Member& only = intrinsic.AsMap().front();
  return (this->*FunctionOf(only.key->text))(
      {.whole = intrinsic, .name = only.key->text, .argument = only.value});
}

void Intrinsics::Emit(const Value& written, ValueBuilder* builder) {
  if (IsIntrinsic(written)) {
    const Value* value = Evaluate(written);
    if (value == nullptr) {
      builder->AddNull(written.span());
    } else {
      builder->AddCopy(*value);
    }
    return;
  }
  switch (written.kind) {
    case Kind::kMap:
      builder->StartMap(written.span());
      for (const Member& member : written.AsMap()) {
        EmitMember(member, builder);
      }
      builder->EndMap();
      return;
    case Kind::kList:
      builder->StartList(written.span());
      for (const Value& item : written.AsList()) {
        if (!IsIntrinsic(item)) {
          Emit(item, builder);
        } else if (const Value* value = Evaluate(item)) {
          builder->AddCopy(*value);
        }
      }
      builder->EndList();
      return;
    default:
      builder->AddCopy(written);
  }
}

void Intrinsics::EmitMember(const Member& member, ValueBuilder* builder) {
  if (!IsIntrinsic(member.value)) {
    builder->AddKey(member.key->text);
    Emit(member.value, builder);
  } else if (const Value* value = Evaluate(member.value)) {
    builder->AddKey(member.key->text);
    builder->AddCopy(*value);
  }
}

// --- References --------------------------------------------------------------

const Value* Intrinsics::Ref(const Call& call) {
  const std::string_view name = call.argument.AsString();
  return name == kNoValue ? nullptr : RefTo(name, call.whole.span());
}

const Value* Intrinsics::RefTo(std::string_view name, SourceSpan span) {
  if (const Value* value = PseudoParameter(name, span, scope_, values_)) {
    return value;
  }
  if (const Value* declared = MemberOf(parameters_, name)) {
    return ParameterValue(name, *declared, span, scope_, values_);
  }
  if (const Value* resource = ResourceNamed(name)) {
    return ResourceRef(name, *resource, span);
  }
  return Missing(name, span);
}

std::string_view Intrinsics::Outside(std::string_view name) {
  return values_->Keep(scope_.prefix + std::string(name));
}

const Value* Intrinsics::ResourceNamed(std::string_view name) {
  const Value* resource = MemberOf(resources_, name);
  const std::string_view condition = resource == nullptr
                                         ? std::string_view()
                                         : StringAt(*resource, "Condition");
  const bool left_out =
      !condition.empty() && TruthOf(condition) == ConditionTruth::kFalse;
  return left_out ? nullptr : resource;
}

const Value* Intrinsics::Missing(std::string_view name, SourceSpan span) {
  return values_->Unknown(
      {.reason = fmt::format(
           "refers to `{}`, which this template does not make", name),
       .references = {{.text = Outside(name), .exact = true}}},
      span);
}

const Value* Intrinsics::ResourceRef(std::string_view name,
                                     const Value& resource, SourceSpan span) {
  const std::string_view address = Outside(name);
  const Reference reference{
      .text = address, .target = address, .attribute = "Ref", .exact = true};
  if (const Value* known = KnownName(name, resource)) {
    return values_->Text(known->AsString(), {&reference, 1}, span);
  }
  return values_->Unknown(
      {.reason = kKnownAtDeployment, .references = {reference}}, span);
}

// The name that `Ref` of this resource answers, where the template states it.
const Value* Intrinsics::KnownName(std::string_view name,
                                   const Value& resource) {
  const auto [found, inserted] = names_.emplace(name, nullptr);
  if (!inserted) {
    // Also while it is being found out: names that wait for each other are not
    // known.
    return found->second;
  }
  const NameProperty property = NamePropertyOf(StringAt(resource, "Type"));
  const Value* written =
      property.ref_answers_it
          ? FindPath(resource, {"Properties", property.property})
          : nullptr;
  const Value* value = written == nullptr ? nullptr : Resolve(*written);
  if (value != nullptr && value->Is(Kind::kString)) {
    names_[name] = value;
    return value;
  }
  return nullptr;
}

const Value* Intrinsics::GetAtt(const Call& call) {
  const SourceSpan span = call.whole.span();
  if (call.argument.Is(Kind::kString)) {
    const std::string_view text = call.argument.AsString();
    const std::size_t point = text.find('.');
    return point == std::string_view::npos
               ? Malformed(call)
               : AttributeOf(text.substr(0, point), text.substr(point + 1),
                             span);
  }
  const Value* resource = ItemOf(call.argument, 0);
  if (resource == nullptr || !resource->Is(Kind::kString) ||
      call.argument.size < 2) {
    return Malformed(call);
  }
  std::string attribute;
  for (std::size_t i = 1; i < call.argument.size; ++i) {
    const Value* part = Resolve(call.argument.AsList()[i]);
    const auto text = part == nullptr ? std::nullopt : TemplateText(*part);
    if (!text) {
      return values_->Derived(kKnownAtDeployment, {part}, span);
    }
    attribute += (attribute.empty() ? "" : ".") + *text;
  }
  return AttributeOf(resource->AsString(), values_->Keep(attribute), span);
}

const Value* Intrinsics::AttributeOf(std::string_view resource,
                                     std::string_view attribute,
                                     SourceSpan span) {
  if (ResourceNamed(resource) == nullptr) {
    return Missing(resource, span);
  }
  constexpr std::string_view kOutputs = "Outputs.";
  if (scope_.output_of && attribute.starts_with(kOutputs)) {
    const Value* output =
        scope_.output_of(resource, attribute.substr(kOutputs.size()));
    if (output != nullptr) {
      return values_->PlacedAt(*output, span);
    }
  }
  return values_->Unknown({.reason = kKnownAtDeployment,
                           .references = {{.text = Outside(fmt::format(
                                               "{}.{}", resource, attribute)),
                                           .target = Outside(resource),
                                           .attribute = attribute,
                                           .exact = true}}},
                          span);
}

// --- Other functions ---------------------------------------------------------

const Value* Intrinsics::Select(const Call& call) {
  const SourceSpan span = call.whole.span();
  const Value* index = ItemOf(call.argument, 0);
  const Value* list = ItemOf(call.argument, 1);
  if (index == nullptr || list == nullptr) {
    return Malformed(call);
  }
  index = Resolve(*index);
  list = Resolve(*list);
  const auto text = index == nullptr ? std::nullopt : TemplateText(*index);
  if (list == nullptr || !list->Is(Kind::kList) || !text) {
    return values_->Derived(kKnownAtDeployment, {index, list}, span);
  }
  const auto number = NumberOf(*text);
  if (!number || *number < 0 || *number >= list->size) {
    return values_->Unknown(
        {.reason = fmt::format("the list has no item `{}`", *text)}, span);
  }
  return &list->AsList()[static_cast<std::size_t>(*number)];
}

const Value* Intrinsics::Split(const Call& call) {
  const SourceSpan span = call.whole.span();
  const Value* separator = ItemOf(call.argument, 0);
  const Value* source = ItemOf(call.argument, 1);
  if (separator == nullptr || source == nullptr ||
      !separator->Is(Kind::kString) || separator->size == 0) {
    return Malformed(call);
  }
  source = Resolve(*source);
  if (source == nullptr || !source->Is(Kind::kString)) {
    return values_->Derived(kKnownAtDeployment, {source}, span);
  }
  std::vector<std::string_view> pieces;
  std::string_view rest = source->AsString();
  for (std::size_t at = rest.find(separator->AsString());
       at != std::string_view::npos; at = rest.find(separator->AsString())) {
    pieces.push_back(rest.substr(0, at));
    rest.remove_prefix(at + separator->size);
  }
  pieces.push_back(rest);
  return values_->Texts(pieces, span);
}

const Value* Intrinsics::FindInMap(const Call& call) {
  const SourceSpan span = call.whole.span();
  if (!call.argument.Is(Kind::kList) || call.argument.size < 3) {
    return Malformed(call);
  }
  const Value* at = mappings_;
  for (std::size_t i = 0; i < 3; ++i) {
    const Value* key = Resolve(call.argument.AsList()[i]);
    const auto text = key == nullptr ? std::nullopt : TemplateText(*key);
    if (!text) {
      return values_->Derived(kKnownAtDeployment, {key}, span);
    }
    at = MemberOf(at, *text);
  }
  if (at != nullptr) {
    return values_->PlacedAt(*at, span);
  }
  const Value* options = ItemOf(call.argument, 3);
  if (const Value* fallback = MemberOf(options, "DefaultValue")) {
    return Resolve(*fallback);
  }
  return values_->Unknown({.reason = "the mapping has no such entry"}, span);
}

const Value* Intrinsics::If(const Call& call) {
  const Value* condition = ItemOf(call.argument, 0);
  if (condition == nullptr || !condition->Is(Kind::kString) ||
      call.argument.size != 3) {
    return Malformed(call);
  }
  const Value& yes = call.argument.AsList()[1];
  const Value& no = call.argument.AsList()[2];
  switch (TruthOf(condition->AsString())) {
    case ConditionTruth::kTrue:
      return Resolve(yes);
    case ConditionTruth::kFalse:
      return Resolve(no);
    case ConditionTruth::kUnknown:
      break;
  }
  const std::string name = scope_.prefix + std::string(condition->AsString());
  const ConditionBranches branches{.condition = values_->Keep(name),
                                   .when_true = Resolve(yes),
                                   .when_false = Resolve(no)};
  ResolvedValues::Unknowing unknowing{
      .reason = fmt::format("depends on the condition `{}`", name),
      .references = {{.text =
                          values_->Keep(fmt::format("condition {}", name))}},
      .branches = values_->document().arena().New<ConditionBranches>(branches)};
  ReferenceList references;
  for (const Value* branch : {branches.when_true, branches.when_false}) {
    if (branch == nullptr) {
      unknowing.may_be_absent = true;
      continue;
    }
    references.AddAllOf(*branch);
    unknowing.sensitive = unknowing.sensitive || HoldsSensitive(*branch);
  }
  const std::vector<Reference> of_branches = references.Take();
  unknowing.references.insert(unknowing.references.end(), of_branches.begin(),
                              of_branches.end());
  return values_->Unknown(unknowing, call.whole.span());
}

const Value* Intrinsics::Base64(const Call& call) {
  const Value* text = Resolve(call.argument);
  if (text == nullptr || !text->Is(Kind::kString)) {
    return values_->Derived(kKnownAtDeployment, {text}, call.whole.span());
  }
  return values_->Text(Base64Of(text->AsString()), text->References(),
                       call.whole.span());
}

const Value* Intrinsics::Length(const Call& call) {
  const Value* list = Resolve(call.argument);
  if (list == nullptr || !list->Is(Kind::kList)) {
    return values_->Derived(kKnownAtDeployment, {list}, call.whole.span());
  }
  return values_->Number(list->size, call.whole.span());
}

const Value* Intrinsics::ToJsonString(const Call& call) {
  const SourceSpan span = call.whole.span();
  const Value* value = Resolve(call.argument);
  if (value == nullptr || (!value->Is(Kind::kMap) && !value->Is(Kind::kList))) {
    return Malformed(call);
  }
  if (HoldsUnknown(*value) || HoldsSensitive(*value)) {
    return values_->Derived(kKnownAtDeployment, {value}, span);
  }
  ReferenceList references;
  references.AddAllOf(*value);
  return values_->Text(JsonText(*value, JsonLayout::kCompact),
                       references.Take(), span);
}

const Value* Intrinsics::ImportValue(const Call& call) {
  const Value* name = Resolve(call.argument);
  const auto text = name == nullptr ? std::nullopt : TemplateText(*name);
  if (!text) {
    return values_->Derived("exported by another stack", {name},
                            call.whole.span());
  }
  const Value* known = scope_.exported ? scope_.exported(*text) : nullptr;
  if (known != nullptr) {
    return values_->PlacedAt(*known, call.whole.span());
  }
  return values_->Unknown(
      {.reason = "exported by another stack",
       .references = {{.text = values_->Keep(fmt::format("export {}", *text)),
                       .exact = true}}},
      call.whole.span());
}

const Value* Intrinsics::GivenUnknown(const Call& call) {
  if (!call.argument.Is(Kind::kString)) {
    return Malformed(call);
  }
  return values_->Unknown({.reason = std::string(call.argument.AsString()),
                           .references = {},
                           .may_be_absent = true},
                          call.whole.span());
}

// Functions of the region, of macros, and those that we do not know.
const Value* Intrinsics::AtDeployment(const Call& call) {
  return values_->Derived(
      fmt::format("`{}` is evaluated when the stack is deployed", call.name),
      {Resolve(call.argument)}, call.whole.span());
}

const Value* Intrinsics::Malformed(const Call& call) {
  return values_->Unknown(
      {.reason = fmt::format("`{}` is not written as it must be", call.name)},
      call.whole.span());
}

}  // namespace connectguard
