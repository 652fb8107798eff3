// Words for a rules file that does not parse.
//
// The parser knows where it could not go on and what it would have taken there.
// That is seldom what the author has to mend: the language has no reserved
// words and no separators, so a slip reads as something else until later. The
// classic traps are recognised from the text around the place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/source.h"
#include "guard/cursor.h"

namespace connectguard {

// REQUIRES: the cursor's parse of `file` failed.
Error DescribeSyntaxError(const SourceFile& file, const Cursor& cursor);

}  // namespace connectguard
