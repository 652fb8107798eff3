#include "cfn_guard/validate_junit.h"

#include "cfn_guard/failure_text.h"

namespace connectguard {
namespace {

// Of a rule made of the clauses at the top level, what is behind the file.
std::string ShortName(std::string_view rule) {
  constexpr std::string_view kFile = ".guard/";
  const std::size_t at = rule.find(kFile);
  return std::string(
      at == std::string_view::npos ? rule : rule.substr(at + kFile.size()));
}

// The message names the last rule of which the text says something.
void AddFailures(const JudgedRules& judged, JunitCase* test) {
  FailureText text(*judged.rules->rules, judged.rules->name,
                   *judged.data->places, judged.failures);
  for (const FailedRule& rule : judged.failures.rules) {
    for (const FailureNode& failure : rule.failures) {
      if (failure.kind == FailureKind::kRuleCall ||
          failure.kind == FailureKind::kAlternatives) {
        continue;
      }
      test->message = ShortName(rule.rule->name);
      test->text += FailureText::CustomMessage(failure).value_or("") +
                    text.ErrorMessage(failure);
    }
  }
}

JunitCase CaseOf(const JudgedRules& judged) {
  JunitCase test{.id = {},
                 .name = judged.rules->name,
                 .milliseconds = judged.milliseconds,
                 .status = JunitStatus::kPass,
                 .message = {},
                 .text = {}};
  if (judged.status == RuleStatus::kSkip) {
    test.status = JunitStatus::kSkip;
  } else if (judged.status == RuleStatus::kFail) {
    test.status = JunitStatus::kFail;
    AddFailures(judged, &test);
  }
  return test;
}

}  // namespace

JunitSuite JunitSuiteOf(std::string_view name,
                        std::span<const JudgedRules> judged) {
  JunitSuite suite{.name = std::string(name), .cases = {}, .milliseconds = 0};
  for (const JudgedRules& each : judged) {
    suite.cases.push_back(CaseOf(each));
    suite.milliseconds += each.milliseconds;
  }
  return suite;
}

std::string ValidateJunitText(const std::vector<JunitSuite>& suites) {
  std::int64_t milliseconds = 0;
  for (const JunitSuite& suite : suites) {
    milliseconds += suite.milliseconds;
  }
  return JunitText("cfn-guard validate report", suites, milliseconds);
}

}  // namespace connectguard
