// A rules file as an S-expression: stable, complete, for parser tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "guard/ast.h"

namespace connectguard {

std::string Dump(const RuleFile& rules);

}  // namespace connectguard
