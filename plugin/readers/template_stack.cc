#include "readers/template_stack.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"
#include "readers/input_kind.h"
#include "readers/intrinsic_text.h"
#include "readers/json_reader.h"
#include "readers/serverless.h"
#include "readers/template_facts.h"
#include "readers/template_loops.h"
#include "readers/template_parameters.h"
#include "readers/template_rules.h"
#include "readers/template_shape.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

constexpr std::string_view kNestedType = "AWS::CloudFormation::Stack";
constexpr std::string_view kExtensions = "AWS::LanguageExtensions";

// So that a template cannot have any file of the disk quoted in an error.
bool LooksLikeTemplateFile(std::string_view path) {
  constexpr std::array<std::string_view, 4> kEndings = {".json", ".yaml",
                                                        ".yml", ".template"};
  const bool absolute = path.starts_with('/') || path.starts_with('\\') ||
                        path.find("://") != std::string_view::npos;
  return !absolute && std::any_of(kEndings.begin(), kEndings.end(),
                                  [&](std::string_view ending) {
                                    return path.ends_with(ending);
                                  });
}

std::vector<std::string_view> TransformsOf(const Value& root) {
  std::vector<std::string_view> names;
  const Value* transform = Find(root, "Transform");
  if (transform == nullptr) {
    return names;
  }
  const auto add = [&](const Value& one) {
    names.push_back(one.Is(Kind::kString) ? one.AsString()
                                          : StringAt(one, "Name", "a macro"));
  };
  if (transform->Is(Kind::kList)) {
    for (const Value& item : transform->AsList()) {
      add(item);
    }
  } else {
    add(*transform);
  }
  return names;
}

std::string JoinPath(std::string_view file, std::string_view relative) {
  while (relative.starts_with("./")) {
    relative.remove_prefix(2);
  }
  const std::string_view folder = FolderOf(file);
  return folder.empty() ? std::string(relative)
                        : fmt::format("{}/{}", folder, relative);
}

}  // namespace

void StackWorld::Incomplete(std::string note) {
  complete = false;
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) {
    notes.push_back(std::move(note));
  }
}

TemplateStack::TemplateStack(StackWorld* world, Source source,
                             const TemplateStack* parent)
    : world_(world),
      source_(std::move(source)),
      parent_(parent),
      root_(source_.written) {}

TemplateStack::~TemplateStack() = default;

Result<std::unique_ptr<TemplateStack>> TemplateStack::Read(StackWorld* world,
                                                           Source source,
                                                           bool fragment) {
  std::unique_ptr<TemplateStack> stack(
      new TemplateStack(world, std::move(source), nullptr));
  CG_RETURN_IF_ERROR(stack->Prepare(fragment));
  return stack;
}

Status TemplateStack::Prepare(bool fragment) {
  CG_RETURN_IF_ERROR(CheckTemplate(
      *source_.written, world_->document->file(source_.file), fragment));
  source_.scope.open = &world_->open;
  source_.scope.assumed = world_->assumed;
  source_.scope.exported = world_->exported;
  NoteMakers();
  // The outputs of nested stacks are known once the tree is.
  Intrinsics first(&world_->values, *root_, source_.scope);
  WrittenOut written_out = WriteOutLoops(*root_, &first, &world_->values);
  root_ = written_out.root;
  for (const std::string& loop : written_out.open_loops) {
    world_->Incomplete(fmt::format(
        "the loop `{}` goes over a list that is known when the stack is "
        "deployed: the resources that it makes were not checked",
        loop));
  }
  source_.scope.output_of = [this](std::string_view stack,
                                   std::string_view output) -> const Value* {
    Result<TemplateStack*> nested = NestedStack(stack);
    if (!nested) {
      if (!error_) {
        error_ = std::move(nested).error();
      }
      return nullptr;
    }
    return *nested == nullptr ? nullptr : (*nested)->Output(output);
  };
  intrinsics_ =
      std::make_unique<Intrinsics>(&world_->values, *root_, source_.scope);
  return ReadNestedStacks();
}

// What makes resources that the template does not show.
void TemplateStack::NoteMakers() {
  bool serverless = false;
  for (const std::string_view name : TransformsOf(*root_)) {
    if (name == kServerlessTransform) {
      serverless = true;
    } else if (name != kExtensions) {
      world_->Incomplete(
          fmt::format("the transform `{}` may add resources that the template "
                      "does not show: they were not checked",
                      name));
    }
  }
  if (serverless) {
    ServerlessResult result =
        WriteOutServerless(*root_, world_->document->NewBuilder());
    root_ = result.root;
    if (!result.makes_more.empty()) {
      world_->Incomplete(fmt::format(
          "SAM makes more resources of `{}` than the template shows: they were "
          "not checked",
          fmt::join(result.makes_more, "`, `")));
    }
  }
  const Value* resources = Find(*root_, "Resources");
  if (resources != nullptr && Find(*resources, "Fn::Transform") != nullptr) {
    world_->Incomplete(
        "Fn::Transform adds resources that the template does not show: they "
        "were not checked");
  }
}

// --- Nested stacks -----------------------------------------------------------

Status TemplateStack::ReadNestedStacks() {
  const Value* resources = Find(*root_, "Resources");
  if (resources == nullptr) {
    return {};
  }
  for (const Member& member : resources->AsMap()) {
    if (StringAt(member.value, "Type") == kNestedType) {
      CG_RETURN_IF_ERROR(NestedStack(member.key->text));
    }
  }
  if (error_) {
    return tl::unexpected<Error>(*error_);
  }
  return {};
}

// Null for what is no stack, is not made, or is being read.
Result<TemplateStack*> TemplateStack::NestedStack(std::string_view name) {
  const auto found = nested_.find(name);
  if (found != nested_.end()) {
    return found->second.stack.get();
  }
  const Value* resources = Find(*root_, "Resources");
  const Value* resource =
      resources == nullptr ? nullptr : Find(*resources, name);
  if (resource == nullptr || StringAt(*resource, "Type") != kNestedType ||
      !IsMade(*resource)) {
    return nullptr;
  }
  // The key must live on: a name in a text may not.
  Nested& nested = nested_[world_->values.Keep(name)];
  CG_RETURN_IF_ERROR(ReadNested(name, *resource, &nested));
  return nested.stack.get();
}

Status TemplateStack::ReadNested(std::string_view name, const Value& resource,
                                 Nested* nested) {
  CG_ASSIGN_OR_RETURN(const std::string path, LocalPath(name, resource));
  if (path.empty()) {
    return {};
  }
  const SourceFile& here = world_->document->file(source_.file);
  const std::string canonical = world_->disk->Canonical(path);
  for (const TemplateStack* each = this; each != nullptr;
       each = each->parent_) {
    if (world_->disk->Canonical(each->source_.path) == canonical) {
      return Fail(
          ErrorCode::kBadInput,
          DiagnosticAt(here, resource.begin,
                       fmt::format("the nested stack `{}` contains itself: "
                                   "its template is `{}`",
                                   name, path),
                       "CloudFormation would make stacks without end"));
    }
  }
  if (++world_->nested > limits::kMaxNestedStacks) {
    return Fail(ErrorCode::kLimit,
                DiagnosticAt(here, resource.begin,
                             "the template has too many nested stacks",
                             "check the templates one by one"));
  }
  auto bytes = world_->disk->Read(path);
  if (!bytes) {
    Error error = std::move(bytes).error();
    error.diagnostic = DiagnosticAt(
        here, resource.begin,
        fmt::format(
            "the template of the nested stack `{}` cannot be read: `{}`", name,
            path),
        "paths are relative to the template that names them");
    return tl::unexpected<Error>(std::move(error));
  }
  const std::uint16_t file = world_->document->AddFile(path, *std::move(bytes));
  CG_RETURN_IF_ERROR(CheckIsText(path, world_->document->file(file).text()));
  CG_ASSIGN_OR_RETURN(const Value* child,
                      ReadTemplateText(world_->document, file, &world_->notes));
  nested->stack.reset(
      new TemplateStack(world_,
                        {.written = child,
                         .file = file,
                         .path = path,
                         .scope = ScopeOf(name, resource, *child)},
                        this));
  std::unique_ptr<TemplateStack> stack = std::move(nested->stack);
  CG_RETURN_IF_ERROR(stack->Prepare(false));
  nested->stack = std::move(stack);
  return {};
}

// Empty, with a note, for what is no local file.
Result<std::string> TemplateStack::LocalPath(std::string_view name,
                                             const Value& resource) {
  const Value* asset = FindPath(resource, {"Metadata", "aws:asset:path"});
  const Value* written = FindPath(resource, {"Properties", "TemplateURL"});
  const Value* url =
      written == nullptr ? nullptr : intrinsics_->Resolve(*written);
  std::string_view path;
  if (asset != nullptr && asset->Is(Kind::kString)) {
    path = asset->AsString();
  } else if (url != nullptr && url->Is(Kind::kString)) {
    path = url->AsString();
  }
  if (world_->disk == nullptr || source_.path.empty() ||
      !LooksLikeTemplateFile(path)) {
    world_->Incomplete(fmt::format(
        "the resources of the nested stack `{}{}` were not checked: its "
        "template is not a local file",
        source_.scope.prefix, name));
    return std::string();
  }
  return JoinPath(source_.path, path);
}

StackScope TemplateStack::ScopeOf(std::string_view name, const Value& resource,
                                  const Value& child) {
  StackScope scope{.prefix = fmt::format("{}{}.", source_.scope.prefix, name)};
  for (const auto& [parameter, bound] : source_.scope.parameters) {
    if (IsPseudoParameter(parameter) && parameter != "AWS::StackName" &&
        parameter != "AWS::StackId") {
      scope.parameters.emplace(parameter, bound);
    }
  }
  const Value* written = FindPath(resource, {"Properties", "Parameters"});
  const Value* passed =
      written == nullptr ? nullptr : intrinsics_->Resolve(*written);
  if (passed == nullptr) {
    return scope;
  }
  if (passed->Is(Kind::kMap)) {
    for (const Member& member : passed->AsMap()) {
      scope.parameters[std::string(member.key->text)].value = &member.value;
    }
    return scope;
  }
  const Value* declared = Find(child, "Parameters");
  if (declared != nullptr && declared->Is(Kind::kMap)) {
    for (const Member& member : declared->AsMap()) {
      scope.parameters[std::string(member.key->text)].value = passed;
    }
  }
  return scope;
}

// --- Resources ---------------------------------------------------------------

std::vector<StackResource> TemplateStack::Resources() {
  std::vector<StackResource> all;
  const Value* resources = Find(*root_, "Resources");
  if (resources == nullptr) {
    return all;
  }
  for (const Member& member : resources->AsMap()) {
    if (IsMaker(member.key->text) || !IsMade(member.value)) {
      continue;
    }
    const std::string_view type = StringAt(member.value, "Type");
    all.push_back({.address = world_->values.Keep(
                       source_.scope.prefix + std::string(member.key->text)),
                   .type = type,
                   .node = ResolvedResource(member.value),
                   .only_if = OpenConditionsOf(member.value)});
    const auto nested = nested_.find(member.key->text);
    if (nested != nested_.end() && nested->second.stack != nullptr) {
      const std::vector<std::string_view> around = all.back().only_if;
      for (StackResource& inside : nested->second.stack->Resources()) {
        inside.only_if.insert(inside.only_if.begin(), around.begin(),
                              around.end());
        all.push_back(std::move(inside));
      }
    }
  }
  return all;
}

// None or one.
std::vector<std::string_view> TemplateStack::OpenConditionsOf(
    const Value& resource) {
  const std::string_view condition = StringAt(resource, "Condition");
  if (condition.empty() ||
      intrinsics_->TruthOf(condition) != ConditionTruth::kUnknown) {
    return {};
  }
  return {world_->values.Keep(source_.scope.prefix + std::string(condition))};
}

bool TemplateStack::IsMade(const Value& resource) {
  const std::string_view condition = StringAt(resource, "Condition");
  // Nobody judges CDK's note about itself, which depends on all regions.
  if (condition.empty() || StringAt(resource, "Type") == "AWS::CDK::Metadata") {
    return true;
  }
  const ConditionTruth truth = intrinsics_->TruthOf(condition);
  world_->conditional =
      world_->conditional || truth == ConditionTruth::kUnknown;
  return truth != ConditionTruth::kFalse;
}

const Value* TemplateStack::ResolvedResource(const Value& resource) {
  ValueBuilder builder = world_->document->NewBuilder();
  builder.StartMap(resource.span());
  for (const Member& member : resource.AsMap()) {
    const std::string_view key = member.key->text;
    if (key == "Properties") {
      builder.AddKey(key);
      EmitProperties(StringAt(resource, "Type"), member.value,
                     intrinsics_.get(), &builder);
    } else if (key == "Type" || key == "Condition" || key == "DependsOn") {
      builder.AddKey(key);
      builder.AddCopy(member.value);
    } else {
      intrinsics_->EmitMember(member, &builder);
    }
  }
  if (Find(resource, "Properties") == nullptr) {
    builder.AddKey("Properties");
    builder.StartMap(resource.span());
    builder.EndMap();
  }
  builder.EndMap();
  return builder.Finish();
}

// --- Outputs and rules -------------------------------------------------------

const Value* TemplateStack::Output(std::string_view name) {
  const Value* outputs = Find(*root_, "Outputs");
  const Value* output = outputs == nullptr ? nullptr : Find(*outputs, name);
  const Value* value = output == nullptr ? nullptr : Find(*output, "Value");
  return value == nullptr ? nullptr : intrinsics_->Resolve(*value);
}

const Value* TemplateStack::Export(std::string_view name) {
  const Value* outputs = Find(*root_, "Outputs");
  if (outputs == nullptr || !outputs->Is(Kind::kMap)) {
    return nullptr;
  }
  for (const Member& member : outputs->AsMap()) {
    const Value* written = FindPath(member.value, {"Export", "Name"});
    const Value* known =
        written == nullptr ? nullptr : intrinsics_->Resolve(*written);
    if (known != nullptr && known->Is(Kind::kString) &&
        known->AsString() == name) {
      return Output(member.key->text);
    }
  }
  return nullptr;
}

std::optional<std::string> TemplateStack::BrokenRule() {
  const Value* rules = Find(*root_, "Rules");
  return rules == nullptr ? std::nullopt
                          : FindBrokenRule(*rules, intrinsics_.get());
}

void EmitProperties(std::string_view type, const Value& properties,
                    Intrinsics* intrinsics, ValueBuilder* builder) {
  const bool single_function = properties.Is(Kind::kMap) &&
                               properties.size == 1 &&
                               IsMaker(properties.AsMap().front().key->text);
  if (!properties.Is(Kind::kMap) || single_function) {
    intrinsics->Emit(properties, builder);
    return;
  }
  builder->StartMap(properties.span());
  for (const Member& member : properties.AsMap()) {
    if (HoldsSecret(member.key->text)) {
      builder->BeginSensitive();
      intrinsics->EmitMember(member, builder);
      builder->EndSensitive();
    } else if (!HoldsJson(type, member.key->text)) {
      intrinsics->EmitMember(member, builder);
    } else if (const Value* value = intrinsics->ResolveJson(member.value)) {
      builder->AddKey(member.key->text);
      builder->AddCopy(*value);
    }
  }
  builder->EndMap();
}

namespace {

Result<const Value*> ReadText(Document* document, std::uint16_t file,
                              DuplicateKeys* duplicates) {
  const SourceFile& source = document->file(file);
  if (LooksLikeJson(source.text())) {
    return ReadJson(document, file, {.duplicates = duplicates});
  }
  auto value =
      ReadYaml(document, file, YamlDialect::kCloudFormation, duplicates);
  // Text that is neither JSON nor a template in YAML is often one of
  // Terraform's; then the error says so instead of pointing at its grammar.
  if (!value || Find(**value, "Resources") == nullptr) {
    CG_RETURN_IF_ERROR(CheckIsNotTerraform(source.name(), source.text()));
  }
  return value;
}

}  // namespace

Result<const Value*> ReadTemplateText(Document* document, std::uint16_t file,
                                      std::vector<std::string>* notes) {
  if (notes == nullptr) {
    return ReadText(document, file, nullptr);
  }
  DuplicateKeys duplicates;
  CG_ASSIGN_OR_RETURN(const Value* value,
                      ReadText(document, file, &duplicates));
  for (std::string& note :
       DuplicateKeyNotes(duplicates, document->file(file))) {
    // A template may be nested more than once.
    if (std::find(notes->begin(), notes->end(), note) == notes->end()) {
      notes->push_back(std::move(note));
    }
  }
  return value;
}

}  // namespace connectguard
