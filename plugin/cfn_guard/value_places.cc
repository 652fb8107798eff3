#include "cfn_guard/value_places.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/number_text.h"
#include "base/text.h"
#include "cfn_guard/rule_text.h"
#include "document/path.h"
#include "guard/ast.h"

namespace connectguard {
namespace {

constexpr std::size_t kBlock = 4096;

std::uint32_t CountContinued(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }));
}

// The member whose key the value is, as a capture takes it; else null.
const Value* MemberOfKey(const Value& value) {
  if (!value.Is(Kind::kString) || !IsMade(value)) {
    return nullptr;
  }
  const std::string_view key = KeyOf(*value.parent);
  return !key.empty() && key.data() == value.text ? value.parent : nullptr;
}

std::size_t NumberOf(const Value& map, const Value& member) {
  const auto members = map.AsMap();
  const auto at = std::partition_point(
      members.begin(), members.end(), [&](const Member& each) {
        return std::less<const Value*>()(&each.value, &member);
      });
  return static_cast<std::size_t>(at - members.begin());
}

std::string DebugText(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
      case '\\':
        out += '\\';
        out += c;
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\0':
        out += "\\0";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

std::string_view DebugKind(const Value& value) {
  switch (value.kind) {
    case Kind::kNull:
    case Kind::kUnknown:
      return "Null";
    case Kind::kBool:
      return "Bool";
    case Kind::kInt:
      return "Int";
    case Kind::kFloat:
      return "Float";
    case Kind::kString:
      return "String";
    case Kind::kList:
      return "List";
    case Kind::kMap:
      return "Map";
    case Kind::kChar:
      return "Char";
    case Kind::kRuleLiteral:
      return "Regex";
  }
  return "";
}

}  // namespace

ValuePlaces::ValuePlaces(const Document& document,
                         std::vector<const Value*> roots)
    : document_(document),
      roots_(std::move(roots)),
      columns_(document.file_count()) {
  roots_.push_back(&document.root());
}

bool ValuePlaces::IsOfData(const Value& value) const {
  const Value* top = &value;
  while (top->parent != nullptr) {
    top = top->parent;
  }
  return std::find(roots_.begin(), roots_.end(), top) != roots_.end();
}

const std::vector<std::uint32_t>& ValuePlaces::ContinuedOf(
    std::uint16_t file) const {
  Columns& columns = columns_[file];
  std::call_once(columns.once, [&] {
    const std::string_view text = document_.file(file).text();
    if (IsAscii(text)) {
      return;
    }
    std::uint32_t continued = 0;
    for (std::size_t at = 0; at < text.size(); at += kBlock) {
      columns.continued.push_back(continued);
      continued += CountContinued(text.substr(at, kBlock));
    }
    columns.continued.push_back(continued);
  });
  return columns.continued;
}

ValuePlaces::Place ValuePlaces::PlaceAt(std::uint16_t file,
                                        std::uint32_t offset) const {
  const SourceFile& source = document_.file(file);
  const LineColumn place = source.At(offset);
  const std::uint32_t bytes = place.column - 1;
  const auto& continued = ContinuedOf(file);
  if (continued.empty()) {
    return {place.line - 1, bytes};
  }
  const auto before = [&](std::uint32_t at) {
    const std::size_t block = at / kBlock;
    return continued[block] +
           CountContinued(source.text().substr(block * kBlock, at % kBlock));
  };
  return {place.line - 1, bytes - (before(offset) - before(offset - bytes))};
}

ValuePlaces::Place ValuePlaces::PlaceOf(const Value& value) const {
  if (const Value* member = MemberOfKey(value)) {
    return PlaceOfKey(*member);
  }
  if (!IsOfData(value)) {
    return {};
  }
  // What a short tag stands in front of begins with the tag.
  const Value* map = value.parent;
  const bool tagged =
      map != nullptr && map->Is(Kind::kMap) && map->size == 1 &&
      map->file == value.file && map->begin < value.begin &&
      document_.file(map->file).text().substr(map->begin).starts_with('!');
  return PlaceAt(value.file, tagged ? map->begin : value.begin);
}

// Keys have no span: the last place in front of the value where the key stands,
// behind the member in front of it.
ValuePlaces::Place ValuePlaces::PlaceOfKey(const Value& member) const {
  if (!IsOfData(member)) {
    return {};
  }
  const Value& map = *member.parent;
  if (IsMade(map) || map.begin == member.begin) {
    return PlaceAt(member.file, member.begin);
  }
  std::uint32_t from = map.begin;
  const std::size_t number = NumberOf(map, member);
  if (number > 0) {
    const Value& previous = map.members[number - 1].value;
    from = std::max(from, std::min(previous.end, member.begin));
  }
  const std::string_view between =
      document_.file(member.file).text().substr(from, member.begin - from);
  std::size_t at = between.rfind(KeyOf(member));
  if (at == std::string_view::npos) {
    return PlaceAt(member.file, member.begin);
  }
  if (at > 0 && (between[at - 1] == '"' || between[at - 1] == '\'')) {
    --at;
  }
  return PlaceAt(member.file, from + static_cast<std::uint32_t>(at));
}

std::string ValuePlaces::Path(const Value& value) {
  if (const Value* member = MemberOfKey(value)) {
    return PathOf(*member->parent);
  }
  return PathOf(value);
}

std::string ValuePlaces::PathAndPlace(const Value& value) const {
  const Place place = PlaceOf(value);
  return fmt::format("{}[L:{},C:{}]", Path(value), place.line, place.column);
}

void ValuePlaces::AppendPathAndValue(const Value& value,
                                     std::string* out) const {
  *out += "Path=";
  *out += PathAndPlace(value);
  *out += " Value=";
  AppendDisplay(value, out);
}

void ValuePlaces::AppendDebugPath(const std::string& path, Place place,
                                  std::string* out) const {
  *out += fmt::format("Path({}, Location {{ line: {}, col: {} }})",
                      DebugText(path), place.line, place.column);
}

// Keys of data have the path of their map; those that a function made, that of
// their member.
void ValuePlaces::AppendDebugMap(const Value& map, std::string* out) const {
  const std::string path = Path(map);
  const bool made =
      !map.AsMap().empty() && map.begin == map.members[0].value.begin;
  *out += "MapValue { keys: [";
  const char* separator = "";
  for (const Member& member : map.AsMap()) {
    *out += separator;
    separator = ", ";
    *out += "String((";
    AppendDebugPath(made || !IsOfData(map)
                        ? fmt::format("{}/{}", path, member.key->text)
                        : path,
                    PlaceOfKey(member.value), out);
    *out += fmt::format(", {}))", DebugText(member.key->text));
  }
  *out += "], values: {";
  separator = "";
  for (const Member& member : map.AsMap()) {
    *out += separator;
    separator = ", ";
    *out += DebugText(member.key->text);
    *out += ": ";
    AppendDebug(member.value, out);
  }
  *out += "} }";
}

void ValuePlaces::AppendDebug(const Value& value, std::string* out) const {
  const auto* literal =
      value.Is(Kind::kRuleLiteral) ? value.rule_literal : nullptr;
  const auto* regex =
      literal == nullptr ? nullptr : std::get_if<const Regex*>(&literal->form);
  *out += literal != nullptr && regex == nullptr ? "Range" : DebugKind(value);
  *out += value.Is(Kind::kNull) ? "(" : "((";
  AppendDebugPath(Path(value), PlaceOf(value), out);
  if (value.Is(Kind::kNull)) {
    *out += ')';
    return;
  }
  *out += ", ";
  switch (value.kind) {
    case Kind::kMap:
      AppendDebugMap(value, out);
      break;
    case Kind::kList: {
      *out += '[';
      const char* separator = "";
      for (const Value& item : value.AsList()) {
        *out += separator;
        separator = ", ";
        AppendDebug(item, out);
      }
      *out += ']';
      break;
    }
    case Kind::kString:
      *out += DebugText(value.AsString());
      break;
    case Kind::kFloat:
      if (std::isfinite(value.real)) {
        *out += ShortNumber(value.real);
      } else {
        AppendDisplay(value, out);
      }
      break;
    case Kind::kRuleLiteral:
      *out += DebugText(regex != nullptr ? (*regex)->pattern()
                                         : LiteralText(*literal));
      break;
    default:
      AppendDisplay(value, out);
  }
  *out += "))";
}

}  // namespace connectguard
