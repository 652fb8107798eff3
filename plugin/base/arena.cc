#include "base/arena.h"

#include <algorithm>
#include <cstdint>

namespace connectguard {
namespace {

// Blocks grow with the arena, so that a small template stays small and a large
// plan needs few system allocations.
constexpr std::size_t kFirstBlockBytes = std::size_t{4} << 10;
constexpr std::size_t kLargestBlockBytes = std::size_t{1} << 20;

}  // namespace

void* Arena::Allocate(std::size_t bytes, std::size_t alignment) {
  auto aligned = [&] {
    const auto address = reinterpret_cast<std::uintptr_t>(next_);
    return (alignment - address % alignment) % alignment;
  };
  if (next_ == nullptr ||
      static_cast<std::size_t>(end_ - next_) < aligned() + bytes) {
    AddBlock(bytes + alignment);
  }
  std::byte* result = next_ + aligned();
  next_ = result + bytes;
  return result;
}

void Arena::AddBlock(std::size_t at_least) {
  const std::size_t grown =
      std::clamp(bytes_reserved_, kFirstBlockBytes, kLargestBlockBytes);
  const std::size_t size = std::max(at_least, grown);
  // Not make_unique: the bytes need no zeroing.
  blocks_.emplace_back(new std::byte[size]);
  next_ = blocks_.back().get();
  end_ = next_ + size;
  bytes_reserved_ += size;
}

std::string_view Arena::CopyText(std::string_view text) {
  char* copy = NewArray<char>(text.size());
  std::copy(text.begin(), text.end(), copy);
  return {copy, text.size()};
}

std::string_view Arena::JoinTexts(std::span<const std::string_view> texts) {
  std::size_t size = 0;
  for (const std::string_view text : texts) {
    size += text.size();
  }
  char* const joined = NewArray<char>(size);
  char* at = joined;
  for (const std::string_view text : texts) {
    at = std::copy(text.begin(), text.end(), at);
  }
  return {joined, size};
}

}  // namespace connectguard
