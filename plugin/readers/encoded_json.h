// What a text that `jsonencode` makes will hold, when something in it is known
// only after apply: the sources say all the rest.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/source.h"
#include "document/document.h"
#include "document/value_builder.h"
#include "readers/terraform_references.h"

namespace connectguard {

// A value inside the text.
struct EncodedValue {
  // kUnknown, kNull, kBool, kFloat, kString, kList or kMap.
  Kind kind = Kind::kUnknown;
  bool boolean = false;
  double number = 0;
  std::string_view text = {};
  std::vector<std::string_view> keys = {};  // Of `items`, in a map.
  std::vector<EncodedValue> items = {};
  // What an unknown value is made of; `exact` when it is just that.
  std::vector<ResolvedReference> references = {};
  bool exact = false;
};

// All that is written stands at `span`, where the text is.
void WriteEncoded(const EncodedValue& value, SourceSpan span,
                  Document* document, ValueBuilder* builder);

}  // namespace connectguard
