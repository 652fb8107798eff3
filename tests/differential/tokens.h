// Text as a list of small pieces that can be taken out, doubled or exchanged.
// Joined, they are the text again; a piece of white space stands alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "differential/random.h"

namespace connectguard::differential {

std::vector<std::string> TokensOf(std::string_view text);
std::string Joined(const std::vector<std::string>& tokens);

// The text with a few tokens changed; `other` is where foreign ones come from.
std::string Mutated(const std::string& text, const std::string& other,
                    Random* random);

}  // namespace connectguard::differential
