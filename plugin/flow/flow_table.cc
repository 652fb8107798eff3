#include "flow/flow_table.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <set>
#include <unordered_map>

#include "base/embedded.h"
#include "base/text.h"

namespace connectguard {

std::span<const EmbeddedFile> FlowDataFiles();

namespace {

using WordList = std::vector<std::string_view>;

std::string_view DataFile(std::string_view name) {
  for (const EmbeddedFile& file : FlowDataFiles()) {
    if (file.path == name) {
      return file.text;
    }
  }
  assert(false && "no such table");
  return {};
}

// Lines that say something, as words.
std::vector<WordList> DataLines(std::string_view name) {
  std::vector<WordList> lines;
  for (const std::string_view line : Split(DataFile(name), '\n')) {
    if (!line.empty() && line[0] != '#') {
      lines.push_back(Split(line, ' '));
    }
  }
  return lines;
}

WordList From(const WordList& words, std::size_t first) {
  return {words.begin() +
              static_cast<std::ptrdiff_t>(std::min(first, words.size())),
          words.end()};
}

// From this word to the end of its line.
std::string_view RestOf(const WordList& words, std::size_t first) {
  const std::string_view last = words.back();
  return {words[first].data(),
          static_cast<std::size_t>(last.data() + last.size() -
                                   words[first].data())};
}

std::size_t NumberOf(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

FlowParameterTest TestOf(std::string_view text) {
  const std::size_t equals = text.find('=');
  return equals == std::string_view::npos
             ? FlowParameterTest{.path = text, .value = {}}
             : FlowParameterTest{.path = text.substr(0, equals),
                                 .value = text.substr(equals + 1)};
}

// `if TEST...` or `unless TEST...`; none when the line has ended.
FlowCondition ConditionOf(const WordList& words, std::size_t first) {
  FlowCondition condition;
  condition.negated = first < words.size() && words[first] == "unless";
  for (const std::string_view word : From(words, first + 1)) {
    condition.tests.push_back(TestOf(word));
  }
  return condition;
}

FlowStateRule StateOf(const WordList& words) {
  FlowStateRule rule{.topic = words[1], .path = words[2], .words = {}};
  if (words[3] == "members") {
    rule.kind = FlowStateRule::Kind::kMembers;
  } else if (words[3] == "present") {
    rule.kind = FlowStateRule::Kind::kPresent;
  }
  for (const std::string_view word : From(words, 3)) {
    const FlowParameterTest pair = TestOf(word);
    rule.words.push_back({.value = pair.path, .on = pair.value == "on"});
  }
  return rule;
}

FlowWriteRule WriteOf(const WordList& words) {
  const bool has_from = words.size() > 3 && words[2] == "from";
  return {.variable = words[1],
          .from = has_from ? words[3] : std::string_view(),
          .when = ConditionOf(words, has_from ? 4 : 2)};
}

FlowParameterFacts ParameterOf(const WordList& words) {
  std::string_view kind = words[2];
  const bool required = kind.ends_with('*');
  kind.remove_suffix(required ? 1 : 0);
  return {.path = words[1],
          .kind = kind,
          .required = required,
          .sink = words.size() > 3 ? words[3] : std::string_view()};
}

void AddTo(FlowActionFacts* action, const WordList& words) {
  const std::string_view what = words[0];
  if (what == "title") {
    action->title = RestOf(words, 1);
  } else if (what == "effects") {
    action->effects = From(words, 1);
  } else if (what == "types") {
    action->flow_types = words[1] == "any" ? WordList() : From(words, 1);
  } else if (what == "conditions") {
    action->condition_form = words[1];
    action->condition_names = From(words, 2);
  } else if (what == "param") {
    action->parameters.push_back(ParameterOf(words));
  } else if (what == "error") {
    action->errors.push_back({.type = words[1],
                              .required = words[2] == "required",
                              .when = ConditionOf(words, 3)});
  } else if (what == "leaves") {
    action->leaves = true;
    action->leaves_when = ConditionOf(words, 1);
  } else if (what == "state") {
    action->states.push_back(StateOf(words));
  } else if (what == "writes") {
    action->writes.push_back(WriteOf(words));
  } else {
    assert(false && "a line of actions.txt that is not understood");
  }
}

struct ActionTable {
  std::vector<FlowActionFacts> actions;
  std::unordered_map<std::string_view, std::size_t> by_name;
  std::set<std::string_view> module_effects;
  FlowLimits limits;
  std::string_view date;
};

// False when the line is about an action, not about the language.
bool ReadLimit(const WordList& words, ActionTable* table) {
  FlowLimits& limits = table->limits;
  if (words[0] == "date") {
    table->date = words[1];
  } else if (words[0] == "version") {
    limits.version = words[1];
  } else if (words[0] == "operators") {
    limits.operators = From(words, 1);
  } else if (words[0] == "forbidden") {
    if (words[1] == "words") {
      limits.forbidden_words = From(words, 2);
    } else {
      limits.forbidden_characters = words[2];
      for (const char c : words[2]) {
        limits.is_forbidden[static_cast<unsigned char>(c)] = true;
      }
    }
  } else if (words[0] == "limit") {
    const std::size_t number = NumberOf(words[2]);
    (words[1] == "actions"      ? limits.actions
     : words[1] == "characters" ? limits.characters
     : words[1] == "conditions" ? limits.conditions
     : words[1] == "nesting"    ? limits.nesting
                                : limits.identifier_bytes) = number;
  } else {
    return false;
  }
  return true;
}

ActionTable ReadActionTable() {
  ActionTable table;
  for (const WordList& words : DataLines("actions.txt")) {
    if (words[0] == "action") {
      table.actions.push_back({.name = words[1],
                               .channels = words[2],
                               .terminal = words[3] == "none",
                               .next_required = words[3] == "required"});
    } else if (!ReadLimit(words, &table)) {
      AddTo(&table.actions.back(), words);
    }
  }
  for (std::size_t i = 0; i < table.actions.size(); ++i) {
    const FlowActionFacts& action = table.actions[i];
    table.by_name.emplace(action.name, i);
    if (action.flow_types.empty() ||
        std::ranges::find(action.flow_types, "MODULE") !=
            action.flow_types.end()) {
      table.module_effects.insert(action.effects.begin(), action.effects.end());
    }
  }
  return table;
}

const ActionTable& Actions() {
  static const ActionTable table = ReadActionTable();
  return table;
}

struct RootTable {
  std::unordered_map<std::string_view, std::string_view> origins;
  std::unordered_map<std::string_view, std::string_view> namespaces;
  std::unordered_map<std::string_view, std::string_view> system;
};

const RootTable& Roots() {
  static const RootTable table = [] {
    RootTable roots;
    for (const WordList& words : DataLines("roots.txt")) {
      if (words[0] == "root") {
        roots.origins.emplace(words[1], words[2]);
      } else if (words[0] == "namespace") {
        roots.namespaces.emplace(RestOf(words, 2), words[1]);
      } else if (words[0] == "system") {
        roots.system.emplace(RestOf(words, 2), words[1]);
      }
    }
    return roots;
  }();
  return table;
}

struct LegacyTable {
  std::vector<LegacyModuleFacts> modules;
  std::vector<LegacyBranchFacts> branches;
};

FlowParameterTest TestAfterIf(const WordList& words, std::size_t at) {
  return words.size() > at + 1 && words[at] == "if" ? TestOf(words[at + 1])
                                                    : FlowParameterTest();
}

// A module that is another name of an action, or of a module above it.
LegacyModuleFacts ModuleOf(const LegacyTable& table, const WordList& words) {
  LegacyModuleFacts module;
  for (const LegacyModuleFacts& earlier : table.modules) {
    if (earlier.type == words[2] && earlier.target.empty()) {
      module = earlier;
    }
  }
  if (const FlowActionFacts* action = FindFlowAction(words[2]);
      action != nullptr) {
    module = LegacyModuleFacts();
    module.action = action;
  }
  assert(module.action != nullptr && "a module of no action");
  const std::size_t slash = words[1].find('/');
  module.type = words[1].substr(0, slash);
  module.target = slash == std::string_view::npos ? std::string_view()
                                                  : words[1].substr(slash + 1);
  return module;
}

LegacyModuleFacts::Parameter LegacyParameterOf(const WordList& words) {
  std::string_view name = words[1];
  const bool keyed = name.ends_with("[]");
  name.remove_suffix(keyed ? 2 : 0);
  return {.name = name,
          .path = words[2],
          .keyed = keyed,
          .when = TestAfterIf(words, 3)};
}

const LegacyTable& Legacy() {
  static const LegacyTable table = [] {
    LegacyTable legacy;
    for (const WordList& words : DataLines("legacy.txt")) {
      if (words[0] == "branch") {
        legacy.branches.push_back(
            {.condition = words[1],
             .kind = words[2],
             .label = words.size() > 3 ? words[3] : std::string_view()});
      } else if (words[0] == "module") {
        legacy.modules.push_back(ModuleOf(legacy, words));
      } else if (words[0] == "param") {
        legacy.modules.back().parameters.push_back(LegacyParameterOf(words));
      } else if (words[0] == "implies") {
        legacy.modules.back().implied.push_back(
            {.path = words[1],
             .value = words[2],
             .when = TestAfterIf(words, 3)});
      }
    }
    return legacy;
  }();
  return table;
}

}  // namespace

bool FlowActionFacts::HasEffect(std::string_view effect) const {
  return std::ranges::find(effects, effect) != effects.end();
}

const FlowParameterFacts* FlowActionFacts::FindParameter(
    std::string_view path) const {
  const FlowParameterFacts* nearest = nullptr;
  for (const FlowParameterFacts& parameter : parameters) {
    const bool contains = path.starts_with(parameter.path) &&
                          (path.size() == parameter.path.size() ||
                           path[parameter.path.size()] == '.' ||
                           path[parameter.path.size()] == '[');
    if (contains &&
        (nearest == nullptr || parameter.path.size() > nearest->path.size())) {
      nearest = &parameter;
    }
  }
  return nearest;
}

std::span<const FlowActionFacts> KnownFlowActions() {
  return Actions().actions;
}

const FlowActionFacts* FindFlowAction(std::string_view name) {
  const auto found = Actions().by_name.find(name);
  return found == Actions().by_name.end() ? nullptr
                                          : &Actions().actions[found->second];
}

const FlowLimits& KnownFlowLimits() { return Actions().limits; }

bool ModulesMayHave(std::string_view effect) {
  return Actions().module_effects.contains(effect);
}

std::string_view OriginOfRoot(std::string_view root) {
  const auto found = Roots().origins.find(root);
  return found == Roots().origins.end() ? std::string_view() : found->second;
}

LegacyReference FindLegacyReference(std::string_view space,
                                    std::string_view name) {
  if (space == "System") {
    const auto found = Roots().system.find(name);
    if (found == Roots().system.end()) {
      return {};
    }
    const std::size_t point = found->second.find('.');
    return {.root = found->second.substr(0, point),
            .name = point == std::string_view::npos
                        ? std::string_view()
                        : found->second.substr(point + 1)};
  }
  const auto found = Roots().namespaces.find(space);
  return found == Roots().namespaces.end()
             ? LegacyReference()
             : LegacyReference{.root = found->second, .name = name};
}

const LegacyModuleFacts* FindLegacyModule(std::string_view type,
                                          std::string_view target) {
  const LegacyModuleFacts* found = nullptr;
  for (const LegacyModuleFacts& module : Legacy().modules) {
    if (module.type == type && (module.target == target ||
                                (module.target.empty() && found == nullptr))) {
      found = &module;
    }
  }
  return found;
}

const LegacyBranchFacts* FindLegacyBranch(std::string_view condition) {
  for (const LegacyBranchFacts& branch : Legacy().branches) {
    if (branch.condition == condition) {
      return &branch;
    }
  }
  return nullptr;
}

std::string_view FlowTableDate() { return Actions().date; }

}  // namespace connectguard
