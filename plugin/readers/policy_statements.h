// A statement of a `data.aws_iam_policy_document` as the JSON that the provider
// makes of it, with what is unknown in its place.
//
// Thread rule: one thread while a document is being built.
// Source: as policy_documents.h.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/value_builder.h"
#include "readers/policy_documents.h"
#include "readers/terraform_properties.h"

namespace connectguard {

void WritePolicyStatement(const PolicyStatement& statement,
                          PropertyWriter* writer, ValueBuilder* builder);

}  // namespace connectguard
