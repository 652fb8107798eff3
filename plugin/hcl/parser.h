// Text of Terraform's configuration language to its syntax tree. One error,
// with its place, for what cannot be read.
//
// Thread rule: pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "base/source.h"
#include "hcl/syntax.h"

namespace connectguard::hcl {

// kLimit beyond limits::kMaxHclDepth.
Result<std::unique_ptr<const File>> Parse(const SourceFile& source);

}  // namespace connectguard::hcl
