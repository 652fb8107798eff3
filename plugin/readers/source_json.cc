// What `jsonencode` makes, from the sources.
#include <utility>

#include "base/limits.h"
#include "readers/encoded_json.h"
#include "readers/source_scope.h"

namespace connectguard {
namespace {

// Values of one text: a contact flow has some thousand.
constexpr std::size_t kMaxEncodedValues = 20'000;

}  // namespace

std::optional<EncodedValue> SourceReferences::EncodedAt(
    const PlannedResource& owner, std::string_view path) {
  // Constants in a folder may be others than those that were planned, and
  // nothing in the plan would tell.
  if (!sources_->are_of_plan()) {
    return std::nullopt;
  }
  Walk walk = {.scope = nullptr, .found = {}};
  ForgetIfLarge();
  StartSteps();
  Scope scope(this, *PlaceOf(owner));
  walk.scope = &scope;
  Find(scope.place().block->body, path, nullptr, 0, &walk);
  if (walk.found.size() != 1) {
    return std::nullopt;
  }
  const Written& written = walk.found.front();
  const hcl::Value value =
      Dig(evaluator_->Evaluate(*written.expression, &scope, written.bindings),
          written.rest, &scope);
  std::size_t left = kMaxEncodedValues;
  EncodedValue encoded;
  if (!value.Is(hcl::Kind::kUnknown) || value.encoded == nullptr ||
      !Encode(*value.encoded, written, &scope, 0, &left, &encoded)) {
    return std::nullopt;
  }
  return encoded;
}

// False for what is too large.
bool SourceReferences::Encode(const hcl::Value& value, const Written& written,
                              Scope* scope, int depth, std::size_t* left,
                              EncodedValue* out) {
  if (depth > limits::kMaxHclDepth || *left == 0) {
    return false;
  }
  --*left;
  switch (value.kind) {
    case hcl::Kind::kNull:
      out->kind = Kind::kNull;
      return true;
    case hcl::Kind::kBool:
      out->kind = Kind::kBool;
      out->boolean = value.boolean;
      return true;
    case hcl::Kind::kNumber:
      out->kind = Kind::kFloat;
      out->number = value.number;
      return true;
    case hcl::Kind::kString:
      out->kind = Kind::kString;
      out->text = Keep(value.text);
      return true;
    case hcl::Kind::kList:
      out->kind = Kind::kList;
      out->items.resize(value.items.size());
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (!Encode(value.items[i], written, scope, depth + 1, left,
                    &out->items[i])) {
          return false;
        }
      }
      return true;
    case hcl::Kind::kMap:
      out->kind = Kind::kMap;
      out->items.resize(value.members.size());
      for (std::size_t i = 0; i < value.members.size(); ++i) {
        out->keys.push_back(Keep(value.members[i].key));
        if (!Encode(value.members[i].value, written, scope, depth + 1, left,
                    &out->items[i])) {
          return false;
        }
      }
      return true;
    case hcl::Kind::kHandle: {
      const hcl::Value known = scope->ValueOf(value.handle);
      if (!known.Is(hcl::Kind::kUnknown) && !known.Is(hcl::Kind::kHandle)) {
        return Encode(known, written, scope, depth + 1, left, out);
      }
      break;
    }
    default:
      break;
  }
  return EncodeUnknown(value, written, scope, out);
}

// Always true.
bool SourceReferences::EncodeUnknown(const hcl::Value& value,
                                     const Written& written, Scope* scope,
                                     EncodedValue* out) {
  Resolution from;
  const auto add = [&](const hcl::Handle& handle) {
    const std::optional<ReferenceCandidate> candidate = CandidateOf(handle);
    if (candidate) {
      Add({.text = TextFor(handle, written, scope),
           .candidates = {*candidate},
           .plain = false},
          &from);
    }
    return candidate.has_value();
  };
  bool open = value.open;
  if (value.Is(hcl::Kind::kHandle)) {
    open = !add(value.handle);
    out->exact = !open;
  }
  for (const hcl::Handle& origin : value.origins) {
    add(origin);
  }
  // It may come from anything that the whole expression mentions.
  if (open || from.references.empty()) {
    AddTraversals(written, scope, &from);
  }
  out->kind = Kind::kUnknown;
  out->references = std::move(from.references);
  return true;
}

}  // namespace connectguard
