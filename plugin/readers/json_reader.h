// JSON text to Values with byte spans: RFC 8259, depth and size bounded by
// limits.h, duplicate keys refused unless they are asked for. No text is copied
// that has no escapes. That it takes what others take, and nothing else, is
// tested beside nlohmann/json.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/result.h"
#include "document/document.h"
#include "readers/duplicate_keys.h"
#include "readers/text_places.h"

namespace connectguard {

struct JsonOptions {
  // Members of the root map that are parsed but not kept: a Terraform plan
  // says everything twice.
  std::initializer_list<std::string_view> skip_root_members = {};
  // Told of the keys that a map has twice, whose last value counts; null: they
  // are refused. Skipped members are not looked at.
  DuplicateKeys* duplicates = nullptr;
};

// Reads file `file` of `document` into its arena.
Result<const Value*> ReadJson(Document* document, std::uint16_t file,
                              const JsonOptions& options = {});

// JSON inside a string value (a policy, a contact flow). Every value made spans
// what stands for it in `places`, or else the whole string, and the root hangs
// below it, so that places stay true. An error is worded for the string,
// without line or caret. REQUIRES: an empty builder; `places`, if not null, are
// those of `text`.
Result<const Value*> ReadEmbeddedJson(const Value& text, ValueBuilder* builder,
                                      const TextPlaces* places);
// The same for a string of a document, with the places that it was written at.
Result<const Value*> ReadEmbeddedJson(const Value& text,
                                      const Document& document,
                                      ValueBuilder* builder);

}  // namespace connectguard
