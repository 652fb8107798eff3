// The texts that intrinsic functions read and make.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/value.h"

namespace connectguard {

// A piece of Fn::Sub's template: literal text, or the inside of `${...}`.
// `${!X}` is the literal `${X}`.
struct SubPiece {
  std::string_view text;
  bool is_variable = false;
};
std::vector<SubPiece> ParseSub(std::string_view text);

std::string Base64Of(std::string_view bytes);

// A known scalar as CloudFormation writes it into a text; nothing for null,
// containers and unknown values.
std::optional<std::string> TemplateText(const Value& value);

// The number that a text is, or nothing: what `Ref` of a Number parameter
// answers.
std::optional<double> NumberOf(std::string_view text);

}  // namespace connectguard
