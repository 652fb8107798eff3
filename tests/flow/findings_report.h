// What there is to find in each flow of a file, as text for goldens.
#pragma once

#include <string>

namespace connectguard::testing {

// Of a flow alone, a template or a plan. In a flow that holds the text "?",
// that stands for a value that is known only after apply.
std::string FindingsReport(const std::string& name, const std::string& text);

}  // namespace connectguard::testing
