#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "report/inspection_writer.h"
#include "report/json_finding.h"
#include "report/json_places.h"
#include "report/json_report.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

Json ScalarJson(const Value& value) {
  switch (value.kind) {
    case Kind::kBool:
      return value.boolean;
    case Kind::kInt:
      return value.integer;
    case Kind::kFloat:
      return value.real;
    case Kind::kString:
      return std::string(value.AsString());
    case Kind::kList:
      return Json::array();
    case Kind::kMap:
      return Json::object();
    default:
      return nullptr;
  }
}

Json LeavesJson(const std::vector<InspectedValue>& values);

// What an open condition chooses from, or null.
Json AlternativesJson(const InspectedValue& value) {
  if (value.alternatives.empty()) {
    return nullptr;
  }
  Json alternatives = Json::array();
  for (const InspectedAlternative& each : value.alternatives) {
    alternatives.push_back(
        {{"when", each.when}, {"values", LeavesJson(each.values)}});
  }
  return alternatives;
}

Json UnknownJson(const InspectedValue& value) {
  Json references = Json::array();
  for (const Reference& reference : value.value->References()) {
    references.push_back(
        {{"text", reference.text},
         {"target",
          reference.target.empty() ? Json(nullptr) : Json(reference.target)}});
  }
  return {{"reason", value.reason},
          {"may_be_absent", value.value->unknown->may_be_absent},
          {"unset", value.value->unknown->unset},
          {"references", std::move(references)},
          {"alternatives", AlternativesJson(value)}};
}

Json ValueJson(const InspectedValue& value) {
  Json json = {{"path", value.path}};
  if (value.hidden) {
    json["sensitive"] = true;
  } else if (value.value->Is(Kind::kUnknown)) {
    json["unknown"] = UnknownJson(value);
  } else {
    json["value"] = ScalarJson(*value.value);
  }
  json["attribute"] = value.attribute;
  json["set_in"] = value.set_in;
  json["place"] = PlaceJson(value.place);
  Json links = Json::array();
  for (const InspectedLink& link : value.links) {
    links.push_back({{"target", link.target},
                     {"attribute", link.attribute},
                     {"text", link.text}});
  }
  json["links"] = std::move(links);
  return json;
}

Json LeavesJson(const std::vector<InspectedValue>& values) {
  Json leaves = Json::array();
  for (const InspectedValue& value : values) {
    if (!value.has_members) {
      leaves.push_back(ValueJson(value));
    }
  }
  return leaves;
}

Json ResourceJson(const InspectedResource& inspected) {
  Json referrers = Json::array();
  for (const InspectedReferrer& referrer : inspected.referrers) {
    referrers.push_back(
        {{"resource", referrer.address}, {"path", referrer.path}});
  }
  Json waivers = Json::array();
  for (const InspectedWaiver& each : inspected.waivers) {
    Json waiver = WaiverJson(each.waiver);
    waiver["policies"] = each.policies;
    waiver["does_not_count"] = each.why_not;
    waivers.push_back(std::move(waiver));
  }
  return {{"address", inspected.resource->address},
          {"state", inspected.planned ? "planned" : "previous"},
          {"type", inspected.resource->type},
          {"native_type", inspected.resource->native_type},
          {"mapped", inspected.mapped},
          {"action", inspected.action},
          {"only_if", inspected.only_if},
          {"place", PlaceJson(inspected.place)},
          {"waivers", std::move(waivers)},
          {"values", LeavesJson(inspected.values)},
          {"referred_to_by", std::move(referrers)}};
}

Json LinkJson(const ResourceLink& link) {
  return {{"from", link.from->address},
          {"to", link.to->address},
          {"path", link.path},
          {"more", link.more},
          {"certain", link.certain}};
}

// Members of an object that is written piece by piece, so that a large input
// never stands in memory as JSON.
class Members {
 public:
  Members(std::size_t indent, std::ostream& out) : indent_(indent), out_(out) {}

  void Write(std::string_view name, const Json& value) {
    Name(name);
    Text(value, indent_);
  }

  template <typename Range, typename ToJson>
  void WriteList(std::string_view name, const Range& range,
                 const ToJson& to_json) {
    Name(name);
    out_ << '[';
    std::string_view separator;
    for (const auto& each : range) {
      out_ << separator << '\n' << std::string(indent_ + 2, ' ');
      Text(to_json(each), indent_ + 2);
      separator = ",";
    }
    if (!separator.empty()) {
      out_ << '\n' << std::string(indent_, ' ');
    }
    out_ << ']';
  }

 private:
  void Name(std::string_view name) {
    out_ << separator_ << '\n'
         << std::string(indent_, ' ') << Json(name).dump() << ": ";
    separator_ = ",";
  }

  // Texts hold no line breaks of their own in JSON.
  void Text(const Json& value, std::size_t indent) {
    const std::string text =
        value.dump(2, ' ', false, Json::error_handler_t::replace);
    for (const char c : text) {
      out_ << c;
      if (c == '\n') {
        out_ << std::string(indent, ' ');
      }
    }
  }

  std::size_t indent_;
  std::ostream& out_;
  std::string_view separator_;
};

Json PlanJson(const Value& root) {
  Json plan = Json::object();
  for (const char* name : {"Complete", "Errored", "ClosedWorld"}) {
    const Value* value = FindPath(root, {"Plan", name});
    if (value != nullptr) {
      plan[name] = value->Is(Kind::kUnknown)
                       ? Json{{"unknown", value->unknown->reason}}
                       : ScalarJson(*value);
    }
  }
  return plan;
}

void WriteInput(const InspectedInput& input, std::ostream& out) {
  const Inspector& inspector = *input.inspector;
  Members members(6, out);
  members.Write("input", input.input);
  members.Write("kind", input.kind);
  members.Write("sha256", input.sha256);
  members.Write("plan_file", input.plan_file.empty()
                                 ? Json(nullptr)
                                 : Json{{"name", input.plan_file},
                                        {"sha256", input.plan_file_sha256}});
  members.Write("notes", input.notes);
  members.Write("plan", PlanJson(inspector.document().root()));
  members.WriteList("resources", input.chosen,
                    [&](const ResourceInSection& each) {
                      return ResourceJson(inspector.Inspect(each));
                    });
  if (input.is_part) {
    return;
  }
  members.WriteList("links", inspector.links(), LinkJson);
  members.Write("unknown", inspector.Unknown());
  members.WriteList("unmapped", inspector.Unmapped(), [](const auto& each) {
    return Json{{"type", each.first}, {"count", each.second}};
  });
}

}  // namespace

void WriteJsonInspection(std::span<const InspectedInput> inputs,
                         std::ostream& out) {
  out << "{\n  \"schema_version\": " << Json(kReportSchemaVersion).dump()
      << ",\n  \"inputs\": [";
  std::string_view separator;
  for (const InspectedInput& input : inputs) {
    out << separator << "\n    {";
    WriteInput(input, out);
    out << "\n    }";
    separator = ",";
  }
  out << (inputs.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace connectguard
