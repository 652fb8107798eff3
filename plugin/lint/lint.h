// The static analysis of rules files: text to findings.
//
// Every finding holds for every input, or says what the input has to be like.
// Nothing is evaluated but patterns; for what happens on one input see
// compare_modes.h.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "guard/ast.h"
#include "guard/functions.h"
#include "lint/finding.h"

namespace connectguard {

// One rules file with what was found in it.
struct LintedFile {
  std::string name;
  // Null when the file does not parse; then `error` says why.
  std::unique_ptr<const RuleFile> rules;
  std::optional<Error> error;
  // In the order of the text.
  std::vector<LintFinding> findings;
  std::size_t allowed = 0;  // Taken out because a comment allows them.
};

// `functions` must outlive the file.
LintedFile LintText(std::string name, std::string text,
                    const FunctionTable& functions);

// What is found in a file that parses, before comments are read.
std::vector<LintFinding> FindAll(const RuleFile& file);

// In the order of the text, the heavier first; each finding once.
void SortFindings(std::vector<LintFinding>* findings);

}  // namespace connectguard
