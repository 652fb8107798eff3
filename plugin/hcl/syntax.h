// The syntax tree of Terraform's configuration language, as far as a gate needs
// it: blocks, attributes and expressions, each with its place.
//
// What is not needed keeps its place and the references inside it: the
// directives of templates (`%{ if }`) and the indentation of `<<-` heredocs
// make a template whose text nobody computes.
//
// Offsets are bytes of the file. Texts and nodes live in the tree.
//
// Thread rule: immutable after parsing.
// Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md (read
// 2026-11).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace connectguard::hcl {

struct Expression;

struct Null {};

// Quoted text with what is put into it.
struct Template {
  std::vector<const Expression*> parts;
  // Its text is not just the parts in a row.
  bool opaque = false;
  // Variables of `%{ for }` directives.
  std::vector<std::string> bound;
};

// The first name of a traversal: `var`, `aws_s3_bucket`, a for's variable.
struct Variable {
  std::string name;
};

// What `[*]` goes over, inside its `each`.
struct SplatItem {};

struct Attribute {
  const Expression* object = nullptr;
  std::string name;
};

struct Index {
  const Expression* object = nullptr;
  const Expression* key = nullptr;
};

// `object[*].each`
struct Splat {
  const Expression* object = nullptr;
  const Expression* each = nullptr;
};

struct Call {
  std::string name;
  std::vector<const Expression*> arguments;
  bool expands_last = false;  // `f(list...)`
};

struct Conditional {
  const Expression* condition = nullptr;
  const Expression* yes = nullptr;
  const Expression* no = nullptr;
};

struct Binary {
  std::string_view operation;  // `+`, `==`, `&&` ...
  const Expression* left = nullptr;
  const Expression* right = nullptr;
};

struct Unary {
  char operation = '!';  // or `-`
  const Expression* operand = nullptr;
};

struct Tuple {
  std::vector<const Expression*> items;
};

struct ObjectItem {
  const Expression* key = nullptr;
  const Expression* value = nullptr;
};
struct Object {
  std::vector<ObjectItem> items;
};

// `[for key, value in over : result if condition]`, or with `result_key => ...`
// in braces.
struct For {
  std::string key_name;  // Empty: only the value has a name.
  std::string value_name;
  const Expression* over = nullptr;
  const Expression* result_key = nullptr;  // Null in brackets.
  const Expression* result = nullptr;
  const Expression* condition = nullptr;  // Null: all.
  bool groups = false;                    // `result...`
};

struct Expression {
  std::variant<Null, bool, double, std::string, Template, Variable, SplatItem,
               Attribute, Index, Splat, Call, Conditional, Binary, Unary, Tuple,
               Object, For>
      node;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct BodyAttribute {
  std::string name;
  const Expression* value = nullptr;
  std::uint32_t begin = 0;  // Of its name.
};

struct Block;
struct Body {
  std::vector<BodyAttribute> attributes;
  std::vector<Block> blocks;

  // The attribute's expression, or null.
  const Expression* Find(std::string_view name) const;
};

struct Block {
  std::string type;
  std::vector<std::string> labels;
  Body body;
  std::uint32_t begin = 0;       // Of its type.
  std::uint32_t header_end = 0;  // Behind its last label.
  std::uint32_t end = 0;
};

// From its sign on, `#`, `//` or `/*`; without the line break behind it.
struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct File {
  Body body;
  std::vector<Comment> comments;       // All of them, in order.
  std::deque<Expression> expressions;  // What the body points to.
};

}  // namespace connectguard::hcl
