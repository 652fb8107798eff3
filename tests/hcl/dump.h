// A syntax tree on one line, for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>

#include <fmt/format.h>

#include "hcl/syntax.h"

namespace connectguard::hcl {

inline std::string Dump(const Expression& expression);

struct Dumper {
  std::string operator()(const Null&) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(double value) const {
    return fmt::format("{}", value);
  }
  std::string operator()(const std::string& text) const {
    return "'" + text + "'";
  }
  std::string operator()(const Template& node) const {
    std::string text = node.opaque ? "template?" : "template";
    return text + List(node.parts);
  }
  std::string operator()(const Variable& node) const { return node.name; }
  std::string operator()(const SplatItem&) const { return "@"; }
  std::string operator()(const Attribute& node) const {
    return Dump(*node.object) + "." + node.name;
  }
  std::string operator()(const Index& node) const {
    return Dump(*node.object) + "[" + Dump(*node.key) + "]";
  }
  std::string operator()(const Splat& node) const {
    return Dump(*node.object) + "*{" + Dump(*node.each) + "}";
  }
  std::string operator()(const Call& node) const {
    return node.name + List(node.arguments) + (node.expands_last ? "..." : "");
  }
  std::string operator()(const Conditional& node) const {
    return "(" + Dump(*node.condition) + " ? " + Dump(*node.yes) + " : " +
           Dump(*node.no) + ")";
  }
  std::string operator()(const Binary& node) const {
    return "(" + Dump(*node.left) + " " + std::string(node.operation) + " " +
           Dump(*node.right) + ")";
  }
  std::string operator()(const Unary& node) const {
    return std::string(1, node.operation) + Dump(*node.operand);
  }
  std::string operator()(const Tuple& node) const {
    return "tuple" + List(node.items);
  }
  std::string operator()(const Object& node) const {
    std::string text = "{";
    for (const ObjectItem& item : node.items) {
      text += text.size() > 1 ? ", " : "";
      text += Dump(*item.key) + ": " + Dump(*item.value);
    }
    return text + "}";
  }
  std::string operator()(const For& node) const {
    std::string text = "for(" + node.key_name + "," + node.value_name + " in " +
                       Dump(*node.over) + ": ";
    if (node.result_key != nullptr) {
      text += Dump(*node.result_key) + " => ";
    }
    text += Dump(*node.result) + (node.groups ? "..." : "");
    if (node.condition != nullptr) {
      text += " if " + Dump(*node.condition);
    }
    return text + ")";
  }

  static std::string List(const std::vector<const Expression*>& items) {
    std::string text = "(";
    for (const Expression* item : items) {
      text += text.size() > 1 ? ", " : "";
      text += Dump(*item);
    }
    return text + ")";
  }
};

inline std::string Dump(const Expression& expression) {
  return std::visit(Dumper(), expression.node);
}

inline std::string Dump(const Body& body) {
  std::string text;
  for (const BodyAttribute& each : body.attributes) {
    text += each.name + " = " + Dump(*each.value) + "; ";
  }
  for (const Block& block : body.blocks) {
    text += block.type;
    for (const std::string& label : block.labels) {
      text += " " + label;
    }
    text += " { " + Dump(block.body) + "} ";
  }
  return text;
}

}  // namespace connectguard::hcl
