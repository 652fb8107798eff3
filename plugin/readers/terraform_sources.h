// Terraform's configuration, parsed and looked up by what stands in it.
//
// A file that cannot be parsed is left out and said; when it is an override
// file, nothing of its module is certain, and the module is left out. Blocks
// that override files change are merged with them (source_overrides.h).
//
// Thread rule: immutable; points into the document that the files were added
// to. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "document/document.h"
#include "hcl/syntax.h"
#include "readers/configuration_files.h"

namespace connectguard {

struct SourceBlock {
  const hcl::Block* block = nullptr;
  std::uint16_t file = 0;  // Of the document.
  // The files of what override files set, by attribute or type of block.
  std::map<std::string, std::uint16_t, std::less<>> other_files = {};

  std::uint16_t FileOf(std::string_view name) const {
    const auto other = other_files.find(name);
    return other == other_files.end() ? file : other->second;
  }
};

struct SourceVariable {
  const hcl::Expression* type = nullptr;    // Null: any.
  const hcl::Expression* preset = nullptr;  // `default`; null: none.
  bool is_sensitive = false;
};

struct SourceModule {
  // `aws_s3_bucket.b`, `data.aws_x.y`
  std::unordered_map<std::string, SourceBlock> resources;
  std::unordered_map<std::string, const hcl::Expression*> locals;
  std::unordered_map<std::string, const hcl::Expression*> outputs;
  std::unordered_map<std::string, SourceVariable> variables;
  std::unordered_map<std::string, SourceBlock> calls;
};

// `aws_s3_bucket.b` for the block of a resource, `data.aws_x.y` for that of a
// data source, else empty.
std::string LocalAddress(const hcl::Block& block);

// Words of the language among the attributes and blocks of a resource or a
// module call: `for_each`, `lifecycle`.
bool IsMetaAttribute(std::string_view name);
bool IsMetaBlock(std::string_view type);

class TerraformSources {
 public:
  // Adds the files to `document`, which must outlive this.
  TerraformSources(ConfigurationFiles files, Document* document);

  // By `module.a.module.b`, without keys; null when there is none.
  const SourceModule* Module(std::string_view path) const;
  const std::unordered_map<std::string, SourceModule>& modules() const {
    return modules_;
  }
  // False when no resource of the type is declared anywhere: certain only when
  // nothing was left out.
  bool MayDeclare(std::string_view type) const;
  // True when a provider gives tags to all its resources, as far as the sources
  // are known.
  bool may_have_default_tags() const {
    return has_default_tags_ || !left_out_.empty();
  }
  // True for those of a binary plan, which are certain to be what was planned.
  bool are_of_plan() const { return are_of_plan_; }
  // In the order of files; of blocks that are not there as well.
  const std::vector<WrittenWaiver>& waivers() const { return waivers_; }
  // What is not read, and why; a clause each.
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  void AddFile(ConfigurationFile file, Document* document);
  void AddBlock(const hcl::Block& block, std::uint16_t file,
                SourceModule* module);
  void ReadProvider(const hcl::Block& block);
  void ApplyOverrides();
  void Override(const hcl::Block& block, std::uint16_t file,
                SourceModule* module);
  void OverrideBlock(const hcl::Block& block, std::uint16_t file,
                     SourceBlock* base);

  std::unordered_map<std::string, SourceModule> modules_;
  std::unordered_set<std::string> types_;  // Of all resources.
  std::vector<std::unique_ptr<const hcl::File>> files_;
  // `body` is null for one that could not be parsed.
  struct OverrideFile {
    std::string module;
    std::string name;
    std::uint16_t number = 0;
    const hcl::File* body = nullptr;
  };
  std::vector<OverrideFile> overrides_;
  std::deque<hcl::Block> merged_;
  std::vector<WrittenWaiver> waivers_;
  std::vector<std::string> left_out_;
  bool has_default_tags_ = false;
  bool are_of_plan_;
};

}  // namespace connectguard
