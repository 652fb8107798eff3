// Files that a plan names and that Terraform reads only during apply, such as a
// contact flow given by `filename`: read from the folder that was planned in,
// and used only when the plan's own hash shows that they are what was planned.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "document/document.h"
#include "readers/configuration_files.h"

namespace connectguard {

class NamedFiles {
 public:
  // Files that are read are added to `document`, which must outlive this, as
  // must the folder's disk.
  NamedFiles(std::optional<WorkingFolder> folder, Document* document)
      : folder_(std::move(folder)), document_(document) {}

  // What the file says: its JSON, or its text when that is none. Otherwise why
  // it cannot be known, a clause. `hash` is the SHA-256 of the file in base64
  // as the plan has it; empty: the plan has none.
  tl::expected<const Value*, std::string> Read(std::string_view name,
                                               std::string_view hash);

 private:
  const Value* Add(std::string name, std::string text);

  std::optional<WorkingFolder> folder_;
  Document* document_;
  // By name and hash: several flows may come from one file.
  std::map<std::pair<std::string, std::string>, const Value*> read_;
};

}  // namespace connectguard
