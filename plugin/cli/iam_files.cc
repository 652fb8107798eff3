#include "cli/iam_files.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analysis/aws_policies.h"
#include "base/diagnostic.h"
#include "base/text.h"

namespace connectguard {
namespace {

bool IsPolicyFile(std::string_view path) {
  return path.ends_with(".json") || path.ends_with(".yaml") ||
         path.ends_with(".yml");
}

bool IsFile(std::string_view path, const FileReader& files) {
  const auto found = files.List(path);
  return found && found->size() == 1 && found->front() == path;
}

}  // namespace

Result<PolicyText> ReadPolicyText(std::string_view path,
                                  const FileReader& files) {
  CG_ASSIGN_OR_RETURN(std::optional<AwsPolicy> of_aws, FindAwsPolicy(path));
  if (of_aws) {
    if (IsFile(path, files)) {
      return Fail(
          ErrorCode::kUsage,
          fmt::format("`{}` is a file here and a policy of AWS's own", path),
          fmt::format("write `./{}` for the file, `{}` for the other", path,
                      of_aws->arn));
    }
    return std::move(of_aws->text);
  }
  auto text = files.Read(path);
  if (!text) {
    Error& error = text.error();
    if (error.code == ErrorCode::kBadInput) {
      error.diagnostic.hint = "name a policy inside it";
    } else if (error.code == ErrorCode::kMissing) {
      const std::string nearest = DidYouMean(path, AwsPolicyNames());
      error.diagnostic.hint = nearest.empty() ? error.diagnostic.hint : nearest;
    }
    return tl::unexpected<Error>(std::move(error));
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
    CG_ASSIGN_OR_RETURN(const auto of_aws, FindAwsPolicy(path));
    if (path == "-" || of_aws) {
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
