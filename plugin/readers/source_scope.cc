#include "readers/source_scope.h"

#include "readers/terraform_address.h"

namespace connectguard {
namespace {

hcl::Value StringValue(std::string_view text) {
  hcl::Value value;
  value.kind = hcl::Kind::kString;
  value.text = text;
  return value;
}

}  // namespace

hcl::Value SourceReferences::Scope::Root(std::string_view name) {
  if (name == "var") {
    return all_->Make(kVariables, nullptr);
  }
  if (name == "local") {
    return all_->Make(kLocals, nullptr);
  }
  if (name == "each") {
    return all_->Make(kEach, nullptr);
  }
  if (name == "count") {
    return all_->Make(kCount, nullptr);
  }
  if (name == "module") {
    return all_->Make(kModules, nullptr);
  }
  if (name == "data") {
    return all_->Make(kData, nullptr);
  }
  if (name == "path" || name == "terraform" || name == "self" ||
      name == "ephemeral") {
    return hcl::Evaluator::Open();
  }
  return all_->Make(kType, nullptr, name);
}

hcl::Value SourceReferences::Scope::AttributeOf(const hcl::Handle& handle,
                                                std::string_view name) {
  switch (handle.kind) {
    case kVariables:
      return all_->Variable(place_, name);
    case kLocals:
      return all_->Local(place_, name);
    case kEach:
      return all_->Each(place_, name);
    case kCount:
      return name == "index" ? all_->CountIndex(place_)
                             : hcl::Evaluator::Open();
    case kModules:
      return all_->ModuleNamed(place_, name);
    case kData:
      return all_->Make(kType, nullptr, "data." + std::string(name));
    case kType:
      return all_->ResourceNamed(place_, handle.text, name);
    case kGroup:
    case kModule:
      return IndexOf(handle, StringValue(name));
    case kModuleInstance:
      return all_->Output(std::string(handle.text), name);
    default:
      return all_->Step(handle, StringValue(name), /*is_name=*/true);
  }
}

hcl::Value SourceReferences::Scope::IndexOf(const hcl::Handle& handle,
                                            const hcl::Value& key) {
  switch (handle.kind) {
    case kGroup:
      return all_->InstanceOf(
          *static_cast<const ResourceGroup*>(handle.subject), key);
    case kModule:
      return all_->ModuleAt(handle, key);
    case kModuleInstance:
      return key.Is(hcl::Kind::kString)
                 ? all_->Output(std::string(handle.text), key.text)
                 : hcl::Evaluator::Open();
    case kInstance:
    case kAttribute:
      return all_->Step(handle, key, /*is_name=*/handle.kind == kInstance);
    default:
      return hcl::Evaluator::Open();
  }
}

hcl::Value SourceReferences::Scope::ValueOf(const hcl::Handle& handle) {
  switch (handle.kind) {
    case kGroup:
      return all_->Expand(*static_cast<const ResourceGroup*>(handle.subject));
    case kModule:
      return all_->ExpandModule(handle);
    case kAttribute:
      return all_->ValueAt(handle);
    case kInstance:
      return {};  // A thing with attributes.
    default:
      return hcl::Evaluator::Open();
  }
}

bool SourceReferences::Scope::IsCertain(const hcl::Handle& handle) const {
  return handle.kind != kAttribute || IsPlannedFor(handle);
}

bool SourceReferences::Scope::IsOrigin(const hcl::Handle& handle) const {
  return handle.kind == kGroup || handle.kind == kInstance ||
         handle.kind == kAttribute;
}

std::string SourceReferences::Scope::TextOf(const hcl::Handle& handle) {
  if (handle.kind == kGroup) {
    return std::string(static_cast<const ResourceGroup*>(handle.subject)->base);
  }
  if (handle.kind != kInstance && handle.kind != kAttribute) {
    return std::string(handle.text);
  }
  std::string text(
      static_cast<const PlannedResource*>(handle.subject)->address);
  text += handle.text.empty() ? "" : ".";
  text += handle.text;
  return text;
}

bool SourceReferences::Scope::IsBound(std::string_view name,
                                      const hcl::Bindings* bindings) {
  for (; bindings != nullptr; bindings = bindings->outer) {
    if (bindings->name == name) {
      return true;
    }
  }
  return false;
}

}  // namespace connectguard
