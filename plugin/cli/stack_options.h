// What a CloudFormation stack is deployed with, as a command line gives it:
// `--parameters FILE`, `--parameter NAME=VALUE`; and what it replaces:
// `--previous TEMPLATE`, `--change-set FILE`.
//
// Thread rule: pure functions of their arguments and of the disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "cli/arguments.h"
#include "readers/input.h"
#include "readers/stack_inputs.h"

namespace connectguard {

struct StackPlace {
  std::string parameters_file;          // Empty: not given.
  std::vector<std::string> parameters;  // "NAME=VALUE"
  std::string previous;                 // Empty: not given.
  std::string change_set;               // Empty: not given.

  bool given() const {
    return !parameters_file.empty() || !parameters.empty() ||
           !previous.empty() || !change_set.empty();
  }
};

// Adds the options to `app`.
void AddStackOptions(CLI::App* app, StackPlace* place);

// kUsage with `inputs` other than one.
Status CheckStackOptions(const StackPlace& place, std::size_t inputs);

// Nothing when no option was given. --parameter beats the file.
Result<std::optional<StackInputs>> ReadStackInputs(const StackPlace& place,
                                                   const FileReader& disk);

// An input of the command line; `-` is standard input, which has no files
// beside it. Of a cdk.out folder it is the manifest.
Result<Input> ReadInputFile(const std::string& path, const FileReader& disk);

}  // namespace connectguard
