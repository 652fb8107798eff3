// JUnit's XML as cfn-guard 3.x writes it. Times are in milliseconds, whatever
// their readers take them for.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

enum class JunitStatus { kPass, kSkip, kFail, kError };

struct JunitCase {
  std::optional<std::string> id;
  std::string name;
  std::int64_t milliseconds = 0;
  JunitStatus status = JunitStatus::kPass;
  // Of a failure: the rule it speaks of.
  std::optional<std::string> message;
  // Of a failure or an error; a failure without text is an empty element.
  std::string text;
};

struct JunitSuite {
  std::string name;
  std::vector<JunitCase> cases;
  std::int64_t milliseconds = 0;
};

std::string JunitText(std::string_view report,
                      const std::vector<JunitSuite>& suites,
                      std::int64_t milliseconds);

}  // namespace connectguard
