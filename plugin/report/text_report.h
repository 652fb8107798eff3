// Reports for a person who has to mend a plan now.
//
// The word "fail" stands in no report of an allowed plan, as long as the policy
// titles and the plan's own names do not bring it: some hosts search output for
// it. Without any report there is nothing to write: errors are written
// elsewhere.
//
// Thread rule: a pure function of its arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>

#include "gate/engine.h"

namespace connectguard {

void WriteTextReport(std::span<const CheckedInput> inputs, bool colour,
                     std::ostream& out);

}  // namespace connectguard
