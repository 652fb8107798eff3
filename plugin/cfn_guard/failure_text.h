// What cfn-guard 3.x says about each failure: its context and its messages.
//
// Thread rule: one thread for each object.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "cfn_guard/failures.h"
#include "cfn_guard/rule_text.h"
#include "cfn_guard/value_places.h"
#include "guard/ast.h"

namespace connectguard {

// The value whose place a check is reported at: the one that failed, or where
// its query ended. Null when there is none.
const Value* PlaceOfFailure(const FailureNode& failure,
                            const Failures& failures);

class FailureText {
 public:
  // `rules_name` is what the rules file goes by. All must outlive this.
  FailureText(const RuleFile& rules, std::string_view rules_name,
              const ValuePlaces& places, const Failures& failures)
      : rules_(rules),
        rules_name_(rules_name),
        places_(places),
        failures_(failures) {}

  // For another thread.
  FailureText Another() const {
    return FailureText(rules_, rules_name_, places_, failures_);
  }

  const ValuePlaces& places() const { return places_; }
  const Failures& failures() const { return failures_; }

  const Value* PlaceOf(const FailureNode& failure) const {
    return PlaceOfFailure(failure, failures_);
  }

  const std::string& Context(const FailureNode& failure);
  std::string ErrorMessage(const FailureNode& failure);
  // Nothing stands for null.
  static std::optional<std::string> CustomMessage(const FailureNode& failure);

  // How the clause of a check compares.
  static Comparator ComparatorOf(const FailureNode& failure);
  // The values that `from` is not among.
  std::vector<const Value*> Among(const FailureNode& failure) const;

  const QueryEnd& EndOf(const FailureNode& failure) const {
    return failures_.ends[failure.detail];
  }
  // What was left of the query, and why it ended.
  static std::string Remaining(const QueryEnd& end);
  std::string Reason(const QueryEnd& end) const;

  // Why the values of kCompared could not be compared; empty when they could.
  std::string WhyIncomparable(const FailureNode& failure) const;

 private:
  std::string MakeContext(const FailureNode& failure) const;
  std::string MissingMessage(const FailureNode& failure,
                             std::string_view what) const;
  std::string UnaryMessage(const FailureNode& failure) const;
  std::string ComparedMessage(const FailureNode& failure) const;
  std::string NotAmongMessage(const FailureNode& failure) const;
  std::string KeyReason(const QueryEnd& end, std::string_view key) const;
  std::string IndexReason(const QueryEnd& end, std::int32_t index,
                          bool with_type) const;
  std::string InterpolationReason(const QueryEnd& end,
                                  const std::string& variable) const;

  const RuleFile& rules_;
  std::string_view rules_name_;
  const ValuePlaces& places_;
  const Failures& failures_;
  std::unordered_map<const Clause*, std::string> contexts_;
};

}  // namespace connectguard
