#include "readers/encoded_json.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace connectguard {
namespace {

// Numbers that both forms hold exactly.
constexpr double kMaxWhole = 9007199254740992;  // 2^53

const UnknownInfo* UnknownOf(const EncodedValue& value, Arena* arena) {
  std::vector<Reference> references;
  for (const ResolvedReference& each : value.references) {
    Reference reference;
    reference.text = arena->CopyText(each.text);
    const PlannedResource* target = each.Target();
    if (target != nullptr && !target->is_data) {
      const std::string_view attribute = each.candidates.front().attribute;
      const bool same =
          std::all_of(each.candidates.begin(), each.candidates.end(),
                      [&](const ReferenceCandidate& c) {
                        return c.attribute == attribute;
                      });
      reference.target = target->address;
      reference.attribute =
          same ? arena->CopyText(attribute) : std::string_view();
      reference.exact = value.exact && value.references.size() == 1;
    }
    references.push_back(reference);
  }
  // Its key is written, so that something will be there.
  return arena->New<UnknownInfo>(std::string_view("known after apply"),
                                 std::span<const Reference>(arena->CopyArray(
                                     std::span<const Reference>(references))),
                                 false);
}

}  // namespace

// Recursion is bounded by limits::kMaxHclDepth.
void WriteEncoded(const EncodedValue& value, SourceSpan span,
                  Document* document, ValueBuilder* builder) {
  switch (value.kind) {
    case Kind::kNull:
      builder->AddNull(span);
      return;
    case Kind::kBool:
      builder->AddBool(value.boolean, span);
      return;
    case Kind::kFloat:
      if (std::floor(value.number) == value.number &&
          std::abs(value.number) <= kMaxWhole) {
        builder->AddInt(static_cast<std::int64_t>(value.number), span);
      } else {
        builder->AddFloat(value.number, span);
      }
      return;
    case Kind::kString:
      builder->AddString(value.text, span);
      return;
    case Kind::kList:
      builder->StartList(span);
      for (const EncodedValue& item : value.items) {
        WriteEncoded(item, span, document, builder);
      }
      builder->EndList();
      return;
    case Kind::kMap:
      builder->StartMap(span);
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        builder->AddKey(value.keys[i]);
        WriteEncoded(value.items[i], span, document, builder);
      }
      builder->EndMap();
      return;
    default:
      builder->AddUnknown(UnknownOf(value, &document->arena()), span);
  }
}

}  // namespace connectguard
