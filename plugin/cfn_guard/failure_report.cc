#include "cfn_guard/failure_report.h"

#include <variant>
#include <vector>

namespace connectguard {
namespace {

// Starting a thread costs more than writing fewer.
constexpr std::size_t kChecksOfPiece = 256;
// Of values of the document in one piece, each of which is written two or three
// times.
constexpr std::size_t kPieceBytes = std::size_t{1} << 18;
constexpr std::size_t kMaxPieceBytes = std::size_t{1} << 20;

bool IsUnary(const FailureNode& failure) {
  return std::holds_alternative<UnaryClause>(failure.clause->form) ||
         std::holds_alternative<RuleReference>(failure.clause->form);
}

bool IsOfBlock(const FailureNode& failure) {
  return failure.kind == FailureKind::kMissingInBlock ||
         failure.kind == FailureKind::kNothingInBlock;
}

std::size_t Behind(std::span<const FailureNode> all, std::size_t at) {
  const FailureKind kind = all[at].kind;
  const bool container =
      kind == FailureKind::kRuleCall || kind == FailureKind::kAlternatives;
  return container ? all[at].end : at + 1;
}

std::size_t BytesOf(const Value* value) {
  return value == nullptr ? 0 : value->end - value->begin;
}

// About as many as the check takes of the document.
std::size_t BytesOf(const FailureNode& failure, const FailureText& text) {
  std::size_t bytes = BytesOf(failure.from) + BytesOf(failure.to) +
                      BytesOf(text.PlaceOf(failure));
  if (failure.kind == FailureKind::kNotAmong && failure.to == nullptr) {
    for (const Value* value : text.failures().right_sides[failure.detail]) {
      bytes += BytesOf(value);
    }
  }
  return bytes;
}

// Where pieces of about the same size begin, and the end. One piece, when its
// parts would be too large to be held.
std::vector<std::size_t> SlicesOf(std::span<const FailureNode> all,
                                  const FailureText& text) {
  std::vector<std::size_t> slices = {0};
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < all.size();) {
    const std::size_t next = Behind(all, i);
    for (; i < next; ++i) {
      bytes += BytesOf(all[i], text);
    }
    if (bytes > kMaxPieceBytes) {
      return {0, all.size()};
    }
    if ((i >= slices.back() + kChecksOfPiece || bytes > kPieceBytes) &&
        i < all.size()) {
      slices.push_back(i);
      bytes = 0;
    }
  }
  slices.push_back(all.size());
  return slices;
}

}  // namespace

void FailureReport::Write(const FailedRule& rule) {
  const std::vector<std::size_t> slices = SlicesOf(rule.failures, text_);
  OpenRule(rule.rule->name, std::nullopt);
  sink_.Pieces(slices.size() - 1, [&](std::size_t i, ReportSink* sink) {
    FailureText text = text_.Another();
    FailureReport(&text, sink)
        .WriteChecks(rule.failures, slices[i], slices[i + 1]);
  });
  CloseRule();
}

void FailureReport::OpenRule(std::string_view name,
                             const std::optional<std::string>& message) {
  sink_.StartMap();
  sink_.Key("Rule");
  sink_.StartMap();
  sink_.Member("name", name);
  sink_.Key("metadata");
  sink_.StartMap();
  sink_.EndMap();
  WriteMessages(message, std::nullopt);
  sink_.Key("checks");
  sink_.StartList();
}

void FailureReport::CloseRule() {
  sink_.EndList();
  sink_.EndMap();
  sink_.EndMap();
}

// Nests as the rules do (limits::kMaxEvaluationDepth).
void FailureReport::WriteChecks(std::span<const FailureNode> all,
                                std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end;) {
    const FailureNode& failure = all[i];
    const std::size_t next = Behind(all, i);
    if (failure.kind == FailureKind::kRuleCall) {
      OpenRule(std::get<RuleCall>(failure.clause->form).name,
               FailureText::CustomMessage(failure));
      WriteChecks(all, i + 1, next);
      CloseRule();
    } else if (failure.kind == FailureKind::kAlternatives) {
      sink_.StartMap();
      sink_.Key("Disjunctions");
      sink_.StartMap();
      sink_.Key("checks");
      sink_.StartList();
      WriteChecks(all, i + 1, next);
      sink_.EndList();
      sink_.EndMap();
      sink_.EndMap();
    } else if (IsOfBlock(failure)) {
      WriteBlock(failure);
    } else {
      sink_.StartMap();
      sink_.Key("Clause");
      sink_.StartMap();
      IsUnary(failure) ? WriteUnary(failure) : WriteBinary(failure);
      sink_.EndMap();
      sink_.EndMap();
    }
    i = next;
  }
}

void FailureReport::WriteUnary(const FailureNode& failure) {
  sink_.Key("Unary");
  sink_.StartMap();
  WriteUnaryCheck(failure);
  WriteContext(failure);
  WriteMessages(failure);
  sink_.EndMap();
}

void FailureReport::WriteUnaryCheck(const FailureNode& failure) {
  sink_.Key("check");
  sink_.StartMap();
  if (failure.kind == FailureKind::kDependentRule) {
    sink_.Member("UnResolvedContext",
                 std::get<RuleReference>(failure.clause->form).name);
  } else if (failure.kind == FailureKind::kNotEmpty) {
    sink_.Member("UnResolvedContext", text_.Context(failure));
  } else if (failure.kind == FailureKind::kMissing) {
    WriteUnresolved(failure);
  } else {
    sink_.Key("Resolved");
    sink_.StartMap();
    WriteValue("value", *failure.from);
    WriteComparison(failure);
    sink_.EndMap();
  }
  sink_.EndMap();
}

void FailureReport::WriteBinary(const FailureNode& failure) {
  sink_.Key("Binary");
  sink_.StartMap();
  WriteContext(failure);
  WriteMessages(failure);
  WriteBinaryCheck(failure);
  sink_.EndMap();
}

void FailureReport::WriteBinaryCheck(const FailureNode& failure) {
  sink_.Key("check");
  sink_.StartMap();
  if (failure.kind == FailureKind::kCompared) {
    sink_.Key("Resolved");
    sink_.StartMap();
    WriteValue("from", *failure.from);
    WriteValue("to", *failure.to);
    WriteComparison(failure);
    sink_.EndMap();
  } else if (failure.kind == FailureKind::kNotAmong) {
    sink_.Key("InResolved");
    sink_.StartMap();
    WriteValue("from", *failure.from);
    sink_.Key("to");
    sink_.StartList();
    for (const Value* value : text_.Among(failure)) {
      WritePathAndValue(*value);
    }
    sink_.EndList();
    WriteComparison(failure);
    sink_.EndMap();
  } else {
    WriteUnresolved(failure);
  }
  sink_.EndMap();
}

void FailureReport::WriteBlock(const FailureNode& failure) {
  sink_.StartMap();
  sink_.Key("Block");
  sink_.StartMap();
  WriteContext(failure);
  WriteMessages(failure);
  sink_.Key("unresolved");
  if (failure.kind == FailureKind::kMissingInBlock) {
    WriteEnd(text_.EndOf(failure));
  } else {
    sink_.Null();
  }
  sink_.EndMap();
  sink_.EndMap();
}

void FailureReport::WriteUnresolved(const FailureNode& failure) {
  sink_.Key("UnResolved");
  sink_.StartMap();
  sink_.Key("value");
  WriteEnd(text_.EndOf(failure));
  WriteComparison(failure);
  sink_.EndMap();
}

void FailureReport::WriteEnd(const QueryEnd& end) {
  sink_.StartMap();
  WriteValue("traversed_to", *end.reached);
  sink_.Member("remaining_query", FailureText::Remaining(end));
  sink_.Member("reason", text_.Reason(end));
  sink_.EndMap();
}

void FailureReport::WriteContext(const FailureNode& failure) {
  sink_.Member("context", text_.Context(failure));
}

void FailureReport::WriteMessages(const FailureNode& failure) {
  WriteMessages(FailureText::CustomMessage(failure),
                text_.ErrorMessage(failure));
}

void FailureReport::WriteMessages(const std::optional<std::string>& custom,
                                  const std::optional<std::string>& error) {
  const auto text_or_null = [this](std::string_view key, const auto& text) {
    sink_.Key(key);
    if (text) {
      sink_.Text(*text);
    } else {
      sink_.Null();
    }
  };
  sink_.Key("messages");
  sink_.StartMap();
  text_or_null("custom_message", custom);
  text_or_null("error_message", error);
  sink_.EndMap();
}

void FailureReport::WriteComparison(const FailureNode& failure) {
  const Comparator comparator = FailureText::ComparatorOf(failure);
  sink_.Key("comparison");
  sink_.StartList();
  sink_.Text(comparator.name);
  sink_.Flag(comparator.negated);
  sink_.EndList();
}

void FailureReport::WriteValue(std::string_view key, const Value& value) {
  sink_.Key(key);
  WritePathAndValue(value);
}

void FailureReport::WritePathAndValue(const Value& value) {
  sink_.StartMap();
  sink_.Member("path", ValuePlaces::Path(value));
  sink_.Key("value");
  sink_.Data(value);
  sink_.EndMap();
}

}  // namespace connectguard
