// The real cfn-guard, run as a program.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "differential/answer.h"
#include "differential/document_generator.h"
#include "support/micro_corpus.h"
#include "support/process.h"

namespace connectguard::differential {

// The program named by the environment variable CFN_GUARD, or else
// `cfn-guard-reference` on PATH; empty when there is none.
std::string FindReference();

class Reference {
 public:
  explicit Reference(std::string program) : program_(std::move(program)) {}

  // What it answers to each document. It gives up the whole run on the first
  // error; then each document is asked about alone.
  std::vector<Answer> Ask(const std::string& rules,
                          const std::vector<DocumentText>& documents);
  Answer Ask(const std::string& rules, const DocumentText& document);

  // An experiment, with its parameters, in the form in which such are recorded.
  testing::Recorded Ask(const testing::Experiment& experiment);

  // Runs of the program so far.
  int runs() const { return runs_; }

 private:
  struct Run {
    AnswerKind kind = AnswerKind::kStatuses;
    int exit_code = 0;
    std::string error;
    std::map<std::string, Answer> by_file;  // By path.
  };
  Run Validate(const std::string& rules, const std::vector<std::string>& paths,
               const std::vector<std::string>& parameters = {});

  // The statuses where `validate` found them but died on its report: its
  // command `test` names the status of every rule that was expected to have
  // another one. Only for JSON, which both commands read alike.
  Answer AskTest(const std::string& rules, const DocumentText& document,
                 const Run& died);

  std::string program_;
  TemporaryFolder folder_;
  int runs_ = 0;
};

}  // namespace connectguard::differential
