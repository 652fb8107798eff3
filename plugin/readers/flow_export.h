// Contact flows as people keep them in files, without a template or a plan
// around them:
//
//   {"Version": "2019-10-30", "StartAction": ..., "Actions": [...]}
//   {"modules": [...], "start": ..., "type": "contactFlow"}   the legacy export
//   {"ContactFlow": {"Name": ..., "Type": ..., "Content": "..."}}
//
// The last is what `aws connect describe-contact-flow` prints; a module stands
// in `ContactFlowModule`. The document has one resource, of the type that
// CloudFormation would give it, so that policies judge it like any other.
//
// What a file does not say, and the caller neither (Input::home), is unknown
// and never guessed: mostly the instance, often the type of the flow.
//
// Source: Amazon Connect administrator guide, "Export and import flows", and
// API reference, DescribeContactFlow, read 2026-11.
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

// The types that flows have; modules have none.
std::span<const std::string_view> FlowTypes();

Result<std::unique_ptr<const Document>> ReadFlowExport(
    Input input, const ReadOptions& options);

}  // namespace connectguard
