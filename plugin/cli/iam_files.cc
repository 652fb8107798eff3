#include "cli/iam_files.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/aws_policies.h"
#include "base/diagnostic.h"

namespace connectguard {
namespace {

bool IsPolicyFile(std::string_view path) {
  return path.ends_with(".json") || path.ends_with(".yaml") ||
         path.ends_with(".yml");
}

}  // namespace

Result<PolicyText> ReadPolicyText(std::string_view path,
                                  const FileReader& files) {
  if (std::optional<PolicyText> of_aws = AwsPolicy(path)) {
    return *std::move(of_aws);
  }
  auto text = files.Read(path);
  if (!text) {
    if (text.error().code == ErrorCode::kBadInput) {
      text.error().diagnostic.hint = "name a policy inside it";
    }
    return tl::unexpected<Error>(std::move(text.error()));
  }
  return PolicyText{.name = path == "-" ? "<stdin>" : std::string(path),
                    .text = *std::move(text)};
}

Result<std::vector<PolicyText>> ReadPolicyTexts(
    std::span<const std::string> paths, const FileReader& files) {
  std::vector<PolicyText> texts;
  for (const std::string& path : paths) {
    CG_ASSIGN_OR_RETURN(PolicyText text, ReadPolicyText(path, files));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<std::vector<std::string>> ListPolicies(
    const std::vector<std::string>& named, const FileReader& files) {
  std::vector<std::string> found;
  for (const std::string& path : named) {
    if (path == "-") {
      found.push_back(path);
      continue;
    }
    CG_ASSIGN_OR_RETURN(std::vector<std::string> below, files.List(path));
    const bool is_file = below.size() == 1 && below[0] == path;
    if (!is_file) {
      std::erase_if(
          below, [](const std::string& file) { return !IsPolicyFile(file); });
    }
    if (below.empty()) {
      return Fail(ErrorCode::kMissing,
                  DiagnosticFor(path, "there is no policy in this folder",
                                "policies are files that end in .json, .yaml "
                                "or .yml"));
    }
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

Status CheckStandardInput(std::span<const std::string> paths) {
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    return Fail(ErrorCode::kUsage,
                "`-` can be named once, since standard input ends once");
  }
  return {};
}

}  // namespace connectguard
