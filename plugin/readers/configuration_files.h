// Terraform's configuration as files: from the binary plan, which carries what
// was planned, or from a working directory.
//
// Thread rule: pure functions of their arguments and of the disk they are
// given. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "readers/binary_plan.h"

namespace connectguard {

struct ConfigurationFile {
  std::string module;  // `module.a.module.b`; empty for the root module.
  std::string name;    // What the user sees: `modules/a/main.tf`.
  std::string text;
};

// Where Terraform ran. Relative paths of a plan start here.
struct WorkingFolder {
  std::string path;
  const FileReader* disk = nullptr;
};

// All of one configuration. `left_out` says what of it is not read, a clause
// each: `main.tf.json is JSON, which is not read`.
struct ConfigurationFiles {
  std::vector<ConfigurationFile> files;
  std::vector<std::string> left_out;
  // Modules with an override file that is left out.
  std::vector<std::string> unread_overrides = {};
  // What the binary plan says of itself; unset for a working directory.
  std::optional<BinaryPlanFacts> plan = std::nullopt;
  // Other files that the plan names are read from here, when the user says
  // where it is.
  std::optional<WorkingFolder> folder = std::nullopt;
};

// What `terraform plan -out` wrote.
struct BinaryPlan {
  ConfigurationFiles configuration;
  // The plan itself, see plan_tree.h; empty, and no configuration.plan,
  // when it is too large.
  std::string message;
  bool of_opentofu = false;
};

// kBadInput for other archives.
Result<BinaryPlan> OpenBinaryPlan(const std::string& name,
                                  std::string_view bytes);

// Its sources alone.
Result<ConfigurationFiles> ReadBinaryPlan(const std::string& name,
                                          std::string_view bytes);

// The root module in `folder`, and the modules that it calls: those installed
// by `terraform init`, and those that are folders.
Result<ConfigurationFiles> ReadWorkingDirectory(const std::string& folder,
                                                const FileReader& disk);

}  // namespace connectguard
