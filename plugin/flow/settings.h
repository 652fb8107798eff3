// Where what a flow reads was set: reaching definitions.
//
// A variable is what a path names: `$.Attributes.x`, `$.FlowAttributes.x`, or a
// whole root that one action fills at once, such as `$.StoredCustomerInput`,
// `$.External` and `$.Lex`. A setting is one place that gives a variable its
// value: an action (`writes` lines of data/actions.txt), or the start of the
// flow. It reaches an action when some path leads from it to there without
// another action that surely sets the variable. Along an error branch an action
// has not set anything.
//
// An action that only perhaps sets a variable lets earlier settings pass in the
// possible world, and in the certain one leaves nothing but kMayBeSet.
//
// Only variables that the flow reads are followed. Attributes that are set by
// programs outside of the flow while it runs are not seen.
//
// Thread rule: immutable; any thread may read. The graph must outlive it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "flow/flow_graph.h"

namespace connectguard {

enum class FlowSettingKind : std::uint8_t {
  kSet,        // An action sets it.
  kMayBeSet,   // An action that is not known may set it, to anything.
  kInherited,  // What it was before the flow; a flow attribute: nothing.
  // The same, behind the error branch of an action that would have set it.
  kInheritedAfterFailure,
};

struct FlowSetting {
  FlowSettingKind kind = FlowSettingKind::kSet;
  std::uint32_t variable = 0;
  std::uint32_t action = 0;  // Of kSet and kMayBeSet.
  // Of kSet: what it is set to; null when the action makes the value.
  const FlowParameter* parameter = nullptr;
};

struct FlowVariable {
  std::string root = {};
  std::string name = {};  // Empty: the whole root.
};

class FlowSettings {
 public:
  explicit FlowSettings(const FlowGraph& graph);

  const FlowGraph& graph() const { return graph_; }
  // For each action, whether a contact can come to it.
  const FlowMarks& reachable() const { return reachable_; }
  // True when what is so in the possible world is so in the certain one.
  bool IsCertain() const { return certain_; }
  // False when the flow is too large to follow: then nothing is known.
  bool complete() const { return complete_; }

  // Numbers of the settings that reach the action for what the path reads, and
  // no others. Empty: no contact comes here, or no action sets such paths.
  std::vector<std::uint32_t> Reaching(std::uint32_t action,
                                      const FlowReference& path,
                                      FlowWorld world) const;
  const FlowSetting& setting(std::uint32_t number) const {
    return settings_[number];
  }
  std::uint32_t count() const {
    return static_cast<std::uint32_t>(settings_.size());
  }
  // Null when actions do not set what the path reads.
  const FlowVariable* FindVariable(const FlowReference& path) const;

 private:
  using Bits = std::vector<std::uint64_t>;

  void FindVariables();
  void AddSettings(std::uint32_t action);
  void AddWrite(std::uint32_t action, const FlowWriteRule& rule, bool surely);
  std::uint32_t AddSetting(FlowSetting setting);
  void AddSure(FlowSetting setting);
  void AddUnsure(FlowSetting setting);
  void Solve(FlowWorld world);
  bool Pass(const FlowEdge& edge, FlowWorld world);

  const FlowGraph& graph_;
  FlowMarks reachable_;
  bool complete_ = true;
  bool certain_ = true;
  std::vector<FlowVariable> variables_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<FlowSetting> settings_;
  // Settings of each variable; the first two are kInherited and
  // kInheritedAfterFailure.
  std::vector<std::vector<std::uint32_t>> of_variable_;
  // For each action in each world: what it sets, and the variables of which
  // nothing earlier goes on.
  std::array<std::vector<std::vector<std::uint32_t>>, 2> sets_;
  std::array<std::vector<std::vector<std::uint32_t>>, 2> ends_;
  std::size_t words_ = 0;
  std::size_t steps_ = 0;
  std::array<Bits, 2> before_;  // A row of words_ for each node.
  Bits scratch_;
};

// --- Constants ---------------------------------------------------------------

struct FlowConstant {
  std::string_view text = {};
  std::uint32_t action = 0;                  // Where it is written,
  const FlowParameter* parameter = nullptr;  // and as what.
};

struct FlowConstants {
  // Texts that the parameter can have when a contact comes to the action, each
  // once, in the order of where they are written.
  std::vector<FlowConstant> texts = {};
  // Yes: it has one of them, whenever a contact comes here. No: it can have
  // another text as well. Unset flow attributes have none.
  FlowAnswer complete = FlowAnswer::kYes;
};

// What a parameter of an action can be: itself when it is literal, else what
// the flow set the attribute to that it reads, through any number of
// attributes.
FlowConstants ConstantsOf(const FlowSettings& settings, std::uint32_t action,
                          const FlowParameter& parameter);

}  // namespace connectguard
