#include "rule_tests/test_verdict.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

RuleVerdict* FindVerdict(std::vector<RuleVerdict>& verdicts,
                         std::string_view rule) {
  const auto found =
      std::find_if(verdicts.begin(), verdicts.end(),
                   [&](const RuleVerdict& v) { return v.rule == rule; });
  return found == verdicts.end() ? nullptr : &*found;
}

// Rules look up keys in their document's own table, so it has to be a copy; its
// text is left out, since nothing is shown of it and there may be many cases.
std::unique_ptr<Document> DocumentOf(const GuardTestFile& file,
                                     const Value& input) {
  auto document = std::make_unique<Document>();
  document->AddFile(file.document->file(0).name(), "");
  ValueBuilder builder = document->NewBuilder();
  builder.AddCopy(input, false);
  document->SetRoot(builder.Finish());
  return document;
}

}  // namespace

std::optional<RuleStatus> ExpectedStatus(std::string_view word) {
  for (const RuleStatus status :
       {RuleStatus::kPass, RuleStatus::kFail, RuleStatus::kSkip}) {
    if (word == StatusName(status)) {
      return status;
    }
  }
  return std::nullopt;
}

bool RuleVerdict::met() const {
  if (error != nullptr) {
    return false;
  }
  const auto is_expected = [this](RuleStatus s) { return s == expected; };
  return expected == RuleStatus::kSkip
             ? std::all_of(evaluated.begin(), evaluated.end(), is_expected)
             : std::any_of(evaluated.begin(), evaluated.end(), is_expected);
}

bool CaseVerdict::met() const {
  return std::all_of(rules.begin(), rules.end(), [](const RuleVerdict& rule) {
    return !rule.expected || rule.met();
  });
}

const Error* CaseVerdict::error() const {
  for (const RuleRecord& record : evaluation.rules) {
    if (record.error) {
      return &*record.error;
    }
  }
  return nullptr;
}

Result<std::vector<RuleVerdict>> ExpectedOf(const RuleFile& rules,
                                            const GuardTestCase& test) {
  std::vector<RuleVerdict> verdicts;
  for (const Rule& rule : rules.rules) {
    if (FindVerdict(verdicts, rule.name) != nullptr) {
      continue;
    }
    RuleVerdict verdict{
        .rule = rule.name, .expected = {}, .evaluated = {}, .error = nullptr};
    if (const auto expected = test.expected.find(rule.name);
        expected != test.expected.end()) {
      verdict.expected = ExpectedStatus(expected->second);
      if (!verdict.expected) {
        return Fail(ErrorCode::kBadInput,
                    fmt::format("Types or variable assignments are "
                                "incompatible `Status code is incorrect {}`",
                                expected->second));
      }
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

Result<CaseVerdict> JudgeCase(const RuleFile& rules, const GuardTestFile& file,
                              const GuardTestCase& test,
                              const EvaluateOptions& options) {
  CaseVerdict verdict;
  CG_ASSIGN_OR_RETURN(verdict.rules, ExpectedOf(rules, test));
  verdict.document = DocumentOf(file, *test.input);
  verdict.evaluation = Evaluate(rules, *verdict.document, options);
  for (const RuleRecord& record : verdict.evaluation.rules) {
    RuleVerdict& rule = *FindVerdict(verdict.rules, record.rule->name);
    if (!record.error) {
      rule.evaluated.push_back(record.status());
    } else if (rule.error == nullptr) {
      rule.error = &*record.error;
    }
  }
  return verdict;
}

std::vector<std::string_view> StrangeRules(const RuleFile& rules,
                                           const GuardTestCase& test) {
  std::vector<std::string_view> strange;
  for (const auto& expectation : test.expected) {
    const std::string& name = expectation.first;
    if (std::none_of(rules.rules.begin(), rules.rules.end(),
                     [&](const Rule& rule) { return rule.name == name; })) {
      strange.push_back(name);
    }
  }
  return strange;
}

}  // namespace connectguard
