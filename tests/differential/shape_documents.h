// Random documents of a shape: most values are such as the rules ask for, some
// are missing, of a wrong type, empty, or an intrinsic function instead of a
// value, as in real templates.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "differential/node.h"
#include "differential/random.h"
#include "differential/shape.h"

namespace connectguard::differential {

Node RandomDocument(const Shape& shape, Random* random);

}  // namespace connectguard::differential
