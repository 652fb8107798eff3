// Questions about the values on one side of a comparison of sets.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "guard/query.h"

namespace connectguard {

using EntryList = std::vector<const Entry*>;

// How many values there will be.
struct EntryCount {
  std::size_t least = 0;
  std::size_t most = 0;
};
EntryCount CountOf(const EntryList& entries);

// Whether one may turn out not to be there. Leaves out those that equal a value
// of the other side, whatever they turn out to be.
bool AnyMayBeMissing(const EntryList& entries, const EntryList& other);

// There are some, and none is certain to be selected.
bool AllMaybe(const EntryList& entries);

// The first unknown value because of which they are not certain, or null.
const Value* FirstCause(const EntryList& left, const EntryList& right);

}  // namespace connectguard
