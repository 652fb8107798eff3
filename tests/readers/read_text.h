// Texts to documents, for the tests of the readers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "document/document.h"
#include "document/dump.h"
#include "readers/input.h"
#include "readers/json_reader.h"
#include "readers/yaml_reader.h"

namespace connectguard::testing {

// A value together with the document that it lives in.
struct Parsed {
  std::unique_ptr<Document> document = std::make_unique<Document>();
  Result<const Value*> value = nullptr;

  bool good() const { return value.has_value(); }
  const Value& root() const { return **value; }
  const Error& error() const { return value.error(); }
  std::string message() const { return error().diagnostic.message; }
  // "line:column" of the error.
  std::string place() const {
    const LineColumn at = error().diagnostic.place;
    return std::to_string(at.line) + ":" + std::to_string(at.column);
  }
  // What stands at a value's place.
  std::string_view Written(const Value& at) const {
    return document->file(at.file).text().substr(at.begin, at.end - at.begin);
  }
  // All of it on one line.
  std::string Line() const {
    return good() ? Summarize(root(), 100'000) : Render(error().diagnostic);
  }
};

inline Parsed ParseJson(std::string text, const JsonOptions& options = {}) {
  Parsed parsed;
  const auto file = parsed.document->AddFile("in.json", std::move(text));
  parsed.value = ReadJson(parsed.document.get(), file, options);
  return parsed;
}

inline Parsed ParseYaml(std::string text,
                        YamlDialect dialect = YamlDialect::kCloudFormation) {
  Parsed parsed;
  const auto file = parsed.document->AddFile("in.yaml", std::move(text));
  parsed.value = ReadYaml(parsed.document.get(), file, dialect);
  return parsed;
}

}  // namespace connectguard::testing
