#include "readers/template_document.h"

#include <string>
#include <unordered_map>
#include <utility>

#include "readers/template_facts.h"
#include "readers/template_waivers.h"

namespace connectguard {
namespace {

constexpr std::string_view kOpenWorld =
    "the template may not describe the whole account (say --closed-world if it "
    "does)";
constexpr std::string_view kIncompleteWorld =
    "the template does not show all resources that it makes, so what it lacks "
    "may be there all the same";

class DocumentWriter {
 public:
  explicit DocumentWriter(TemplateDocument made)
      : made_(std::move(made)),
        document_(made_.world->document),
        written_(*made_.written),
        builder_(document_->NewBuilder()) {}

  Status Write() {
    builder_.StartMap(written_.span());
    const Value* section = Find(written_, "Resources");
    builder_.AddKey("Resources");
    AddResources(made_.planned, made_.changes.planned,
                 section == nullptr ? Nowhere() : section->span());
    builder_.AddKey("Previous");
    AddPrevious();
    AddPlan();
    builder_.EndMap();
    if (made_.world->values.limit_reached()) {
      return Fail(ErrorCode::kLimit,
                  DiagnosticFor(document_->file(0).name(),
                                "the intrinsic functions of this template make "
                                "too much, or wait for each other too deeply",
                                "write the values out, or split the template"));
    }
    const Value* root = builder_.Finish();
    SetNames(*root);
    document_->SetWaivers(FindTemplateWaivers(document_, *root));
    document_->SetSource(&written_);
    document_->SetRoot(root);
    return {};
  }

 private:
  SourceSpan Nowhere() const {
    return {
        .begin = written_.begin, .end = written_.begin, .file = written_.file};
  }

  using Changes = std::unordered_map<std::string_view, StackChange>;

  void AddResources(const std::vector<StackResource>& resources,
                    const Changes& changes, SourceSpan span) {
    builder_.StartMap(span);
    for (const StackResource& resource : resources) {
      builder_.AddKey(resource.address);
      builder_.StartMap(resource.node->span());
      for (const Member& member : resource.node->AsMap()) {
        builder_.AddKey(member.key->text);
        builder_.AddCopy(member.value);
      }
      if (Find(*resource.node, "Change") == nullptr) {
        builder_.AddKey("Change");
        const auto change = changes.find(resource.address);
        AddChange(change == changes.end() ? StackChange{.action = "create"}
                                          : change->second,
                  resource);
      }
      builder_.EndMap();
    }
    builder_.EndMap();
  }

  void AddChange(const StackChange& change, const StackResource& resource) {
    const SourceSpan span = resource.node->span();
    builder_.StartMap(span);
    builder_.AddKey("Action");
    if (change.action.empty()) {
      builder_.AddCopy(*made_.world->values.Unknown(
          {.reason = change.unknown_because}, span));
    } else {
      builder_.AddString(change.action, span);
    }
    if (!change.replace_paths.empty()) {
      builder_.AddKey("ReplacePaths");
      builder_.StartList(span);
      for (const std::string& path : change.replace_paths) {
        builder_.AddString(path, span);
      }
      builder_.EndList();
    }
    if (!resource.only_if.empty()) {
      builder_.AddKey("OnlyIf");
      builder_.StartList(span);
      for (const std::string_view condition : resource.only_if) {
        builder_.AddSharedString(condition, span);
      }
      builder_.EndList();
    }
    builder_.EndMap();
  }

  // In canonical form, where the input itself says what was there.
  const Value* OwnSection(std::string_view name) const {
    return made_.stack == nullptr ? nullptr : Find(written_, name);
  }

  void AddPrevious() {
    const Value* given = OwnSection("Previous");
    if (given != nullptr && !made_.has_changes) {
      made_.stack->EmitSection(*given, &builder_);
      return;
    }
    AddResources(made_.previous, made_.changes.previous, Nowhere());
  }

  void AddPlan() {
    const Value* given = OwnSection("Plan");
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
      builder_.AddString(made_.kind, Nowhere());
    }
    if (is_made("Complete")) {
      builder_.AddBool(made_.world->complete, Nowhere());
    }
    if (is_made("Errored")) {
      builder_.AddBool(made_.errored, Nowhere());
    }
    if (is_made("ClosedWorld")) {
      AddClosedWorld();
    }
    if (!made_.world->notes.empty() && is_made("Notes")) {
      builder_.StartList(Nowhere());
      for (const std::string& note : made_.world->notes) {
        builder_.AddString(note, Nowhere());
      }
      builder_.EndList();
    }
    if (!made_.form.empty()) {
      builder_.AddKey("Form");
      builder_.AddString(made_.form, Nowhere());
    }
    if (!made_.client_request_token.empty()) {
      builder_.AddKey("ClientRequestToken");
      builder_.AddString(made_.client_request_token, Nowhere());
    }
    if (given != nullptr) {
      for (const Member& member : given->AsMap()) {
        made_.stack->EmitMember(member, &builder_);
      }
    }
    builder_.EndMap();
  }

  void AddClosedWorld() {
    if (made_.options.closed_world && made_.world->complete) {
      builder_.AddBool(true, Nowhere());
      return;
    }
    builder_.AddUnknown(
        document_->arena().New<UnknownInfo>(
            UnknownInfo{.reason = made_.options.closed_world ? kIncompleteWorld
                                                             : kOpenWorld,
                        .references = {},
                        .may_be_absent = false}),
        Nowhere());
  }

  // --- Names -----------------------------------------------------------------
  void SetNames(const Value& root) {
    for (const char* section : {"Previous", "Resources"}) {
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
    if (const Value* metadata = Find(resource, "Metadata")) {
      naming.construct = StringAt(*metadata, "aws:cdk:path");
    }
    document_->SetNaming(address, naming);
  }

  TemplateDocument made_;
  Document* document_;
  const Value& written_;
  ValueBuilder builder_;
};

}  // namespace

Status WriteTemplateDocument(TemplateDocument made) {
  return DocumentWriter(std::move(made)).Write();
}

}  // namespace connectguard
