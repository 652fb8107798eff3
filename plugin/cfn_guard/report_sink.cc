#include "cfn_guard/report_sink.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/number_text.h"
#include "base/parallel.h"

namespace connectguard {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 16;
constexpr std::size_t kPiecesAtOnce = 16;

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

// Whether one of eight bytes is below a blank, a quote or a backslash. A byte
// of zero among eight is found by the borrow that subtracting one leaves.
bool AnyEscape(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighs = 0x8080808080808080U;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const auto any_zero = [&](std::uint64_t w) {
    return (w - kOnes) & ~w & kHighs;
  };
  const std::uint64_t below = (word - kOnes * 0x20U) & ~word & kHighs;
  return (below | any_zero(word ^ (kOnes * '"')) |
          any_zero(word ^ (kOnes * '\\'))) != 0;
}

// The next byte from `at` on that has to be escaped, or the end.
std::size_t NextEscape(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && !AnyEscape(text.data() + at)) {
    at += 8;
  }
  while (at < text.size() &&
         kEscapes[static_cast<unsigned char>(text[at])] == 0) {
    ++at;
  }
  return at;
}

}  // namespace

void ReportSink::Pieces(std::size_t count, const WritePiece& write) {
  for (std::size_t i = 0; i < count; ++i) {
    write(i, this);
  }
}

// ----------------------------------------------------------------- JSON -----

void JsonSink::Flush() {
  if (out_ != nullptr) {
    out_->write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }
}

// Some pieces at a time, so that few of them are held.
void JsonSink::Pieces(std::size_t count, const WritePiece& write) {
  if (count < 2 || out_ == nullptr) {
    ReportSink::Pieces(count, write);
    return;
  }
  Flush();
  std::array<std::string, kPiecesAtOnce> texts;  // Their memory is used again.
  for (std::size_t done = 0; done < count; done += kPiecesAtOnce) {
    const std::size_t now = std::min(kPiecesAtOnce, count - done);
    ParallelFor(now, [&](std::size_t i) {
      JsonSink piece(std::move(texts[i]), depth_, first_ && done + i == 0);
      write(done + i, &piece);
      texts[i] = std::move(piece.buffer_);
    });
    for (std::size_t i = 0; i < now; ++i) {
      out_->write(texts[i].data(),
                  static_cast<std::streamsize>(texts[i].size()));
      texts[i].clear();
    }
    first_ = false;
  }
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

void JsonSink::AppendEscape(unsigned char byte) {
  const char escape = kEscapes[byte];
  buffer_ += '\\';
  buffer_ += escape;
  if (escape == 'u') {
    buffer_ += "00";
    buffer_ += kHex[byte / 16U];
    buffer_ += kHex[byte % 16U];
  }
}

void JsonSink::AppendQuoted(std::string_view text) {
  buffer_ += '"';
  std::size_t done = 0;
  for (std::size_t i = NextEscape(text, 0); i < text.size();
       i = NextEscape(text, i + 1)) {
    buffer_.append(text, done, i - done);
    AppendEscape(static_cast<unsigned char>(text[i]));
    done = i + 1;
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

// ---------------------------------------------------------------- value -----

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
