// What Amazon Connect documents of its flow language: actions, attribute roots,
// the legacy export. From data/, whose first lines name the sources.
//
// Thread rule: read once, then immutable; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace connectguard {

// A condition on the parameters of an action: `StoreInput=True`, or just
// `ChatBehavior` when it is enough that the parameter is there. Values are
// compared without regard to case.
struct FlowParameterTest {
  std::string_view path = {};
  std::string_view value = {};  // Empty: it is there.
};

// All of the tests hold; or, when `negated`, not all of them.
struct FlowCondition {
  std::vector<FlowParameterTest> tests = {};  // None: always.
  bool negated = false;
};

struct FlowParameterFacts {
  std::string_view path = {};
  // s static, j static or one path, J one path, d text with paths, o object,
  // map, list, any.
  std::string_view kind = {};
  bool required = false;
  std::string_view sink =
      {};  // Where tainted text does harm: `dial`. May be empty.
};

struct FlowErrorFacts {
  std::string_view type = {};
  bool required = false;
  FlowCondition when = {};  // When it is required.
};

// How a parameter decides a state: see states.h.
struct FlowStateRule {
  struct Word {
    std::string_view value = {};
    bool on = false;
  };
  std::string_view topic = {};
  std::string_view path = {};
  enum class Kind : std::uint8_t { kWords, kMembers, kPresent };
  Kind kind = Kind::kWords;
  std::vector<Word> words = {};
};

// What an action sets: `$.variable`, or `$.variable.<key>` for each key of the
// map parameter `from`.
struct FlowWriteRule {
  std::string_view variable = {};
  std::string_view from = {};  // Empty: all of the variable.
  FlowCondition when = {};
};

struct FlowActionFacts {
  std::string_view name = {};
  std::string_view title = {};     // What the editor calls it.
  std::string_view channels = {};  // `any`, `voice`, `chat`, `chat,task`.
  bool terminal = false;           // Ends the flow; has no transitions.
  bool next_required = false;
  std::string_view condition_form = {};
  std::vector<std::string_view> condition_names = {};
  std::vector<std::string_view> effects = {};
  std::vector<std::string_view> flow_types = {};  // Empty: any.
  std::vector<FlowParameterFacts> parameters = {};
  std::vector<FlowErrorFacts> errors = {};
  bool leaves = false;             // On success the contact goes elsewhere ...
  FlowCondition leaves_when = {};  // ... when this holds.
  std::vector<FlowStateRule> states = {};
  std::vector<FlowWriteRule> writes = {};

  bool HasEffect(std::string_view effect) const;
  // The facts of the parameter, or of the nearest one that contains it; null.
  const FlowParameterFacts* FindParameter(std::string_view path) const;
};

struct FlowLimits {
  std::size_t actions = 0;
  std::size_t characters = 0;  // Of the whole text.
  std::size_t identifier_bytes = 0;
  std::size_t conditions = 0;
  std::size_t nesting = 0;
  std::string_view forbidden_characters = {};
  std::array<bool, 256> is_forbidden = {};  // The same, by byte.
  std::vector<std::string_view> forbidden_words = {};
  std::vector<std::string_view> operators = {};
  std::string_view version = {};

  bool HasForbiddenCharacter(std::string_view identifier) const {
    return std::ranges::any_of(identifier, [this](char c) {
      return is_forbidden[static_cast<unsigned char>(c)];
    });
  }
};

// A module of the legacy export as an action.
struct LegacyModuleFacts {
  struct Parameter {
    std::string_view name = {};
    std::string_view path = {};
    bool keyed = false;  // Its `key` stands behind the path.
    FlowParameterTest
        when;  // Of the module's own parameters; path may be empty.
  };
  struct Implied {
    std::string_view path = {};
    std::string_view value = {};  // `[]` is an empty list.
    FlowParameterTest when = {};
  };
  std::string_view type = {};
  std::string_view target = {};  // May be empty: any.
  const FlowActionFacts* action = nullptr;
  std::vector<Parameter> parameters = {};
  std::vector<Implied> implied = {};
};

struct LegacyBranchFacts {
  std::string_view condition = {};
  std::string_view kind = {};  // `next`, `error`, `condition`.
  std::string_view label = {};
};

std::span<const FlowActionFacts> KnownFlowActions();
const FlowActionFacts* FindFlowAction(std::string_view name);
const FlowLimits& KnownFlowLimits();
// True when some action that has the effect may stand in a module.
bool ModulesMayHave(std::string_view effect);

// The origin word of `$.<root>`; empty when there is no such root.
std::string_view OriginOfRoot(std::string_view root);
// What the legacy export means by a namespace and a name in it: a path without
// `$.`; empty parts when it is not known.
struct LegacyReference {
  std::string_view root = {};
  std::string_view name = {};
};
LegacyReference FindLegacyReference(std::string_view space,
                                    std::string_view name);

// Null when the table has no such module.
const LegacyModuleFacts* FindLegacyModule(std::string_view type,
                                          std::string_view target);
// Null when the table has no such condition.
const LegacyBranchFacts* FindLegacyBranch(std::string_view condition);

// "2026-11": when the tables were read.
std::string_view FlowTableDate();

}  // namespace connectguard
