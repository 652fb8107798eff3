#include "readers/source_references.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "base/limits.h"
#include "readers/source_scope.h"
#include "readers/terraform_address.h"

namespace connectguard {
namespace {

// Steps of the evaluator for one attribute: ends configurations that were made
// to grow.
constexpr std::size_t kMaxSteps = 200'000;

// Bytes of remembered values; beyond, they are computed again.
constexpr std::size_t kMaxRemembered = std::size_t{64} << 20;

// `aws_s3_bucket.b` of `aws_s3_bucket.b["k"].id`.
std::string HeadOf(std::string_view text) {
  const std::string_view type = TakeSegment(&text).name;
  std::string head(type);
  const std::string_view name = TakeSegment(&text).name;
  head += '.';
  head += name;
  if (type == "data") {
    head += '.';
    head += TakeSegment(&text).name;
  }
  return head;
}

bool IsOnlyIndex(std::string_view text) {
  return text == "each.key" || text == "count.index" ||
         text.starts_with("path.") || text.starts_with("terraform.");
}

}  // namespace

SourceReferences::SourceReferences(const TerraformSources* sources, Plan plan)
    : sources_(sources),
      plan_(plan),
      arena_(std::make_unique<Arena>()),
      evaluator_(std::make_unique<hcl::Evaluator>(arena_.get())) {}

void SourceReferences::StartSteps() { evaluator_->SetSteps(kMaxSteps); }

void SourceReferences::ForgetIfLarge() {
  if (arena_->bytes_reserved() > kMaxRemembered) {
    known_.clear();
    arena_ = std::make_unique<Arena>();
    evaluator_ = std::make_unique<hcl::Evaluator>(arena_.get());
  }
}

std::optional<SourceReferences::Place> SourceReferences::PlaceOf(
    const PlannedResource& owner) const {
  const ResourceAddress address = ParseResourceAddress(owner.address);
  const SourceModule* module = sources_->Module(WithoutKeys(address.module));
  if (module == nullptr) {
    return std::nullopt;
  }
  const auto found = module->resources.find(std::string(address.local));
  if (found == module->resources.end()) {
    return std::nullopt;
  }
  return Place{.module = std::string(address.module),
               .source = module,
               .key = std::string(address.key),
               .block = found->second.block};
}

bool SourceReferences::Knows(const PlannedResource& owner) const {
  if (owner.expressions == nullptr) {
    return false;
  }
  const auto [known, added] = matches_.try_emplace(owner.expressions, false);
  if (added) {
    known->second = Matches(owner);
  }
  return known->second;
}

namespace {

// What the source says of one path outside of dynamic blocks.
void CollectHeads(const hcl::Body& body, const std::string& prefix, int depth,
                  std::map<std::string, std::set<std::string>>* out) {
  for (const hcl::BodyAttribute& each : body.attributes) {
    if (depth == 0 && IsMetaAttribute(each.name)) {
      continue;
    }
    std::set<std::string>& heads = (*out)[prefix + each.name];
    for (const hcl::Traversal& traversal : hcl::TraversalsOf(*each.value)) {
      heads.insert(HeadOf(traversal.text));
    }
  }
  for (const hcl::Block& block : body.blocks) {
    const bool meta = depth == 0 && IsMetaBlock(block.type);
    if (block.type != "dynamic" && !meta) {
      CollectHeads(block.body, prefix + block.type + ".", depth + 1, out);
    }
  }
}

}  // namespace

// The plan and the source must refer to the same things.
bool SourceReferences::Matches(const PlannedResource& owner) const {
  const std::optional<Place> place = PlaceOf(owner);
  if (!place) {
    return false;
  }
  std::map<std::string, std::set<std::string>> source;
  CollectHeads(place->block->body, "", 0, &source);
  std::map<std::string, std::set<std::string>> plan;
  for (const AttributeExpression& each : owner.expressions->attributes) {
    if (each.references.empty()) {
      continue;  // What is empty may be a block or a constant.
    }
    for (const std::string_view text : LongestReferences(each.references)) {
      plan[each.path].insert(HeadOf(text));
    }
  }
  std::erase_if(source, [](const auto& each) { return each.second.empty(); });
  return source == plan;
}

namespace {

// `name[3]`; without an index, or where dynamic blocks make others, all blocks
// of that name are meant.
struct BlockStep {
  std::string_view name;
  std::optional<std::size_t> index = std::nullopt;

  BlockStep(std::string_view step, const hcl::Body& body) : name(step) {
    const std::size_t bracket = step.find('[');
    std::size_t number = 0;
    if (bracket == std::string_view::npos ||
        std::from_chars(step.data() + bracket + 1, step.data() + step.size(),
                        number)
                .ec != std::errc()) {
      return;
    }
    name = step.substr(0, bracket);
    const bool is_dynamic = std::any_of(
        body.blocks.begin(), body.blocks.end(), [&](const hcl::Block& block) {
          return block.type == "dynamic" && block.labels.size() == 1 &&
                 block.labels[0] == name;
        });
    if (!is_dynamic) {
      index = number;
    }
  }
};

}  // namespace

void SourceReferences::Find(const hcl::Body& body, std::string_view path,
                            const hcl::Bindings* bindings, int depth,
                            Walk* walk) {
  if (depth > limits::kMaxHclDepth ||
      walk->found.size() > ReferenceResolver::kMaxReferences) {
    return;
  }
  const std::size_t dot = std::min(path.find('.'), path.size());
  const BlockStep step(path.substr(0, dot), body);
  const std::string_view name = step.name;
  const std::string_view rest = path.substr(std::min(dot + 1, path.size()));
  std::size_t number = 0;
  for (const hcl::BodyAttribute& each : body.attributes) {
    const bool meta = depth == 0 && IsMetaAttribute(each.name);
    if (!meta && (path.empty() || each.name == name)) {
      walk->found.push_back({.expression = each.value,
                             .bindings = bindings,
                             .rest = path.empty() ? path : rest});
    }
  }
  for (const hcl::Block& block : body.blocks) {
    if (block.type == "dynamic" && block.labels.size() == 1) {
      if (path.empty() || block.labels[0] == name) {
        FindInDynamic(block, path.empty() ? path : rest, bindings, depth, walk);
      }
    } else if ((path.empty() || block.type == name) &&
               !(depth == 0 && IsMetaBlock(block.type)) &&
               (!step.index || *step.index == number++)) {
      Find(block.body, path.empty() ? path : rest, bindings, depth + 1, walk);
    }
  }
}

void SourceReferences::FindInDynamic(const hcl::Block& block,
                                     std::string_view rest,
                                     const hcl::Bindings* bindings, int depth,
                                     Walk* walk) {
  const hcl::Expression* over = block.body.Find("for_each");
  const hcl::Expression* named = block.body.Find("iterator");
  std::string_view iterator = block.labels[0];
  if (named != nullptr) {
    const auto* variable = std::get_if<hcl::Variable>(&named->node);
    iterator = variable == nullptr ? std::string_view() : variable->name;
  }
  if (over == nullptr) {
    return;
  }
  const hcl::Value whole = evaluator_->Evaluate(*over, walk->scope, bindings);
  const hcl::Value list =
      whole.Is(hcl::Kind::kHandle) ? walk->scope->ValueOf(whole.handle) : whole;
  std::vector<hcl::MapItem> elements;
  if (list.Is(hcl::Kind::kMap)) {
    elements.assign(list.members.begin(), list.members.end());
  } else if (list.Is(hcl::Kind::kList)) {
    for (const hcl::Value& item : list.items) {
      elements.push_back({.key = {}, .value = item});
    }
  } else {
    const hcl::Value from[] = {whole};
    elements.push_back(
        {.key = {}, .value = evaluator_->UnknownFrom(from, *walk->scope)});
  }
  for (const hcl::MapItem& element : elements) {
    hcl::Value key = hcl::Evaluator::Open();
    if (list.Is(hcl::Kind::kMap)) {
      key.kind = hcl::Kind::kString;
      key.text = element.key;
    } else if (list.is_set) {
      key = element.value;
    }
    const hcl::MapItem parts[] = {{.key = "key", .value = key},
                                  {.key = "value", .value = element.value}};
    hcl::Value both;
    both.kind = hcl::Kind::kMap;
    both.members = arena_->CopyArray(std::span<const hcl::MapItem>(parts));
    const auto* bound =
        arena_->New<hcl::Bindings>(arena_->CopyText(iterator), both, bindings);
    for (const hcl::Block& content : block.body.blocks) {
      if (content.type == "content") {
        Find(content.body, rest, bound, depth + 1, walk);
      }
    }
  }
}

bool SourceReferences::IsUnset(const PlannedResource& owner,
                               std::string_view path) {
  Scope scope(this, *PlaceOf(owner));
  evaluator_->SetSteps(kMaxSteps);
  Walk walk = {.scope = &scope, .found = {}};
  Find(scope.place().block->body, path, nullptr, 0, &walk);
  return walk.found.empty();
}

Resolution SourceReferences::Resolve(const PlannedResource& owner,
                                     std::string_view path) {
  ForgetIfLarge();
  evaluator_->SetSteps(kMaxSteps);
  Scope scope(this, *PlaceOf(owner));
  Walk walk = {.scope = &scope, .found = {}};
  Find(scope.place().block->body, path, nullptr, 0, &walk);
  Resolution out;
  out.exact = !walk.found.empty();
  for (const Written& written : walk.found) {
    AddReferences(written, &scope, &out);
  }
  if (walk.found.size() != 1) {
    out.elements.clear();
  }
  // `aws_s3_bucket.b[each.value]`: the value was only an index.
  if (out.references.size() > 1) {
    std::erase_if(out.references, [](const ResolvedReference& reference) {
      return reference.candidates.empty() &&
             reference.text.starts_with("each.");
    });
  }
  const PlannedResource* target = nullptr;
  if (out.references.size() == 1) {
    target = out.references.front().Target();
  }
  out.exact = out.exact && target != nullptr;
  if (out.references.size() > ReferenceResolver::kMaxReferences) {
    out.references.resize(ReferenceResolver::kMaxReferences);
  }
  return out;
}

// The part of a value that a path inside it leads to; lists are gone through.
hcl::Value SourceReferences::Dig(hcl::Value value, std::string_view rest,
                                 Scope* scope) {
  while (!rest.empty()) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    const std::string_view name = rest.substr(0, dot);
    rest.remove_prefix(std::min(dot + 1, rest.size()));
    if (value.Is(hcl::Kind::kList)) {
      std::vector<hcl::Value> parts;
      for (const hcl::Value& item : value.items) {
        parts.push_back(evaluator_->AttributeOf(item, name, scope));
      }
      value.items = arena_->CopyArray(std::span<const hcl::Value>(parts));
    } else {
      value = evaluator_->AttributeOf(value, name, scope);
    }
  }
  return value;
}

void SourceReferences::AddReferences(const Written& written, Scope* scope,
                                     Resolution* out) {
  const hcl::Value whole =
      evaluator_->Evaluate(*written.expression, scope, written.bindings);
  const hcl::Value value = Dig(whole, written.rest, scope);
  out->exact = out->exact && value.Is(hcl::Kind::kHandle);
  if (value.Is(hcl::Kind::kList) && !value.is_set) {
    for (const hcl::Value& item : value.items) {
      const auto candidate =
          item.Is(hcl::Kind::kHandle) ? CandidateOf(item.handle) : std::nullopt;
      out->elements.push_back(candidate.value_or(ReferenceCandidate()));
    }
  }
  const std::size_t before = out->references.size();
  if (!AddHandles(value, written, scope, 0, out)) {
    out->references.resize(before);
    out->exact = false;
    AddTraversals(written, scope, out);
  }
}

// False when part of the value is unknown.
bool SourceReferences::AddHandles(const hcl::Value& value,
                                  const Written& written, Scope* scope,
                                  int depth, Resolution* out) {
  if (depth > limits::kMaxHclDepth ||
      out->references.size() > ReferenceResolver::kMaxReferences) {
    return false;
  }
  switch (value.kind) {
    case hcl::Kind::kUnknown:
      return false;
    case hcl::Kind::kHandle: {
      const std::optional<ReferenceCandidate> candidate =
          CandidateOf(value.handle);
      if (!candidate) {
        return false;
      }
      Add({.text = TextFor(value.handle, written, scope),
           .candidates = {*candidate},
           .plain = true},
          out);
      return true;
    }
    case hcl::Kind::kList:
      return std::all_of(
          value.items.begin(), value.items.end(), [&](const hcl::Value& item) {
            return AddHandles(item, written, scope, depth + 1, out);
          });
    case hcl::Kind::kMap:
      return std::all_of(value.members.begin(), value.members.end(),
                         [&](const hcl::MapItem& member) {
                           return AddHandles(member.value, written, scope,
                                             depth + 1, out);
                         });
    default:
      for (const hcl::Handle& origin : value.origins) {
        if (const auto candidate = CandidateOf(origin)) {
          Add({.text = TextFor(origin, written, scope),
               .candidates = {*candidate}},
              out);
        }
      }
      return true;
  }
}

// As the author wrote it there, when that is one traversal.
std::string_view SourceReferences::TextFor(const hcl::Handle& handle,
                                           const Written& written,
                                           Scope* scope) {
  auto [all, added] = traversals_.try_emplace(written.expression);
  if (added) {
    all->second = hcl::TraversalsOf(*written.expression);
  }
  for (const hcl::Traversal& each : all->second) {
    const hcl::Value value =
        Dig(evaluator_->Evaluate(*each.expression, scope, written.bindings),
            written.rest, scope);
    if (value.Is(hcl::Kind::kHandle) && value.handle == handle) {
      return each.text;
    }
  }
  return Keep(Scope::TextOf(handle));
}

// What the expression mentions, one by one.
void SourceReferences::AddTraversals(const Written& written, Scope* scope,
                                     Resolution* out) {
  auto [all, added] = traversals_.try_emplace(written.expression);
  if (added) {
    all->second = hcl::TraversalsOf(*written.expression);
  }
  for (const hcl::Traversal& each : all->second) {
    if (IsOnlyIndex(each.text)) {
      continue;
    }
    const std::string_view root =
        std::string_view(each.text).substr(0, each.text.find('.'));
    const bool iterates = scope->IsBound(root, written.bindings);
    const hcl::Value value =
        evaluator_->Evaluate(*each.expression, scope, written.bindings);
    const hcl::Value all_of_it[] = {value};
    const hcl::Value unknown = evaluator_->UnknownFrom(all_of_it, *scope);
    ResolvedReference reference = {.text = each.text, .candidates = {}};
    for (const hcl::Handle& origin : unknown.origins) {
      if (const auto candidate = CandidateOf(origin)) {
        reference.candidates.push_back(*candidate);
      }
    }
    if (unknown.open && !reference.candidates.empty()) {
      Add({.text = reference.text, .candidates = {}}, out);
    }
    if (!iterates || !reference.candidates.empty()) {
      Add(std::move(reference), out);
    }
  }
}

void SourceReferences::Add(ResolvedReference reference, Resolution* out) {
  const auto same = [](const ReferenceCandidate& a,
                       const ReferenceCandidate& b) {
    return a.group == b.group && a.resource == b.resource &&
           a.attribute == b.attribute;
  };
  const bool known = std::any_of(
      out->references.begin(), out->references.end(),
      [&](const ResolvedReference& other) {
        return other.text == reference.text &&
               std::equal(other.candidates.begin(), other.candidates.end(),
                          reference.candidates.begin(),
                          reference.candidates.end(), same);
      });
  if (!known) {
    out->references.push_back(std::move(reference));
  }
}

std::optional<ReferenceCandidate> SourceReferences::CandidateOf(
    const hcl::Handle& handle) {
  if (handle.kind == kGroup) {
    return ReferenceCandidate{
        .group = static_cast<const ResourceGroup*>(handle.subject),
        .resource = nullptr,
        .attribute = {}};
  }
  if (handle.kind != kInstance && handle.kind != kAttribute) {
    return std::nullopt;
  }
  const auto* resource = static_cast<const PlannedResource*>(handle.subject);
  const ResourceAddress address = ParseResourceAddress(resource->address);
  return ReferenceCandidate{.group = &plan_.groups->at(address.base),
                            .resource = resource,
                            .attribute = Keep(handle.text)};
}

std::string_view SourceReferences::Keep(std::string_view text) {
  return *texts_.emplace(text).first;
}

}  // namespace connectguard
