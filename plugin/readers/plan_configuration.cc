#include "readers/plan_configuration.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "base/limits.h"

namespace connectguard {
namespace {

// An expression, as opposed to a block with expressions inside.
bool IsExpression(const Value& value) {
  const std::span<const Member> members = value.AsMap();
  return std::all_of(members.begin(), members.end(), [](const Member& member) {
    return member.key->text == "constant_value" ||
           (member.key->text == "references" && member.value.Is(Kind::kList));
  });
}

// References of one expression that are kept, prefixes included.
constexpr std::size_t kMaxReferences = 256;

// Blocks inside each other; what is deeper counts for the block at this depth.
// Provider schemas stay below 12.
constexpr int kMaxBlocks = 16;

// Turns nested expressions into a list of paths.
class Flattener {
 public:
  explicit Flattener(ResourceExpressions* out) : out_(out) {}

  void AddBlock(std::string_view name, const Value& block,
                std::uint32_t blocks) {
    blocks_ = blocks;
    AddAt(block, std::string(name), 1);
  }

  void Add(const Value& expressions) {
    if (!expressions.Is(Kind::kMap)) {
      return;
    }
    for (const Member& member : expressions.AsMap()) {
      const bool blocks = member.value.Is(Kind::kList);
      blocks_ = blocks ? member.value.size : 1;
      AddAt(member.value, std::string(member.key->text), 1);
    }
  }

 private:
  // Recursion is bounded by the reader.
  void AddAt(const Value& value, const std::string& path, int depth) {
    if (value.Is(Kind::kList)) {
      for (const Value& block : value.AsList()) {
        AddAt(block, path, depth);
      }
      return;
    }
    if (!value.Is(Kind::kMap)) {
      return;
    }
    if (IsExpression(value)) {
      AddExpression(value, path);
      return;
    }
    for (const Member& member : value.AsMap()) {
      const bool deep = depth >= kMaxBlocks;
      AddAt(member.value,
            deep ? path : path + "." + std::string(member.key->text),
            depth + 1);
    }
  }

  void AddExpression(const Value& value, const std::string& path) {
    std::vector<std::string_view> texts = ReferencesOf(&value);
    const auto [found, added] = numbers_.emplace(path, out_->attributes.size());
    if (added) {
      out_->attributes.push_back({.path = path,
                                  .references = std::move(texts),
                                  .blocks = blocks_,
                                  .differs = false,
                                  .is_empty = value.size == 0});
      return;
    }
    AttributeExpression& known = out_->attributes[found->second];
    if (known.references != texts) {
      known.differs = true;
      const std::size_t room =
          kMaxReferences - std::min(kMaxReferences, known.references.size());
      texts.resize(std::min(room, texts.size()));
      known.references.insert(known.references.end(), texts.begin(),
                              texts.end());
    }
  }

  ResourceExpressions* out_;
  std::uint32_t blocks_ = 1;
  std::unordered_map<std::string, std::size_t> numbers_;
};

bool AnyDefaultTags(const Value& configuration) {
  const Value* providers = Find(configuration, "provider_config");
  if (providers == nullptr || !providers->Is(Kind::kMap)) {
    return false;
  }
  const std::span<const Member> members = providers->AsMap();
  return std::any_of(members.begin(), members.end(), [](const Member& member) {
    return FindPath(member.value, {"expressions", "default_tags"}) != nullptr;
  });
}

}  // namespace

ResourceExpressions ExpressionsOfBlock(std::string_view name,
                                       const Value& blocks, std::size_t index) {
  ResourceExpressions expressions;
  expressions.complete = true;
  Flattener(&expressions).AddBlock(name, blocks.AsList()[index], blocks.size);
  return expressions;
}

std::vector<std::string_view> ReferencesOf(const Value* expression) {
  std::vector<std::string_view> texts;
  if (expression == nullptr) {
    return texts;
  }
  const Value* list = Find(*expression, "references");
  if (list != nullptr && list->Is(Kind::kList)) {
    for (const Value& item : list->AsList()) {
      if (item.Is(Kind::kString) && texts.size() < kMaxReferences) {
        texts.push_back(item.AsString());
      }
    }
  }
  return texts;
}

PlanConfiguration::PlanConfiguration(const Value* configuration,
                                     const Value* variables)
    : variables_(variables) {
  if (configuration == nullptr) {
    return;
  }
  has_default_tags_ = AnyDefaultTags(*configuration);
  if (const Value* root = connectguard::Find(*configuration, "root_module")) {
    AddModule(*root, "", 0);
  }
}

void PlanConfiguration::AddModule(const Value& module, const std::string& path,
                                  int depth) {
  if (depth > limits::kMaxDepth) {
    return;
  }
  modules_.emplace(path, &module);
  if (const Value* resources = connectguard::Find(module, "resources");
      resources != nullptr && resources->Is(Kind::kList)) {
    for (const Value& resource : resources->AsList()) {
      ResourceExpressions& expressions =
          resources_[JoinAddress(path, StringAt(resource, "address"))];
      expressions.for_each =
          connectguard::Find(resource, "for_each_expression");
      expressions.complete = true;
      if (const Value* all = connectguard::Find(resource, "expressions")) {
        Flattener(&expressions).Add(*all);
        const Value* statements = connectguard::Find(*all, "statement");
        if (statements != nullptr && statements->Is(Kind::kList) &&
            statements->size > 1) {
          expressions.statements = statements;
        }
      }
    }
  }
  if (const Value* calls = connectguard::Find(module, "module_calls");
      calls != nullptr && calls->Is(Kind::kMap)) {
    for (const Member& call : calls->AsMap()) {
      if (const Value* child = connectguard::Find(call.value, "module")) {
        AddModule(*child,
                  JoinAddress(path, "module." + std::string(call.key->text)),
                  depth + 1);
      }
    }
  }
}

const ResourceExpressions* PlanConfiguration::Find(
    const ResourceAddress& address) const {
  const auto found =
      resources_.find(JoinAddress(WithoutKeys(address.module), address.local));
  return found == resources_.end() ? nullptr : &found->second;
}

const Value* PlanConfiguration::Module(std::string_view address) const {
  const auto found = modules_.find(WithoutKeys(address));
  return found == modules_.end() ? nullptr : found->second;
}

const Value* PlanConfiguration::RootVariable(std::string_view name) const {
  const Value* variable =
      variables_ == nullptr ? nullptr : connectguard::Find(*variables_, name);
  return variable == nullptr ? nullptr : connectguard::Find(*variable, "value");
}

}  // namespace connectguard
