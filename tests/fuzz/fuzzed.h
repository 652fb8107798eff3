// What the fuzz targets share: texts to rules and documents, and a check that
// holds in every build.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/document.h"
#include "guard/evaluator.h"
#include "guard/functions.h"
#include "guard/language.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

// Called by libFuzzer, or by replay_main.cc with each file of a corpus.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size);

namespace connectguard::testing {

inline constexpr GuardVersion kVersions[] = {GuardVersion::k31,
                                             GuardVersion::k32};

// An input that breaks a promise ends the program, so that it is kept.
inline void Require(bool promise, const char* what) {
  if (!promise) {
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
  }
}

inline void RequireGoodError(const Error& error) {
  Require(!error.diagnostic.message.empty(), "an error says what is wrong");
  Require(error.code != ErrorCode::kInternal, "no input is our own error");
}

inline const FunctionTable& Functions() {
  static const FunctionTable table = StandardFunctions(ReadEmbeddedYaml);
  return table;
}

// Null for what is an error, which is checked.
inline std::unique_ptr<const RuleFile> RulesOf(std::string_view text,
                                               GuardVersion version) {
  auto rules =
      ParseRules("fuzzed.guard", std::string(text), Functions(),
                 {.version = version, .implicit_rule_name = "default"});
  if (!rules) {
    RequireGoodError(rules.error());
    return nullptr;
  }
  return std::move(*rules);
}

inline std::unique_ptr<const Document> DataOf(std::string_view text,
                                              YamlDialect dialect) {
  auto document = std::make_unique<Document>();
  const std::uint16_t file =
      document->AddFile("fuzzed.yaml", std::string(text));
  const auto root = ReadYaml(document.get(), file, dialect);
  if (!root) {
    RequireGoodError(root.error());
    return nullptr;
  }
  document->SetRoot(*root);
  return document;
}

// Short, so that an input cannot keep the fuzzer busy for long.
inline EvaluateOptions Quickly(GuardVersion version, Semantics semantics) {
  return {.version = version, .semantics = semantics, .max_steps = 20'000};
}

}  // namespace connectguard::testing
