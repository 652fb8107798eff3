// CloudFormation's short tags and their long forms: `!Sub` is `Fn::Sub`.
// Source: "Intrinsic function reference" and "Rule-specific intrinsic function
// reference", docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference,
// read in 2026; which of them cfn-guard expands, and on what, was observed.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "readers/yaml_reader.h"

namespace connectguard {

enum class YamlShape { kScalar, kList, kMap };

struct ShortTag {
  bool known = false;
  // The key of the map that the tagged node becomes the value of; empty when
  // the dialect ignores the tag on a node of this shape.
  std::string_view long_form;
};

// `name` is the tag without its exclamation mark.
ShortTag ExpandShortTag(std::string_view name, YamlShape shape,
                        YamlDialect dialect);

// "did you mean `!Sub`?", or empty.
std::string ShortTagHint(std::string_view name);

}  // namespace connectguard
