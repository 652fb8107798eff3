// The only way to make Values: pushed events in document order, or deep copies.
//
//   ValueBuilder builder(arena, keys);
//   builder.StartMap(span);
//   builder.AddKey("Type");
//   builder.AddString("AWS::Connect::Instance", span);
//   builder.EndMap();
//   const Value* root = builder.Finish();
//
// REQUIRES of the caller: balanced containers, a key before each map member.
// Spans of containers may be given their end late, at End*.
//
// Thread rule: one thread while building.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "document/value.h"

namespace connectguard {

// Interns the keys of one document. Owned by it; keys live in its arena.
class KeyTable {
 public:
  explicit KeyTable(Arena* arena) : arena_(arena) {}

  const Key* Intern(std::string_view text);
  // The same text as of that key, which may be of another table.
  const Key* Intern(const Key& key);

  // The key, or null when no map of this document has it.
  const Key* Lookup(std::string_view text) const;

 private:
  // Where the key stands in slots_, or belongs.
  std::size_t SlotOf(std::string_view text, std::uint32_t hash) const;
  void Grow();

  Arena* arena_;
  // A power of two of them, at most half of them taken; null is free.
  std::vector<const Key*> slots_;
  std::size_t count_ = 0;
};

class ValueBuilder {
 public:
  ValueBuilder(Arena* arena, KeyTable* keys) : arena_(arena), keys_(keys) {}

  void StartMap(SourceSpan span);
  void AddKey(std::string_view key);
  // `end` is the offset behind the closing token; unset keeps the given span.
  void EndMap(std::optional<std::uint32_t> end = std::nullopt);
  void StartList(SourceSpan span);
  void EndList(std::optional<std::uint32_t> end = std::nullopt);

  void AddNull(SourceSpan span);
  void AddBool(bool value, SourceSpan span);
  void AddInt(std::int64_t value, SourceSpan span);
  void AddFloat(double value, SourceSpan span);
  void AddChar(char32_t value, SourceSpan span);
  // The text is copied into the arena.
  void AddString(std::string_view value, SourceSpan span);
  // The text is not copied: it must live as long as the arena.
  void AddSharedString(std::string_view value, SourceSpan span);
  // A known string that was written as a reference. References are copied,
  // their texts are not: they must live as long as the arena.
  void AddLinkedString(std::string_view value,
                       std::span<const Reference> references, SourceSpan span);
  // `info` and all that it points to must live as long as the arena.
  void AddUnknown(const UnknownInfo* info, SourceSpan span);
  void AddRuleLiteral(const RuleLiteral* literal, SourceSpan span);
  // A deep copy. Keys are interned again, so the source may be of another
  // document; strings of the same arena are shared when `share_text`.
  void AddCopy(const Value& source, bool share_text = true);

  // All values added until the matching call are marked sensitive.
  void BeginSensitive() { ++sensitive_depth_; }
  void EndSensitive() { --sensitive_depth_; }

  // Containers that are open now.
  std::size_t depth() const { return open_.size(); }
  // Values made so far.
  std::size_t count() const { return count_; }
  // True when the map being built already has this key.
  bool HasKey(std::string_view key) const;

  // A key that a map had twice; the later value has replaced the earlier one.
  // Readers decide whether that is an error.
  struct DuplicateKey {
    std::string_view key;
    SourceSpan first;  // Of the value that was replaced.
    SourceSpan last;
  };
  // At most limits::kMaxListedDuplicates of them, those of inner maps first.
  std::span<const DuplicateKey> duplicates() const { return duplicates_; }
  // All of them.
  std::size_t duplicate_count() const { return duplicate_count_; }

  // The one root value. REQUIRES: exactly one value was added and closed.
  // The builder is empty again afterwards, duplicates() too. `parent` is what
  //  the root hangs below, for values that functions make from other
  // values.
  const Value* Finish(const Value* parent = nullptr);

 private:
  struct Open {
    Value container;
    std::size_t first;  // Number of its first child in pending_.
  };

  Value Make(Kind kind, SourceSpan span) const;
  void Add(const Value& value);
  void CopyInto(const Value& source, bool share_text, Value* copy);
  const char* CopyLinkedText(std::string_view value,
                             std::span<const Reference> references);
  void Adopt(const Value& container) const;
  void NoteDuplicate(const Member& first, const Member& last);
  std::uint32_t DropDuplicates(std::size_t first);

  Arena* arena_;
  KeyTable* keys_;
  std::vector<Open> open_;
  std::vector<Member>
      pending_;  // Children of open containers; list items have no key.
  const Key* key_ = nullptr;
  int sensitive_depth_ = 0;
  std::size_t count_ = 0;
  std::vector<DuplicateKey> duplicates_;
  std::size_t duplicate_count_ = 0;
};

}  // namespace connectguard
