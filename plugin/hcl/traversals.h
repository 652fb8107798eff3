// The references inside an expression: `aws_s3_bucket.b[each.key].id`.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "hcl/syntax.h"

namespace connectguard::hcl {

struct Traversal {
  const Expression* expression = nullptr;  // All of it.
  // As Terraform writes it: up to the first index that is no literal.
  std::string text;
};

// In the order of the text, without what variables of `for` stand for.
std::vector<Traversal> TraversalsOf(const Expression& expression);

}  // namespace connectguard::hcl
