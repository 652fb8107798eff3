// What a document holds, value by value: where each comes from, what is unknown
// and why, and which resources the values link.
//
// One resource at a time, so that it is small for any input. An
// InspectedResource points into its document. Nothing sensitive is to be
// printed of it: a value that is `hidden` has no text.
//
// Thread rule: an Inspector is made once, then const; any thread may ask.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/document.h"
#include "gate/finding.h"
#include "gate/secret_texts.h"

namespace connectguard {

// From a value to a resource.
struct InspectedLink {
  std::string target = {};  // Its address.
  std::string attribute =
      {};  // Read from the target; empty: not one certainly.
  // As its author wrote it; empty when the value is the target's literal name.
  std::string text = {};
};

struct InspectedAlternative;

struct InspectedValue {
  std::string path = {};  // "Properties.Rules[0].Status"
  std::string label;      // The last step: "Status", "[0]".
  std::size_t depth = 0;  // 0 for Properties and Change.
  const Value* value = nullptr;
  // A map or list that is not empty and whose members follow.
  bool has_members = false;
  bool hidden = false;      // Sensitive.
  std::string reason = {};  // Why it is unknown; empty for what is known.
  // As the input calls it, when that differs: "rule[0].status"; and the address
  // of the resource that this belongs to, when that is another one.
  std::string attribute = {};
  std::string set_in = {};
  FindingPlace place = {};  // No file when it has none of its own.
  std::vector<InspectedLink> links = {};
  // What an open condition chooses from.
  std::vector<InspectedAlternative> alternatives;
};

// A value that it is when a condition turns out so.
struct InspectedAlternative {
  std::string when;  // "`IsProd` is true"
  // The value with all inside, as deep as if it were a member; empty: nothing
  // is there then.
  std::vector<InspectedValue> values = {};
};

// A value of another resource that refers to this one.
struct InspectedReferrer {
  std::string address;
  std::string path = {};
};

// A waiver that is written at the resource, a part of it, or what it is in.
struct InspectedWaiver {
  std::vector<std::string> policies;  // As it names them.
  FindingWaiver waiver;               // The reason may be empty.
  std::string why_not = {};  // Why it does not count; empty when it does.
};

struct InspectedResource {
  const Resource* resource = nullptr;
  bool planned = true;      // False: as it was before.
  std::string action = {};  // "create"; empty when the input tells none.
  // Open conditions without which it is not made: "`IsProd` and `HasKey`".
  std::string only_if = {};
  bool mapped = true;  // False: under Terraform's names.
  FindingPlace place = {};
  // Properties and Change with all inside, in document order.
  std::vector<InspectedValue> values = {};
  std::vector<InspectedReferrer> referrers = {};
  std::vector<InspectedWaiver> waivers = {};
};

// A resource in one of the document's two maps.
struct ResourceInSection {
  const Resource* resource = nullptr;
  bool planned = true;
};

// From a resource to another, once for each pair.
struct ResourceLink {
  const Resource* from = nullptr;
  const Resource* to = nullptr;
  std::string path = {};  // Of the first value that links them.
  std::size_t more = 0;   // How many others do.
  bool certain = false;   // At least one of the values is known, or is just it.
};

// "`IsProd` and `HasKey`"; empty for what is made in any case.
std::string OnlyIf(const Resource& resource);

class Inspector {
 public:
  // The document must outlive this; `today` is for waivers.
  Inspector(const Document& document, std::chrono::sys_days today);

  InspectedResource Inspect(const ResourceInSection& which) const;

  // All resources, the planned ones first. One that nothing changes stands
  // there only as planned.
  std::vector<ResourceInSection> All() const;
  // Those that are meant by an address: the resource itself, all its instances,
  // or what a split resource was made a part of.
  std::vector<ResourceInSection> Named(std::string_view address) const;

  // Of planned resources, in document order.
  const std::vector<ResourceLink>& links() const { return links_; }
  // Types that are kept under Terraform's names, with how many planned
  // resources there are of each.
  std::map<std::string_view, std::size_t> Unmapped() const;
  // How many values of planned resources' properties are unknown, by reason.
  std::map<std::string, std::size_t> Unknown() const;

  const Document& document() const { return document_; }

 private:
  struct Referral {
    const Resource* from = nullptr;
    std::string path = {};
  };

  void IndexLinks();
  bool IsMapped(const Resource& resource) const;
  bool IsSecret(const Value& value) const;
  void AddValue(const Value& value, const Resource& resource, std::string path,
                std::string label, std::size_t depth,
                std::vector<InspectedValue>* out) const;
  std::vector<InspectedAlternative> AlternativesOf(
      const InspectedValue& value, const Resource& resource) const;
  std::vector<InspectedLink> LinksOf(const Value& value) const;
  std::vector<InspectedWaiver> WaiversAt(
      const InspectedResource& inspected) const;
  bool HasValueOf(const Value& value, std::string_view address) const;

  const Document& document_;
  std::chrono::sys_days today_;
  std::unordered_map<std::string, std::vector<const WrittenWaiver*>>
      waivers_;  // By address.
  SecretTexts secrets_;
  bool is_plan_;  // Of Terraform: its attributes have other names.
  // What each linking value of a planned resource refers to.
  std::unordered_map<const Value*, std::vector<const Resource*>> targets_;
  std::unordered_map<const Resource*, std::vector<Referral>> referrals_;
  std::vector<ResourceLink> links_;
};

}  // namespace connectguard
