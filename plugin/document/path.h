// Where a value hangs, in the forms that readers of reports know.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "document/value.h"

namespace connectguard {

// From the root: "/Resources/Main/Properties/Rules/0/Status".
std::string PathOf(const Value& value);

// Below `ancestor`: "Properties.Rules[0].Status"; empty for the ancestor
// itself. The whole path when `ancestor` is not above the value.
std::string PathBelow(const Value& value, const Value& ancestor);

// True for a value that hangs below another without standing in it: what a
// function made of it.
bool IsMade(const Value& value);

}  // namespace connectguard
