// Reads an input once, and then for each way in which the open conditions of
// its templates can turn out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "base/result.h"
#include "document/document.h"
#include "readers/condition_formula.h"
#include "readers/input.h"

namespace connectguard {

// A document, and which conditions of its templates are open.
struct ReadOnce {
  std::unique_ptr<Document> document;
  OpenConditions open;
  bool conditional = false;  // Whether resources depend on them.
};
using ReadWith = std::function<Result<ReadOnce>(const Assumptions*)>;

// The document that is read without assumptions, with its ways when
// `options.all_ways`; with a reason instead when there are too many.
Result<std::unique_ptr<const Document>> ReadAllWays(const ReadOptions& options,
                                                    std::size_t bytes,
                                                    const ReadWith& read);

}  // namespace connectguard
