#include "readers/change_set.h"

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "readers/intrinsic_text.h"
#include "readers/json_reader.h"
#include "readers/template_document.h"
#include "readers/template_facts.h"

namespace connectguard {
namespace {

constexpr const char* kTextReason =
    "the change set writes numbers and booleans as texts: give the template as "
    "well, with the change set in --change-set";
constexpr const char* kNoContext =
    "the change set does not say it: make it with --include-property-values, "
    "or give the template as well";
constexpr const char* kDescribe =
    "write it with `aws cloudformation describe-change-set --change-set-name "
    "NAME --include-property-values`";

// True for a text that may stand for a number or a boolean.
bool MayBeOther(std::string_view text) {
  return text == "true" || text == "false" || NumberOf(text).has_value();
}

// The names of members, which hooks write with a small letter.
class ChangeReader {
 public:
  ChangeReader(const SourceFile& source, ResolvedValues* values)
      : source_(source), values_(values) {}

  tl::unexpected<Error> Bad(const Value& at, std::string message,
                            std::string hint = kDescribe) const {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticAt(source_, at.begin, std::move(message), std::move(hint)));
  }

  Status Add(const Value& change, ChangeSet* set) {
    const std::string_view address = Text(change, "LogicalResourceId");
    if (!change.Is(Kind::kMap) || address.empty()) {
      return Bad(change, "a change must have a `LogicalResourceId`");
    }
    ChangeSet::Entry entry{.address = address,
                           .type = Text(change, "ResourceType")};
    const Value* after = Parsed(change, "AfterContext");
    const Value* before = Parsed(change, "BeforeContext");
    CG_RETURN_IF_ERROR(Decide(change, &entry));
    if (entry.stays && entry.existed && after != nullptr && before != nullptr &&
        Text(change, "Replacement").empty()) {
      Compare(*after, *before, &entry);
    }
    entry.after = Resource(change, after, entry.type);
    entry.before = Resource(change, before, entry.type);
    set->entries.push_back(std::move(entry));
    return {};
  }

 private:
  static const Value* Member(const Value& change, std::string_view name) {
    if (const Value* value = Find(change, name)) {
      return value;
    }
    std::string small(name);
    small[0] =
        static_cast<char>(std::tolower(static_cast<unsigned char>(small[0])));
    return Find(change, small);
  }
  static std::string_view Text(const Value& change, std::string_view name) {
    const Value* value = Member(change, name);
    return value != nullptr && value->Is(Kind::kString) ? value->AsString()
                                                        : std::string_view();
  }

  Status Decide(const Value& change, ChangeSet::Entry* entry) const {
    const std::string_view action = Text(change, "Action");
    if (action == "Add" || action == "CREATE") {
      entry->stays = true;
      entry->planned.action = "create";
    } else if (action == "Import") {
      entry->stays = true;
      entry->planned.action = "import";
    } else if (action == "Remove" || action == "DELETE") {
      entry->existed = true;
      entry->previous.action =
          Text(change, "PolicyAction") == "Retain" ? "forget" : "delete";
    } else if (action == "Modify" || action == "UPDATE") {
      entry->stays = entry->existed = true;
      entry->planned = Modification(change);
      entry->previous = entry->planned;
      if (entry->planned.action == "replace" &&
          Text(change, "PolicyAction") == "ReplaceAndRetain") {
        entry->previous.action = "forget";
      }
    } else if (action == "Dynamic") {
      entry->stays = entry->existed = true;
      entry->planned.unknown_because =
          "what happens to it is known when the change set is executed";
      entry->previous = entry->planned;
    } else {
      return Bad(change,
                 fmt::format("a change cannot have the action `{}`", action));
    }
    return {};
  }

  static StackChange Modification(const Value& change) {
    const std::string_view replacement = Text(change, "Replacement");
    if (replacement == "True") {
      return {.action = "replace", .replace_paths = ReplacePaths(change)};
    }
    if (replacement == "False") {
      return {.action = "update"};
    }
    if (replacement == "Conditional") {
      return {.unknown_because =
                  "whether it is replaced is known when the change set is "
                  "executed"};
    }
    return {.unknown_because =
                "the change set does not say whether the resource is replaced"};
  }

  static std::vector<std::string> ReplacePaths(const Value& change) {
    std::vector<std::string> paths;
    const Value* details = Member(change, "Details");
    if (details == nullptr || !details->Is(Kind::kList)) {
      return paths;
    }
    for (const Value& detail : details->AsList()) {
      const Value* target = Find(detail, "Target");
      if (target != nullptr && StringAt(*target, "Attribute") == "Properties" &&
          StringAt(*target, "RequiresRecreation") == "Always") {
        std::string path =
            fmt::format("Properties.{}", StringAt(*target, "Name"));
        if (std::find(paths.begin(), paths.end(), path) == paths.end()) {
          paths.push_back(std::move(path));
        }
      }
    }
    return paths;
  }

  // --- Contexts --------------------------------------------------------------
  const Value* Parsed(const Value& change, std::string_view name) {
    const Value* text = Member(change, name);
    if (text == nullptr || !text->Is(Kind::kString)) {
      return nullptr;
    }
    ValueBuilder builder = values_->document().NewBuilder();
    const auto read = ReadEmbeddedJson(*text, values_->document(), &builder);
    return read ? *read : nullptr;
  }

  // Hooks are not told what is replaced, but what changes.
  void Compare(const Value& after, const Value& before,
               ChangeSet::Entry* entry) const {
    StackChanges changes = CompareStacks(
        values_->document(),
        {{.address = entry->address, .type = entry->type, .node = &after}},
        {{.address = entry->address, .type = entry->type, .node = &before}});
    entry->planned = std::move(changes.planned[entry->address]);
    entry->previous = std::move(changes.previous[entry->address]);
  }

  const Value* Resource(const Value& change, const Value* parsed,
                        std::string_view type) {
    const Value* properties =
        parsed == nullptr ? nullptr : Find(*parsed, "Properties");
    const SourceSpan span = parsed == nullptr ? change.span() : parsed->span();
    ValueBuilder made = values_->document().NewBuilder();
    made.StartMap(span);
    made.AddKey("Type");
    made.AddString(type, span);
    for (const char* policy : {"DeletionPolicy", "UpdateReplacePolicy"}) {
      if (const Value* written =
              parsed == nullptr ? nullptr : Find(*parsed, policy)) {
        made.AddKey(policy);
        made.AddCopy(*written);
      }
    }
    made.AddKey("Properties");
    if (properties == nullptr || !properties->Is(Kind::kMap)) {
      made.AddCopy(*values_->Unknown(
          {.reason = kNoContext, .references = {}, .may_be_absent = true},
          span));
    } else {
      AddProperties(type, *properties, &made);
    }
    made.EndMap();
    return made.Finish();
  }

  void AddProperties(std::string_view type, const Value& properties,
                     ValueBuilder* made) {
    made->StartMap(properties.span());
    for (const connectguard::Member& member : properties.AsMap()) {
      made->AddKey(member.key->text);
      if (HoldsSecret(member.key->text)) {
        made->BeginSensitive();
        AddTyped(member.value, made);
        made->EndSensitive();
      } else if (HoldsJson(type, member.key->text) &&
                 member.value.Is(Kind::kString)) {
        ValueBuilder builder = values_->document().NewBuilder();
        const auto json =
            ReadEmbeddedJson(member.value, values_->document(), &builder);
        made->AddCopy(json ? **json : member.value);
      } else {
        AddTyped(member.value, made);
      }
    }
    made->EndMap();
  }

  // Recursion is bounded by the depth of the input.
  void AddTyped(const Value& value, ValueBuilder* made) {
    if (value.Is(Kind::kMap)) {
      made->StartMap(value.span());
      for (const connectguard::Member& member : value.AsMap()) {
        made->AddKey(member.key->text);
        AddTyped(member.value, made);
      }
      made->EndMap();
    } else if (value.Is(Kind::kList)) {
      made->StartList(value.span());
      for (const Value& item : value.AsList()) {
        AddTyped(item, made);
      }
      made->EndList();
    } else if (value.Is(Kind::kString) && MayBeOther(value.AsString())) {
      made->AddCopy(*values_->Unknown({.reason = kTextReason}, value.span()));
    } else {
      made->AddCopy(value);
    }
  }

  const SourceFile& source_;
  ResolvedValues* values_;
};

// The outermost nested stack that makes a resource; empty for none.
std::string_view StackOf(std::string_view address) {
  const std::size_t dot = address.find('.');
  return dot == std::string_view::npos ? std::string_view()
                                       : address.substr(0, dot);
}

// What happens to a resource that the change set does not list: nothing, but in
// a nested stack whatever happens to that. Its own changes are another set.
StackChange ChangeWithStack(
    std::string_view address,
    const std::unordered_map<std::string_view, StackChange>& changes) {
  const auto stack = changes.find(StackOf(address));
  if (stack == changes.end() || stack->second.action == "no-op") {
    return {.action = "no-op"};
  }
  const std::string& action = stack->second.action;
  if (action == "create" || action == "delete" || action == "forget" ||
      action == "replace") {
    return {.action = action};
  }
  return {.unknown_because =
              "the change set of the nested stack is another one"};
}

}  // namespace

Result<ChangeSet> ReadChangeSet(const Value& written, const SourceFile& source,
                                ResolvedValues* values) {
  ChangeReader reader(source, values);
  const Value* changes = Find(written, "Changes");
  if (changes == nullptr || !changes->Is(Kind::kList)) {
    return reader.Bad(written, "a change set must have a list `Changes`");
  }
  ChangeSet set{.entries = {},
                .failed = StringAt(written, "Status") == "FAILED",
                .whole = StringAt(written, "NextToken").empty()};
  for (const Value& change : changes->AsList()) {
    // Guard Hooks are handed the changes without a wrapping.
    const Value* inside = Find(change, "ResourceChange");
    if (inside == nullptr && StringAt(change, "Type") == "Hook") {
      continue;
    }
    CG_RETURN_IF_ERROR(reader.Add(inside == nullptr ? change : *inside, &set));
  }
  return set;
}

Result<ChangeSet> ReadChangedResources(const Value& list,
                                       const SourceFile& source,
                                       ResolvedValues* values) {
  ChangeReader reader(source, values);
  if (!list.Is(Kind::kList)) {
    return reader.Bad(list, "`changedResources` must be a list", "");
  }
  ChangeSet set;
  for (const Value& change : list.AsList()) {
    CG_RETURN_IF_ERROR(reader.Add(change, &set));
  }
  return set;
}

StackChanges ApplyChangeSet(const ChangeSet& change_set, bool has_template,
                            std::vector<StackResource>* planned,
                            std::vector<StackResource>* previous) {
  const auto has = [](const std::vector<StackResource>& list,
                      std::string_view address) {
    return std::any_of(
        list.begin(), list.end(),
        [&](const StackResource& each) { return each.address == address; });
  };
  StackChanges changes;
  for (const ChangeSet::Entry& entry : change_set.entries) {
    if (entry.stays) {
      changes.planned[entry.address] = entry.planned;
      if (!has(*planned, entry.address)) {
        planned->push_back({.address = entry.address,
                            .type = entry.type,
                            .node = entry.after});
      }
    }
    if (entry.existed) {
      changes.previous[entry.address] = entry.previous;
      if (!has(*previous, entry.address)) {
        previous->push_back({.address = entry.address,
                             .type = entry.type,
                             .node = entry.before});
      }
    }
  }
  if (!has_template) {
    return changes;
  }
  for (const StackResource& resource : *planned) {
    if (changes.planned.count(resource.address) != 0) {
      continue;
    }
    const StackChange change =
        ChangeWithStack(resource.address, changes.planned);
    changes.planned[resource.address] = change;
    if (change.action != "create") {
      changes.previous[resource.address] = change;
      if (!has(*previous, resource.address)) {
        previous->push_back(resource);
      }
    }
  }
  for (const StackResource& resource : *previous) {
    if (changes.previous.count(resource.address) == 0 &&
        changes.previous.count(StackOf(resource.address)) != 0) {
      changes.previous[resource.address] =
          ChangeWithStack(resource.address, changes.previous);
    }
  }
  // Of an older template than the one that the change set replaces.
  std::erase_if(*previous, [&](const StackResource& resource) {
    return changes.previous.count(resource.address) == 0;
  });
  return changes;
}

Result<std::unique_ptr<const Document>> ReadChangeSetInput(
    Input input, const ReadOptions& options) {
  auto document = std::make_unique<Document>();
  document->SetDigest(std::move(input.sha256));
  const std::uint16_t file =
      document->AddFile(std::move(input.name), std::move(input.bytes));
  CG_ASSIGN_OR_RETURN(const Value* written, ReadJson(document.get(), file));
  StackWorld world(document.get());
  CG_ASSIGN_OR_RETURN(
      const ChangeSet set,
      ReadChangeSet(*written, document->file(file), &world.values));
  TemplateDocument made{.world = &world,
                        .written = written,
                        .form = "change-set",
                        .errored = set.failed,
                        .has_changes = true,
                        .options = options};
  made.changes = ApplyChangeSet(set, false, &made.planned, &made.previous);
  world.Incomplete(
      set.whole ? "a change set shows only what changes: the other resources "
                  "of the stack were not checked"
                : "the change set has more pages: what they change was not "
                  "checked");
  CG_RETURN_IF_ERROR(WriteTemplateDocument(std::move(made)));
  return document;
}

}  // namespace connectguard
