// Binary plans made byte by byte, for what no Terraform writes: fields of
// Protocol Buffers, MessagePack, and an archive without compression.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace connectguard {

inline std::string WireNumber(std::uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) {
    bytes += static_cast<char>(number | 0x80);
  }
  return bytes + static_cast<char>(number);
}

inline std::string NumberField(std::uint64_t field, std::uint64_t value) {
  return WireNumber(field << 3) + WireNumber(value);
}

inline std::string BytesField(std::uint64_t field, std::string_view bytes) {
  return WireNumber(field << 3 | 2) + WireNumber(bytes.size()) +
         std::string(bytes);
}

// A DynamicValue, in a field.
inline std::string ValueField(std::uint64_t field, std::string_view pack) {
  return BytesField(field, BytesField(1, pack));
}

// A path of names, in a field.
inline std::string PathField(std::uint64_t field,
                             const std::vector<std::string>& names) {
  std::string steps;
  for (const std::string& name : names) {
    steps += BytesField(1, BytesField(1, name));
  }
  return BytesField(field, steps);
}

// A text of MessagePack of fewer than 32 bytes.
inline std::string PackText(std::string_view text) {
  return static_cast<char>(0xA0 | text.size()) + std::string(text);
}

inline constexpr std::string_view kPackUnknown("\xD4\x00\x00", 3);
inline constexpr std::string_view kPackNull("\xC0", 1);

// The head of every message that is read, and its other fields.
inline std::string MessageWith(std::string_view fields,
                               std::string_view version = "1.11.4") {
  return NumberField(1, 3) + BytesField(14, version) + NumberField(26, 1) +
         std::string(fields);
}

// `resource_changes`: an address, fields of the change, other fields.
inline std::string ResourceField(std::string_view address,
                                 std::string_view change,
                                 std::string_view others = "") {
  return BytesField(
      3, BytesField(13, address) + BytesField(9, change) + std::string(others));
}

inline void PutLittle(std::string* bytes, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i, value >>= 8) {
    *bytes += static_cast<char>(value & 0xFF);
  }
}

// As archives have it, by the polynomial of IEEE 802.3.
inline std::uint32_t Checksum(std::string_view bytes) {
  std::uint32_t sum = 0xFFFFFFFF;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      sum = sum >> 1 ^ (0xEDB88320 & (0 - (sum & 1)));
    }
  }
  return ~sum;
}

inline std::string ArchiveOf(
    const std::vector<std::pair<std::string, std::string>>& files) {
  std::string bytes;
  std::string directory;
  for (const auto& [name, text] : files) {
    const std::uint64_t begin = bytes.size();
    std::string facts;
    PutLittle(&facts, 20, 2);  // Version that is needed.
    PutLittle(&facts, 0, 8);   // Flags, method, time and date.
    PutLittle(&facts, Checksum(text), 4);
    PutLittle(&facts, text.size(), 4);
    PutLittle(&facts, text.size(), 4);
    PutLittle(&facts, name.size(), 2);
    PutLittle(&facts, 0, 2);
    bytes += "PK\x03\x04" + facts + name + text;
    directory += "PK\x01\x02";
    PutLittle(&directory, 20, 2);  // Version that made it.
    directory += facts;
    PutLittle(&directory, 0, 10);  // Comment, disk and attributes.
    PutLittle(&directory, begin, 4);
    directory += name;
  }
  const std::uint64_t begin = bytes.size();
  bytes += directory + "PK\x05\x06";
  PutLittle(&bytes, 0, 4);
  PutLittle(&bytes, files.size(), 2);
  PutLittle(&bytes, files.size(), 2);
  PutLittle(&bytes, directory.size(), 4);
  PutLittle(&bytes, begin, 4);
  PutLittle(&bytes, 0, 2);
  return bytes;
}

}  // namespace connectguard
