// The policies that a command line names, as texts.
//
// Thread rule: pure functions of what comes through the FileReader.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/policy_files.h"
#include "base/file_reader.h"
#include "base/result.h"

namespace connectguard {

// `-` is standard input; names and ARNs of AWS's own policies are those
// (aws_policies.h). kMissing and kBadInput for what cannot be read, kUsage for
// a name that is a file as well.
Result<PolicyText> ReadPolicyText(std::string_view path,
                                  const FileReader& files);
Result<std::vector<PolicyText>> ReadPolicyTexts(
    std::span<const std::string> paths, const FileReader& files);

// The paths of the policies that files and folders hold: a file that is named
// may have any name, of a folder only those count that look like policies.
Result<std::vector<std::string>> ListPolicies(
    const std::vector<std::string>& named, const FileReader& files);

// kUsage when standard input is named twice.
Status CheckStandardInput(std::span<const std::string> paths);

}  // namespace connectguard
