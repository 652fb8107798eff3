// Templates of any size for the comparison with cfn-guard, in the shape of what
// teams write: buckets, policies, roles, functions, queues, tables, some of
// them not as they should be.
#pragma once

#include <cstddef>
#include <string>

namespace connectguard {

// In JSON, with one `Resources` member each; the same for the same number.
std::string TemplateOf(std::size_t resources);

}  // namespace connectguard
