// What failed in a template, resource by resource, each check with the lines
// around the value that it speaks of: what `validate` prints for a person when
// the data has `Resources`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cfn_guard/judged_rules.h"

namespace connectguard {

// Whether every check that has a place has it in a resource.
bool IsOfResources(const JudgedRules& judged);

// Empty when nothing failed. Resources stand in the order of the template;
// checks that have no place follow them.
std::string ResourcesText(const JudgedRules& judged);

}  // namespace connectguard
