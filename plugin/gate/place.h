// Where a value of a document was written, in the words of its author.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/source.h"
#include "document/document.h"
#include "document/value.h"
#include "gate/finding.h"

namespace connectguard {

// True for a value of the input, or made from one; false for literals of a rule
// and for values that a function made from nothing: their spans mean nothing in
// the input.
bool BelongsTo(const Document& document, const Value& value);

// In the configuration of a plan, when it was given, else in the input itself.
// REQUIRES: BelongsTo(document, value). The source line is left out when it
// might show something sensitive.
FindingPlace PlaceOf(const Document& document, const Value& value);

// A place in a file without secrets, such as a rules file.
FindingPlace PlaceIn(const SourceFile& file, SourceSpan span);

// For a Terraform plan, the attribute that a value was read from.
struct NativeAttribute {
  std::string address;  // Of the Terraform resource that has it.
  std::string path;     // "storage_config[0].storage_type"
};
// Empty texts when the input calls things as the document does.
NativeAttribute NativeAttributeOf(const Document& document, const Value& value);

// Where a value stands in the JSON that an attribute of a plan holds as text,
// such as a policy or a contact flow: "Actions[3].Parameters"; empty for other
// values.
std::string PathInText(const Document& document, const Value& value);

}  // namespace connectguard
