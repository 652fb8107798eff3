// What a `data.aws_iam_policy_document` that is read only during apply will
// say: its statements are planned, so that a policy made of it is known but for
// the values in it that are not.
//
// Put together as the provider does: source documents, its own statements,
// override documents; a statement takes the place of an earlier one with the
// same Sid. What cannot be known stands there as an unknown statement, and what
// an unknown document may replace is unknown as well.
//
// Thread rule: one thread while a document is being built.
// Source:
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
// and the provider's internal/service/iam/policy_document_data_source.go, read
// 2026-11-28.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "document/document.h"
#include "document/value_builder.h"
#include "readers/planned_resource.h"
#include "readers/terraform_properties.h"
#include "readers/terraform_references.h"

namespace connectguard {

// One statement of a document that is being put together.
struct PolicyStatement {
  std::string_view sid = {};  // Empty: it has none.
  bool sid_unknown = false;
  // Just one of the three: a block of the data source, a statement of a known
  // document, or why it is not known.
  PlanValue block = {};
  const PlannedResource* owner = nullptr;
  std::string path = {};  // Of the block, for what it refers to.
  const Value* parsed = nullptr;
  const UnknownInfo* unknown = nullptr;
  bool sensitive = false;  // Of `parsed`.
  SourceSpan span = {};
};

struct PolicyDocumentParts {
  std::string_view version;
  std::string_view id;  // Empty: it has none.
  const UnknownInfo* id_unknown = nullptr;
  // An unknown document was merged, which may be of a newer version.
  bool open = false;
  std::vector<PolicyStatement> statements;
};

class PolicyDocuments {
 public:
  // All must outlive this.
  PolicyDocuments(Document* document, const ReferenceResolver* resolver,
                  PropertyWriter* writer)
      : document_(document), resolver_(resolver), writer_(writer) {}

  // Writes the document that the unknown attribute will hold, or what
  // `jsonencode` will make of it. False, and
  // nothing written, when it is not certain to be one that can be put together.
  bool Write(const PlannedResource& owner, std::string_view path,
             SourceSpan span, ValueBuilder* builder);

  // How many attributes mention a data source of which only the sources tell
  // whether it is the whole of them: a plan shows no functions around it. And
  // whose the first is.
  std::size_t waiting() const { return waiting_.size(); }
  std::string_view first_waiting() const { return first_waiting_; }

 private:
  bool WriteEncodedText(const PlannedResource& owner, std::string_view path,
                        SourceSpan span, ValueBuilder* builder) const;
  const PlannedResource* DocumentAt(const PlannedResource& owner,
                                    std::string_view path) const;
  std::vector<const PlannedResource*> DocumentsIn(const PlannedResource& owner,
                                                  std::string_view path,
                                                  const PlanValue& list) const;
  bool PutTogether(const PlannedResource& data, int depth,
                   PolicyDocumentParts* out);
  bool MergeAll(const PlannedResource& data, std::string_view key,
                bool overrides, int depth, PolicyDocumentParts* out);
  bool MergeList(const PlannedResource& data, std::string_view key,
                 const PlanValue& list, bool overrides, int depth,
                 PolicyDocumentParts* out);
  bool MergeText(const PlanValue& text, bool overrides,
                 PolicyDocumentParts* out);
  bool MergePlanned(const PlannedResource* inner, const PlannedResource& data,
                    std::string_view key, bool overrides, int depth,
                    PolicyDocumentParts* out);
  void MergeUnknown(const PlannedResource& data, std::string_view key,
                    bool overrides, PolicyDocumentParts* out);
  bool MergeStatements(std::vector<PolicyStatement> more, bool replaces,
                       PolicyDocumentParts* out);
  bool MergeOwn(const PlannedResource& data, PolicyDocumentParts* out);
  const Value* Parse(const Value& text);
  bool WriteWhole(const PlannedResource& data, SourceSpan span,
                  ValueBuilder* builder);
  void PlaceBlock(const PlannedResource& data, std::uint32_t number,
                  std::uint32_t count, PolicyStatement* statement);
  bool Charge(std::size_t statements);

  Document* document_;
  const ReferenceResolver* resolver_;
  PropertyWriter* writer_;
  // Data sources as if one of their statements were the only one, so that what
  // the others refer to is not taken for what it refers to.
  struct SingleBlock {
    PlannedResource resource;
    ResourceExpressions expressions;
  };
  std::deque<SingleBlock> single_blocks_;
  std::unordered_set<const PlannedResource*> waiting_;
  std::string_view first_waiting_;
  // Known documents that were parsed; null for what is none.
  std::unordered_map<const Value*, const Value*> parsed_;
  // Statements that may yet be put together, and values that may be written.
  std::size_t left_ = kMaxStatements;
  std::size_t values_left_ = kMaxValues;

  // A few lines could otherwise fill the memory: a document may stand in any
  // number of others. Real plans have some thousand statements.
  static constexpr std::size_t kMaxStatements = 200'000;
  static constexpr std::size_t kMaxValues = 4'000'000;
};

}  // namespace connectguard
