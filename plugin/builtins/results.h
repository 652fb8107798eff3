// What a function of ours answers: nodes of the document that are the evidence,
// and unknown values for what cannot be told.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "guard/functions.h"

namespace connectguard {

// An unknown value that hangs below `from`, so that a finding can name the
// place.
const Value* NewUnknown(const FunctionContext& context, std::string_view reason,
                        const Value& from);

// A text that hangs below `from`. It is not copied: it must live as long as the
// document, or as what the function answers.
const Value* NewText(const FunctionContext& context, std::string_view text,
                     const Value& from);
// The same of a text that says what is in `from`, and so is as sensitive.
const Value* NewPart(const FunctionContext& context, std::string_view text,
                     const Value& from);

// Collects results without duplicates, in the order of their first mention.
class ResultList {
 public:
  explicit ResultList(const FunctionContext& context) : context_(context) {}

  // `because` is what makes it possible only; null when it is certain.
  void Add(const Value& node, bool maybe, const Value* because);
  // The same, with what there is to say about it (guard/functions.h). The first
  // remark is kept.
  void Add(const Value& node, const Selected& from, std::string_view remark);
  // What is unknown may turn out to be nothing: it is in the list with `maybe`.
  void AddUnknown(const std::string& reason, const Value& from);

  std::vector<Selected> Take() { return std::move(selected_); }

 private:
  const FunctionContext& context_;
  std::vector<Selected> selected_;
  std::unordered_map<const Value*, std::size_t> places_;
  std::unordered_set<std::string> reasons_;
};

}  // namespace connectguard
