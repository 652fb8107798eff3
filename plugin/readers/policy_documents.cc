#include "readers/policy_documents.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "readers/encoded_json.h"
#include "readers/json_reader.h"
#include "readers/plan_configuration.h"
#include "readers/policy_statements.h"
#include "readers/terraform_address.h"
#include "readers/terraform_mapping.h"

namespace connectguard {
namespace {

// Documents inside each other: people nest two or three.
constexpr int kMaxNesting = 16;

// The newest there is, and what a document has that does not say.
constexpr std::string_view kDefaultVersion = "2012-10-17";

bool IsJson(std::string_view attribute) {
  return attribute == "json" || attribute == "minified_json" ||
         // `data.x.y[each.key].json`: a plan ends at the index.
         attribute.empty();
}

std::string_view TextOf(const PlanValue& at) {
  return at.value != nullptr && at.value->Is(Kind::kString) && !at.IsUnknown()
             ? at.value->AsString()
             : std::string_view();
}

const PlannedResource* DocumentOf(const ReferenceCandidate& candidate) {
  const PlannedResource* resource = candidate.resource;
  return resource != nullptr && resource->is_data && IsJson(candidate.attribute)
             ? resource
             : nullptr;
}

const PlannedResource* DocumentOf(const ResolvedReference& reference) {
  return reference.plain && reference.candidates.size() == 1
             ? DocumentOf(reference.candidates.front())
             : nullptr;
}

}  // namespace

bool PolicyDocuments::Write(const PlannedResource& owner, std::string_view path,
                            SourceSpan span, ValueBuilder* builder) {
  if (values_left_ == 0) {
    return false;
  }
  const std::size_t before = builder->count();
  const PlannedResource* data = DocumentAt(owner, path);
  if (data != nullptr &&
      !(resolver_->HasSource(owner) && resolver_->HasSource(*data))) {
    if (waiting_.insert(&owner).second && first_waiting_.empty()) {
      first_waiting_ = owner.address;
    }
    return false;
  }
  const bool written = data == nullptr
                           ? WriteEncodedText(owner, path, span, builder)
                           : WriteWhole(*data, span, builder);
  values_left_ -= std::min(values_left_, builder->count() - before);
  return written;
}

bool PolicyDocuments::WriteWhole(const PlannedResource& data, SourceSpan span,
                                 ValueBuilder* builder) {
  PolicyDocumentParts parts;
  if (!PutTogether(data, 0, &parts) ||
      (parts.open && parts.version != kDefaultVersion)) {
    return false;
  }
  builder->StartMap(span);
  builder->AddKey("Version");
  builder->AddString(parts.version, span);
  if (parts.id_unknown != nullptr || !parts.id.empty()) {
    builder->AddKey("Id");
    parts.id_unknown != nullptr ? builder->AddUnknown(parts.id_unknown, span)
                                : builder->AddString(parts.id, span);
  }
  builder->AddKey("Statement");
  builder->StartList(span);
  for (const PolicyStatement& statement : parts.statements) {
    WritePolicyStatement(statement, writer_, builder);
  }
  builder->EndList();
  builder->EndMap();
  return true;
}

// Null for what is no JSON.
const Value* PolicyDocuments::Parse(const Value& text) {
  const auto [known, added] = parsed_.try_emplace(&text, nullptr);
  if (added) {
    ValueBuilder builder = document_->NewBuilder();
    const Result<const Value*> parsed =
        ReadEmbeddedJson(text, *document_, &builder);
    known->second = parsed ? *parsed : nullptr;
  }
  return known->second;
}

bool PolicyDocuments::WriteEncodedText(const PlannedResource& owner,
                                       std::string_view path, SourceSpan span,
                                       ValueBuilder* builder) const {
  const std::optional<EncodedValue> encoded = resolver_->EncodedAt(owner, path);
  if (!encoded ||
      (encoded->kind != Kind::kMap && encoded->kind != Kind::kList)) {
    return false;
  }
  WriteEncoded(*encoded, span, document_, builder);
  return true;
}

// The data source that the attribute is, as a whole.
const PlannedResource* PolicyDocuments::DocumentAt(
    const PlannedResource& owner, std::string_view path) const {
  const Resolution resolution = resolver_->Resolve(owner, path);
  return resolution.exact && resolution.references.size() == 1
             ? DocumentOf(resolution.references.front())
             : nullptr;
}

// The data sources that the elements of a list are; null for what is known, or
// not certain.
std::vector<const PlannedResource*> PolicyDocuments::DocumentsIn(
    const PlannedResource& owner, std::string_view path,
    const PlanValue& list) const {
  std::vector<const PlannedResource*> documents(list.ListSize(), nullptr);
  std::vector<std::uint32_t> unknown;
  for (std::uint32_t i = 0; i < list.ListSize(); ++i) {
    if (list.At(i).IsUnknown()) {
      unknown.push_back(i);
    }
  }
  if (unknown.empty()) {
    return documents;
  }
  const Resolution resolution = resolver_->Resolve(owner, path);
  // A plan shows neither functions nor which element is which.
  if (resolver_->HasSource(owner) &&
      resolution.elements.size() == documents.size()) {
    for (const std::uint32_t i : unknown) {
      documents[i] = DocumentOf(resolution.elements[i]);
    }
  }
  return documents;
}

bool PolicyDocuments::Charge(std::size_t statements) {
  if (statements > left_) {
    left_ = 0;
    return false;
  }
  left_ -= statements;
  return true;
}

bool PolicyDocuments::PutTogether(const PlannedResource& data, int depth,
                                  PolicyDocumentParts* out) {
  if (depth > kMaxNesting || !Charge(1)) {
    return false;
  }
  return MergeAll(data, "source_json", false, depth, out) &&
         MergeAll(data, "source_policy_documents", false, depth, out) &&
         MergeOwn(data, out) &&
         MergeAll(data, "override_policy_documents", true, depth, out) &&
         MergeAll(data, "override_json", true, depth, out);
}

bool PolicyDocuments::MergeAll(const PlannedResource& data,
                               std::string_view key, bool overrides, int depth,
                               PolicyDocumentParts* out) {
  const PlanValue at = AttributesOf(data, PlanSide::kPlanned).At(key);
  if (!at.IsSet()) {
    return true;
  }
  if (at.IsList() && !at.IsUnknown()) {
    return MergeList(data, key, at, overrides, depth, out);
  }
  if (!at.IsUnknown()) {
    return MergeText(at, overrides, out);
  }
  return MergePlanned(DocumentAt(data, key), data, key, overrides, depth, out);
}

bool PolicyDocuments::MergeList(const PlannedResource& data,
                                std::string_view key, const PlanValue& list,
                                bool overrides, int depth,
                                PolicyDocumentParts* out) {
  const std::vector<const PlannedResource*> documents =
      DocumentsIn(data, key, list);
  for (std::uint32_t i = 0; i < list.ListSize(); ++i) {
    const PlanValue at = list.At(i);
    const bool merged =
        at.IsUnknown()
            ? MergePlanned(documents[i], data, key, overrides, depth, out)
            : !at.IsSet() || MergeText(at, overrides, out);
    if (!merged) {
      return false;
    }
  }
  return true;
}

// A document that is known. What is no policy would end the plan.
bool PolicyDocuments::MergeText(const PlanValue& text, bool overrides,
                                PolicyDocumentParts* out) {
  if (!text.value->Is(Kind::kString)) {
    return false;
  }
  if (text.value->size == 0) {
    return true;
  }
  const Value* parsed = Parse(*text.value);
  if (parsed == nullptr || !parsed->Is(Kind::kMap)) {
    return false;
  }
  out->version = std::max(out->version, StringAt(*parsed, "Version"));
  const std::string_view id = StringAt(*parsed, "Id");
  if (!id.empty()) {
    out->id = id;
    out->id_unknown = nullptr;
  }
  const Value* written = Find(*parsed, "Statement");
  std::vector<PolicyStatement> statements;
  const auto add = [&](const Value& statement) {
    statements.push_back({.sid = StringAt(statement, "Sid"),
                          .parsed = &statement,
                          .sensitive = text.IsSensitive(),
                          .span = statement.span()});
  };
  if (written != nullptr && written->Is(Kind::kList)) {
    for (const Value& statement : written->AsList()) {
      add(statement);
    }
  } else if (written != nullptr && written->Is(Kind::kMap)) {
    add(*written);
  }
  return MergeStatements(std::move(statements), overrides, out);
}

// A document of the same plan; null when nobody knows which.
bool PolicyDocuments::MergePlanned(const PlannedResource* inner,
                                   const PlannedResource& data,
                                   std::string_view key, bool overrides,
                                   int depth, PolicyDocumentParts* out) {
  if (inner == nullptr) {
    MergeUnknown(data, key, overrides, out);
    return true;
  }
  PolicyDocumentParts parts;
  if (!PutTogether(*inner, depth + 1, &parts)) {
    return false;
  }
  out->version = std::max(out->version, parts.version);
  out->open = out->open || parts.open;
  if (parts.id_unknown != nullptr || !parts.id.empty()) {
    out->id = parts.id;
    out->id_unknown = parts.id_unknown;
  }
  // An unknown statement of an override may have any Sid.
  const bool open = std::any_of(
      parts.statements.begin(), parts.statements.end(),
      [](const PolicyStatement& s) { return s.unknown != nullptr; });
  if (open && overrides) {
    MergeUnknown(data, key, overrides, out);
    return true;
  }
  return MergeStatements(std::move(parts.statements), overrides, out);
}

void PolicyDocuments::MergeUnknown(const PlannedResource& data,
                                   std::string_view key, bool overrides,
                                   PolicyDocumentParts* out) {
  const PlanValue at = AttributesOf(data, PlanSide::kPlanned).At(key);
  const SourceSpan span = at.SpanOr(data.span);
  const UnknownInfo* unknown =
      writer_->UnknownAt(data, key, PropertyWriter::Extent::kBlock);
  out->id = {};
  out->id_unknown = unknown;
  out->open = true;
  if (overrides) {
    const UnknownInfo* replaced = writer_->UnknownBecause(
        data, key,
        "a document that is known after apply may replace the statement");
    for (PolicyStatement& statement : out->statements) {
      if (statement.sid_unknown || !statement.sid.empty()) {
        statement.unknown = replaced;
        statement.span = span;
      }
    }
  }
  out->statements.push_back({.unknown = unknown, .span = span});
}

// Source documents do not replace each other's statements: the provider refuses
// a Sid that two of them have. False when it cannot be told what is replaced.
bool PolicyDocuments::MergeStatements(std::vector<PolicyStatement> more,
                                      bool replaces, PolicyDocumentParts* out) {
  if (!Charge(more.size())) {
    return false;
  }
  std::vector<PolicyStatement>& all = out->statements;
  const auto named = [](const PolicyStatement& s) {
    return s.sid_unknown || !s.sid.empty();
  };
  // May have any Sid.
  const auto open = [](const PolicyStatement& s) {
    return s.sid_unknown || s.unknown != nullptr;
  };
  const auto unclear = [](const PolicyStatement& s) { return s.sid_unknown; };
  if (replaces && ((std::any_of(all.begin(), all.end(), named) &&
                    std::any_of(more.begin(), more.end(), open)) ||
                   (std::any_of(more.begin(), more.end(), named) &&
                    std::any_of(all.begin(), all.end(), unclear)))) {
    return false;
  }
  std::unordered_map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; replaces && i < all.size(); ++i) {
    if (!all[i].sid.empty()) {
      numbers.emplace(all[i].sid, i);
    }
  }
  for (PolicyStatement& statement : more) {
    const auto same =
        statement.sid.empty() ? numbers.end() : numbers.find(statement.sid);
    if (same == numbers.end()) {
      all.push_back(std::move(statement));
    } else {
      all[same->second] = std::move(statement);
    }
  }
  return true;
}

void PolicyDocuments::PlaceBlock(const PlannedResource& data,
                                 std::uint32_t number, std::uint32_t count,
                                 PolicyStatement* statement) {
  statement->owner = &data;
  statement->path = "statement";
  if (resolver_->HasSource(data)) {
    statement->path += fmt::format("[{}]", number);
    return;
  }
  const Value* blocks =
      data.expressions == nullptr ? nullptr : data.expressions->statements;
  // Dynamic blocks are not in a plan's configuration.
  if (blocks == nullptr || blocks->size != count) {
    return;
  }
  SingleBlock& single = single_blocks_.emplace_back();
  single.resource = data;
  single.expressions = ExpressionsOfBlock("statement", *blocks, number);
  single.expressions.for_each = data.expressions->for_each;
  single.resource.expressions = &single.expressions;
  statement->owner = &single.resource;
}

bool PolicyDocuments::MergeOwn(const PlannedResource& data,
                               PolicyDocumentParts* out) {
  const PlanValue all = AttributesOf(data, PlanSide::kPlanned);
  const PlanValue version = all.At("version");
  if (version.IsUnknown()) {
    return false;
  }
  const std::string_view text = TextOf(version);
  out->version = std::max(out->version, text.empty() ? kDefaultVersion : text);
  const PlanValue id = all.At("policy_id");
  if (id.IsUnknown() || !TextOf(id).empty()) {
    out->id = TextOf(id);
    out->id_unknown =
        id.IsUnknown() ? writer_->UnknownAt(data, "policy_id",
                                            PropertyWriter::Extent::kAttribute)
                       : nullptr;
  }
  const PlanValue blocks = all.At("statement");
  if (blocks.IsUnknown()) {
    return MergeStatements(
        {{.unknown = writer_->UnknownAt(data, "statement",
                                        PropertyWriter::Extent::kBlock),
          .span = blocks.SpanOr(data.span)}},
        /*replaces=*/true, out);
  }
  std::vector<PolicyStatement> statements;
  for (std::uint32_t i = 0; i < blocks.ListSize(); ++i) {
    const PlanValue block = blocks.At(i);
    PolicyStatement statement{.block = block, .span = block.SpanOr(data.span)};
    PlaceBlock(data, i, blocks.ListSize(), &statement);
    if (block.IsUnknown()) {
      statement.unknown =
          writer_->UnknownAt(data, "statement", PropertyWriter::Extent::kBlock);
    }
    const PlanValue sid = block.At("sid");
    statement.sid = TextOf(sid);
    statement.sid_unknown = statement.unknown == nullptr && sid.IsUnknown();
    statements.push_back(std::move(statement));
  }
  return MergeStatements(std::move(statements), /*replaces=*/true, out);
}

}  // namespace connectguard
