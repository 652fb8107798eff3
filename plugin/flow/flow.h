// A contact flow: the program that a caller walks through.
//
// ReadFlow makes it from a Value, whichever format it has: the flow language
// (Version 2019-10-30) or the legacy export (`modules`). A legacy module
// becomes the action that took its place; what it is called in the export stays
// in `written_type`. What a flow says wrongly is a FlowFinding, never an error,
// and the rest of it is read all the same.
//
// Holes: a Value of kind unknown, or a text with a placeholder that another
// tool is to fill, may be anything. A hole in place of actions is an action
// too. An action whose type is a hole may do anything; one whose transitions
// are may go anywhere or end.
//
// A Flow points into the document it was read from, which must outlive it. The
// texts of values that are marked sensitive appear in no message.
//
// Thread rule: built once, then const; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "document/value.h"
#include "flow/flow_answer.h"
#include "flow/flow_table.h"
#include "flow/flow_text.h"

namespace connectguard {

enum class FlowFormat : std::uint8_t {
  kLanguage,
  kLegacy,
  kNone,  // No flow, or not known before apply.
};

enum class FlowTextKind : std::uint8_t {
  kLiteral,
  kDynamic,  // Has references, and no placeholder.
  kHole,     // Unknown, or has a placeholder.
  kEmpty,    // An empty list or map.
};

// A leaf of an action's parameters, under the name that the flow language has
// for it.
struct FlowParameter {
  // `LambdaInvocationAttributes.phone`, `Messages[].Text`.
  std::string_view path = {};
  FlowTextKind kind = FlowTextKind::kLiteral;
  // A string as it stands; numbers and booleans as JSON writes them.
  std::string_view text = {};
  std::vector<FlowReference> references = {};
  const Value* value = nullptr;  // Where it is written; never null.
  const FlowParameterFacts* facts = nullptr;  // Null: the table has none.

  // The text is exactly one path.
  bool IsReference() const {
    return kind == FlowTextKind::kDynamic && references.size() == 1 &&
           references[0].begin == 0 && references[0].end == text.size();
  }
};

enum class FlowBranchKind : std::uint8_t {
  kNext,
  kCondition,
  kError,
  kHole,  // There may be branches here, or one that is not understood.
};

// Numbers of actions that have the same identifier, or none: mostly one, so
// they stand in place. More than kMost are as good as any action.
class FlowTargets {
 public:
  static constexpr std::size_t kMost = 8;
  using value_type = std::uint32_t;
  using const_iterator = const std::uint32_t*;

  void Add(std::uint32_t number) {
    if (count_ < kMost) {
      numbers_[count_] = number;
    }
    count_ += count_ <= kMost ? 1 : 0;
  }

  bool empty() const { return count_ == 0; }
  bool TooMany() const { return count_ > kMost; }
  // REQUIRES: there are not too many; so for the iterators.
  std::size_t size() const { return count_; }
  const_iterator begin() const { return numbers_.data(); }
  const_iterator end() const { return numbers_.data() + count_; }

 private:
  std::array<std::uint32_t, kMost> numbers_ = {};
  std::uint32_t count_ = 0;
};

struct FlowBranch {
  FlowBranchKind kind = FlowBranchKind::kNext;
  // `Equals 1`, `NoMatchingError`; empty for kNext.
  std::string_view label = {};
  const Value* node = nullptr;    // Where the branch is written; never null.
  const Value* target = nullptr;  // Names the action; null when nothing does.
  // Numbers of the actions that it may lead to: one, unless identifiers repeat
  // or are not known. None, and not `anywhere`: it dangles.
  FlowTargets targets = {};
  bool anywhere = false;  // The target is a hole.
  bool certain = false;   // It leads to its one target whatever the holes are.
};

struct FlowAction {
  bool hole = false;  // Not known what it does.
  // Empty when there is none or it is a hole.
  std::string_view identifier = {};
  std::string_view type = {};  // In the flow language; empty in a hole.
  std::string_view written_type = {};
  const FlowActionFacts* facts =
      nullptr;                  // Null in a hole or an unlisted type.
  const Value* node = nullptr;  // The whole action; never null.
  const Value* identifier_value = nullptr;
  std::vector<FlowParameter> parameters = {};
  std::vector<FlowBranch> branches = {};
};

enum class FlowSeverity : std::uint8_t {
  kWarning,  // Hardly what its author means, or beyond our tables.
  kError,    // Amazon Connect refuses it.
};

struct FlowFinding {
  // Stable, for scripts: `dangling-transition`. Listed in README.md.
  std::string_view check = {};
  FlowSeverity severity = FlowSeverity::kError;
  const Value* value = nullptr;  // Where; never null.
  std::int32_t action = -1;      // Number of the action; -1: the flow.
  std::string message = {};
  std::string hint = {};
};

struct Flow {
  FlowFormat format = FlowFormat::kNone;
  const Value* node = nullptr;
  std::vector<FlowAction> actions =
      {};  // In the order in which they are written.
  // Where a contact enters, as a branch; its targets are empty when there is no
  // valid start.
  FlowBranch start = {};
  std::vector<FlowFinding> findings = {};
  // Texts of the above that stand nowhere in the document.
  std::unique_ptr<Arena> texts = std::make_unique<Arena>();
};

// REQUIRES: `root` outlives the flow. Any Value will do: a string is no flow
// (see ReadEmbeddedJson in readers/json_reader.h), an unknown is one hole.
Flow ReadFlow(const Value& root);

// --- Questions about an action -----------------------------------------------

// Whether it has the effect (flow/data/actions.txt). Holes, types that are not
// listed, and calls of modules, which may hold what modules may, are unknown.
FlowAnswer HasEffect(const FlowAction& action, std::string_view effect);
FlowMarks MarkEffect(const Flow& flow, std::string_view effect);
// Those of this type; a hole may be of any.
FlowMarks MarkType(const Flow& flow, std::string_view type);

// The parameter at this path; a hole above the path counts as it. Null: absent.
const FlowParameter* FindParameter(const FlowAction& action,
                                   std::string_view path);
// Whether the parameter is at this path, in it, or a hole above it.
bool IsIn(const FlowParameter& parameter, std::string_view path);

// All parameters of an action that are in a path, to be iterated over.
class ParametersIn {
 public:
  class Iterator {
   public:
    Iterator(const FlowParameter* at, const ParametersIn& range)
        : at_(at), range_(range) {
      Skip();
    }
    const FlowParameter& operator*() const { return *at_; }
    Iterator& operator++() {
      ++at_;
      Skip();
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void Skip() {
      while (at_ != range_.end_ && !IsIn(*at_, range_.path_)) {
        ++at_;
      }
    }

    const FlowParameter* at_;
    const ParametersIn& range_;
  };

  ParametersIn(const FlowAction& action, std::string_view path)
      : begin_(action.parameters.data()),
        end_(begin_ + action.parameters.size()),
        path_(path) {}

  Iterator begin() const { return {begin_, *this}; }
  Iterator end() const { return {end_, *this}; }
  bool empty() const { return begin() == end(); }

 private:
  const FlowParameter* begin_;
  const FlowParameter* end_;
  std::string_view path_;
};

// Whether the condition holds of the action. A text that Connect fills later is
// unknown too.
FlowAnswer Holds(const FlowCondition& condition, const FlowAction& action);

// Whether a contact may leave the flow at this action other than by a branch.
FlowAnswer Leaves(const FlowAction& action);

// "Play prompt `welcome`", for messages.
std::string ActionTitle(const FlowAction& action);

}  // namespace connectguard
