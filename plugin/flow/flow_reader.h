// What the readers of both formats share. Private to flow/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "flow/flow.h"

namespace connectguard {

// A flow while it is read.
class FlowReading {
 public:
  // `start_name` is what the format calls the start.
  explicit FlowReading(const Value& root,
                       std::string_view start_name = "StartAction")
      : start_name_(start_name) {
    flow_.node = &root;
  }

  Flow& flow() { return flow_; }
  // Then the action that is added next.
  std::int32_t NextAction() const {
    return static_cast<std::int32_t>(flow_.actions.size());
  }

  void Error(std::string_view check, const Value& value, std::string message,
             std::string hint = {});
  void Warning(std::string_view check, const Value& value, std::string message,
               std::string hint = {});
  // Findings belong to this action until it is set again; -1: to the flow.
  void SetAction(std::int32_t action) { action_ = action; }

  // So many actions will be added.
  void Expect(std::size_t actions) {
    flow_.actions.reserve(actions);
    numbers_.reserve(actions);
  }
  // An action of which nothing is known.
  void AddHole(const Value& value);
  // Its identifier: checked against the language's rules, and kept.
  void SetIdentifier(const Value* value, FlowAction* action);
  // Its type in the flow language: facts, or a finding.
  void SetType(const Value& value, FlowAction* action);

  // The leaves of `value` at `path`, as parameters of the action. Paths and
  // texts must live as long as the flow.
  void AddParameters(const Value& value, std::string_view path,
                     FlowAction* action);
  // One parameter that is a text, whatever its value says.
  static void AddText(const Value& value, std::string_view path,
                      std::string_view text, FlowAction* action);
  static void AddHole(const Value& value, std::string_view path,
                      FlowAction* action);
  // A copy that lives as long as the flow.
  std::string_view Keep(std::string_view text) {
    return flow_.texts->CopyText(text);
  }
  // One after the other; kept likewise.
  std::string_view Join(std::initializer_list<std::string_view> texts) {
    return flow_.texts->JoinTexts(std::span(texts.begin(), texts.size()));
  }

  // Targets of all branches and of the start, once all actions are there.
  void ResolveBranches();
  // What is wrong with the flow as a whole.
  void CheckWhole();

  Flow Finish() { return std::move(flow_); }

 private:
  // Of a value that is no container.
  std::string_view ScalarText(const Value& value);
  void CheckIdentifier(const Value& value);
  void Resolve(FlowBranch* branch);
  static void Aim(const FlowTargets& numbers, FlowBranch* branch);
  void Refuse(FlowBranch* branch, std::string_view what, std::string hint = {});
  std::string HintAt(const Value& value,
                     const std::vector<std::string_view>& names) const;

  std::string_view start_name_;
  Flow flow_;
  std::int32_t action_ = -1;
  std::unordered_map<std::string_view, FlowTargets> numbers_;
  FlowTargets nameless_;  // Whose identifier is a hole.
};

bool IsHole(const Value& value);
// In backticks, shortened; not the text of a sensitive value.
std::string QuotedText(const Value& value);

// A branch that may lead anywhere, or not be there.
FlowBranch HoleBranch(const Value& value);

Flow ReadLanguageFlow(const Value& root);
Flow ReadLegacyFlow(const Value& root);

}  // namespace connectguard
