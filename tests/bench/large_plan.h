// Plans of any size, made from a real one: its resources, as often as asked,
// each copy an instance of a module with a count.
#pragma once

#include <string>

namespace connectguard {

// At least `resources` planned resources and `bytes` bytes, planned_values
// included, as Terraform writes them.
std::string LargePlan(int resources, std::size_t bytes);

}  // namespace connectguard
