#include "hcl/traversals.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace connectguard::hcl {
namespace {

class Collector {
 public:
  // Depth is bounded by the parser.
  void Collect(const Expression& expression) {
    if (IsChain(expression)) {
      CollectChain(expression);
      return;
    }
    std::visit([&](const auto& node) { Visit(node); }, expression.node);
  }

  std::vector<Traversal> Take() { return std::move(found_); }

 private:
  static bool IsChain(const Expression& expression) {
    return std::holds_alternative<Variable>(expression.node) ||
           std::holds_alternative<Attribute>(expression.node) ||
           std::holds_alternative<Index>(expression.node);
  }

  // The text, until `*open` says that an index ended it; false when the chain
  // does not start with a name of the environment.
  bool AddText(const Expression& expression, std::string* text, bool* ended) {
    if (const auto* variable = std::get_if<Variable>(&expression.node)) {
      *text = variable->name;
      return std::find(bound_.begin(), bound_.end(), variable->name) ==
             bound_.end();
    }
    if (const auto* attribute = std::get_if<Attribute>(&expression.node)) {
      const bool known = AddText(*attribute->object, text, ended);
      if (!*ended) {
        *text += '.';
        *text += attribute->name;
      }
      return known;
    }
    if (const auto* index = std::get_if<Index>(&expression.node)) {
      const bool known = AddText(*index->object, text, ended);
      if (*ended) {
        return known;
      }
      if (const auto* key = std::get_if<std::string>(&index->key->node)) {
        *text += "[\"";
        for (const char c : *key) {
          *text += c == '"' || c == '\\' ? "\\" : "";
          *text += c;
        }
        *text += "\"]";
      } else if (const auto* number = std::get_if<double>(&index->key->node);
                 number != nullptr && std::floor(*number) == *number) {
        *text += fmt::format("[{:.0f}]", *number);
      } else {
        *ended = true;
      }
      return known;
    }
    *ended = true;
    return false;
  }

  void CollectChain(const Expression& expression) {
    Traversal traversal = {.expression = &expression, .text = {}};
    bool ended = false;
    if (AddText(expression, &traversal.text, &ended)) {
      found_.push_back(std::move(traversal));
    } else {
      CollectRoot(expression);
    }
    CollectKeys(expression);
  }

  // What a chain starts with when that is no name: `f(x).y`.
  void CollectRoot(const Expression& expression) {
    const Expression* at = &expression;
    for (;;) {
      if (const auto* attribute = std::get_if<Attribute>(&at->node)) {
        at = attribute->object;
      } else if (const auto* index = std::get_if<Index>(&at->node)) {
        at = index->object;
      } else {
        break;
      }
    }
    if (!std::holds_alternative<Variable>(at->node)) {
      Collect(*at);
    }
  }

  void CollectKeys(const Expression& expression) {
    const Expression* at = &expression;
    std::vector<const Expression*> keys;
    for (;;) {
      if (const auto* attribute = std::get_if<Attribute>(&at->node)) {
        at = attribute->object;
      } else if (const auto* index = std::get_if<Index>(&at->node)) {
        keys.push_back(index->key);
        at = index->object;
      } else {
        break;
      }
    }
    std::for_each(keys.rbegin(), keys.rend(),
                  [&](const Expression* key) { Collect(*key); });
  }

  template <typename T>
  void Visit(const T&) {}  // Literals.
  void Visit(const Template& node) {
    const std::size_t before = bound_.size();
    for (const std::string& name : node.bound) {
      bound_.push_back(name);
    }
    for (const Expression* part : node.parts) {
      Collect(*part);
    }
    bound_.resize(before);
  }
  void Visit(const Splat& node) {
    Collect(*node.object);
    Collect(*node.each);
  }
  void Visit(const Call& node) {
    for (const Expression* argument : node.arguments) {
      Collect(*argument);
    }
  }
  void Visit(const Conditional& node) {
    Collect(*node.condition);
    Collect(*node.yes);
    Collect(*node.no);
  }
  void Visit(const Binary& node) {
    Collect(*node.left);
    Collect(*node.right);
  }
  void Visit(const Unary& node) { Collect(*node.operand); }
  void Visit(const Tuple& node) {
    for (const Expression* item : node.items) {
      Collect(*item);
    }
  }
  void Visit(const Object& node) {
    for (const ObjectItem& item : node.items) {
      Collect(*item.key);
      Collect(*item.value);
    }
  }
  void Visit(const For& node) {
    Collect(*node.over);
    const std::size_t before = bound_.size();
    bound_.push_back(node.key_name);
    bound_.push_back(node.value_name);
    for (const Expression* part :
         {node.result_key, node.result, node.condition}) {
      if (part != nullptr) {
        Collect(*part);
      }
    }
    bound_.resize(before);
  }

  std::vector<Traversal> found_;
  std::vector<std::string_view> bound_;
};

}  // namespace

std::vector<Traversal> TraversalsOf(const Expression& expression) {
  Collector collector;
  collector.Collect(expression);
  return collector.Take();
}

}  // namespace connectguard::hcl
