// The waivers in a file of Terraform's configuration: comments inside a block
// of a resource, data source or module call, behind its end on the same line,
// or right above it. What the configuration no longer has is waived at its
// `removed` block.
//
// Thread rule: pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "document/written_waiver.h"
#include "hcl/syntax.h"

namespace connectguard {

// `parsed` is of `source`, which is number `file` of the document; `module` is
// its module without keys, `module.a.module.b`. A waiver that stands at another
// block, or at none, stands at nothing.
std::vector<WrittenWaiver> FindSourceWaivers(const hcl::File& parsed,
                                             const SourceFile& source,
                                             std::uint16_t file,
                                             const std::string& module);

}  // namespace connectguard
