// The policies about contact flows judge what a flow does, not how it is
// written: other identifiers, another order, and actions that no contact comes
// to change no status but that of CONNECT-FLOW-7.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "document/json_text.h"
#include "guard/evaluator.h"
#include "policy/policy_set.h"
#include "policy/sample.h"
#include "readers/input.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

constexpr char kFlows[] = CONNECTGUARD_SOURCE_DIR "/tests/flow/flows";

std::vector<std::string> FlowFiles() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFlows)) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path().stem().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Keys that hold the identifier of an action, in both formats.
bool NamesAnAction(std::string_view key) {
  for (const char* each : {"Identifier", "NextAction", "StartAction", "id",
                           "transition", "start"}) {
    if (key == each) {
      return true;
    }
  }
  return false;
}

// An action that nothing leads to, and that would break many policies.
constexpr std::string_view kLeft =
    R"({"Identifier": "left", "Type": "TransferParticipantToThirdParty",
        "Parameters": {"ThirdPartyPhoneNumber": "$.StoredCustomerInput"},
        "Transitions": {"NextAction": "nowhere"}})";

struct Change {
  bool rename = false;
  bool reverse = false;
  bool add = false;
};

std::string Rewritten(const Value& value, std::string_view key,
                      const Change& change) {
  if (value.Is(Kind::kMap)) {
    std::string text = "{";
    for (const Member& member : value.AsMap()) {
      text += text.size() == 1 ? "" : ",";
      text += JsonString(member.key->text) + ":" +
              Rewritten(member.value, member.key->text, change);
    }
    return text + "}";
  }
  if (value.Is(Kind::kList)) {
    const bool actions = key == "Actions" || key == "modules";
    std::vector<std::string> items;
    for (const Value& item : value.AsList()) {
      items.push_back(Rewritten(item, "", change));
    }
    if (actions && change.reverse) {
      std::reverse(items.begin(), items.end());
    }
    if (key == "Actions" && change.add) {
      items.emplace_back(kLeft);
    }
    std::string text;
    for (const std::string& item : items) {
      text += (text.empty() ? "" : ",") + item;
    }
    return "[" + text + "]";
  }
  if (change.rename && NamesAnAction(key) && value.Is(Kind::kString) &&
      value.size > 0) {
    return JsonString("x" + std::string(value.AsString()));
  }
  return JsonText(value, JsonLayout::kCompact);
}

using Statuses = std::map<std::string, std::string>;

Statuses Judge(const PolicySet& policies, const std::string& content) {
  const auto document = ReadDocument(
      {.name = "t.json",
       .bytes = R"({"Resources": {"Flow": {"Type": "AWS::Connect::ContactFlow",
                    "Properties": {"Name": "f", "Type": "CONTACT_FLOW",
                    "Content": )" +
                content + "}}}}"});
  Statuses statuses;
  if (!document) {
    ADD_FAILURE() << Render(document.error().diagnostic);
    return statuses;
  }
  for (const Policy& policy : policies.policies()) {
    const std::string& id = policy.metadata.id;
    const bool flows =
        id.starts_with("CONNECT-FLOW-") || id.starts_with("CONNECT-FRAUD-");
    if (flows && id != "CONNECT-FLOW-7") {
      const Evaluation evaluation = Evaluate(*policy.rules, **document);
      for (const RuleRecord& rule : evaluation.rules) {
        statuses[id + " " + rule.rule->name] =
            rule.error ? Render(rule.error->diagnostic)
                       : std::string(StatusName(rule.status()));
      }
    }
  }
  return statuses;
}

class FlowPoliciesTest : public testing::TestWithParam<std::string> {};

TEST_P(FlowPoliciesTest, JudgeWhatAFlowDoes) {
  const auto policies = PolicySet::Embedded(TestFunctions());
  ASSERT_TRUE(policies);
  Document source;
  const std::uint16_t file = source.AddFile(
      "flow.json", DiskFileReader()
                       .Read(std::string(kFlows) + "/" + GetParam() + ".json")
                       .value());
  const auto flow = ReadJson(&source, file);
  ASSERT_TRUE(flow);
  const auto judge = [&](const Change& change) {
    return Judge(*policies, Rewritten(**flow, "", change));
  };
  const Statuses plain = judge({});
  EXPECT_GE(plain.size(), 43u);
  EXPECT_EQ(judge({.rename = true}), plain);
  EXPECT_EQ(judge({.reverse = true}), plain);
  // Where a transition is still to be filled, it may lead to any action.
  const std::string text = Rewritten(**flow, "", {});
  if (text.find("{{") == std::string::npos &&
      text.find("\"?\"") == std::string::npos &&
      text.find("<<") == std::string::npos) {
    EXPECT_EQ(judge({.add = true}), plain);
  }
}

INSTANTIATE_TEST_SUITE_P(Flows, FlowPoliciesTest,
                         testing::ValuesIn(FlowFiles()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace connectguard
