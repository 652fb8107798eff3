// Children wait in one stack, pending_; closing a container moves its children
// into one arena array and leaves the container in their place. Moving changes
// addresses, so the children of moved containers are then told their parent's
// new address: each value is told once, when its parent reaches its last place.
#include "document/value_builder.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "base/limits.h"
#include "document/map_index.h"

namespace connectguard {

namespace {

constexpr std::size_t kFirstKeySlots = 64;

}  // namespace

std::size_t KeyTable::SlotOf(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot] != nullptr &&
         (slots_[slot]->hash != hash || slots_[slot]->text != text)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void KeyTable::Grow() {
  const std::vector<const Key*> old = std::exchange(slots_, {});
  slots_.resize(std::max(kFirstKeySlots, old.size() * 2));
  for (const Key* key : old) {
    if (key != nullptr) {
      slots_[SlotOf(key->text, key->hash)] = key;
    }
  }
}

const Key* KeyTable::Intern(std::string_view text) {
  return Intern({.text = text, .hash = HashKey(text)});
}

const Key* KeyTable::Intern(const Key& key) {
  const auto [text, hash] = key;
  if (count_ * 2 >= slots_.size()) {
    Grow();
  }
  const Key*& slot = slots_[SlotOf(text, hash)];
  if (slot == nullptr) {
    slot = arena_->New<Key>(arena_->CopyText(text), hash);
    ++count_;
  }
  return slot;
}

const Key* KeyTable::Lookup(std::string_view text) const {
  return slots_.empty() ? nullptr : slots_[SlotOf(text, HashKey(text))];
}

Value ValueBuilder::Make(Kind kind, SourceSpan span) const {
  Value value;
  value.kind = kind;
  value.sensitive = sensitive_depth_ > 0;
  value.file = span.file;
  value.begin = span.begin;
  value.end = span.end;
  return value;
}

void ValueBuilder::Add(const Value& value) {
  assert(open_.empty() || open_.back().container.kind == Kind::kList ||
         key_ != nullptr);
  pending_.push_back({.key = key_, .value = value});
  key_ = nullptr;
  ++count_;
}

void ValueBuilder::StartMap(SourceSpan span) {
  Add(Make(Kind::kMap, span));
  open_.push_back(
      {.container = pending_.back().value, .first = pending_.size()});
}

void ValueBuilder::StartList(SourceSpan span) {
  Add(Make(Kind::kList, span));
  open_.push_back(
      {.container = pending_.back().value, .first = pending_.size()});
}

void ValueBuilder::AddKey(std::string_view key) { key_ = keys_->Intern(key); }

bool ValueBuilder::HasKey(std::string_view key) const {
  assert(!open_.empty());
  return std::any_of(
      pending_.begin() + static_cast<std::ptrdiff_t>(open_.back().first),
      pending_.end(), [&](const Member& member) {
        return member.key != nullptr && member.key->text == key;
      });
}

namespace {

// Which of the members that are kept already has the key of one; the number of
// those that are kept when none has.
class MembersKept {
 public:
  MembersKept(const Member* members, std::size_t count)
      : members_(members),
        slots_(count < kIndexedMapSize
                   ? 0
                   : SlotCount(static_cast<std::uint32_t>(count))) {}

  std::size_t Find(const Key* key, std::size_t kept) {
    if (slots_.empty()) {
      const Member* end = members_ + kept;
      return static_cast<std::size_t>(
          std::find_if(members_, end,
                       [&](const Member& m) { return m.key == key; }) -
          members_);
    }
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = key->hash & mask;
    while (slots_[slot] != 0) {
      const std::size_t number = slots_[slot] - 1;
      if (members_[number].key == key) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    slots_[slot] = static_cast<std::uint32_t>(kept + 1);
    return kept;
  }

 private:
  const Member* members_;
  std::vector<std::uint32_t> slots_;  // Numbers from 1; 0 is free.
};

}  // namespace

void ValueBuilder::NoteDuplicate(const Member& first, const Member& last) {
  ++duplicate_count_;
  if (duplicates_.size() < limits::kMaxListedDuplicates) {
    duplicates_.push_back({.key = last.key->text,
                           .first = first.value.span(),
                           .last = last.value.span()});
  }
}

// Keeps the first position and the last value of each key; answers how many
// members remain.
std::uint32_t ValueBuilder::DropDuplicates(std::size_t first) {
  const std::size_t count = pending_.size() - first;
  Member* members = pending_.data() + first;
  MembersKept members_kept(members, count);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = members_kept.Find(members[i].key, kept);
    if (at < kept) {
      NoteDuplicate(members[at], members[i]);
    }
    if (at != i) {
      members[at] = members[i];
    }
    kept += at == kept ? 1 : 0;
  }
  pending_.resize(first + kept);
  return static_cast<std::uint32_t>(kept);
}

// Tells the children of a container where it stands for good.
void ValueBuilder::Adopt(const Value& container) const {
  // The arena's memory is ours to finish until the root is handed out.
  if (container.kind == Kind::kList) {
    for (const Value& item : container.AsList()) {
      const_cast<Value&>(item).parent = &container;
    }
  } else if (container.kind == Kind::kMap) {
    for (const Member& member : container.AsMap()) {
      const_cast<Value&>(member.value).parent = &container;
    }
  }
}

void ValueBuilder::EndMap(std::optional<std::uint32_t> end) {
  const std::size_t first = open_.back().first;
  Value& map = pending_[first - 1].value;
  map.size = DropDuplicates(first);
  if (end) {
    map.end = *end;
  }
  auto* members = static_cast<Member*>(
      arena_->Allocate(MapBytes(map.size), alignof(Member)));
  std::copy_n(pending_.data() + first, map.size, members);
  if (map.size >= kIndexedMapSize) {
    IndexMembers(members, map.size);
  }
  map.members = members;
  for (const Member& member : map.AsMap()) {
    Adopt(member.value);
  }
  pending_.resize(first);
  open_.pop_back();
}

void ValueBuilder::EndList(std::optional<std::uint32_t> end) {
  const std::size_t first = open_.back().first;
  Value& list = pending_[first - 1].value;
  list.size = static_cast<std::uint32_t>(pending_.size() - first);
  if (end) {
    list.end = *end;
  }
  Value* items = arena_->NewArray<Value>(list.size);
  std::transform(pending_.data() + first, pending_.data() + first + list.size,
                 items, [](const Member& member) { return member.value; });
  list.items = items;
  for (const Value& item : list.AsList()) {
    Adopt(item);
  }
  pending_.resize(first);
  open_.pop_back();
}

void ValueBuilder::AddNull(SourceSpan span) { Add(Make(Kind::kNull, span)); }

void ValueBuilder::AddBool(bool value, SourceSpan span) {
  Value made = Make(Kind::kBool, span);
  made.boolean = value;
  Add(made);
}

void ValueBuilder::AddInt(std::int64_t value, SourceSpan span) {
  Value made = Make(Kind::kInt, span);
  made.integer = value;
  Add(made);
}

void ValueBuilder::AddFloat(double value, SourceSpan span) {
  Value made = Make(Kind::kFloat, span);
  made.real = value;
  Add(made);
}

void ValueBuilder::AddChar(char32_t value, SourceSpan span) {
  Value made = Make(Kind::kChar, span);
  made.character = value;
  Add(made);
}

void ValueBuilder::AddString(std::string_view value, SourceSpan span) {
  AddSharedString(arena_->CopyText(value), span);
}

void ValueBuilder::AddSharedString(std::string_view value, SourceSpan span) {
  Value made = Make(Kind::kString, span);
  made.text = value.data();
  made.size = static_cast<std::uint32_t>(value.size());
  Add(made);
}

// Of a string without references, just the text.
const char* ValueBuilder::CopyLinkedText(
    std::string_view value, std::span<const Reference> references) {
  if (references.empty()) {
    return arena_->CopyText(value).data();
  }
  const std::span<const Reference> copied = arena_->CopyArray(references);
  auto* bytes = static_cast<char*>(arena_->Allocate(
      sizeof(copied) + value.size(), alignof(std::span<const Reference>)));
  std::memcpy(bytes, &copied, sizeof(copied));
  std::copy(value.begin(), value.end(), bytes + sizeof(copied));
  return bytes + sizeof(copied);
}

void ValueBuilder::AddLinkedString(std::string_view value,
                                   std::span<const Reference> references,
                                   SourceSpan span) {
  Value made = Make(Kind::kString, span);
  made.linked = !references.empty();
  made.text = CopyLinkedText(value, references);
  made.size = static_cast<std::uint32_t>(value.size());
  Add(made);
}

void ValueBuilder::AddUnknown(const UnknownInfo* info, SourceSpan span) {
  Value made = Make(Kind::kUnknown, span);
  made.unknown = info;
  Add(made);
}

void ValueBuilder::AddRuleLiteral(const RuleLiteral* literal, SourceSpan span) {
  Value made = Make(Kind::kRuleLiteral, span);
  made.rule_literal = literal;
  Add(made);
}

void ValueBuilder::AddCopy(const Value& source, bool share_text) {
  // Its children are told where it stands when what it is added to ends.
  Value copy;
  CopyInto(source, share_text, &copy);
  Add(copy);
}

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
void ValueBuilder::CopyInto(const Value& source, bool share_text, Value* copy) {
  *copy = source;
  copy->sensitive = source.sensitive || sensitive_depth_ > 0;
  copy->parent = nullptr;
  if (source.Is(Kind::kMap)) {
    auto* members = static_cast<Member*>(
        arena_->Allocate(MapBytes(source.size), alignof(Member)));
    for (std::uint32_t i = 0; i < source.size; ++i) {
      const Member& member = source.members[i];
      members[i].key = keys_->Intern(*member.key);
      CopyInto(member.value, share_text, &members[i].value);
      members[i].value.parent = copy;
    }
    if (source.size >= kIndexedMapSize) {
      IndexMembers(members, source.size);
    }
    copy->members = members;
    count_ += source.size;
  } else if (source.Is(Kind::kList)) {
    Value* items = arena_->NewArray<Value>(source.size);
    for (std::uint32_t i = 0; i < source.size; ++i) {
      CopyInto(source.items[i], share_text, &items[i]);
      items[i].parent = copy;
    }
    copy->items = items;
    count_ += source.size;
  } else if (source.Is(Kind::kString) && !share_text) {
    copy->text = CopyLinkedText(source.AsString(), source.References());
  }
}

const Value* ValueBuilder::Finish(const Value* parent) {
  assert(open_.empty() && pending_.size() == 1);
  Value* root = arena_->New<Value>(pending_.front().value);
  root->parent = parent;
  Adopt(*root);
  pending_.clear();
  key_ = nullptr;
  duplicates_.clear();
  duplicate_count_ = 0;
  return root;
}

}  // namespace connectguard
