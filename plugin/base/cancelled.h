// Whether whoever asked still waits for the answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace connectguard {

// Asked between parts of long work; true ends it with kCancelled. Empty: never.
using Cancelled = std::function<bool()>;

}  // namespace connectguard
