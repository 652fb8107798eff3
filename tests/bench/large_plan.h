// Plans of any size in the shape of a large company's, made from a real one:
// each contact centre is an instance of a module, with its own Connect
// instance, storage and trail, and a number of users, queues and flows.
#pragma once

#include <cstddef>
#include <string>

namespace connectguard {

// At least `resources` planned resources and `bytes` bytes, planned_values
// included, as Terraform writes them.
std::string LargePlan(std::size_t resources, std::size_t bytes);

}  // namespace connectguard
