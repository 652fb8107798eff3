// The canonical document: what will exist after apply, in CloudFormation's
// shape, whatever the input was.
//
//   Resources:                    # the planned state
//     <address>:                  # Terraform address or CloudFormation logical
//     id
//       Type: AWS::Connect::Instance
//       Properties: {...}
//       Change: {Action: create | update | replace | no-op | read | import,
//                ReplacePaths: [...], Was: <previous address>}
//   Previous:                     # the prior state; a deleted resource stands
//   only here
//     <address>: {Type, Properties, Change: {Action: delete | replace | forget
//     | ...}}
//   Plan: {Kind, Form, Complete, Errored, ClosedWorld, Notes}
//
// A raw document (a template as it was written) has whatever root its author
// gave it; then resources() lists what its `Resources` map holds.
//
// Thread rule: built once by a reader, then const; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/source.h"
#include "document/value.h"
#include "document/value_builder.h"
#include "document/written_waiver.h"

namespace connectguard {

// A literal by which other resources may name this one: its id, arn or name.
struct Identifier {
  std::string_view attribute;  // As a reference would name it: `id`, `arn`.
  std::string_view text;
};

struct Resource {
  std::string_view address;
  std::string_view
      type;  // CloudFormation's name, or Terraform's when unmapped.
  std::string_view
      native_type;  // As the input calls it: `aws_connect_instance`.
  const Value* node = nullptr;        // The map with Type, Properties, Change.
  const Value* properties = nullptr;  // Null when there are none.
  std::span<const Identifier> identifiers;
  // Where the program that wrote the template made it: "Stack/Bucket/Resource".
  std::string_view construct = {};
};

// Where the author of a plan's configuration wrote a resource.
struct WrittenResource {
  SourceSpan header;  // `resource "aws_s3_bucket" "b"`
  // By keys with dots, without list numbers, sorted; only what is written once,
  // so that the place is certain.
  std::span<const std::pair<std::string_view, SourceSpan>> attributes;
};

class Document {
 public:
  Document() : keys_(&arena_) {}
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // --- Building, for readers -------------------------------------------------
  Arena& arena() { return arena_; }
  KeyTable& keys() { return keys_; }
  ValueBuilder NewBuilder() { return {&arena_, &keys_}; }
  // The number to use in spans.
  std::uint16_t AddFile(std::string name, std::string text);
  // SHA-256 in hex of what was read, when file 0 is not just that.
  void SetDigest(std::string digest) { digest_ = std::move(digest); }
  // The tree as the input wrote it, from which the canonical one was made.
  void SetSource(const Value* source) { source_ = source; }
  // Identifiers and native types are looked up by address; unlisted resources
  // have none.
  struct Naming {
    std::string_view native_type;
    std::span<const Identifier> identifiers;
    std::string_view construct = {};
  };
  void SetNaming(std::string_view address, Naming naming) {
    naming_[address] = naming;
  }
  // `address` is without instance keys and lives as long as the arena.
  void SetWritten(std::string_view address, WrittenResource written) {
    written_[address] = written;
  }
  void SetWaivers(std::vector<WrittenWaiver> waivers) {
    waivers_ = std::move(waivers);
  }
  // One way in which what the input leaves open can turn out, and what the
  // document then is.
  struct Way {
    std::string when;  // "`IsProd` is true"
    std::unique_ptr<const Document> document;
  };
  void SetWays(std::vector<Way> ways) { ways_ = std::move(ways); }
  // Why there are no ways although the existence of resources is open.
  void SetUndecided(std::string reason) { undecided_ = std::move(reason); }
  // Sets the root and indexes its Resources and Previous. Call it last.
  void SetRoot(const Value* root);

  // --- Reading ---------------------------------------------------------------
  const Value& root() const { return *root_; }
  const Value* source() const { return source_; }
  const std::string& digest() const { return digest_; }
  // All ways together are all that can be; empty when nothing is open, or it
  // was not asked for. Where they differ, this document has unknown values, and
  // all resources that any way has.
  std::span<const Way> ways() const { return ways_; }
  const std::string& undecided() const { return undecided_; }
  const KeyTable& keys() const { return keys_; }
  const SourceFile& file(std::uint16_t number) const { return files_[number]; }
  std::size_t file_count() const { return files_.size(); }

  // In input order.
  std::span<const Resource> resources() const { return resources_; }
  std::span<const Resource> previous() const { return previous_; }

  // Of the planned state; null when there is none.
  const Resource* FindResource(std::string_view address) const;
  const Resource* FindPrevious(std::string_view address) const;

  // The members of `Resources` (or `Previous`) with this Type, in document
  // order: the map nodes that `Resources.*[ Type == '...' ]` selects.
  std::span<const Value* const> ResourceNodes(std::string_view type) const;
  std::span<const Value* const> PreviousNodes(std::string_view type) const;
  // True when every member of the map is a map whose Type is a known string, so
  // that the two functions above answer such queries completely.
  bool resources_typed() const { return resources_typed_; }
  bool previous_typed() const { return previous_typed_; }

  // The resource that a value is part of, walking up its parents; `planned`
  // says in which map it stands. Null for values outside both.
  struct Owner {
    const Resource* resource = nullptr;
    bool planned = true;
  };
  Owner OwnerOf(const Value& value) const;

  // The innermost value of source() that was written at this place; null when
  // there is none. For a plan this leads from a CloudFormation-shaped property
  // back to the Terraform attribute.
  const Value* SourceValueAt(SourceSpan span) const;

  // By address without instance keys; null when nobody gave the configuration.
  const WrittenResource* FindWritten(std::string_view address) const {
    const auto found = written_.find(address);
    return found == written_.end() ? nullptr : &found->second;
  }

  // In the order of files, and in each as they stand.
  std::span<const WrittenWaiver> waivers() const { return waivers_; }

  // What another room computes from the whole document, such as an index: made
  // as T(document) on the first question and kept with the document. The
  // constructor must not ask for another Derived.
  template <typename T>
  const T& Derived() const {
    const std::lock_guard lock(derived_mutex_);
    std::shared_ptr<const void>& slot = derived_[typeid(T)];
    if (slot == nullptr) {
      slot = std::make_shared<const T>(*this);
    }
    return *static_cast<const T*>(slot.get());
  }

  std::size_t bytes_reserved() const { return arena_.bytes_reserved(); }

 private:
  using TypeIndex =
      std::unordered_map<std::string_view, std::vector<const Value*>>;
  using AddressIndex = std::unordered_map<std::string_view, std::size_t>;
  struct Section {
    std::vector<Resource>* resources;
    AddressIndex* by_address;
    TypeIndex* by_type;
    bool* typed;
  };
  void IndexSection(const Value* map, const Section& section);

  Arena arena_;
  KeyTable keys_;
  std::deque<SourceFile> files_;
  std::string digest_;
  std::vector<WrittenWaiver> waivers_;
  std::vector<Way> ways_;
  std::string undecided_;
  const Value* root_ = nullptr;
  const Value* resources_section_ = nullptr;
  const Value* previous_section_ = nullptr;
  const Value* source_ = nullptr;
  std::unordered_map<std::string_view, Naming> naming_;
  std::unordered_map<std::string_view, WrittenResource> written_;
  std::vector<Resource> resources_;
  std::vector<Resource> previous_;
  AddressIndex resource_numbers_;
  AddressIndex previous_numbers_;
  TypeIndex resources_by_type_;
  TypeIndex previous_by_type_;
  bool resources_typed_ = false;
  bool previous_typed_ = false;
  mutable std::mutex derived_mutex_;
  mutable std::unordered_map<std::type_index, std::shared_ptr<const void>>
      derived_;
};

}  // namespace connectguard
