// What the intrinsic functions of a template stand for, as far as it and what
// is known of its stack (stack_scope.h) tell; parameters by the rules of
// template_parameters.h.
//
// - `Ref` of a resource is its name where the type answers that and the
//   template states it (template_facts.h), else unknown with an exact
//   reference, as is every Fn::GetAtt but that of a nested stack's output.
//   AWS::NoValue removes what it stands for.
// - A text with unknown pieces is unknown and refers to all of them.
// - Fn::If is decided when its condition is.
// - `{"Fn::Unknown": "reason"}` is an unknown value; CloudFormation has no such
//   function, tests use it.
// - Dynamic references, `{{resolve:...}}`, stay the texts that they are.
// A value made from elsewhere, such as a parameter's default, has the place
// where it is used.
//
// Not here: whether resources exist (template_stack.h), and the names of short
// tags (yaml_tags.h).
//
// Thread rule: one thread; belongs to the document while it is built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/document.h"
#include "document/value.h"
#include "document/value_builder.h"
#include "readers/condition_formula.h"
#include "readers/resolved_values.h"
#include "readers/stack_scope.h"
#include "readers/text_places.h"

namespace connectguard {

enum class ConditionTruth : std::uint8_t { kFalse, kTrue, kUnknown };

class Intrinsics {
 public:
  // `root` is the template as written, in the document's arena. `values` and
  // what `scope` points to must outlive this.
  Intrinsics(ResolvedValues* values, const Value& root, StackScope scope = {});

  // What a written value stands for; null for nothing. Lives in the document's
  // arena, maybe as a part of something else: copy it.
  const Value* Resolve(const Value& written);

  // As Resolve, for a place that holds a JSON document: a text is parsed, and a
  // text with unknown pieces becomes a structure with unknown leaves. What is
  // not JSON stays as it is.
  const Value* ResolveJson(const Value& written);

  // Adds what a written value stands for; a null for nothing.
  void Emit(const Value& written, ValueBuilder* builder);

  // Adds a member of the map that is being built, unless it stands for nothing.
  void EmitMember(const Member& member, ValueBuilder* builder);

  // A condition that is open is noted in the scope, unless it is assumed.
  ConditionTruth TruthOf(std::string_view condition);

  // True when the template makes more, or nests deeper, than limits.h allows;
  // what came since then is unknown.
  bool limit_reached() const { return values_->limit_reached(); }

 private:
  struct Call {
    const Value& whole;  // The map with the function's name as its only key.
    std::string_view name;
    const Value& argument;
  };
  using Function = const Value* (Intrinsics::*)(const Call&);
  static Function FunctionOf(std::string_view name);

  // intrinsics.cc
  const Value* Evaluate(const Value& intrinsic);
  const Value* Ref(const Call& call);
  const Value* GetAtt(const Call& call);
  const Value* Select(const Call& call);
  const Value* Split(const Call& call);
  const Value* FindInMap(const Call& call);
  const Value* If(const Call& call);
  const Value* Base64(const Call& call);
  const Value* Length(const Call& call);
  const Value* ToJsonString(const Call& call);
  const Value* ImportValue(const Call& call);
  const Value* GivenUnknown(const Call& call);
  const Value* AtDeployment(const Call& call);
  const Value* Malformed(const Call& call);
  const Value* RefTo(std::string_view name, SourceSpan span);
  const Value* ResourceRef(std::string_view name, const Value& resource,
                           SourceSpan span);
  const Value* AttributeOf(std::string_view resource,
                           std::string_view attribute, SourceSpan span);
  const Value* Missing(std::string_view name, SourceSpan span);
  // Null when the template has no such resource, or its condition is false.
  const Value* ResourceNamed(std::string_view name);
  const Value* KnownName(std::string_view name, const Value& resource);

  // intrinsic_texts.cc
  struct Part {
    std::string text;
    const Value* value = nullptr;  // Unknown or linked; null for plain text.
    // The string of the template that it is a part of, and from which byte on;
    // null when it was not written as it is.
    const Value* written = nullptr;
    std::size_t offset = 0;
  };
  using Parts = std::vector<Part>;
  const Value* Text(const Call& call);  // Fn::Sub and Fn::Join.
  // Where a text of these pieces was written; nothing when that cannot be
  // followed. Unknown pieces are marked in it.
  std::optional<TextPlaces> PlacesOf(const Parts& parts, SourceSpan span);
  // Append a text's pieces; false when it cannot be one.
  bool AppendParts(const Value& written, Parts* parts);
  bool AppendValue(const Value& value, Parts* parts);
  static Part LiteralPart(const Value& text, std::string_view piece);
  bool AppendSub(const Value& argument, Parts* parts);
  bool AppendJoin(const Value& argument, Parts* parts);
  const Value* Variable(std::string_view name, const Value* given,
                        SourceSpan span);
  const Value* FromParts(const Parts& parts, SourceSpan span);
  const Value* JsonFromParts(const Parts& parts, SourceSpan span);
  const Value* JsonFromText(const Value& text,
                            const std::optional<TextPlaces>& places);
  static std::string MaskedText(const Parts& parts, std::size_t number);
  void Unmask(const Value& value, const Parts& parts, ValueBuilder* builder);
  void UnmaskText(const Value& text, const Parts& parts, ValueBuilder* builder);

  // intrinsic_conditions.cc
  ConditionFormulaPtr FormulaOf(std::string_view condition);
  ConditionFormulaPtr FormulaOfExpression(const Value& expression);
  ConditionFormulaPtr FormulaOfEquals(const Value& pair);
  ConditionFormulaPtr OpenFormula(const Value& expression) const;

  // An address or reference as others see it, with the stack's prefix.
  std::string_view Outside(std::string_view name);

  ResolvedValues* values_;
  StackScope scope_;
  const Value* parameters_;
  const Value* resources_;
  const Value* mappings_;
  const Value* conditions_;
  std::unordered_map<std::string_view, ConditionFormulaPtr> formulas_;
  std::unordered_map<std::string_view, const Value*> names_;
  int depth_ = 0;
};

}  // namespace connectguard
