#include "readers/message_pack.h"

#include <bit>
#include <cstddef>
#include <limits>

namespace connectguard {

using Pack = PackItem::Kind;

PackItem PackReader::Take() {
  if (rest_.empty()) {
    return {};
  }
  const auto first = static_cast<unsigned char>(rest_.front());
  rest_.remove_prefix(1);
  return TakeByFirst(first);
}

PackItem PackReader::TakeByFirst(unsigned char first) {
  if (first <= 0x7F || first >= 0xE0) {
    return {.kind = Pack::kInt, .integer = static_cast<signed char>(first)};
  }
  if (first <= 0x8F) {
    return Container(Pack::kMap, first & 0x0F);
  }
  if (first <= 0x9F) {
    return Container(Pack::kList, first & 0x0F);
  }
  if (first <= 0xBF) {
    return TakeText(Pack::kString, first & 0x1F);
  }
  const std::size_t widths[] = {1, 2, 4, 8};
  switch (first) {
    case 0xC0:
      return {.kind = Pack::kNull};
    case 0xC2:
    case 0xC3:
      return {.kind = Pack::kBool, .boolean = first == 0xC3};
    case 0xC4:
    case 0xC5:
    case 0xC6:
      return TakeSized(Pack::kBytes, widths[first - 0xC4]);
    case 0xC7:
    case 0xC8:
    case 0xC9:
      return TakeSized(Pack::kExtension, widths[first - 0xC7]);
    case 0xCA:
    case 0xCB:
      return TakeFloat(first == 0xCA ? 4 : 8);
    case 0xCC:
    case 0xCD:
    case 0xCE:
    case 0xCF:
      return TakeUnsigned(widths[first - 0xCC]);
    case 0xD0:
    case 0xD1:
    case 0xD2:
    case 0xD3:
      return TakeSigned(widths[first - 0xD0]);
    case 0xD4:
    case 0xD5:
    case 0xD6:
    case 0xD7:
    case 0xD8:
      return TakeExtension(std::uint64_t{1} << (first - 0xD4));
    case 0xD9:
    case 0xDA:
    case 0xDB:
      return TakeSized(Pack::kString, widths[first - 0xD9]);
    case 0xDC:
    case 0xDD:
      return TakeSized(Pack::kList, first == 0xDC ? 2 : 4);
    case 0xDE:
    case 0xDF:
      return TakeSized(Pack::kMap, first == 0xDE ? 2 : 4);
    default:
      return Broken();
  }
}

PackItem PackReader::TakeUnsigned(std::size_t bytes) {
  std::uint64_t number = 0;
  if (!TakeNumber(bytes, &number)) {
    return Broken();
  }
  if (number > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
    return {.kind = Pack::kFloat, .real = static_cast<double>(number)};
  }
  return {.kind = Pack::kInt, .integer = static_cast<std::int64_t>(number)};
}

PackItem PackReader::TakeSigned(std::size_t bytes) {
  std::uint64_t number = 0;
  if (!TakeNumber(bytes, &number)) {
    return Broken();
  }
  const unsigned unused = 64 - 8 * static_cast<unsigned>(bytes);
  return {.kind = Pack::kInt,
          .integer = static_cast<std::int64_t>(number << unused) >> unused};
}

PackItem PackReader::TakeFloat(std::size_t bytes) {
  std::uint64_t bits = 0;
  if (!TakeNumber(bytes, &bits)) {
    return Broken();
  }
  return {.kind = Pack::kFloat,
          .real = bytes == 4
                      ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                      : std::bit_cast<double>(bits)};
}

PackItem PackReader::TakeText(Pack kind, std::uint64_t size) {
  if (size > rest_.size()) {
    return Broken();
  }
  const PackItem item = {.kind = kind, .text = rest_.substr(0, size)};
  rest_.remove_prefix(size);
  return item;
}

PackItem PackReader::TakeSized(Pack kind, std::size_t size_bytes) {
  std::uint64_t size = 0;
  if (!TakeNumber(size_bytes, &size)) {
    return Broken();
  }
  switch (kind) {
    case Pack::kList:
    case Pack::kMap:
      return Container(kind, size);
    case Pack::kExtension:
      return TakeExtension(size);
    default:
      return TakeText(kind, size);
  }
}

// Whatever its type: Terraform's are all values that are not known.
PackItem PackReader::TakeExtension(std::uint64_t size) {
  std::uint64_t type = 0;
  return TakeNumber(1, &type) ? TakeText(Pack::kExtension, size) : Broken();
}

// Each item has a byte at least.
PackItem PackReader::Container(Pack kind, std::uint64_t size) {
  if (size > rest_.size()) {
    return Broken();
  }
  return {.kind = kind, .size = static_cast<std::uint32_t>(size)};
}

bool PackReader::TakeNumber(std::size_t bytes, std::uint64_t* number) {
  if (bytes > rest_.size()) {
    return false;
  }
  *number = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    *number = *number << 8 | static_cast<unsigned char>(rest_[i]);
  }
  rest_.remove_prefix(bytes);
  return true;
}

PackItem PackReader::Broken() {
  rest_ = {};
  return {};
}

}  // namespace connectguard
