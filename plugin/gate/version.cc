#include "gate/version.h"

namespace connectguard {

std::string_view Version() { return CONNECTGUARD_VERSION; }

}  // namespace connectguard
