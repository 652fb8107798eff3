#include "builtins/iam_holders.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "builtins/iam_documents.h"
#include "iam/managed_policies.h"

namespace connectguard {
namespace {

constexpr std::string_view kRole = "AWS::IAM::Role";
constexpr std::string_view kUser = "AWS::IAM::User";
constexpr std::string_view kGroup = "AWS::IAM::Group";
constexpr std::string_view kManagedPolicy = "AWS::IAM::ManagedPolicy";

// Where policies and memberships name holders.
struct NamingProperty {
  std::string_view property;
  std::string_view type;
};
constexpr std::array<NamingProperty, 6> kNamingProperties = {{
    {"RoleName", kRole},
    {"Roles", kRole},
    {"UserName", kUser},
    {"Users", kUser},
    {"GroupName", kGroup},
    {"Groups", kGroup},
}};

// The items of a list, or the one value.
std::vector<const Value*> Items(const Value& value) {
  if (!value.Is(Kind::kList)) {
    return {&value};
  }
  std::vector<const Value*> items;
  for (const Value& item : value.AsList()) {
    items.push_back(&item);
  }
  return items;
}

bool IsUnset(const Value& value) {
  return value.Is(Kind::kNull) ||
         (value.Is(Kind::kUnknown) && value.unknown->unset);
}

const Value* PropertyOf(const Resource& resource, std::string_view name) {
  if (resource.properties == nullptr) {
    return nullptr;
  }
  const Value* value = Find(*resource.properties, name);
  return value == nullptr || IsUnset(*value) ? nullptr : value;
}

// The text of a property that may be left out; nullopt when it is not known.
std::optional<std::string_view> TextOf(const Resource& resource,
                                       std::string_view name,
                                       std::string_view absent) {
  const Value* value = PropertyOf(resource, name);
  if (value == nullptr) {
    return absent;
  }
  return value->Is(Kind::kString) ? std::optional(value->AsString())
                                  : std::nullopt;
}

std::string PrincipalOf(const Resource& resource) {
  if (resource.type == kGroup) {
    return "";
  }
  const bool role = resource.type == kRole;
  const auto path = TextOf(resource, "Path", "/");
  const auto name = TextOf(resource, role ? "RoleName" : "UserName", "");
  if (!path || !name || name->empty() || !path->ends_with('/')) {
    return "";
  }
  return fmt::format("arn:*:iam::*:{}{}{}", role ? "role" : "user", *path,
                     *name);
}

// `open`: what leaves it open whether it is attached; null when it is.
void AddPolicy(const HeldPolicy& policy, const Value* open,
               PolicyHolder* holder) {
  if (open == nullptr) {
    holder->policies.push_back(policy);
  } else {
    holder->perhaps.push_back({.policy = policy, .open = open});
  }
}

// Both indexes of a document, made when they are first asked for.
class HolderIndexes {
 public:
  explicit HolderIndexes(const Document&) {}

  const HolderIndex& Get(const Document& document,
                         HolderIndex::State state) const {
    const std::lock_guard lock(mutex_);
    auto& index = state == HolderIndex::State::kPlanned ? planned_ : previous_;
    if (index == nullptr) {
      index = std::make_unique<HolderIndex>(document, state);
    }
    return *index;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::unique_ptr<const HolderIndex> planned_;
  mutable std::unique_ptr<const HolderIndex> previous_;
};

}  // namespace

const HolderIndex& HolderIndex::Of(const Document& document, State state) {
  return document.Derived<HolderIndexes>().Get(document, state);
}

HolderIndex::HolderIndex(const Document& document, State state)
    : document_(document),
      state_(state),
      references_(&document.Derived<ReferenceIndex>()) {
  AddHolders();
  const auto resources =
      state_ == State::kPlanned ? document_.resources() : document_.previous();
  for (const Resource& resource : resources) {
    if (IsIdentityPolicy(resource.type)) {
      AddResource(resource);
    }
  }
  AddGroupsOfUsers();
  InheritFromGroups();
}

const PolicyHolder* HolderIndex::Find(std::string_view address) const {
  const auto found = holders_.find(address);
  return found == holders_.end() ? nullptr : &found->second;
}

// What exists is named by literals: the name, the ARN, or the ARN's last part.
HolderIndex::Targets HolderIndex::TargetsOf(const Value& value,
                                            std::string_view type) const {
  Targets targets;
  if (state_ == State::kPlanned) {
    for (const Mention& mention : references_->MentionsIn(value)) {
      for (const Resource* target : mention.targets) {
        if (target->type == type) {
          targets.certain.push_back(target);
        }
      }
      if (!mention.Names(type) && references_->MayName(mention, type)) {
        targets.open = true;
      }
    }
    return targets;
  }
  if (!value.Is(Kind::kString)) {
    targets.open = value.Is(Kind::kUnknown);
    return targets;
  }
  const std::string_view text = value.AsString();
  const std::string_view last =
      text.starts_with("arn:") ? text.substr(text.rfind('/') + 1) : text;
  for (const std::string_view name : {text, last}) {
    const auto [begin, end] = by_name_.equal_range(name);
    for (auto at = begin; at != end; ++at) {
      if (at->second->type == type &&
          std::find(targets.certain.begin(), targets.certain.end(),
                    at->second) == targets.certain.end()) {
        targets.certain.push_back(at->second);
      }
    }
  }
  return targets;
}

void HolderIndex::AddHolders() {
  const auto resources =
      state_ == State::kPlanned ? document_.resources() : document_.previous();
  if (state_ == State::kPrevious) {
    for (const Resource& resource : resources) {
      for (const Identifier& identifier : resource.identifiers) {
        by_name_.emplace(identifier.text, &resource);
      }
      for (const std::string_view name :
           {"RoleName", "UserName", "GroupName", "ManagedPolicyName"}) {
        const Value* text = PropertyOf(resource, name);
        const bool own =
            text != nullptr && text->Is(Kind::kString) &&
            (IsPolicyHolder(resource.type) || resource.type == kManagedPolicy);
        if (own) {
          by_name_.emplace(text->AsString(), &resource);
        }
      }
    }
  }
  for (const Resource& resource : resources) {
    if (IsPolicyHolder(resource.type)) {
      PolicyHolder& holder = holders_[resource.address];
      holder.resource = &resource;
      holder.principal = PrincipalOf(resource);
      if (const Value* policies = PropertyOf(resource, "Policies")) {
        AddInline(*policies, &holder);
      }
      if (const Value* arns = PropertyOf(resource, "ManagedPolicyArns")) {
        AddManaged(*arns, &holder);
      }
      if (const Value* arn = PropertyOf(resource, "PermissionsBoundary")) {
        const Resource* planned = nullptr;
        holder.boundary = Managed(*arn, &planned);
        if (planned != nullptr) {
          held_.insert(planned->address);
        }
      }
    }
  }
}

void HolderIndex::AddInline(const Value& policies, PolicyHolder* holder) {
  for (const Value* policy : Items(policies)) {
    const Value* document = policy->Is(Kind::kUnknown)
                                ? policy
                                : connectguard::Find(*policy, "PolicyDocument");
    if (document != nullptr && !IsUnset(*document)) {
      holder->policies.push_back({.document = document});
    }
  }
}

void HolderIndex::AddManaged(const Value& arns, PolicyHolder* holder) {
  for (const Value* arn : Items(arns)) {
    const Resource* planned = nullptr;
    HeldPolicy policy = Managed(*arn, &planned);
    if (planned != nullptr) {
      held_.insert(planned->address);
    }
    if (policy.document != nullptr) {
      holder->policies.push_back(policy);
    }
  }
}

// The policy that an ARN leads to, of the plan or not.
HeldPolicy HolderIndex::Managed(const Value& arn, const Resource** planned) {
  const Targets targets = TargetsOf(arn, kManagedPolicy);
  if (!targets.certain.empty()) {
    *planned = targets.certain.front();
    return {.document = PropertyOf(**planned, "PolicyDocument")};
  }
  if (arn.Is(Kind::kString)) {
    ValueBuilder builder(&arena_, &keys_);
    if (const Value* known = AwsManagedPolicy(arn.AsString(), arn, &builder)) {
      return {.document = known, .attached_at = &arn};
    }
  }
  return Outside(arn, "attached policy");
}

// What is called by a name, and is not part of the input.
HeldPolicy HolderIndex::Outside(const Value& name, std::string_view what) {
  HeldPolicy policy = {.document = &name, .attached_at = &name};
  if (!name.Is(Kind::kString)) {
    return policy;
  }
  policy.outside = name.AsString();
  UnknownInfo info;
  info.reason = arena_.CopyText(
      name.sensitive
          ? std::string("what is attached here is not part of the input")
          : fmt::format("what the {} `{}` says is not part of the input", what,
                        name.AsString()));
  ValueBuilder builder(&arena_, &keys_);
  builder.AddUnknown(arena_.New<UnknownInfo>(info), name.span());
  policy.document = builder.Finish(&name);
  return policy;
}

void HolderIndex::AddResource(const Resource& policy) {
  if (PropertyOf(policy, "PolicyDocument") == nullptr) {
    return;
  }
  for (const auto& [property, type] : kNamingProperties) {
    if (const Value* names = PropertyOf(policy, property)) {
      Attach(policy, *names, type);
    }
  }
}

std::vector<HolderIndex::Named> HolderIndex::HoldersNamed(
    const Value& values, std::string_view type) {
  std::vector<Named> named;
  for (const Value* value : Items(values)) {
    const Targets targets = TargetsOf(*value, type);
    for (const Resource* target : targets.certain) {
      named.push_back({.holder = &holders_[target->address]});
    }
    if (!targets.open) {
      continue;
    }
    for (auto& [address, holder] : holders_) {
      if (holder.resource->type == type) {
        named.push_back({.holder = &holder, .open = value});
      }
    }
  }
  return named;
}

void HolderIndex::Attach(const Resource& policy, const Value& names,
                         std::string_view holder_type) {
  const HeldPolicy held = {.document = PropertyOf(policy, "PolicyDocument")};
  for (const Named& named : HoldersNamed(names, holder_type)) {
    AddPolicy(held, named.open, named.holder);
    if (named.open == nullptr) {
      held_.insert(policy.address);
    }
  }
}

void HolderIndex::AddGroupsOfUsers() {
  const auto resources =
      state_ == State::kPlanned ? document_.resources() : document_.previous();
  for (const Resource& resource : resources) {
    if (resource.type == "AWS::IAM::UserToGroupAddition") {
      const Value* groups = PropertyOf(resource, "GroupName");
      const Value* users = PropertyOf(resource, "Users");
      if (groups != nullptr && users != nullptr) {
        JoinGroups(*groups, HoldersNamed(*users, kUser));
      }
    } else if (resource.type == kUser) {
      if (const Value* groups = PropertyOf(resource, "Groups")) {
        JoinGroups(*groups, {{.holder = &holders_[resource.address]}});
      }
    }
  }
}

// A group that is not in the plan, or that is not known, may have anything.
void HolderIndex::JoinGroups(const Value& groups,
                             const std::vector<Named>& users) {
  for (const Value* group : Items(groups)) {
    const Targets targets = TargetsOf(*group, kGroup);
    for (const Resource* target : targets.certain) {
      for (const Named& user : users) {
        memberships_.push_back(
            {.user = user, .group = &holders_[target->address]});
      }
    }
    if (targets.certain.empty()) {
      const HeldPolicy outside = Outside(*group, "group");
      for (const Named& user : users) {
        AddPolicy(outside, user.open, user.holder);
      }
    }
  }
}

void HolderIndex::InheritFromGroups() {
  for (const auto& [user, group] : memberships_) {
    for (const HeldPolicy& policy : group->policies) {
      AddPolicy(policy, user.open, user.holder);
    }
    for (const PolicyHolder::Perhaps& perhaps : group->perhaps) {
      AddPolicy(perhaps.policy, perhaps.open, user.holder);
    }
  }
}

}  // namespace connectguard
