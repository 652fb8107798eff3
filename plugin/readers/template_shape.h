// Whether a tree is a CloudFormation template: the sections and members that
// the reader relies on, and slips of the hand in their names.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/source.h"
#include "document/value.h"

namespace connectguard {

// kBadInput with the first thing that is wrong. A `fragment` may lack
// Resources.
Status CheckTemplate(const Value& written, const SourceFile& source,
                     bool fragment);

// True for keys that stand for more than one member: `Fn::ForEach::Loop`,
// `Fn::Transform`.
inline bool IsMaker(std::string_view key) { return key.starts_with("Fn::"); }

}  // namespace connectguard
