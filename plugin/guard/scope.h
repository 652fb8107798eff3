// Where names are looked up and where queries start: the chain of scopes from a
// clause out to the rules file.
//
//   root   the rules file; its root value is the document
//   block  a rule body, block, type block or when block with its `let`s
//   value  one value that a block or filter looks at
//   call   the arguments of a parameterised rule
//
// Scopes live on the stack of the evaluation; variables are evaluated when they
// are first used and kept with their scope.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <list>
#include <string_view>
#include <vector>

#include "document/value.h"
#include "guard/ast.h"
#include "guard/query.h"

namespace connectguard {

struct Binding {
  std::string_view name;
  Selection values;
  bool ready = false;  // False while it is being evaluated.
};

struct Scope {
  enum class Kind : std::uint8_t { kRoot, kBlock, kValue, kCall };

  static Scope Root(const Value& document,
                    const std::vector<Assignment>& assignments) {
    return {
        .kind = Kind::kRoot, .root = &document, .assignments = &assignments};
  }
  static Scope Block(Scope& parent,
                     const std::vector<Assignment>& assignments) {
    return {.kind = Kind::kBlock,
            .parent = &parent,
            .root = parent.root,
            .assignments = &assignments};
  }
  static Scope Of(const Value& value, Scope& parent) {
    return {.kind = Kind::kValue, .parent = &parent, .root = &value};
  }
  static Scope Call(Scope& parent, const std::vector<std::string>& parameters) {
    return {.kind = Kind::kCall,
            .parent = &parent,
            .root = parent.root,
            .parameters = &parameters};
  }

  Kind kind = Kind::kRoot;
  Scope* parent = nullptr;
  const Value* root = nullptr;
  // Where queries start whose first key the root has not; null for none.
  const Value* around = nullptr;
  // kRoot, kBlock.
  const std::vector<Assignment>* assignments = nullptr;
  // kCall.
  const std::vector<std::string>* parameters = nullptr;
  std::vector<Selection> arguments = {};
  // kRoot, kBlock: a list, since others hold on to its elements.
  std::list<Binding> bindings = {};
};

// The assignment that counts for a name in one scope: a literal before a
// function before a query, the last of its kind; null when there is none.
const Assignment* FindAssignment(const std::vector<Assignment>& assignments,
                                 std::string_view name);

// The variable as this very scope has it already; null when it has not.
Binding* FindBinding(Scope& scope, std::string_view name);

// The argument of that name; null when the call has none.
const Selection* FindArgument(const Scope& call, std::string_view name);

}  // namespace connectguard
