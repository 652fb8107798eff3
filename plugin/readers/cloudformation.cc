#include "readers/cloudformation.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/input_kind.h"
#include "readers/intrinsics.h"
#include "readers/json_reader.h"
#include "readers/template_facts.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

constexpr std::string_view kOpenWorld =
    "the template may not describe the whole account (say --closed-world if it "
    "does)";
constexpr const char* kPlanHint =
    "is this a Terraform plan? write it with `terraform show -json tfplan > "
    "plan.json`";

constexpr const char* kNoResourcesHint =
    "is this a Terraform plan? write it with `terraform show -json tfplan > "
    "plan.json`; a contact flow has `Actions`, or `modules` in an old export";

constexpr std::array<std::string_view, 12> kSections = {
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Plan",
    "Previous",
    "Resources",
    "Rules",
};

constexpr std::array<std::string_view, 10> kResourceMembers = {
    "Change",         "Condition",
    "CreationPolicy", "DeletionPolicy",
    "DependsOn",      "Metadata",
    "Properties",     "Type",
    "UpdatePolicy",   "UpdateReplacePolicy",
};

// What is written outside Resources but makes resources: loops and macros.
bool IsMaker(std::string_view key) { return key.starts_with("Fn::"); }

class TemplateReader {
 public:
  TemplateReader(Document* document, const Value& written,
                 const ReadOptions& options)
      : document_(document),
        written_(written),
        source_(document->file(written.file)),
        options_(options),
        intrinsics_(document, written),
        builder_(document->NewBuilder()) {}

  // With `fragment`, Resources may be missing.
  Status Read(bool fragment) {
    CG_RETURN_IF_ERROR(CheckSections(fragment));
    CG_RETURN_IF_ERROR(CheckResources());
    builder_.StartMap(written_.span());
    AddResources();
    AddPrevious();
    AddPlan();
    builder_.EndMap();
    if (intrinsics_.limit_reached()) {
      return Fail(ErrorCode::kLimit,
                  DiagnosticFor(source_.name(),
                                "the intrinsic functions of this template make "
                                "too much, or wait for each other too deeply",
                                "write the values out, or split the template"));
    }
    const Value* root = builder_.Finish();
    SetNames(*root);
    document_->SetSource(&written_);
    document_->SetRoot(root);
    return {};
  }

 private:
  // --- Shape -----------------------------------------------------------------
  tl::unexpected<Error> Bad(std::uint32_t offset, std::string message,
                            std::string hint = "") const {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticAt(source_, offset, std::move(message), std::move(hint)));
  }

  // Keys have no place of their own; the nearest such text before the value is
  // the key.
  std::uint32_t PlaceOf(const Member& member) const {
    const std::size_t found =
        source_.text().substr(0, member.value.begin).rfind(member.key->text);
    return found == std::string_view::npos || member.key->text.empty()
               ? member.value.begin
               : static_cast<std::uint32_t>(found);
  }

  // An error when a key is a slip for one that is missing.
  Status CheckKeys(const Value& map,
                   std::span<const std::string_view> known) const {
    for (const Member& member : map.AsMap()) {
      const std::string_view key = member.key->text;
      if (std::find(known.begin(), known.end(), key) != known.end()) {
        continue;
      }
      const std::string_view meant = ClosestMatch(key, known);
      if (!meant.empty() && Find(map, meant) == nullptr) {
        return Bad(PlaceOf(member), fmt::format("unknown key `{}`", key),
                   fmt::format("did you mean `{}`?", meant));
      }
    }
    return {};
  }

  Status CheckSections(bool fragment) const {
    if (!written_.Is(Kind::kMap)) {
      return Bad(written_.begin,
                 fmt::format("a template is a map with `Resources`, found {}",
                             KindName(written_.kind)),
                 kPlanHint);
    }
    CG_RETURN_IF_ERROR(CheckKeys(written_, kSections));
    const Value* resources = Find(written_, "Resources");
    if (resources == nullptr) {
      return fragment ? Status()
                      : Bad(written_.begin, "the template has no `Resources`",
                            kNoResourcesHint);
    }
    if (!resources->Is(Kind::kMap)) {
      return Bad(resources->begin,
                 fmt::format("`Resources` must be a map, found {}",
                             KindName(resources->kind)),
                 "resources stand below it by their logical id");
    }
    return {};
  }

  Status CheckResources() const {
    const Value* resources = Find(written_, "Resources");
    if (resources == nullptr) {
      return {};
    }
    for (const Member& member : resources->AsMap()) {
      if (!IsMaker(member.key->text)) {
        CG_RETURN_IF_ERROR(CheckResource(member));
      }
    }
    return {};
  }

  Status CheckResource(const Member& member) const {
    const std::string_view name = member.key->text;
    const Value& resource = member.value;
    if (!resource.Is(Kind::kMap)) {
      return Bad(PlaceOf(member),
                 fmt::format("the resource `{}` must be a map, found {}", name,
                             KindName(resource.kind)));
    }
    CG_RETURN_IF_ERROR(CheckKeys(resource, kResourceMembers));
    const Value* type = Find(resource, "Type");
    if (type == nullptr) {
      return Bad(PlaceOf(member),
                 fmt::format("the resource `{}` has no `Type`", name),
                 "every resource needs one, such as `AWS::S3::Bucket`");
    }
    if (!type->Is(Kind::kString)) {
      return Bad(type->begin,
                 fmt::format("the `Type` of `{}` must be text", name));
    }
    return {};
  }

  // --- Resources -------------------------------------------------------------
  void AddResources() {
    const Value* resources = Find(written_, "Resources");
    builder_.AddKey("Resources");
    builder_.StartMap(resources == nullptr ? Nowhere() : resources->span());
    if (resources != nullptr) {
      for (const Member& member : resources->AsMap()) {
        if (!IsMaker(member.key->text) && IsMade(member.value)) {
          builder_.AddKey(member.key->text);
          AddResource(member.value);
        }
      }
    }
    builder_.EndMap();
  }

  bool IsMade(const Value& resource) {
    const std::string_view condition = StringAt(resource, "Condition");
    return condition.empty() || intrinsics_.TruthOf(condition) != Truth::kFalse;
  }

  void AddResource(const Value& resource) {
    builder_.StartMap(resource.span());
    for (const Member& member : resource.AsMap()) {
      const std::string_view key = member.key->text;
      if (key == "Properties") {
        builder_.AddKey(key);
        AddProperties(StringAt(resource, "Type"), member.value);
      } else if (key == "Type" || key == "Condition" || key == "DependsOn") {
        builder_.AddKey(key);
        builder_.AddCopy(member.value);
      } else {
        intrinsics_.EmitMember(member, &builder_);
      }
    }
    if (Find(resource, "Properties") == nullptr) {
      builder_.AddKey("Properties");
      builder_.StartMap(resource.span());
      builder_.EndMap();
    }
    if (Find(resource, "Change") == nullptr) {
      builder_.AddKey("Change");
      builder_.StartMap(resource.span());
      builder_.AddKey("Action");
      builder_.AddString("create", resource.span());
      builder_.EndMap();
    }
    builder_.EndMap();
  }

  void AddProperties(std::string_view type, const Value& properties) {
    const bool single_function = properties.Is(Kind::kMap) &&
                                 properties.size == 1 &&
                                 IsMaker(properties.AsMap().front().key->text);
    if (!properties.Is(Kind::kMap) || single_function) {
      intrinsics_.Emit(properties, &builder_);
      return;
    }
    builder_.StartMap(properties.span());
    for (const Member& member : properties.AsMap()) {
      if (HoldsSecret(member.key->text)) {
        builder_.BeginSensitive();
        intrinsics_.EmitMember(member, &builder_);
        builder_.EndSensitive();
      } else if (!HoldsJson(type, member.key->text)) {
        intrinsics_.EmitMember(member, &builder_);
      } else if (const Value* value = intrinsics_.ResolveJson(member.value)) {
        builder_.AddKey(member.key->text);
        builder_.AddCopy(*value);
      }
    }
    builder_.EndMap();
  }

  // --- What stands beside them -----------------------------------------------
  SourceSpan Nowhere() const {
    return {
        .begin = written_.begin, .end = written_.begin, .file = written_.file};
  }

  void AddPrevious() {
    builder_.AddKey("Previous");
    const Value* given = Find(written_, "Previous");
    if (given != nullptr) {
      intrinsics_.Emit(*given, &builder_);
      return;
    }
    builder_.StartMap(Nowhere());
    builder_.EndMap();
  }

  // False when loops or macros make resources that the template does not show.
  bool IsComplete() const {
    const Value* resources = Find(written_, "Resources");
    if (resources != nullptr) {
      const auto members = resources->AsMap();
      if (std::any_of(members.begin(), members.end(),
                      [](const Member& m) { return IsMaker(m.key->text); })) {
        return false;
      }
    }
    const Value* transform = Find(written_, "Transform");
    return transform == nullptr || OnlyExtendsLanguage(*transform);
  }

  static bool OnlyExtendsLanguage(const Value& transform) {
    if (transform.Is(Kind::kList)) {
      const auto items = transform.AsList();
      return std::all_of(items.begin(), items.end(), OnlyExtendsLanguage);
    }
    return transform.Is(Kind::kString) &&
           transform.AsString() == "AWS::LanguageExtensions";
  }

  void AddPlan() {
    const Value* given = Find(written_, "Plan");
    if (given != nullptr && !given->Is(Kind::kMap)) {
      given = nullptr;
    }
    const auto is_made = [&](std::string_view key) {
      const bool made = given == nullptr || Find(*given, key) == nullptr;
      if (made) {
        builder_.AddKey(key);
      }
      return made;
    };
    builder_.AddKey("Plan");
    builder_.StartMap(given == nullptr ? Nowhere() : given->span());
    if (is_made("Kind")) {
      builder_.AddString("cloudformation", Nowhere());
    }
    if (is_made("Complete")) {
      builder_.AddBool(IsComplete(), Nowhere());
    }
    if (is_made("Errored")) {
      builder_.AddBool(false, Nowhere());
    }
    if (is_made("ClosedWorld")) {
      AddClosedWorld();
    }
    if (given != nullptr) {
      for (const Member& member : given->AsMap()) {
        intrinsics_.EmitMember(member, &builder_);
      }
    }
    builder_.EndMap();
  }

  void AddClosedWorld() {
    if (options_.closed_world) {
      builder_.AddBool(true, Nowhere());
      return;
    }
    builder_.AddUnknown(
        document_->arena().New<UnknownInfo>(UnknownInfo{
            .reason = kOpenWorld, .references = {}, .may_be_absent = false}),
        Nowhere());
  }

  // --- Names -----------------------------------------------------------------
  void SetNames(const Value& root) {
    for (const char* section : {"Resources", "Previous"}) {
      const Value* resources = Find(root, section);
      if (resources == nullptr || !resources->Is(Kind::kMap)) {
        continue;
      }
      for (const Member& member : resources->AsMap()) {
        SetName(member.key->text, member.value);
      }
    }
  }

  void SetName(std::string_view address, const Value& resource) {
    const std::string_view type = StringAt(resource, "Type");
    Document::Naming naming{.native_type = type, .identifiers = {}};
    const NameProperty name = NamePropertyOf(type);
    const Value* properties = Find(resource, "Properties");
    const std::string_view text = properties == nullptr || name.property.empty()
                                      ? std::string_view()
                                      : StringAt(*properties, name.property);
    if (!text.empty()) {
      const Identifier identifier{.attribute = name.property, .text = text};
      naming.identifiers = document_->arena().CopyArray(
          std::span<const Identifier>(&identifier, 1));
    }
    document_->SetNaming(address, naming);
  }

  Document* document_;
  const Value& written_;
  const SourceFile& source_;
  const ReadOptions& options_;
  Intrinsics intrinsics_;
  ValueBuilder builder_;
};

// Text that is neither JSON nor a template in YAML is often one of Terraform's;
// then the error says so instead of pointing at its grammar.
Result<const Value*> ReadText(Document* document, std::uint16_t file) {
  const SourceFile& source = document->file(file);
  if (LooksLikeJson(source.text())) {
    return ReadJson(document, file);
  }
  auto value = ReadYaml(document, file, YamlDialect::kCloudFormation);
  if (!value || Find(**value, "Resources") == nullptr) {
    CG_RETURN_IF_ERROR(CheckIsNotTerraform(source.name(), source.text()));
  }
  return value;
}

}  // namespace

Result<std::unique_ptr<const Document>> ReadCloudFormation(
    Input input, const ReadOptions& options) {
  auto document = std::make_unique<Document>();
  document->SetDigest(std::move(input.sha256));
  const std::uint16_t file =
      document->AddFile(std::move(input.name), std::move(input.bytes));
  CG_ASSIGN_OR_RETURN(const Value* written, ReadText(document.get(), file));
  CG_RETURN_IF_ERROR(
      TemplateReader(document.get(), *written, options).Read(false));
  return document;
}

Result<std::unique_ptr<const Document>> ReadTemplateValue(
    const Value& written, const SourceFile& file, const ReadOptions& options) {
  auto document = std::make_unique<Document>();
  document->AddFile(file.name(), std::string(file.text()));
  ValueBuilder builder = document->NewBuilder();
  builder.AddCopy(written, /*share_text=*/false);
  const Value* copy = builder.Finish();
  CG_RETURN_IF_ERROR(TemplateReader(document.get(), *copy, options).Read(true));
  return document;
}

}  // namespace connectguard
