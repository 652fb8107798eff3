// A named choice of policies: packs/<name>.yml.
//
//   title: What every contact centre should have
//   policies: [LOG-1, S3-4]       # or ["*"] for all of them
//   parameters:                   # of these policies; may be left out
//     LOG-1: {days: 90, names: [a, b]}
//
// Thread rule: plain data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/parameter.h"

namespace connectguard {

// The pack that is chosen when none is named.
inline constexpr std::string_view kDefaultPack = "baseline";

struct Pack {
  std::string name;
  std::string title;
  std::vector<std::string> policies;  // Ids, or "*" for all.
  std::vector<ParameterSetting> parameters = {};

  bool HasAll() const;
  bool Has(std::string_view id) const;
};

// `path` is what diagnostics name; its stem is the name of the pack. An id that
// is not in `known_ids` is an error.
Result<Pack> ParsePack(std::string path, std::string text,
                       std::span<const std::string_view> known_ids);

}  // namespace connectguard
