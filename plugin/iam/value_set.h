// What one test of a condition accepts of one value of a key: texts by
// patterns, numbers and dates by intervals, addresses by ranges.
//
// Values of requests are texts; a set of numbers reads them as numbers. A text
// that is no number is in no interval, but may be let in as such, for negated
// operators whose answer to it AWS does not document.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iam/number.h"
#include "iam/text_set.h"

namespace connectguard {

struct NumberInterval {
  // Unset ends reach to infinity.
  std::optional<Number> from = std::nullopt;
  std::optional<Number> to = std::nullopt;
  bool from_open = false;
  bool to_open = false;

  bool Contains(Number number) const;
  friend bool operator==(const NumberInterval&,
                         const NumberInterval&) = default;
};

struct IpAddress {
  bool v6 = false;
  std::uint64_t high = 0;  // Of IPv6.
  std::uint64_t low = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 and `<=>`.
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

// `10.0.0.1`, `2001:db8::1`.
std::optional<IpAddress> ReadIpAddress(std::string_view text);
std::string IpAddressText(const IpAddress& address);

struct IpRange {
  IpAddress from = {};
  IpAddress to = {};

  bool Contains(const IpAddress& address) const {
    return from <= address && address <= to;
  }
  friend bool operator==(const IpRange&, const IpRange&) = default;
};

struct ParsedIpRange {
  IpRange range = {};
  int prefix = 0;
  bool host_bits = false;  // `10.0.0.1/8`: what stands behind the prefix.
};
// An address or a range in CIDR notation.
std::optional<ParsedIpRange> ReadIpRange(std::string_view text);

enum class ValueSetKind : std::uint8_t { kText, kNumber, kDate, kAddress };

class ValueSet {
 public:
  ValueSet() = default;
  explicit ValueSet(TextSet texts) : texts_(std::move(texts)) {}
  ValueSet(ValueSetKind kind, std::vector<NumberInterval> intervals,
           bool takes_others = false)
      : kind_(kind),
        takes_others_(takes_others),
        intervals_(std::move(intervals)) {}
  explicit ValueSet(std::vector<IpRange> ranges, bool takes_others = false)
      : kind_(ValueSetKind::kAddress),
        takes_others_(takes_others),
        ranges_(std::move(ranges)) {}

  ValueSetKind kind() const { return kind_; }
  const TextSet& texts() const { return texts_; }
  const std::vector<NumberInterval>& intervals() const { return intervals_; }
  const std::vector<IpRange>& ranges() const { return ranges_; }
  bool takes_others() const { return takes_others_; }

  bool HasVariables() const { return texts_.HasVariables(); }
  bool Contains(std::string_view value) const;
  bool Contains(std::string_view value,
                const Glob::VariableValues& values) const;

  friend bool operator==(const ValueSet&, const ValueSet&) = default;

 private:
  ValueSetKind kind_ = ValueSetKind::kText;
  bool takes_others_ = false;
  TextSet texts_;
  std::vector<NumberInterval> intervals_;
  std::vector<IpRange> ranges_;
};

// What a value of a key can be at all.
struct ValueDomain {
  const TextSet* texts = nullptr;  // Null for every text.
  // False for a key that AWS fills with numbers, dates or addresses only.
  bool untyped = true;
};

// A value that is in all of `in` and in none of `not_in`. kOpen when the sets
// are of several kinds and no value came to mind.
SearchOutcome FindValue(std::span<const ValueSet* const> in,
                        std::span<const ValueSet* const> not_in,
                        const ValueDomain& domain, SearchBudget* budget,
                        std::string* found);

}  // namespace connectguard
