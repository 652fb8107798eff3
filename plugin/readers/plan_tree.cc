#include "readers/plan_tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <compare>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/terraform_address.h"
#include "readers/terraform_types.h"

namespace connectguard {
namespace {

constexpr std::uint64_t kFormatVersion = 3;

// What is done, and which of the change's values are before and after; -1:
// none.
struct ActionForm {
  std::array<std::string_view, 2> words;
  int before = -1;
  int after = -1;
};

std::optional<ActionForm> FormOf(std::uint64_t action) {
  switch (action) {
    case 0:
      return ActionForm{.words = {"no-op"}, .before = 0, .after = 0};
    case 1:
      return ActionForm{.words = {"create"}, .after = 0};
    case 2:
      return ActionForm{.words = {"read"}, .before = 0, .after = 1};
    case 3:
      return ActionForm{.words = {"update"}, .before = 0, .after = 1};
    case 5:
      return ActionForm{.words = {"delete"}, .before = 0};
    case 6:
      return ActionForm{.words = {"delete", "create"}, .before = 0, .after = 1};
    case 7:
      return ActionForm{.words = {"create", "delete"}, .before = 0, .after = 1};
    case 8:
      return ActionForm{.words = {"forget"}, .before = 0};
    case 9:
      return ActionForm{.words = {"create", "forget"}, .before = 0, .after = 1};
    default:
      return std::nullopt;
  }
}

// By number; 0 is no reason.
constexpr std::array<std::string_view, 15> kReasons = {
    "",
    "replace_because_tainted",
    "replace_by_request",
    "replace_because_cannot_update",
    "delete_because_no_resource_config",
    "delete_because_wrong_repetition",
    "delete_because_count_index",
    "delete_because_each_key",
    "delete_because_no_module",
    "replace_by_triggers",
    "read_because_config_unknown",
    "read_because_dependency_pending",
    "delete_because_no_move_target",
    "read_because_check_nested",
    "delete_because_enabled_false",
};

// Attributes of the mapped types that may be a number with digits behind the
// point; all other texts of those types are texts.
// Source: provider schema of hashicorp/aws 6.25.0.
struct FractionAttribute {
  std::string_view type;
  std::string_view path;
};
constexpr FractionAttribute kFractions[] = {
    {"aws_cloudwatch_metric_alarm", "threshold"},
    {"aws_customerprofiles_domain",
     "matching.auto_merging.min_allowed_confidence_score_for_merging"},
    {"aws_kinesis_firehose_delivery_stream",
     "extended_s3_configuration.data_format_conversion_configuration."
     "output_format_configuration.serializer.orc_ser_de."
     "bloom_filter_false_positive_probability"},
    {"aws_kinesis_firehose_delivery_stream",
     "extended_s3_configuration.data_format_conversion_configuration."
     "output_format_configuration.serializer.orc_ser_de."
     "dictionary_key_threshold"},
    {"aws_kinesis_firehose_delivery_stream",
     "extended_s3_configuration.data_format_conversion_configuration."
     "output_format_configuration.serializer.orc_ser_de.padding_tolerance"},
    {"aws_lambda_function",
     "capacity_provider_config.lambda_managed_instances_capacity_provider_"
     "config.execution_environment_memory_gib_per_vcpu"},
};

// What the table of types tells of numbers.
class ResourceTypes : public CtyTypes {
 public:
  ResourceTypes(const TerraformTypes& all, std::string_view type)
      : type_(type),
        is_known_(all.Find(type) != nullptr && type.starts_with("aws_")) {}

  NumberText TypeOf(std::string_view path) const override {
    if (!is_known_) {
      return NumberText::kNotKnown;
    }
    const bool is_number =
        std::any_of(std::begin(kFractions), std::end(kFractions),
                    [&](const FractionAttribute& each) {
                      return each.type == type_ && each.path == path;
                    });
    return is_number ? NumberText::kNumber : NumberText::kText;
  }

 private:
  std::string_view type_;
  bool is_known_;
};

// Values whose type stands beside them are asked nowhere for a number.
class NoTypes : public CtyTypes {
 public:
  NumberText TypeOf(std::string_view /*path*/) const override {
    return NumberText::kNotKnown;
  }
};

// Terraform's order of addresses: the fewer modules first, then by name, data
// sources before resources, and keys by number.
struct AddressOrder {
  std::size_t modules = 0;
  std::vector<std::pair<std::string, std::string>> steps;  // Name and key.
  bool is_resource = false;
  std::string local;
  std::string key;
  std::string_view deposed;

  // clang-tidy 14 takes a zero in it for a pointer.
  // NOLINTNEXTLINE(modernize-use-nullptr)
  auto operator<=>(const AddressOrder&) const = default;
};

// Texts that are ordered as keys are: none, numbers, texts.
std::string KeyOrder(std::string_view key) {
  if (key.empty()) {
    return "";
  }
  if (key.starts_with("[\"")) {
    return "t" + UnquoteKey(key);
  }
  return fmt::format("n{:>20}", key);
}

AddressOrder OrderOf(std::string_view address, std::string_view deposed) {
  const ResourceAddress parts = ParseResourceAddress(address);
  AddressOrder order;
  std::string_view modules = parts.module;
  while (!modules.empty()) {
    TakeSegment(&modules);
    const AddressSegment name = TakeSegment(&modules);
    order.steps.emplace_back(name.name, KeyOrder(name.index));
  }
  order.modules = order.steps.size();
  order.is_resource = !parts.local.starts_with("data.");
  // A dot is less than what names are made of, so type goes before name.
  order.local = parts.local;
  std::replace(order.local.begin(), order.local.end(), '.', '\0');
  order.key = KeyOrder(parts.key);
  order.deposed = deposed;
  return order;
}

void Merge(const CtyMarks& from, CtyMarks* into) {
  into->all = into->all || from.all;
  for (const auto& [key, marks] : from.members) {
    Merge(marks, &into->members[key]);
  }
  for (const auto& [number, marks] : from.items) {
    Merge(marks, &into->items[number]);
  }
}

bool IsAtLeast18(std::string_view version) {
  unsigned major = 0;
  unsigned minor = 0;
  const char* end = version.data() + version.size();
  const auto first = std::from_chars(version.data(), end, major);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.' ||
      std::from_chars(first.ptr + 1, end, minor).ec != std::errc()) {
    return false;
  }
  return major > 1 || (major == 1 && minor >= 8);
}

class TreeWriter {
 public:
  TreeWriter(const PlanMessage& plan, const PlanTreeOptions& options,
             const TerraformTypes& types, PlaceCounter* places,
             ValueBuilder* builder)
      : plan_(plan),
        options_(options),
        types_(types),
        places_(places),
        builder_(builder) {}

  Result<std::size_t> Write() {
    CG_RETURN_IF_ERROR(CheckVersions());
    AddText("format_version", "1.2");
    AddText("terraform_version", plan_.terraform_version);
    AddText("timestamp", plan_.timestamp);
    AddFlag("errored", plan_.errored);
    if (!options_.of_opentofu) {
      AddFlag("complete", plan_.complete);
    }
    CG_RETURN_IF_ERROR(WriteVariables());
    CG_RETURN_IF_ERROR(WriteChanges());
    WriteDrift();
    WriteDeferred();
    return unclear_;
  }

 private:
  tl::unexpected<Error> Wrong(std::string message,
                              std::string_view hint = "") const {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticFor(options_.name, std::move(message), std::string(hint)));
  }

  // Adds what it is about to an error of a value.
  Status At(std::string_view address, Status written) const {
    if (written) {
      return {};
    }
    Error error = std::move(written).error();
    return Fail(error.code,
                DiagnosticFor(
                    options_.name,
                    fmt::format("the binary plan is damaged: of `{}`, "
                                "{}",
                                OnOneLine(address), error.diagnostic.message)));
  }

  Status CheckVersions() const {
    if (plan_.version != kFormatVersion) {
      return Wrong(
          fmt::format("version {} of binary plans is not supported",
                      plan_.version),
          "write the plan with `terraform show -json`, and check that");
    }
    if (!IsAtLeast18(plan_.terraform_version)) {
      return Wrong(
          fmt::format("a binary plan of version {} does not tell which "
                      "attributes are secret; those from 1.8 on do",
                      plan_.terraform_version.empty()
                          ? std::string("0")
                          : OnOneLine(plan_.terraform_version).substr(0, 40)),
          "write it with `terraform show -json`, then give both: `connectguard "
          "check plan.json --plan-file tfplan`");
    }
    return {};
  }

  void AddText(std::string_view key, std::string_view text) {
    if (!text.empty()) {
      builder_->AddKey(key);
      builder_->AddString(text, places_->Next());
    }
  }

  void AddFlag(std::string_view key, bool value) {
    builder_->AddKey(key);
    builder_->AddBool(value, places_->Next());
  }

  void StartMap(std::string_view key) {
    builder_->AddKey(key);
    builder_->StartMap(places_->Next());
  }
  void EndMap() { builder_->EndMap(places_->position()); }

  Status WriteVariables() {
    StartMap("variables");
    const NoTypes types;
    CtyWriter writer(&types, places_, builder_);
    for (const VariableMessage& variable : plan_.variables) {
      StartMap(variable.name);
      builder_->AddKey("value");
      CG_RETURN_IF_ERROR(At(fmt::format("var.{}", variable.name),
                            writer.WriteKnown(variable.value)));
      EndMap();
    }
    EndMap();
    return {};
  }

  // In Terraform's order.
  static std::vector<const ResourceMessage*> Ordered(
      const std::vector<ResourceMessage>& resources) {
    std::vector<std::pair<AddressOrder, const ResourceMessage*>> order;
    order.reserve(resources.size());
    for (const ResourceMessage& resource : resources) {
      order.emplace_back(OrderOf(resource.address, resource.deposed),
                         &resource);
    }
    std::stable_sort(
        order.begin(), order.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const ResourceMessage*> ordered;
    ordered.reserve(order.size());
    for (const auto& [unused, resource] : order) {
      ordered.push_back(resource);
    }
    return ordered;
  }

  // What is opened for the time of a run is nothing that will exist; and to
  // delete a data source is how Terraform forgets it, which its own JSON leaves
  // out as well.
  static bool IsShown(const ResourceMessage& resource) {
    const std::string_view local = ParseResourceAddress(resource.address).local;
    const std::optional<ActionForm> form = FormOf(resource.action);
    const bool deletes = form && form->words[0] == "delete" && form->after < 0;
    return !local.starts_with("ephemeral.") &&
           !(deletes && local.starts_with("data."));
  }

  // Missing when nothing changes, as in the JSON.
  Status WriteChanges() {
    std::vector<const ResourceMessage*> order = Ordered(plan_.resources);
    std::erase_if(order, [](const auto* each) { return !IsShown(*each); });
    if (order.empty()) {
      return {};
    }
    builder_->AddKey("resource_changes");
    builder_->StartList(places_->Next());
    for (const ResourceMessage* resource : order) {
      CG_RETURN_IF_ERROR(WriteResource(*resource));
    }
    builder_->EndList(places_->position());
    return {};
  }

  // Addresses alone. Those that only moved count in a refresh-only plan.
  void WriteDrift() {
    std::vector<const ResourceMessage*> order = Ordered(plan_.drift);
    std::erase_if(order, [&](const ResourceMessage* each) {
      return !IsShown(*each) || (each->action == 0 && !plan_.refresh_only);
    });
    if (order.empty()) {
      return;
    }
    builder_->AddKey("resource_drift");
    builder_->StartList(places_->Next());
    for (const ResourceMessage* resource : order) {
      builder_->StartMap(places_->Next());
      AddText("address", resource->address);
      EndMap();
    }
    builder_->EndList(places_->position());
  }

  Status WriteResource(const ResourceMessage& resource) {
    std::string_view local = ParseResourceAddress(resource.address).local;
    const bool is_data = local.starts_with("data.");
    const std::optional<ActionForm> form = FormOf(resource.action);
    if (!form || resource.reason >= kReasons.size()) {
      return Wrong(fmt::format("what the plan does to `{}` is not known",
                               OnOneLine(resource.address)),
                   "this program may be older than what made the plan");
    }
    if (is_data) {
      TakeSegment(&local);
    }
    const std::string_view type = TakeSegment(&local).name;
    builder_->StartMap(places_->Next());
    AddText("address", resource.address);
    AddText("previous_address", resource.previous_address);
    AddText("mode", is_data ? "data" : "managed");
    AddText("type", type);
    AddText("deposed", resource.deposed);
    AddText("action_reason", kReasons[resource.reason]);
    StartMap("change");
    CG_RETURN_IF_ERROR(
        At(resource.address, WriteChange(*form, resource, type)));
    WriteReplacePaths(resource);
    EndMap();
    EndMap();
    return {};
  }

  Status WriteChange(const ActionForm& form, const ResourceMessage& resource,
                     std::string_view type) {
    builder_->AddKey("actions");
    builder_->StartList(places_->Next());
    for (const std::string_view word : form.words) {
      if (!word.empty()) {
        builder_->AddString(word, places_->Next());
      }
    }
    builder_->EndList(places_->position());
    if (resource.importing) {
      StartMap("importing");
      EndMap();
    }
    const ResourceTypes types(types_, type);
    CtyWriter writer(&types, places_, builder_);
    if (form.before >= 0) {
      CG_ASSIGN_OR_RETURN(const std::string_view before,
                          ValueAt(resource, form.before));
      builder_->AddKey("before");
      CG_RETURN_IF_ERROR(writer.WriteKnown(before));
      // What the state of an older version may not say.
      CtyMarks before_marks = resource.before_marks;
      Merge(resource.after_marks, &before_marks);
      builder_->AddKey("before_sensitive");
      CG_RETURN_IF_ERROR(writer.WriteSensitive(before, before_marks));
    }
    if (form.after >= 0) {
      CG_ASSIGN_OR_RETURN(const std::string_view after,
                          ValueAt(resource, form.after));
      builder_->AddKey("after");
      CG_RETURN_IF_ERROR(writer.WriteKnown(after));
      builder_->AddKey("after_unknown");
      CG_RETURN_IF_ERROR(writer.WriteUnknown(after));
      builder_->AddKey("after_sensitive");
      CG_RETURN_IF_ERROR(writer.WriteSensitive(after, resource.after_marks));
    }
    unclear_ += writer.unclear();
    return {};
  }

  // Attributes are a map, or null where there are none.
  static Result<std::string_view> ValueAt(const ResourceMessage& resource,
                                          int number) {
    const auto index = static_cast<std::size_t>(number);
    const std::string_view value =
        index < resource.values.size() ? resource.values[index] : "";
    const PackItem::Kind kind = PackReader(value).Take().kind;
    if (kind != PackItem::Kind::kMap && kind != PackItem::Kind::kNull) {
      return Fail(ErrorCode::kBadInput,
                  "the attributes are missing, or are no map");
    }
    return value;
  }

  void WriteReplacePaths(const ResourceMessage& resource) {
    if (resource.replace_paths.empty()) {
      return;
    }
    builder_->AddKey("replace_paths");
    builder_->StartList(places_->Next());
    for (const PlanPath& path : resource.replace_paths) {
      builder_->StartList(places_->Next());
      for (const PlanStep& step : path) {
        if (step.number) {
          builder_->AddInt(*step.number, places_->Next());
        } else {
          builder_->AddString(step.name.value_or("?"), places_->Next());
        }
      }
      builder_->EndList(places_->position());
    }
    builder_->EndList(places_->position());
  }

  void WriteDeferred() {
    if (plan_.deferred == 0) {
      return;
    }
    builder_->AddKey("deferred_changes");
    builder_->StartList(places_->Next());
    for (std::size_t i = 0; i < plan_.deferred; ++i) {
      builder_->StartMap(places_->Next());
      EndMap();
    }
    builder_->EndList(places_->position());
  }

  const PlanMessage& plan_;
  const PlanTreeOptions& options_;
  const TerraformTypes& types_;
  PlaceCounter* places_;
  ValueBuilder* builder_;
  std::size_t unclear_ = 0;
};

}  // namespace

Result<std::size_t> WritePlanMembers(std::string_view message,
                                     const PlanTreeOptions& options,
                                     PlaceCounter* places,
                                     ValueBuilder* builder) {
  CG_ASSIGN_OR_RETURN(const TerraformTypes* types, TerraformTypes::Get());
  const std::optional<PlanMessage> plan = ParsePlanMessage(message);
  if (!plan) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(options.name,
                              "the binary plan is damaged: `tfplan` inside it "
                              "cannot be read"));
  }
  return TreeWriter(*plan, options, *types, places, builder).Write();
}

}  // namespace connectguard
