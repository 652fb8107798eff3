// What a policy leaves to its user to decide, with a default.
//
// A parameter is a variable of the policy's file that is a literal, named and
// explained in the header:
//
//   # parameter: min_digits: from how many digits on input is sensitive
//   ...
//   let min_digits = 9
//
// The literal is the default, and its type is that of the parameter. To
// cfn-guard it is a variable as any other.
//
// Thread rule: plain data; a default lives with the policy's rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guard/ast.h"
#include "policy/policy_header.h"

namespace connectguard {

enum class ParameterType : std::uint8_t {
  kText,
  kNumber,
  kBoolean,
  kTexts,    // A list, on a command line with commas in between.
  kPattern,  // A regular expression.
};

// "text", "number", "true or false", "list of texts", "pattern".
std::string_view ParameterTypeName(ParameterType type);

struct Parameter {
  std::string name;
  ParameterType type = ParameterType::kText;
  std::string help;
  const Value* fallback = nullptr;  // Never null.
};

// The value as --param takes it: "a,b" for a list, a pattern without slashes.
std::string ParameterText(const Value& value);

// Finds the variables that the header names. kBadInput at the variable, or at
// the start of the file, when one is missing or is no literal.
Result<std::vector<Parameter>> FindParameters(
    const RuleFile& rules, const std::vector<ParameterHelp>& named);

// A value that somebody gives to a parameter: in a pack, or by --param.
struct ParameterSetting {
  std::string policy;
  std::string name;
  std::vector<std::string> texts;  // One, unless it is a list.
  bool is_list = false;
  std::uint32_t offset = 0;  // Where a pack says it.
};

// From YAML: a text, a number, true or false, or a list of these; nothing for
// anything else. Names are the caller's.
std::optional<ParameterSetting> SettingFrom(const Value& value);

// `CONNECT-FLOW-11.min_digits=12`; kUsage for another form.
Result<ParameterSetting> ParseSetting(std::string_view text);

}  // namespace connectguard
