// The conditions of a template that its author leaves open, as formulas over
// choices, and the ways in which they can turn out together.
//
// A choice is that a subject (a parameter without value, the region) has one of
// the texts that conditions compare it with, or none of them. So `Equals [Env,
// prod]` and `Equals [Env, dev]` are never true at once, and one of them always
// is when AllowedValues says so.
//
// Thread rule: one thread; results are plain data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

enum class ConditionFormulaKind : std::uint8_t {
  kTrue,
  kFalse,
  kChoice,
  kNot,
  kAll,
  kAny,
};

struct ConditionFormula;
using ConditionFormulaPtr = std::shared_ptr<const ConditionFormula>;
struct ConditionFormula {
  ConditionFormulaKind kind = ConditionFormulaKind::kTrue;
  std::string subject = {};  // Of a choice.
  std::string text = {};     // What the subject would be.
  std::vector<ConditionFormulaPtr> parts = {};
  std::size_t size = 1;  // Of the tree: parts that are shared count again.
};

// These fold what is decided: an `all` with a false part is false.
ConditionFormulaPtr Constant(bool value);
ConditionFormulaPtr ChoiceOf(std::string subject, std::string text);
ConditionFormulaPtr NotOf(ConditionFormulaPtr formula);
ConditionFormulaPtr AllOf(std::vector<ConditionFormulaPtr> parts);
ConditionFormulaPtr AnyOf(std::vector<ConditionFormulaPtr> parts);

// One way in which all open conditions can turn out.
struct Assumptions {
  // By the name of the condition, with the stack's prefix.
  std::map<std::string, bool, std::less<>> conditions = {};
  // The text of a subject, where this way leaves no other.
  std::map<std::string, std::string, std::less<>> values = {};
  // For a sentence: "`IsProd` is true and `HasKey` is false".
  std::string text = {};
};

class OpenConditions {
 public:
  // All values that a subject can have. Without it, any.
  void SetAllowed(std::string_view subject, std::vector<std::string> values);

  // A condition that decides about something, and is open.
  void Add(std::string name, ConditionFormulaPtr formula);

  bool empty() const { return conditions_.empty(); }
  std::string Names() const;  // "`A`, `B`"

  // All ways that are possible; nothing when there are more than `most`, or too
  // many combinations to go through.
  std::optional<std::vector<Assumptions>> Ways(std::size_t most) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> allowed_;
  std::map<std::string, ConditionFormulaPtr, std::less<>> conditions_;
};

}  // namespace connectguard
