#include "flow/flow_reader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/number_text.h"
#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::size_t kQuotedBytes = 60;
// Hints are for slips of the hand, not for flows that are no flows at all.
constexpr std::size_t kMaxHints = 20;
constexpr std::size_t kMaxHintBytes = 100;

// Of a value that is no container, as JSON writes it.
std::string PlainText(const Value& value) {
  switch (value.kind) {
    case Kind::kString:
      return std::string(value.AsString());
    case Kind::kBool:
      return value.boolean ? "true" : "false";
    case Kind::kInt:
      return std::to_string(value.integer);
    case Kind::kFloat:
      return PlainNumber(value.real);
    default:
      return "null";
  }
}

bool IsContainer(const Value& value) {
  return value.Is(Kind::kMap) || value.Is(Kind::kList);
}

std::size_t Characters(std::string_view text) {
  if (IsAscii(text)) {
    return text.size();
  }
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Of the value as JSON without white space, at least: what is escaped or not
// known counts as nothing more. `measure` measures a text.
template <typename Measure>
std::size_t LengthOf(const Value& value, const Measure& measure) {
  std::size_t length = 2;
  switch (value.kind) {
    case Kind::kMap:
      for (const Member& member : value.AsMap()) {
        length += measure(member.key->text) + 4;
        length += LengthOf(member.value, measure);
      }
      return length - (value.size > 0 ? 1 : 0);
    case Kind::kList:
      for (const Value& item : value.AsList()) {
        length += LengthOf(item, measure) + 1;
      }
      return length - (value.size > 0 ? 1 : 0);
    case Kind::kString:
      return length + measure(value.AsString());
    case Kind::kUnknown:
      return 0;
    default:
      return 1;
  }
}

bool HasMoreCharacters(const Value& value, std::size_t than) {
  // Bytes are counted faster, and a character has one or more.
  return LengthOf(value, [](std::string_view text) { return text.size(); }) >
             than &&
         LengthOf(value, Characters) > than;
}

}  // namespace

bool IsHole(const Value& value) {
  return value.Is(Kind::kUnknown) ||
         (value.Is(Kind::kString) && HasPlaceholder(value.AsString()));
}

std::string QuotedText(const Value& value) {
  if (value.sensitive) {
    return "(sensitive)";
  }
  const std::string text = OnOneLine(PlainText(value));
  const std::string_view cut = Shortened(text, kQuotedBytes);
  return fmt::format("`{}{}`", cut, cut.size() < text.size() ? "..." : "");
}

// --- Parameters --------------------------------------------------------------

std::string_view FlowReading::ScalarText(const Value& value) {
  return value.Is(Kind::kString) ? value.AsString() : Keep(PlainText(value));
}

void FlowReading::AddHole(const Value& value, std::string_view path,
                          FlowAction* action) {
  action->parameters.push_back(
      {.path = path, .kind = FlowTextKind::kHole, .value = &value});
}

void FlowReading::AddText(const Value& value, std::string_view path,
                          std::string_view text, FlowAction* action) {
  FlowParameter& parameter = action->parameters.emplace_back();
  parameter.path = path;
  parameter.text = text;
  parameter.value = &value;
  parameter.references = ReferencesIn(text);
  if (HasPlaceholder(text) ||
      parameter.references.size() > limits::kMaxFlowReferences) {
    parameter.kind = FlowTextKind::kHole;
    parameter.references.clear();
  } else if (!parameter.references.empty()) {
    parameter.kind = FlowTextKind::kDynamic;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by limits::kMaxDepth.
void FlowReading::AddParameters(const Value& value, std::string_view path,
                                FlowAction* action) {
  if (value.Is(Kind::kUnknown) || path.size() > limits::kMaxFlowPathBytes) {
    AddHole(value, path.substr(0, limits::kMaxFlowPathBytes), action);
  } else if (IsContainer(value) && value.size == 0) {
    action->parameters.push_back(
        {.path = path, .kind = FlowTextKind::kEmpty, .value = &value});
  } else if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      const std::string_view key = member.key->text;
      AddParameters(member.value, path.empty() ? key : Join({path, ".", key}),
                    action);
    }
  } else if (value.Is(Kind::kList)) {
    const std::string_view of_items = Join({path, "[]"});
    for (const Value& item : value.AsList()) {
      AddParameters(item, of_items, action);
    }
  } else {
    AddText(value, path, ScalarText(value), action);
  }
}

FlowBranch HoleBranch(const Value& value) {
  return {.kind = FlowBranchKind::kHole,
          .label = {},
          .node = &value,
          .target = &value,
          .targets = {},
          .anywhere = true};
}

// --- Actions -----------------------------------------------------------------

void FlowReading::Error(std::string_view check, const Value& value,
                        std::string message, std::string hint) {
  if (flow_.findings.size() >= limits::kMaxFlowFindings) {
    FlowFinding& last = flow_.findings.back();
    last = {.check = "more-findings",
            .value = flow_.node,
            .message = "there is more that is wrong with the flow"};
    return;
  }
  flow_.findings.push_back({.check = check,
                            .severity = FlowSeverity::kError,
                            .value = &value,
                            .action = action_,
                            .message = std::move(message),
                            .hint = std::move(hint)});
}

void FlowReading::Warning(std::string_view check, const Value& value,
                          std::string message, std::string hint) {
  const std::size_t before = flow_.findings.size();
  Error(check, value, std::move(message), std::move(hint));
  if (flow_.findings.size() > before) {
    flow_.findings.back().severity = FlowSeverity::kWarning;
  }
}

void FlowReading::AddHole(const Value& value) {
  FlowAction action{.hole = true, .node = &value};
  AddHole(value, "", &action);
  action.branches.push_back(HoleBranch(value));
  nameless_.Add(static_cast<std::uint32_t>(flow_.actions.size()));
  flow_.actions.push_back(std::move(action));
}

void FlowReading::CheckIdentifier(const Value& value) {
  const FlowLimits& known = KnownFlowLimits();
  const std::string_view text = value.AsString();
  if (text.empty()) {
    Error("no-identifier", value, "the identifier is empty");
  } else if (Characters(text) > known.identifier_bytes) {
    Error("identifier-form", value,
          fmt::format("the identifier {} is longer than {} characters",
                      QuotedText(value), known.identifier_bytes));
  } else if (known.HasForbiddenCharacter(text)) {
    Error("identifier-form", value,
          fmt::format("the identifier {} has one of the characters {}",
                      QuotedText(value), known.forbidden_characters));
  } else if (std::ranges::any_of(
                 known.forbidden_words, [text](std::string_view word) {
                   return text.find(word) != std::string_view::npos;
                 })) {
    Error("identifier-form", value,
          fmt::format("the identifier {} has a word that identifiers must not "
                      "have",
                      QuotedText(value)));
  }
}

void FlowReading::SetIdentifier(const Value* value, FlowAction* action) {
  const auto number = static_cast<std::uint32_t>(NextAction());
  action->identifier_value = value;
  if (value == nullptr) {
    Error("no-identifier", *action->node, "the action has no identifier");
    return;
  }
  if (value->Is(Kind::kUnknown)) {
    nameless_.Add(number);
    return;
  }
  if (!value->Is(Kind::kString)) {
    Error("no-identifier", *value,
          fmt::format("the identifier is a {}, not a string",
                      KindName(value->kind)));
    return;
  }
  if (HasPlaceholder(value->AsString())) {
    nameless_.Add(number);
  } else {
    CheckIdentifier(*value);
  }
  action->identifier = value->AsString();
  FlowTargets& numbers = numbers_[value->AsString()];
  if (!numbers.empty() && !value->AsString().empty()) {
    Error("identifier-repeats", *value,
          fmt::format("the identifier {} stands at an earlier action too",
                      QuotedText(*value)));
  }
  numbers.Add(number);
}

std::string FlowReading::HintAt(
    const Value& value, const std::vector<std::string_view>& names) const {
  return value.sensitive || value.size > kMaxHintBytes ||
                 flow_.findings.size() > kMaxHints
             ? ""
             : DidYouMean(value.AsString(), names);
}

void FlowReading::SetType(const Value& value, FlowAction* action) {
  if (!value.Is(Kind::kString)) {
    action->hole = true;
    if (!value.Is(Kind::kUnknown)) {
      Error(
          "no-type", value,
          fmt::format("the type is a {}, not a string", KindName(value.kind)));
    }
    return;
  }
  action->facts = FindFlowAction(value.AsString());
  if (action->facts == nullptr && IsHole(value)) {
    action->hole = true;
    return;
  }
  action->type = action->written_type = value.AsString();
  if (action->facts != nullptr) {
    return;
  }
  std::string hint;
  if (const auto* module = FindLegacyModule(action->type, "")) {
    hint = fmt::format("the flow language calls it `{}`", module->action->name);
  } else {
    std::vector<std::string_view> names;
    for (const FlowActionFacts& facts : KnownFlowActions()) {
      names.push_back(facts.name);
    }
    hint = HintAt(value, names);
  }
  Warning("unknown-type", value,
          fmt::format("{} is no action type known in {}", QuotedText(value),
                      FlowTableDate()),
          std::move(hint));
}

// --- Branches ----------------------------------------------------------------

void FlowReading::Refuse(FlowBranch* branch, std::string_view what,
                         std::string hint) {
  const bool is_start = branch == &flow_.start;
  Error(is_start ? "no-start" : "dangling-transition",
        branch->target == nullptr ? *branch->node : *branch->target,
        fmt::format("{} {}", is_start ? start_name_ : "a transition", what),
        std::move(hint));
}

void FlowReading::Aim(const FlowTargets& numbers, FlowBranch* branch) {
  if (numbers.TooMany()) {
    branch->anywhere = true;
  } else {
    branch->targets = numbers;
  }
}

void FlowReading::Resolve(FlowBranch* branch) {
  if (branch->anywhere) {
    return;
  }
  const Value* target = branch->target;
  if (target == nullptr) {
    Refuse(branch, branch == &flow_.start ? "is missing" : "has no target");
    return;
  }
  if (target->Is(Kind::kUnknown)) {
    branch->anywhere = true;
    return;
  }
  if (!target->Is(Kind::kString)) {
    Refuse(branch, fmt::format("is a {}, not the identifier of an action",
                               KindName(target->kind)));
    return;
  }
  if (target->AsString().empty()) {
    Refuse(branch, "is empty");
    return;
  }
  if (const auto found = numbers_.find(target->AsString());
      found != numbers_.end()) {
    Aim(found->second, branch);
    branch->certain = !found->second.TooMany() && found->second.size() == 1 &&
                      branch->kind != FlowBranchKind::kHole;
  } else if (IsHole(*target)) {
    branch->anywhere = true;
  } else if (!nameless_.empty()) {
    Aim(nameless_, branch);
  } else {
    std::vector<std::string_view> names;
    if (flow_.actions.size() <= KnownFlowLimits().actions) {
      for (const auto& [name, numbers] : numbers_) {
        names.push_back(name);
      }
    }
    std::ranges::sort(names);
    Refuse(branch,
           fmt::format("leads to {}, which is no action of the flow",
                       QuotedText(*target)),
           flow_.node->sensitive ? "" : HintAt(*target, names));
  }
}

void FlowReading::ResolveBranches() {
  SetAction(-1);
  Resolve(&flow_.start);
  for (std::size_t i = 0; i < flow_.actions.size(); ++i) {
    SetAction(static_cast<std::int32_t>(i));
    for (FlowBranch& branch : flow_.actions[i].branches) {
      Resolve(&branch);
    }
  }
}

void FlowReading::CheckWhole() {
  const FlowLimits& known = KnownFlowLimits();
  for (std::size_t i = 0; i < flow_.actions.size(); ++i) {
    const FlowAction& action = flow_.actions[i];
    SetAction(static_cast<std::int32_t>(i));
    if (action.facts != nullptr && action.facts->terminal &&
        !action.branches.empty()) {
      Error("terminal-with-transitions", *action.branches.front().node,
            fmt::format("`{}` ends the flow and must not have transitions",
                        action.type));
    }
  }
  SetAction(-1);
  if (flow_.actions.size() > known.actions) {
    Error("too-many-actions", *flow_.node,
          fmt::format("the flow has {} actions; Amazon Connect takes {}",
                      flow_.actions.size(), known.actions),
          "move parts of it into modules");
  }
  const bool many =
      std::ranges::any_of(flow_.findings, [](const FlowFinding& finding) {
        return finding.check == "too-many-actions";
      });
  if (!many && HasMoreCharacters(*flow_.node, known.characters)) {
    Error("too-large", *flow_.node,
          fmt::format("the flow has more than the {} characters that Amazon "
                      "Connect takes",
                      known.characters),
          "move parts of it into modules");
  }
}

// --- Both formats ------------------------------------------------------------

Flow ReadFlow(const Value& root) {
  if (root.Is(Kind::kMap)) {
    const bool legacy =
        Find(root, "modules") != nullptr && Find(root, "Actions") == nullptr;
    return legacy ? ReadLegacyFlow(root) : ReadLanguageFlow(root);
  }
  FlowReading reading(root);
  if (root.Is(Kind::kUnknown)) {
    reading.AddHole(root);
    reading.flow().start = {.node = &root, .target = &root, .anywhere = true};
    return reading.Finish();
  }
  reading.flow().start.node = &root;
  reading.Error(
      "no-flow", root,
      fmt::format("the content is a {}, not the object that a flow is",
                  KindName(root.kind)));
  return reading.Finish();
}

}  // namespace connectguard
