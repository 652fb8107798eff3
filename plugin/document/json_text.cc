#include "document/json_text.h"

#include <cmath>

#include <fmt/format.h>

#include "base/number_text.h"

namespace connectguard {
namespace {

// Values nest no deeper than their readers allow (limits.h).
class JsonPrinter {
 public:
  explicit JsonPrinter(JsonLayout layout)
      : indented_(layout == JsonLayout::kIndented) {}

  void Print(const Value& value, std::size_t depth) {
    switch (value.kind) {
      case Kind::kMap:
        PrintMap(value, depth);
        break;
      case Kind::kList:
        PrintList(value, depth);
        break;
      case Kind::kString:
        out_ += JsonString(value.AsString());
        break;
      case Kind::kBool:
        out_ += value.boolean ? "true" : "false";
        break;
      case Kind::kInt:
        out_ += std::to_string(value.integer);
        break;
      case Kind::kFloat:
        out_ += std::isfinite(value.real) ? ShortNumber(value.real) : "null";
        break;
      case Kind::kNull:
      case Kind::kChar:
      case Kind::kUnknown:
      case Kind::kRuleLiteral:
        out_ += "null";
        break;
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  void Break(std::size_t depth) {
    if (indented_) {
      out_ += '\n';
      out_.append(2 * depth, ' ');
    }
  }

  void PrintMap(const Value& map, std::size_t depth) {
    out_ += '{';
    const char* separator = "";
    for (const Member& member : map.AsMap()) {
      out_ += separator;
      separator = ",";
      Break(depth + 1);
      out_ += JsonString(member.key->text);
      out_ += indented_ ? ": " : ":";
      Print(member.value, depth + 1);
    }
    if (map.size > 0) {
      Break(depth);
    }
    out_ += '}';
  }

  void PrintList(const Value& list, std::size_t depth) {
    out_ += '[';
    const char* separator = "";
    for (const Value& item : list.AsList()) {
      out_ += separator;
      separator = ",";
      Break(depth + 1);
      Print(item, depth + 1);
    }
    if (list.size > 0) {
      Break(depth);
    }
    out_ += ']';
  }

  bool indented_;
  std::string out_;
};

// The letter behind the backslash of a short escape, or 0.
char EscapeLetter(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

}  // namespace

std::string JsonText(const Value& value, JsonLayout layout) {
  JsonPrinter printer(layout);
  printer.Print(value, 0);
  return printer.Take();
}

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (const char letter = EscapeLetter(c); letter != 0) {
      out += '\\';
      out += letter;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace connectguard
