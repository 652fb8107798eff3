#include "cfn_guard/summary_text.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "cfn_guard/failure_text.h"
#include "cfn_guard/report_sink.h"
#include "document/json_text.h"
#include "guard/containment.h"

namespace connectguard {
namespace {

constexpr std::size_t kBehindName = 4;

// The rule of the clauses at the top level has the name of its file already.
std::string_view NameInFile(const JudgedRules& judged, std::string_view rule) {
  const std::string prefix = judged.rules->name + "/";
  return rule.starts_with(prefix) ? rule.substr(prefix.size()) : rule;
}

std::vector<std::string_view> NamesOf(const JudgedRules& judged,
                                      RuleStatus status) {
  std::vector<std::string_view> names;
  for (const RuleRecord& record : judged.evaluation.rules) {
    if (record.status() == status &&
        std::find(names.begin(), names.end(), record.rule->name) ==
            names.end()) {
      names.push_back(record.rule->name);
    }
  }
  return names;
}

struct StatusSection {
  RuleStatus status;
  bool shown;
  std::string_view title;
};

// Not the words of reports, nor the same blanks.
std::string_view WordsOf(UnaryOp op, bool negated) {
  switch (op) {
    case UnaryOp::kExists:
      return negated ? "existed" : "did not exist";
    case UnaryOp::kEmpty:
      return negated ? "was empty" : "was not empty";
    case UnaryOp::kIsString:
      return negated ? "was string" : "was not a string ";
    case UnaryOp::kIsList:
      return negated ? "was list" : "was not a list ";
    case UnaryOp::kIsMap:
      return negated ? "was struct" : "was not a struct";
    case UnaryOp::kIsBool:
      return negated ? "was bool" : "was not a bool";
    case UnaryOp::kIsInt:
      return negated ? "was int" : "was not an int";
    case UnaryOp::kIsFloat:
      return negated ? "was float" : "was not a float";
    case UnaryOp::kIsNull:
      return negated ? "was null" : "was not null";
  }
  return "";
}

// On one line.
std::string Line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ';');
  return text;
}

// One line for each check.
class LineWriter {
 public:
  explicit LineWriter(const JudgedRules& judged)
      : judged_(judged),
        text_(*judged.rules->rules, judged.rules->name, *judged.data->places,
              judged.failures) {}

  std::string Write() {
    for (const FailedRule& rule : judged_.failures.rules) {
      rule_ = rule.rule->name;
      for (const FailureNode& failure : rule.failures) {
        Add(failure);
      }
    }
    return std::move(out_);
  }

 private:
  void Add(const FailureNode& failure) {
    switch (failure.kind) {
      case FailureKind::kAlternatives:
        break;
      case FailureKind::kRuleCall:
        AddRule(std::get<RuleCall>(failure.clause->form).name, failure);
        break;
      case FailureKind::kDependentRule:
        AddRule(rule_, failure);
        break;
      case FailureKind::kUnary:
        AddUnary(ValuePlaces::Path(*failure.from), CompactText(*failure.from),
                 failure);
        break;
      case FailureKind::kNotEmpty:
        AddUnary("", "null", failure);
        break;
      case FailureKind::kCompared:
        AddCompared(failure);
        break;
      case FailureKind::kNotAmong:
        AddNotAmong(failure);
        break;
      case FailureKind::kNothingInBlock:
        AddRetrieval("", text_.ErrorMessage(failure));
        break;
      case FailureKind::kMissingInBlock:
        AddRetrieval(ValuePlaces::Path(*failure.from), BlockReason(failure));
        break;
      case FailureKind::kMissing:
      case FailureKind::kNothingToCompare:
        AddRetrieval(ValuePlaces::Path(*text_.EndOf(failure).reached),
                     text_.Reason(text_.EndOf(failure)));
        break;
    }
  }

  std::string BlockReason(const FailureNode& failure) {
    return fmt::format(
        "Query {} did not resolve to correct value, reason {}",
        PartsText(std::get<QueryBlock>(failure.clause->form).query),
        text_.Reason(text_.EndOf(failure)));
  }

  static std::string MessageOf(const FailureNode& failure) {
    return Line(FailureText::CustomMessage(failure).value_or(""));
  }

  void AddRule(std::string_view rule, const FailureNode& failure) {
    out_ += fmt::format(
        "Parameterized Rule {} failed for {}. Reason {}\n", rule,
        judged_.data->name,
        fmt::join(Split(FailureText::CustomMessage(failure).value_or(""), '\n'),
                  "; "));
  }

  void AddRetrieval(std::string_view path, std::string_view reason) {
    out_ += fmt::format(
        "Property traversed until [{}] in data [{}] is not compliant with [{}] "
        "due to retrieval error. Error Message [{}]\n",
        path, judged_.data->name, rule_, reason);
  }

  void AddUnary(std::string_view path, std::string_view value,
                const FailureNode& failure) {
    const auto& clause = std::get<UnaryClause>(failure.clause->form);
    out_ += fmt::format(
        "Property [{}] in data [{}] is not compliant with [{}] because needed "
        "value at [{}] {}. Error Message [{}]\n",
        path, judged_.data->name, rule_, value,
        failure.from == nullptr ? "was not empty"
                                : WordsOf(clause.op, clause.op_not),
        MessageOf(failure));
  }

  void AddCompared(const FailureNode& failure) {
    const std::string reason = text_.WhyIncomparable(failure);
    if (!reason.empty()) {
      AddRetrieval(ValuePlaces::Path(*failure.from), reason);
      return;
    }
    AddBinary(failure, "match expected value", CompactText(*failure.to));
  }

  void AddNotAmong(const FailureNode& failure) {
    std::string among;
    for (const Value* value : text_.Among(failure)) {
      among += among.empty() ? "" : ",";
      among += CompactText(*value);
    }
    const bool in = FailureText::ComparatorOf(failure).name == "In";
    AddBinary(failure, in ? "match expected value in" : "match expected value",
              fmt::format("[{}]", among));
  }

  void AddBinary(const FailureNode& failure, std::string_view words,
                 std::string_view expected) {
    const bool negated = FailureText::ComparatorOf(failure).negated;
    out_ += fmt::format(
        "Property [{}] in data [{}] is not compliant with [{}] because "
        "provided value [{}] {} {} [{}]. Error Message [{}]\n",
        ValuePlaces::Path(*failure.from), judged_.data->name, rule_,
        CompactText(*failure.from), negated ? "did" : "did not", words,
        expected, MessageOf(failure));
  }

  const JudgedRules& judged_;
  FailureText text_;
  std::string_view rule_;
  std::string out_;
};

std::string NamesText(const JudgedRules& judged, RuleStatus status,
                      std::string_view words) {
  const auto names = NamesOf(judged, status);
  std::string text = names.empty() ? "" : "--\n";
  for (const std::string_view name : names) {
    text += fmt::format("Rule [{}] is {} for template [{}]\n", name, words,
                        judged.data->name);
  }
  return text;
}

// The first of the statuses that are shown decides.
bool IsReportable(const JudgedRules& judged, ShownStatuses shown) {
  const RuleStatus first = shown.failed   ? RuleStatus::kFail
                           : shown.passed ? RuleStatus::kPass
                                          : RuleStatus::kSkip;
  return shown.Any() && !NamesOf(judged, first).empty();
}

}  // namespace

std::string CompactText(const Value& value) {
  Arena arena;
  KeyTable keys(&arena);
  ValueBuilder builder(&arena, &keys);
  ValueSink(&builder).Data(value);
  return JsonText(*builder.Finish(), JsonLayout::kCompact);
}

std::string SummaryTable(const JudgedRules& judged, ShownStatuses shown) {
  std::size_t width = 0;
  for (const RuleRecord& record : judged.evaluation.rules) {
    width = std::max(width, NameInFile(judged, record.rule->name).size());
  }
  std::string text;
  for (const StatusSection& section :
       {StatusSection{RuleStatus::kSkip, shown.skipped, "SKIP"},
        StatusSection{RuleStatus::kPass, shown.passed, "PASS"},
        StatusSection{RuleStatus::kFail, shown.failed, "FAILED"}}) {
    const auto names = NamesOf(judged, section.status);
    if (!section.shown || names.empty()) {
      continue;
    }
    text += fmt::format("{} rules\n", section.title);
    for (const std::string_view name : names) {
      text += fmt::format("{}/{:<{}}{}\n", judged.rules->name,
                          NameInFile(judged, name), width + kBehindName,
                          StatusName(section.status));
    }
  }
  return text.empty()
             ? text
             : fmt::format("{} Status = {}\n{}---\n", judged.data->name,
                           StatusName(judged.status), text);
}

std::string LinesText(const JudgedRules& judged, ShownStatuses shown) {
  if (!IsReportable(judged, shown)) {
    return {};
  }
  std::string text = fmt::format("Evaluation of rules {} against data {}\n",
                                 judged.rules->name, judged.data->name);
  if (shown.failed) {
    text += "--\n" + LineWriter(judged).Write();
  }
  if (shown.passed) {
    text += NamesText(judged, RuleStatus::kPass, "compliant");
  }
  if (shown.skipped) {
    text += NamesText(judged, RuleStatus::kSkip, "not applicable");
  }
  return text + "--\n";
}

}  // namespace connectguard
