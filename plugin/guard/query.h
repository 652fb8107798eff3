// A query to the values that it selects.
//
// The difference between "nothing was selected" and "something was missing on
// the way" is central: a filter that selects nothing gives no entries, a
// missing key gives an entry that ended early. Stepping into an unknown value
// gives that value, marked as stepped into.
//
// Thread rule: one thread per evaluation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/value.h"
#include "guard/ast.h"

namespace connectguard {

class Evaluator;
struct Scope;

enum class Found : std::uint8_t {
  kLiteral,     // Written in the rules file, not reached by a query.
  kResolved,    // A value.
  kUnresolved,  // The query ended early.
};

struct Entry {
  // The value; for kUnresolved the last one reached.
  const Value* value = nullptr;
  Found found = Found::kResolved;
  // In the selection only if something unknown turns out so.
  bool maybe = false;
  // What lies inside the unknown `value`: any number of values, or something
  // missing.
  bool stepped = false;
  // For kUnresolved, the first part of `query` that could not be followed.
  std::uint32_t part = 0;
  const Query* query = nullptr;
  // For `maybe`, the unknown value that it depends on.
  const Value* because = nullptr;
  // What the function that gave the value, or what it is part of, has to say.
  std::string_view remark = {};
  // For kUnresolved at an interpolated key: the key that is not there, or where
  // the query for it ended. Its own `key` is then the list that it stands in.
  const Entry* key = nullptr;
};

using Selection = std::vector<Entry>;
using Entries = std::span<const Entry>;

// What one side of a clause selects: a single entry, the values of a variable
// where they stand, or values of its own. Captures may add to a variable later;
// those are not seen.
class SelectionView {
 public:
  void HoldOne(const Entry& entry) { one_ = entry; }
  // The variable must outlive the view.
  void HoldVariable(const Selection& values) {
    variable_ = &values;
    size_ = values.size();
  }
  // To be filled, unless one of the others was called.
  Selection* own() { return &own_; }

  // Valid until the next query is walked.
  Entries entries() const {
    if (one_) {
      return {&*one_, 1};
    }
    return variable_ == nullptr ? Entries(own_)
                                : Entries(variable_->data(), size_);
  }

 private:
  std::optional<Entry> one_;
  const Selection* variable_ = nullptr;
  std::size_t size_ = 0;
  Selection own_;
};

// Whether the value of a resolved entry may turn out to be missing.
bool MayBeMissing(const Entry& entry);

// True when every entry may be absent, and so the whole selection may be empty.
bool MayBeEmpty(Entries entries);

// Adds what `query` selects, starting at `root`. Variables, captures and the
// filters that look at their surroundings use `scope`.
Status Select(Evaluator& evaluator, const Query& query, const Value& root,
              Scope& scope, Selection* out);

// The parts of a query from number `from` on, as they are written.
std::string QueryText(const Query& query, std::size_t from);

}  // namespace connectguard
