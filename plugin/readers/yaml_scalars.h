// What a YAML scalar's text means: null, a boolean, a number or a string. Every
// dialect has its own idea of that, and verdicts depend on it.
//
// kGuardValidate31/32 and kGuardTest follow what cfn-guard 3.1.1, 3.2.1 and
// serde_yaml 0.9 were seen to do (github.com/aws-cloudformation/
// cloudformation-guard). kCloudFormation follows YAML 1.1 as CloudFormation's
// own tools do (yes, no, on and off are booleans, see
// yaml.org/type/bool.html), with two exceptions that protect identifiers:
// digits with a leading zero are no octal number, and only a number with a
// point can have an exponent, so that `012345678901` and `12e456` stay text.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "document/value.h"
#include "readers/yaml_reader.h"

namespace connectguard {

// A kString's text is the scalar's own.
struct YamlScalar {
  Kind kind = Kind::kString;
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0;
};

// An unquoted scalar without tag. Nullopt for a number that the dialect cannot
// hold.
std::optional<YamlScalar> TypePlainScalar(std::string_view text,
                                          YamlDialect dialect);

// A scalar with a tag of YAML itself: `type` is `int` for `!!int`. Nullopt when
// the text is none of that type. Types of other names make strings.
std::optional<YamlScalar> TypeTaggedScalar(std::string_view text,
                                           std::string_view type,
                                           YamlDialect dialect);

}  // namespace connectguard
