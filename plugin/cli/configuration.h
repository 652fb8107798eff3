// Where the configuration of a Terraform plan is, as a command line gives it:
// `--plan-file tfplan`, `--source DIR`, or both.
//
// Thread rule: pure functions of their arguments and of the disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/file_reader.h"
#include "base/result.h"
#include "cli/arguments.h"
#include "readers/configuration_files.h"

namespace connectguard {

struct ConfigurationPlace {
  std::string plan_file;  // Empty: not given.
  std::string folder;     // Empty: not given.
};

struct GivenConfiguration {
  std::optional<ConfigurationFiles> files;  // Unset: none was given.
  std::string plan_file_sha256;  // In hex; empty without a plan file.
};

// Adds the options to `app`.
void AddConfiguration(CLI::App* app, ConfigurationPlace* place);

// kUsage when one of them is given and `inputs` is not one.
Status CheckConfiguration(const ConfigurationPlace& place, std::size_t inputs);

Result<GivenConfiguration> ReadConfiguration(const ConfigurationPlace& place,
                                             const FileReader& disk);

}  // namespace connectguard
