// What the functions about contact flows have in common: how they read their
// arguments, and how they answer.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "builtins/flow_index.h"
#include "flow/paths.h"
#include "guard/functions.h"

namespace connectguard {

using Argument = std::vector<Selected>;

// Words, each alone or in a list. kBadInput for anything else, and for a word
// that is not `known` (unless that is empty), with the nearest one as hint.
Result<std::vector<std::string_view>> WordsIn(
    std::string_view function, const Argument& argument,
    std::span<const std::string_view> known);

// Something that a rule selected in a flow.
struct FlowPick {
  const PlannedFlow* flow = nullptr;
  std::uint32_t action = 0;
  const Value* value = nullptr;    // What was given; never null.
  bool maybe = false;              // As in Selected.
  const Value* because = nullptr;  // As in Selected.

  const FlowAction& Action() const { return flow->flow().actions[action]; }
};

// A flow that a rule selected.
struct GivenFlow {
  const PlannedFlow* flow = nullptr;
  bool maybe = false;              // As in Selected.
  const Value* because = nullptr;  // As in Selected.
};

// The flows of resources, in order, each once.
struct FlowsIn {
  std::vector<GivenFlow> flows;
  // Values that may be resources with flows: unknown ones.
  std::vector<const Value*> open;
};
Result<FlowsIn> ReadFlows(const FunctionContext& context,
                          std::string_view function, const Argument& argument);

// Actions: their nodes, or anything that is part or made of them. `[]` is none.
struct ActionsIn {
  std::vector<FlowPick> picks;
  // Unknown values that are not in a flow.
  std::vector<const Value*> open;
};
Result<ActionsIn> ReadActions(const FunctionContext& context,
                              std::string_view function,
                              const Argument& argument);

// The flows of picks in order, each once.
std::vector<const PlannedFlow*> FlowsOf(std::span<const FlowPick> picks);

// For each action of a flow whether it was picked. Of one thread.
class PickMarks {
 public:
  explicit PickMarks(std::span<const FlowPick> picks);

  const FlowMarks& Of(const PlannedFlow& flow) const;

 private:
  // Of a flow without picks, made when somebody asks.
  mutable std::unordered_map<const PlannedFlow*, FlowMarks> marks_;
};

// The picks of one flow by the number of their action. That one was picked only
// perhaps is for whoever answers to say.
class PicksIn {
 public:
  PicksIn(const PlannedFlow& flow, std::span<const FlowPick> picks);

  // Yes for each action that was picked, were it perhaps.
  const FlowMarks& marks() const { return marks_; }
  // REQUIRES: it was picked.
  const FlowPick& Of(std::uint32_t action) const {
    return *picks_.find(action)->second;
  }

 private:
  FlowMarks marks_;
  std::unordered_map<std::uint32_t, const FlowPick*> picks_;
};

// Collects what a function answers.
class FlowAnswers {
 public:
  explicit FlowAnswers(const FunctionContext& context) : context_(context) {}

  // So many answers are likely.
  void Expect(std::size_t answers) { selected_.reserve(answers); }

  // All that is added from here on is found in this flow, and so is in the
  // answer only perhaps when the flow was given only perhaps.
  void Within(const GivenFlow& flow) { flow_ = flow; }

  // A node of the input. It is in the answer only perhaps when `pick` is.
  void Add(const Value& node, const FlowPick& pick);
  // A node that is in the answer if what `reason` says turns out so.
  void AddPerhaps(const Value& node, std::string_view reason);
  // A text of ours that hangs below a node.
  void AddText(const Value& below, std::string_view text);
  void AddText(const Value& below, std::string_view text, const FlowPick& pick);
  // One that stands in the arena of the answer already.
  void AddKeptText(const Value& below, std::string_view text,
                   const FlowPick& pick);
  // What a node says, other than as its own text: a text that lives as long as
  // the document.
  void AddPart(const Value& node, std::string_view text, const FlowPick& pick);
  // What cannot be told, and why.
  void AddUnknown(const Value& below, std::string_view reason);
  // Values that are not known, of which anything may follow.
  void AddOpen(const std::vector<const Value*>& open);

  // An action of which nothing is known may be or hold anything; false, and
  // nothing is added, for others.
  bool AddHole(const FlowPick& pick);

  // By a path: a yes is evidence, an unknown is one, a no is nothing.
  void AddPath(const Value& below, const PlannedFlow& flow,
               const PathAnswer& answer, std::string_view start);
  // A path of the pick.
  void AddPath(const Value& below, const FlowPick& pick,
               const PathAnswer& answer, std::string_view start);

  std::vector<Selected> Take() { return std::move(selected_); }

 private:
  const FunctionContext& context_;
  GivenFlow flow_;
  std::vector<Selected> selected_;
};

// Why it depends on a hole whether contacts go along these actions: words for a
// sentence.
std::string WhyUnknown(const PlannedFlow& flow, const FlowPath& path);
// What is not known of this action; empty when all is.
std::string WhyUnknown(const FlowAction& action);

}  // namespace connectguard
