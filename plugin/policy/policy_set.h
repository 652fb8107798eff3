// All policies that a gate may apply, by id, and the packs that choose among
// them.
//
// Thread rule: loaded once, then const; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "policy/pack.h"
#include "policy/parameter_values.h"
#include "policy/policy.h"

namespace connectguard {

class PolicySet {
 public:
  // Every .guard file below `directory` (not in a `tests` folder) and every
  // packs/*.yml. One wrong file fails the whole set: a gate with half of its
  // policies is worse than none. Without pack files there is one pack,
  // `baseline`, of all policies. `functions` must outlive the set.
  static Result<PolicySet> Load(const FileReader& files,
                                std::string_view directory,
                                const FunctionTable& functions);
  // Those built into the program.
  static Result<PolicySet> Embedded(const FunctionTable& functions);

  // Sorted by id, numbers by value.
  std::span<const Policy> policies() const { return policies_; }
  const Policy* Find(std::string_view id) const;
  const std::map<std::string, Pack, std::less<>>& packs() const {
    return packs_;
  }

  // The policies of a pack, narrowed to `only` when it is not empty and without
  // those of `skip`. An unknown pack or id is a kUsage error with the nearest
  // name as its hint, and so is one in `only` that the pack lacks: what is
  // asked for by name is never left out in silence.
  Result<std::vector<const Policy*>> Select(
      std::string_view pack, std::span<const std::string> only,
      std::span<const std::string> skip) const;

  // What the pack says of parameters, then what `settings` say, each as --param
  // takes it. kUsage for what names no parameter or has a wrong type.
  Result<std::unique_ptr<const ParameterValues>> Parameters(
      std::string_view pack, std::span<const std::string> settings) const;

  // A short digest over paths and texts of policies and packs: two sets with
  // the same revision judge alike, wherever they were loaded from.
  const std::string& revision() const { return revision_; }

 private:
  struct SourceText {
    std::string shown;  // What diagnostics name.
    std::string path;   // Below the policies' folder.
    std::string text;
  };
  static Result<PolicySet> FromTexts(std::vector<SourceText> texts,
                                     const FunctionTable& functions);
  Status AddPolicies(const std::vector<SourceText>& texts,
                     const FunctionTable& functions);
  Status AddPacks(const std::vector<SourceText>& texts);
  Status CheckParameters(const Pack& pack, const SourceText& text) const;
  Status Apply(const ParameterSetting& setting, ParameterValues* values) const;

  std::vector<Policy> policies_;
  std::map<std::string, Pack, std::less<>> packs_;
  std::string revision_;
};

}  // namespace connectguard
