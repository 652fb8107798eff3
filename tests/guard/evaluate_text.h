// Rules and data from texts, evaluated, for the tests of the evaluator.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/diagnostic.h"
#include "document/document.h"
#include "guard/evaluator.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard::testing {

inline const FunctionTable& Functions() {
  static const FunctionTable table = StandardFunctions(ReadEmbeddedYaml);
  return table;
}

inline Result<std::unique_ptr<const RuleFile>> Parse(
    std::string_view rules, GuardVersion version = GuardVersion::k32) {
  return ParseRules("rules.guard", std::string(rules), Functions(),
                    {.version = version, .implicit_rule_name = "default"});
}

inline YamlDialect DialectOf(GuardVersion version) {
  return version == GuardVersion::k31 ? YamlDialect::kGuardValidate31
                                      : YamlDialect::kGuardValidate32;
}

inline Result<std::unique_ptr<Document>> Load(
    std::string_view data, GuardVersion version = GuardVersion::k32) {
  auto document = std::make_unique<Document>();
  const std::uint16_t file = document->AddFile("data.yaml", std::string(data));
  CG_ASSIGN_OR_RETURN(const Value* root,
                      ReadYaml(document.get(), file, DialectOf(version)));
  document->SetRoot(root);
  return document;
}

// The statuses of the rules by name; "ERROR" for one that went wrong. Several
// of one name are sorted and joined by commas.
inline std::map<std::string, std::string> StatusesOf(
    const Evaluation& evaluation) {
  std::map<std::string, std::vector<std::string>> by_name;
  for (const RuleRecord& record : evaluation.rules) {
    by_name[record.rule->name].emplace_back(
        record.error ? "ERROR" : StatusName(record.status()));
  }
  std::map<std::string, std::string> joined;
  for (auto& [name, statuses] : by_name) {
    std::sort(statuses.begin(), statuses.end());
    std::string& text = joined[name];
    for (const std::string& status : statuses) {
      text += (text.empty() ? "" : ",") + status;
    }
  }
  return joined;
}

// Rules and the document that they are evaluated on, kept together.
struct Judgement {
  std::unique_ptr<const RuleFile> rules;
  std::unique_ptr<Document> document;
  Evaluation evaluation;

  std::string Status(std::string_view rule) const {
    const auto statuses = StatusesOf(evaluation);
    const auto at = statuses.find(std::string(rule));
    return at == statuses.end() ? "no such rule" : at->second;
  }

  const RuleRecord& Record(std::string_view rule) const {
    for (const RuleRecord& record : evaluation.rules) {
      if (record.rule->name == rule) {
        return record;
      }
    }
    ADD_FAILURE() << "no rule " << rule;
    return evaluation.rules.front();
  }

  std::string ErrorOf(std::string_view rule) const {
    const RuleRecord& record = Record(rule);
    return record.error ? Render(record.error->diagnostic) : "";
  }
};

// The reference's verdicts; strict_test.cc has the others.
inline constexpr EvaluateOptions kAsReference = {.semantics =
                                                     Semantics::Compat()};

inline Judgement EvaluateOn(std::string_view rules,
                            std::unique_ptr<Document> document,
                            const EvaluateOptions& options = kAsReference) {
  auto parsed = Parse(rules, options.version);
  if (!parsed) {
    ADD_FAILURE() << Render(parsed.error().diagnostic);
    return {};
  }
  Judgement run{std::move(*parsed), std::move(document), {}};
  run.evaluation = Evaluate(*run.rules, *run.document, options);
  return run;
}

inline Judgement EvaluateText(std::string_view rules, std::string_view data,
                              const EvaluateOptions& options = kAsReference) {
  auto document = Load(data, options.version);
  if (!document) {
    ADD_FAILURE() << Render(document.error().diagnostic);
    return {};
  }
  return EvaluateOn(rules, std::move(*document), options);
}

}  // namespace connectguard::testing
