#include "differential/engine.h"

#include <memory>

#include "base/diagnostic.h"
#include "document/document.h"
#include "guard/evaluator.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard::differential {
namespace {

std::uint8_t BitOf(RuleStatus status) {
  switch (status) {
    case RuleStatus::kPass:
      return kPassBit;
    case RuleStatus::kFail:
      return kFailBit;
    case RuleStatus::kSkip:
      return kSkipBit;
    case RuleStatus::kUnknown:
      break;
  }
  return 0;  // Never of a document without unknown values.
}

Answer Unanswered(AnswerKind kind, const Error& error) {
  return {.kind = kind, .rules = {}, .error = Render(error.diagnostic)};
}

Answer AnswerOf(const Evaluation& evaluation) {
  Answer answer;
  for (const RuleRecord& record : evaluation.rules) {
    if (record.error) {
      answer.kind = AnswerKind::kError;
      answer.error += Render(record.error->diagnostic);
    } else {
      answer.rules[record.rule->name] |= BitOf(record.status());
    }
  }
  return answer;
}

}  // namespace

Answer AskEngine(const std::string& rules, const std::string& document) {
  static const FunctionTable functions = StandardFunctions(ReadEmbeddedYaml);
  // The reference reads all data before it looks at the rules.
  Document data;
  const std::uint16_t file = data.AddFile("data", document);
  const auto root = ReadYaml(&data, file, YamlDialect::kGuardValidate31);
  if (!root) {
    return Unanswered(AnswerKind::kDataError, root.error());
  }
  data.SetRoot(*root);
  const auto parsed = ParseRules(
      "rules.guard", rules, functions,
      {.version = GuardVersion::k31, .implicit_rule_name = "default"});
  if (!parsed) {
    return Unanswered(AnswerKind::kParseError, parsed.error());
  }
  return AnswerOf(Evaluate(
      **parsed, data,
      {.version = GuardVersion::k31, .semantics = Semantics::Compat()}));
}

}  // namespace connectguard::differential
