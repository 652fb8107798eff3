#include "document/contents.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace connectguard {
namespace {

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
template <typename Is>
bool HoldsOne(const Value& value, const Is& is) {
  if (is(value)) {
    return true;
  }
  if (value.Is(Kind::kMap)) {
    const auto members = value.AsMap();
    return std::any_of(
        members.begin(), members.end(),
        [&](const Member& member) { return HoldsOne(member.value, is); });
  }
  if (value.Is(Kind::kList)) {
    const auto items = value.AsList();
    return std::any_of(items.begin(), items.end(),
                       [&](const Value& item) { return HoldsOne(item, is); });
  }
  return false;
}

// The value stands in the memory of these items or members; where else it may
// stand, before or behind them, is chance.
template <typename T>
bool IsAmong(std::span<const T> all, const Value& value) {
  const auto offset = reinterpret_cast<std::uintptr_t>(&value) -
                      reinterpret_cast<std::uintptr_t>(all.data());
  return offset < all.size_bytes();
}

bool IsSensitive(const Value& value) { return value.sensitive; }
bool IsUnknown(const Value& value) { return value.Is(Kind::kUnknown); }

}  // namespace

bool HoldsSensitive(const Value& value) { return HoldsOne(value, IsSensitive); }

bool HoldsUnknown(const Value& value) { return HoldsOne(value, IsUnknown); }

bool IsChild(const Value& container, const Value& value) {
  if (container.Is(Kind::kList)) {
    return IsAmong(container.AsList(), value);
  }
  return container.Is(Kind::kMap) && IsAmong(container.AsMap(), value);
}

SensitivePlaces::SensitivePlaces(const Document& document) {
  Add(document.root());
}

bool SensitivePlaces::IsWithin(SourceSpan span) const {
  return std::ranges::any_of(places_, [&](const SourceSpan& place) {
    return place.file == span.file && place.begin <= span.end &&
           place.end >= span.begin;
  });
}

void SensitivePlaces::Add(const Value& value) {
  if (value.sensitive) {
    places_.push_back(value.span());
  }
  if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      Add(member.value);
    }
  } else if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      Add(item);
    }
  }
}

}  // namespace connectguard
