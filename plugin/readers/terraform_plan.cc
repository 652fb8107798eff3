#include "readers/terraform_plan.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/sha256.h"
#include "base/text.h"
#include "readers/cty_value.h"
#include "readers/json_reader.h"
#include "readers/plan_configuration.h"
#include "readers/plan_tree.h"
#include "readers/planned_resource.h"
#include "readers/source_configuration.h"
#include "readers/terraform_address.h"
#include "readers/zip_archive.h"

namespace connectguard {
namespace {

constexpr std::string_view kHowToMake =
    "make one with `terraform show -json PLANFILE`";

constexpr std::size_t kNamedInANote = 3;
constexpr std::size_t kShownBytes = 120;

// Reads a plan's tree, whatever it was made from.
class PlanReader {
 public:
  PlanReader(const Value* root, Document* document)
      : document_(document), root_(root) {}

  Result<std::unique_ptr<PlannedChanges>> Read(
      const std::optional<BinaryPlanFacts>& binary, std::size_t log_lines) {
    document_->SetSource(root_);
    CG_RETURN_IF_ERROR(CheckFormat());
    CG_RETURN_IF_ERROR(CheckTwin(binary));
    auto changes = std::make_unique<PlannedChanges>();
    changes->configuration = std::make_unique<const PlanConfiguration>(
        Find(*root_, "configuration"), Find(*root_, "variables"));
    configuration_ = changes->configuration.get();
    CG_RETURN_IF_ERROR(ReadChanges());
    changes->resources = std::move(resources_);
    CG_ASSIGN_OR_RETURN(changes->facts, ReadFacts(binary));
    changes->facts.configuration = configuration_;
    AddNotes(log_lines, binary.has_value(), &changes->facts);
    return changes;
  }

 private:
  tl::unexpected<Error> Wrong(const Value& at, std::string message,
                              std::string_view hint = "") const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(document_->file(at.file), at.begin,
                             std::move(message), std::string(hint)));
  }

  Status CheckFormat() const {
    const Value* version =
        root_->Is(Kind::kMap) ? Find(*root_, "format_version") : nullptr;
    if (version == nullptr || !version->Is(Kind::kString)) {
      return Wrong(*root_, "not a terraform plan: no `format_version`",
                   kHowToMake);
    }
    const std::string_view text = version->AsString();
    const std::string_view major = text.substr(0, text.find('.'));
    if (major != "0" && major != "1") {
      return Wrong(*version,
                   fmt::format("plan format `{}` is not supported", text),
                   "this program reads format versions 0.x and 1.x");
    }
    const bool state = Find(*root_, "values") != nullptr &&
                       Find(*root_, "resource_changes") == nullptr &&
                       Find(*root_, "configuration") == nullptr;
    if (state) {
      return Wrong(*root_, "this is a terraform state, not a plan", kHowToMake);
    }
    return {};
  }

  // The boolean at a key of the root, or `fallback`.
  Result<bool> Flag(std::string_view key, bool fallback) const {
    const Value* value = Find(*root_, key);
    if (value == nullptr || value->Is(Kind::kNull)) {
      return fallback;
    }
    if (!value->Is(Kind::kBool)) {
      return Wrong(*value, fmt::format("`{}` must be true or false", key));
    }
    return value->boolean;
  }

  // Both must come from one `terraform plan`.
  Status CheckTwin(const std::optional<BinaryPlanFacts>& binary) const {
    const Value* made = Find(*root_, "timestamp");
    if (!binary || binary->timestamp.empty() || made == nullptr ||
        !made->Is(Kind::kString) || made->AsString() == binary->timestamp) {
      return {};
    }
    return Wrong(*made,
                 fmt::format("the binary plan is another one: it was made at "
                             "{}, this at {}",
                             OnOneLine(binary->timestamp).substr(0, 40),
                             made->AsString()),
                 "write this again with `terraform show -json` of that plan");
  }

  Result<PlanFacts> ReadFacts(
      const std::optional<BinaryPlanFacts>& binary) const {
    PlanFacts facts;
    CG_ASSIGN_OR_RETURN(facts.errored, Flag("errored", false));
    const bool targeted = binary && binary->has_targets;
    CG_ASSIGN_OR_RETURN(facts.complete,
                        Flag("complete", !facts.errored && !targeted));
    // A refresh-only plan whose state is not at hand shows nothing.
    const bool shows_nothing = Find(*root_, "resource_changes") == nullptr &&
                               !judges_state_ &&
                               Find(*root_, "resource_drift") != nullptr;
    // What is put off to a later run is not planned now.
    const Value* deferred = Find(*root_, "deferred_changes");
    facts.complete = facts.complete && !shows_nothing &&
                     (deferred == nullptr || !deferred->Is(Kind::kList) ||
                      deferred->size == 0);
    facts.terraform_version = StringAt(*root_, "terraform_version");
    facts.span = root_->span();
    return facts;
  }

  // What was found to be changed since the last apply: the plan starts from
  // what is there now.
  std::optional<std::string> DriftNote() const {
    const Value* drift = Find(*root_, "resource_drift");
    if (drift == nullptr || !drift->Is(Kind::kList) || drift->size == 0) {
      return std::nullopt;
    }
    std::string names;
    std::uint32_t named = 0;
    for (const Value& each : drift->AsList().first(
             std::min<std::size_t>(drift->size, kNamedInANote))) {
      const std::string address =
          OnOneLine(StringAt(each, "address", "?")).substr(0, kShownBytes);
      names += fmt::format("{}`{}`", named++ == 0 ? "" : ", ", address);
    }
    if (drift->size > named) {
      names += fmt::format(" and {} more", drift->size - named);
    }
    return fmt::format("changed outside of Terraform since the last apply: {}",
                       names);
  }

  void AddNotes(std::size_t log_lines, bool has_binary,
                PlanFacts* facts) const {
    if (log_lines > 0) {
      facts->notes.push_back(fmt::format(
          "{} line{} around the plan {} not part of it", log_lines,
          log_lines == 1 ? "" : "s", log_lines == 1 ? "is" : "are"));
    }
    if (judges_state_) {
      facts->notes.emplace_back(
          "the plan changes Terraform's state alone (-refresh-only): the "
          "resources were judged as the state will have them");
    }
    if (auto note = DriftNote()) {
      facts->notes.push_back(*std::move(note));
    }
    if (!facts->terraform_version.empty() &&
        Find(*root_, "complete") == nullptr && !facts->errored && !has_binary) {
      facts->notes.emplace_back(
          "the plan does not say whether it is whole, as older ones and those "
          "of OpenTofu do not: if it was made with -target, what it leaves out "
          "was not checked");
    }
  }

  Status ReadChanges() {
    // Missing in a refresh-only plan, and where there is nothing at all.
    const Value* changes = Find(*root_, "resource_changes");
    if (changes == nullptr || changes->Is(Kind::kNull)) {
      return ReadState();
    }
    if (!changes->Is(Kind::kList)) {
      return Wrong(*changes, "`resource_changes` must be a list");
    }
    resources_.reserve(changes->size);
    for (const Value& change : changes->AsList()) {
      CG_RETURN_IF_ERROR(ReadChange(change));
    }
    return {};
  }

  // Of a plan that shows no changes and went well: what the state will hold is
  // what there is.
  Status ReadState() {
    CG_ASSIGN_OR_RETURN(const bool errored, Flag("errored", false));
    CG_ASSIGN_OR_RETURN(const bool complete, Flag("complete", true));
    const Value* module =
        FindPath(*root_, {"prior_state", "values", "root_module"});
    if (module == nullptr || errored || !complete) {
      return {};
    }
    CG_RETURN_IF_ERROR(ReadModule(*module));
    judges_state_ = !resources_.empty();
    return {};
  }

  // Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
  Status ReadModule(const Value& module) {
    for (const Value& item : ItemsOf(module, "resources")) {
      if (StringAt(item, "mode") == "managed") {
        CG_RETURN_IF_ERROR(ReadStateResource(item));
      }
    }
    for (const Value& child : ItemsOf(module, "child_modules")) {
      CG_RETURN_IF_ERROR(ReadModule(child));
    }
    return {};
  }

  static std::span<const Value> ItemsOf(const Value& map,
                                        std::string_view key) {
    const Value* list = Find(map, key);
    return list != nullptr && list->Is(Kind::kList) ? list->AsList()
                                                    : std::span<const Value>();
  }

  Status ReadStateResource(const Value& item) {
    PlannedResource resource;
    resource.span = item.span();
    resource.address = StringAt(item, "address");
    resource.type = StringAt(item, "type");
    if (resource.address.empty() || resource.type.empty()) {
      return Wrong(item, "a resource of the state needs `address` and `type`");
    }
    resource.action = ChangeAction::kNoOp;
    resource.deposed = StringAt(item, "deposed_key");
    CG_ASSIGN_OR_RETURN(resource.after, Attributes(item, "values"));
    resource.before = resource.after;
    resource.after_sensitive = Find(item, "sensitive_values");
    resource.before_sensitive = resource.after_sensitive;
    resource.expressions =
        configuration_->Find(ParseResourceAddress(resource.address));
    resources_.push_back(resource);
    return {};
  }

  Status ReadChange(const Value& item) {
    PlannedResource resource;
    resource.span = item.span();
    resource.address = StringAt(item, "address");
    resource.type = StringAt(item, "type");
    if (resource.address.empty() || resource.type.empty()) {
      return Wrong(item, "a resource change needs `address` and `type`");
    }
    resource.is_data = StringAt(item, "mode") == "data";
    resource.previous_address = StringAt(item, "previous_address");
    resource.deposed = StringAt(item, "deposed");
    resource.action_reason = StringAt(item, "action_reason");
    const Value* change = Find(item, "change");
    if (change == nullptr || !change->Is(Kind::kMap)) {
      return Wrong(item, fmt::format("`{}` has no `change`", resource.address));
    }
    CG_RETURN_IF_ERROR(ReadActions(*change, &resource));
    resource.importing = IsMap(Find(*change, "importing"));
    resource.replace_paths = Find(*change, "replace_paths");
    resource.before_sensitive = Find(*change, "before_sensitive");
    resource.after_sensitive = Find(*change, "after_sensitive");
    resource.after_unknown = Find(*change, "after_unknown");
    CG_ASSIGN_OR_RETURN(resource.before, Attributes(*change, "before"));
    CG_ASSIGN_OR_RETURN(resource.after, Attributes(*change, "after"));
    resource.expressions =
        configuration_->Find(ParseResourceAddress(resource.address));
    resources_.push_back(resource);
    return {};
  }

  static bool IsMap(const Value* value) {
    return value != nullptr && value->Is(Kind::kMap);
  }

  // Null when it is null or missing.
  Result<const Value*> Attributes(const Value& change,
                                  std::string_view key) const {
    const Value* value = Find(change, key);
    if (value == nullptr || value->Is(Kind::kNull)) {
      return nullptr;
    }
    if (!value->Is(Kind::kMap)) {
      return Wrong(*value, fmt::format("`{}` must be a map or null", key));
    }
    return value;
  }

  Status ReadActions(const Value& change, PlannedResource* resource) const {
    const Value* actions = Find(change, "actions");
    if (actions == nullptr || !actions->Is(Kind::kList) || actions->size == 0) {
      return Wrong(change, "`actions` must be a list of words");
    }
    bool creates = false;
    bool removes = false;
    for (const Value& action : actions->AsList()) {
      const std::string_view word =
          action.Is(Kind::kString) ? action.AsString() : std::string_view();
      static constexpr std::array<ChangeAction, 6> kWords = {
          ChangeAction::kNoOp,   ChangeAction::kCreate, ChangeAction::kRead,
          ChangeAction::kUpdate, ChangeAction::kDelete, ChangeAction::kForget};
      const auto* known =
          std::find_if(kWords.begin(), kWords.end(),
                       [&](ChangeAction a) { return ActionName(a) == word; });
      if (known == kWords.end()) {
        return Wrong(action, fmt::format("action `{}` is not known", word));
      }
      resource->action = *known;
      creates = creates || *known == ChangeAction::kCreate;
      removes = removes || *known == ChangeAction::kDelete ||
                *known == ChangeAction::kForget;
      resource->forgets_previous =
          resource->forgets_previous || *known == ChangeAction::kForget;
    }
    if (creates && removes) {
      resource->action = ChangeAction::kReplace;
    }
    return {};
  }

  Document* document_;
  const Value* root_;
  const PlanConfiguration* configuration_ = nullptr;
  std::vector<PlannedResource> resources_;
  bool judges_state_ = false;  // Instead of changes.
};

using PlannedResult = Result<std::unique_ptr<const PlannedChanges>>;

void AddSources(std::unique_ptr<const TerraformSources> sources,
                const std::optional<WorkingFolder>& folder,
                PlannedChanges* changes) {
  changes->sources = std::move(sources);
  changes->facts.sources = changes->sources.get();
  changes->facts.folder = folder;
}

// What a plan says twice is not kept, nor the state, unless there are no
// changes to judge.
Result<const Value*> ReadPlanText(Document* document,
                                  DuplicateKeys* duplicates) {
  CG_ASSIGN_OR_RETURN(
      const Value* root,
      ReadJson(document, 0,
               {.skip_root_members = {"planned_values", "prior_state",
                                      "output_changes", "relevant_attributes",
                                      "checks"},
                .duplicates = duplicates}));
  if (!root->Is(Kind::kMap) || Find(*root, "resource_changes") != nullptr) {
    return root;
  }
  *duplicates = {};
  return ReadJson(document, 0,
                  {.skip_root_members = {"planned_values", "output_changes",
                                         "relevant_attributes", "checks"},
                   .duplicates = duplicates});
}

PlannedResult ReadJsonPlan(Input input, Document* document) {
  document->SetDigest(std::move(input.sha256));
  document->AddFile(std::move(input.name), std::move(input.bytes));
  DuplicateKeys duplicates;
  CG_ASSIGN_OR_RETURN(const Value* root, ReadPlanText(document, &duplicates));
  std::optional<ConfigurationFiles>& files = input.configuration;
  CG_ASSIGN_OR_RETURN(
      std::unique_ptr<PlannedChanges> changes,
      PlanReader(root, document)
          .Read(files ? files->plan : std::nullopt, input.log_lines));
  std::vector<std::string>& notes = changes->facts.notes;
  std::vector<std::string> repeated =
      DuplicateKeyNotes(duplicates, document->file(0));
  notes.insert(notes.begin(), std::make_move_iterator(repeated.begin()),
               std::make_move_iterator(repeated.end()));
  if (files) {
    const std::optional<WorkingFolder> folder = files->folder;
    AddSources(
        std::make_unique<const TerraformSources>(*std::move(files), document),
        folder, changes.get());
  }
  return changes;
}

// Its own sources are what was planned: of a working directory only the files
// that the plan names are read.
PlannedResult ReadBinaryPlanAlone(Input input, Document* document) {
  if (input.configuration && input.configuration->plan) {
    return Fail(ErrorCode::kUsage,
                DiagnosticFor(input.name, "the input is a binary plan itself",
                              "leave --plan-file out"));
  }
  CG_ASSIGN_OR_RETURN(BinaryPlan plan, OpenBinaryPlan(input.name, input.bytes));
  if (!plan.configuration.plan) {
    return Fail(ErrorCode::kLimit,
                DiagnosticFor(input.name, "the binary plan is too large",
                              std::string(kHowToMake)));
  }
  document->SetDigest(Sha256Hex(input.bytes));
  // There is no text that places could be shown in.
  document->AddFile(input.name, "");
  const std::optional<BinaryPlanFacts> facts = plan.configuration.plan;
  auto sources = std::make_unique<const TerraformSources>(
      std::move(plan.configuration), document);
  ValueBuilder builder = document->NewBuilder();
  PlaceCounter places;
  builder.StartMap(places.Next());
  CG_ASSIGN_OR_RETURN(
      const std::size_t unclear,
      WritePlanMembers(plan.message,
                       {.name = input.name, .of_opentofu = plan.of_opentofu},
                       &places, &builder));
  builder.AddKey("configuration");
  WriteConfiguration(*sources, &places, &builder);
  builder.EndMap(places.position());
  CG_ASSIGN_OR_RETURN(std::unique_ptr<PlannedChanges> changes,
                      PlanReader(builder.Finish(), document).Read(facts, 0));
  if (unclear > 0) {
    changes->facts.notes.push_back(fmt::format(
        "a binary plan does not tell numbers from texts everywhere: {} value{} "
        "{} taken as not known (give the JSON as well to have them)",
        unclear, unclear == 1 ? "" : "s", unclear == 1 ? "was" : "were"));
  }
  AddSources(std::move(sources),
             input.configuration ? input.configuration->folder : std::nullopt,
             changes.get());
  return changes;
}

}  // namespace

Result<std::unique_ptr<const PlannedChanges>> ReadPlannedChanges(
    Input input, Document* document) {
  return LooksLikeZip(input.bytes)
             ? ReadBinaryPlanAlone(std::move(input), document)
             : ReadJsonPlan(std::move(input), document);
}

Result<std::unique_ptr<const Document>> ReadTerraformPlan(
    Input input, const ReadOptions& options) {
  auto document = std::make_unique<Document>();
  CG_ASSIGN_OR_RETURN(const std::unique_ptr<const PlannedChanges> changes,
                      ReadPlannedChanges(std::move(input), document.get()));
  CG_RETURN_IF_ERROR(BuildFromPlannedResources(
      document.get(), changes->resources, changes->facts, options));
  return std::unique_ptr<const Document>(std::move(document));
}

}  // namespace connectguard
