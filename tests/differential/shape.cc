#include "differential/shape.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>
#include <variant>

#include "document/value.h"

namespace connectguard::differential {
namespace {

// Rules that call each other would be walked for ever.
constexpr int kMaxDepth = 14;
constexpr int kMaxSteps = 20000;

// A text that a simple pattern matches: its letters, without what repeats or
// stands for others.
std::string ExampleOf(std::string_view pattern) {
  std::string example;
  for (std::size_t i = 0; i < pattern.size() && pattern[i] != '|'; ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      ++i;
      const bool is_class =
          std::isalpha(static_cast<unsigned char>(pattern[i]));
      example += is_class ? (pattern[i] == 'd' ? "1" : "")
                          : std::string(1, pattern[i]);
    } else if (c == '.') {
      example += 'x';
    } else if (std::string_view("^$?*+()[]{}").find(c) ==
               std::string_view::npos) {
      example += c;
    }
  }
  return example;
}

Node NodeOf(const Value& value) {
  switch (value.kind) {
    case Kind::kBool:
      return Node::Bool(value.boolean);
    case Kind::kInt:
      return Node::Int(std::to_string(value.integer));
    case Kind::kFloat:
      return Node::Float(std::to_string(value.real));
    case Kind::kString:
      return Node::String(std::string(value.AsString()));
    case Kind::kList: {
      Node list = Node::List();
      for (const Value& item : value.AsList()) {
        list.items.push_back(NodeOf(item));
      }
      return list;
    }
    case Kind::kMap: {
      Node map = Node::Map();
      for (const Member& member : value.AsMap()) {
        map.members.emplace_back(std::string(member.key->text),
                                 NodeOf(member.value));
      }
      return map;
    }
    case Kind::kRuleLiteral: {
      const auto& form = value.rule_literal->form;
      if (const auto* regex = std::get_if<const Regex*>(&form)) {
        return Node::String(ExampleOf((*regex)->pattern()));
      }
      if (const auto* range = std::get_if<Range<std::int64_t>>(&form)) {
        return Node::Int(std::to_string(range->low));
      }
      return {};
    }
    default:
      return {};
  }
}

// What a variable stands for.
struct Binding {
  std::vector<Shape*> shapes;
  std::vector<Node> literals;
};

struct Scope {
  const Scope* outer = nullptr;
  Shape* root = nullptr;
  const std::vector<Assignment>* assignments = nullptr;
  std::map<std::string, Binding> arguments = {};
};

class ShapeReader {
 public:
  explicit ShapeReader(const RuleFile& rules)
      : rules_(rules), root_(std::make_unique<Shape>()) {}

  std::unique_ptr<Shape> Read() {
    const Scope file{.root = root_.get(), .assignments = &rules_.assignments};
    for (const Rule& rule : rules_.rules) {
      VisitAll(rule.conditions, file);
      VisitBlock(rule.body, root_.get(), file);
    }
    return std::move(root_);
  }

 private:
  // Counts how deep the walk is, and ends it.
  class Step {
   public:
    explicit Step(ShapeReader& reader) : reader_(reader) {
      ++reader_.depth_;
      ++reader_.steps_;
    }
    ~Step() { --reader_.depth_; }
    bool TooFar() const {
      return reader_.depth_ > kMaxDepth || reader_.steps_ > kMaxSteps;
    }

   private:
    ShapeReader& reader_;
  };

  void VisitAll(const Conjunction<Clause>& clauses, const Scope& scope) {
    for (const auto& alternatives : clauses) {
      for (const Clause& clause : alternatives) {
        const Step step(*this);
        if (step.TooFar()) {
          return;
        }
        std::visit([&](const auto& form) { Visit(form, scope); }, clause.form);
      }
    }
  }

  void VisitBlock(const Block& block, Shape* root, const Scope& outer) {
    const Scope scope{
        .outer = &outer, .root = root, .assignments = &block.assignments};
    VisitAll(block.clauses, scope);
  }

  void Visit(const UnaryClause& clause, const Scope& scope) {
    for (Shape* shape : Walk(clause.query, scope).shapes) {
      if (const auto kind = KindOf(clause.op)) {
        shape->kinds.push_back(*kind);
      }
    }
  }

  static std::optional<Node::Kind> KindOf(UnaryOp op) {
    switch (op) {
      case UnaryOp::kIsString:
        return Node::Kind::kString;
      case UnaryOp::kIsList:
        return Node::Kind::kList;
      case UnaryOp::kIsMap:
        return Node::Kind::kMap;
      case UnaryOp::kIsBool:
        return Node::Kind::kBool;
      case UnaryOp::kIsInt:
        return Node::Kind::kInt;
      case UnaryOp::kIsFloat:
        return Node::Kind::kFloat;
      default:
        return std::nullopt;
    }
  }

  void Visit(const BinaryClause& clause, const Scope& scope) {
    const Binding left = Walk(clause.query, scope);
    const Binding right = Evaluate(clause.right, scope);
    const bool negated =
        clause.op == CompareOp::kNotEqual || clause.op == CompareOp::kNotIn;
    for (Shape* shape : left.shapes) {
      for (const Node& literal : right.literals) {
        AddValue(literal, negated ? &shape->avoided : &shape->values);
      }
    }
  }

  static void AddValue(const Node& literal, std::vector<Node>* values) {
    if (literal.IsList()) {
      for (const Node& item : literal.items) {
        AddOnce(item, values);
      }
    } else {
      AddOnce(literal, values);
    }
  }

  static void AddOnce(const Node& literal, std::vector<Node>* values) {
    const bool known =
        std::any_of(values->begin(), values->end(), [&](const Node& value) {
          return value.kind == literal.kind && value.text == literal.text &&
                 value.ChildCount() == 0;
        });
    if (!known) {
      values->push_back(literal);
    }
  }

  void Visit(const RuleReference& /*reference*/, const Scope& /*scope*/) {}

  void Visit(const RuleCall& call, const Scope& scope) {
    for (const ParameterizedRule& rule : rules_.parameterized_rules) {
      if (rule.name != call.name ||
          rule.parameters.size() != call.arguments.size()) {
        continue;
      }
      Scope called{.outer = &scope, .root = scope.root};
      for (std::size_t i = 0; i < rule.parameters.size(); ++i) {
        called.arguments[rule.parameters[i]] =
            Evaluate(call.arguments[i], scope);
      }
      VisitBlock(rule.body, scope.root, called);
    }
  }

  void Visit(const QueryBlock& block, const Scope& scope) {
    for (Shape* shape : Walk(block.query, scope).shapes) {
      VisitBlock(block.block, shape, scope);
    }
  }

  void Visit(const WhenBlock& block, const Scope& scope) {
    VisitAll(block.conditions, scope);
    VisitBlock(block.block, scope.root, scope);
  }

  void Visit(const TypeBlock& block, const Scope& scope) {
    VisitAll(block.conditions, scope);
    for (Shape* shape : Walk(block.query, scope).shapes) {
      VisitBlock(block.block, shape, scope);
    }
  }

  Binding Evaluate(const Operand& operand, const Scope& scope) {
    if (const auto* literal = std::get_if<const Value*>(&operand)) {
      return {.shapes = {}, .literals = {NodeOf(**literal)}};
    }
    if (const auto* query = std::get_if<std::unique_ptr<Query>>(&operand)) {
      return Walk(**query, scope);
    }
    const auto& call = std::get<std::unique_ptr<FunctionCall>>(operand);
    for (const Operand& argument : call->arguments) {
      Evaluate(argument, scope);
    }
    return {};
  }

  Binding Variable(const std::string& name, const Scope& from) {
    const Step step(*this);
    if (step.TooFar()) {
      return {};
    }
    for (const Scope* scope = &from; scope != nullptr; scope = scope->outer) {
      if (const auto at = scope->arguments.find(name);
          at != scope->arguments.end()) {
        return at->second;
      }
      if (scope->assignments == nullptr) {
        continue;
      }
      for (const Assignment& assignment : *scope->assignments) {
        if (assignment.name == name) {
          return Evaluate(assignment.value, *scope);
        }
      }
    }
    return {};
  }

  Binding Walk(const Query& query, const Scope& scope) {
    Binding at{.shapes = {scope.root}, .literals = {}};
    const QueryPart* before = nullptr;
    for (const QueryPart& part : query.parts) {
      at = Advance(part, before, at, scope);
      before = &part;
    }
    return at;
  }

  Binding Advance(const QueryPart& part, const QueryPart* before,
                  const Binding& at, const Scope& scope) {
    if (const auto* variable = std::get_if<VariablePart>(&part)) {
      const Binding bound = Variable(variable->name, scope);
      return before == nullptr ? bound : Interpolate(at, bound);
    }
    const bool behind_variable =
        before != nullptr && std::holds_alternative<VariablePart>(*before);
    if (std::holds_alternative<AllIndicesPart>(part) && behind_variable) {
      return at;
    }
    std::set<Shape*> reached;  // Each place once.
    for (Shape* shape : at.shapes) {
      if (Shape* next = Below(part, before, shape, scope)) {
        reached.insert(next);
      }
    }
    return {.shapes = {reached.begin(), reached.end()}, .literals = {}};
  }

  static Binding Interpolate(const Binding& at, const Binding& keys) {
    Binding below;
    for (Shape* shape : at.shapes) {
      for (const Node& key : keys.literals) {
        below.shapes.push_back(shape->Key(key.text));
      }
    }
    return below;
  }

  Shape* Below(const QueryPart& part, const QueryPart* before, Shape* shape,
               const Scope& scope) {
    if (const auto* key = std::get_if<KeyPart>(&part)) {
      return key->index ? shape->Element() : shape->Key(key->name);
    }
    if (std::holds_alternative<IndexPart>(part) ||
        std::holds_alternative<AllIndicesPart>(part)) {
      return shape->Element();
    }
    if (std::holds_alternative<AllValuesPart>(part)) {
      return shape->Member();
    }
    if (const auto* keys = std::get_if<KeysFilterPart>(&part)) {
      Evaluate(keys->right, scope);
      return shape->Member();
    }
    if (const auto* filter = std::get_if<FilterPart>(&part)) {
      // Behind `.*` and `[*]` it is about what they selected.
      Shape* filtered =
          before != nullptr && std::holds_alternative<KeyPart>(*before)
              ? shape->Element()
              : shape;
      VisitAll(filter->clauses, Scope{.outer = &scope, .root = filtered});
      return filtered;
    }
    return shape;  // `this`.
  }

  const RuleFile& rules_;
  std::unique_ptr<Shape> root_;
  int depth_ = 0;
  int steps_ = 0;
};

Shape* Made(std::unique_ptr<Shape>* slot) {
  if (*slot == nullptr) {
    *slot = std::make_unique<Shape>();
  }
  return slot->get();
}

}  // namespace

Shape* Shape::Key(const std::string& key) { return Made(&keys[key]); }
Shape* Shape::Element() { return Made(&element); }
Shape* Shape::Member() { return Made(&member); }

std::unique_ptr<Shape> ShapeOf(const RuleFile& rules) {
  return ShapeReader(rules).Read();
}

}  // namespace connectguard::differential
