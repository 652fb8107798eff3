// What the header of a policy file says; policy.h shows one.
//
// Thread rule: plain data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

enum class Severity : std::uint8_t { kLow, kMedium, kHigh, kCritical };

std::string_view SeverityName(Severity severity);  // "low" ... "critical"
std::optional<Severity> SeverityFromName(std::string_view name);

// A line `parameter: NAME: HELP`.
struct ParameterHelp {
  std::string name;
  std::string help;
};

struct PolicyMetadata {
  std::string id;
  std::string title;
  Severity severity = Severity::kMedium;
  std::vector<std::string> resources;   // CloudFormation type names.
  std::string source;                   // The address of what it rests on.
  std::string fix;                      // What to change, in both languages.
  std::vector<std::string> statements;  // "S1" to "S12"; may be empty.
  // The rule that warns: what it finds is of severity low. Mostly empty.
  std::string warning;
  std::vector<ParameterHelp> parameters;
  // False when what it finds cannot be waived in the input that is judged.
  bool waivable = true;
  std::string rationale;
};

}  // namespace connectguard
