#include "cfn_guard/verbose_tree.h"

#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "document/dump.h"
#include "document/path.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxValueText = 2000;

RuleStatus FileStatus(const Evaluation& evaluation) {
  RuleStatus status = RuleStatus::kSkip;
  for (const RuleRecord& record : evaluation.rules) {
    if (record.status() == RuleStatus::kFail) {
      return RuleStatus::kFail;
    }
    if (record.status() == RuleStatus::kPass) {
      status = RuleStatus::kPass;
    }
  }
  return status;
}

std::string ValueText(std::string_view label, const Value* value,
                      bool reached) {
  return value == nullptr
             ? fmt::format("{}=", label)
             : fmt::format("{}=({}, Path={} Value={})", label,
                           reached ? "resolved" : "unresolved", PathOf(*value),
                           Summarize(*value, kMaxValueText));
}

std::string CheckText(const RuleFile& rules, const ClauseRecord& record) {
  const auto& form = record.clause->form;
  const bool reached = record.remaining.empty();
  const std::string context =
      fmt::format("[Context={}]", ClauseText(rules, *record.clause));
  const std::string_view status = StatusName(record.status);
  if (const auto* reference = std::get_if<RuleReference>(&form)) {
    return fmt::format("GuardClauseDependentRule(Rule={}, Status={}){}",
                       reference->name, status, context);
  }
  if (std::holds_alternative<BinaryClause>(form)) {
    return fmt::format("GuardClauseBinaryCheck(Status={}, {}, {}){}", status,
                       ValueText("from", record.from, reached),
                       ValueText("to", record.to, true), context);
  }
  if (std::holds_alternative<UnaryClause>(form)) {
    return fmt::format("GuardClauseUnaryCheck(Status={}, {}){}", status,
                       ValueText("Value-At", record.from, reached), context);
  }
  return fmt::format("GuardValueBlockCheck(Status={}, {}){}", status,
                     ValueText("Value-At", record.from, reached), context);
}

}  // namespace

std::string VerboseTree(const RuleFile& rules, const Evaluation& evaluation) {
  std::string out =
      fmt::format("`- File(, Status={})[Context=File(rules={})]\n",
                  StatusName(FileStatus(evaluation)), evaluation.rules.size());
  for (const RuleRecord& record : evaluation.rules) {
    const bool last = &record == &evaluation.rules.back();
    out += fmt::format("   {}- Rule({}, Status={})[Context={}]\n",
                       last ? '`' : '|', record.rule->name,
                       StatusName(record.status()), record.rule->name);
    for (const ClauseRecord& clause : record.clauses) {
      out += fmt::format("   {}  {}- {}\n", last ? ' ' : '|',
                         &clause == &record.clauses.back() ? '`' : '|',
                         CheckText(rules, clause));
    }
  }
  return out;
}

}  // namespace connectguard
