// Templates of any size for the comparison with cfn-guard, in the shape of what
// teams write: buckets, policies, roles, functions, queues, tables, some of
// them not as they should be.
#pragma once

#include <cstddef>
#include <string>

namespace connectguard {

// In JSON, with one `Resources` member each; the same for the same number.
// Every bucket breaks several of AWS Control Tower's rules.
std::string TemplateOf(std::size_t resources);

// Buckets and IAM resources alone, which keep Control Tower's rules for these,
// but for one bucket in forty.
std::string SoundTemplateOf(std::size_t resources);

}  // namespace connectguard
