#include "flow/random_flow.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "flow/flow_source.h"

namespace connectguard::testing {
namespace {

constexpr std::array<std::string_view, 9> kTexts = {
    "one",
    "two",
    "$.Attributes.a",
    "$.Attributes.b",
    "$.FlowAttributes.f",
    "$.StoredCustomerInput",
    "$.External.r",
    "$.CustomerEndpoint.Address",
    "say $.Attributes.a and $.FlowAttributes.f"};

std::string RandomText(bool holes, Random* random) {
  return holes && Below(random, 12) == 0
             ? "?"
             : std::string(kTexts[Below(random, kTexts.size())]);
}

constexpr auto kFirstHoleType = static_cast<std::uint32_t>(PlainType::kModule);

PlainType RandomType(bool holes, Random* random) {
  if (holes && Below(random, 8) == 0) {
    constexpr std::array<PlainType, 6> kHoles = {
        PlainType::kModule,     PlainType::kUnlisted, PlainType::kHoleType,
        PlainType::kMaybeStore, PlainType::kLogHole,  PlainType::kHoleAction};
    return kHoles[Below(random, kHoles.size())];
  }
  auto type = static_cast<PlainType>(Below(random, kFirstHoleType));
  const bool hole =
      type == PlainType::kMaybeStore || type == PlainType::kLogHole;
  return hole ? PlainType::kSay : type;
}

PlainAction RandomAction(const RandomFlowOptions& options, Random* random) {
  PlainAction action{.type = RandomType(options.holes, random),
                     .name = {},
                     .text = RandomText(options.holes, random),
                     .branches = {}};
  action.name = action.type == PlainType::kSetConstant ? "f"
                : Below(random, 2) == 0                ? "a"
                                                       : "b";
  if (action.type == PlainType::kEnd) {
    return action;
  }
  const std::uint32_t count = Below(random, options.branches + 1);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t dice = Below(random, 40);
    const int to = dice < (options.holes ? 3u : 1u) ? kDangling
                   : dice < 5 && options.holes
                       ? kHole
                       : static_cast<int>(Below(random, options.actions));
    action.branches.push_back(
        {.to = to, .failure = i > 0 && Below(random, 2) == 0});
  }
  return action;
}

std::string_view TypeName(PlainType type) {
  constexpr std::array<std::string_view, 19> kNames = {
      "MessageParticipant",
      "GetParticipantInput",
      "GetParticipantInput",
      "GetParticipantInput",
      "InvokeLambdaFunction",
      "UpdateContactAttributes",
      "UpdateFlowAttributes",
      "UpdateFlowLoggingBehavior",
      "UpdateFlowLoggingBehavior",
      "UpdateFlowLoggingBehavior",
      "TransferParticipantToThirdParty",
      "TransferContactToQueue",
      "Compare",
      "Wait",
      "DisconnectParticipant",
      "InvokeFlowModule",
      "SomethingNew",
      "?",
      "?"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string ParametersOf(const PlainAction& action) {
  switch (action.type) {
    case PlainType::kSay:
      return fmt::format(R"("Text": "{}")", action.text);
    case PlainType::kStore:
      return R"("StoreInput": "True", "Text": "enter")";
    case PlainType::kMaybeStore:
      return R"("StoreInput": "?")";
    case PlainType::kCall:
      return fmt::format(R"("LambdaFunctionARN": "{}")", action.text);
    case PlainType::kSetAttribute:
      return fmt::format(R"("Attributes": {{"{}": "{}"}})", action.name,
                         action.text);
    case PlainType::kSetConstant:
      return fmt::format(R"("FlowAttributes": {{"{}": {{"Value": "{}"}}}})",
                         action.name, action.text);
    case PlainType::kLogOn:
      return R"("FlowLoggingBehavior": "Enabled")";
    case PlainType::kLogOff:
      return R"("FlowLoggingBehavior": "disabled")";
    case PlainType::kLogHole:
      return R"("FlowLoggingBehavior": "?")";
    case PlainType::kDial:
      return fmt::format(
          R"("ThirdPartyPhoneNumber": "{}", "ContinueFlowExecution": "True")",
          action.text);
    default:
      return "";
  }
}

std::string BranchesOf(const PlainAction& action, const std::string& prefix) {
  std::string next;
  std::string conditions;
  std::string errors;
  for (std::size_t i = 0; i < action.branches.size(); ++i) {
    const PlainBranch& branch = action.branches[i];
    const std::string target = fmt::format(
        R"("NextAction": "{}")", branch.to == kHole ? "?"
                                 : branch.to == kDangling
                                     ? "nowhere"
                                     : prefix + std::to_string(branch.to));
    if (i == 0) {
      next = target;
    } else if (branch.failure) {
      errors += fmt::format(R"({}{{{}, "ErrorType": "NoMatchingError"}})",
                            errors.empty() ? "" : ", ", target);
    } else {
      conditions += fmt::format(
          R"({}{{{}, "Condition": {{"Operator": "Equals", "Operands": ["{}"]}}}})",
          conditions.empty() ? "" : ", ", target, i);
    }
  }
  return fmt::format(R"({}{}"Conditions": [{}], "Errors": [{}])", next,
                     next.empty() ? "" : ", ", conditions, errors);
}

}  // namespace

std::uint32_t Below(Random* random, std::uint32_t bound) {
  return static_cast<std::uint32_t>((*random)() % bound);
}

PlainFlow RandomFlow(const RandomFlowOptions& options, Random* random) {
  PlainFlow flow;
  for (std::uint32_t i = 0; i < options.actions; ++i) {
    flow.actions.push_back(RandomAction(options, random));
  }
  flow.start = static_cast<int>(Below(random, options.actions));
  if (options.holes && Below(random, 30) == 0) {
    flow.start = kHole;
  }
  return flow;
}

PlainFlow Filled(const PlainFlow& flow, Random* random) {
  PlainFlow filled = flow;
  std::vector<int> nameless;
  for (std::size_t i = 0; i < flow.actions.size(); ++i) {
    if (flow.actions[i].type == PlainType::kHoleAction) {
      nameless.push_back(static_cast<int>(i));
      filled.actions[i] = RandomAction(
          {.actions = static_cast<std::uint32_t>(flow.actions.size())}, random);
    }
  }
  const auto count = static_cast<std::uint32_t>(flow.actions.size());
  const auto any = [&] { return static_cast<int>(Below(random, count)); };
  filled.start = flow.start == kHole ? any() : flow.start;
  for (PlainAction& action : filled.actions) {
    if (action.text == "?") {
      action.text = RandomText(false, random);
    }
    if (action.type == PlainType::kMaybeStore) {
      action.type = Below(random, 2) == 0 ? PlainType::kStore : PlainType::kAsk;
    } else if (action.type == PlainType::kLogHole) {
      action.type =
          Below(random, 2) == 0 ? PlainType::kLogOn : PlainType::kLogOff;
    } else if (action.type >= PlainType::kModule) {
      // An action that ends the flow has no branches.
      PlainAction other = RandomAction({.actions = 1}, random);
      while (other.type == PlainType::kEnd && !action.branches.empty()) {
        other = RandomAction({.actions = 1}, random);
      }
      action.type = other.type;
      action.name = other.name;
      action.text = other.text;
    }
    if (action.type == PlainType::kEnd) {
      action.branches.clear();
    }
    for (PlainBranch& branch : action.branches) {
      branch.to = branch.to == kHole ? any() : branch.to;
      // The name that no action has must be that of one without a name.
      if (branch.to == kDangling && !nameless.empty()) {
        branch.to = nameless[Below(
            random, static_cast<std::uint32_t>(nameless.size()))];
      }
    }
  }
  return filled;
}

std::string WriteFlow(const PlainFlow& flow, const Writing& writing) {
  std::string actions;
  for (std::size_t i = 0; i < flow.actions.size(); ++i) {
    const std::size_t number = writing.order.empty() ? i : writing.order[i];
    const PlainAction& action = flow.actions[number];
    if (action.type == PlainType::kHoleAction) {
      actions += i == 0 ? "\"?\"" : ",\n\"?\"";
      continue;
    }
    actions += fmt::format(
        "{}{}", i == 0 ? "" : ",\n",
        ActionOf(writing.prefix + std::to_string(number), TypeName(action.type),
                 fmt::format(R"("Parameters": {{{}}}, "Transitions": {{{}}})",
                             ParametersOf(action),
                             BranchesOf(action, writing.prefix))));
  }
  return FlowOf(
      flow.start == kHole ? "?" : writing.prefix + std::to_string(flow.start),
      actions);
}

}  // namespace connectguard::testing
