// The `input` of a policy test as a document to be judged.
//
// It is read as a CloudFormation template. Beyond that a test may say what no
// template can:
// - `{"Fn::Unknown": "reason"}` is a value that is not known before apply;
// - `Change` of a resource, and `Previous` and `Plan` at the top, stand in
//   place of what the reader would make (canonical form, see
//   document/document.h); members of `Plan` that are not given stay.
// - `Resources` may be left out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

struct TestDocument {
  // What the reader made; `document` shares its texts.
  std::unique_ptr<const Document> read;
  std::unique_ptr<const Document> document;
};

// `name` is what diagnostics name. REQUIRES: `input` is a map.
Result<TestDocument> ReadTestInput(const Value& input, std::string name,
                                   const ReadOptions& options);

}  // namespace connectguard
