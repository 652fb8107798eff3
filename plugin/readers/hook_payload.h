// What CloudFormation hands to a Hook, as an input.
//
// Guard Hooks: `HookContext` beside Resources and Previous of one resource, or
// beside a template (its `Previous` is the template before, `Changes` those of
// a change set). Lambda Hooks: the request, with `requestData.targetModel` for
// a resource; for stacks and change sets `requestData.payload` is an address
// that whoever runs the hook has to fetch, and to put its content (`template`
// with `previousTemplate` or `changedResources`) in its place. That content is
// an input by itself, too.
//
// The values of a stack's parameters are not handed over, so they are unknown
// unless they are given. A hook for a resource shows nothing else: what is
// missing there may exist, and of a resource that is deleted the properties may
// be left out.
// Source: docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide, pages
// lambda-hooks-create-lambda-function and guard-hooks-write-rules (this one not
// to its end), in copies of 2026.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

Result<std::unique_ptr<const Document>> ReadHookPayload(
    Input input, const ReadOptions& options);

}  // namespace connectguard
