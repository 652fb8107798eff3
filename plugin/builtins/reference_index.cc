#include "builtins/reference_index.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <span>
#include <unordered_set>
#include <utility>

#include "document/contents.h"

namespace connectguard {
namespace {

// Heads of Terraform references that can carry a resource's name from
// elsewhere.
constexpr std::array<std::string_view, 6> kCarriers = {
    "var", "local", "module", "data", "each", "self"};

// References that never name a resource of the plan, however they turn out.
constexpr std::array<std::string_view, 7> kNeverResources = {
    "AWS::",
    "count.",
    "path.",
    "terraform.",
    "data.aws_region",
    "data.aws_caller_identity",
    "data.aws_partition"};

bool IsOf(const Resource& resource, std::string_view type) {
  return type == kAnyType || resource.type == type;
}

// Only types that CloudFormation knows can be told apart by name; a resource
// such as `random_id` lends its text to any name.
bool LendsItsText(const Resource& resource) {
  return resource.type.find("::") == std::string_view::npos;
}

// All of a text without the separator. Most of an ARN may stand behind it, so
// the search is one that looks at many bytes at once.
std::string_view BehindLast(char separator, std::string_view text) {
  const void* last = memrchr(text.data(), separator, text.size());
  return last == nullptr
             ? text
             : text.substr(static_cast<std::size_t>(
                               static_cast<const char*>(last) - text.data()) +
                           1);
}

template <typename Range, typename T>
bool Contains(const Range& range, const T& item) {
  return std::find(std::begin(range), std::end(range), item) != std::end(range);
}

void AddOnce(const Resource* resource, std::vector<const Resource*>* out) {
  if (!Contains(*out, resource)) {
    out->push_back(resource);
  }
}

// One bit for the size of a text, which few others share.
std::uint64_t SizeBit(std::string_view text) {
  return std::uint64_t{1} << (text.size() % 64);
}

std::string_view HeadOf(std::string_view reference) {
  return reference.substr(0, reference.find_first_of(".["));
}

// The value is `whole`, or stands in it.
bool IsPartOf(const Value& value, const Value& whole) {
  const Value* at = &value;
  while (at != &whole) {
    if (at->parent == nullptr || !IsChild(*at->parent, *at)) {
      return false;
    }
    at = at->parent;
  }
  return true;
}

}  // namespace

bool Mention::Names(std::string_view type) const {
  return std::any_of(targets.begin(), targets.end(),
                     [&](const Resource* r) { return IsOf(*r, type); });
}

ReferenceIndex::ReferenceIndex(const Document& document) : document_(document) {
  for (const Resource& resource : document.resources()) {
    for (const Identifier& identifier : resource.identifiers) {
      if (!identifier.text.empty()) {
        AddOnce(&resource, &by_identifier_[identifier.text]);
        identifier_sizes_ |= SizeBit(identifier.text);
      }
    }
    if (!resource.native_type.empty()) {
      auto& types = types_of_native_[resource.native_type];
      if (!Contains(types, resource.type)) {
        types.push_back(resource.type);
      }
    }
  }
}

std::vector<Mention> ReferenceIndex::MentionsIn(const Value& value) const {
  std::vector<Mention> mentions;
  const Resource* owner = document_.OwnerOf(value).resource;
  const bool is_resource = owner != nullptr && owner->node == &value;
  const Value* from = is_resource ? owner->properties : &value;
  if (from == nullptr) {
    return mentions;
  }
  // Of what is large, policies ask again and again.
  const bool is_large = from->Is(Kind::kMap) || from->Is(Kind::kList);
  if (is_large && owner != nullptr && owner->properties != nullptr &&
      IsPartOf(*from, *owner->properties)) {
    const std::lock_guard lock(tables_mutex_);
    std::ranges::copy_if(MentionsOf(*owner), std::back_inserter(mentions),
                         [&](const Mention& mention) {
                           return IsPartOf(*mention.where, *from);
                         });
  } else {
    Walk(*from, owner, &mentions);
  }
  return mentions;
}

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
void ReferenceIndex::Walk(const Value& value, const Resource* owner,
                          std::vector<Mention>* out) const {
  if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      Walk(member.value, owner, out);
    }
    return;
  }
  if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      Walk(item, owner, out);
    }
    return;
  }
  if (value.Is(Kind::kUnknown) || value.Is(Kind::kString)) {
    AddMention(value, owner, out);
  }
}

void ReferenceIndex::AddMention(const Value& value, const Resource* owner,
                                std::vector<Mention>* out) const {
  const bool unknown = value.Is(Kind::kUnknown);
  const std::span<const Reference> references = value.References();
  Mention mention;
  mention.where = &value;
  mention.opaque = unknown && references.empty() && !value.unknown->unset;
  for (const Reference& reference : references) {
    const Resource* target = document_.FindResource(reference.target);
    if (target != nullptr) {
      AddOnce(target, &mention.targets);
    }
    if (unknown && (target == nullptr || LendsItsText(*target))) {
      mention.open.push_back(&reference);
    }
  }
  if (!unknown && mention.targets.empty()) {
    AddLiterals(value.AsString(), owner, &mention);
  }
  if (mention.opaque || !mention.targets.empty() || !mention.open.empty()) {
    out->push_back(std::move(mention));
  }
}

// A resource that states its own name refers neither to itself by that, nor to
// another of its type that is called the same elsewhere.
void ReferenceIndex::AddLiterals(std::string_view text, const Resource* owner,
                                 Mention* mention) const {
  AddNamed(text, owner, mention);
  if (!text.starts_with("arn:")) {
    return;
  }
  // `.../*` and `...:*` stand for what is inside the thing named before.
  while (text.ends_with("/*") || text.ends_with(":*")) {
    text.remove_suffix(2);
    AddNamed(text, nullptr, mention);
  }
  for (const char separator : {'/', ':'}) {
    AddNamed(BehindLast(separator, text), nullptr, mention);
  }
}

void ReferenceIndex::AddNamed(std::string_view name, const Resource* except,
                              Mention* mention) const {
  if ((identifier_sizes_ & SizeBit(name)) == 0) {
    return;
  }
  const auto found = by_identifier_.find(name);
  if (found == by_identifier_.end()) {
    return;
  }
  const bool own = except != nullptr && Contains(found->second, except);
  for (const Resource* resource : found->second) {
    if (!own || resource->type != except->type) {
      AddOnce(resource, &mention->targets);
    }
  }
}

bool ReferenceIndex::MayLeadTo(std::string_view reference,
                               std::string_view type) const {
  if (std::any_of(kNeverResources.begin(), kNeverResources.end(),
                  [&](std::string_view start) {
                    return reference.starts_with(start);
                  })) {
    return false;
  }
  const std::string_view head = HeadOf(reference);
  if (type == kAnyType || Contains(kCarriers, head)) {
    return true;
  }
  const auto found = types_of_native_.find(head);
  if (found == types_of_native_.end()) {
    return true;
  }
  return std::any_of(
      found->second.begin(), found->second.end(), [&](std::string_view known) {
        return known == type || known.find("::") == std::string_view::npos;
      });
}

bool ReferenceIndex::MayName(const Mention& mention, std::string_view type,
                             const Reference** which) const {
  const auto found = std::find_if(mention.open.begin(), mention.open.end(),
                                  [&](const Reference* reference) {
                                    return MayLeadTo(reference->text, type);
                                  });
  const bool is_open = found != mention.open.end();
  if (which != nullptr) {
    *which = is_open ? *found : nullptr;
  }
  return is_open || mention.opaque;
}

void ReferenceIndex::AddToTable(const Resource& resource, std::string_view to,
                                ReverseTable* table) const {
  if (resource.properties == nullptr) {
    return;
  }
  std::unordered_set<const Resource*> seen;
  const Value* open = nullptr;
  for (const Mention& mention : MentionsOf(resource)) {
    for (const Resource* target : mention.targets) {
      if (target != &resource && target->type == to &&
          seen.insert(target).second) {
        table->certain[target].push_back({.resource = &resource});
      }
    }
    if (open == nullptr && !mention.Names(to) && MayName(mention, to)) {
      open = mention.where;
    }
  }
  if (open != nullptr) {
    table->open.push_back({.resource = &resource, .open = open});
  }
}

const std::vector<Mention>& ReferenceIndex::MentionsOf(
    const Resource& resource) const {
  const auto [found, is_new] = mentions_.try_emplace(&resource);
  if (is_new) {
    Walk(*resource.properties, &resource, &found->second);
  }
  return found->second;
}

const ReferenceIndex::ReverseTable& ReferenceIndex::TableFor(
    std::string_view from, std::string_view to) const {
  const std::lock_guard lock(tables_mutex_);
  const auto [found, is_new] =
      tables_.try_emplace(TypePair(std::string(from), std::string(to)));
  if (is_new) {
    for (const Resource& resource : document_.resources()) {
      if (IsOf(resource, from)) {
        AddToTable(resource, to, &found->second);
      }
    }
  }
  return found->second;
}

std::vector<ReferenceIndex::Referrer> ReferenceIndex::ReferrersOf(
    const Resource& target, std::string_view type) const {
  const ReverseTable& table = TableFor(type, target.type);
  const auto found = table.certain.find(&target);
  const std::vector<Referrer> none;
  const std::vector<Referrer>& certain =
      found == table.certain.end() ? none : found->second;
  // Resources stand in one array, so their addresses are in document order; of
  // two entries for one resource the certain one stays.
  std::vector<Referrer> referrers;
  std::set_union(certain.begin(), certain.end(), table.open.begin(),
                 table.open.end(), std::back_inserter(referrers),
                 [](const Referrer& a, const Referrer& b) {
                   return a.resource < b.resource;
                 });
  std::erase_if(referrers, [&](const Referrer& referrer) {
    return referrer.resource == &target;
  });
  return referrers;
}

}  // namespace connectguard
