#include "flow/settings.h"

#include <algorithm>
#include <deque>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/limits.h"
#include "flow/paths.h"

namespace connectguard {
namespace {

constexpr auto kCertainRow = static_cast<std::size_t>(FlowWorld::kCertain);
constexpr auto kPossibleRow = static_cast<std::size_t>(FlowWorld::kPossible);

// Roots of which actions set one member at a time.
bool HasMembers(std::string_view root) {
  return root == "Attributes" || root == "FlowAttributes";
}

// Roots that some action sets.
bool IsSet(std::string_view root) {
  static const std::set<std::string_view> roots = [] {
    std::set<std::string_view> found;
    for (const FlowActionFacts& facts : KnownFlowActions()) {
      for (const FlowWriteRule& rule : facts.writes) {
        found.insert(rule.variable);
      }
    }
    return found;
  }();
  return roots.contains(root);
}

std::string KeyOf(const FlowReference& path) {
  return HasMembers(path.root) ? path.root + '.' + path.name : path.root;
}

bool IsOpaque(const FlowAction& action) {
  return action.hole || action.facts == nullptr ||
         action.facts->HasEffect("module");
}

// `x` of `FlowAttributes.x.Value` and of `Attributes.x`.
std::string MemberOf(const FlowParameter& parameter, std::string_view from) {
  std::string_view name = parameter.path;
  name.remove_prefix(std::min(name.size(), from.size() + 1));
  if (from == "FlowAttributes" && name.ends_with(".Value")) {
    name.remove_suffix(std::string_view(".Value").size());
  }
  return std::string(name);
}

bool Test(const std::vector<std::uint64_t>& bits, std::size_t at) {
  return (bits[at / 64] >> (at % 64) & 1U) != 0;
}

void Put(std::vector<std::uint64_t>* bits, std::size_t at, bool value) {
  const std::uint64_t mask = std::uint64_t{1} << (at % 64);
  (*bits)[at / 64] = value ? (*bits)[at / 64] | mask : (*bits)[at / 64] & ~mask;
}

}  // namespace

FlowSettings::FlowSettings(const FlowGraph& graph)
    : graph_(graph), reachable_(Reachable(graph)) {
  for (const std::size_t world : {kCertainRow, kPossibleRow}) {
    sets_[world].resize(graph.node_count());
    ends_[world].resize(graph.node_count());
  }
  FindVariables();
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    AddSettings(i);
  }
  words_ = (settings_.size() + 63) / 64;
  if (words_ * 64 * graph.node_count() > limits::kMaxFlowSettings) {
    complete_ = false;
    return;
  }
  scratch_.resize(words_);
  certain_ = certain_ && graph.IsCertain();
  Solve(FlowWorld::kCertain);
  if (certain_) {
    before_[kPossibleRow] = before_[kCertainRow];
  } else {
    Solve(FlowWorld::kPossible);
  }
}

void FlowSettings::FindVariables() {
  for (const FlowAction& action : graph_.flow().actions) {
    for (const FlowParameter& parameter : action.parameters) {
      for (const FlowReference& path : parameter.references) {
        const bool whole = HasMembers(path.root) && path.name.empty();
        if (!IsSet(path.root) || whole ||
            !numbers_
                 .emplace(KeyOf(path),
                          static_cast<std::uint32_t>(variables_.size()))
                 .second) {
          continue;
        }
        const auto number = static_cast<std::uint32_t>(variables_.size());
        variables_.push_back(
            {.root = path.root,
             .name = HasMembers(path.root) ? path.name : std::string()});
        of_variable_.emplace_back();
        AddSetting({.kind = FlowSettingKind::kInherited, .variable = number});
        AddSetting({.kind = FlowSettingKind::kInheritedAfterFailure,
                    .variable = number});
      }
    }
  }
}

std::uint32_t FlowSettings::AddSetting(FlowSetting setting) {
  const std::uint32_t number = count();
  settings_.push_back(setting);
  of_variable_[setting.variable].push_back(number);
  return number;
}

void FlowSettings::AddSure(FlowSetting setting) {
  const std::uint32_t number = AddSetting(setting);
  for (const std::size_t world : {kCertainRow, kPossibleRow}) {
    sets_[world][setting.action].push_back(number);
    ends_[world][setting.action].push_back(setting.variable);
  }
}

void FlowSettings::AddUnsure(FlowSetting setting) {
  certain_ = false;
  sets_[kPossibleRow][setting.action].push_back(AddSetting(setting));
  setting.kind = FlowSettingKind::kMayBeSet;
  setting.parameter = nullptr;
  sets_[kCertainRow][setting.action].push_back(AddSetting(setting));
  ends_[kCertainRow][setting.action].push_back(setting.variable);
}

void FlowSettings::AddSettings(std::uint32_t action) {
  const FlowAction& node = graph_.flow().actions[action];
  if (IsOpaque(node)) {
    for (std::uint32_t i = 0; i < variables_.size(); ++i) {
      AddUnsure({.kind = FlowSettingKind::kMayBeSet,
                 .variable = i,
                 .action = action});
    }
    return;
  }
  for (const FlowWriteRule& rule : node.facts->writes) {
    const FlowAnswer applies = Holds(rule.when, node);
    if (applies != FlowAnswer::kNo) {
      AddWrite(action, rule, applies == FlowAnswer::kYes);
    }
  }
}

void FlowSettings::AddWrite(std::uint32_t action, const FlowWriteRule& rule,
                            bool surely) {
  const auto add = [&](std::uint32_t variable, const FlowParameter* parameter) {
    const FlowSetting setting{
        .variable = variable, .action = action, .parameter = parameter};
    surely ? AddSure(setting) : AddUnsure(setting);
  };
  if (rule.from.empty()) {
    const auto found = numbers_.find(std::string(rule.variable));
    if (found != numbers_.end()) {
      add(found->second, nullptr);
    }
    return;
  }
  for (const FlowParameter& parameter :
       ParametersIn(graph_.flow().actions[action], rule.from)) {
    if (parameter.path.size() > rule.from.size()) {
      const auto found = numbers_.find(std::string(rule.variable) + '.' +
                                       MemberOf(parameter, rule.from));
      if (found != numbers_.end()) {
        add(found->second, &parameter);
      }
      continue;
    }
    for (std::uint32_t i = 0; i < variables_.size(); ++i) {
      if (parameter.kind == FlowTextKind::kHole &&
          variables_[i].root == rule.variable) {
        AddUnsure({.kind = FlowSettingKind::kMayBeSet,
                   .variable = i,
                   .action = action});
      }
    }
  }
}

// What the settings at the origin of the edge have become at its end; true when
// that is news there.
bool FlowSettings::Pass(const FlowEdge& edge, FlowWorld world) {
  const auto row = static_cast<std::size_t>(world);
  steps_ += words_ + 1;
  Bits& rows = before_[row];
  const auto from =
      rows.begin() + static_cast<std::ptrdiff_t>(edge.from * words_);
  scratch_.assign(from, from + static_cast<std::ptrdiff_t>(words_));
  const bool opaque =
      graph_.IsAction(edge.from) && IsOpaque(graph_.flow().actions[edge.from]);
  if (edge.failure && !opaque) {
    for (const std::uint32_t number : sets_[row][edge.from]) {
      const auto& all = of_variable_[settings_[number].variable];
      if (Test(scratch_, all[0])) {
        Put(&scratch_, all[0], false);
        Put(&scratch_, all[1], true);
      }
    }
  } else {
    for (const std::uint32_t variable : ends_[row][edge.from]) {
      for (const std::uint32_t number : of_variable_[variable]) {
        Put(&scratch_, number, false);
      }
    }
    for (const std::uint32_t number : sets_[row][edge.from]) {
      Put(&scratch_, number, true);
    }
  }
  bool news = false;
  for (std::size_t i = 0; i < words_; ++i) {
    std::uint64_t& word = rows[edge.to * words_ + i];
    news = news || (word | scratch_[i]) != word;
    word |= scratch_[i];
  }
  return news;
}

void FlowSettings::Solve(FlowWorld world) {
  before_[static_cast<std::size_t>(world)].assign(words_ * graph_.node_count(),
                                                  0);
  Bits& rows = before_[static_cast<std::size_t>(world)];
  for (const auto& all : of_variable_) {
    const std::size_t at = graph_.Entry() * words_ + all[0] / 64;
    rows[at] |= std::uint64_t{1} << (all[0] % 64);
  }
  std::deque<std::uint32_t> work = {graph_.Entry()};
  std::vector<bool> waits(graph_.node_count(), false);
  while (!work.empty() && complete_) {
    const std::uint32_t node = work.front();
    work.pop_front();
    waits[node] = false;
    complete_ = steps_ <= limits::kMaxFlowSettingSteps;
    for (const FlowEdge& edge : graph_.Out(node)) {
      if (edge.In(world) && Pass(edge, world) && !waits[edge.to]) {
        waits[edge.to] = true;
        work.push_back(edge.to);
      }
    }
  }
}

const FlowVariable* FlowSettings::FindVariable(
    const FlowReference& path) const {
  const auto found = numbers_.find(KeyOf(path));
  return found == numbers_.end() ? nullptr : &variables_[found->second];
}

std::vector<std::uint32_t> FlowSettings::Reaching(std::uint32_t action,
                                                  const FlowReference& path,
                                                  FlowWorld world) const {
  std::vector<std::uint32_t> reaching;
  const auto found = numbers_.find(KeyOf(path));
  if (!complete_ || found == numbers_.end()) {
    return reaching;
  }
  const Bits& rows = before_[static_cast<std::size_t>(world)];
  for (const std::uint32_t number : of_variable_[found->second]) {
    const std::size_t at = action * words_ + number / 64;
    if ((rows[at] >> (number % 64) & 1U) != 0) {
      reaching.push_back(number);
    }
  }
  return reaching;
}

// --- Constants ---------------------------------------------------------------

namespace {

// Walks from settings to what they are set to, each setting once.
class ConstantSearch {
 public:
  ConstantSearch(const FlowSettings& settings, FlowWorld world)
      : settings_(settings), world_(world), seen_(settings.count(), false) {}

  void Run(std::uint32_t action, const FlowParameter& parameter) {
    Read(action, parameter);
    for (std::size_t steps = 0; !work_.empty(); ++steps) {
      if (steps == limits::kMaxFlowOriginSteps) {
        hole_ = true;
        return;
      }
      const FlowSetting& setting = settings_.setting(work_.back());
      work_.pop_back();
      if (setting.parameter != nullptr) {
        Read(setting.action, *setting.parameter);
      } else if (setting.kind == FlowSettingKind::kMayBeSet) {
        hole_ = true;
      } else {
        other_ = true;
      }
    }
  }

  bool hole() const { return hole_; }
  bool other() const { return other_; }
  std::vector<FlowConstant>& texts() { return texts_; }

 private:
  void Read(std::uint32_t action, const FlowParameter& parameter) {
    if (parameter.kind == FlowTextKind::kLiteral) {
      texts_.push_back(
          {.text = parameter.text, .action = action, .parameter = &parameter});
    } else if (parameter.kind == FlowTextKind::kHole) {
      hole_ = true;
    } else if (!parameter.IsReference() ||
               settings_.FindVariable(parameter.references[0]) == nullptr) {
      other_ = true;
    } else {
      Follow(action, parameter.references[0]);
    }
  }

  void Follow(std::uint32_t action, const FlowReference& path) {
    hole_ = hole_ || !settings_.complete();
    for (const std::uint32_t number :
         settings_.Reaching(action, path, world_)) {
      // A flow attribute that no action has set yet is empty.
      const FlowSettingKind kind = settings_.setting(number).kind;
      const bool inherited = kind == FlowSettingKind::kInherited ||
                             kind == FlowSettingKind::kInheritedAfterFailure;
      if (!seen_[number] && !(inherited && path.root == "FlowAttributes")) {
        seen_[number] = true;
        work_.push_back(number);
      }
    }
  }

  const FlowSettings& settings_;
  FlowWorld world_;
  std::vector<bool> seen_;
  std::vector<std::uint32_t> work_;
  std::vector<FlowConstant> texts_;
  bool hole_ = false;
  bool other_ = false;
};

}  // namespace

FlowConstants ConstantsOf(const FlowSettings& settings, std::uint32_t action,
                          const FlowParameter& parameter) {
  ConstantSearch certain(settings, FlowWorld::kCertain);
  if (settings.reachable()[action] == FlowAnswer::kYes) {
    certain.Run(action, parameter);
  }
  ConstantSearch possible(settings, FlowWorld::kPossible);
  possible.Run(action, parameter);
  FlowConstants constants;
  constants.complete = certain.other() ? FlowAnswer::kNo
                       : possible.other() || possible.hole() || certain.hole()
                           ? FlowAnswer::kUnknown
                           : FlowAnswer::kYes;
  std::ranges::stable_sort(possible.texts(), {}, &FlowConstant::action);
  std::unordered_set<std::string_view> seen;
  for (const FlowConstant& constant : possible.texts()) {
    if (seen.insert(constant.text).second) {
      constants.texts.push_back(constant);
    }
  }
  return constants;
}

}  // namespace connectguard
