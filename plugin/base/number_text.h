// Floating-point numbers as text, in the two forms that programs written in
// Rust print: the fewest digits that read back as the same number.
// REQUIRES: the number is finite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace connectguard {

// As in JSON and YAML: `1.0`, `0.00001`, `1e-6`, `1000000000000000.0`, `1e16`.
std::string ShortNumber(double value);

// Never with an exponent, and whole numbers without a fraction: `1`, `0.5`,
// `100000000000000000000`.
std::string PlainNumber(double value);

}  // namespace connectguard
