// Fn::ForEach of a template written out: the tree that CloudFormation's
// language extensions make of it, before anything else is resolved.
//
// A loop stands for members of the map around it: resources, conditions,
// outputs, properties. `${Name}` in keys and texts, `&{Name}` (letters and
// digits only) and `{"Ref": "Name"}` become the item. Everything keeps the
// place where the loop's body was written.
// Specified in docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
// intrinsic-function-reference-foreach.html; written without the page at
// hand.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "document/value.h"
#include "readers/intrinsics.h"
#include "readers/resolved_values.h"

namespace connectguard {

struct WrittenOut {
  const Value* root = nullptr;
  // Loops over resources whose items are not known; what they make is not in
  // the tree. A map of properties with such a loop is an unknown value.
  std::vector<std::string> open_loops = {};
};

// `intrinsics` is that of `written`, for the lists that loops go over.
WrittenOut WriteOutLoops(const Value& written, Intrinsics* intrinsics,
                         ResolvedValues* values);

}  // namespace connectguard
