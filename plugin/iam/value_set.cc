#include "iam/value_set.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <iterator>

namespace connectguard {

namespace {

constexpr std::string_view kNoNumber = "none";

std::uint64_t BigEndian(const std::uint8_t* bytes, int count) {
  std::uint64_t number = 0;
  for (int i = 0; i < count; ++i) {
    number = number << 8 | bytes[i];
  }
  return number;
}

std::optional<Number> NumberIn(ValueSetKind kind, std::string_view value) {
  return kind == ValueSetKind::kDate ? ReadDate(value) : ReadNumber(value);
}

// The bits of an address behind its first `prefix`.
IpAddress HostMask(bool v6, int prefix) {
  constexpr auto kAll = ~std::uint64_t{0};
  IpAddress mask{.v6 = v6};
  if (!v6) {
    mask.low = std::uint64_t{0xFFFFFFFF} >> prefix;
    return mask;
  }
  mask.high = prefix >= 64 ? 0 : kAll >> prefix;
  mask.low = prefix >= 128 ? 0 : prefix <= 64 ? kAll : kAll >> (prefix - 64);
  return mask;
}

IpAddress Next(IpAddress address) {
  address.low += 1;
  if (address.v6 && address.low == 0) {
    address.high += 1;
  }
  return address;
}

IpAddress Previous(IpAddress address) {
  if (address.v6 && address.low == 0) {
    address.high -= 1;
  }
  address.low -= 1;
  return address;
}

bool IsLast(const IpAddress& address) {
  return address == HostMask(address.v6, 0);
}
bool IsFirst(const IpAddress& address) {
  return address.high == 0 && address.low == 0;
}

// Values near the ends of a set's parts: if its combination with others has a
// member at all, then one of these.
void AddCandidates(const ValueSet& set, std::vector<std::string>* candidates) {
  const auto text = set.kind() == ValueSetKind::kDate ? DateText : NumberText;
  for (const NumberInterval& interval : set.intervals()) {
    for (const auto& end : {interval.from, interval.to}) {
      if (end) {
        candidates->push_back(text(*end));
      }
    }
  }
  for (const IpRange& range : set.ranges()) {
    candidates->push_back(IpAddressText(range.from));
    candidates->push_back(IpAddressText(range.to));
    if (!IsFirst(range.from)) {
      candidates->push_back(IpAddressText(Previous(range.from)));
    }
    if (!IsLast(range.to)) {
      candidates->push_back(IpAddressText(Next(range.to)));
    }
  }
  candidates->insert(candidates->end(), set.texts().texts().begin(),
                     set.texts().texts().end());
}

// Also what lies between and beyond all the ends of intervals.
void AddNumbersBetween(std::span<const ValueSet* const> sets,
                       std::vector<std::string>* candidates) {
  std::vector<Number> ends;
  bool dates = false;
  for (const ValueSet* set : sets) {
    dates = dates || set->kind() == ValueSetKind::kDate;
    for (const NumberInterval& interval : set->intervals()) {
      if (interval.from) {
        ends.push_back(*interval.from);
      }
      if (interval.to) {
        ends.push_back(*interval.to);
      }
    }
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  if (ends.empty()) {
    ends.push_back({.whole = 1});
  }
  const auto text = dates ? DateText : NumberText;
  candidates->push_back(text({.whole = ends.back().whole + 1}));
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    candidates->push_back(text(Between(ends[i], ends[i + 1])));
  }
  candidates->push_back(text({.whole = ends.front().whole - 1}));
}

bool IsEverything(const ValueSet& set) {
  return set.kind() == ValueSetKind::kText && set.texts().IsEverything();
}

bool AnyIsOf(std::span<const ValueSet* const> sets,
             std::initializer_list<ValueSetKind> kinds) {
  return std::any_of(sets.begin(), sets.end(), [&](const ValueSet* set) {
    return std::find(kinds.begin(), kinds.end(), set->kind()) != kinds.end();
  });
}

// If the sets have a member together that is of their kind, then one of these.
std::vector<std::string> Candidates(std::span<const ValueSet* const> sets,
                                    const ValueDomain& domain) {
  std::vector<std::string> candidates;
  if (AnyIsOf(sets, {ValueSetKind::kNumber, ValueSetKind::kDate})) {
    AddNumbersBetween(sets, &candidates);
  }
  if (AnyIsOf(sets, {ValueSetKind::kAddress})) {
    candidates.emplace_back("198.51.100.1");
    candidates.emplace_back("2001:db8:ffff::1");
  }
  for (const ValueSet* set : sets) {
    AddCandidates(*set, &candidates);
  }
  if (domain.untyped) {
    candidates.emplace_back(kNoNumber);
  }
  return candidates;
}

// All sets are of kind text, or none is; `mixed` is set when neither.
bool AreAllText(std::span<const ValueSet* const> in,
                std::span<const ValueSet* const> not_in, bool* mixed) {
  std::size_t texts = 0;
  std::optional<ValueSetKind> other;
  for (const auto& sets : {in, not_in}) {
    for (const ValueSet* set : sets) {
      if (set->kind() == ValueSetKind::kText) {
        ++texts;
      } else if (other && *other != set->kind()) {
        *mixed = true;
      } else {
        other = set->kind();
      }
    }
  }
  *mixed = *mixed || (texts != 0 && other);
  return !other;
}

std::vector<const TextSet*> TextsOf(std::span<const ValueSet* const> sets) {
  std::vector<const TextSet*> texts;
  for (const ValueSet* set : sets) {
    if (set->kind() == ValueSetKind::kText) {
      texts.push_back(&set->texts());
    }
  }
  return texts;
}

std::vector<const ValueSet*> OthersOf(std::span<const ValueSet* const> sets) {
  std::vector<const ValueSet*> others;
  for (const ValueSet* set : sets) {
    if (set->kind() != ValueSetKind::kText) {
      others.push_back(set);
    }
  }
  return others;
}

bool HasTwoOtherKinds(std::span<const ValueSet* const> sets) {
  const std::vector<const ValueSet*> others = OthersOf(sets);
  return std::any_of(others.begin(), others.end(), [&](const ValueSet* set) {
    return set->kind() != others[0]->kind();
  });
}

SearchOutcome TryCandidates(const std::vector<std::string>& candidates,
                            std::span<const ValueSet* const> in,
                            std::span<const ValueSet* const> not_in,
                            SearchBudget* budget, std::string* found) {
  for (const std::string& candidate : candidates) {
    if (!budget->Spend(1 + (in.size() + not_in.size()) / 4)) {
      return SearchOutcome::kSpent;
    }
    const auto has = [&](const ValueSet* set) {
      return set->Contains(candidate);
    };
    // A pattern with a variable may take it, and may not.
    const auto may_have = [&](const ValueSet* set) {
      return set->HasVariables() || set->Contains(candidate);
    };
    if (std::all_of(in.begin(), in.end(), may_have) &&
        std::none_of(not_in.begin(), not_in.end(), has)) {
      *found = candidate;
      return SearchOutcome::kFound;
    }
  }
  return SearchOutcome::kNone;
}

}  // namespace

bool NumberInterval::Contains(Number number) const {
  return (!from || *from < number || (!from_open && *from == number)) &&
         (!to || number < *to || (!to_open && *to == number));
}

std::optional<IpAddress> ReadIpAddress(std::string_view text) {
  const std::string copy(text);
  std::array<std::uint8_t, 16> bytes = {};
  if (inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) {
    return IpAddress{.low = BigEndian(bytes.data(), 4)};
  }
  if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) {
    return IpAddress{.v6 = true,
                     .high = BigEndian(bytes.data(), 8),
                     .low = BigEndian(bytes.data() + 8, 8)};
  }
  return std::nullopt;
}

std::string IpAddressText(const IpAddress& address) {
  std::array<std::uint8_t, 16> bytes = {};
  const int size = address.v6 ? 16 : 4;
  for (int i = 0; i < 8; ++i) {
    const auto at = static_cast<std::size_t>(size - 1 - i);
    if (at < bytes.size()) {
      bytes[at] = static_cast<std::uint8_t>(address.low >> (8 * i));
    }
    if (address.v6) {
      bytes[static_cast<std::size_t>(7 - i)] =
          static_cast<std::uint8_t>(address.high >> (8 * i));
    }
  }
  std::array<char, INET6_ADDRSTRLEN> text = {};
  inet_ntop(address.v6 ? AF_INET6 : AF_INET, bytes.data(), text.data(),
            static_cast<socklen_t>(text.size()));
  return text.data();
}

std::optional<ParsedIpRange> ReadIpRange(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = ReadIpAddress(text.substr(0, slash));
  if (!address) {
    return std::nullopt;
  }
  const int bits = address->v6 ? 128 : 32;
  int prefix = bits;
  if (slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), prefix);
    if (error != std::errc() || end != number.data() + number.size() ||
        prefix < 0 || prefix > bits) {
      return std::nullopt;
    }
  }
  const IpAddress mask = HostMask(address->v6, prefix);
  ParsedIpRange parsed{.prefix = prefix};
  parsed.range.from = {.v6 = address->v6,
                       .high = address->high & ~mask.high,
                       .low = address->low & ~mask.low};
  parsed.range.to = {.v6 = address->v6,
                     .high = address->high | mask.high,
                     .low = address->low | mask.low};
  parsed.host_bits = parsed.range.from != *address;
  return parsed;
}

bool ValueSet::Contains(std::string_view value) const {
  switch (kind_) {
    case ValueSetKind::kText:
      return texts_.Contains(value);
    case ValueSetKind::kNumber:
    case ValueSetKind::kDate: {
      const auto number = NumberIn(kind_, value);
      return number ? std::any_of(intervals_.begin(), intervals_.end(),
                                  [&](const NumberInterval& interval) {
                                    return interval.Contains(*number);
                                  })
                    : takes_others_;
    }
    case ValueSetKind::kAddress: {
      const auto address = ReadIpAddress(value);
      return address ? std::any_of(ranges_.begin(), ranges_.end(),
                                   [&](const IpRange& range) {
                                     return range.Contains(*address);
                                   })
                     : takes_others_;
    }
  }
  return false;
}

bool ValueSet::Contains(std::string_view value,
                        const Glob::VariableValues& values) const {
  return kind_ == ValueSetKind::kText ? texts_.Contains(value, values)
                                      : Contains(value);
}

SearchOutcome FindValue(std::span<const ValueSet* const> all_in,
                        std::span<const ValueSet* const> not_in,
                        const ValueDomain& domain, SearchBudget* budget,
                        std::string* found) {
  // What takes every text says nothing, and has no kind.
  std::vector<const ValueSet*> in;
  std::copy_if(all_in.begin(), all_in.end(), std::back_inserter(in),
               [](const ValueSet* set) { return !IsEverything(*set); });
  if (std::any_of(not_in.begin(), not_in.end(),
                  [](const ValueSet* set) { return IsEverything(*set); })) {
    return SearchOutcome::kNone;
  }
  bool mixed = false;
  const bool all_text = AreAllText(in, not_in, &mixed);
  const std::vector<const TextSet*> texts_in = TextsOf(in);
  const std::vector<const TextSet*> texts_not_in = TextsOf(not_in);
  if (all_text) {
    return FindMember(texts_in, texts_not_in, domain.texts, budget, found);
  }
  std::vector<const ValueSet*> all(in.begin(), in.end());
  all.insert(all.end(), not_in.begin(), not_in.end());
  const std::vector<std::string> candidates = Candidates(all, domain);
  SearchOutcome outcome = TryCandidates(candidates, in, not_in, budget, found);
  if (outcome != SearchOutcome::kNone || !mixed) {
    return outcome;
  }
  for (const ValueSet* set : in) {
    if (set->kind() == ValueSetKind::kText && set->texts().IsFinite()) {
      return TryCandidates(set->texts().texts(), in, not_in, budget, found);
    }
  }
  // The sets of one kind alone may admit nothing; else a text that the
  // patterns alone admit may do.
  outcome =
      TryCandidates(candidates, OthersOf(in), OthersOf(not_in), budget, found);
  if (outcome != SearchOutcome::kFound && !HasTwoOtherKinds(all)) {
    return outcome;
  }
  std::string text;
  outcome = FindMember(texts_in, texts_not_in, domain.texts, budget, &text);
  if (outcome != SearchOutcome::kFound) {
    return outcome;
  }
  outcome = TryCandidates({text}, in, not_in, budget, found);
  return outcome == SearchOutcome::kNone ? SearchOutcome::kOpen : outcome;
}

}  // namespace connectguard
