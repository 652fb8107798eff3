// Text for people: safe to print, wrapped, coloured.
//
// Units: columns, one for each code point.
// Thread rule: pure functions; a Painter is immutable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

inline constexpr std::size_t kReportColumns = 100;

// Without control characters: names in a plan are chosen by whoever wrote it,
// and must not drive the reader's terminal.
std::string Printable(std::string_view text);

std::size_t Columns(std::string_view text);

// Lines of at most `columns`, broken at blanks; a longer word keeps its line to
// itself. At least one line.
std::vector<std::string> Wrap(std::string_view text, std::size_t columns);

enum class Ink : std::uint8_t { kPlain, kBold, kDim, kRed, kYellow, kGreen };

class Painter {
 public:
  explicit Painter(bool colour) : colour_(colour) {}

  // With escape sequences around it, when there is colour.
  std::string Paint(Ink ink, std::string_view text) const;

 private:
  bool colour_;
};

}  // namespace connectguard
