#include "readers/terraform_fold.h"

#include <algorithm>

#include <fmt/format.h>

#include "readers/terraform_address.h"
#include "readers/terraform_sources.h"

namespace connectguard {
namespace {

// Split resources that name their target through another split resource, as in
// `bucket = aws_s3_bucket_versioning.x.bucket`, are followed this far.
constexpr int kMaxPartHops = 8;

std::string_view TextAt(const PlanValue& attributes, std::string_view key) {
  const PlanValue at = attributes.At(key);
  return at.value != nullptr && at.value->Is(Kind::kString) && !at.IsUnknown()
             ? at.value->AsString()
             : std::string_view();
}

std::string_view Noun(std::string_view attribute) {
  const std::size_t suffix = attribute.rfind("_id");
  return suffix != std::string_view::npos && suffix + 3 == attribute.size()
             ? attribute.substr(0, suffix)
             : attribute;
}

}  // namespace

bool ExistsOn(const PlannedResource& resource, PlanSide side) {
  if (resource.is_data) {
    return false;
  }
  if (side == PlanSide::kPrevious) {
    return resource.before != nullptr && !resource.before->Is(Kind::kNull);
  }
  return resource.deposed.empty() && resource.action != ChangeAction::kDelete &&
         resource.action != ChangeAction::kForget;
}

TerraformFold::TerraformFold(std::span<const PlannedResource> resources,
                             const TerraformTypes& types,
                             const ReferenceResolver* resolver, PlanSide side,
                             const PlanFacts& facts)
    : types_(types), resolver_(resolver), side_(side), facts_(facts) {
  for (const PlannedResource& resource : resources) {
    const TerraformType* type = types.Find(resource.type);
    if (type != nullptr && !type->match_attributes.empty() &&
        resource.deposed.empty() && ExistsOn(resource, side)) {
      IndexNames(resource, *type);
    }
  }
  for (const PlannedResource& part : resources) {
    const TerraformType* type = types.Find(part.type);
    if (type == nullptr || !type->merge || !part.deposed.empty() ||
        !ExistsOn(part, side)) {
      continue;
    }
    Outcome outcome = FindTarget(part, *type, 0);
    if (outcome.target != nullptr) {
      folded_.insert(&part);
      parts_[outcome.target].push_back(&part);
      continue;
    }
    const Doubt doubt = {
        .type = type, .resource = &part, .reason = std::move(outcome.reason)};
    if (outcome.anything) {
      doubts_.emplace(type, doubt);
    }
    for (const ResourceGroup* group : outcome.groups) {
      std::vector<Doubt>& all = group_doubts_[group->base];
      const bool known =
          std::any_of(all.begin(), all.end(),
                      [&](const Doubt& d) { return d.type == type; });
      if (!known) {
        all.push_back(doubt);
      }
    }
  }
}

void TerraformFold::IndexNames(const PlannedResource& resource,
                               const TerraformType& type) {
  const PlanValue attributes = AttributesOf(resource, side_);
  auto& names = names_[type.name];
  for (const std::string& attribute : type.match_attributes) {
    const std::string_view text = TextAt(attributes, attribute);
    if (text.empty()) {
      continue;
    }
    Resources& named = names[text];
    if (named.empty() || named.back() != &resource) {
      named.push_back(&resource);
    }
  }
}

const TerraformFold::Resources* TerraformFold::FindByName(
    std::string_view type, std::string_view text) const {
  const auto names = names_.find(type);
  if (names == names_.end()) {
    return nullptr;
  }
  const auto found = names->second.find(text);
  return found == names->second.end() ? nullptr : &found->second;
}

TerraformFold::Outcome TerraformFold::FindTarget(const PlannedResource& part,
                                                 const TerraformType& type,
                                                 int depth) const {
  const MergeRule& merge = *type.merge;
  const PlanValue attributes = AttributesOf(part, side_);
  const std::string_view name = TextAt(attributes, merge.attribute);
  const Resources* named =
      name.empty() ? nullptr : FindByName(merge.type, name);
  if (named != nullptr && named->size() == 1) {
    return {.target = named->front()};
  }
  Outcome by_reference;
  if (resolver_ != nullptr) {
    by_reference = FindByReference(part, type, depth);
  } else {
    by_reference.anything = true;
  }
  if (by_reference.target != nullptr) {
    return by_reference;
  }
  if (!name.empty() && named == nullptr) {
    // Something outside of the plan.
    return {};
  }
  if (by_reference.reason.empty()) {
    by_reference.reason = fmt::format(
        "`{}` may configure it: the plan does not say which {} it is for",
        part.address, Noun(merge.attribute));
  }
  return by_reference;
}

TerraformFold::Outcome TerraformFold::FindByReference(
    const PlannedResource& part, const TerraformType& type, int depth) const {
  const MergeRule& merge = *type.merge;
  const std::vector<ResolvedReference> references =
      resolver_->Resolve(part, merge.attribute).references;
  const bool in_root = ParseResourceAddress(part.address).module.empty();
  Outcome outcome;
  Resources targets;
  std::string texts;
  for (const ResolvedReference& reference : references) {
    texts += texts.empty() ? "" : ", ";
    texts += reference.text;
    // A variable of the root module has a value when a plan is made, so it is
    // not what makes the target unknown.
    const bool known = in_root && reference.text.starts_with("var.");
    outcome.anything =
        outcome.anything || (reference.candidates.empty() && !known);
    for (const ReferenceCandidate& candidate : reference.candidates) {
      const PlannedResource* target = candidate.resource;
      const PlannedResource& any = *candidate.group->instances.front();
      const TerraformType* any_type = types_.Find(any.type);
      if (any_type != nullptr && any_type->merge && target != nullptr &&
          any_type->merge->type == merge.type && references.size() == 1 &&
          reference.candidates.size() == 1 && depth < kMaxPartHops) {
        target = FindTarget(*target, *any_type, depth + 1).target;
        outcome.anything = outcome.anything || target == nullptr;
      } else if (any.type != merge.type) {
        outcome.anything = true;
        continue;
      } else {
        outcome.groups.push_back(candidate.group);
      }
      targets.push_back(target);
    }
  }
  outcome.anything = outcome.anything || targets.empty() ||
                     references.size() >= ReferenceResolver::kMaxReferences;
  const bool one = !outcome.anything && references.size() == 1 &&
                   targets.front() != nullptr &&
                   std::all_of(targets.begin(), targets.end(),
                               [&](const PlannedResource* target) {
                                 return target == targets.front();
                               });
  if (one) {
    return {.target = targets.front()};
  }
  if (!texts.empty()) {
    outcome.reason = fmt::format(
        "`{}` may configure it: its {} is {}{}{}", part.address,
        Noun(merge.attribute),
        outcome.anything ? "" : "one of several: ", texts,
        outcome.anything ? ", which the plan does not resolve" : "");
  }
  return outcome;
}

bool TerraformFold::IsFolded(const PlannedResource& resource) const {
  return folded_.contains(&resource);
}

std::span<const PlannedResource* const> TerraformFold::PartsOf(
    const PlannedResource& target) const {
  const auto found = parts_.find(&target);
  if (found == parts_.end()) {
    return {};
  }
  return found->second;
}

std::vector<TerraformFold::Doubt> TerraformFold::DoubtsOf(
    const PlannedResource& target) const {
  const TerraformType* type = types_.Find(target.type);
  std::vector<Doubt> doubts;
  if (type == nullptr || type->merged.empty()) {
    return doubts;
  }
  const std::span<const PlannedResource* const> parts = PartsOf(target);
  const auto add = [&](const Doubt& doubt) {
    const bool configured = std::any_of(parts.begin(), parts.end(),
                                        [&](const PlannedResource* part) {
                                          return part->type == doubt.type->name;
                                        });
    // Attachments add up, so another one may still come.
    const bool adds_up = std::any_of(
        doubt.type->attributes.begin(), doubt.type->attributes.end(),
        [](const AttributeRule& rule) { return rule.appends; });
    const bool known = std::any_of(
        doubts.begin(), doubts.end(),
        [&](const Doubt& other) { return other.type == doubt.type; });
    if ((!configured || adds_up) && !known) {
      doubts.push_back(doubt);
    }
  };
  const ResourceAddress address = ParseResourceAddress(target.address);
  if (const auto found = group_doubts_.find(address.base);
      found != group_doubts_.end()) {
    for (const Doubt& doubt : found->second) {
      add(doubt);
    }
  }
  for (const TerraformType* part : type->merged) {
    if (const auto found = doubts_.find(part); found != doubts_.end()) {
      add(found->second);
    }
    const bool partial =
        (!facts_.complete || facts_.errored) && side_ == PlanSide::kPlanned;
    if (partial &&
        (facts_.sources == nullptr || facts_.sources->MayDeclare(part->name))) {
      add({.type = part,
           .resource = &target,
           .reason = fmt::format("the plan is partial: `{}` may be left out",
                                 part->name)});
    }
  }
  return doubts;
}

}  // namespace connectguard
