#include "hcl/conversion.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace connectguard::hcl {
namespace {

bool MentionsSet(const Expression& type) {
  if (const auto* object = std::get_if<Object>(&type.node)) {
    return std::any_of(
        object->items.begin(), object->items.end(),
        [](const ObjectItem& item) { return MentionsSet(*item.value); });
  }
  if (const auto* tuple = std::get_if<Tuple>(&type.node)) {
    return std::any_of(
        tuple->items.begin(), tuple->items.end(),
        [](const Expression* item) { return MentionsSet(*item); });
  }
  const auto* call = std::get_if<Call>(&type.node);
  return call != nullptr &&
         (call->name == "set" ||
          std::any_of(call->arguments.begin(), call->arguments.end(),
                      [](const Expression* argument) {
                        return MentionsSet(*argument);
                      }));
}

// Depth is bounded by the parser of the type.
class Converter {
 public:
  Converter(Evaluator* evaluator, Environment* environment)
      : evaluator_(evaluator), environment_(environment) {}

  Value To(const Value& value, const Expression& type) {
    if (value.Is(Kind::kNull)) {
      return value;
    }
    if (const auto* name = std::get_if<Variable>(&type.node)) {
      return ToPrimitive(value, name->name);
    }
    const auto* call = std::get_if<Call>(&type.node);
    if (call == nullptr || call->arguments.size() != 1) {
      return Unknown(value);
    }
    const Expression& inner = *call->arguments[0];
    if (value.Is(Kind::kUnknown) || value.Is(Kind::kHandle)) {
      return call->name == "set"  ? evaluator_->SetOf(value, environment_)
             : MentionsSet(inner) ? Unknown(value)
                                  : value;
    }
    if (call->name == "set" && value.Is(Kind::kList)) {
      const Value list = ToList(value, inner);
      return evaluator_->SetOf(list, environment_);
    }
    if (call->name == "list" && value.Is(Kind::kList) && !value.is_set) {
      return ToList(value, inner);
    }
    if (call->name == "map" && value.Is(Kind::kMap)) {
      return ToMap(value, inner);
    }
    const auto* object = std::get_if<Object>(&inner.node);
    if (call->name == "object" && object != nullptr && value.Is(Kind::kMap)) {
      return ToObject(value, *object);
    }
    const bool is_tuple = call->name == "tuple" && value.Is(Kind::kList);
    return is_tuple && !MentionsSet(inner) ? value : Unknown(value);
  }

 private:
  Value Unknown(const Value& value) {
    const Value from[] = {value};
    return evaluator_->UnknownFrom(from, *environment_);
  }

  Value ToPrimitive(const Value& value, std::string_view type) {
    const bool is_same = type == "any" || value.Is(Kind::kUnknown) ||
                         value.Is(Kind::kHandle) ||
                         (type == "string" && value.Is(Kind::kString)) ||
                         (type == "number" && value.Is(Kind::kNumber)) ||
                         (type == "bool" && value.Is(Kind::kBool));
    if (is_same) {
      return value;
    }
    std::string text;
    if (type != "string" || !TextOf(value, &text)) {
      return Unknown(value);
    }
    Value converted;
    converted.kind = Kind::kString;
    converted.text = evaluator_->arena().CopyText(text);
    return converted;
  }

  Value ToList(const Value& list, const Expression& type) {
    std::vector<Value> items;
    items.reserve(list.items.size());
    for (const Value& item : list.items) {
      items.push_back(To(item, type));
    }
    Value converted = list;
    converted.items =
        evaluator_->arena().CopyArray(std::span<const Value>(items));
    return converted;
  }

  Value MapOf(const Value& map, const std::vector<MapItem>& members) {
    Value converted = map;
    converted.members =
        evaluator_->arena().CopyArray(std::span<const MapItem>(members));
    return converted;
  }

  Value ToMap(const Value& map, const Expression& type) {
    std::vector<MapItem> members;
    members.reserve(map.members.size());
    for (const MapItem& member : map.members) {
      members.push_back({.key = member.key, .value = To(member.value, type)});
    }
    return MapOf(map, members);
  }

  // Only the attributes of the type are left.
  Value ToObject(const Value& map, const Object& type) {
    std::vector<MapItem> members;
    for (const ObjectItem& item : type.items) {
      const auto* key = std::get_if<std::string>(&item.key->node);
      if (key == nullptr) {
        return Unknown(map);
      }
      std::optional<Value> member = Attribute(Find(map, *key), *item.value);
      if (!member) {
        return Unknown(map);
      }
      members.push_back({.key = *key, .value = *std::move(member)});
    }
    std::sort(members.begin(), members.end(),
              [](const MapItem& a, const MapItem& b) { return a.key < b.key; });
    return MapOf(map, members);
  }

  // Nothing when it is missing and must not be.
  std::optional<Value> Attribute(const Value* given, const Expression& type) {
    const auto* optional = std::get_if<Call>(&type.node);
    if (optional == nullptr || optional->name != "optional" ||
        optional->arguments.empty()) {
      return given == nullptr ? std::nullopt : std::optional(To(*given, type));
    }
    const Expression& inner = *optional->arguments[0];
    if (given != nullptr && !given->Is(Kind::kNull)) {
      return To(*given, inner);
    }
    if (optional->arguments.size() > 1) {
      return To(evaluator_->Evaluate(*optional->arguments[1], environment_),
                inner);
    }
    Value null;
    null.kind = Kind::kNull;
    return null;
  }

  Evaluator* evaluator_;
  Environment* environment_;
};

}  // namespace

Value Convert(const Value& value, const Expression& type, Evaluator* evaluator,
              Environment* environment) {
  return Converter(evaluator, environment).To(value, type);
}

}  // namespace connectguard::hcl
