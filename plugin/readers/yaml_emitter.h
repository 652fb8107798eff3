// A YamlTree to Values, by the rules of one dialect: types of scalars, short
// tags, aliases, merge keys, which keys are allowed.
//
// Thread rule: one thread while building.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "document/value_builder.h"
#include "readers/duplicate_keys.h"
#include "readers/yaml_reader.h"
#include "readers/yaml_tree.h"

namespace connectguard {

struct YamlPlaces {
  std::uint16_t file = 0;
  // Given to all values instead of their own place.
  std::optional<SourceSpan> fixed;
};

// Adds the tree's root to the builder. `duplicates` as for ReadYaml. After a
// problem the builder may hold a part of it, closed and balanced.
std::optional<YamlProblem> EmitYaml(
    const YamlTree& tree, std::string_view source, YamlDialect dialect,
    const YamlPlaces& places, ValueBuilder* builder, DuplicateKeys* duplicates);

}  // namespace connectguard
