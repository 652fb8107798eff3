// Terraform's functions that keys and references are made with. Only for files
// of this folder.
// Source: https://developer.hashicorp.com/terraform/language/functions (read
// 2026-11).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "hcl/evaluator.h"

namespace connectguard::hcl {

class Functions {
 public:
  Functions(Evaluator* evaluator, Environment* environment)
      : evaluator_(evaluator), environment_(environment) {}

  // Unknown, made of the arguments, for what is not computed here.
  Value Call(std::string_view name, std::span<const Value> arguments);

 private:
  using Arguments = std::span<const Value>;

  Value Unknown(Arguments arguments);
  // A text that was made from these.
  Value Text(std::string_view text, Arguments from);
  Value Force(const Value& value);
  // The elements of a list, set or map; false for everything else.
  bool ElementsOf(const Value& value, std::vector<Value>* out);

  Value Element(Arguments arguments);
  Value Values(Arguments arguments);
  Value Keys(Arguments arguments);
  Value ToSet(Arguments arguments);
  Value ToList(Arguments arguments);
  Value Length(Arguments arguments);
  Value Lookup(Arguments arguments);
  Value Merge(Arguments arguments);
  Value One(Arguments arguments);
  Value Concat(Arguments arguments);
  Value Flatten(Arguments arguments);
  Value SetProduct(Arguments arguments);
  Value ZipMap(Arguments arguments);
  Value Range(Arguments arguments);
  Value Try(Arguments arguments);
  Value Coalesce(Arguments arguments);
  Value Case(Arguments arguments, bool upper);
  Value Join(Arguments arguments);
  Value Same(Arguments arguments);
  Value Reverse(Arguments arguments);
  Value Sort(Arguments arguments);
  Value Distinct(Arguments arguments);
  Value Contains(Arguments arguments);
  Value Floor(Arguments arguments);
  Value Ceil(Arguments arguments);
  Value JsonEncode(Arguments arguments);
  void AddFlat(const Value& value, std::vector<Value>* out, bool* known,
               int depth);

  Evaluator* evaluator_;
  Environment* environment_;
};

}  // namespace connectguard::hcl
