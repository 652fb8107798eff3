// A bump allocator: gives out bytes that live exactly as long as it does.
//
// Used for everything that is built once and then only read: one arena for a
// document, one for a rule file. It never runs destructors, so only trivially
// destructible types go in. Not a general allocator: nothing is ever freed
// singly.
//
// Thread rule: not thread-safe while allocating; what it handed out may be read
// from any thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace connectguard {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Uninitialised memory, aligned to `alignment` (a power of two).
  void* Allocate(std::size_t bytes, std::size_t alignment);

  template <typename T, typename... Args>
  T* New(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // An uninitialised array; the caller fills all of it.
  template <typename T>
  T* NewArray(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(Allocate(sizeof(T) * count, alignof(T)));
  }

  template <typename T>
  std::span<T> CopyArray(std::span<const T> source) {
    T* copy = NewArray<T>(source.size());
    std::copy(source.begin(), source.end(), copy);
    return {copy, source.size()};
  }

  std::string_view CopyText(std::string_view text);
  // One after the other.
  std::string_view JoinTexts(std::span<const std::string_view> texts);

  // Bytes taken from the system, for memory tests and reports.
  std::size_t bytes_reserved() const { return bytes_reserved_; }

 private:
  void AddBlock(std::size_t at_least);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  std::size_t bytes_reserved_ = 0;
};

}  // namespace connectguard
