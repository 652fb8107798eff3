// A stream of random choices that is the same on every machine and with every
// standard library: answers are recorded by seed, so the cases that a seed
// makes must never change by themselves. (std::uniform_int_distribution is not
// specified bit by bit.) The step is splitmix64: public domain,
// https://prng.di.unimi.it/splitmix64.c
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace connectguard::differential {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // The stream of one case; cases of one seed do not depend on each other.
  Random(std::uint64_t seed, std::uint64_t number)
      : state_(seed * 0x9e3779b97f4a7c15ULL + number * 0xbf58476d1ce4e5b9ULL) {
    Next();
  }

  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }

  // 0 to count - 1. REQUIRES: count > 0.
  std::size_t Below(std::size_t count) {
    return static_cast<std::size_t>(Next() % count);
  }
  int Between(int low, int high) {
    const auto span =
        static_cast<std::size_t>(high) - static_cast<std::size_t>(low) + 1;
    return low + static_cast<int>(Below(span));
  }
  bool Chance(int percent) {
    return Below(100) < static_cast<std::size_t>(percent);
  }

  template <typename Container>
  const auto& Pick(const Container& items) {
    return items[Below(std::size(items))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace connectguard::differential
