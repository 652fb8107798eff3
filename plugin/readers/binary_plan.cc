#include "readers/binary_plan.h"

#include <cstdint>
#include <optional>

namespace connectguard {
namespace {

constexpr std::uint64_t kTargetAddresses = 5;
constexpr std::uint64_t kTimestamp = 21;

// Wire types of Protocol Buffers.
enum WireType : std::uint64_t {
  kVarint = 0,
  kFixed64 = 1,
  kBytes = 2,
  kFixed32 = 5,
};

std::optional<std::uint64_t> TakeVarint(std::string_view* bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !bytes->empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes->front());
    bytes->remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      return number;
    }
  }
  return std::nullopt;
}

// The bytes of the field whose tag was taken; nothing when it is broken.
std::optional<std::string_view> TakeField(std::uint64_t wire_type,
                                          std::string_view* bytes) {
  std::uint64_t size = 0;
  switch (wire_type) {
    case kVarint:
      return TakeVarint(bytes) ? std::optional<std::string_view>("")
                               : std::nullopt;
    case kFixed64:
      size = 8;
      break;
    case kFixed32:
      size = 4;
      break;
    case kBytes:
      size = TakeVarint(bytes).value_or(UINT64_MAX);
      break;
    default:
      return std::nullopt;
  }
  if (size > bytes->size()) {
    return std::nullopt;
  }
  const std::string_view field = bytes->substr(0, size);
  bytes->remove_prefix(size);
  return field;
}

}  // namespace

BinaryPlanFacts ReadBinaryPlanFacts(std::string_view bytes) {
  BinaryPlanFacts facts;
  while (!bytes.empty()) {
    const std::optional<std::uint64_t> tag = TakeVarint(&bytes);
    const std::optional<std::string_view> field =
        tag ? TakeField(*tag & 7, &bytes) : std::nullopt;
    if (!field) {
      break;
    }
    if (*tag == (kTimestamp << 3 | kBytes)) {
      facts.timestamp = *field;
    } else if (*tag == (kTargetAddresses << 3 | kBytes)) {
      facts.has_targets = true;
    }
  }
  return facts;
}

}  // namespace connectguard
