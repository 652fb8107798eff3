// The plain parts of an AWS SAM template as what they become: functions with
// their role and URL, and simple tables. Globals apply.
//
// What a resource of SAM makes besides (APIs, event sources, permissions of
// events) is not made here; it is named, so that nobody takes it for missing.
// A role's statements by one of SAM's policy templates are unknown.
// Specified in docs.aws.amazon.com/serverless-application-model/latest/
// developerguide, pages sam-resource-function, sam-resource-simpletable,
// sam-specification-template-anatomy-globals and
// sam-specification-generated-resources-function; written without
// the pages at hand.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "document/value.h"
#include "document/value_builder.h"

namespace connectguard {

inline constexpr std::string_view kServerlessTransform =
    "AWS::Serverless-2016-10-31";

struct ServerlessResult {
  const Value* root = nullptr;
  // Logical ids whose further resources are not in the tree.
  std::vector<std::string> makes_more = {};
};

// `written` is a template with that transform, its functions not yet resolved.
ServerlessResult WriteOutServerless(const Value& written, ValueBuilder builder);

}  // namespace connectguard
