// Scripts by which a shell completes the subcommands and their options.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cfn_guard/option_parser.h"

namespace connectguard {

// `shell` is bash, zsh or fish. `program` is the program's name and the words
// behind it, with blanks between, that lead to the subcommands.
std::string CompletionScript(std::string_view shell, std::string_view program,
                             const std::vector<CommandSpec>& commands);

}  // namespace connectguard
