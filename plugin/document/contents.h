// What a value has in it, at any depth.
//
// Thread rule: pure functions; a SensitivePlaces is built once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/source.h"
#include "document/document.h"
#include "document/value.h"

namespace connectguard {

// True when the value or a part of it is marked sensitive, which is never to be
// printed.
bool HoldsSensitive(const Value& value);

// True when it or a part of it is unknown.
bool HoldsUnknown(const Value& value);

// True when the value is an item of this list, or the value of a member of this
// map. What functions make only hangs below the values that it is made of
// (Value::parent).
bool IsChild(const Value& container, const Value& value);

// Where a document has something sensitive: one index per document
// (Document::Derived).
class SensitivePlaces {
 public:
  explicit SensitivePlaces(const Document& document);

  bool empty() const { return places_.empty(); }

  // True when some of it was written, in whole or in part, within `span`.
  bool IsWithin(SourceSpan span) const;

 private:
  void Add(const Value& value);

  std::vector<SourceSpan> places_;
};

}  // namespace connectguard
