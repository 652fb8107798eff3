#include "flow/flow_source.h"

#include <fmt/format.h>

namespace connectguard::testing {
namespace {

const UnknownInfo kHoleInfo = {.reason = "known after apply",
                               .may_be_absent = false};

void CopyWithHoles(const Value& value, ValueBuilder* builder) {
  if (value.Is(Kind::kMap)) {
    builder->StartMap(value.span());
    for (const Member& member : value.AsMap()) {
      builder->AddKey(member.key->text);
      CopyWithHoles(member.value, builder);
    }
    builder->EndMap();
  } else if (value.Is(Kind::kList)) {
    builder->StartList(value.span());
    for (const Value& item : value.AsList()) {
      CopyWithHoles(item, builder);
    }
    builder->EndList();
  } else if (value.Is(Kind::kString) && value.AsString() == "?") {
    builder->AddUnknown(&kHoleInfo, value.span());
  } else {
    builder->AddCopy(value);
  }
}

}  // namespace

FlowSource ReadSource(const std::string& json) {
  FlowSource source{.document = std::make_unique<Document>(), .flow = {}};
  const auto file = source.document->AddFile("flow.json", json);
  const auto parsed = ReadJson(source.document.get(), file);
  if (!parsed) {
    ADD_FAILURE() << parsed.error().diagnostic.message << "\n" << json;
    return source;
  }
  ValueBuilder builder = source.document->NewBuilder();
  CopyWithHoles(**parsed, &builder);
  source.root = builder.Finish();
  source.flow = ReadFlow(*source.root);
  return source;
}

std::string FlowOf(std::string_view start, std::string_view actions) {
  return fmt::format(
      R"({{"Version": "2019-10-30", "StartAction": "{}", "Actions": [{}]}})",
      start, actions);
}

std::string ActionOf(std::string_view identifier, std::string_view type,
                     std::string_view rest) {
  return fmt::format(R"({{"Identifier": "{}", "Type": "{}"{}{}}})", identifier,
                     type, rest.empty() ? "" : ", ", rest);
}

std::uint32_t NumberOf(const Flow& flow, std::string_view identifier) {
  for (std::uint32_t i = 0; i < flow.actions.size(); ++i) {
    if (flow.actions[i].identifier == identifier) {
      return i;
    }
  }
  ADD_FAILURE() << "no action " << identifier;
  return 0;
}

std::string ChecksOf(const Flow& flow) {
  std::string checks;
  for (const FlowFinding& finding : flow.findings) {
    checks += checks.empty() ? "" : " ";
    checks += finding.check;
  }
  return checks;
}

}  // namespace connectguard::testing
