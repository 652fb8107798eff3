// What `cdk synth` writes, as one input: all stacks of the folder, nested
// assemblies (stages) and nested stacks among them. The input is the folder's
// manifest.json; templates are read beside it.
//
// With more than one stack, addresses begin with the stack's artifact id:
// `AppStorage.Bucket83908E77`. What a stack exports is known in the others. The
// account, region and parameters are those that the manifest states.
// Specified in docs.aws.amazon.com/cdk/api/v2/docs/
// cloud-assembly-schema-readme.html; written without the page at hand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

// kUsage when the files beside the manifest cannot be read, as in a service.
Result<std::unique_ptr<const Document>> ReadCdkAssembly(
    Input input, const ReadOptions& options);

}  // namespace connectguard
