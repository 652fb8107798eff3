// The smallest rules and document that still show a difference.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace connectguard::differential {

// A shorter text for which `holds` is true, as it is for `text`: whole lines,
// then brackets with what is between them, then single tokens are taken out
// while it stays true.
std::string Shrunk(const std::string& text,
                   const std::function<bool(const std::string&)>& holds);

}  // namespace connectguard::differential
