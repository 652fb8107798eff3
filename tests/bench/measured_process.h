// A program's whole run, measured.
#pragma once

#include <string>
#include <vector>

namespace connectguard {

struct MeasuredRun {
  int exit_code = -1;
  double seconds = 0;     // From the start to the end, by the clock.
  double peak_bytes = 0;  // Resident.
};

// Runs a program to its end; what it prints goes to `out`, a file, and is lost
// when there is none. Aborts when it cannot be run or ends by a signal.
MeasuredRun Measure(const std::vector<std::string>& arguments,
                    const std::string& out = "/dev/null");

}  // namespace connectguard
