#include "readers/binary_plan.h"

#include "readers/wire_format.h"

namespace connectguard {
namespace {

constexpr std::uint64_t kTargetAddresses = 5;
constexpr std::uint64_t kExcludedAddresses = 6;
constexpr std::uint64_t kTimestamp = 21;

}  // namespace

BinaryPlanFacts ReadBinaryPlanFacts(std::string_view bytes) {
  BinaryPlanFacts facts;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(&field)) {
    if (field.IsBytes(kTimestamp)) {
      facts.timestamp = field.bytes;
    } else if (field.IsBytes(kTargetAddresses) ||
               field.IsBytes(kExcludedAddresses)) {
      facts.has_targets = true;
    }
  }
  return facts;
}

}  // namespace connectguard
