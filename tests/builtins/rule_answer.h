// What a rule makes of the functions of ours, in a test.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "builtins/builtins.h"
#include "document/document.h"
#include "document/dump.h"
#include "document/path.h"
#include "guard/evaluator.h"
#include "guard/parser.h"
#include "readers/cloudformation.h"
#include "readers/yaml_reader.h"

namespace connectguard {

inline const FunctionTable& Functions() {
  static const FunctionTable functions = AllFunctions(ReadEmbeddedYaml);
  return functions;
}

struct Answer {
  std::string status = {};   // Of the rule; what is wrong when it has none.
  std::string found = {};    // The values that failed, one a line.
  std::string paths = {};    // Where they hang, one a line.
  std::string unknown = {};  // The reasons of what is unknown, one a line.
  std::string remark = {};   // What there is to say about those that failed.
};

// What becomes of the rule `%answer empty`; `lets` say what `answer` is.
inline Answer AnswerOf(const Document& document, std::string_view lets) {
  const auto rules =
      ParseRules("t.guard", std::string(lets) + "\nrule t { %answer empty }\n",
                 Functions());
  if (!rules) {
    return {.status = Render(rules.error().diagnostic)};
  }
  const Evaluation evaluation = Evaluate(**rules, document);
  const RuleRecord& record = evaluation.rules.front();
  if (record.error) {
    return {.status = Render(record.error->diagnostic)};
  }
  Answer answer{.status = std::string(StatusName(record.status()))};
  for (const ClauseRecord& clause : record.clauses) {
    if (clause.unknown != nullptr) {
      answer.unknown += std::string(clause.unknown->unknown->reason) + "\n";
    } else if (clause.from != nullptr) {
      answer.found += Summarize(*clause.from, 300) + "\n";
      answer.paths += PathOf(*clause.from) + "\n";
      answer.remark += std::string(clause.remark) + "\n";
    }
  }
  return answer;
}

// A template in YAML, of its `Resources` and what stands behind them.
inline std::unique_ptr<const Document> Template(std::string_view resources) {
  auto document = ReadCloudFormation(
      {.name = "t.yaml", .bytes = "Resources:\n" + std::string(resources)}, {});
  EXPECT_TRUE(document) << Render(document.error().diagnostic);
  return document ? *std::move(document) : std::make_unique<Document>();
}

}  // namespace connectguard
