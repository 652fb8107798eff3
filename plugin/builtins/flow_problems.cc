// What is wrong with the form of a flow, and what contacts do not come to.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"
#include "flow/conformance.h"

namespace connectguard {
namespace {

// The names of flow/README.md and flow/conformance.h.
constexpr std::array<std::string_view, 23> kChecks = {
    "no-flow",
    "version",
    "no-start",
    "no-actions",
    "action-form",
    "no-identifier",
    "identifier-form",
    "identifier-repeats",
    "no-type",
    "unknown-type",
    "dangling-transition",
    "condition-form",
    "terminal-with-transitions",
    "too-many-actions",
    "too-large",
    "legacy-format",
    "flow-type",
    "missing-error",
    "missing-condition",
    "extra-condition",
    "missing-next",
    "missing-parameter",
    "static-parameter"};

// A problem of an action that contacts come to, or of the flow as a whole.
FlowAnswer Concerns(const PlannedFlow& flow, std::int32_t action) {
  return action < 0 ? FlowAnswer::kYes
                    : flow.reachable()[static_cast<std::size_t>(action)];
}

// Types that are new are not wrong; those of the legacy export are.
bool IsOpen(const PlannedFlow& flow, const FlowFinding& finding) {
  return finding.check == "unknown-type" &&
         FindLegacyModule(
             flow.flow().actions[static_cast<std::size_t>(finding.action)].type,
             "") == nullptr;
}

void AddProblem(const PlannedFlow& flow, const Value& at, FlowAnswer answer,
                const std::string& text, FlowAnswers* answers) {
  if (answer == FlowAnswer::kYes) {
    answers->AddText(at, text);
  } else if (answer == FlowAnswer::kUnknown) {
    answers->AddUnknown(at, fmt::format("{}: {}", WhyUnknown(flow, {}), text));
  }
}

void AddProblems(const PlannedFlow& flow,
                 const std::vector<std::string_view>& checks,
                 FlowAnswers* answers) {
  const auto asked = [&](std::string_view check) {
    return std::ranges::find(checks, check) != checks.end();
  };
  for (const FlowFinding& finding : flow.flow().findings) {
    if (!asked(finding.check)) {
      continue;
    }
    std::string text = finding.message;
    text += finding.hint.empty() ? "" : "; " + finding.hint;
    FlowAnswer concerns = Concerns(flow, finding.action);
    if (finding.check == "identifier-repeats" &&
        concerns == FlowAnswer::kUnknown) {
      concerns = FlowAnswer::kYes;  // It is the reason of not knowing.
    }
    if (concerns != FlowAnswer::kNo && IsOpen(flow, finding)) {
      answers->AddUnknown(*finding.value, text);
    } else {
      AddProblem(flow, *finding.value, concerns, text, answers);
    }
  }
  for (const FlowGap& gap : flow.gaps()) {
    if (asked(gap.check)) {
      const auto action = static_cast<std::int32_t>(gap.action);
      AddProblem(flow, *gap.value, And(gap.answer, Concerns(flow, action)),
                 gap.message, answers);
    }
  }
}

FunctionResult Problems(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_problems", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> checks,
                      WordsIn("flow_problems", arguments[1], kChecks));
  FlowAnswers answers(context);
  for (const GivenFlow& given : flows.flows) {
    const PlannedFlow* flow = given.flow;
    answers.Within(given);
    AddProblems(*flow, checks, &answers);
    // What is not known at all may have every problem.
    if (flow->flow().node->Is(Kind::kUnknown)) {
      answers.AddOpen({flow->flow().node});
    }
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

FunctionResult Unreachable(const FunctionContext& context,
                           Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_unreachable", arguments[0]));
  FlowAnswers answers(context);
  for (const GivenFlow& given : flows.flows) {
    const PlannedFlow* flow = given.flow;
    answers.Within(given);
    for (std::uint32_t i = 0; i < flow->graph().action_count(); ++i) {
      const Value& node = *flow->flow().actions[i].node;
      if (flow->reachable()[i] == FlowAnswer::kNo) {
        answers.Add(node, {});
      } else if (flow->reachable()[i] == FlowAnswer::kUnknown) {
        answers.AddUnknown(node, WhyUnknown(*flow, {}));
      }
    }
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

}  // namespace

void AddFlowProblems(FunctionTable* table) {
  table->Add({.name = "flow_problems",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Problems});
  table->Add({.name = "flow_unreachable",
              .min_arguments = 1,
              .max_arguments = 1,
              .call = Unreachable});
}

}  // namespace connectguard
