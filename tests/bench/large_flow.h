// Contact flows of any size, in the flow language, as JSON.
#pragma once

#include <string>

namespace connectguard {

// `count` actions, of which every part does what most policies ask about, and
// speak against.
std::string LargeFlow(int count);

// `count` actions that keep most policies: menus, look-ups, hours and queues,
// with every branch that they must have.
std::string SoundFlow(int count);

}  // namespace connectguard
