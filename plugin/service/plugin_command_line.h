// Arguments of `connectguard-plugin` to a command.
//
// Thread rule: a pure function of its arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cli/check.h"
#include "service/serve.h"

namespace connectguard {

// `validate`: what `connectguard check` does, judged by a running plugin.
struct ValidateCommand {
  std::string address;
  std::chrono::seconds timeout{60};
  std::string plan_file;  // Empty: not given.
  CheckCommand check;
};

// `serve`.
struct ServeCommand {
  ServeOptions options;
  std::string policies_directory;  // Empty: the built-in policies.
};

// A text that was asked for: help, the version.
struct PrintText {
  std::string text;
};

using PluginCommand = std::variant<ValidateCommand, ServeCommand, PrintText>;

// `arguments` without the program's name, at least one. Every error is kUsage.
Result<PluginCommand> ParsePluginCommandLine(
    const std::vector<std::string>& arguments);

}  // namespace connectguard
