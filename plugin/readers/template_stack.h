// One stack: a template with what it is deployed with, and the stacks nested in
// it whose templates are local files.
//
// The resources of a nested stack have addresses with a dot: `Network.Vpc` is
// the resource `Vpc` of the stack that `Network` makes. Its parameters are what
// the stack around it passes, its outputs are known there.
//
// A local file is a relative path that ends like a template; CDK names it in
// `Metadata`, `aws:asset:path`. Anything else is not read: the world then is
// incomplete, and a note says why.
//
// Thread rule: one thread; belongs to the document while it is built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "document/document.h"
#include "readers/condition_formula.h"
#include "readers/intrinsics.h"
#include "readers/resolved_values.h"
#include "readers/stack_scope.h"

namespace connectguard {

// What all stacks of one input share while they are read.
struct StackWorld {
  explicit StackWorld(Document* its_document)
      : document(its_document), values(its_document) {}

  Document* document;
  ResolvedValues values;
  const FileReader* disk = nullptr;  // For nested stacks; null: none are read.
  OpenConditions open = {};
  const Assumptions* assumed = nullptr;  // Null: nothing is assumed.
  // What other stacks of the input export; empty: nothing is known.
  std::function<const Value*(std::string_view name)> exported = {};
  // False when templates make resources that they do not show.
  bool complete = true;
  // Sentences for the report, without capital and period.
  std::vector<std::string> notes = {};
  std::size_t nested = 0;    // Stacks read so far.
  bool conditional = false;  // Whether some resource has an open condition.

  void Incomplete(std::string note);
};

// A resource as it was resolved.
struct StackResource {
  std::string_view address;
  std::string_view type;
  const Value* node = nullptr;  // Has Properties; no Change unless written.
  // Open conditions that must all turn out true, or else it is not made.
  std::vector<std::string_view> only_if = {};
};

class TemplateStack {
 public:
  struct Source {
    const Value* written = nullptr;
    std::uint16_t file = 0;
    std::string path = {};  // For relative paths and cycles; empty: no file.
    StackScope scope = {};
  };

  // kBadInput for a tree that is no template, a nested template that is not
  // there, and nested stacks that contain themselves.
  static Result<std::unique_ptr<TemplateStack>> Read(StackWorld* world,
                                                     Source source,
                                                     bool fragment = false);
  ~TemplateStack();

  // Its own resources and those of nested stacks, in the order of templates.
  std::vector<StackResource> Resources();
  // What a section outside of Resources stands for.
  void EmitSection(const Value& section, ValueBuilder* builder) {
    intrinsics_->Emit(section, builder);
  }
  void EmitMember(const Member& member, ValueBuilder* builder) {
    intrinsics_->EmitMember(member, builder);
  }
  // Null when there is no such output.
  const Value* Output(std::string_view name);
  // The value that is exported under this name; null when there is none.
  const Value* Export(std::string_view name);
  // The first assertion of `Rules` that does not hold, in words; nothing when
  // none is certain to fail.
  std::optional<std::string> BrokenRule();

 private:
  struct Nested {
    std::unique_ptr<TemplateStack> stack = nullptr;
  };

  TemplateStack(StackWorld* world, Source source, const TemplateStack* parent);
  Status Prepare(bool fragment);
  void NoteMakers();
  Status ReadNestedStacks();
  Result<TemplateStack*> NestedStack(std::string_view name);
  Status ReadNested(std::string_view name, const Value& resource,
                    Nested* nested);
  Result<std::string> LocalPath(std::string_view name, const Value& resource);
  StackScope ScopeOf(std::string_view name, const Value& resource,
                     const Value& child);
  bool IsMade(const Value& resource);
  std::vector<std::string_view> OpenConditionsOf(const Value& resource);
  const Value* ResolvedResource(const Value& resource);

  StackWorld* world_;
  Source source_;
  const TemplateStack* parent_;
  const Value* root_;  // With loops and SAM's resources written out.
  std::unique_ptr<Intrinsics> intrinsics_;
  std::map<std::string_view, Nested> nested_;
  // The first error of a nested stack that an output was asked of.
  std::optional<Error> error_;
};

// Adds what the properties of a resource of this type stand for: JSON in texts
// is parsed, secrets are marked.
void EmitProperties(std::string_view type, const Value& properties,
                    Intrinsics* intrinsics, ValueBuilder* builder);

// The tree of a template in JSON or YAML. A text that is neither is often
// Terraform's; then the error says so. Of keys that stand twice in one map the
// last one counts, and `notes` say so; null: they are refused.
Result<const Value*> ReadTemplateText(Document* document, std::uint16_t file,
                                      std::vector<std::string>* notes);

}  // namespace connectguard
