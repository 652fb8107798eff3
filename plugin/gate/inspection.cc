#include "gate/inspection.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "builtins/reference_index.h"
#include "document/path.h"
#include "gate/place.h"
#include "gate/plan_state.h"
#include "gate/unknown_reason.h"
#include "gate/waivers.h"
#include "readers/input.h"
#include "readers/terraform_address.h"

namespace connectguard {
namespace {

std::string_view ActionOf(const Resource& resource) {
  const Value* change = Find(*resource.node, "Change");
  return change == nullptr ? std::string_view() : StringAt(*change, "Action");
}

bool HasMembers(const Value& value) {
  return (value.Is(Kind::kMap) || value.Is(Kind::kList)) && value.size > 0;
}

// A value that is nothing but a reference, or that is known.
bool IsCertain(const Value& value) {
  return !value.Is(Kind::kUnknown) ||
         (value.References().size() == 1 && value.References().front().exact);
}

void CountUnknown(const Value& value,
                  std::map<std::string, std::size_t>* counts) {
  if (value.Is(Kind::kUnknown)) {
    const std::string_view reason = value.unknown->reason;
    ++(*counts)[reason.empty() ? "known after apply" : std::string(reason)];
  } else if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      CountUnknown(item, counts);
    }
  } else if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      CountUnknown(member.value, counts);
    }
  }
}

}  // namespace

std::string OnlyIf(const Resource& resource) {
  std::vector<std::string> names;
  const Value* conditions = FindPath(*resource.node, {"Change", "OnlyIf"});
  if (conditions != nullptr && conditions->Is(Kind::kList)) {
    for (const Value& condition : conditions->AsList()) {
      if (condition.Is(Kind::kString)) {
        names.push_back(fmt::format("`{}`", condition.AsString()));
      }
    }
  }
  return Join(names, " and ");
}

Inspector::Inspector(const Document& document, std::chrono::sys_days today)
    : document_(document),
      today_(today),
      secrets_(document),
      is_plan_(PlanKind(document) == FormatName(InputFormat::kTerraformPlan)) {
  IndexLinks();
  for (const WrittenWaiver& waiver : document.waivers()) {
    for (const std::string& at : waiver.at) {
      waivers_[at].push_back(&waiver);
    }
  }
}

void Inspector::IndexLinks() {
  const auto& index = document_.Derived<ReferenceIndex>();
  for (const Resource& from : document_.resources()) {
    std::unordered_map<const Resource*, std::size_t> numbers;
    for (const Mention& mention : index.MentionsIn(*from.node)) {
      const Value& where = *mention.where;
      // What a secret spells is told by no link.
      if (where.References().empty() && where.Is(Kind::kString) &&
          (where.sensitive || secrets_.Holds(where.AsString()))) {
        continue;
      }
      for (const Resource* to : mention.targets) {
        targets_[&where].push_back(to);
        std::string path = PathBelow(where, *from.node);
        const auto [number, is_new] = numbers.emplace(to, links_.size());
        if (is_new) {
          links_.push_back({.from = &from, .to = to, .path = path});
        } else {
          ++links_[number->second].more;
        }
        ResourceLink& link = links_[number->second];
        link.certain = link.certain || IsCertain(where);
        referrals_[to].push_back({.from = &from, .path = std::move(path)});
      }
    }
  }
}

// Of a text that was taken apart, as policies are, the whole counts as well.
bool Inspector::IsSecret(const Value& value) const {
  if (value.Is(Kind::kString) && secrets_.Holds(value.AsString())) {
    return true;
  }
  const Value* written =
      is_plan_ ? document_.SourceValueAt(value.span()) : nullptr;
  return written != nullptr && written->Is(Kind::kString) &&
         secrets_.Holds(written->AsString());
}

bool Inspector::IsMapped(const Resource& resource) const {
  return !is_plan_ || resource.type != resource.native_type;
}

std::vector<InspectedLink> Inspector::LinksOf(const Value& value) const {
  std::vector<InspectedLink> links;
  const auto found = targets_.find(&value);
  if (found == targets_.end()) {
    return links;
  }
  for (const Resource* target : found->second) {
    InspectedLink link{.target = std::string(target->address)};
    for (const Reference& reference : value.References()) {
      if (reference.target == target->address) {
        link.attribute = reference.attribute;
        link.text = reference.text;
        break;
      }
    }
    links.push_back(std::move(link));
  }
  return links;
}

std::vector<InspectedAlternative> Inspector::AlternativesOf(
    const InspectedValue& value, const Resource& resource) const {
  std::vector<InspectedAlternative> all;
  if (value.hidden || !value.value->Is(Kind::kUnknown) ||
      value.value->unknown->branches == nullptr) {
    return all;
  }
  const ConditionBranches& given = *value.value->unknown->branches;
  for (const bool truth : {true, false}) {
    const Value* one = truth ? given.when_true : given.when_false;
    InspectedAlternative alternative{
        .when = fmt::format("`{}` is {}", given.condition, truth)};
    if (one != nullptr) {
      AddValue(*one, resource, value.path, "when " + alternative.when,
               value.depth + 1, &alternative.values);
    }
    all.push_back(std::move(alternative));
  }
  return all;
}

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
void Inspector::AddValue(const Value& value, const Resource& resource,
                         std::string path, std::string label, std::size_t depth,
                         std::vector<InspectedValue>* out) const {
  InspectedValue inspected;
  inspected.path = path;
  inspected.label = std::move(label);
  inspected.depth = depth;
  inspected.value = &value;
  inspected.hidden = value.sensitive || IsSecret(value);
  inspected.has_members = !inspected.hidden && HasMembers(value);
  // What stands for the resource as a whole has no attribute.
  NativeAttribute native = NativeAttributeOf(document_, value);
  if (!native.path.empty()) {
    inspected.attribute = std::move(native.path);
    inspected.set_in = native.address == resource.address
                           ? std::string()
                           : std::move(native.address);
  }
  // What the mapping adds to a plan was written nowhere, nor was a change.
  if (is_plan_ ? !inspected.attribute.empty()
               : path.starts_with("Properties")) {
    inspected.place = PlaceOf(document_, value);
  }
  if (value.Is(Kind::kUnknown)) {
    inspected.reason =
        ReasonOf(&value, inspected.attribute.empty() ? inspected.path
                                                     : inspected.attribute);
  }
  inspected.links = LinksOf(value);
  inspected.alternatives = AlternativesOf(inspected, resource);
  const bool enter = inspected.has_members;
  out->push_back(std::move(inspected));
  if (!enter) {
    return;
  }
  if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      AddValue(member.value, resource,
               fmt::format("{}.{}", path, member.key->text),
               std::string(member.key->text), depth + 1, out);
    }
    return;
  }
  for (std::size_t i = 0; i < value.size; ++i) {
    std::string number = fmt::format("[{}]", i);
    AddValue(value.AsList()[i], resource, path + number, std::move(number),
             depth + 1, out);
  }
}

InspectedResource Inspector::Inspect(const ResourceInSection& which) const {
  const Resource& resource = *which.resource;
  InspectedResource inspected{.resource = &resource,
                              .planned = which.planned,
                              .action = std::string(ActionOf(resource)),
                              .only_if = OnlyIf(resource),
                              .mapped = IsMapped(resource),
                              .place = PlaceOf(document_, *resource.node)};
  for (const Member& member : resource.node->AsMap()) {
    if (member.key->text != "Type") {
      AddValue(member.value, resource, std::string(member.key->text),
               std::string(member.key->text), 0, &inspected.values);
    }
  }
  const auto found = referrals_.find(&resource);
  if (found != referrals_.end()) {
    for (const Referral& referral : found->second) {
      inspected.referrers.push_back(
          {.address = std::string(referral.from->address),
           .path = referral.path});
    }
  }
  inspected.waivers = WaiversAt(inspected);
  return inspected;
}

std::vector<InspectedWaiver> Inspector::WaiversAt(
    const InspectedResource& inspected) const {
  std::vector<InspectedWaiver> found;
  if (waivers_.empty()) {
    return found;
  }
  std::set<std::string> addresses;
  const auto add = [&](std::string_view resource) {
    for (std::string& at : WaiverAddresses(resource)) {
      addresses.insert(std::move(at));
    }
  };
  add(inspected.resource->address);
  for (const InspectedValue& value : inspected.values) {
    add(value.set_in);
  }
  for (const std::string& at : addresses) {
    const auto here = waivers_.find(at);
    if (here == waivers_.end()) {
      continue;
    }
    for (const WrittenWaiver* waiver : here->second) {
      found.push_back({.policies = waiver->policies,
                       .waiver = DescribeWaiver(document_, *waiver),
                       .why_not = WhyNotCounting(*waiver, today_)});
    }
  }
  return found;
}

std::vector<ResourceInSection> Inspector::All() const {
  std::vector<ResourceInSection> all;
  for (const Resource& resource : document_.resources()) {
    all.push_back({.resource = &resource, .planned = true});
  }
  for (const Resource& resource : document_.previous()) {
    const std::string_view action = ActionOf(resource);
    if (action != "no-op" && action != "import") {
      all.push_back({.resource = &resource, .planned = false});
    }
  }
  return all;
}

bool Inspector::HasValueOf(const Value& value, std::string_view address) const {
  if (value.Is(Kind::kMap)) {
    const auto members = value.AsMap();
    return std::any_of(members.begin(), members.end(),
                       [&](const Member& member) {
                         return HasValueOf(member.value, address);
                       });
  }
  if (value.Is(Kind::kList)) {
    const auto items = value.AsList();
    return std::any_of(items.begin(), items.end(), [&](const Value& item) {
      return HasValueOf(item, address);
    });
  }
  return NativeAttributeOf(document_, value).address == address;
}

std::vector<ResourceInSection> Inspector::Named(
    std::string_view address) const {
  const std::vector<ResourceInSection> all = All();
  std::vector<ResourceInSection> named;
  const auto take = [&](const auto& is_meant) {
    if (named.empty()) {
      std::copy_if(all.begin(), all.end(), std::back_inserter(named),
                   [&](const ResourceInSection& each) {
                     return is_meant(*each.resource);
                   });
    }
  };
  take([&](const Resource& r) { return r.address == address; });
  take([&](const Resource& r) { return WithoutKeys(r.address) == address; });
  if (is_plan_) {
    take([&](const Resource& r) {
      return r.properties != nullptr && HasValueOf(*r.properties, address);
    });
  }
  return named;
}

std::map<std::string_view, std::size_t> Inspector::Unmapped() const {
  std::map<std::string_view, std::size_t> counts;
  for (const Resource& resource : document_.resources()) {
    if (!IsMapped(resource)) {
      ++counts[resource.type];
    }
  }
  return counts;
}

std::map<std::string, std::size_t> Inspector::Unknown() const {
  std::map<std::string, std::size_t> counts;
  for (const Resource& resource : document_.resources()) {
    if (resource.properties != nullptr) {
      CountUnknown(*resource.properties, &counts);
    }
  }
  return counts;
}

}  // namespace connectguard
