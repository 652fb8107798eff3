// YAML text to Values with byte spans, in the three dialects that our inputs
// are written in. JSON is read as well, since it is flow YAML. libyaml is known
// to yaml_reader.cc and yaml_writer.cc only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/result.h"
#include "document/document.h"
#include "document/value_builder.h"
#include "readers/duplicate_keys.h"

namespace connectguard {

enum class YamlDialect {
  // What CloudFormation accepts: short tags become their long form on any node,
  // aliases are followed (within limits.h), merge keys are applied, an empty
  // scalar is null, account ids with leading zeros stay strings.
  kCloudFormation,
  // cfn-guard validate's loader, section 4.1 of the language, for 3.1 and 3.2.
  kGuardValidate31,
  kGuardValidate32,
  // cfn-guard test's loader, section 4.2; also policy test files.
  kGuardTest,
};

// Reads the first document of file `file` of `document` into its arena.
// `duplicates` is told of the keys that a map has twice, whose last value
// counts. When it is null they are refused; cfn-guard validate never does, and
// says nothing.
Result<const Value*> ReadYaml(Document* document, std::uint16_t file,
                              YamlDialect dialect,
                              DuplicateKeys* duplicates = nullptr);

// Text of a string value in cfn-guard test's dialect; what json_parse reads.
// Spans and parent as for ReadEmbeddedJson.
Result<const Value*> ReadEmbeddedYaml(const Value& text, ValueBuilder* builder);

}  // namespace connectguard
