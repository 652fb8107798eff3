// What `validate` judges: rules files and data files, found, read and parsed.
//
// Thread rule: documents and rules are const when they are handed out; reading
// uses all cores.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "cfn_guard/value_places.h"
#include "document/document.h"
#include "guard/ast.h"
#include "guard/functions.h"
#include "guard/language.h"

namespace connectguard {

// A text with the name that reports know it by.
struct NamedText {
  std::string name;
  std::string text;
};

struct GuardData {
  std::string name;
  std::unique_ptr<const Document> document;
  std::unique_ptr<const ValuePlaces> places;
};

struct GuardRules {
  std::string name;
  // Null, with `error`, when the text does not parse; null without it when it
  // has neither rules nor variables.
  std::unique_ptr<const RuleFile> rules;
  std::optional<Error> error;
};

struct FoundFiles {
  std::vector<std::string> paths;
  std::vector<std::string> warnings;
};

// A named file of rules may have any ending; below a folder only those with
// one of the reference's. Of data only files with one of its endings count,
// named or not: it is silent about others, the warnings are not.
Result<FoundFiles> FindRulesFiles(const FileReader& files,
                                  const std::vector<std::string>& paths,
                                  bool by_modification);
Result<FoundFiles> FindDataFiles(const FileReader& files,
                                 const std::vector<std::string>& paths,
                                 bool by_modification);

// {"rules": [text, ...], "data": [text, ...]}
struct GuardPayload {
  std::vector<NamedText> rules;
  std::vector<NamedText> data;
};
Result<GuardPayload> ReadPayload(std::string text);

struct GuardInput {
  std::vector<GuardData> data;
  std::vector<GuardRules> rules;
};

// Each data file on top of all `parameters`, whose members go first. The first
// data that cannot be read or merged is an error.
Result<GuardInput> ParseInput(std::vector<NamedText> data,
                              std::vector<NamedText> rules,
                              const std::vector<NamedText>& parameters,
                              const FunctionTable& functions,
                              GuardVersion version);

}  // namespace connectguard
