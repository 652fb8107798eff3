// JSON text as a row of events, each with its place: RFC 8259, of which all is
// looked at, whatever the listener keeps. Read by Boost.JSON's push parser,
// which takes UTF-8 only, refuses halves of surrogate pairs and exponents
// beyond 32 bits, and hands on texts without escapes as parts of the source.
//
// Not a reader of values (json_reader.h), and without words for errors
// (json_diagnosis.h).
//
// Thread rule: one thread for a listener.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "readers/json_diagnosis.h"

namespace connectguard {

// Bytes [begin, end) of the source.
struct JsonToken {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct JsonText {
  JsonToken token;  // With its quotes.
  std::string_view text;
  // True when nothing in it is escaped: then `text` is a part of the source,
  // and else valid until the next event.
  bool is_written = false;
};

struct JsonNumber {
  JsonToken token;
  std::string_view text;
  // Nothing when it has a fraction or an exponent, or does not fit.
  std::optional<std::int64_t> integer;
};

// Each answers whether to go on.
class JsonListener {
 public:
  virtual ~JsonListener() = default;

  virtual bool StartMap(std::size_t begin) = 0;
  virtual bool Key(const JsonText& key) = 0;
  virtual bool EndMap(std::size_t end) = 0;
  virtual bool StartList(std::size_t begin) = 0;
  virtual bool EndList(std::size_t end) = 0;
  virtual bool Text(const JsonText& text) = 0;
  virtual bool Number(const JsonNumber& number) = 0;
  virtual bool Bool(bool value, const JsonToken& token) = 0;
  virtual bool Null(const JsonToken& token) = 0;
};

struct JsonEnding {
  enum class Kind : std::uint8_t {
    kComplete,
    kSyntax,   // It is no JSON.
    kDepth,    // More than limits::kMaxDepth brackets inside each other.
    kStopped,  // By the listener.
  };

  Kind kind = Kind::kSyntax;
  // The offset behind the last good token, and what that was. With kDepth it is
  // the bracket too many.
  std::size_t last = 0;
  JsonState state = JsonState::kStart;
};

// What was started when it ends early is ended all the same, so that listeners
// that build something stay balanced. A byte order mark is skipped.
JsonEnding ReadJsonEvents(std::string_view text, JsonListener* listener);

}  // namespace connectguard
