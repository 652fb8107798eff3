#include "cfn_guard/trace_text.h"

#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "cfn_guard/evaluation_trace.h"
#include "cfn_guard/failure_text.h"

namespace connectguard {
namespace {

// What both forms say.
class TraceWords {
 public:
  explicit TraceWords(const JudgedRules& judged)
      : judged_(judged),
        text_(*judged.rules->rules, judged.rules->name, *judged.data->places,
              judged.failures) {}

  FailureText& text() { return text_; }
  const JudgedRules& judged() const { return judged_; }

  static std::string_view RuleName(const TraceRecord& record) {
    return record.rule != nullptr
               ? std::string_view(record.rule->name)
               : std::string_view(std::get<RuleCall>(record.clause->form).name);
  }

  static std::string_view TypeName(const TraceRecord& record) {
    return std::get<TypeBlock>(record.clause->form).type;
  }

  std::string Context(const TraceRecord& record, const TraceRecord* parent,
                      std::string_view parent_context) {
    switch (record.kind) {
      case RecordKind::kFile:
        return fmt::format("File(rules={})", record.children.size());
      case RecordKind::kRule:
        return std::string(RuleName(record));
      case RecordKind::kRuleCondition:
        return fmt::format("Rule#{}/When", parent_context);
      case RecordKind::kTypeCondition:
      case RecordKind::kWhenCondition:
        return fmt::format("{}/When", parent_context);
      case RecordKind::kType:
        return fmt::format("TypeBlock#{}", TypeName(record));
      case RecordKind::kTypeBlock:
        return fmt::format("{}/{}", parent_context, record.number);
      case RecordKind::kWhen:
        return IsInRule(*parent, parent_context) ? "RuleClause"
                                                 : "GuardConditionClause";
      case RecordKind::kDisjunction:
        return DisjunctionContext(*parent);
      case RecordKind::kBlock:
        return "BlockGuardClause#" + Location(*record.clause);
      case RecordKind::kClause:
        return "GuardAccessClause#block" + ClauseContext(*record.clause);
      case RecordKind::kCheck:
        break;
    }
    return record.failure != nullptr ? text_.Context(*record.failure)
                                     : ClauseContext(*record.clause);
  }

 private:
  static bool IsInRule(const TraceRecord& parent,
                       std::string_view parent_context) {
    return parent.kind == RecordKind::kRule ||
           (parent.kind == RecordKind::kDisjunction &&
            parent_context.find("RuleClause") != std::string_view::npos);
  }

  static std::string DisjunctionContext(const TraceRecord& parent) {
    const std::string_view what =
        parent.kind == RecordKind::kRule ? "RuleClause"
        : parent.kind == RecordKind::kRuleCondition ||
                parent.kind == RecordKind::kTypeCondition ||
                parent.kind == RecordKind::kWhenCondition
            ? "WhenGuardClause"
            : "GuardClause";
    return fmt::format("cfn_guard::rules::exprs::{}#disjunction", what);
  }

  std::string Location(const Clause& clause) const {
    return LocationText(*judged_.rules->rules, judged_.rules->name,
                        clause.span);
  }

  std::string ClauseContext(const Clause& clause) const {
    if (const auto* unary = std::get_if<UnaryClause>(&clause.form)) {
      return ContextText(*unary);
    }
    if (const auto* binary = std::get_if<BinaryClause>(&clause.form)) {
      return ContextText(*binary);
    }
    return fmt::format("Rule({}@{})", std::get<RuleReference>(clause.form).name,
                       Location(clause));
  }

  const JudgedRules& judged_;
  FailureText text_;
};

bool IsOfSome(const TraceRecord& record) {
  if (const auto* block = std::get_if<QueryBlock>(&record.clause->form)) {
    return block->query.some;
  }
  if (const auto* unary = std::get_if<UnaryClause>(&record.clause->form)) {
    return unary->query.some;
  }
  const auto* binary = std::get_if<BinaryClause>(&record.clause->form);
  return binary != nullptr && binary->query.some;
}

std::string BlockReason(const FailureNode& failure, FailureText* text) {
  return fmt::format(
      "Query {} did not resolve to correct value, reason {}",
      PartsText(std::get<QueryBlock>(failure.clause->form).query),
      text->Reason(text->EndOf(failure)));
}

// -------------------------------------------------------------------- text --

class TreeWriter {
 public:
  explicit TreeWriter(const JudgedRules& judged) : words_(judged) {}

  // Steps nest no deeper than limits::kMaxEvaluationDepth allows.
  void Write(const TraceRecord& record, const TraceRecord* parent,
             std::string_view parent_context, const std::string& indent,
             bool last) {
    const std::string context = words_.Context(record, parent, parent_context);
    out_ += fmt::format("{}{}- {}[Context={}]\n", indent, last ? '`' : '|',
                        Label(record), context);
    for (const TraceRecord& child : record.children) {
      Write(child, &record, context, indent + (last ? "   " : "|  "),
            &child == &record.children.back());
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  std::string Label(const TraceRecord& record) {
    const std::string_view status = StatusName(record.status);
    switch (record.kind) {
      case RecordKind::kFile:
        return fmt::format("File({}, Status={})", words_.judged().data->name,
                           status);
      case RecordKind::kRule:
        return fmt::format("Rule({}, Status={})", TraceWords::RuleName(record),
                           status);
      case RecordKind::kRuleCondition:
        return fmt::format("Rule/When(Status={})", status);
      case RecordKind::kType:
        return fmt::format("Type({}, Status={})", TraceWords::TypeName(record),
                           status);
      case RecordKind::kTypeCondition:
        return fmt::format("TypeBlock/When Status={})", status);
      case RecordKind::kTypeBlock:
        return fmt::format("TypeBlock/Block Status={})", status);
      case RecordKind::kWhen:
        return fmt::format("WhenConditionalBlock(Status = {})", status);
      case RecordKind::kWhenCondition:
        return fmt::format("WhenCondition(Status = {})", status);
      case RecordKind::kDisjunction:
        return fmt::format("Disjunction(Status = {})", status);
      case RecordKind::kBlock:
        return fmt::format("GuardValueBlockCheck(Status = {})", status);
      case RecordKind::kClause:
        return fmt::format("GuardClauseBlock(Status = {})", status);
      case RecordKind::kCheck:
        break;
    }
    return record.failure == nullptr ? "GuardClauseValueCheck(Status=PASS)"
                                     : FailedLabel(*record.failure);
  }

  std::string ValueText(const Value& value, bool reached) {
    std::string text = reached ? "(resolved, " : "(unresolved, ";
    words_.text().places().AppendPathAndValue(value, &text);
    return text + ")";
  }

  static std::string ComparisonText(const FailureNode& failure) {
    const std::string_view negated =
        FailureText::ComparatorOf(failure).negated ? "not" : "";
    return fmt::format("{} {}", negated,
                       std::visit(
                           [](const auto& form) -> std::string_view {
                             if constexpr (requires { form.op; }) {
                               return OperatorWord(form.op);
                             } else {
                               return "";
                             }
                           },
                           failure.clause->form));
  }

  std::string FailedLabel(const FailureNode& failure) {
    FailureText& text = words_.text();
    switch (failure.kind) {
      case FailureKind::kDependentRule:
        return fmt::format("GuardClauseDependentRule(Rule={}, Status=FAIL)",
                           std::get<RuleReference>(failure.clause->form).name);
      case FailureKind::kNotEmpty:
        return fmt::format("GuardClause(Status=FAIL, Empty, {})",
                           FailureText::CustomMessage(failure).value_or(""));
      case FailureKind::kMissingInBlock:
        return fmt::format("GuardBlockValueMissing(Status=FAIL, Reason={}, {})",
                           BlockReason(failure, &text),
                           ValuePlaces::Path(*text.EndOf(failure).reached));
      case FailureKind::kNotAmong:
        return fmt::format(
            "GuardClauseInBinaryCheck(Status=FAIL, Comparison={}, from={}, "
            "to={})",
            ComparisonText(failure), ValueText(*failure.from, true),
            AmongText(failure));
      default:
        break;
    }
    if (std::holds_alternative<UnaryClause>(failure.clause->form)) {
      return fmt::format(
          "GuardClauseUnaryCheck(Status=FAIL, Comparison={}, Value-At={})",
          ComparisonText(failure), FromText(failure));
    }
    return fmt::format(
        "GuardClauseBinaryCheck(Status=FAIL, Comparison={}, from={}, to={})",
        ComparisonText(failure), FromText(failure), ToText(failure));
  }

  std::string FromText(const FailureNode& failure) {
    const bool missing = failure.kind == FailureKind::kMissing;
    return missing ? ValueText(*words_.text().EndOf(failure).reached, false)
                   : ValueText(*failure.from, true);
  }

  std::string ToText(const FailureNode& failure) {
    if (failure.kind == FailureKind::kNothingToCompare) {
      return ValueText(*words_.text().EndOf(failure).reached, false);
    }
    return failure.to == nullptr ? "" : ValueText(*failure.to, true);
  }

  std::string AmongText(const FailureNode& failure) {
    std::string text;
    for (const Value* value : words_.text().Among(failure)) {
      text += text.empty() ? "" : ".";
      text += ValueText(*value, true);
    }
    return text;
  }

  TraceWords words_;
  std::string out_;
};

// -------------------------------------------------------------------- JSON --

class JsonTraceWriter {
 public:
  JsonTraceWriter(const JudgedRules& judged, ReportSink* sink)
      : words_(judged), sink_(*sink) {}

  void Write(const TraceRecord& record, const TraceRecord* parent,
             std::string_view parent_context) {
    const std::string context = words_.Context(record, parent, parent_context);
    sink_.StartMap();
    sink_.Member("context", context);
    sink_.Key("container");
    sink_.StartMap();
    WriteContainer(record);
    sink_.EndMap();
    sink_.Key("children");
    sink_.StartList();
    for (const TraceRecord& child : record.children) {
      Write(child, &record, context);
    }
    sink_.EndList();
    sink_.EndMap();
  }

 private:
  void WriteContainer(const TraceRecord& record) {
    const std::string_view status = StatusName(record.status);
    switch (record.kind) {
      case RecordKind::kFile:
        WriteNamed("FileCheck", words_.judged().data->name, status, "");
        break;
      case RecordKind::kRule:
        WriteNamed("RuleCheck", TraceWords::RuleName(record), status,
                   CallMessage(record));
        break;
      case RecordKind::kRuleCondition:
        sink_.Member("RuleCondition", status);
        break;
      case RecordKind::kType:
        sink_.Key("TypeCheck");
        sink_.StartMap();
        sink_.Member("type_name", TraceWords::TypeName(record));
        WriteBlock("block", false, status);
        sink_.EndMap();
        break;
      case RecordKind::kTypeCondition:
        sink_.Member("TypeCondition", status);
        break;
      case RecordKind::kTypeBlock:
        sink_.Member("TypeBlock", status);
        break;
      case RecordKind::kWhen:
        WriteBlock("WhenCheck", false, status);
        break;
      case RecordKind::kWhenCondition:
        sink_.Member("WhenCondition", status);
        break;
      case RecordKind::kDisjunction:
        WriteBlock("Disjunction", true, status);
        break;
      case RecordKind::kBlock:
        WriteBlock("BlockGuardCheck", IsOfSome(record), status);
        break;
      case RecordKind::kClause:
        WriteBlock("GuardClauseBlockCheck", IsOfSome(record), status);
        break;
      case RecordKind::kCheck:
        WriteCheck(record);
    }
  }

  static std::string_view CallMessage(const TraceRecord& record) {
    return record.rule != nullptr
               ? std::string_view()
               : std::string_view(
                     std::get<RuleCall>(record.clause->form).message);
  }

  void TextOrNull(std::string_view key, std::string_view text) {
    sink_.Key(key);
    if (text.empty()) {
      sink_.Null();
    } else {
      sink_.Text(text);
    }
  }

  void WriteNamed(std::string_view kind, std::string_view name,
                  std::string_view status, std::string_view message) {
    sink_.Key(kind);
    sink_.StartMap();
    sink_.Member("name", name);
    sink_.Member("status", status);
    TextOrNull("message", message);
    sink_.EndMap();
  }

  void WriteBlock(std::string_view kind, bool some, std::string_view status) {
    sink_.Key(kind);
    sink_.StartMap();
    sink_.Key("at_least_one_matches");
    sink_.Flag(some);
    sink_.Member("status", status);
    TextOrNull("message", "");
    sink_.EndMap();
  }

  void WriteCheck(const TraceRecord& record) {
    if (record.failure == nullptr) {
      sink_.Member("ClauseValueCheck", "Success");
      return;
    }
    sink_.Key("ClauseValueCheck");
    sink_.StartMap();
    WriteFailed(*record.failure);
    sink_.EndMap();
  }

  void WriteFailed(const FailureNode& failure) {
    const std::string message =
        FailureText::CustomMessage(failure).value_or("");
    switch (failure.kind) {
      case FailureKind::kNotEmpty:
        TextOrNull("NoValueForEmptyCheck", message);
        return;
      case FailureKind::kDependentRule:
        sink_.Key("DependentRule");
        sink_.StartMap();
        sink_.Member("rule",
                     std::get<RuleReference>(failure.clause->form).name);
        WriteTail("", message);
        break;
      case FailureKind::kMissingInBlock:
        sink_.Key("MissingBlockValue");
        sink_.StartMap();
        WriteFrom(failure);
        WriteTail(BlockReason(failure, &words_.text()), "");
        break;
      case FailureKind::kUnary:
      case FailureKind::kMissing:
        if (std::holds_alternative<UnaryClause>(failure.clause->form)) {
          WriteUnary(failure, message);
          break;
        }
        WriteComparison(failure, message);
        break;
      case FailureKind::kNotAmong:
        WriteNotAmong(failure, message);
        break;
      default:
        WriteComparison(failure, message);
    }
    sink_.EndMap();
  }

  void WriteTail(std::string_view message, std::string_view custom) {
    TextOrNull("message", message);
    TextOrNull("custom_message", custom);
    sink_.Member("status", "FAIL");
  }

  void WriteUnary(const FailureNode& failure, std::string_view message) {
    sink_.Key("Unary");
    sink_.StartMap();
    sink_.Key("value");
    sink_.StartMap();
    WriteFrom(failure);
    WriteTail("", message);
    sink_.EndMap();
    WriteComparator(failure);
  }

  void WriteComparison(const FailureNode& failure, std::string_view message) {
    sink_.Key("Comparison");
    sink_.StartMap();
    WriteComparator(failure);
    WriteFrom(failure);
    sink_.Key("to");
    if (failure.kind == FailureKind::kNothingToCompare) {
      WriteEnd(failure);
    } else if (failure.to != nullptr) {
      WriteResolved(*failure.to);
    } else {
      sink_.Null();
    }
    WriteTail(failure.kind == FailureKind::kCompared
                  ? words_.text().WhyIncomparable(failure)
                  : "",
              message);
  }

  void WriteNotAmong(const FailureNode& failure, std::string_view message) {
    sink_.Key("InComparison");
    sink_.StartMap();
    WriteComparator(failure);
    WriteFrom(failure);
    sink_.Key("to");
    sink_.StartList();
    for (const Value* value : words_.text().Among(failure)) {
      WriteResolved(*value);
    }
    sink_.EndList();
    WriteTail("", message);
  }

  void WriteComparator(const FailureNode& failure) {
    const Comparator comparator = FailureText::ComparatorOf(failure);
    sink_.Key("comparison");
    sink_.StartList();
    sink_.Text(comparator.name);
    sink_.Flag(comparator.negated);
    sink_.EndList();
  }

  void WriteFrom(const FailureNode& failure) {
    sink_.Key("from");
    if (failure.kind == FailureKind::kMissing ||
        failure.kind == FailureKind::kMissingInBlock) {
      WriteEnd(failure);
    } else {
      WriteResolved(*failure.from);
    }
  }

  void WriteResolved(const Value& value) {
    sink_.StartMap();
    sink_.Key("Resolved");
    WriteValue(value);
    sink_.EndMap();
  }

  void WriteValue(const Value& value) {
    sink_.StartMap();
    sink_.Member("path", ValuePlaces::Path(value));
    sink_.Key("value");
    sink_.Data(value);
    sink_.EndMap();
  }

  void WriteEnd(const FailureNode& failure) {
    const QueryEnd& end = words_.text().EndOf(failure);
    sink_.StartMap();
    sink_.Key("UnResolved");
    sink_.StartMap();
    sink_.Key("traversed_to");
    WriteValue(*end.reached);
    sink_.Member("remaining_query", FailureText::Remaining(end));
    sink_.Member("reason", words_.text().Reason(end));
    sink_.EndMap();
    sink_.EndMap();
  }

  TraceWords words_;
  ReportSink& sink_;
};

}  // namespace

std::string TraceText(const JudgedRules& judged) {
  TreeWriter writer(judged);
  writer.Write(judged.trace->root(), nullptr, "", "", true);
  return writer.Take();
}

void WriteTrace(const JudgedRules& judged, ReportSink* sink) {
  JsonTraceWriter(judged, sink).Write(judged.trace->root(), nullptr, "");
}

}  // namespace connectguard
