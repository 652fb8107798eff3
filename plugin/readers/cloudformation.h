// A CloudFormation template, in JSON or YAML, as a canonical document.
//
// Intrinsic functions are resolved as far as the template and what the stack is
// deployed with allow (intrinsics.h, stack_reading.h); a resource whose
// condition is false is left out, one whose condition is open stays, and the
// document's ways() say what each branch makes. Nested stacks, loops and SAM:
// template_stack.h. The tree as it was written is the document's source().
//
// Beyond what CloudFormation knows, a template may say in canonical form what
// it is judged with: `Change` of a resource, `Previous` and `Plan` at the top
// (given members of Plan win over made ones), and `{"Fn::Unknown": "reason"}`
// for a value that is known only after apply. Policy tests use this.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

Result<std::unique_ptr<const Document>> ReadCloudFormation(
    Input input, const ReadOptions& options);

// The same for a template that stands inside another file, such as the input of
// a policy test: `Resources` may be missing, and all places are those of
// `file`, which must be file 0 of the document that `written` lives in. The
// result depends on neither.
Result<std::unique_ptr<const Document>> ReadTemplateValue(
    const Value& written, const SourceFile& file, const ReadOptions& options);

}  // namespace connectguard
