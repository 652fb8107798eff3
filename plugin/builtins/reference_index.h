// Which resources the values of a document refer to, and the other way round.
//
// A value refers to a resource by a reference that a reader has followed, or by
// a literal: the resource's id, ARN or name as the whole text, or as the last
// part of an ARN. A reference that could not be followed stays open; whether it
// could lead to a resource of a type is answered from what it looks like.
//
// One index per document (Document::Derived). Not for values of other
// documents.
//
// Thread rule: any thread may ask; reverse tables are made on the first
// question, under a lock.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "document/document.h"
#include "document/value.h"

namespace connectguard {

// Stands for every type where a type is asked for.
inline constexpr std::string_view kAnyType = "*";

// What one value refers to.
struct Mention {
  const Value* where = nullptr;
  std::vector<const Resource*> targets;
  // References of an unknown value that lead to no resource.
  std::vector<const Reference*> open;
  // An unknown value that may have been written as anything.
  bool opaque = false;

  bool Names(std::string_view type) const;
};

class ReferenceIndex {
 public:
  explicit ReferenceIndex(const Document& document);

  // What `value` and all that is inside it refer to, in document order. Of a
  // resource's map only its Properties count.
  std::vector<Mention> MentionsIn(const Value& value) const;

  // Whether `mention`, which names no resource of this type, may yet refer to
  // one. `which` receives the reference that may lead there; null when it is
  // the value as a whole.
  bool MayName(const Mention& mention, std::string_view type,
               const Reference** which = nullptr) const;

  // The planned resources of `type` that refer to `target`, in document order,
  // without the target itself.
  struct Referrer {
    const Resource* resource = nullptr;
    // The unknown value that may refer to it; null when it certainly does.
    const Value* open = nullptr;
  };
  std::vector<Referrer> ReferrersOf(const Resource& target,
                                    std::string_view type) const;

 private:
  // From the resources of one type to those of another.
  struct ReverseTable {
    std::unordered_map<const Resource*, std::vector<Referrer>> certain;
    std::vector<Referrer> open;  // May refer to any resource of the type.
  };
  using TypePair = std::pair<std::string, std::string>;

  void Walk(const Value& value, const Resource* owner,
            std::vector<Mention>* out) const;
  // Of a value that is a text or unknown.
  void AddMention(const Value& value, const Resource* owner,
                  std::vector<Mention>* out) const;
  void AddLiterals(std::string_view text, const Resource* owner,
                   Mention* mention) const;
  void AddNamed(std::string_view name, const Resource* except,
                Mention* mention) const;
  bool MayLeadTo(std::string_view reference, std::string_view type) const;
  // All that the resource mentions; found once. REQUIRES: tables_mutex_ is
  // held.
  const std::vector<Mention>& MentionsOf(const Resource& resource) const;
  const ReverseTable& TableFor(std::string_view from,
                               std::string_view to) const;
  void AddToTable(const Resource& resource, std::string_view to,
                  ReverseTable* table) const;

  const Document& document_;
  std::unordered_map<std::string_view, std::vector<const Resource*>>
      by_identifier_;
  // A bit for each size that identifiers have: most texts have another, and
  // are none.
  std::uint64_t identifier_sizes_ = 0;
  // The types that resources of a native type have here.
  std::unordered_map<std::string_view, std::vector<std::string_view>>
      types_of_native_;
  mutable std::mutex tables_mutex_;
  mutable std::map<TypePair, ReverseTable> tables_;
  mutable std::unordered_map<const Resource*, std::vector<Mention>> mentions_;
};

}  // namespace connectguard
