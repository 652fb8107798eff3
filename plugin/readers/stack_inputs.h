// What a CloudFormation stack is deployed with, besides its template.
//
// Thread rule: plain data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace connectguard {

// A value for a parameter of the template, or for a pseudo parameter such as
// AWS::Region.
struct GivenParameter {
  std::string name;
  // As CloudFormation takes it: a text, a list with commas. Unset for
  // `UsePreviousValue`: then the stack has a value that nobody tells us.
  std::optional<std::string> value = std::nullopt;
  // Where it was given, for errors about it; its message is empty.
  Diagnostic where = {};
};

// A template that stands in a file of its own.
struct TemplateFile {
  std::string name;  // What the user sees in messages.
  std::string bytes;
};

struct StackInputs {
  std::vector<GivenParameter> parameters;  // Each name once.
  // The template that the stack was last deployed with.
  std::optional<TemplateFile> previous = std::nullopt;
  // What `aws cloudformation describe-change-set` prints.
  std::optional<TemplateFile> change_set = std::nullopt;
};

}  // namespace connectguard
