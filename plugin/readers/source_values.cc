// What variables, locals, outputs, for_each and the attributes of planned
// resources are.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "hcl/conversion.h"
#include "readers/source_scope.h"
#include "readers/terraform_address.h"
#include "readers/terraform_mapping.h"
#include "readers/terraform_properties.h"

namespace connectguard {
namespace {

hcl::Value Open() { return hcl::Evaluator::Open(); }

bool IsWhole(double number) {
  return number >= 0 && number < 1e9 && std::floor(number) == number;
}

// `[3]`; false for what is no such key.
bool NumberOf(std::string_view key, double* out) {
  std::uint32_t number = 0;
  if (key.size() < 3 || key.front() != '[' || key.back() != ']') {
    return false;
  }
  const char* end = key.data() + key.size() - 1;
  const auto [stop, error] = std::from_chars(key.data() + 1, end, number);
  *out = number;
  return error == std::errc() && stop == end;
}

// The planned value at `a.b[0].c`.
PlanValue PlannedAt(const PlannedResource& resource, std::string_view path) {
  PlanValue at = AttributesOf(resource, PlanSide::kPlanned);
  while (!path.empty()) {
    const AddressSegment segment = TakeSegment(&path);
    at = at.At(segment.name);
    std::string_view index = segment.index;
    double number = 0;
    if (NumberOf(index, &number)) {
      at = at.At(static_cast<std::uint32_t>(number));
    } else if (!index.empty()) {
      at = at.At(std::string_view(UnquoteKey(index)));
    }
  }
  return at;
}

// True when something above the path is unknown as a whole.
bool IsInsideUnknown(const PlannedResource& resource, std::string_view path) {
  for (std::size_t at = path.find_first_of(".["); at != std::string_view::npos;
       at = path.find_first_of(".[", at + 1)) {
    if (PlannedAt(resource, path.substr(0, at)).IsUnknown()) {
      return true;
    }
  }
  return false;
}

bool IsThere(const PlanValue& at) {
  return at.value != nullptr || at.unknown != nullptr;
}

}  // namespace

hcl::Value SourceReferences::Make(HandleKind kind, const void* subject,
                                  std::string_view text) {
  hcl::Value value;
  value.kind = hcl::Kind::kHandle;
  value.handle = {
      .kind = kind, .subject = subject, .text = arena_->CopyText(text)};
  return value;
}

template <typename Function>
hcl::Value SourceReferences::Once(std::string name, Function evaluate) {
  const auto [known, added] = known_.try_emplace(name);
  if (!added) {
    return known->second.value_or(Open());  // Unset: it leads to itself.
  }
  const hcl::Value value = evaluate();
  known_[std::move(name)] = value;
  return value;
}

hcl::Value SourceReferences::EvaluateAt(const hcl::Expression& expression,
                                        Place place) {
  Scope scope(this, std::move(place));
  return evaluator_->Evaluate(expression, &scope);
}

hcl::Value SourceReferences::Variable(const Place& place,
                                      std::string_view name) {
  return Once("var\n" + place.module + "\n" + std::string(name), [&] {
    const auto declared = place.source->variables.find(std::string(name));
    return declared == place.source->variables.end()
               ? Open()
               : OfType(GivenTo(place, name), declared->second.type, place);
  });
}

// What the plan or the caller of the module gives, or else the default.
hcl::Value SourceReferences::GivenTo(const Place& place,
                                     std::string_view name) {
  if (place.module.empty()) {
    const Value* value = plan_.configuration == nullptr
                             ? nullptr
                             : plan_.configuration->RootVariable(name);
    if (value != nullptr) {
      return Convert(*value);
    }
  } else {
    const ModuleStep step = SplitModule(place.module);
    Place outer;
    outer.module = step.parent;
    outer.source = sources_->Module(WithoutKeys(step.parent));
    outer.key = step.key;
    const auto call = outer.source == nullptr
                          ? decltype(outer.source->calls.begin())()
                          : outer.source->calls.find(std::string(step.name));
    if (outer.source == nullptr || call == outer.source->calls.end()) {
      return Open();
    }
    outer.block = call->second.block;
    if (const hcl::Expression* given = outer.block->body.Find(name)) {
      return EvaluateAt(*given, outer);
    }
  }
  const hcl::Expression* preset =
      place.source->variables.at(std::string(name)).preset;
  return preset == nullptr ? Open() : EvaluateAt(*preset, place);
}

hcl::Value SourceReferences::OfType(const hcl::Value& value,
                                    const hcl::Expression* type,
                                    const Place& place) {
  if (type == nullptr) {
    return value;
  }
  Scope scope(this, {.module = place.module, .source = place.source});
  return hcl::Convert(value, *type, evaluator_.get(), &scope);
}

bool SourceReferences::IsPlannedFor(const hcl::Handle& attribute) {
  return IsThere(
             PlannedAt(*static_cast<const PlannedResource*>(attribute.subject),
                       attribute.text)) &&
         !IsInsideUnknown(
             *static_cast<const PlannedResource*>(attribute.subject),
             attribute.text);
}

hcl::Value SourceReferences::Local(const Place& place, std::string_view name) {
  const auto found = place.source->locals.find(std::string(name));
  if (found == place.source->locals.end()) {
    return Open();
  }
  return Once("local\n" + place.module + "\n" + std::string(name), [&] {
    return EvaluateAt(*found->second,
                      {.module = place.module, .source = place.source});
  });
}

hcl::Value SourceReferences::Output(const std::string& module,
                                    std::string_view name) {
  const SourceModule* source = sources_->Module(WithoutKeys(module));
  if (source == nullptr) {
    return Open();
  }
  const auto found = source->outputs.find(std::string(name));
  if (found == source->outputs.end() || found->second == nullptr) {
    return Open();
  }
  return Once("output\n" + module + "\n" + std::string(name), [&] {
    return EvaluateAt(*found->second, {.module = module, .source = source});
  });
}

hcl::Value SourceReferences::ForEach(const Place& place) {
  const hcl::Expression* over =
      place.block == nullptr ? nullptr : place.block->body.Find("for_each");
  if (over == nullptr) {
    return Open();
  }
  const auto number = reinterpret_cast<std::uintptr_t>(over);
  return Once("each\n" + place.module + "\n" + std::to_string(number), [&] {
    return EvaluateAt(*over, {.module = place.module, .source = place.source});
  });
}

hcl::Value SourceReferences::Each(const Place& place, std::string_view name) {
  if (name == "value") {
    return EachValue(place);
  }
  const std::string key = UnquoteKey(place.key);
  if (name != "key" || (key.empty() && place.key != "[\"\"]")) {
    return Open();
  }
  hcl::Value value;
  value.kind = hcl::Kind::kString;
  value.text = arena_->CopyText(key);
  return value;
}

hcl::Value SourceReferences::EachValue(const Place& place) {
  const hcl::Value key = Each(place, "key");
  const hcl::Value over = ForEach(place);
  Scope scope(this, {.module = place.module, .source = place.source});
  const hcl::Value known =
      over.Is(hcl::Kind::kHandle) && over.handle.kind == kAttribute
          ? scope.ValueOf(over.handle)
          : over;
  if (key.Is(hcl::Kind::kString)) {
    if (known.Is(hcl::Kind::kHandle)) {
      return scope.IndexOf(known.handle, key);
    }
    if (const hcl::Value* member = hcl::Find(known, key.text)) {
      return *member;
    }
    // What for_each goes over is a map or a set of texts, never a list.
    if (known.Is(hcl::Kind::kList)) {
      return key;
    }
  }
  const hcl::Value from[] = {over};
  return evaluator_->UnknownFrom(from, scope);
}

hcl::Value SourceReferences::CountIndex(const Place& place) {
  hcl::Value value;
  value.kind = hcl::Kind::kNumber;
  return NumberOf(place.key, &value.number) ? value : Open();
}

hcl::Value SourceReferences::ResourceNamed(const Place& place,
                                           std::string_view type,
                                           std::string_view name) {
  std::string local(type);
  local += '.';
  local += name;
  const auto found = plan_.groups->find(JoinAddress(place.module, local));
  if (found == plan_.groups->end()) {
    return Open();
  }
  const ResourceGroup& group = found->second;
  const PlannedResource* first = group.instances.front();
  return first->address == group.base ? Make(kInstance, first)
                                      : Make(kGroup, &group);
}

hcl::Value SourceReferences::ModuleNamed(const Place& place,
                                         std::string_view name) {
  const auto call = place.source->calls.find(std::string(name));
  if (call == place.source->calls.end()) {
    return Open();
  }
  const hcl::Body& body = call->second.block->body;
  std::string address = JoinAddress(place.module, "module.");
  address += name;
  const bool repeated =
      body.Find("for_each") != nullptr || body.Find("count") != nullptr;
  return Make(repeated ? kModule : kModuleInstance, call->second.block,
              address);
}

hcl::Value SourceReferences::InstanceOf(const ResourceGroup& group,
                                        const hcl::Value& key) {
  std::string text;
  if (!hcl::TextOf(key, &text)) {
    const hcl::Value whole[] = {Make(kGroup, &group)};
    const Scope scope(this, {});
    return evaluator_->UnknownFrom(whole, scope);
  }
  std::string address(group.base);
  const std::string_view first = group.instances.front()->address;
  address += first.substr(group.base.size()).starts_with("[\"")
                 ? QuoteKey(text)
                 : "[" + text + "]";
  const auto found = plan_.by_address->find(address);
  return found == plan_.by_address->end() ? Open()
                                          : Make(kInstance, found->second);
}

hcl::Value SourceReferences::Expand(const ResourceGroup& group) {
  return Once("group\n" + std::string(group.base), [&]() -> hcl::Value {
    std::vector<hcl::MapItem> members;
    std::vector<hcl::Value> items(group.instances.size());
    for (const PlannedResource* resource : group.instances) {
      const std::string_view key = resource->address.substr(group.base.size());
      const hcl::Value instance = Make(kInstance, resource);
      double number = 0;
      if (NumberOf(key, &number) &&
          number < static_cast<double>(items.size())) {
        items[static_cast<std::size_t>(number)] = instance;
      } else if (key.starts_with("[\"")) {
        members.push_back(
            {.key = arena_->CopyText(UnquoteKey(key)), .value = instance});
      }
    }
    const bool list = std::all_of(
        items.begin(), items.end(),
        [](const hcl::Value& v) { return v.Is(hcl::Kind::kHandle); });
    hcl::Value all;
    if (plan_.complete && list) {
      all.kind = hcl::Kind::kList;
      all.items = arena_->CopyArray(std::span<const hcl::Value>(items));
    } else if (plan_.complete && members.size() == items.size()) {
      std::sort(members.begin(), members.end(),
                [](const auto& a, const auto& b) { return a.key < b.key; });
      all.kind = hcl::Kind::kMap;
      all.members = arena_->CopyArray(std::span<const hcl::MapItem>(members));
    } else {
      all = Open();
    }
    return all;
  });
}

hcl::Value SourceReferences::ModuleAt(const hcl::Handle& module,
                                      const hcl::Value& key) {
  std::string text;
  if (!hcl::TextOf(key, &text)) {
    return Open();
  }
  const auto* block = static_cast<const hcl::Block*>(module.subject);
  std::string address(module.text);
  address +=
      block->body.Find("count") != nullptr ? "[" + text + "]" : QuoteKey(text);
  return Make(kModuleInstance, block, address);
}

hcl::Value SourceReferences::ExpandModule(const hcl::Handle& module) {
  const auto* block = static_cast<const hcl::Block*>(module.subject);
  const ModuleStep step = SplitModule(module.text);
  Place place;
  place.module = step.parent;
  place.source = sources_->Module(WithoutKeys(step.parent));
  place.block = block;
  if (place.source == nullptr) {
    return Open();
  }
  hcl::Value all;
  if (const hcl::Expression* count = block->body.Find("count")) {
    const hcl::Value number =
        EvaluateAt(*count, {.module = place.module, .source = place.source});
    if (!number.Is(hcl::Kind::kNumber) || !IsWhole(number.number) ||
        number.number > static_cast<double>(hcl::Evaluator::kMaxElements)) {
      return Open();
    }
    std::vector<hcl::Value> items;
    hcl::Value index = number;
    for (index.number = 0; index.number < number.number; ++index.number) {
      items.push_back(ModuleAt(module, index));
    }
    all.kind = hcl::Kind::kList;
    all.items = arena_->CopyArray(std::span<const hcl::Value>(items));
    return all;
  }
  Scope scope(this, place);
  hcl::Value over = ForEach(place);
  if (over.Is(hcl::Kind::kHandle)) {
    over = scope.ValueOf(over.handle);
  }
  std::vector<hcl::MapItem> members;
  for (const hcl::MapItem& member : over.members) {
    hcl::Value key;
    key.kind = hcl::Kind::kString;
    key.text = member.key;
    members.push_back({.key = member.key, .value = ModuleAt(module, key)});
  }
  for (const hcl::Value& key : over.items) {
    if (key.Is(hcl::Kind::kString)) {
      members.push_back({.key = key.text, .value = ModuleAt(module, key)});
    }
  }
  if (members.size() != over.members.size() + over.items.size() ||
      !(over.Is(hcl::Kind::kMap) || over.Is(hcl::Kind::kList))) {
    return Open();
  }
  all.kind = hcl::Kind::kMap;
  all.members = arena_->CopyArray(std::span<const hcl::MapItem>(members));
  return all;
}

const PlannedResource* SourceReferences::ResourceOf(
    const hcl::Handle& handle) const {
  return static_cast<const PlannedResource*>(handle.subject);
}

// One step into a resource or an attribute of it. A step to what the plan does
// not have is none: it may be an error that `try` is there for.
hcl::Value SourceReferences::Step(const hcl::Handle& handle,
                                  const hcl::Value& key, bool is_name) {
  std::string text;
  if (!hcl::TextOf(key, &text)) {
    const hcl::Value whole[] = {Make(kAttribute, handle.subject, handle.text)};
    const Scope scope(this, {});
    return evaluator_->UnknownFrom(whole, scope);
  }
  std::string path(handle.text);
  if (is_name) {
    path += path.empty() ? "" : ".";
    path += text;
  } else {
    path += key.Is(hcl::Kind::kNumber) ? "[" + text + "]" : QuoteKey(text);
  }
  const PlannedResource& resource = *ResourceOf(handle);
  const PlanValue above = PlannedAt(resource, handle.text);
  if (!above.IsUnknown() && !IsThere(PlannedAt(resource, path))) {
    return Open();
  }
  return Make(kAttribute, &resource, path);
}

// What is inside stays a handle, since it may be unknown in turn.
hcl::Value SourceReferences::ValueAt(const hcl::Handle& attribute) {
  const PlannedResource& resource = *ResourceOf(attribute);
  const PlanValue at = PlannedAt(resource, attribute.text);
  if (at.IsUnknown() || at.value == nullptr) {
    return Open();
  }
  const std::string path(attribute.text);
  hcl::Value value;
  if (at.value->Is(Kind::kList)) {
    std::vector<hcl::Value> items;
    for (std::uint32_t i = 0; i < at.ListSize(); ++i) {
      items.push_back(
          Make(kAttribute, &resource, path + "[" + std::to_string(i) + "]"));
    }
    value.kind = hcl::Kind::kList;
    value.items = arena_->CopyArray(std::span<const hcl::Value>(items));
    return value;
  }
  if (at.value->Is(Kind::kMap)) {
    std::vector<hcl::MapItem> members;
    for (const PlanMember& member : SetMembers(at)) {
      members.push_back(
          {.key = member.key,
           .value = Make(kAttribute, &resource, path + QuoteKey(member.key))});
    }
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    value.kind = hcl::Kind::kMap;
    value.members = arena_->CopyArray(std::span<const hcl::MapItem>(members));
    return value;
  }
  return Convert(*at.value);
}

// Depth is bounded by the reader.
hcl::Value SourceReferences::Convert(const Value& plan) {
  hcl::Value value;
  switch (plan.kind) {
    case Kind::kNull:
      value.kind = hcl::Kind::kNull;
      return value;
    case Kind::kBool:
      value.kind = hcl::Kind::kBool;
      value.boolean = plan.boolean;
      return value;
    case Kind::kInt:
      value.kind = hcl::Kind::kNumber;
      value.number = static_cast<double>(plan.integer);
      return value;
    case Kind::kFloat:
      value.kind = hcl::Kind::kNumber;
      value.number = plan.real;
      return value;
    case Kind::kString:
      value.kind = hcl::Kind::kString;
      value.text = plan.AsString();
      return value;
    case Kind::kList: {
      std::vector<hcl::Value> items;
      for (const Value& item : plan.AsList()) {
        items.push_back(Convert(item));
      }
      value.kind = hcl::Kind::kList;
      value.items = arena_->CopyArray(std::span<const hcl::Value>(items));
      return value;
    }
    case Kind::kMap: {
      std::vector<hcl::MapItem> members;
      for (const Member& member : plan.AsMap()) {
        members.push_back(
            {.key = member.key->text, .value = Convert(member.value)});
      }
      std::sort(members.begin(), members.end(),
                [](const auto& a, const auto& b) { return a.key < b.key; });
      value.kind = hcl::Kind::kMap;
      value.members = arena_->CopyArray(std::span<const hcl::MapItem>(members));
      return value;
    }
    default:
      return Open();
  }
}

}  // namespace connectguard
