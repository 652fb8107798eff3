#include "gate/clause_groups.h"

#include <memory>
#include <type_traits>
#include <variant>

namespace connectguard {
namespace {

// Empty for blocks, whose messages are those of the clauses in them.
std::string_view MessageOf(const Clause& clause) {
  return std::visit(
      [](const auto& form) -> std::string_view {
        if constexpr (requires { form.message; }) {
          return form.message;
        } else {
          return {};
        }
      },
      clause.form);
}

const Block* BlockOf(const Clause& clause) {
  return std::visit(
      [](const auto& form) -> const Block* {
        if constexpr (requires { form.block; }) {
          return &form.block;
        } else {
          return nullptr;
        }
      },
      clause.form);
}

}  // namespace

ClauseGroups::ClauseGroups(const RuleFile& rules)
    : group_of_(rules.clause_count) {
  for (const Rule& rule : rules.rules) {
    AddBlock(rule.body);
  }
  for (const ParameterizedRule& rule : rules.parameterized_rules) {
    AddBlock(rule.body);
  }
}

// Recursion is bounded: the parser refuses blocks deeper than
// limits::kMaxRuleDepth.
void ClauseGroups::AddBlock(const Block& block) {
  for (const Alternatives<Clause>& line : block.clauses) {
    AddLine(line);
  }
}

void ClauseGroups::AddLine(const Alternatives<Clause>& line) {
  groups_.push_back(std::make_unique<ClauseGroup>());
  ClauseGroup& group = *groups_.back();
  for (const Clause& clause : line) {
    if (const std::string_view message = MessageOf(clause); !message.empty()) {
      group.message = message;
    }
    if (clause.number < group_of_.size()) {
      group_of_[clause.number] = &group;
    }
    if (const Block* block = BlockOf(clause)) {
      AddBlock(*block);
    }
  }
}

const ClauseGroup* ClauseGroups::Of(const Clause& clause) const {
  return clause.number < group_of_.size() ? group_of_[clause.number] : nullptr;
}

}  // namespace connectguard
