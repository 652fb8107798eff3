#include "hcl/functions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace connectguard::hcl {
Value Functions::Unknown(Arguments arguments) {
  return evaluator_->UnknownFrom(arguments, *environment_);
}

Value Functions::Force(const Value& value) {
  return evaluator_->Force(value, environment_);
}

bool Functions::ElementsOf(const Value& value, std::vector<Value>* out) {
  const Value known = Force(value);
  if (known.Is(Kind::kList)) {
    out->assign(known.items.begin(), known.items.end());
    return true;
  }
  if (known.Is(Kind::kMap)) {
    for (const MapItem& member : known.members) {
      out->push_back(member.value);
    }
    return true;
  }
  return false;
}

Value Functions::Call(std::string_view name, Arguments arguments) {
  using Method = Value (Functions::*)(Arguments);
  static constexpr std::array<std::pair<std::string_view, Method>, 27> kAll = {
      {{"element", &Functions::Element},
       {"values", &Functions::Values},
       {"keys", &Functions::Keys},
       {"toset", &Functions::ToSet},
       {"tolist", &Functions::ToList},
       {"length", &Functions::Length},
       {"lookup", &Functions::Lookup},
       {"merge", &Functions::Merge},
       {"one", &Functions::One},
       {"concat", &Functions::Concat},
       {"flatten", &Functions::Flatten},
       {"setproduct", &Functions::SetProduct},
       {"zipmap", &Functions::ZipMap},
       {"range", &Functions::Range},
       {"try", &Functions::Try},
       {"coalesce", &Functions::Coalesce},
       {"join", &Functions::Join},
       {"reverse", &Functions::Reverse},
       {"sort", &Functions::Sort},
       {"distinct", &Functions::Distinct},
       {"contains", &Functions::Contains},
       {"floor", &Functions::Floor},
       {"jsonencode", &Functions::JsonEncode},
       {"ceil", &Functions::Ceil},
       {"tomap", &Functions::Same},
       {"sensitive", &Functions::Same},
       {"nonsensitive", &Functions::Same}}};
  if (arguments.empty()) {
    return Evaluator::Open();
  }
  if (name == "lower" || name == "upper") {
    return Case(arguments, name == "upper");
  }
  if (name == "tostring") {
    std::string text;
    return TextOf(Force(arguments[0]), &text) ? Text(text, arguments)
                                              : arguments[0];
  }
  for (const auto& [known, method] : kAll) {
    if (known == name) {
      return (this->*method)(arguments);
    }
  }
  return Unknown(arguments);
}

Value Functions::Same(Arguments arguments) { return arguments[0]; }

Value Functions::Element(Arguments arguments) {
  const Value list = Force(arguments[0]);
  const Value index =
      arguments.size() > 1 ? Force(arguments[1]) : Evaluator::Open();
  if (!list.Is(Kind::kList) || list.is_set || list.items.empty() ||
      !index.Is(Kind::kNumber) || index.number < 0 ||
      std::floor(index.number) != index.number) {
    return list.Is(Kind::kList)
               ? evaluator_->IndexOf(list, Evaluator::Open(), environment_)
               : Unknown(arguments.subspan(0, 1));
  }
  const double size = static_cast<double>(list.items.size());
  return list.items[static_cast<std::size_t>(std::fmod(index.number, size))];
}

Value Functions::Values(Arguments arguments) {
  const Value map = Force(arguments[0]);
  std::vector<Value> items;
  return map.Is(Kind::kMap) && ElementsOf(map, &items) ? evaluator_->List(items)
                                                       : Unknown(arguments);
}

Value Functions::Keys(Arguments arguments) {
  const Value map = Force(arguments[0]);
  if (!map.Is(Kind::kMap)) {
    return Evaluator::Open();
  }
  std::vector<Value> keys;
  for (const MapItem& member : map.members) {
    keys.push_back(evaluator_->String(member.key));
  }
  return evaluator_->List(keys);
}

// Only of texts: the order of other elements would have to be computed too.
Value Functions::ToSet(Arguments arguments) {
  std::vector<Value> items;
  if (!ElementsOf(arguments[0], &items)) {
    return Unknown(arguments);
  }
  for (Value& item : items) {
    const Value text = Force(item);
    if (!text.Is(Kind::kString)) {
      // Nobody knows the order, nor which of them are equal, unless there is
      // only one.
      return items.size() == 1 ? evaluator_->List(items, /*is_set=*/true)
                               : Unknown(arguments);
    }
    item = text;
  }
  const auto less = [](const Value& a, const Value& b) {
    return a.text < b.text;
  };
  std::sort(items.begin(), items.end(), less);
  items.erase(std::unique(items.begin(), items.end(),
                          [](const Value& a, const Value& b) {
                            return a.text == b.text;
                          }),
              items.end());
  return evaluator_->List(items, /*is_set=*/true);
}

Value Functions::ToList(Arguments arguments) {
  const Value list = Force(arguments[0]);
  const bool ordered =
      !list.is_set ||
      std::all_of(list.items.begin(), list.items.end(),
                  [](const Value& item) { return item.Is(Kind::kString); });
  return list.Is(Kind::kList) ? evaluator_->List(list.items, !ordered)
                              : Unknown(arguments);
}

Value Functions::Length(Arguments arguments) {
  const Value what = Force(arguments[0]);
  Value size;
  size.kind = Kind::kNumber;
  if (what.Is(Kind::kList)) {
    size.number = static_cast<double>(what.items.size());
  } else if (what.Is(Kind::kMap)) {
    size.number = static_cast<double>(what.members.size());
  } else if (what.Is(Kind::kString) && IsAscii(what.text)) {
    size.number = static_cast<double>(what.text.size());
  } else {
    return Evaluator::Open();
  }
  return size;
}

Value Functions::Lookup(Arguments arguments) {
  const Value map = Force(arguments[0]);
  std::string key;
  if (arguments.size() < 2 || !map.Is(Kind::kMap) ||
      !TextOf(Force(arguments[1]), &key)) {
    const Value choice[] = {
        map.Is(Kind::kMap)
            ? evaluator_->IndexOf(map, Evaluator::Open(), environment_)
            : Unknown(arguments.subspan(0, 1)),
        arguments.back()};
    return evaluator_->UnknownChoice(choice, *environment_);
  }
  const Value* member = Find(map, key);
  if (member != nullptr) {
    return *member;
  }
  return arguments.size() > 2 ? arguments[2] : Evaluator::Open();
}

Value Functions::Merge(Arguments arguments) {
  std::vector<MapItem> members;
  for (const Value& argument : arguments) {
    const Value map = Force(argument);
    if (map.Is(Kind::kNull)) {
      continue;
    }
    if (!map.Is(Kind::kMap)) {
      return Unknown(arguments);
    }
    members.insert(members.end(), map.members.begin(), map.members.end());
  }
  return evaluator_->Map(std::move(members));
}

Value Functions::One(Arguments arguments) {
  std::vector<Value> items;
  if (!ElementsOf(arguments[0], &items) || items.size() > 1) {
    return Unknown(arguments);
  }
  if (items.empty()) {
    Value null;
    null.kind = Kind::kNull;
    return null;
  }
  return items.front();
}

Value Functions::Concat(Arguments arguments) {
  std::vector<Value> all;
  for (const Value& argument : arguments) {
    const Value list = Force(argument);
    if (!list.Is(Kind::kList) || list.is_set) {
      return Unknown(arguments);
    }
    all.insert(all.end(), list.items.begin(), list.items.end());
  }
  return evaluator_->List(all);
}

void Functions::AddFlat(const Value& value, std::vector<Value>* out,
                        bool* known, int depth) {
  const Value inner = Force(value);
  if (inner.Is(Kind::kList) && depth <= limits::kMaxHclDepth) {
    for (const Value& item : inner.items) {
      AddFlat(item, out, known, depth + 1);
    }
    return;
  }
  // What is unknown may be a list of any length.
  *known = *known && !inner.Is(Kind::kUnknown);
  out->push_back(value);
}

Value Functions::Flatten(Arguments arguments) {
  std::vector<Value> all;
  bool known = Force(arguments[0]).Is(Kind::kList);
  AddFlat(arguments[0], &all, &known, 0);
  return known && all.size() <= Evaluator::kMaxElements ? evaluator_->List(all)
                                                        : Unknown(arguments);
}

Value Functions::SetProduct(Arguments arguments) {
  std::vector<std::vector<Value>> rows = {{}};
  bool is_set = false;
  for (const Value& argument : arguments) {
    is_set = is_set || Force(argument).is_set;
    std::vector<Value> items;
    if (!ElementsOf(argument, &items) ||
        rows.size() * items.size() > Evaluator::kMaxElements) {
      return Unknown(arguments);
    }
    std::vector<std::vector<Value>> longer;
    for (const std::vector<Value>& row : rows) {
      for (const Value& item : items) {
        longer.push_back(row);
        longer.back().push_back(item);
      }
    }
    rows = std::move(longer);
  }
  std::vector<Value> all;
  for (const std::vector<Value>& row : rows) {
    all.push_back(evaluator_->List(row));
  }
  return evaluator_->List(all, is_set);
}

Value Functions::ZipMap(Arguments arguments) {
  const Value keys = Force(arguments[0]);
  const Value values =
      arguments.size() > 1 ? Force(arguments[1]) : Evaluator::Open();
  if (!keys.Is(Kind::kList) || !values.Is(Kind::kList) ||
      keys.items.size() != values.items.size()) {
    return Unknown(arguments);
  }
  std::vector<MapItem> members;
  for (std::size_t i = 0; i < keys.items.size(); ++i) {
    std::string key;
    if (!TextOf(Force(keys.items[i]), &key)) {
      return Unknown(arguments);
    }
    members.push_back(
        {.key = evaluator_->String(key).text, .value = values.items[i]});
  }
  return evaluator_->Map(std::move(members));
}

// Only `range(n)` and `range(a, b)`.
Value Functions::Range(Arguments arguments) {
  const Value first = Force(arguments[0]);
  const Value second = arguments.size() > 1 ? Force(arguments[1]) : first;
  if (arguments.size() > 2 || !first.Is(Kind::kNumber) ||
      !second.Is(Kind::kNumber)) {
    return Evaluator::Open();
  }
  const double begin = arguments.size() > 1 ? first.number : 0;
  const double end = second.number;
  if (end - begin > static_cast<double>(Evaluator::kMaxElements) ||
      end < begin) {
    return Evaluator::Open();
  }
  std::vector<Value> numbers;
  for (double at = begin; at < end; ++at) {
    Value number;
    number.kind = Kind::kNumber;
    number.number = at;
    numbers.push_back(number);
  }
  return evaluator_->List(numbers);
}

// The first that is certain not to be an error.
Value Functions::Try(Arguments arguments) {
  const Value& first = arguments[0];
  const bool certain =
      !first.Is(Kind::kUnknown) &&
      (!first.Is(Kind::kHandle) || environment_->IsCertain(first.handle));
  return !certain ? evaluator_->UnknownChoice(arguments, *environment_) : first;
}

// The first that is neither null nor empty.
Value Functions::Coalesce(Arguments arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Value value = Force(arguments[i]);
    if (value.Is(Kind::kUnknown)) {
      return evaluator_->UnknownChoice(arguments.subspan(i), *environment_);
    }
    if (!value.Is(Kind::kNull) &&
        !(value.Is(Kind::kString) && value.text.empty())) {
      return arguments[i];
    }
  }
  return Evaluator::Open();
}

Value Functions::Case(Arguments arguments, bool upper) {
  const Value text = Force(arguments[0]);
  if (!text.Is(Kind::kString) || !IsAscii(text.text)) {
    return Unknown(arguments);
  }
  std::string changed(text.text);
  for (char& c : changed) {
    if (upper && c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    } else if (!upper && c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return Text(changed, arguments);
}

Value Functions::Join(Arguments arguments) {
  std::vector<Value> items;
  std::string text;
  const bool one_list =
      arguments.size() == 2 && ElementsOf(arguments[1], &items);
  if (!one_list || !Force(arguments[0]).Is(Kind::kString)) {
    return Unknown(arguments);
  }
  const std::string separator(Force(arguments[0]).text);
  for (std::size_t i = 0; i < items.size(); ++i) {
    text += i == 0 ? "" : separator;
    if (!TextOf(Force(items[i]), &text)) {
      return Unknown(arguments);
    }
  }
  return Text(text, arguments);
}

Value Functions::Text(std::string_view text, Arguments from) {
  Value made = evaluator_->String(text);
  made.origins = Unknown(from).origins;
  return made;
}

Value Functions::Reverse(Arguments arguments) {
  const Value list = Force(arguments[0]);
  if (!list.Is(Kind::kList) || list.is_set) {
    return Unknown(arguments);
  }
  std::vector<Value> items(list.items.rbegin(), list.items.rend());
  return evaluator_->List(items);
}

Value Functions::Sort(Arguments arguments) {
  const Value list = Force(arguments[0]);
  std::vector<Value> items;
  for (const Value& item : list.items) {
    items.push_back(Force(item));
    if (!items.back().Is(Kind::kString)) {
      return Unknown(arguments);
    }
  }
  std::sort(items.begin(), items.end(),
            [](const Value& a, const Value& b) { return a.text < b.text; });
  return list.Is(Kind::kList) ? evaluator_->List(items) : Unknown(arguments);
}

// Only of texts and numbers, which can be told apart.
Value Functions::Distinct(Arguments arguments) {
  const Value list = Force(arguments[0]);
  std::vector<Value> items;
  for (const Value& item : list.items) {
    bool repeated = false;
    for (std::size_t i = 0; i < items.size() && !repeated; ++i) {
      if (!Compare(Force(items[i]), Force(item), &repeated)) {
        return Unknown(arguments);
      }
    }
    if (!repeated) {
      items.push_back(item);
    }
  }
  return list.Is(Kind::kList) ? evaluator_->List(items) : Unknown(arguments);
}

Value Functions::Contains(Arguments arguments) {
  const Value list = Force(arguments[0]);
  if (!list.Is(Kind::kList) || arguments.size() < 2) {
    return Evaluator::Open();
  }
  Value found;
  found.kind = Kind::kBool;
  const Value wanted = Force(arguments[1]);
  for (const Value& item : list.items) {
    bool same = false;
    if (!Compare(Force(item), wanted, &same)) {
      return Evaluator::Open();
    }
    found.boolean = found.boolean || same;
  }
  return found;
}

// The text itself is not made.
Value Functions::JsonEncode(Arguments arguments) {
  Value text = Unknown(arguments);
  if (arguments.size() == 1) {
    text.encoded = evaluator_->arena().New<Value>(arguments[0]);
  }
  return text;
}

Value Functions::Floor(Arguments arguments) {
  Value number = Force(arguments[0]);
  number.number = std::floor(number.number);
  return number.Is(Kind::kNumber) ? number : Evaluator::Open();
}

Value Functions::Ceil(Arguments arguments) {
  Value number = Force(arguments[0]);
  number.number = std::ceil(number.number);
  return number.Is(Kind::kNumber) ? number : Evaluator::Open();
}

}  // namespace connectguard::hcl
