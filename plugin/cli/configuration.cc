#include "cli/configuration.h"

#include <utility>

#include "base/sha256.h"

namespace connectguard {

void AddConfiguration(CLI::App* app, ConfigurationPlace* place) {
  app->add_option("--plan-file", place->plan_file,
                  "The binary plan that INPUT shows: tells what INPUT leaves "
                  "out, and the lines of the configuration")
      ->type_name("FILE");
  app->add_option("--source", place->folder,
                  "The folder that INPUT was planned in: has what INPUT names "
                  "but does not hold, such as contact flows in files, and "
                  "stands for a binary plan where there is none")
      ->type_name("DIR");
}

Status CheckConfiguration(const ConfigurationPlace& place, std::size_t inputs) {
  if (place.plan_file.empty() && place.folder.empty()) {
    return {};
  }
  if (inputs != 1) {
    return UsageError("--plan-file and --source are for one input",
                      "check each plan by itself");
  }
  return {};
}

Result<GivenConfiguration> ReadConfiguration(const ConfigurationPlace& place,
                                             const FileReader& disk) {
  GivenConfiguration given;
  if (!place.plan_file.empty()) {
    CG_ASSIGN_OR_RETURN(const std::string bytes, disk.Read(place.plan_file));
    CG_ASSIGN_OR_RETURN(given.files, ReadBinaryPlan(place.plan_file, bytes));
    given.plan_file_sha256 = Sha256Hex(bytes);
  } else if (!place.folder.empty()) {
    CG_ASSIGN_OR_RETURN(given.files, ReadWorkingDirectory(place.folder, disk));
  }
  if (!place.folder.empty()) {
    given.files->folder = {.path = place.folder, .disk = &disk};
  }
  return given;
}

}  // namespace connectguard
