// What the language's own functions share: making results, and answering
// "unknown" for what is not known yet. Private to guard/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "guard/functions.h"

namespace connectguard {

using SelectedValues = std::vector<Selected>;

// A new value that hangs below `origin` and takes its place in the source; null
// when it was made from nothing in particular. It is sensitive when `origin`
// is.
const Value* MakeString(const FunctionContext& context, std::string_view text,
                        const Value* origin, bool sensitive = false);
const Value* MakeInt(const FunctionContext& context, std::int64_t number,
                     const Value* origin);
const Value* MakeFloat(const FunctionContext& context, double number,
                       const Value* origin);
const Value* MakeBool(const FunctionContext& context, bool value,
                      const Value* origin);
const Value* MakeChar(const FunctionContext& context, char32_t character,
                      const Value* origin);

// A value that is as unknown as `origin`, for the same reason, but is not the
// same value. Without an origin that is unknown itself, some part of the
// argument was uncertain.
const Value* MakeUnknown(const FunctionContext& context, const Value* origin,
                         bool may_be_absent);

// The first entry because of which the argument as a whole is not certain; null
// when there is none.
const Selected* FirstUncertain(std::span<const Selected> argument);

// Nothing, or the error of functions that made more than limits.h allows.
Status CheckMade(const Arena& arena);

// Calls `convert` for every value: it adds what becomes of it, or nothing. A
// value that is unknown becomes unknown without being asked, and may come to
// nothing.
template <typename Convert>
FunctionResult MapValues(const FunctionContext& context,
                         std::span<const Selected> argument, Convert convert) {
  SelectedValues results;
  for (const Selected& each : argument) {
    if (each.value == nullptr) {
      continue;
    }
    if (each.value->Is(Kind::kUnknown)) {
      results.push_back(
          {MakeUnknown(context, each.value, /*may_be_absent=*/true), true});
      continue;
    }
    Result<const Value*> converted = convert(*each.value);
    if (!converted) {
      return tl::unexpected<Error>(std::move(converted).error());
    }
    if (*converted != nullptr) {
      results.push_back({*converted, each.maybe});
    }
    CG_RETURN_IF_ERROR(CheckMade(*context.arena));
  }
  return results;
}

void AddTextFunctions(FunctionTable* table);
void AddConversions(FunctionTable* table);

}  // namespace connectguard
