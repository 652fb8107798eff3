// The functions that rules can call: name, arity, and what they answer.
//
// guard/ brings the language's own (StandardFunctions); builtins/ adds those
// that know the domain. The parser needs the table, since an unknown name or a
// wrong arity is a parse error.
//
// Thread rule: a table is filled once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "document/document.h"
#include "document/value.h"
#include "document/value_builder.h"
#include "guard/language.h"

namespace connectguard {

// One value of a query's result, as a function sees it. UnResolved entries
// have a null value.
struct Selected {
  const Value* value = nullptr;
  // The value is in the selection only if something unknown turns out so.
  bool maybe = false;
  // With `maybe`: the unknown value that it depends on, when that is known.
  const Value* because = nullptr;
  // Of a result: what there is to say about it, for whoever reads a finding.
  // One line, which lives as long as the evaluation.
  std::string_view remark = {};
};

class RegexCache;  // guard/regex_cache.h

// What a call may use. `document` is what is being judged; new values are made
// with `builder` and live as long as the evaluation.
struct FunctionContext {
  const Document* document = nullptr;
  const Clock* clock = nullptr;
  ValueBuilder* builder = nullptr;
  Arena* arena = nullptr;
  RegexCache* regexes = nullptr;
};

using Arguments = std::span<const std::vector<Selected>>;
using FunctionResult = Result<std::vector<Selected>>;

// Rules for every function:
// - an argument of kind kUnknown gives an unknown result, with the same reason,
//   unless the function can do better;
// - a result has a value: what does not exist is left out;
// - results made from a value hang below it (Value::parent), so that a finding
//   can name the place.
struct FunctionDefinition {
  std::string name;
  std::size_t min_arguments = 0;
  std::size_t max_arguments = 0;
  std::function<FunctionResult(const FunctionContext&, Arguments)> call;
  // The oldest version of the language that has it.
  GuardVersion since = GuardVersion::k31;
  // Whatever it is asked, the answer is a value that is not known.
  bool always_unknown = false;
};

class FunctionTable {
 public:
  // REQUIRES: the name is not in the table yet.
  void Add(FunctionDefinition definition);
  const FunctionDefinition* Find(std::string_view name) const;
  std::vector<std::string_view> Names() const;

 private:
  std::map<std::string, FunctionDefinition, std::less<>> definitions_;
};

// Reads the text of a string value as data, for json_parse: cfn-guard uses its
// YAML loader there. Spans are those of `text`, below which the root hangs.
// guard/ knows no readers, so the caller brings one.
using TextLoader = std::function<Result<const Value*>(const Value& text,
                                                      ValueBuilder* builder)>;

// count, join, json_parse, regex_replace, ...: section 9 of the language.
FunctionTable StandardFunctions(TextLoader text_loader);

}  // namespace connectguard
