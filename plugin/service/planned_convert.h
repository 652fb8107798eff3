// Typed planned resources of connectguard.v1 to a document: the same mapping as
// for a Terraform plan, without the plan's text. Values have no place to point
// at; findings name the attribute instead.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "connectguard/v1/validation_service.pb.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

// kBadInput for a resource without address or type, a repeated address, or a
// path that cannot be read.
Result<std::unique_ptr<const Document>> ReadPlannedResources(
    const v1::PlannedResources& planned, const ReadOptions& options);

}  // namespace connectguard
