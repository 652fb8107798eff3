// What the values of planned resources refer to, from the sources that were
// planned: exact where an expression is, through locals, modules, for_each,
// dynamic blocks and computed indices.
//
// Answers only for resources whose source is that of the plan, as far as both
// tell: the references of each attribute are compared. For others the plan
// alone has to do.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "hcl/evaluator.h"
#include "hcl/traversals.h"
#include "readers/plan_configuration.h"
#include "readers/planned_resource.h"
#include "readers/terraform_references.h"
#include "readers/terraform_sources.h"

namespace connectguard {

struct EncodedValue;

class SourceReferences {
 public:
  // What planned resources are looked up in.
  struct Plan {
    const std::unordered_map<std::string_view, ResourceGroup>* groups;
    const std::unordered_map<std::string_view, const PlannedResource*>*
        by_address;
    const PlanConfiguration* configuration;
    bool complete;  // All instances of each resource are there.
  };

  // All must outlive this.
  SourceReferences(const TerraformSources* sources, Plan plan);

  // False when the sources do not have the resource as it was planned.
  bool Knows(const PlannedResource& owner) const;

  // As ReferenceResolver::Resolve, and a block may have its number in the path:
  // `statement[1].resources`. REQUIRES: Knows(owner).
  Resolution Resolve(const PlannedResource& owner, std::string_view path);
  // What the attribute will hold, when it is a text that `jsonencode` makes and
  // the sources are those of a binary plan.
  // REQUIRES: Knows(owner).
  std::optional<EncodedValue> EncodedAt(const PlannedResource& owner,
                                        std::string_view path);
  // True when nothing sets the attribute. REQUIRES: Knows(owner).
  bool IsUnset(const PlannedResource& owner, std::string_view path);

 private:
  class Scope;
  // What a handle of the evaluator is.
  enum HandleKind : int {
    kType,            // text: `aws_s3_bucket`, `data.aws_x`
    kData,            // `data`
    kGroup,           // subject: ResourceGroup
    kInstance,        // subject: PlannedResource
    kAttribute,       // the same; text: `a.b[0].c`
    kModules,         // `module`
    kModule,          // subject: the call's block; text: the address
    kModuleInstance,  // text: the address with its key
    kVariables,
    kLocals,
    kEach,
    kCount,
  };

  // Where an expression stands.
  struct Place {
    std::string module = {};  // With keys.
    const SourceModule* source = nullptr;
    std::string key = {};               // `["k"]`, `[0]`, or empty.
    const hcl::Block* block = nullptr;  // Whose for_each it is; may be null.
  };

  // An attribute's expression, with the iterators of dynamic blocks around it.
  struct Written {
    const hcl::Expression* expression = nullptr;
    const hcl::Bindings* bindings = nullptr;
    std::string_view rest;  // Of the path, inside the expression.
  };
  struct Walk {
    Scope* scope;
    std::vector<Written> found;
  };

  std::optional<Place> PlaceOf(const PlannedResource& owner) const;
  bool Matches(const PlannedResource& owner) const;
  void Find(const hcl::Body& body, std::string_view path,
            const hcl::Bindings* bindings, int depth, Walk* walk);
  void FindInDynamic(const hcl::Block& block, std::string_view rest,
                     const hcl::Bindings* bindings, int depth, Walk* walk);
  void AddReferences(const Written& written, Scope* scope, Resolution* out);
  void StartSteps();
  bool Encode(const hcl::Value& value, const Written& written, Scope* scope,
              int depth, std::size_t* left, EncodedValue* out);
  bool EncodeUnknown(const hcl::Value& value, const Written& written,
                     Scope* scope, EncodedValue* out);
  bool AddHandles(const hcl::Value& value, const Written& written, Scope* scope,
                  int depth, Resolution* out);
  void AddTraversals(const Written& written, Scope* scope, Resolution* out);
  std::string_view TextFor(const hcl::Handle& handle, const Written& written,
                           Scope* scope);
  hcl::Value Dig(hcl::Value value, std::string_view rest, Scope* scope);
  static void Add(ResolvedReference reference, Resolution* out);
  std::optional<ReferenceCandidate> CandidateOf(const hcl::Handle& handle);

  hcl::Value Variable(const Place& place, std::string_view name);
  hcl::Value GivenTo(const Place& place, std::string_view name);
  hcl::Value Local(const Place& place, std::string_view name);
  hcl::Value Output(const std::string& module, std::string_view name);
  hcl::Value Each(const Place& place, std::string_view name);
  hcl::Value EachValue(const Place& place);
  hcl::Value CountIndex(const Place& place);
  hcl::Value ResourceNamed(const Place& place, std::string_view type,
                           std::string_view name);
  hcl::Value ModuleNamed(const Place& place, std::string_view name);
  hcl::Value EvaluateAt(const hcl::Expression& expression, Place place);
  hcl::Value ForEach(const Place& place);
  hcl::Value InstanceOf(const ResourceGroup& group, const hcl::Value& key);
  hcl::Value ModuleAt(const hcl::Handle& module, const hcl::Value& key);
  hcl::Value Expand(const ResourceGroup& group);
  hcl::Value ExpandModule(const hcl::Handle& module);
  hcl::Value Step(const hcl::Handle& handle, const hcl::Value& key,
                  bool is_name);
  hcl::Value ValueAt(const hcl::Handle& attribute);
  // True when the plan has the attribute, known or not: what is inside an
  // unknown one may not be there.
  static bool IsPlannedFor(const hcl::Handle& attribute);
  // As the variable's type has it.
  hcl::Value OfType(const hcl::Value& value, const hcl::Expression* type,
                    const Place& place);
  hcl::Value Convert(const Value& plan);
  const PlannedResource* ResourceOf(const hcl::Handle& handle) const;
  // Evaluates once and remembers; unknown while it is being evaluated.
  template <typename Function>
  hcl::Value Once(std::string name, Function evaluate);
  hcl::Value Make(HandleKind kind, const void* subject,
                  std::string_view text = {});
  std::string_view Keep(std::string_view text);
  void ForgetIfLarge();

  const TerraformSources* sources_;
  Plan plan_;
  std::unique_ptr<Arena> arena_;
  std::unique_ptr<hcl::Evaluator> evaluator_;
  std::unordered_map<std::string, std::optional<hcl::Value>> known_;
  std::unordered_map<const hcl::Expression*, std::vector<hcl::Traversal>>
      traversals_;
  // Texts that answers point to.
  std::unordered_set<std::string> texts_;
  mutable std::unordered_map<const ResourceExpressions*, bool> matches_;
};

}  // namespace connectguard
