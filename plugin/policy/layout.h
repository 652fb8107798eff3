// How a folder of policies is laid out, in one place:
//
//   <area>/<stem>.guard              a policy
//   <area>/tests/<stem>_tests.yml    its tests; other files there are fixtures
//   packs/<name>.yml                 a pack
//
// All functions are pure, on paths with `/`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace connectguard {

enum class PolicyFileKind : std::uint8_t {
  kPolicy,
  kTest,          // In a tests/ folder, and named as tests are.
  kMisnamedTest,  // YAML directly in a tests/ folder with another name.
  kPack,
  kOther,
};

// `path` is below the policies' folder.
PolicyFileKind KindOfPolicyFile(std::string_view path);

// Whether a folder named `tests` is above a file, and whether the file stands
// directly in one.
bool IsBelowTestFolder(std::string_view path);
bool IsInTestFolder(std::string_view path);

// "logging/flow_logs.guard" -> "flow_logs".
std::string_view StemOf(std::string_view path);

// "logging/flow_logs.guard" -> "logging/tests".
std::string TestFolderOf(std::string_view policy_path);

// "logging/flow_logs.guard" -> "logging/tests/flow_logs_tests.yml".
std::string TestPathOf(std::string_view policy_path);

// "logging/tests/flow_logs_tests.yml" -> "logging/flow_logs.guard".
// REQUIRES: KindOfPolicyFile(test_path) == kTest.
std::string PolicyPathOf(std::string_view test_path);

// `path` as seen from `folder`, which lists it; the file name when both are the
// same file.
std::string_view PathWithin(std::string_view folder, std::string_view path);

// `path` as seen from the folder of `from`, with `..` resolved.
std::string PathBeside(std::string_view from, std::string_view path);

}  // namespace connectguard
