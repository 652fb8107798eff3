// Finds out what an expression is, without the cloud and without guessing: what
// it cannot know is an unknown value with all that it may come from.
//
// It computes what keys and references are made of: literals, templates,
// indices, splats, conditions, `for`, and functions on collections. Other
// functions give unknown values.
//
// Bounded: depth, elements and steps; beyond, everything is unknown.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "hcl/syntax.h"
#include "hcl/value.h"

namespace connectguard::hcl {

// Names that an expression may use besides those of its environment: variables
// of `for`, iterators of dynamic blocks.
struct Bindings {
  std::string_view name;
  Value value;
  const Bindings* outer = nullptr;
};

// Where names come from.
class Environment {
 public:
  virtual ~Environment() = default;

  // A traversal's first name.
  virtual Value Root(std::string_view name) = 0;
  virtual Value AttributeOf(const Handle& handle, std::string_view name) = 0;
  virtual Value IndexOf(const Handle& handle, const Value& key) = 0;
  // A list, a map or a known value; unknown when it cannot be known.
  virtual Value ValueOf(const Handle& handle) = 0;
  // False for what may turn out not to be there, so that `try` goes on.
  virtual bool IsCertain(const Handle& handle) const = 0;
  // What goes into a value that was made of it; false when there is nothing.
  virtual bool IsOrigin(const Handle& handle) const = 0;
};

class Evaluator {
 public:
  static constexpr std::size_t kMaxOrigins = 32;
  // Elements of a list that is computed; range() stops there too.
  static constexpr std::size_t kMaxElements = 10'000;
  // Expressions inside each other, and those that they lead to.
  static constexpr int kMaxDepth = 500;

  explicit Evaluator(Arena* arena) : arena_(arena) {}

  // Steps that may be taken from now on.
  void SetSteps(std::size_t steps) { steps_ = steps; }

  Value Evaluate(const Expression& expression, Environment* environment,
                 const Bindings* bindings = nullptr);

  // One step of a traversal, on any value.
  Value AttributeOf(const Value& object, std::string_view name,
                    Environment* environment);
  Value IndexOf(const Value& object, const Value& key,
                Environment* environment);

  // An unknown value that comes from these.
  Value UnknownFrom(std::span<const Value> values,
                    const Environment& environment);
  // One that is one of these: a known text is another possibility.
  Value UnknownChoice(std::span<const Value> values,
                      const Environment& environment);
  // What `toset` makes of it, for variables of that type.
  Value SetOf(const Value& value, Environment* environment);
  // One that may come from anywhere.
  static Value Open();

  Arena& arena() { return *arena_; }

 private:
  friend class Functions;
  struct Context {
    Environment* environment;
    const Bindings* bindings;
    const Value* splat_item;
  };

  Value Run(const Expression& expression, const Context& context);
  Value Visit(const Expression& expression, const Context& context);
  Value RunTemplate(const Template& node, const Context& context);
  Value RunSplat(const Splat& node, const Context& context);
  Value RunCall(const Call& node, const Context& context);
  Value RunConditional(const Conditional& node, const Context& context);
  Value RunBinary(const Binary& node, const Context& context);
  Value RunUnary(const Unary& node, const Context& context);
  Value RunTuple(const Tuple& node, const Context& context);
  Value RunObject(const Object& node, const Context& context);
  Value RunFor(const For& node, const Context& context);
  Value RunVariable(const Variable& node, const Context& context);

  // A handle's value; other values as they are.
  Value Force(const Value& value, Environment* environment);
  void AddOrigins(const Value& value, const Environment& environment,
                  std::vector<Handle>* origins, bool* open, int depth) const;

  Value List(std::span<const Value> items, bool is_set = false);
  Value Map(std::vector<MapItem> members);
  Value String(std::string_view text);

  Arena* arena_;
  std::size_t steps_ = 0;
  // Also across expressions that an environment evaluates on the way.
  int depth_ = 0;
};

// Texts that Terraform would write in a template: numbers and booleans too.
// False for what has no text.
bool TextOf(const Value& value, std::string* out);

// True and `*equal` when both are known well enough to say.
bool Compare(const Value& a, const Value& b, bool* equal);

}  // namespace connectguard::hcl
