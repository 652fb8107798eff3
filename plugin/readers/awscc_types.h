// Types of the Terraform provider awscc: CloudFormation's under other names, by
// a rule, so that no table of attributes is needed.
//
// Thread rule: pure functions.
// Source: naming of hashicorp/terraform-provider-awscc, which makes its schemas
// from CloudFormation's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "readers/terraform_types.h"

namespace connectguard {

// `KMSMasterKeyID` becomes `kms_master_key_id`.
std::string AwsccName(std::string_view name);

// `AWS::Connect::SecurityProfile` becomes `awscc_connect_security_profile`.
std::string AwsccType(std::string_view type);

// A table for TerraformTypes::Parse, made from data/awscc_properties.txt. What
// `known` says to be references are references here, too.
std::string AwsccTable(const TerraformTypes& known);

}  // namespace connectguard
