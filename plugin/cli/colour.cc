#include "cli/colour.h"

namespace connectguard {

bool UseColour(ColourChoice choice, const Environment& environment) {
  if (choice != ColourChoice::kAuto) {
    return choice == ColourChoice::kAlways;
  }
  if (!environment.variable("NO_COLOR").empty()) {
    return false;
  }
  const std::string force = environment.variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") {
    return true;
  }
  return environment.out_is_terminal &&
         environment.variable("CLICOLOR") != "0" &&
         environment.variable("TERM") != "dumb";
}

}  // namespace connectguard
