#include "cfn_guard/rule_generator.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "base/number_text.h"

namespace connectguard {
namespace {

// --- literals ---------------------------------------------------------------

// A backslash before the quote around it makes that quote part of the text, so
// it cannot stand there for itself, nor at the end.
bool CanQuote(std::string_view text, char quote) {
  return !text.ends_with('\\') &&
         text.find(std::string{'\\', quote}) == std::string_view::npos;
}

std::string Quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) {
      out += '\\';
    }
    out += c;
  }
  return out + quote;
}

// The text as a literal; nullopt when there is none.
std::optional<std::string> StringLiteral(std::string_view text,
                                         char preferred) {
  const char other = preferred == '"' ? '\'' : '"';
  for (const char quote : {preferred, other}) {
    if (CanQuote(text, quote)) {
      return Quoted(text, quote);
    }
  }
  return std::nullopt;
}

// The sign of an exponent is needed, that of the number not allowed.
std::optional<std::string> FloatLiteral(double value) {
  if (!std::isfinite(value) || std::signbit(value)) {
    return std::nullopt;
  }
  std::string text = ShortNumber(value);
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos && text[exponent + 1] != '-') {
    text.insert(exponent + 1, "+");
  }
  return text;
}

class LiteralWriter {
 public:
  explicit LiteralWriter(const Document& document) : document_(document) {}

  // Nullopt when the language has no literal for the value, or for one in it.
  std::optional<std::string> Write(const Value& value) const {
    switch (value.kind) {
      case Kind::kNull:
        return "null";
      case Kind::kBool:
        return value.boolean ? "true" : "false";
      case Kind::kInt:
        return WriteInt(value);
      case Kind::kFloat:
        return FloatLiteral(value.real);
      case Kind::kString:
        return StringLiteral(value.AsString(), '"');
      case Kind::kList:
        return WriteList(value);
      case Kind::kMap:
        return WriteMap(value);
      default:
        return std::nullopt;
    }
  }

 private:
  // The smallest integer has no literal. A number beyond 64 bits with sign has
  // wrapped around when it was read.
  std::optional<std::string> WriteInt(const Value& value) const {
    const std::string_view text = document_.file(value.file).text();
    const bool wrapped = value.integer < 0 && value.begin < text.size() &&
                         text[value.begin] != '-';
    if (wrapped || value.integer == std::numeric_limits<std::int64_t>::min()) {
      return std::nullopt;
    }
    return std::to_string(value.integer);
  }

  std::optional<std::string> WriteList(const Value& list) const {
    std::vector<std::string> items;
    for (const Value& item : list.AsList()) {
      std::optional<std::string> literal = Write(item);
      if (!literal) {
        return std::nullopt;
      }
      items.push_back(*std::move(literal));
    }
    return fmt::format("[{}]", fmt::join(items, ","));
  }

  std::optional<std::string> WriteMap(const Value& map) const {
    std::vector<std::string> members;
    for (const Member& member : map.AsMap()) {
      const std::optional<std::string> key =
          StringLiteral(member.key->text, '"');
      const std::optional<std::string> literal = Write(member.value);
      if (!key || !literal) {
        return std::nullopt;
      }
      members.push_back(fmt::format("{}:{}", *key, *literal));
    }
    return fmt::format("{{{}}}", fmt::join(members, ","));
  }

  const Document& document_;
};

// --- queries ----------------------------------------------------------------

bool IsNameCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool IsName(std::string_view text) {
  return !text.empty() &&
         std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin(), text.end(), IsNameCharacter);
}

// What reads as a number selects from lists only.
bool IsIndex(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  std::int32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return !text.empty() && error == std::errc() && stop == end;
}

// A key as it stands behind a dot; nullopt for one that no query reaches.
std::optional<std::string> KeyText(std::string_view key) {
  if (IsName(key)) {
    return std::string(key);
  }
  if (IsIndex(key) || key.starts_with('%')) {
    return std::nullopt;
  }
  return StringLiteral(key, '"');
}

std::string OneLine(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return out;
}

// --- what the template has --------------------------------------------------

struct Property {
  std::string_view name;
  std::vector<std::string> values;  // Literals, each once.
  std::unordered_set<std::string> seen;
  bool unwritable = false;  // A value has no literal.
};

struct ResourceType {
  std::string_view name;
  std::vector<Property> properties;
};

template <typename T>
T& Named(std::vector<T>* items, std::string_view name) {
  const auto found = std::find_if(items->begin(), items->end(),
                                  [&](const T& t) { return t.name == name; });
  if (found != items->end()) {
    return *found;
  }
  T item;
  item.name = name;
  items->push_back(std::move(item));
  return items->back();
}

Status AddResource(const Document& document, const Member& resource,
                   std::vector<ResourceType>* types) {
  const Value* properties = Find(resource.value, "Properties");
  if (properties == nullptr || !properties->Is(Kind::kMap) ||
      properties->size == 0) {
    return {};
  }
  const Value* type = Find(resource.value, "Type");
  if (type == nullptr || !type->Is(Kind::kString)) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("Template Resources section has an invalid "
                            "structure: resource `{}` has no Type",
                            resource.key->text));
  }
  const LiteralWriter literals(document);
  ResourceType& entry = Named(types, type->AsString());
  for (const Member& member : properties->AsMap()) {
    Property& property = Named(&entry.properties, member.key->text);
    const std::optional<std::string> literal = literals.Write(member.value);
    if (!literal) {
      property.unwritable = true;
    } else if (property.seen.insert(*literal).second) {
      property.values.push_back(*literal);
    }
  }
  return {};
}

// --- rules ------------------------------------------------------------------

// `AWS::EC2::Volume` is `aws_ec2_volume`. Two types never have one name.
std::string NameOfType(std::string_view type, std::set<std::string>* taken) {
  std::string base;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const char c = type[i];
    if (type.substr(i).starts_with("::")) {
      ++i;
    }
    base += IsNameCharacter(c)
                ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                : '_';
  }
  if (!IsName(base)) {
    base.insert(0, "type_");
  }
  std::string name = base;
  for (int number = 2; !taken->insert(name).second; ++number) {
    name = fmt::format("{}_{}", base, number);
  }
  return name;
}

std::string ClauseOf(std::string_view variable, const Property& property) {
  const std::optional<std::string> key = KeyText(property.name);
  if (!key) {
    return fmt::format("  # {}: no query reaches a key of this name\n",
                       OneLine(property.name));
  }
  if (property.unwritable) {
    return fmt::format("  # {}: a value of it cannot be written as a literal\n",
                       *key);
  }
  return property.values.size() > 1
             ? fmt::format("  %{}.Properties.{} IN [{}]\n", variable, *key,
                           fmt::join(property.values, ", "))
             : fmt::format("  %{}.Properties.{} == {}\n", variable, *key,
                           property.values.front());
}

void AppendRule(const ResourceType& type, std::set<std::string>* taken,
                std::string* out) {
  const std::optional<std::string> literal = StringLiteral(type.name, '\'');
  if (!literal) {
    *out += fmt::format("# {}: cannot be written as a literal\n",
                        OneLine(type.name));
    return;
  }
  const std::string name = NameOfType(type.name, taken);
  const std::string variable = name + "_resources";
  std::string body;
  bool says_something = false;
  for (const Property& property : type.properties) {
    const std::string clause = ClauseOf(variable, property);
    says_something = says_something || !clause.starts_with("  #");
    body += clause;
  }
  // A rule without a clause would not parse.
  *out += says_something ? fmt::format(
                               "let {} = Resources.*[ Type == {} ]\n"
                               "rule {} when %{} !empty {{\n{}}}\n",
                               variable, *literal, name, variable, body)
                         : fmt::format("# {}:\n{}", OneLine(type.name), body);
}

}  // namespace

Result<std::string> GenerateRules(const Document& document, const Value& root) {
  const Value* resources = Find(root, "Resources");
  if (resources == nullptr) {
    return Fail(ErrorCode::kBadInput, "Template lacks a Resources section");
  }
  if (!resources->Is(Kind::kMap)) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("Template Resources section has an invalid "
                            "structure: it is a {}, expected a map",
                            KindName(resources->kind)));
  }
  std::vector<ResourceType> types;
  for (const Member& resource : resources->AsMap()) {
    CG_RETURN_IF_ERROR(AddResource(document, resource, &types));
  }
  std::string out;
  std::set<std::string> taken;
  for (const ResourceType& type : types) {
    AppendRule(type, &taken, &out);
  }
  return out;
}

}  // namespace connectguard
