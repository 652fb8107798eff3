// The legacy export: modules with branches and lists of parameters.
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "base/limits.h"
#include "flow/flow_reader.h"

namespace connectguard {
namespace {

// The list, or null when there is none.
const Value* ListAt(const Value& map, std::string_view key) {
  const Value* value = Find(map, key);
  return value != nullptr && value->Is(Kind::kList) ? value : nullptr;
}

bool IsUnknown(const Value* value) {
  return value != nullptr && value->Is(Kind::kUnknown);
}

// The parameters of a module by name; the first of each.
class ModuleParameters {
 public:
  explicit ModuleParameters(const Value& node)
      : unknown_(IsUnknown(Find(node, "parameters"))) {
    if (const Value* list = ListAt(node, "parameters")) {
      for (const Value& item : list->AsList()) {
        values_.emplace(StringAt(item, "name"), Find(item, "value"));
      }
    }
  }

  // Whether they pass the test; it names a parameter of the module.
  FlowAnswer Pass(const FlowParameterTest& test) const {
    if (test.path.empty()) {
      return FlowAnswer::kYes;
    }
    if (unknown_) {
      return FlowAnswer::kUnknown;
    }
    const Value* value = ValueOf(test.path);
    if (value == nullptr) {
      return FlowAnswer::kNo;
    }
    if (IsHole(*value)) {
      return FlowAnswer::kUnknown;
    }
    const bool same =
        value->Is(Kind::kBool)
            ? SameWord(value->boolean ? "true" : "false", test.value)
            : value->Is(Kind::kString) &&
                  SameWord(value->AsString(), test.value);
    return same ? FlowAnswer::kYes : FlowAnswer::kNo;
  }

  const Value* ValueOf(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : found->second;
  }

 private:
  bool unknown_;
  std::unordered_map<std::string_view, const Value*> values_;
};

class LegacyReader {
 public:
  explicit LegacyReader(const Value& root)
      : root_(root), reading_(root, "start") {}

  Flow Read() {
    reading_.flow().format = FlowFormat::kLegacy;
    reading_.Error("legacy-format", root_,
                   "the flow is in the legacy export format, which "
                   "CreateContactFlow does not take",
                   "import it in the editor and export it again");
    const Value* start = Find(root_, "start");
    reading_.flow().start = {.node = start == nullptr ? &root_ : start,
                             .target = start};
    ReadModules(*Find(root_, "modules"));
    reading_.ResolveBranches();
    reading_.CheckWhole();
    return reading_.Finish();
  }

 private:
  void ReadModules(const Value& modules) {
    if (modules.Is(Kind::kUnknown)) {
      reading_.AddHole(modules);
    } else if (!modules.Is(Kind::kList)) {
      reading_.Error(
          "no-actions", modules,
          fmt::format("modules is a {}, not a list", KindName(modules.kind)));
    } else if (modules.size > limits::kMaxFlowActions) {
      reading_.Error("too-many-actions", modules,
                     fmt::format("the flow has {} modules, and none of these "
                                 "is looked at",
                                 modules.size));
      reading_.AddHole(modules);
    } else {
      reading_.Expect(modules.size);
      for (const Value& item : modules.AsList()) {
        ReadModule(item);
      }
    }
  }

  void ReadModule(const Value& node) {
    if (node.Is(Kind::kUnknown)) {
      reading_.AddHole(node);
      return;
    }
    reading_.SetAction(node.Is(Kind::kMap) ? reading_.NextAction() : -1);
    if (!node.Is(Kind::kMap)) {
      reading_.Error(
          "action-form", node,
          fmt::format("a module is a {}, not an object", KindName(node.kind)));
      return;
    }
    FlowAction action{.node = &node};
    reading_.SetIdentifier(Find(node, "id"), &action);
    const LegacyModuleFacts* module = SetModuleType(&action);
    ReadParameters(module, &action);
    ReadBranches(&action);
    reading_.flow().actions.push_back(std::move(action));
  }

  const LegacyModuleFacts* SetModuleType(FlowAction* action) {
    const Value* type = Find(*action->node, "type");
    if (type == nullptr || !type->Is(Kind::kString) || IsHole(*type)) {
      action->hole = true;
      if (type == nullptr || !IsHole(*type)) {
        reading_.Error("no-type", *action->node, "the module has no type");
      }
      return nullptr;
    }
    const Value* target = Find(*action->node, "target");
    if (target != nullptr && IsHole(*target)) {
      action->hole = true;
      return nullptr;
    }
    const auto* module =
        FindLegacyModule(type->AsString(), StringAt(*action->node, "target"));
    if (module == nullptr) {
      reading_.SetType(*type, action);
      return nullptr;
    }
    action->facts = module->action;
    action->type = module->action->name;
    action->written_type = type->AsString();
    return module;
  }

  // --- Parameters ------------------------------------------------------------

  void ReadParameters(const LegacyModuleFacts* module, FlowAction* action) {
    const ModuleParameters own(*action->node);
    const Value* list = Find(*action->node, "parameters");
    if (list != nullptr && list->Is(Kind::kUnknown)) {
      reading_.AddHole(*list, "", action);
    } else if (list != nullptr && list->Is(Kind::kList)) {
      for (const Value& item : list->AsList()) {
        if (item.Is(Kind::kUnknown)) {
          reading_.AddHole(item, "", action);
        } else {
          ReadParameter(item, module, own, action);
        }
      }
    }
    if (module != nullptr) {
      AddImplied(*module, own, action);
    }
    for (FlowParameter& parameter : action->parameters) {
      parameter.facts = action->facts == nullptr
                            ? nullptr
                            : action->facts->FindParameter(parameter.path);
    }
  }

  void ReadParameter(const Value& item, const LegacyModuleFacts* module,
                     const ModuleParameters& own, FlowAction* action) {
    const std::string_view name = StringAt(item, "name");
    const Value* value = Find(item, "value");
    if (name.empty() || value == nullptr || value->Is(Kind::kNull)) {
      return;
    }
    bool known = false;
    if (module != nullptr) {
      for (const auto& facts : module->parameters) {
        if (facts.name == name) {
          known = true;
          AddKnownParameter(item, facts, own, action);
        }
      }
    }
    if (!known && name.size() < limits::kMaxFlowPathBytes) {
      reading_.AddParameters(*value, reading_.Join({"Legacy.", name}), action);
    }
  }

  void AddKnownParameter(const Value& item,
                         const LegacyModuleFacts::Parameter& facts,
                         const ModuleParameters& own, FlowAction* action) {
    const FlowAnswer applies = own.Pass(facts.when);
    if (applies == FlowAnswer::kNo) {
      return;
    }
    std::string_view path = facts.path;
    if (facts.keyed) {
      const Value* key = Find(item, "key");
      if (key == nullptr || !key->Is(Kind::kString)) {
        reading_.AddHole(item, path, action);
        return;
      }
      path = reading_.Join({path, ".", key->AsString()});
    }
    const Value& value = *Find(item, "value");
    if (applies == FlowAnswer::kUnknown) {
      reading_.AddHole(value, path, action);
    } else {
      AddValue(item, value, own, path, action);
    }
  }

  // A value with a namespace is the name of an attribute.
  void AddValue(const Value& item, const Value& value,
                const ModuleParameters& own, std::string_view path,
                FlowAction* action) {
    const Value* space = Find(item, "namespace");
    if (space == nullptr || space->Is(Kind::kNull)) {
      space = own.ValueOf("Namespace");
    }
    if (space == nullptr || space->Is(Kind::kNull)) {
      reading_.AddParameters(value, path, action);
      return;
    }
    if (IsHole(*space) || IsHole(value) || !value.Is(Kind::kString) ||
        !space->Is(Kind::kString)) {
      reading_.AddHole(value, path, action);
      return;
    }
    const LegacyReference found =
        FindLegacyReference(space->AsString(), value.AsString());
    if (found.root.empty()) {
      reading_.AddHole(value, path, action);
      return;
    }
    const std::string_view text =
        found.name.empty()
            ? reading_.Join({"$.", found.root})
            : reading_.Join({"$.", found.root, "['", found.name, "']"});
    reading_.AddText(value, path, text, action);
  }

  void AddImplied(const LegacyModuleFacts& module, const ModuleParameters& own,
                  FlowAction* action) {
    for (const auto& implied : module.implied) {
      const Value* type = Find(*action->node, "type");
      switch (own.Pass(implied.when)) {
        case FlowAnswer::kNo:
          break;
        case FlowAnswer::kUnknown:
          reading_.AddHole(*type, implied.path, action);
          break;
        case FlowAnswer::kYes:
          if (implied.value == "[]") {
            action->parameters.push_back({.path = implied.path,
                                          .kind = FlowTextKind::kEmpty,
                                          .value = type});
          } else {
            reading_.AddText(*type, implied.path, implied.value, action);
          }
      }
    }
  }

  // --- Branches --------------------------------------------------------------

  void ReadBranches(FlowAction* action) {
    const Value* list = Find(*action->node, "branches");
    if (list == nullptr || list->Is(Kind::kNull)) {
      return;
    }
    if (list->Is(Kind::kUnknown)) {
      action->branches.push_back(HoleBranch(*list));
      return;
    }
    if (!list->Is(Kind::kList)) {
      reading_.Error(
          "action-form", *list,
          fmt::format("branches is a {}, not a list", KindName(list->kind)));
      return;
    }
    for (const Value& item : list->AsList()) {
      if (item.Is(Kind::kUnknown)) {
        action->branches.push_back(HoleBranch(item));
      } else if (!item.Is(Kind::kMap)) {
        reading_.Error("action-form", item,
                       fmt::format("a branch is a {}, not an object",
                                   KindName(item.kind)));
      } else {
        action->branches.push_back(BranchOf(item));
      }
    }
  }

  FlowBranch BranchOf(const Value& item) {
    FlowBranch branch{.kind = FlowBranchKind::kCondition,
                      .label = StringAt(item, "condition", "?"),
                      .node = &item,
                      .target = Find(item, "transition")};
    const LegacyBranchFacts* facts = FindLegacyBranch(branch.label);
    if (facts == nullptr) {
      branch.kind = FlowBranchKind::kHole;  // It may be an error.
    } else if (facts->kind == "next") {
      branch.kind = FlowBranchKind::kNext;
      branch.label = {};
    } else if (facts->kind == "error") {
      branch.kind = FlowBranchKind::kError;
      branch.label = facts->label;
    } else if (!facts->label.empty()) {
      branch.label = reading_.Join({"Equals ", facts->label});
    } else {
      branch.label = reading_.Join({StringAt(item, "conditionType", "?"), " ",
                                    StringAt(item, "conditionValue", "?")});
    }
    return branch;
  }

  const Value& root_;
  FlowReading reading_;
};

}  // namespace

Flow ReadLegacyFlow(const Value& root) { return LegacyReader(root).Read(); }

}  // namespace connectguard
