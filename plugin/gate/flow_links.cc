#include "gate/flow_links.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "builtins/reference_index.h"
#include "document/path.h"
#include "flow/settings.h"

namespace connectguard {
namespace {

constexpr std::string_view kQueueType = "AWS::Connect::Queue";
constexpr std::string_view kQuickConnectType = "AWS::Connect::QuickConnect";
constexpr std::string_view kPhoneNumberType = "AWS::Connect::PhoneNumber";
constexpr std::string_view kAssociationType =
    "Synthetic::Connect::PhoneNumberContactFlowAssociation";

// Properties that name a flow, so that one which is not among the inputs is
// seen too. Source: CloudFormation user guide, AWS::Connect::QuickConnect and
// AWS::Connect::Queue, read 2026-11.
constexpr std::array<std::string_view, 4> kFlowProperties = {
    "Properties.QuickConnectConfig.QueueConfig.ContactFlowArn",
    "Properties.QuickConnectConfig.UserConfig.ContactFlowArn",
    "Properties.OutboundCallerConfig.OutboundFlowArn",
    "Properties.ContactFlowArn"};

std::optional<FlowPlaceKind> KindOf(const Resource& resource) {
  return resource.type == kFlowType           ? FlowPlaceKind::kFlow
         : resource.type == kFlowModuleType   ? FlowPlaceKind::kModule
         : resource.type == kQueueType        ? FlowPlaceKind::kQueue
         : resource.type == kQuickConnectType ? FlowPlaceKind::kQuickConnect
         : resource.type == kPhoneNumberType
             ? std::optional(FlowPlaceKind::kPhoneNumber)
             : std::nullopt;
}

bool IsName(std::string_view attribute) {
  return attribute == "Name" || attribute == "name";
}

std::string_view LastPart(std::string_view arn) {
  return arn.starts_with("arn:") ? arn.substr(arn.rfind('/') + 1)
                                 : std::string_view();
}

// What the editor shows for a parameter: the name of the flow or queue.
std::string_view EditorName(const Flow& flow, const FlowAction& action,
                            const FlowParameter& parameter) {
  // The legacy export has it beside the value.
  if (const Value* around = parameter.value->parent;
      flow.format == FlowFormat::kLegacy && around != nullptr) {
    return StringAt(*around, "resourceName");
  }
  const Value* metadata =
      flow.node->Is(Kind::kMap)
          ? FindPath(*flow.node,
                     {"Metadata", "ActionMetadata", action.identifier})
          : nullptr;
  if (metadata == nullptr || !metadata->Is(Kind::kMap)) {
    return {};
  }
  const std::string_view path = parameter.path;
  const std::string_view last = path.substr(path.rfind('.') + 1);
  if (const Value* noted = FindPath(*metadata, {"parameters", last})) {
    if (const auto name = StringAt(*noted, "displayName"); !name.empty()) {
      return name;
    }
  }
  for (const Member& member : metadata->AsMap()) {
    if (const auto name = StringAt(member.value, "text"); !name.empty()) {
      return name;
    }
  }
  return {};
}

class Mapper {
 public:
  explicit Mapper(std::span<const FlowsOfDocument> documents)
      : documents_(documents) {}

  FlowMap Map() {
    for (const FlowsOfDocument& each : documents_) {
      for (const ReviewedFlow& flow : *each.flows) {
        AddFlow(flow);
      }
    }
    for (const FlowsOfDocument& each : documents_) {
      for (const Resource& resource : each.document->resources()) {
        AddIdentifiers(resource);
      }
    }
    for (const FlowsOfDocument& each : documents_) {
      document_ = each.document;
      index_ = &document_->Derived<ReferenceIndex>();
      for (const ReviewedFlow& flow : *each.flows) {
        AddTargets(flow);
      }
      for (const Resource& resource : document_->resources()) {
        if (!IsFlow(resource) && resource.properties != nullptr) {
          AddResource(resource);
        }
      }
    }
    return std::move(map_);
  }

 private:
  // Where a value leads.
  struct End {
    std::uint32_t place = 0;
    FlowAnswer answer = FlowAnswer::kYes;
  };

  static bool IsFlow(const Resource& resource) {
    return resource.type == kFlowType || resource.type == kFlowModuleType;
  }

  // --- Places ----------------------------------------------------------------

  void AddFlow(const ReviewedFlow& flow) {
    const bool module = flow.resource->type == kFlowModuleType;
    const std::uint32_t place = map_.AddPlace(
        {.kind = module ? FlowPlaceKind::kModule : FlowPlaceKind::kFlow,
         .name = std::string(flow.resource->address),
         .detail = module ? std::string() : flow.type});
    places_.emplace(flow.resource, place);
    if (!flow.name.empty()) {
      by_editor_name_[flow.name].push_back(place);
    }
  }

  // That of a resource of this document; only flows have one before something
  // leads there.
  std::uint32_t PlaceOf(const Resource& resource, FlowPlaceKind kind) {
    const auto [found, is_new] = places_.emplace(&resource, 0);
    if (is_new) {
      const bool other = kind == FlowPlaceKind::kOther;
      found->second = map_.AddPlace(
          {.kind = kind,
           .name = std::string(resource.address),
           .detail = other ? std::string(resource.type) : std::string()});
    }
    return found->second;
  }

  void AddIdentifiers(const Resource& resource) {
    if (!KindOf(resource)) {
      return;
    }
    for (const Identifier& identifier : resource.identifiers) {
      if (!IsName(identifier.attribute) && !identifier.text.empty()) {
        by_identifier_[identifier.text].push_back(&resource);
      }
    }
  }

  // --- Where a value leads ---------------------------------------------------

  std::vector<End> Ends(const Value& value, std::string_view text,
                        FlowPlaceKind kind) {
    std::vector<End> ends = MentionedEnds(value, kind);
    if (ends.empty() && value.Is(Kind::kString) && !value.sensitive) {
      ends = IdentifiedEnds(text, kind);
    }
    return ends;
  }

  std::vector<End> MentionedEnds(const Value& value, FlowPlaceKind kind) {
    std::vector<End> ends;
    for (const Mention& mention : index_->MentionsIn(value)) {
      const bool certain = mention.open.empty() && !mention.opaque &&
                           mention.targets.size() == 1;
      for (const Resource* target : mention.targets) {
        if (KindOf(*target) == kind) {
          ends.push_back(
              {.place = PlaceOf(*target, kind),
               .answer = certain ? FlowAnswer::kYes : FlowAnswer::kUnknown});
        }
      }
    }
    return ends;
  }

  // In another document.
  std::vector<End> IdentifiedEnds(std::string_view text, FlowPlaceKind kind) {
    std::vector<End> ends;
    for (const std::string_view name : {text, LastPart(text)}) {
      const auto found = by_identifier_.find(name);
      if (!ends.empty() || name.empty() || found == by_identifier_.end()) {
        continue;
      }
      for (const Resource* resource : found->second) {
        if (KindOf(*resource) == kind) {
          ends.push_back({.place = PlaceOf(*resource, kind)});
        }
      }
    }
    if (ends.size() > 1) {
      for (End& end : ends) {
        end.answer = FlowAnswer::kUnknown;
      }
    }
    return ends;
  }

  End Elsewhere(const Value& value, std::string_view text, FlowPlaceKind kind,
                std::string_view shown) {
    return {.place = map_.AddPlace(
                {.kind = kind,
                 .state = FlowPlaceState::kElsewhere,
                 .name = value.sensitive ? "(sensitive)" : std::string(text),
                 .detail = value.sensitive ? "" : std::string(shown)})};
  }

  End Unknown(const Value& value, std::string_view text, FlowPlaceKind kind) {
    std::string name(text);
    if (value.sensitive) {
      name = "(sensitive)";
    } else if (!value.References().empty()) {
      name = value.References().front().text;
    } else if (value.Is(Kind::kUnknown)) {
      name = value.unknown->reason;
    }
    return {.place = map_.AddPlace({.kind = kind,
                                    .state = FlowPlaceState::kUnknown,
                                    .name = std::move(name)})};
  }

  // --- Flows -----------------------------------------------------------------

  void AddTargets(const ReviewedFlow& flow) {
    const std::uint32_t from = places_.at(flow.resource);
    const FlowSettings& settings = flow.planned->settings();
    for (const FlowTarget& target : FindTargets(settings)) {
      const auto add = [&](const End& end) {
        map_.AddLink({.from = from,
                      .to = end.place,
                      .label = target.label,
                      .answer = And(end.answer, target.reached)});
      };
      // In a flow with holes one of several settings may never reach.
      const bool sure = settings.IsCertain() ||
                        (target.constants.complete == FlowAnswer::kYes &&
                         target.constants.texts.size() == 1);
      for (const FlowConstant& constant : target.constants.texts) {
        for (End end : EndsOfText(flow, target, constant)) {
          end.answer =
              And(end.answer, sure ? FlowAnswer::kYes : FlowAnswer::kUnknown);
          add(end);
        }
      }
      if (target.constants.complete != FlowAnswer::kYes) {
        AddOpen(target, add);
      }
    }
  }

  std::vector<End> EndsOfText(const ReviewedFlow& flow,
                              const FlowTarget& target,
                              const FlowConstant& constant) {
    const Value& value = *constant.parameter->value;
    std::vector<End> ends = Ends(value, constant.text, target.kind);
    if (!ends.empty()) {
      return ends;
    }
    const FlowAction& action = flow.planned->flow().actions[constant.action];
    const std::string_view shown =
        EditorName(flow.planned->flow(), action, *constant.parameter);
    const auto named = by_editor_name_.find(std::string(shown));
    if (!shown.empty() && named != by_editor_name_.end()) {
      for (const std::uint32_t place : named->second) {
        if (map_.places()[place].kind == target.kind) {
          ends.push_back({.place = place, .answer = FlowAnswer::kUnknown});
        }
      }
    }
    if (ends.empty()) {
      ends.push_back(Elsewhere(value, constant.text, target.kind, shown));
    }
    return ends;
  }

  template <typename Add>
  void AddOpen(const FlowTarget& target, const Add& add) {
    const Value& value = *target.parameter->value;
    std::vector<End> ends;
    if (value.Is(Kind::kUnknown)) {
      ends = MentionedEnds(value, target.kind);
    }
    if (ends.empty()) {
      std::string_view text = target.parameter->text;
      if (text.empty() && value.Is(Kind::kString)) {
        text = value.AsString();
      }
      ends.push_back(Unknown(value, text, target.kind));
    }
    for (const End& end : ends) {
      add(end);
    }
  }

  // --- Other resources -------------------------------------------------------

  void AddResource(const Resource& resource) {
    const FlowPlaceKind kind = KindOf(resource).value_or(FlowPlaceKind::kOther);
    for (const Mention& mention : index_->MentionsIn(*resource.properties)) {
      for (const Resource* target : mention.targets) {
        const auto to = KindOf(*target);
        if (!to || target == &resource || !Leads(kind, *to) ||
            !Refers(*mention.where)) {
          continue;
        }
        const bool certain = mention.open.empty() && !mention.opaque &&
                             mention.targets.size() == 1;
        map_.AddLink(
            {.from = OriginOf(resource, kind),
             .to = PlaceOf(*target, *to),
             .label = LabelOf(*mention.where, resource),
             .answer = certain ? FlowAnswer::kYes : FlowAnswer::kUnknown});
      }
    }
    for (const std::string_view path : kFlowProperties) {
      AddUnresolved(resource, kind, path);
    }
  }

  // A name may be another resource's name by chance: only what was written as a
  // reference counts, and properties that hold ids and ARNs.
  static bool Refers(const Value& value) {
    if (!value.References().empty()) {
      return true;
    }
    const Value* named = &value;
    while (KeyOf(*named).empty() && named->parent != nullptr) {
      named = named->parent;
    }
    const std::string_view key = KeyOf(*named);
    return key.ends_with("Arn") || key.ends_with("Arns") ||
           key.ends_with("Id") || key.ends_with("Ids");
  }

  // A queue offers quick connects, and a quick connect leads to a flow and a
  // queue; of other resources only what names a flow is of interest.
  static bool Leads(FlowPlaceKind from, FlowPlaceKind to) {
    const bool to_flow =
        to == FlowPlaceKind::kFlow || to == FlowPlaceKind::kModule;
    return to_flow ||
           (from == FlowPlaceKind::kQuickConnect &&
            to == FlowPlaceKind::kQueue) ||
           (from == FlowPlaceKind::kQueue &&
            to == FlowPlaceKind::kQuickConnect);
  }

  // An association stands for the phone number that it is of.
  std::uint32_t OriginOf(const Resource& resource, FlowPlaceKind kind) {
    const Value* number = resource.type == kAssociationType
                              ? Find(*resource.properties, "PhoneNumberArn")
                              : nullptr;
    if (number == nullptr) {
      return PlaceOf(resource, kind);
    }
    constexpr FlowPlaceKind kNumber = FlowPlaceKind::kPhoneNumber;
    const std::string text =
        number->Is(Kind::kString) ? std::string(number->AsString()) : "";
    const std::vector<End> ends = Ends(*number, text, kNumber);
    return !ends.empty()  ? ends.front().place
           : text.empty() ? Unknown(*number, text, kNumber).place
                          : Elsewhere(*number, text, kNumber, "").place;
  }

  static std::string LabelOf(const Value& where, const Resource& resource) {
    std::string path = PathBelow(where, *resource.properties);
    return path.substr(path.rfind('.') + 1);
  }

  void AddUnresolved(const Resource& resource, FlowPlaceKind kind,
                     std::string_view path) {
    const Value* value = resource.node;
    for (const std::string_view key : Split(path, '.')) {
      value = value == nullptr ? nullptr : Find(*value, key);
    }
    const bool flow_property =
        kind != FlowPlaceKind::kOther || resource.type == kAssociationType;
    if (value == nullptr || !flow_property ||
        !MentionedEnds(*value, FlowPlaceKind::kFlow).empty()) {
      return;
    }
    std::vector<End> ends;
    if (value->Is(Kind::kString)) {
      ends = Ends(*value, value->AsString(), FlowPlaceKind::kFlow);
      if (ends.empty()) {
        ends.push_back(
            Elsewhere(*value, value->AsString(), FlowPlaceKind::kFlow, ""));
      }
    } else if (value->Is(Kind::kUnknown) && !value->unknown->unset) {
      ends.push_back(Unknown(*value, "", FlowPlaceKind::kFlow));
    }
    for (const End& end : ends) {
      map_.AddLink({.from = OriginOf(resource, kind),
                    .to = end.place,
                    .label = std::string(path.substr(path.rfind('.') + 1)),
                    .answer = end.answer});
    }
  }

  std::span<const FlowsOfDocument> documents_;
  const Document* document_ = nullptr;
  const ReferenceIndex* index_ = nullptr;
  FlowMap map_;
  std::unordered_map<const Resource*, std::uint32_t> places_;
  std::unordered_map<std::string_view, std::vector<const Resource*>>
      by_identifier_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_editor_name_;
};

}  // namespace

FlowMap MapFlows(std::span<const FlowsOfDocument> documents) {
  return Mapper(documents).Map();
}

}  // namespace connectguard
