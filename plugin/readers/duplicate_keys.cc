#include "readers/duplicate_keys.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::size_t kShownBytes = 60;

std::string Place(const SourceFile& source, std::uint32_t offset) {
  const LineColumn at = source.At(offset);
  return fmt::format("{}:{}", at.line, at.column);
}

}  // namespace

void DuplicateKeys::Add(Pair pair) {
  ++count;
  if (listed.size() < limits::kMaxListedDuplicates) {
    listed.push_back(std::move(pair));
  }
}

std::vector<std::string> DuplicateKeyNotes(const DuplicateKeys& duplicates,
                                           const SourceFile& source) {
  std::vector<std::string> notes;
  for (const DuplicateKeys::Pair& pair : duplicates.listed) {
    notes.push_back(
        fmt::format("the key `{}` stands twice in one map, at {}:{} and at {}: "
                    "the last one counts",
                    OnOneLine(pair.key).substr(0, kShownBytes), source.name(),
                    Place(source, pair.first), Place(source, pair.last)));
  }
  if (duplicates.count > duplicates.listed.size()) {
    notes.push_back(fmt::format(
        "{} more keys of {} stand twice in one map: the last one counts",
        duplicates.count - duplicates.listed.size(), source.name()));
  }
  return notes;
}

}  // namespace connectguard
