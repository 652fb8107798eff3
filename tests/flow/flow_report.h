// All that the analyses say of a flow, as text for goldens.
#pragma once

#include <string>

#include "flow/flow.h"

namespace connectguard::testing {

std::string FlowReport(const Flow& flow);

}  // namespace connectguard::testing
