#include "analysis/aws_policies.h"

#include <string>

namespace connectguard {
namespace {

// Source: Organizations User Guide, orgs_manage_policies_scps; read 2026-11.
constexpr std::string_view kFullAccess = "FullAWSAccess";
constexpr std::string_view kFullAccessText =
    R"({"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

}  // namespace

std::optional<PolicyText> AwsPolicy(std::string_view name) {
  if (name != kFullAccess) {
    return std::nullopt;
  }
  return PolicyText{.name = std::string(name),
                    .text = std::string(kFullAccessText)};
}

}  // namespace connectguard
