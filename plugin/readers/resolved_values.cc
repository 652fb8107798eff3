#include "readers/resolved_values.h"

#include <cmath>
#include <cstdint>

#include "base/limits.h"
#include "document/contents.h"

namespace connectguard {
namespace {

// Numbers that a 64-bit integer holds exactly become integers.
constexpr double kExactIntegers = 9007199254740992.0;

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
void AddPlaced(const Value& value, SourceSpan span, ValueBuilder* builder) {
  if (value.Is(Kind::kMap)) {
    builder->StartMap(span);
    for (const Member& member : value.AsMap()) {
      builder->AddKey(member.key->text);
      AddPlaced(member.value, span, builder);
    }
    builder->EndMap();
    return;
  }
  if (value.Is(Kind::kList)) {
    builder->StartList(span);
    for (const Value& item : value.AsList()) {
      AddPlaced(item, span, builder);
    }
    builder->EndList();
    return;
  }
  Value placed = value;
  placed.file = span.file;
  placed.begin = span.begin;
  placed.end = span.end;
  builder->AddCopy(placed);
}

}  // namespace

const Value* ResolvedValues::Unknown(const Unknowing& unknowing,
                                     SourceSpan span) {
  Arena& arena = document_->arena();
  UnknownInfo info;
  info.reason = Keep(unknowing.reason);
  info.references =
      arena.CopyArray(std::span<const Reference>(unknowing.references));
  info.may_be_absent = unknowing.may_be_absent;
  info.branches = unknowing.branches;
  ValueBuilder builder = document_->NewBuilder();
  if (unknowing.sensitive) {
    builder.BeginSensitive();
  }
  builder.AddUnknown(arena.New<UnknownInfo>(info), span);
  Charge(sizeof(Value) + sizeof(UnknownInfo) +
         unknowing.references.size() * sizeof(Reference));
  return builder.Finish();
}

const Value* ResolvedValues::Derived(std::string reason,
                                     std::initializer_list<const Value*> from,
                                     SourceSpan span) {
  Unknowing unknowing{.reason = std::move(reason)};
  ReferenceList references;
  for (const Value* value : from) {
    if (value != nullptr) {
      references.AddAllOf(*value);
      unknowing.sensitive = unknowing.sensitive || HoldsSensitive(*value);
    }
  }
  unknowing.references = references.Take();
  return Unknown(unknowing, span);
}

const Value* ResolvedValues::Text(std::string_view text,
                                  std::span<const Reference> references,
                                  SourceSpan span) {
  if (!Charge(sizeof(Value) + text.size())) {
    text = {};
  }
  ValueBuilder builder = document_->NewBuilder();
  builder.AddLinkedString(text, references, span);
  return builder.Finish();
}

const Value* ResolvedValues::Number(double number, SourceSpan span) {
  ValueBuilder builder = document_->NewBuilder();
  if (std::floor(number) == number && std::abs(number) < kExactIntegers) {
    builder.AddInt(static_cast<std::int64_t>(number), span);
  } else {
    builder.AddFloat(number, span);
  }
  Charge(sizeof(Value));
  return builder.Finish();
}

const Value* ResolvedValues::Bool(bool value, SourceSpan span) {
  ValueBuilder builder = document_->NewBuilder();
  builder.AddBool(value, span);
  Charge(sizeof(Value));
  return builder.Finish();
}

const Value* ResolvedValues::Texts(std::span<const std::string_view> texts,
                                   SourceSpan span) {
  ValueBuilder builder = document_->NewBuilder();
  builder.StartList(span);
  for (const std::string_view text : texts) {
    if (Charge(sizeof(Value) + text.size())) {
      builder.AddString(text, span);
    }
  }
  builder.EndList();
  return builder.Finish();
}

const Value* ResolvedValues::PlacedAt(const Value& value, SourceSpan span) {
  ValueBuilder builder = document_->NewBuilder();
  AddPlaced(value, span, &builder);
  Charge(builder.count() * sizeof(Member));
  return builder.Finish();
}

std::string_view ResolvedValues::Keep(std::string_view text) {
  return document_->arena().CopyText(text);
}

bool ResolvedValues::Charge(std::size_t bytes) {
  made_bytes_ += bytes;
  limit_reached_ = limit_reached_ || made_bytes_ > limits::kMaxResolvedBytes;
  return !limit_reached_;
}

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
void ReferenceList::AddAllOf(const Value& value) {
  if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      AddAllOf(member.value);
    }
    return;
  }
  if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      AddAllOf(item);
    }
    return;
  }
  for (Reference reference : value.References()) {
    if (seen_.insert(reference.text).second) {
      reference.exact = false;
      references_.push_back(reference);
    }
  }
}

}  // namespace connectguard
