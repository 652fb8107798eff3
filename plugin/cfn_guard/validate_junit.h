// The JUnit report of `validate`: a suite for each data file, a case for each
// rules file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cfn_guard/judged_rules.h"
#include "cfn_guard/junit_text.h"

namespace connectguard {

JunitSuite JunitSuiteOf(std::string_view name,
                        std::span<const JudgedRules> judged);

std::string ValidateJunitText(const std::vector<JunitSuite>& suites);

}  // namespace connectguard
