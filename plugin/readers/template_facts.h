// What CloudFormation says about single resource types: which property holds a
// resource's own name, whether `Ref` answers it, and which properties hold JSON
// as text.
// Source: the "Return values" of each type's page in the CloudFormation
// Template Reference, docs.aws.amazon.com/AWSCloudFormation/latest/
// TemplateReference, read in 2026.
//
// Thread rule: pure functions on constant tables.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace connectguard {

struct NameProperty {
  std::string_view property;  // Empty when the type has none that we know.
  bool ref_answers_it = false;
};

NameProperty NamePropertyOf(std::string_view type);

// True for a property directly below Properties whose value is a JSON document,
// even where it is written as a string.
bool HoldsJson(std::string_view type, std::string_view property);

// True for a property directly below Properties that holds a secret, so that it
// is never shown, wherever its text comes from.
bool HoldsSecret(std::string_view property);

}  // namespace connectguard
