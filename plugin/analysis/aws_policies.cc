#include "analysis/aws_policies.h"

#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "document/document.h"
#include "document/json_text.h"
#include "iam/managed_policies.h"

namespace connectguard {
namespace {

// Source: Organizations User Guide, orgs_manage_policies_scps; read 2026-11.
constexpr std::string_view kFullAccess = "FullAWSAccess";
constexpr std::string_view kFullAccessArn =
    "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess";
constexpr std::string_view kFullAccessText =
    R"({"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

constexpr std::string_view kOfAws = ":iam::aws:policy/";

// A path in front of it may be left out.
bool IsName(std::string_view name, std::string_view of_table) {
  return name == of_table || of_table.ends_with("/" + std::string(name));
}

tl::unexpected<Error> NoSuchPolicy(std::string_view name) {
  return Fail(
      ErrorCode::kMissing,
      fmt::format("what AWS's own policy `{}` says is not known here", name),
      fmt::format("known are {}; of another, give what `aws iam "
                  "get-policy-version` prints",
                  fmt::join(AwsPolicyNames(), ", ")));
}

// As text, so that answers have a line to point at.
std::string TextOf(const std::string& arn) {
  Document document;
  const Value nowhere;
  ValueBuilder builder = document.NewBuilder();
  const Value* policy = AwsManagedPolicy(arn, nowhere, &builder);
  return policy == nullptr ? "" : JsonText(*policy, JsonLayout::kIndented);
}

}  // namespace

Result<std::optional<AwsPolicy>> FindAwsPolicy(std::string_view name) {
  if (name == kFullAccess || name == kFullAccessArn) {
    return AwsPolicy{.arn = std::string(kFullAccessArn),
                     .text = {.name = std::string(name),
                              .text = std::string(kFullAccessText)}};
  }
  const std::size_t start = name.find(kOfAws);
  const bool is_arn = name.starts_with("arn:") && start != name.npos;
  for (const std::string_view of_table : AwsManagedPolicyNames()) {
    if (is_arn ? name.substr(start + kOfAws.size()) == of_table
               : IsName(name, of_table)) {
      AwsPolicy policy{
          .arn = is_arn ? std::string(name)
                        : fmt::format("arn:aws{}{}", kOfAws, of_table),
          .text = {}};
      policy.text = {.name = std::string(name), .text = TextOf(policy.arn)};
      return policy;
    }
  }
  if (is_arn) {
    return NoSuchPolicy(name);
  }
  return std::nullopt;
}

Result<PolicyText> NamedAwsPolicy(std::string_view name) {
  CG_ASSIGN_OR_RETURN(std::optional<AwsPolicy> policy, FindAwsPolicy(name));
  if (!policy) {
    return NoSuchPolicy(name);
  }
  return std::move(policy->text);
}

std::vector<std::string_view> AwsPolicyNames() {
  std::vector<std::string_view> names = AwsManagedPolicyNames();
  names.push_back(kFullAccess);
  return names;
}

}  // namespace connectguard
