// One case: the rules evaluated on its input, beside what was
// expected of them.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guard/ast.h"
#include "guard/evaluator.h"
#include "guard/language.h"
#include "guard/outcome.h"
#include "rule_tests/test_cases.h"

namespace connectguard {

// Rules of one name count as one: PASS or FAIL is met when one of them has it,
// SKIP when all have.
struct RuleVerdict {
  std::string_view rule;
  std::optional<RuleStatus> expected;
  // Of those that could be evaluated. Never kUnknown: an input knows all.
  std::vector<RuleStatus> evaluated;
  const Error* error = nullptr;  // Of one that could not.

  bool met() const;
};

struct CaseVerdict {
  std::vector<RuleVerdict> rules;  // In the order of the rules file.
  Evaluation evaluation;
  // Holds what `evaluation` points to.
  std::unique_ptr<Document> document;

  bool met() const;
  // Of the first rule that could not be evaluated; null when all could.
  const Error* error() const;
};

// A status that can be expected; unset for any other word.
std::optional<RuleStatus> ExpectedStatus(std::string_view word);

// What was expected of the rules that the file has. An error names a word that
// is none of PASS, FAIL and SKIP.
Result<std::vector<RuleVerdict>> ExpectedOf(const RuleFile& rules,
                                            const GuardTestCase& test);

// An error as from ExpectedOf.
Result<CaseVerdict> JudgeCase(const RuleFile& rules, const GuardTestFile& file,
                              const GuardTestCase& test,
                              const EvaluateOptions& options);

// Expectations of rules that the file has not: they are never looked at.
std::vector<std::string_view> StrangeRules(const RuleFile& rules,
                                           const GuardTestCase& test);

}  // namespace connectguard
