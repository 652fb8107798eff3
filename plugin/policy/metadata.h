// The metadata header of a policy file, as policy.h shows it.
//
// Not YAML: a few `key: value` lines, read by hand so that each mistake is
// shown where it stands. A pure function of the text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/source.h"
#include "policy/policy_header.h"

namespace connectguard {

// Whether a rules file has a header, right or wrong: without one it is no
// policy.
bool HasMetadata(std::string_view text);

Result<PolicyMetadata> ParseMetadata(const SourceFile& file);

// Whether a text is an id: capital letters and digits in two or more pieces
// joined by dashes, as in `S3-4`.
bool IsPolicyId(std::string_view text);

}  // namespace connectguard
