// A quick way to read JSON that would be read as YAML: most templates are JSON,
// and libyaml's events take ten times as long.
//
// It answers for texts that are certain to give the same values with the same
// spans either way, and leaves all others, wrong ones too, to the YAML loader:
// it has no diagnostics. What YAML reads differently or not at all stands in
// the .cc file.
//
// Thread rule: one thread while building.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "document/value_builder.h"
#include "readers/yaml_reader.h"

namespace connectguard {

// Adds the root to the builder. False when the text is not plainly JSON; then
// the builder holds a part of it, and is of no more use.
// REQUIRES: the text lives as long as the builder's arena (strings are views of
// it); a dialect of cfn-guard validate.
[[nodiscard]] bool ReadJsonAsYaml(std::string_view text, std::uint16_t file,
                                  YamlDialect dialect, ValueBuilder* builder);

}  // namespace connectguard
