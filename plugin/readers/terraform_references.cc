#include "readers/terraform_references.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "readers/encoded_json.h"
#include "readers/plan_configuration.h"
#include "readers/source_references.h"
#include "readers/terraform_address.h"

namespace connectguard {
namespace {

// Modules that a reference is followed through; real configurations nest a
// handful.
constexpr int kMaxHops = 16;

// References that are looked at for one value; ends configurations that were
// made to branch at each hop.
constexpr std::size_t kMaxSteps = 256;

// Above, a resource's expressions are indexed instead of searched.
constexpr std::size_t kIndexedExpressions = 32;

// Equal, or one above the other.
bool OnOneLine(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  if (a.substr(0, shorter) != b.substr(0, shorter)) {
    return false;
  }
  return a.size() == b.size() ||
         (a.size() > shorter ? a[shorter] : b[shorter]) == '.';
}

// `["k"]` and `k` say the same behind a reference.
std::string_view PlainAttribute(std::string_view attribute) {
  if (attribute.size() > 4 && attribute.starts_with("[\"") &&
      attribute.ends_with("\"]")) {
    return attribute.substr(2, attribute.size() - 4);
  }
  return attribute;
}

// Data sources that are read only during apply.
bool IsWaitingDocument(const PlannedResource& resource) {
  return resource.is_data && resource.type == "aws_iam_policy_document" &&
         resource.action == ChangeAction::kRead;
}

// What stands in an expression without saying what its value refers to.
bool IsOnlyIndex(std::string_view text) {
  return text == "each.key" || text == "count.index" ||
         text.starts_with("path.") || text.starts_with("terraform.");
}

}  // namespace

const PlannedResource* ResolvedReference::Target() const {
  if (candidates.empty()) {
    return nullptr;
  }
  const PlannedResource* first = candidates.front().resource;
  const bool same = std::all_of(
      candidates.begin(), candidates.end(),
      [&](const ReferenceCandidate& c) { return c.resource == first; });
  return same ? first : nullptr;
}

// `head.name[index].rest`: the parts that tell what kind of reference it is.
struct ReferenceResolver::Traversal {
  std::string_view head;   // `var`, `module`, `each`, or a resource's type.
  std::string_view name;   // The next name.
  std::string_view index;  // Behind it; may be empty.
  std::string_view rest;

  explicit Traversal(std::string_view text) : rest(text) {
    head = TakeSegment(&rest).name;
    const AddressSegment segment = TakeSegment(&rest);
    name = segment.name;
    index = segment.index == "[*]" ? std::string_view() : segment.index;
  }
};

ReferenceResolver::ReferenceResolver(std::span<const PlannedResource> resources,
                                     const PlanFacts& facts)
    : configuration_(facts.configuration) {
  groups_.reserve(resources.size());
  by_address_.reserve(resources.size());
  for (const PlannedResource& resource : resources) {
    const bool planned = resource.action != ChangeAction::kDelete &&
                         resource.action != ChangeAction::kForget;
    if (planned && (!resource.is_data || IsWaitingDocument(resource)) &&
        resource.deposed.empty()) {
      const ResourceAddress address = ParseResourceAddress(resource.address);
      ResourceGroup& group = groups_[address.base];
      group.base = address.base;
      group.instances.push_back(&resource);
      by_address_.emplace(resource.address, &resource);
    }
  }
  if (facts.sources != nullptr) {
    sources_ = std::make_unique<SourceReferences>(
        facts.sources,
        SourceReferences::Plan{.groups = &groups_,
                               .by_address = &by_address_,
                               .configuration = configuration_,
                               .complete = facts.complete && !facts.errored});
  }
}

ReferenceResolver::~ReferenceResolver() = default;

bool ReferenceResolver::HasSource(const PlannedResource& owner) const {
  return sources_ != nullptr && sources_->Knows(owner);
}

const ReferenceResolver::Index& ReferenceResolver::IndexOf(
    const ResourceExpressions& expressions) const {
  const auto [found, added] = indices_.try_emplace(&expressions);
  if (added) {
    for (const AttributeExpression& each : expressions.attributes) {
      std::string_view path = each.path;
      std::vector<const AttributeExpression*>& own = found->second[path];
      own.insert(own.begin(), &each);
      for (std::size_t dot = path.rfind('.'); dot != std::string_view::npos;
           dot = path.rfind('.')) {
        path = path.substr(0, dot);
        found->second[path].push_back(&each);
      }
    }
  }
  return found->second;
}

std::vector<const AttributeExpression*> ReferenceResolver::ExpressionsAt(
    const PlannedResource& owner, std::string_view path) const {
  std::vector<const AttributeExpression*> found;
  if (owner.expressions == nullptr) {
    return found;
  }
  if (owner.expressions->attributes.size() <= kIndexedExpressions) {
    for (const AttributeExpression& each : owner.expressions->attributes) {
      if (OnOneLine(each.path, path)) {
        found.push_back(&each);
      }
    }
    return found;
  }
  const Index& index = IndexOf(*owner.expressions);
  if (const auto below = index.find(path); below != index.end()) {
    found = below->second;
  }
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos;
       dot = path.find('.', dot + 1)) {
    const std::string_view above = path.substr(0, dot);
    const auto entry = index.find(above);
    // The expression of that very path stands first, unless there is none.
    if (entry != index.end() && entry->second.front()->path == above) {
      found.push_back(entry->second.front());
    }
  }
  return found;
}

std::size_t ReferenceResolver::PlannedBlocks(const PlannedResource& owner,
                                             std::string_view path) {
  const Value* top = owner.after == nullptr
                         ? nullptr
                         : Find(*owner.after, path.substr(0, path.find('.')));
  return top != nullptr && top->Is(Kind::kList) ? top->size : 1;
}

bool ReferenceResolver::CertainlyUnset(const PlannedResource& owner,
                                       std::string_view path) const {
  if (owner.expressions == nullptr || !owner.expressions->complete) {
    return false;
  }
  // Nobody writes tags_all: it is `tags` with the provider's default tags.
  if (path == "tags_all") {
    return (configuration_ == nullptr || !configuration_->has_default_tags()) &&
           CertainlyUnset(owner, "tags");
  }
  if (HasSource(owner)) {
    return sources_->IsUnset(owner, path);
  }
  const std::size_t dot = path.rfind('.');
  const std::string_view block =
      dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
  bool block_is_set = block.empty();
  for (const AttributeExpression* each : ExpressionsAt(owner, block)) {
    if (block.empty() || each->path.size() < block.size()) {
      continue;
    }
    block_is_set = each->blocks == PlannedBlocks(owner, path);
  }
  const std::vector<const AttributeExpression*> setting =
      ExpressionsAt(owner, path);
  return block_is_set && std::all_of(setting.begin(), setting.end(),
                                     [&](const AttributeExpression* each) {
                                       return each->is_empty &&
                                              each->path.size() < path.size();
                                     });
}

Resolution ReferenceResolver::Resolve(const PlannedResource& owner,
                                      std::string_view path) const {
  return HasSource(owner) ? sources_->Resolve(owner, path)
                          : ResolveByPlan(owner, path);
}

std::optional<EncodedValue> ReferenceResolver::EncodedAt(
    const PlannedResource& owner, std::string_view path) const {
  return HasSource(owner) ? sources_->EncodedAt(owner, path) : std::nullopt;
}

Resolution ReferenceResolver::ResolveByPlan(const PlannedResource& owner,
                                            std::string_view path) const {
  const std::vector<const AttributeExpression*> expressions =
      ExpressionsAt(owner, path);
  std::vector<std::string_view> all;
  for (const AttributeExpression* each : expressions) {
    all.insert(all.end(), each->references.begin(), each->references.end());
    if (all.size() > kMaxReferences * 2) {
      break;
    }
  }
  const std::vector<std::string_view> longest = LongestReferences(all);
  const ResourceAddress address = ParseResourceAddress(owner.address);
  const Scope scope = {.module = std::string(address.module),
                       .key = address.key,
                       .for_each = owner.expressions == nullptr
                                       ? nullptr
                                       : owner.expressions->for_each,
                       .repeated = address.base};
  steps_left_ = kMaxSteps;
  Resolution resolution;
  std::vector<ResolvedReference>& resolved = resolution.references;
  for (const std::string_view text : longest) {
    if (IsOnlyIndex(text)) {
      continue;
    }
    ResolvedReference reference = {.text = text, .candidates = {}};
    forked_ = false;
    if (!TakeGiven(expressions, text, &reference.candidates)) {
      Follow(scope, text, longest, 0, &reference.candidates);
    }
    reference.plain = !forked_;
    resolved.push_back(std::move(reference));
    if (resolved.size() == kMaxReferences) {
      break;
    }
  }
  // `aws_s3_bucket.b[each.value]`: the value was only an index.
  if (resolved.size() > 1) {
    std::erase_if(resolved, [](const ResolvedReference& reference) {
      return reference.candidates.empty() &&
             reference.text.starts_with("each.");
    });
  }
  resolution.exact = resolved.size() == 1 &&
                     resolved.front().Target() != nullptr &&
                     expressions.size() == 1 && !expressions.front()->differs &&
                     expressions.front()->blocks == PlannedBlocks(owner, path);
  return resolution;
}

bool ReferenceResolver::TakeGiven(
    std::span<const AttributeExpression* const> expressions,
    std::string_view text, Candidates* out) const {
  for (const AttributeExpression* each : expressions) {
    for (const GivenReference& given : each->given) {
      const auto target = given.text == text ? by_address_.find(given.target)
                                             : by_address_.end();
      if (target == by_address_.end()) {
        continue;
      }
      const auto base = ParseResourceAddress(given.target).base;
      out->push_back({.group = &groups_.at(base),
                      .resource = target->second,
                      .attribute = given.attribute});
      return true;
    }
  }
  return false;
}

void ReferenceResolver::Follow(const Scope& scope, std::string_view text,
                               std::span<const std::string_view> all, int depth,
                               Candidates* out) const {
  if (depth > kMaxHops || steps_left_ == 0) {
    return;
  }
  --steps_left_;
  const Traversal at(text);
  if (at.head == "var") {
    FollowVariable(scope, at, depth, out);
  } else if (at.head == "module") {
    FollowOutput(scope, at, all, depth, out);
  } else if (at.head == "each") {
    FollowEachValue(scope, at, depth, out);
  } else if (at.head == "data") {
    FollowResource(scope, Traversal(text.substr(at.head.size() + 1)), all,
                   "data.", out);
  } else if (at.head != "local") {
    FollowResource(scope, at, all, "", out);
  }
}

// What an expression of another module means, of which `rest` is read.
void ReferenceResolver::FollowExpression(const Scope& scope,
                                         const Value* expression,
                                         std::string_view rest, int depth,
                                         Candidates* out) const {
  const std::vector<std::string_view> texts = ReferencesOf(expression);
  steps_left_ -= std::min(steps_left_, texts.size());
  const std::vector<std::string_view> longest = LongestReferences(texts);
  forked_ = forked_ || longest.size() != 1 || !rest.empty();
  Candidates found;
  for (const std::string_view text : longest) {
    Follow(scope, text, longest, depth + 1, &found);
  }
  // An object made of several references: the one that its attribute names.
  rest = PlainAttribute(rest);
  const auto named = [&](const ReferenceCandidate& candidate) {
    return candidate.attribute == rest;
  };
  const bool pick =
      !rest.empty() && std::any_of(found.begin(), found.end(), named);
  for (ReferenceCandidate& candidate : found) {
    if (pick && !named(candidate)) {
      continue;
    }
    if (candidate.attribute.empty()) {
      candidate.attribute = rest;
    }
    out->push_back(candidate);
  }
}

void ReferenceResolver::FollowVariable(const Scope& scope, const Traversal& at,
                                       int depth, Candidates* out) const {
  if (configuration_ == nullptr || scope.module.empty()) {
    return;
  }
  // The call of this module stands in its parent.
  const auto [parent, name, key] = SplitModule(scope.module);
  const Value* module = configuration_->Module(parent);
  const Value* call =
      module == nullptr ? nullptr : FindPath(*module, {"module_calls", name});
  if (call == nullptr) {
    return;
  }
  const Scope outer = {
      .module = std::string(parent),
      .key = key,
      .for_each = Find(*call, "for_each_expression"),
      .repeated = std::string_view(scope.module)
                      .substr(0, scope.module.size() - key.size())};
  FollowExpression(outer, FindPath(*call, {"expressions", at.name}), at.rest,
                   depth, out);
}

void ReferenceResolver::FollowOutput(const Scope& scope, const Traversal& at,
                                     std::span<const std::string_view> all,
                                     int depth, Candidates* out) const {
  // A caller without configuration may name a resource of a module in full.
  std::string_view rest = at.rest;
  const AddressSegment output = TakeSegment(&rest);
  const Value* module = configuration_ == nullptr
                            ? nullptr
                            : configuration_->Module(scope.module);
  const Value* call = module == nullptr
                          ? nullptr
                          : FindPath(*module, {"module_calls", at.name});
  std::string inner = JoinAddress(scope.module, "module.");
  inner += at.name;
  if (call == nullptr) {
    inner += at.index;
    const Traversal absolute(at.rest);
    FollowResource({.module = std::move(inner),
                    .key = scope.key,
                    .repeated = scope.repeated},
                   absolute, all, "", out);
    return;
  }
  const bool repeated = Find(*call, "for_each_expression") != nullptr ||
                        Find(*call, "count_expression") != nullptr;
  std::string buffer;
  std::string_view key = at.index;
  if (key.empty() && repeated) {
    key = KeyFor(scope, all, inner, &buffer);
    if (key.empty()) {
      return;
    }
  }
  inner += key;
  FollowExpression(
      {.module = std::move(inner)},
      FindPath(*call, {"module", "outputs", output.name, "expression"}), rest,
      depth, out);
}

// `each.value` where for_each goes over a resource or a module: the element
// with the same key.
void ReferenceResolver::FollowEachValue(const Scope& scope, const Traversal& at,
                                        int depth, Candidates* out) const {
  if (at.name != "value" || scope.for_each == nullptr || scope.key.empty()) {
    return;
  }
  const std::vector<std::string_view> texts = ReferencesOf(scope.for_each);
  steps_left_ -= std::min(steps_left_, texts.size());
  for (const std::string_view text : LongestReferences(texts)) {
    const Traversal over(text);
    if (!over.index.empty() || !over.rest.empty() || over.head == "var" ||
        over.head == "local" || over.head == "each" || over.head == "data") {
      continue;
    }
    std::string& element = texts_.emplace_back(text);
    element += scope.key;
    if (!at.rest.empty()) {
      element += '.';
      element += at.rest;
    }
    Follow(scope, element, {}, depth + 1, out);
  }
}

void ReferenceResolver::FollowResource(const Scope& scope, const Traversal& at,
                                       std::span<const std::string_view> all,
                                       std::string_view mode,
                                       Candidates* out) const {
  std::string local(mode);
  local += at.head;
  local += '.';
  local += at.name;
  const auto found = groups_.find(JoinAddress(scope.module, local));
  if (found == groups_.end()) {
    return;
  }
  const ResourceGroup& group = found->second;
  const std::string_view attribute = PlainAttribute(at.rest);
  if (at.index.empty() && group.instances.size() == 1) {
    out->push_back({.group = &group,
                    .resource = group.instances.front(),
                    .attribute = attribute});
    return;
  }
  std::string buffer;
  const std::string_view key =
      at.index.empty() ? KeyFor(scope, all, group.base, &buffer) : at.index;
  std::string address(group.base);
  address += key;
  const auto instance = by_address_.find(address);
  if (!key.empty() && instance != by_address_.end()) {
    out->push_back({.group = &group,
                    .resource = instance->second,
                    .attribute = attribute});
  } else if (at.index.empty()) {
    out->push_back(
        {.group = &group, .resource = nullptr, .attribute = attribute});
  }
}

// The key that an index which the plan does not show probably has: that of the
// instance which the expression stands in. Empty when nothing speaks for it.
std::string_view ReferenceResolver::KeyFor(
    const Scope& scope, std::span<const std::string_view> all,
    std::string_view target, std::string* buffer) const {
  for (const std::string_view text : all) {
    if (text == "each.key" || text == "count.index") {
      if (!HaveCounterparts(scope.repeated, target)) {
        return {};
      }
      if (assumed_.emplace(scope.repeated).second && first_assumed_.empty()) {
        first_assumed_ = scope.repeated;
      }
      return scope.key;
    }
    const Traversal at(text);
    if (at.head != "each" || at.name != "value") {
      continue;
    }
    const Value* value = ValueOfEach(scope, at.rest);
    if (value != nullptr && value->Is(Kind::kString)) {
      *buffer = "[\"";
      *buffer += value->AsString();
      *buffer += "\"]";
      return *buffer;
    }
  }
  return {};
}

// True when each instance has one with the same key on the other side, so that
// their keys are all but certain to belong together: `x[count.index / 2]` and
// `x["${each.key}-b"]` look the same in a plan. A lone `count.index` is mostly
// one that is computed with, as in `element(x, count.index + 1)`.
bool ReferenceResolver::HaveCounterparts(std::string_view repeated,
                                         std::string_view target) const {
  std::string pair(repeated);
  pair += '\n';
  pair += target;
  const auto [answer, added] = counterparts_.try_emplace(pair, false);
  if (!added) {
    return answer->second;
  }
  if (keys_.empty()) {
    IndexKeys();
  }
  const auto ours = keys_.find(std::string(repeated));
  const auto theirs = keys_.find(std::string(target));
  if (ours == keys_.end() || theirs == keys_.end()) {
    return false;
  }
  const std::unordered_set<std::string_view> there(theirs->second.begin(),
                                                   theirs->second.end());
  const bool lone = ours->second.size() == 1 && there.size() > 1 &&
                    ours->second.front().starts_with("[0");
  answer->second =
      !lone &&
      std::all_of(ours->second.begin(), ours->second.end(),
                  [&](std::string_view key) { return there.contains(key); });
  return answer->second;
}

void ReferenceResolver::IndexKeys() const {
  std::unordered_set<std::string_view> modules;
  for (const auto& [base, group] : groups_) {
    std::vector<std::string_view>& keys = keys_[std::string(base)];
    for (const PlannedResource* resource : group.instances) {
      keys.push_back(resource->address.substr(base.size()));
    }
    // `module.a["k"]` and, inside it, `module.a["k"].module.b[0]`.
    std::string_view rest = ParseResourceAddress(base).module;
    const std::string_view module = rest;
    while (!rest.empty()) {
      TakeSegment(&rest);
      const AddressSegment segment = TakeSegment(&rest);
      const std::size_t behind = rest.empty() ? 0 : rest.size() + 1;
      const std::string_view path = module.substr(0, module.size() - behind);
      if (modules.insert(path).second) {
        keys_[std::string(path.substr(0, path.size() - segment.index.size()))]
            .push_back(segment.index);
      }
    }
  }
}

// `each.value.rest` where for_each is a literal or a variable of the root.
const Value* ReferenceResolver::ValueOfEach(const Scope& scope,
                                            std::string_view rest) const {
  if (scope.for_each == nullptr || scope.key.size() < 5) {
    return nullptr;
  }
  const Value* over = Find(*scope.for_each, "constant_value");
  const std::vector<std::string_view> texts = ReferencesOf(scope.for_each);
  if (over == nullptr && texts.size() == 1 && configuration_ != nullptr &&
      scope.module.empty() && texts.front().starts_with("var.")) {
    over = configuration_->RootVariable(texts.front().substr(4));
  }
  const Value* at = over;
  if (at != nullptr) {
    at = Find(*at, scope.key.substr(2, scope.key.size() - 4));
  }
  while (at != nullptr && !rest.empty()) {
    at = Find(*at, TakeSegment(&rest).name);
  }
  return at;
}

}  // namespace connectguard
