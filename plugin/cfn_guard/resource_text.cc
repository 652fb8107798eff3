#include "cfn_guard/resource_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "cfn_guard/failure_text.h"

namespace connectguard {
namespace {

constexpr std::string_view kCdkPath = "aws:cdk:path";
// Lines around a value, and where it stands among them.
constexpr std::uint32_t kCodeLines = 6;
constexpr std::uint32_t kLinesBefore = 2;
// Columns of a line of code that are shown.
constexpr std::size_t kMaxCodeColumns = 200;

bool IsContainer(const FailureNode& failure) {
  return failure.kind == FailureKind::kRuleCall ||
         failure.kind == FailureKind::kAlternatives;
}

// The operator in words.
std::string OperatorText(const FailureNode& failure) {
  const auto& form = failure.clause->form;
  const bool negated = FailureText::ComparatorOf(failure).negated;
  if (const auto* unary = std::get_if<UnaryClause>(&form)) {
    std::string word(OperatorWord(unary->op));
    if (!negated) {
      return word;
    }
    return "NOT " + (word.starts_with("IS ") ? word.substr(3) : word);
  }
  const CompareOp op = std::get<BinaryClause>(form).op;
  std::string word(OperatorWord(op));
  if (word == "EQUALS" || word.ends_with(" EQUALS")) {
    word.pop_back();
  }
  return negated ? "NOT " + word : word;
}

// The checks of one rule that are of one resource, or of none (null).
class ResourceWriter {
 public:
  ResourceWriter(const JudgedRules& judged, FailureText* text,
                 const Resource* resource)
      : judged_(judged), text_(*text), resource_(resource) {}

  bool HasAny(std::span<const FailureNode> failures) const {
    return std::any_of(
        failures.begin(), failures.end(),
        [&](const FailureNode& failure) { return IsMine(failure); });
  }

  std::string WriteRule(const FailedRule& rule) {
    Open(fmt::format("Rule = {} {{", rule.rule->name));
    WriteAll("ALL {", rule.failures, 0, rule.failures.size());
    Close();
    return std::move(out_);
  }

  void Indent() { indent_ += 2; }

 private:
  bool IsMine(const FailureNode& failure) const {
    if (IsContainer(failure)) {
      return false;
    }
    const Value* value = text_.PlaceOf(failure);
    const bool of_data = value != nullptr && text_.places().IsOfData(*value);
    if (!of_data || ValuePlaces::Path(*value).empty()) {
      return resource_ == nullptr;
    }
    return resource_ != nullptr &&
           judged_.data->document->OwnerOf(*value).resource == resource_;
  }

  // --- Lines -----------------------------------------------------------------

  void AddLine(std::string_view line) {
    out_.append(indent_, ' ');
    out_ += line;
    out_ += '\n';
  }
  void Open(std::string_view line) {
    AddLine(line);
    indent_ += 2;
  }
  void Close() {
    indent_ -= 2;
    AddLine("}");
  }
  void AddField(std::string_view name, std::size_t width,
                std::string_view value) {
    AddLine(fmt::format("{:<{}}= {}", name, width, value));
  }

  // In one line, or in a block of its own.
  void AddMessage(std::string_view message, std::size_t width) {
    if (message.empty()) {
      return;
    }
    if (message.find('\n') == std::string_view::npos) {
      AddField("Message", width, message);
      return;
    }
    Open(fmt::format("{:<{}}{{", "Message", width));
    for (const std::string_view line : Split(message, '\n')) {
      AddLine(Trim(line));
    }
    Close();
  }

  void AddCode(const Value& value) {
    if (!text_.places().IsOfData(value)) {
      return;
    }
    AddLine("Code:");
    const std::uint32_t line = text_.places().PlaceOf(value).line;
    const std::uint32_t first = line > kLinesBefore ? line - kLinesBefore : 1;
    const SourceFile& source = judged_.data->document->file(value.file);
    for (std::uint32_t i = first; i < first + kCodeLines; ++i) {
      const std::string_view code = source.Line(i);
      if (code.data() == nullptr) {
        break;
      }
      AddLine(fmt::format("{:>7}.{}", i, code.substr(0, kMaxCodeColumns)));
    }
  }

  // --- Checks ----------------------------------------------------------------

  void WriteAll(std::string_view title, std::span<const FailureNode> all,
                std::size_t begin, std::size_t end) {
    Open(title);
    for (std::size_t i = begin; i < end;) {
      const FailureNode& failure = all[i];
      const std::size_t next = IsContainer(failure) ? failure.end : i + 1;
      if (!IsContainer(failure)) {
        if (IsMine(failure)) {
          WriteCheck(failure);
        }
      } else if (HasAny(all.subspan(i, next - i))) {
        if (failure.kind == FailureKind::kAlternatives) {
          WriteAll("ANY {", all, i + 1, next);
        } else {
          WriteCall(failure, all, i + 1, next);
        }
      }
      i = next;
    }
    Close();
  }

  void WriteCall(const FailureNode& failure, std::span<const FailureNode> all,
                 std::size_t begin, std::size_t end) {
    Open(fmt::format("Rule = {} {{",
                     std::get<RuleCall>(failure.clause->form).name));
    AddMessage(FailureText::CustomMessage(failure).value_or(""),
               sizeof("Message"));
    WriteAll("ALL {", all, begin, end);
    Close();
  }

  void WriteCheck(const FailureNode& failure) {
    Open(fmt::format("Check = {} {{", text_.Context(failure)));
    switch (failure.kind) {
      case FailureKind::kMissing:
      case FailureKind::kNothingToCompare:
        WriteMissing(failure);
        break;
      case FailureKind::kMissingInBlock:
        WriteMissingInBlock(failure);
        break;
      default:
        WriteComparison(failure);
    }
    Close();
  }

  void WriteMissing(const FailureNode& failure) {
    const QueryEnd& end = text_.EndOf(failure);
    AddMessage(FailureText::CustomMessage(failure).value_or(""),
               sizeof("Message"));
    Open("RequiredPropertyError {");
    AddLine("PropertyPath = " + text_.places().PathAndPlace(*end.reached));
    AddLine("MissingProperty = " + FailureText::Remaining(end));
    AddLine("Reason = " + text_.Reason(end));
    AddCode(*end.reached);
    Close();
  }

  void WriteMissingInBlock(const FailureNode& failure) {
    constexpr std::size_t kWidth = 19;
    const QueryEnd& end = text_.EndOf(failure);
    Open("RequiredPropertyError {");
    AddField("PropertyPath", kWidth, ValuePlaces::Path(*end.reached));
    AddField("MissingProperty", kWidth, FailureText::Remaining(end));
    AddField("Error", kWidth + 1, text_.ErrorMessage(failure));
    AddCode(*end.reached);
    out_ += '\n';
    Close();
  }

  void WriteComparison(const FailureNode& failure) {
    constexpr std::size_t kMessageWidth = 17;
    constexpr std::size_t kWidth = 16;
    Open("ComparisonError {");
    AddMessage(FailureText::CustomMessage(failure).value_or(""), kMessageWidth);
    AddField("Error", kMessageWidth, text_.ErrorMessage(failure));
    if (failure.from != nullptr) {
      AddField("PropertyPath", kWidth,
               text_.places().PathAndPlace(*failure.from));
      AddField("Operator", kWidth, OperatorText(failure));
      if (failure.kind != FailureKind::kUnary) {
        AddField("Value", kWidth, DisplayOf(*failure.from));
        AddField("ComparedWith", kWidth, ComparedWith(failure));
      }
      AddCode(*failure.from);
      out_ += '\n';
    }
    Close();
  }

  static std::string DisplayOf(const Value& value) {
    std::string text;
    AppendDisplay(value, &text);
    return text;
  }

  std::string ComparedWith(const FailureNode& failure) const {
    if (failure.kind == FailureKind::kCompared) {
      return DisplayOf(*failure.to);
    }
    std::vector<std::string> values;
    for (const Value* value : text_.Among(failure)) {
      values.push_back(DisplayOf(*value));
    }
    return fmt::format("[{}]", fmt::join(values, ", "));
  }

  const JudgedRules& judged_;
  FailureText& text_;
  const Resource* resource_;
  std::string out_;
  std::size_t indent_ = 0;
};

// The resources in which something failed, in the order of the template.
std::vector<const Resource*> FailedResources(const JudgedRules& judged) {
  std::set<const Resource*> failed;
  for (const FailedRule& rule : judged.failures.rules) {
    for (const FailureNode& failure : rule.failures) {
      const Value* value = PlaceOfFailure(failure, judged.failures);
      if (value != nullptr && judged.data->places->IsOfData(*value)) {
        failed.insert(judged.data->document->OwnerOf(*value).resource);
      }
    }
  }
  failed.erase(nullptr);
  return {failed.begin(), failed.end()};  // They stand in one array.
}

std::string WriteRules(const JudgedRules& judged, FailureText* text,
                       const Resource* resource) {
  std::string out;
  for (const FailedRule& rule : judged.failures.rules) {
    ResourceWriter writer(judged, text, resource);
    if (writer.HasAny(rule.failures)) {
      writer.Indent();
      out += writer.WriteRule(rule);
    }
  }
  return out;
}

}  // namespace

bool IsOfResources(const JudgedRules& judged) {
  const Document& document = *judged.data->document;
  if (Find(document.root(), "Resources") == nullptr) {
    return false;
  }
  for (const FailedRule& rule : judged.failures.rules) {
    for (const FailureNode& failure : rule.failures) {
      const Value* value = PlaceOfFailure(failure, judged.failures);
      if (value != nullptr && judged.data->places->IsOfData(*value) &&
          !ValuePlaces::Path(*value).empty() &&
          document.OwnerOf(*value).resource == nullptr) {
        return false;
      }
    }
  }
  return true;
}

std::string ResourcesText(const JudgedRules& judged) {
  if (judged.failures.rules.empty()) {
    return {};
  }
  const std::vector<const Resource*> resources = FailedResources(judged);
  FailureText text(*judged.rules->rules, judged.rules->name,
                   *judged.data->places, judged.failures);
  std::string out = fmt::format(
      "Evaluating data {} against rules {}\nNumber of non-compliant resources "
      "{}\n",
      judged.data->name, judged.rules->name, resources.size());
  for (const Resource* resource : resources) {
    out += fmt::format("Resource = {} {{\n  {:<10}= {}\n", resource->address,
                       "Type", resource->type);
    const Value* path = FindPath(*resource->node, {"Metadata", kCdkPath});
    if (path != nullptr && path->Is(Kind::kString)) {
      out += fmt::format("  {:<10}= {}\n", "CDK-Path", path->AsString());
    }
    out += WriteRules(judged, &text, resource) + "}\n";
  }
  const std::string without_place = WriteRules(judged, &text, nullptr);
  return without_place.empty() ? out
                               : fmt::format("{}Without a resource {{\n{}}}\n",
                                             out, without_place);
}

}  // namespace connectguard
