// What the values of planned resources refer to, from the expressions of the
// configuration.
//
// A plan lists, for each expression, the traversals that it contains, without
// their dynamic indices and without the operators around them. So a reference
// is resolved to one instance only where that is certain or all but certain:
// a literal index, a resource with one instance, or the same key on both sides
// when the expression also mentions each.key or count.index and every instance
// has a counterpart. Module variables and outputs are followed; locals are not
// in the plan. Where the sources are given, they decide instead
// (source_references.h).
//
// Of data sources only policy documents that wait for apply are looked up.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "document/value.h"
#include "readers/plan_configuration.h"
#include "readers/planned_resource.h"

namespace connectguard {

// The instances of one resource in one module instance.
struct ResourceGroup {
  std::string_view base;
  std::vector<const PlannedResource*> instances;
};

// One way in which a reference may turn out.
struct ReferenceCandidate {
  const ResourceGroup* group = nullptr;
  const PlannedResource* resource = nullptr;  // Null: one of the group.
  std::string_view attribute;
};

// A reference of an expression with all that it may mean; nothing when that is
// not known.
struct ResolvedReference {
  std::string_view text;
  std::vector<ReferenceCandidate> candidates;
  // No expression on the way to the candidates has anything else in it, as far
  // as that is known: a plan does not show functions.
  bool plain = false;

  // The one resource that it can only mean, or null.
  const PlannedResource* Target() const;
};

// What one attribute refers to.
struct Resolution {
  std::vector<ResolvedReference> references;
  // From the sources: the value is certain to be the one reference and nothing
  // else.
  bool exact = false;
  // From the sources, for a list whose elements are known one by one: what each
  // is as a whole; without a resource when it is anything else.
  std::vector<ReferenceCandidate> elements = {};
};

struct EncodedValue;
class SourceReferences;
class TerraformSources;

class ReferenceResolver {
 public:
  // References of one value that are followed; beyond, a list of them tells
  // nobody anything, and they cost time for each instance.
  static constexpr std::size_t kMaxReferences = 32;

  // All must outlive the resolver; what `facts` points to may be null.
  ReferenceResolver(std::span<const PlannedResource> resources,
                    const PlanFacts& facts);
  ReferenceResolver(const ReferenceResolver&) = delete;
  ReferenceResolver& operator=(const ReferenceResolver&) = delete;
  ~ReferenceResolver();

  // What the attribute at `path` (keys with dots), what contains it and what it
  // contains refer to. From the sources where they are known, from what the
  // plan says of them elsewhere.
  Resolution Resolve(const PlannedResource& owner, std::string_view path) const;

  // What the attribute will hold, when the sources say that `jsonencode` makes
  // it.
  std::optional<EncodedValue> EncodedAt(const PlannedResource& owner,
                                        std::string_view path) const;

  // True when the sources of the resource are known.
  bool HasSource(const PlannedResource& owner) const;

  // The expressions that Resolve reads, in the same order.
  std::vector<const AttributeExpression*> ExpressionsAt(
      const PlannedResource& owner, std::string_view path) const;

  // True when the configuration is certain not to set the attribute. What
  // `dynamic` blocks set is not in a plan's configuration, so an attribute
  // inside a block counts only when all blocks of the plan are there.
  bool CertainlyUnset(const PlannedResource& owner,
                      std::string_view path) const;

  // How many resources or modules had references that were taken for the
  // instance with the same key, though the plan does not show the index; and
  // the first of them.
  std::size_t assumptions() const { return assumed_.size(); }
  std::string_view assumption() const { return first_assumed_; }

  // How many blocks the planned resource has of the attribute's outermost
  // block; 1 for what is no block.
  static std::size_t PlannedBlocks(const PlannedResource& owner,
                                   std::string_view path);

 private:
  // Expressions by their own path and by each path above it.
  using Index = std::unordered_map<std::string_view,
                                   std::vector<const AttributeExpression*>>;
  const Index& IndexOf(const ResourceExpressions& expressions) const;

  // Where an expression stands: the module instance, and the instance of the
  // resource or module call whose key each.key means.
  struct Scope {
    std::string module;
    std::string_view key = {};
    const Value* for_each = nullptr;
    // The address of that instance without its key.
    std::string_view repeated = {};
  };
  struct Traversal;
  using Candidates = std::vector<ReferenceCandidate>;

  Resolution ResolveByPlan(const PlannedResource& owner,
                           std::string_view path) const;
  // False when the caller did not say what `text` means.
  bool TakeGiven(std::span<const AttributeExpression* const> expressions,
                 std::string_view text, Candidates* out) const;
  void Follow(const Scope& scope, std::string_view text,
              std::span<const std::string_view> all, int depth,
              Candidates* out) const;
  void FollowExpression(const Scope& scope, const Value* expression,
                        std::string_view rest, int depth,
                        Candidates* out) const;
  void FollowVariable(const Scope& scope, const Traversal& at, int depth,
                      Candidates* out) const;
  void FollowOutput(const Scope& scope, const Traversal& at,
                    std::span<const std::string_view> all, int depth,
                    Candidates* out) const;
  void FollowEachValue(const Scope& scope, const Traversal& at, int depth,
                       Candidates* out) const;
  // `mode` is "data." for data sources, else empty.
  void FollowResource(const Scope& scope, const Traversal& at,
                      std::span<const std::string_view> all,
                      std::string_view mode, Candidates* out) const;
  std::string_view KeyFor(const Scope& scope,
                          std::span<const std::string_view> all,
                          std::string_view target, std::string* buffer) const;
  bool HaveCounterparts(std::string_view repeated,
                        std::string_view target) const;
  void IndexKeys() const;
  const Value* ValueOfEach(const Scope& scope, std::string_view rest) const;

  const PlanConfiguration* configuration_;
  std::unique_ptr<SourceReferences> sources_;  // Null without sources.
  std::unordered_map<std::string_view, ResourceGroup> groups_;
  std::unordered_map<std::string_view, const PlannedResource*> by_address_;
  // Of resources with many expressions, made when first asked for.
  mutable std::unordered_map<const ResourceExpressions*, Index> indices_;
  // Keys of the instances of resources and modules, by the address without
  // them; made when first asked for, as are the answers about pairs of them.
  mutable std::unordered_map<std::string, std::vector<std::string_view>> keys_;
  mutable std::unordered_map<std::string, bool> counterparts_;
  mutable std::unordered_set<std::string> assumed_;
  mutable std::string first_assumed_;
  // Steps left for the reference that is being resolved.
  mutable std::size_t steps_left_ = 0;
  // An expression on its way had several references, or was an object.
  mutable bool forked_ = false;
  // Texts that were put together and are pointed to by candidates.
  mutable std::deque<std::string> texts_;
};

}  // namespace connectguard
