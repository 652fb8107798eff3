#include "document/dump.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace connectguard {
namespace {

// Null: it stands for itself.
const char* ShortEscapeOf(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return nullptr;
  }
}

bool IsPlain(char c) {
  static constexpr auto kPlain = [] {
    std::array<bool, 256> plain = {};
    for (std::size_t i = 0x20; i < plain.size(); ++i) {
      plain[i] = i != 0x7F && i != '"' && i != '\\';
    }
    return plain;
  }();
  return kPlain[static_cast<unsigned char>(c)];
}

void AppendQuoted(std::string_view text, std::string* out) {
  *out += '"';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t begin = at;
    while (at < text.size() && IsPlain(text[at])) {
      ++at;
    }
    out->append(text.substr(begin, at - begin));
    if (at == text.size()) {
      break;
    }
    if (const char* escape = ShortEscapeOf(text[at])) {
      *out += escape;
    } else {
      *out += fmt::format("\\u{:04x}", static_cast<unsigned>(text[at]));
    }
  }
  *out += '"';
}

void AppendUnknown(const UnknownInfo& unknown, std::string* out) {
  *out += "?(";
  *out += unknown.reason;
  const char* separator = ": ";
  for (const Reference& reference : unknown.references) {
    *out += separator;
    *out += reference.text;
    separator = ", ";
  }
  *out += ')';
}

// `indent` below 0 writes all on one line; `budget` stops long output early.
class Printer {
 public:
  Printer(bool indented, std::size_t budget)
      : indented_(indented), budget_(budget) {}

  void Print(const Value& value, int depth) {
    if (out_.size() > budget_) {
      return;
    }
    if (value.sensitive) {
      out_ += "(sensitive)";
      return;
    }
    switch (value.kind) {
      case Kind::kMap:
        return PrintMap(value, depth);
      case Kind::kList:
        return PrintList(value, depth);
      default:
        return PrintScalar(value);
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  void Break(int depth) {
    if (indented_) {
      out_ += '\n';
      out_.append(static_cast<std::size_t>(depth) * 2, ' ');
    }
  }

  void PrintMap(const Value& value, int depth) {
    out_ += '{';
    const char* separator = "";
    for (const Member& member : value.AsMap()) {
      out_ += separator;
      Break(depth + 1);
      AppendQuoted(member.key->text, &out_);
      out_ += ": ";
      Print(member.value, depth + 1);
      separator = indented_ ? "," : ", ";
    }
    if (value.size > 0) {
      Break(depth);
    }
    out_ += '}';
  }

  void PrintList(const Value& value, int depth) {
    out_ += '[';
    const char* separator = "";
    for (const Value& item : value.AsList()) {
      out_ += separator;
      Break(depth + 1);
      Print(item, depth + 1);
      separator = indented_ ? "," : ", ";
    }
    if (value.size > 0) {
      Break(depth);
    }
    out_ += ']';
  }

  void PrintScalar(const Value& value) {
    switch (value.kind) {
      case Kind::kNull:
        out_ += "null";
        break;
      case Kind::kBool:
        out_ += value.boolean ? "true" : "false";
        break;
      case Kind::kInt:
        out_ += std::to_string(value.integer);
        break;
      case Kind::kFloat:
        out_ += fmt::format("{:#}", value.real);
        break;
      case Kind::kString:
        AppendQuoted(value.AsString(), &out_);
        break;
      case Kind::kUnknown:
        AppendUnknown(*value.unknown, &out_);
        break;
      case Kind::kChar:
        AppendQuoted(std::string(1, static_cast<char>(value.character)), &out_);
        break;
      default:
        out_ += "(pattern)";
    }
  }

  bool indented_;
  std::size_t budget_;
  std::string out_;
};

}  // namespace

std::string Dump(const Value& value) {
  Printer printer(/*indented=*/true, std::string::npos);
  printer.Print(value, 0);
  return printer.Take();
}

std::string Summarize(const Value& value, std::size_t max_bytes) {
  Printer printer(/*indented=*/false, max_bytes);
  printer.Print(value, 0);
  std::string text = printer.Take();
  if (text.size() > max_bytes) {
    std::size_t cut = max_bytes;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) {
      --cut;
    }
    text.resize(cut);
    text += "...";
  }
  return text;
}

}  // namespace connectguard
