#include "hcl/evaluator.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include "base/limits.h"
#include "hcl/functions.h"

namespace connectguard::hcl {
namespace {

Value Bool(bool value) {
  Value made;
  made.kind = Kind::kBool;
  made.boolean = value;
  return made;
}

Value Number(double value) {
  Value made;
  made.kind = Kind::kNumber;
  made.number = value;
  return made;
}

Value NullValue() {
  Value made;
  made.kind = Kind::kNull;
  return made;
}

bool IsWhole(double number) {
  return std::abs(number) < 1e15 && std::floor(number) == number;
}

const Value* FindBinding(const Bindings* bindings, std::string_view name) {
  for (; bindings != nullptr; bindings = bindings->outer) {
    if (bindings->name == name) {
      return &bindings->value;
    }
  }
  return nullptr;
}

// Terraform converts texts to numbers and back where it needs to.
std::optional<double> NumberOf(const Value& value) {
  if (value.Is(Kind::kNumber)) {
    return value.number;
  }
  return std::nullopt;
}

}  // namespace

const Value* Find(const Value& map, std::string_view key) {
  if (!map.Is(Kind::kMap)) {
    return nullptr;
  }
  const auto found = std::lower_bound(
      map.members.begin(), map.members.end(), key,
      [](const MapItem& item, std::string_view k) { return item.key < k; });
  return found == map.members.end() || found->key != key ? nullptr
                                                         : &found->value;
}

bool TextOf(const Value& value, std::string* out) {
  switch (value.kind) {
    case Kind::kString:
      *out += value.text;
      return true;
    case Kind::kBool:
      *out += value.boolean ? "true" : "false";
      return true;
    case Kind::kNumber:
      if (!IsWhole(value.number)) {
        return false;
      }
      *out += fmt::format("{}", static_cast<std::int64_t>(value.number));
      return true;
    default:
      return false;
  }
}

bool Compare(const Value& a, const Value& b, bool* equal) {
  const auto scalar = [](const Value& v) {
    return v.Is(Kind::kNull) || v.Is(Kind::kBool) || v.Is(Kind::kNumber) ||
           v.Is(Kind::kString);
  };
  const bool null = a.Is(Kind::kNull) || b.Is(Kind::kNull);
  // Terraform converts what is given to a variable to its type; a plan shows
  // what was given.
  if (!scalar(a) || !scalar(b) || (a.kind != b.kind && !null)) {
    return false;
  }
  *equal = a.kind == b.kind && a.boolean == b.boolean && a.number == b.number &&
           a.text == b.text;
  return true;
}

Value Evaluator::Open() {
  Value open;
  open.open = true;
  return open;
}

Value Evaluator::List(std::span<const Value> items, bool is_set) {
  Value list;
  list.kind = Kind::kList;
  list.is_set = is_set;
  list.items = arena_->CopyArray(items);
  return list;
}

Value Evaluator::Map(std::vector<MapItem> members) {
  // Of equal keys the last one counts.
  std::stable_sort(
      members.begin(), members.end(),
      [](const MapItem& a, const MapItem& b) { return a.key < b.key; });
  std::vector<MapItem> unique;
  for (const MapItem& member : members) {
    if (!unique.empty() && unique.back().key == member.key) {
      unique.back() = member;
    } else {
      unique.push_back(member);
    }
  }
  Value map;
  map.kind = Kind::kMap;
  map.members = arena_->CopyArray(std::span<const MapItem>(unique));
  return map;
}

Value Evaluator::String(std::string_view text) {
  Value made;
  made.kind = Kind::kString;
  made.text = arena_->CopyText(text);
  return made;
}

void Evaluator::AddOrigins(const Value& value, const Environment& environment,
                           std::vector<Handle>* origins, bool* open,
                           int depth) const {
  const auto add = [&](const Handle& handle) {
    if (std::find(origins->begin(), origins->end(), handle) != origins->end()) {
      return;
    }
    if (origins->size() >= kMaxOrigins) {
      *open = true;
    } else {
      origins->push_back(handle);
    }
  };
  if (depth > limits::kMaxHclDepth) {
    *open = true;
    return;
  }
  switch (value.kind) {
    case Kind::kUnknown:
      *open = *open || value.open;
      std::for_each(value.origins.begin(), value.origins.end(), add);
      return;
    case Kind::kHandle:
      if (environment.IsOrigin(value.handle)) {
        add(value.handle);
      } else {
        *open = true;
      }
      return;
    case Kind::kList:
      for (const Value& item : value.items) {
        AddOrigins(item, environment, origins, open, depth + 1);
      }
      return;
    case Kind::kMap:
      for (const MapItem& member : value.members) {
        AddOrigins(member.value, environment, origins, open, depth + 1);
      }
      return;
    default:
      std::for_each(value.origins.begin(), value.origins.end(), add);
      // In a list or map that is chosen from, a text is a choice.
      *open = *open || (depth > 0 &&
                        (value.Is(Kind::kString) || value.Is(Kind::kNumber)));
      return;
  }
}

Value Evaluator::UnknownFrom(std::span<const Value> values,
                             const Environment& environment) {
  Value unknown;
  std::vector<Handle> origins;
  for (const Value& value : values) {
    AddOrigins(value, environment, &origins, &unknown.open, 0);
  }
  // Made of nothing that refers to anything: who knows what it names.
  unknown.open = unknown.open || origins.empty();
  unknown.origins = arena_->CopyArray(std::span<const Handle>(origins));
  return unknown;
}

Value Evaluator::UnknownChoice(std::span<const Value> values,
                               const Environment& environment) {
  Value unknown = UnknownFrom(values, environment);
  unknown.open = unknown.open ||
                 std::any_of(values.begin(), values.end(), [](const Value& v) {
                   return v.Is(Kind::kString) || v.Is(Kind::kNumber);
                 });
  return unknown;
}

Value Evaluator::Force(const Value& value, Environment* environment) {
  return value.Is(Kind::kHandle) ? environment->ValueOf(value.handle) : value;
}

Value Evaluator::Evaluate(const Expression& expression,
                          Environment* environment, const Bindings* bindings) {
  return Run(expression, {.environment = environment,
                          .bindings = bindings,
                          .splat_item = nullptr});
}

Value Evaluator::Run(const Expression& expression, const Context& context) {
  if (steps_ == 0 || depth_ > kMaxDepth) {
    return Open();
  }
  --steps_;
  ++depth_;
  const Value value = Visit(expression, context);
  --depth_;
  return value;
}

Value Evaluator::Visit(const Expression& expression, const Context& context) {
  return std::visit(
      [&](const auto& node) -> Value {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, Null>) {
          return NullValue();
        } else if constexpr (std::is_same_v<T, bool>) {
          return Bool(node);
        } else if constexpr (std::is_same_v<T, double>) {
          return Number(node);
        } else if constexpr (std::is_same_v<T, std::string>) {
          Value text;
          text.kind = Kind::kString;
          text.text = node;
          return text;
        } else if constexpr (std::is_same_v<T, SplatItem>) {
          return context.splat_item == nullptr ? Open() : *context.splat_item;
        } else if constexpr (std::is_same_v<T, Attribute>) {
          return AttributeOf(Run(*node.object, context), node.name,
                             context.environment);
        } else if constexpr (std::is_same_v<T, Index>) {
          return IndexOf(Run(*node.object, context), Run(*node.key, context),
                         context.environment);
        } else if constexpr (std::is_same_v<T, Template>) {
          return RunTemplate(node, context);
        } else if constexpr (std::is_same_v<T, Variable>) {
          return RunVariable(node, context);
        } else if constexpr (std::is_same_v<T, Splat>) {
          return RunSplat(node, context);
        } else if constexpr (std::is_same_v<T, Call>) {
          return RunCall(node, context);
        } else if constexpr (std::is_same_v<T, Conditional>) {
          return RunConditional(node, context);
        } else if constexpr (std::is_same_v<T, Binary>) {
          return RunBinary(node, context);
        } else if constexpr (std::is_same_v<T, Unary>) {
          return RunUnary(node, context);
        } else if constexpr (std::is_same_v<T, Tuple>) {
          return RunTuple(node, context);
        } else if constexpr (std::is_same_v<T, Object>) {
          return RunObject(node, context);
        } else {
          return RunFor(node, context);
        }
      },
      expression.node);
}

Value Evaluator::RunVariable(const Variable& node, const Context& context) {
  const Value* bound = FindBinding(context.bindings, node.name);
  return bound != nullptr ? *bound : context.environment->Root(node.name);
}

Value Evaluator::AttributeOf(const Value& object, std::string_view name,
                             Environment* environment) {
  if (object.Is(Kind::kHandle)) {
    return environment->AttributeOf(object.handle, name);
  }
  if (const Value* member = Find(object, name)) {
    return *member;
  }
  // Of an unknown object: what it was made of, without knowing which part.
  const Value from[] = {object};
  return object.Is(Kind::kUnknown) ? UnknownFrom(from, *environment) : Open();
}

Value Evaluator::IndexOf(const Value& object, const Value& key,
                         Environment* environment) {
  const Value known_key = Force(key, environment);
  if (object.Is(Kind::kHandle)) {
    return environment->IndexOf(object.handle, known_key);
  }
  if (object.Is(Kind::kList) && !object.is_set && known_key.Is(Kind::kNumber) &&
      known_key.number >= 0 && IsWhole(known_key.number) &&
      known_key.number < static_cast<double>(object.items.size())) {
    return object.items[static_cast<std::size_t>(known_key.number)];
  }
  std::string text;
  if (object.Is(Kind::kMap) && TextOf(known_key, &text)) {
    const Value* member = Find(object, text);
    return member == nullptr ? Open() : *member;
  }
  // One of the elements, or part of what nobody knows.
  std::vector<Value> elements(object.items.begin(), object.items.end());
  for (const MapItem& member : object.members) {
    elements.push_back(member.value);
  }
  return elements.empty()
             ? UnknownFrom(std::span<const Value>(&object, 1), *environment)
             : UnknownChoice(elements, *environment);
}

Value Evaluator::RunTemplate(const Template& node, const Context& context) {
  std::vector<Value> parts;
  for (const Expression* part : node.parts) {
    parts.push_back(Run(*part, context));
  }
  if (parts.size() == 1 && !node.opaque) {
    return parts.front();  // `"${x}"` is x.
  }
  std::string text;
  const bool known =
      !node.opaque &&
      std::all_of(parts.begin(), parts.end(), [&](const Value& part) {
        return TextOf(Force(part, context.environment), &text);
      });
  const Value unknown = UnknownFrom(parts, *context.environment);
  if (!known) {
    return unknown;
  }
  Value made = String(text);
  made.origins = unknown.origins;
  return made;
}

Value Evaluator::RunSplat(const Splat& node, const Context& context) {
  const Value whole = Run(*node.object, context);
  Value object = Force(whole, context.environment);
  const bool one_handle = whole.Is(Kind::kHandle) && object.Is(Kind::kUnknown);
  if (object.Is(Kind::kMap) || (one_handle && !object.open)) {
    object = List(std::span<const Value>(&whole, 1));  // One thing is a list.
  } else if (object.Is(Kind::kNull)) {
    object = List({});
  } else if (!object.Is(Kind::kList)) {
    const Value from[] = {whole};
    return UnknownFrom(from, *context.environment);
  }
  std::vector<Value> items;
  Context inner = context;
  for (const Value& item : object.items) {
    inner.splat_item = &item;
    items.push_back(Run(*node.each, inner));
  }
  return List(items);
}

Value Evaluator::RunConditional(const Conditional& node,
                                const Context& context) {
  const Value condition =
      Force(Run(*node.condition, context), context.environment);
  if (condition.Is(Kind::kBool)) {
    return Run(condition.boolean ? *node.yes : *node.no, context);
  }
  const Value both[] = {Run(*node.yes, context), Run(*node.no, context)};
  if (both[0].Is(Kind::kHandle) && both[1].Is(Kind::kHandle) &&
      both[0].handle == both[1].handle) {
    return both[0];
  }
  return UnknownChoice(both, *context.environment);
}

Value Evaluator::RunBinary(const Binary& node, const Context& context) {
  const Value left = Force(Run(*node.left, context), context.environment);
  const Value right = Force(Run(*node.right, context), context.environment);
  const std::string_view operation = node.operation;
  if (operation == "&&" || operation == "||") {
    const bool decides = operation == "||";
    for (const Value* side : {&left, &right}) {
      if (side->Is(Kind::kBool) && side->boolean == decides) {
        return Bool(decides);
      }
    }
    return left.Is(Kind::kBool) && right.Is(Kind::kBool) ? Bool(!decides)
                                                         : Open();
  }
  if (operation == "==" || operation == "!=") {
    bool equal = false;
    return Compare(left, right, &equal) ? Bool(equal == (operation == "=="))
                                        : Open();
  }
  const std::optional<double> a = NumberOf(left);
  const std::optional<double> b = NumberOf(right);
  if (!a || !b) {
    return Open();
  }
  switch (operation[0]) {
    case '+':
      return Number(*a + *b);
    case '-':
      return Number(*a - *b);
    case '*':
      return Number(*a * *b);
    case '/':
      return *b == 0 ? Open() : Number(*a / *b);
    case '%':
      return *b == 0 ? Open() : Number(std::fmod(*a, *b));
    case '<':
      return Bool(operation == "<" ? *a < *b : *a <= *b);
    default:
      return Bool(operation == ">" ? *a > *b : *a >= *b);
  }
}

Value Evaluator::RunUnary(const Unary& node, const Context& context) {
  const Value operand = Force(Run(*node.operand, context), context.environment);
  if (node.operation == '!') {
    return operand.Is(Kind::kBool) ? Bool(!operand.boolean) : Open();
  }
  return operand.Is(Kind::kNumber) ? Number(-operand.number) : Open();
}

Value Evaluator::RunTuple(const Tuple& node, const Context& context) {
  std::vector<Value> items;
  for (const Expression* item : node.items) {
    items.push_back(Run(*item, context));
  }
  return List(items);
}

Value Evaluator::RunObject(const Object& node, const Context& context) {
  std::vector<MapItem> members;
  std::vector<Value> values;
  bool known = true;
  for (const ObjectItem& item : node.items) {
    const Value key = Force(Run(*item.key, context), context.environment);
    values.push_back(Run(*item.value, context));
    std::string text;
    known = known && TextOf(key, &text);
    members.push_back({.key = arena_->CopyText(text), .value = values.back()});
  }
  return known ? Map(std::move(members))
               : UnknownChoice(values, *context.environment);
}

Value Evaluator::RunFor(const For& node, const Context& context) {
  const Value whole = Run(*node.over, context);
  const Value over = Force(whole, context.environment);
  struct Each {
    Value key;
    Value value;
  };
  std::vector<Each> all;
  if (over.Is(Kind::kMap)) {
    for (const MapItem& member : over.members) {
      all.push_back({.key = String(member.key), .value = member.value});
    }
  } else if (over.Is(Kind::kList)) {
    for (std::size_t i = 0; i < over.items.size(); ++i) {
      all.push_back(
          {.key = over.is_set ? over.items[i] : Number(static_cast<double>(i)),
           .value = over.items[i]});
    }
  }
  // The order of a set is known only when its elements are texts.
  const bool unordered =
      over.is_set &&
      !std::all_of(over.items.begin(), over.items.end(),
                   [](const Value& v) { return v.Is(Kind::kString); });
  std::vector<Value> results;
  std::vector<MapItem> members;
  bool known = (over.Is(Kind::kMap) || over.Is(Kind::kList)) && !node.groups;
  if (!known) {
    // The body may still name things that do not depend on the elements.
    Value element =
        UnknownFrom(std::span<const Value>(&whole, 1), *context.environment);
    all = {{.key = Open(), .value = element}};
  }
  for (const Each& each : all) {
    const Bindings key = {
        .name = node.key_name, .value = each.key, .outer = context.bindings};
    const Bindings value = {
        .name = node.value_name,
        .value = each.value,
        .outer = node.key_name.empty() ? context.bindings : &key};
    Context inner = context;
    inner.bindings = &value;
    const Value kept =
        node.condition == nullptr
            ? Bool(true)
            : Force(Run(*node.condition, inner), context.environment);
    if (kept.Is(Kind::kBool) && !kept.boolean) {
      continue;
    }
    known = known && kept.Is(Kind::kBool);
    results.push_back(Run(*node.result, inner));
    if (node.result_key != nullptr) {
      std::string text;
      known = known &&
              TextOf(Force(Run(*node.result_key, inner), context.environment),
                     &text);
      members.push_back(
          {.key = arena_->CopyText(text), .value = results.back()});
    }
  }
  if (!known || steps_ == 0) {
    Value unknown = UnknownChoice(results, *context.environment);
    unknown.open = unknown.open || steps_ == 0;
    return unknown;
  }
  return node.result_key != nullptr ? Map(std::move(members))
                                    : List(results, unordered);
}

Value Evaluator::SetOf(const Value& value, Environment* environment) {
  return Functions(this, environment)
      .Call("toset", std::span<const Value>(&value, 1));
}

Value Evaluator::RunCall(const Call& node, const Context& context) {
  std::vector<Value> arguments;
  for (const Expression* argument : node.arguments) {
    arguments.push_back(Run(*argument, context));
  }
  if (node.expands_last) {
    const Value last = Force(arguments.back(), context.environment);
    if (!last.Is(Kind::kList)) {
      return UnknownFrom(arguments, *context.environment);
    }
    arguments.pop_back();
    arguments.insert(arguments.end(), last.items.begin(), last.items.end());
  }
  return Functions(this, context.environment).Call(node.name, arguments);
}

}  // namespace connectguard::hcl
