// Inputs of tests/corpus/cloudformation, read from the disk as the command line
// reads them.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "document/dump.h"
#include "readers/input.h"

namespace connectguard::testing {

inline std::string CorpusPath(const std::string& name) {
  return std::string(CONNECTGUARD_SOURCE_DIR "/tests/corpus/cloudformation/") +
         name;
}

inline Result<std::unique_ptr<const Document>> ReadCorpus(
    const std::string& name, std::optional<StackInputs> stack = std::nullopt,
    ReadOptions options = {}) {
  static const DiskFileReader disk;
  Input input{.name = CorpusPath(name), .bytes = *disk.Read(CorpusPath(name))};
  input.stack = std::move(stack);
  input.disk = &disk;
  return ReadDocument(std::move(input), options);
}

// "create", or "?(why)" for an action that is not known; empty when there is no
// such resource.
inline std::string ActionOf(const Document& document, const char* section,
                            const char* address) {
  const Value* action =
      FindPath(document.root(), {section, address, "Change", "Action"});
  if (action == nullptr) {
    return "";
  }
  return action->Is(Kind::kString) ? std::string(action->AsString())
                                   : Summarize(*action, 200);
}

inline std::string TextOf(const Document& document,
                          std::initializer_list<std::string_view> path) {
  const Value* value = FindPath(document.root(), path);
  return value == nullptr ? "(missing)" : Summarize(*value, 4000);
}

}  // namespace connectguard::testing
