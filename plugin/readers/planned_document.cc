// Planned resources to the canonical document: Resources from what will be,
// Previous from what was, both mapped, folded and named.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "readers/named_files.h"
#include "readers/planned_resource.h"
#include "readers/policy_documents.h"
#include "readers/source_facts.h"
#include "readers/terraform_fold.h"
#include "readers/terraform_mapping.h"
#include "readers/terraform_properties.h"
#include "readers/terraform_references.h"
#include "readers/terraform_types.h"

namespace connectguard {
namespace {

constexpr UnknownInfo kPartialWorld = {
    .reason = "the plan is partial: what it leaves out may exist all the same",
    .references = {},
    .may_be_absent = false};

constexpr UnknownInfo kNoLifecycle = {
    .reason =
        "a plan does not show `lifecycle` blocks (give the binary plan or the "
        "sources)",
    .references = {},
    .may_be_absent = false};

constexpr UnknownInfo kOpenWorld = {
    .reason =
        "the plan may not describe the whole account (say --closed-world if it "
        "does)",
    .references = {},
    .may_be_absent = false};

std::string_view TextAt(const PlanValue& attributes, std::string_view key) {
  const PlanValue at = attributes.At(key);
  return at.value != nullptr && at.value->Is(Kind::kString) && !at.IsUnknown()
             ? at.value->AsString()
             : std::string_view();
}

// One of the two maps, Resources or Previous.
class SectionWriter {
 public:
  SectionWriter(Document* document, ValueBuilder* builder,
                const TerraformTypes& types,
                std::span<const PlannedResource> resources,
                const ReferenceResolver* resolver, const SourceFacts& sources,
                NamedFiles* files, PlanSide side, const PlanFacts& facts)
      : document_(document),
        builder_(builder),
        types_(types),
        resources_(resources),
        sources_(sources),
        side_(side),
        fold_(resources, types, resolver, side, facts),
        writer_(document, builder, resolver),
        mapper_(&tree_, &writer_, side, files) {}

  const PolicyDocuments& policies() const { return writer_.policies(); }

  void Write(SourceSpan span) {
    builder_->StartMap(span);
    for (const PlannedResource& resource : resources_) {
      if (ExistsOn(resource, side_)) {
        WriteResource(resource);
      }
    }
    builder_->EndMap();
  }

 private:
  void WriteResource(const PlannedResource& resource) {
    const TerraformType* type = types_.Find(resource.type);
    if (fold_.IsFolded(resource)) {
      return;
    }
    const std::string key =
        resource.deposed.empty()
            ? std::string(resource.address)
            : fmt::format("{} (deposed {})", resource.address,
                          resource.deposed);
    if (type == nullptr || type->merge) {
      WriteUnmapped(key, resource);
      return;
    }
    const PlanValue attributes = AttributesOf(resource, side_);
    if (!type->one_for_each.empty()) {
      WriteEach(key, *type, resource, attributes.At(type->one_for_each));
      return;
    }
    tree_.Clear();
    mapper_.Map(*type, resource);
    AddParts(resource);
    AddDoubts(resource);
    WriteTree(key, TypeOf(*type, attributes), resource);
    if (type->also) {
      WriteAlso(key, *type->also, resource);
    }
  }

  std::string_view TypeOf(const TerraformType& type,
                          const PlanValue& attributes) const {
    std::string text(type.type_attribute.empty()
                         ? std::string_view()
                         : TextAt(attributes, type.type_attribute));
    for (const auto& [attribute, value] : type.defaults) {
      if (text.empty() && attribute == type.type_attribute) {
        text = ScalarText(*value);
      }
    }
    const auto found = type.type_by.find(text);
    return found == type.type_by.end() ? type.type : found->second;
  }

  void WriteUnmapped(std::string_view key, const PlannedResource& resource) {
    Start(key, resource.type, resource);
    builder_->AddKey("Properties");
    writer_.WriteNative(resource, AttributesOf(resource, side_));
    End(key, resource);
  }

  void WriteTree(std::string_view key, std::string_view type,
                 const PlannedResource& resource) {
    Start(key, type, resource);
    builder_->AddKey("Properties");
    writer_.WriteTree(&tree_,
                      AttributesOf(resource, side_).SpanOr(resource.span));
    End(key, resource);
  }

  // One resource for each element of a list attribute.
  void WriteEach(std::string_view key, const TerraformType& type,
                 const PlannedResource& resource, const PlanValue& list) {
    if (!list.IsList() || list.IsUnknown()) {
      tree_.Clear();
      mapper_.Map(type, resource);
      WriteTree(key, type.type, resource);
      return;
    }
    for (std::uint32_t i = 0; i < list.ListSize(); ++i) {
      tree_.Clear();
      mapper_.SetElement(i);
      mapper_.Map(type, resource);
      WriteTree(fmt::format("{} ({} {})", key, type.one_for_each, i + 1),
                type.type, resource);
    }
    mapper_.SetElement(std::nullopt);
  }

  void WriteAlso(std::string_view key, const AlsoRule& also,
                 const PlannedResource& resource) {
    const PlanValue when =
        AttributesOf(resource, side_).At(std::string_view(also.when));
    const bool empty = when.value != nullptr && when.value->Is(Kind::kString) &&
                       when.value->size == 0;
    // What the configuration does not set is what a resource of its own set.
    if (!when.IsSet() || empty || writer_.CertainlyUnset(resource, also.when)) {
      return;
    }
    tree_.Clear();
    mapper_.MapRules(also.attributes, resource);
    WriteTree(fmt::format("{} ({})", key, also.when), also.type, resource);
  }

  void AddParts(const PlannedResource& resource) {
    if (!resource.deposed.empty()) {
      return;
    }
    const std::span<const PlannedResource* const> parts =
        fold_.PartsOf(resource);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const TerraformType& type = *types_.Find(parts[i]->type);
      mapper_.MapMerged(type, *parts[i]);
      AddConflict(type, parts, i);
    }
  }

  // Two split resources of one type set the same: nobody knows which wins.
  void AddConflict(const TerraformType& type,
                   std::span<const PlannedResource* const> parts,
                   std::size_t number) {
    const bool adds_up = std::any_of(
        type.attributes.begin(), type.attributes.end(),
        [](const AttributeRule& rule) {
          return rule.appends ||
                 std::any_of(rule.to.begin(), rule.to.end(),
                             [](const PathStep& step) {
                               return step.kind == PathStepKind::kAppend;
                             });
        });
    if (adds_up) {
      return;
    }
    const auto end = parts.begin() + static_cast<std::ptrdiff_t>(number);
    const auto other = std::find_if(
        parts.begin(), end,
        [&](const PlannedResource* part) { return part->type == type.name; });
    if (other == end) {
      return;
    }
    const UnknownInfo* unknown = writer_.UnknownBecause(
        *parts[number], type.merge->attribute,
        fmt::format("`{}` and `{}` both configure it", (*other)->address,
                    parts[number]->address));
    mapper_.MapUnknown(type, *parts[number], unknown, /*override_set=*/true);
  }

  void AddDoubts(const PlannedResource& resource) {
    if (!resource.deposed.empty()) {
      return;
    }
    for (const TerraformFold::Doubt& doubt : fold_.DoubtsOf(resource)) {
      mapper_.MapUnknown(
          *doubt.type, *doubt.resource,
          writer_.UnknownBecause(*doubt.resource, doubt.type->merge->attribute,
                                 doubt.reason),
          /*override_set=*/false);
    }
  }

  void Start(std::string_view key, std::string_view type,
             const PlannedResource& resource) {
    builder_->AddKey(key);
    builder_->StartMap(resource.span);
    builder_->AddKey("Type");
    builder_->AddString(type, resource.span);
  }

  void End(std::string_view key, const PlannedResource& resource) {
    WriteChange(resource);
    builder_->EndMap();
    SetNaming(key, resource);
  }

  void AddText(std::string_view key, std::string_view text, SourceSpan span) {
    if (!text.empty()) {
      builder_->AddKey(key);
      builder_->AddString(text, span);
    }
  }

  void WriteChange(const PlannedResource& resource) {
    const SourceSpan span = resource.span;
    const bool planned = side_ == PlanSide::kPlanned;
    builder_->AddKey("Change");
    builder_->StartMap(span);
    std::string_view action = ActionName(resource.action);
    if (!planned && resource.forgets_previous) {
      action = ActionName(ChangeAction::kForget);
    } else if (resource.importing && resource.action == ChangeAction::kNoOp) {
      action = "import";
    }
    AddText("Action", action, span);
    if (resource.importing) {
      builder_->AddKey("Imported");
      builder_->AddBool(true, span);
    }
    WriteReplacePaths(resource);
    if (planned && resource.previous_address != resource.address) {
      AddText("Was", resource.previous_address, span);
    }
    AddText("Reason", resource.action_reason, span);
    if (planned) {
      WritePreventDestroy(resource);
    }
    builder_->EndMap();
  }

  void WritePreventDestroy(const PlannedResource& resource) {
    builder_->AddKey("PreventDestroy");
    if (const std::optional<bool> set = sources_.PreventDestroy(resource)) {
      builder_->AddBool(*set, resource.span);
    } else {
      builder_->AddUnknown(&kNoLifecycle, resource.span);
    }
  }

  // The attributes that force a replacement, as Terraform names them.
  void WriteReplacePaths(const PlannedResource& resource) {
    const Value* paths = resource.replace_paths;
    if (paths == nullptr || !paths->Is(Kind::kList) || paths->size == 0) {
      return;
    }
    builder_->AddKey("ReplacePaths");
    builder_->StartList(paths->span());
    for (const Value& path : paths->AsList()) {
      std::string text;
      if (path.Is(Kind::kList)) {
        for (const Value& step : path.AsList()) {
          if (step.Is(Kind::kString)) {
            text += text.empty() ? "" : ".";
            text += step.AsString();
          } else {
            text += fmt::format("[{}]", ScalarText(step));
          }
        }
      }
      builder_->AddString(text, path.span());
    }
    builder_->EndList();
  }

  // Both sides may name a resource; what is planned wins, since references
  // speak of it.
  void SetNaming(std::string_view key, const PlannedResource& resource) {
    if (side_ == PlanSide::kPrevious && resource.deposed.empty() &&
        ExistsOn(resource, PlanSide::kPlanned)) {
      return;
    }
    Arena& arena = document_->arena();
    const TerraformType* type = types_.Find(resource.type);
    const PlanValue attributes = AttributesOf(resource, side_);
    std::vector<Identifier> identifiers;
    const auto add = [&](std::string_view attribute) {
      const std::string_view text = TextAt(attributes, attribute);
      if (!text.empty() && !attributes.At(attribute).IsSensitive()) {
        identifiers.push_back({.attribute = attribute, .text = text});
      }
    };
    add("id");
    add("arn");
    if (type != nullptr) {
      for (const std::string& attribute : type->identifiers) {
        add(attribute);
      }
    }
    document_->SetNaming(
        key == resource.address ? resource.address : arena.CopyText(key),
        {.native_type = resource.type,
         .identifiers =
             arena.CopyArray(std::span<const Identifier>(identifiers))});
  }

  Document* document_;
  ValueBuilder* builder_;
  const TerraformTypes& types_;
  std::span<const PlannedResource> resources_;
  const SourceFacts& sources_;
  PlanSide side_;
  TerraformFold fold_;
  PropertyTree tree_;
  PropertyWriter writer_;
  PropertyMapper mapper_;
};

// What a reader of the verdict must know.
std::vector<std::string> NotesOn(std::span<const PlannedResource> resources,
                                 const PlanFacts& facts,
                                 const ReferenceResolver& resolver,
                                 const PolicyDocuments& policies) {
  std::vector<std::string> notes = facts.notes;
  if (facts.sources != nullptr) {
    constexpr std::size_t kShown = 10;
    const std::vector<std::string>& left_out = facts.sources->left_out();
    for (std::size_t i = 0; i < std::min(kShown, left_out.size()); ++i) {
      notes.push_back("of the configuration, " + left_out[i]);
    }
    std::size_t strangers = 0;
    std::string_view example;
    for (const PlannedResource& resource : resources) {
      if (ExistsOn(resource, PlanSide::kPlanned) &&
          resource.expressions != nullptr && !resolver.HasSource(resource)) {
        example = strangers++ == 0 ? resource.address : example;
      }
    }
    if (strangers > 0) {
      notes.push_back(fmt::format(
          "the configuration does not have {} planned resource{} as planned, "
          "such as `{}`: these were read from the plan alone",
          strangers, strangers == 1 ? "" : "s", example));
    }
  }
  if (resolver.assumptions() > 0) {
    notes.push_back(fmt::format(
        "a plan does not show indices: `{}` and what else mentions each.key or "
        "count.index was taken to mean the instance with the same key (give "
        "the binary plan or the sources to be certain)",
        resolver.assumption()));
  }
  if (policies.waiting() > 0) {
    notes.push_back(fmt::format(
        "a plan does not show functions: whether the policy of `{}`{} is its "
        "policy document as that is, is not known (give the binary plan or "
        "the sources to judge what the document says)",
        policies.first_waiting(),
        policies.waiting() == 1
            ? ""
            : fmt::format(" and of {} more", policies.waiting() - 1)));
  }
  return notes;
}

void WritePlan(const PlanFacts& facts, const ReadOptions& options,
               std::span<const std::string> notes, ValueBuilder* builder) {
  const SourceSpan span = facts.span;
  builder->StartMap(span);
  builder->AddKey("Kind");
  builder->AddString(facts.kind, span);
  builder->AddKey("Complete");
  builder->AddBool(facts.complete && !facts.errored, span);
  builder->AddKey("Errored");
  builder->AddBool(facts.errored, span);
  builder->AddKey("ClosedWorld");
  if (options.closed_world && (!facts.complete || facts.errored)) {
    builder->AddUnknown(&kPartialWorld, span);
  } else if (options.closed_world) {
    builder->AddBool(true, span);
  } else {
    builder->AddUnknown(&kOpenWorld, span);
  }
  if (!facts.terraform_version.empty()) {
    builder->AddKey("TerraformVersion");
    builder->AddString(facts.terraform_version, span);
  }
  if (!notes.empty()) {
    builder->AddKey("Notes");
    builder->StartList(span);
    for (const std::string& note : notes) {
      builder->AddString(note, span);
    }
    builder->EndList();
  }
  builder->EndMap();
}

}  // namespace

std::string_view ActionName(ChangeAction action) {
  switch (action) {
    case ChangeAction::kNoOp:
      return "no-op";
    case ChangeAction::kCreate:
      return "create";
    case ChangeAction::kRead:
      return "read";
    case ChangeAction::kUpdate:
      return "update";
    case ChangeAction::kReplace:
      return "replace";
    case ChangeAction::kDelete:
      return "delete";
    case ChangeAction::kForget:
      return "forget";
  }
  return "";
}

Status BuildFromPlannedResources(Document* document,
                                 std::span<const PlannedResource> resources,
                                 const PlanFacts& facts,
                                 const ReadOptions& options) {
  CG_ASSIGN_OR_RETURN(const TerraformTypes* types, TerraformTypes::Get());
  const ReferenceResolver resolver(resources, facts);
  const SourceFacts sources(facts.sources, &resolver);
  sources.AddPlaces(resources, document);
  sources.AddWaivers(resources, facts.configuration, document);
  NamedFiles files(facts.folder, document);
  ValueBuilder builder = document->NewBuilder();
  builder.StartMap(facts.span);
  builder.AddKey("Resources");
  SectionWriter planned(document, &builder, *types, resources, &resolver,
                        sources, &files, PlanSide::kPlanned, facts);
  planned.Write(facts.span);
  builder.AddKey("Previous");
  SectionWriter(document, &builder, *types, resources, nullptr, sources,
                nullptr, PlanSide::kPrevious, facts)
      .Write(facts.span);
  builder.AddKey("Plan");
  WritePlan(facts, options,
            NotesOn(resources, facts, resolver, planned.policies()), &builder);
  builder.EndMap();
  document->SetRoot(builder.Finish());
  return {};
}

}  // namespace connectguard
