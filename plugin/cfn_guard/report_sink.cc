#include "cfn_guard/report_sink.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/number_text.h"

namespace connectguard {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 16;

// For each byte the letter behind the backslash of its escape; 0 for none, 'u'
// for the long form.
constexpr std::array<char, 256> MakeEscapes() {
  std::array<char, 256> escapes{};
  for (std::size_t i = 0; i < 0x20; ++i) {
    escapes[i] = 'u';
  }
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}
constexpr std::array<char, 256> kEscapes = MakeEscapes();
constexpr std::string_view kHex = "0123456789abcdef";

}  // namespace

void JsonSink::Flush() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
}

void JsonSink::BreakLine() {
  static constexpr std::string_view kBlanks =
      "                                                                ";
  buffer_ += '\n';
  std::size_t blanks = 2 * depth_;
  for (; blanks > kBlanks.size(); blanks -= kBlanks.size()) {
    buffer_ += kBlanks;
  }
  buffer_ += kBlanks.substr(0, blanks);
}

// In front of each value.
void JsonSink::Begin() {
  if (behind_key_) {
    behind_key_ = false;
    return;
  }
  if (depth_ > 0) {
    if (!first_) {
      buffer_ += ',';
    }
    BreakLine();
  }
  first_ = false;
  if (buffer_.size() > kFlushBytes) {
    Flush();
  }
}

void JsonSink::Open(char bracket) {
  Begin();
  buffer_ += bracket;
  ++depth_;
  first_ = true;
}

void JsonSink::Close(char bracket) {
  --depth_;
  if (!first_) {
    BreakLine();
  }
  first_ = false;
  buffer_ += bracket;
}

void JsonSink::AppendQuoted(std::string_view text) {
  buffer_ += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = kEscapes[byte];
    if (escape == 0) {
      continue;
    }
    buffer_.append(text, done, i - done);
    done = i + 1;
    buffer_ += '\\';
    buffer_ += escape;
    if (escape == 'u') {
      buffer_ += "00";
      buffer_ += kHex[byte / 16U];
      buffer_ += kHex[byte % 16U];
    }
  }
  buffer_.append(text, done);
  buffer_ += '"';
}

void JsonSink::Key(std::string_view key) {
  Begin();
  AppendQuoted(key);
  buffer_ += ": ";
  behind_key_ = true;
}

void JsonSink::Text(std::string_view text) {
  Begin();
  AppendQuoted(text);
}

void JsonSink::Flag(bool flag) {
  Begin();
  buffer_ += flag ? "true" : "false";
}

void JsonSink::Null() {
  Begin();
  buffer_ += "null";
}

void JsonSink::Number(std::int64_t number) {
  Begin();
  std::array<char, 24> text{};
  const auto written =
      std::to_chars(text.data(), text.data() + text.size(), number);
  buffer_.append(text.data(), written.ptr);
}

// Values nest no deeper than their readers allow (limits.h).
void JsonSink::Data(const Value& value) {
  switch (value.kind) {
    case Kind::kMap:
      StartMap();
      for (const connectguard::Member& member : value.AsMap()) {
        Key(member.key->text);
        Data(member.value);
      }
      EndMap();
      break;
    case Kind::kList:
      StartList();
      for (const Value& item : value.AsList()) {
        Data(item);
      }
      EndList();
      break;
    case Kind::kString:
      Text(value.AsString());
      break;
    case Kind::kBool:
      Flag(value.boolean);
      break;
    case Kind::kInt:
      Number(value.integer);
      break;
    case Kind::kFloat:
      Begin();
      buffer_ += std::isfinite(value.real) ? ShortNumber(value.real) : "null";
      break;
    case Kind::kChar:
      Text(Utf8Of(value.character));
      break;
    case Kind::kRuleLiteral:
      Text(LiteralText(*value.rule_literal));
      break;
    case Kind::kNull:
    case Kind::kUnknown:  // Never in a raw document.
      Null();
      break;
  }
}

void ValueSink::Data(const Value& value) {
  switch (value.kind) {
    case Kind::kMap:
      StartMap();
      for (const connectguard::Member& member : value.AsMap()) {
        Key(member.key->text);
        Data(member.value);
      }
      EndMap();
      break;
    case Kind::kList:
      StartList();
      for (const Value& item : value.AsList()) {
        Data(item);
      }
      EndList();
      break;
    case Kind::kChar:
      Text(Utf8Of(value.character));
      break;
    case Kind::kRuleLiteral:
      Text(LiteralText(*value.rule_literal));
      break;
    default:
      builder_.AddCopy(value, false);
  }
}

}  // namespace connectguard
