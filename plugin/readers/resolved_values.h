// Makes the values that intrinsic functions stand for, in a document's arena,
// and counts how much was made: a template of a few lines could otherwise fill
// the memory.
//
// Thread rule: one thread; belongs to the document while it is built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "document/document.h"
#include "document/value.h"
#include "document/value_builder.h"

namespace connectguard {

inline constexpr const char* kKnownAtDeployment =
    "known when the stack is deployed";

class ResolvedValues {
 public:
  explicit ResolvedValues(Document* document) : document_(document) {}

  // What goes into an unknown value. Texts of references must live as long as
  // the document; see Keep.
  struct Unknowing {
    std::string reason;
    std::vector<Reference> references = {};
    bool may_be_absent = false;
    bool sensitive = false;
    const ConditionBranches* branches = nullptr;
  };
  const Value* Unknown(const Unknowing& unknowing, SourceSpan span);

  // Unknown because others are: refers to what they refer to.
  const Value* Derived(std::string reason,
                       std::initializer_list<const Value*> from,
                       SourceSpan span);

  // A string; linked when there are references.
  const Value* Text(std::string_view text,
                    std::span<const Reference> references, SourceSpan span);
  const Value* Number(double number, SourceSpan span);
  const Value* Bool(bool value, SourceSpan span);
  const Value* Texts(std::span<const std::string_view> texts, SourceSpan span);

  // A deep copy that stands at another place.
  const Value* PlacedAt(const Value& value, SourceSpan span);

  // A copy of a text into the document's arena.
  std::string_view Keep(std::string_view text);

  Document& document() const { return *document_; }

  // Counts bytes made; false from the moment that there are too many.
  bool Charge(std::size_t bytes);
  void StopForLimit() { limit_reached_ = true; }
  bool limit_reached() const { return limit_reached_; }

 private:
  Document* document_;
  std::size_t made_bytes_ = 0;
  bool limit_reached_ = false;
};

// References of several values, each text once, none exact.
class ReferenceList {
 public:
  // Those of the value and of all inside it.
  void AddAllOf(const Value& value);
  std::vector<Reference> Take() { return std::move(references_); }

 private:
  std::vector<Reference> references_;
  std::unordered_set<std::string_view> seen_;
};

}  // namespace connectguard
