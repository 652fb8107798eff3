// The fields of one message of Protocol Buffers, in the order of its bytes,
// without a description of the message.
//
// Thread rule: one thread.
// Source: https://protobuf.dev/programming-guides/encoding/ (read 2026-11).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace connectguard {

struct WireField {
  enum class Form : std::uint8_t { kNumber, kBytes, kFixed };

  std::uint64_t number = 0;
  Form form = Form::kNumber;
  std::uint64_t value = 0;  // Of kNumber.
  std::string_view bytes;   // Of kBytes: a text or a message.

  bool IsBytes(std::uint64_t field) const {
    return number == field && form == Form::kBytes;
  }
  bool IsNumber(std::uint64_t field) const {
    return number == field && form == Form::kNumber;
  }
};

class WireReader {
 public:
  explicit WireReader(std::string_view message) : rest_(message) {}

  // False at the end, and at what is no field: see broken().
  bool Next(WireField* field);
  bool broken() const { return broken_; }

 private:
  bool Take(WireField* field);
  bool TakeNumber(std::uint64_t* number);
  bool TakeBytes(std::uint64_t size, std::string_view* bytes);

  std::string_view rest_;
  bool broken_ = false;
};

}  // namespace connectguard
