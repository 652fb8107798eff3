#include "readers/terraform_sources.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/text.h"
#include "hcl/parser.h"
#include "readers/source_overrides.h"
#include "readers/source_waivers.h"

namespace connectguard {
namespace {

// Spans number files with 16 bits.
constexpr std::size_t kMaxFiles = std::numeric_limits<std::uint16_t>::max();

bool IsTrue(const hcl::Expression* expression) {
  const bool* truth =
      expression == nullptr ? nullptr : std::get_if<bool>(&expression->node);
  return truth != nullptr && *truth;
}

template <std::size_t N>
bool Has(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string LocalAddress(const hcl::Block& block) {
  if (block.labels.size() != 2 ||
      (block.type != "resource" && block.type != "data")) {
    return "";
  }
  return fmt::format("{}{}.{}", block.type == "data" ? "data." : "",
                     block.labels[0], block.labels[1]);
}

bool IsMetaAttribute(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kWords = {
      "count", "for_each", "provider", "depends_on"};
  return Has(kWords, name);
}

bool IsMetaBlock(std::string_view type) {
  static constexpr std::array<std::string_view, 3> kWords = {
      "lifecycle", "provisioner", "connection"};
  return Has(kWords, type);
}

TerraformSources::TerraformSources(ConfigurationFiles files, Document* document)
    : left_out_(std::move(files.left_out)),
      are_of_plan_(files.plan.has_value()) {
  for (ConfigurationFile& file : files.files) {
    if (document->file_count() >= kMaxFiles) {
      left_out_.push_back("there are too many files");
      break;
    }
    AddFile(std::move(file), document);
  }
  ApplyOverrides();
  for (const std::string& module : files.unread_overrides) {
    modules_[module] = {};
  }
}

void TerraformSources::AddFile(ConfigurationFile file, Document* document) {
  SourceModule* module = &modules_[file.module];
  const bool overrides = IsOverrideFile(file.name);
  const std::string name = file.name;
  const std::uint16_t number =
      document->AddFile(std::move(file.name), std::move(file.text));
  auto parsed = hcl::Parse(document->file(number));
  if (!parsed) {
    const Diagnostic& why = parsed.error().diagnostic;
    left_out_.push_back(fmt::format("{}:{}:{} is not understood: {}", name,
                                    why.place.line, why.place.column,
                                    why.message));
    if (overrides) {
      overrides_.push_back({.module = file.module, .name = name});
    }
    return;
  }
  files_.push_back(*std::move(parsed));
  const hcl::File& body = *files_.back();
  std::vector<WrittenWaiver> waivers =
      FindSourceWaivers(body, document->file(number), number, file.module);
  std::move(waivers.begin(), waivers.end(), std::back_inserter(waivers_));
  if (overrides) {
    overrides_.push_back(
        {.module = file.module, .name = name, .number = number, .body = &body});
    return;
  }
  for (const hcl::Block& block : body.body.blocks) {
    AddBlock(block, number, module);
  }
}

void TerraformSources::AddBlock(const hcl::Block& block, std::uint16_t file,
                                SourceModule* module) {
  if (std::string address = LocalAddress(block); !address.empty()) {
    types_.insert(block.labels[0]);
    module->resources[std::move(address)] = {.block = &block, .file = file};
  } else if (block.type == "locals") {
    for (const hcl::BodyAttribute& local : block.body.attributes) {
      module->locals[local.name] = local.value;
    }
  } else if (block.labels.size() != 1) {
    return;
  } else if (block.type == "module") {
    module->calls[block.labels[0]] = {.block = &block, .file = file};
  } else if (block.type == "output") {
    module->outputs[block.labels[0]] = block.body.Find("value");
  } else if (block.type == "variable") {
    module->variables[block.labels[0]] = {
        .type = block.body.Find("type"),
        .preset = block.body.Find("default"),
        .is_sensitive = IsTrue(block.body.Find("sensitive"))};
  } else if (block.type == "provider") {
    ReadProvider(block);
  }
}

void TerraformSources::ReadProvider(const hcl::Block& block) {
  has_default_tags_ =
      has_default_tags_ ||
      std::any_of(block.body.blocks.begin(), block.body.blocks.end(),
                  [](const hcl::Block& inner) {
                    return inner.type == "default_tags" ||
                           inner.type == "dynamic";
                  });
}

// In the order of their names, each over what those before it made.
void TerraformSources::ApplyOverrides() {
  std::stable_sort(overrides_.begin(), overrides_.end(),
                   [](const OverrideFile& a, const OverrideFile& b) {
                     return a.name < b.name;
                   });
  for (const OverrideFile& file : overrides_) {
    if (file.body != nullptr) {
      for (const hcl::Block& block : file.body->body.blocks) {
        Override(block, file.number, &modules_[file.module]);
      }
    }
  }
  for (const OverrideFile& file : overrides_) {
    if (file.body == nullptr) {
      modules_[file.module] = {};
    }
  }
}

// What overrides nothing is an error for Terraform, so no plan has it.
void TerraformSources::Override(const hcl::Block& block, std::uint16_t file,
                                SourceModule* module) {
  if (const std::string address = LocalAddress(block); !address.empty()) {
    const auto base = module->resources.find(address);
    if (base != module->resources.end()) {
      OverrideBlock(block, file, &base->second);
    }
  } else if (block.type == "locals") {
    for (const hcl::BodyAttribute& local : block.body.attributes) {
      module->locals[local.name] = local.value;
    }
  } else if (block.labels.size() != 1) {
    return;
  } else if (block.type == "module") {
    const auto base = module->calls.find(block.labels[0]);
    if (base != module->calls.end()) {
      OverrideBlock(block, file, &base->second);
    }
  } else if (block.type == "output") {
    if (const hcl::Expression* value = block.body.Find("value")) {
      module->outputs[block.labels[0]] = value;
    }
  } else if (block.type == "variable") {
    SourceVariable& variable = module->variables[block.labels[0]];
    const hcl::Expression* type = block.body.Find("type");
    const hcl::Expression* preset = block.body.Find("default");
    variable.type = type == nullptr ? variable.type : type;
    variable.preset = preset == nullptr ? variable.preset : preset;
    variable.is_sensitive =
        variable.is_sensitive || IsTrue(block.body.Find("sensitive"));
  } else if (block.type == "provider") {
    ReadProvider(block);
  }
}

void TerraformSources::OverrideBlock(const hcl::Block& block,
                                     std::uint16_t file, SourceBlock* base) {
  hcl::Block& merged = merged_.emplace_back(*base->block);
  merged.body = OverrideBody(merged.body, block.body);
  base->block = &merged;
  for (const hcl::BodyAttribute& each : block.body.attributes) {
    base->other_files[each.name] = file;
  }
  for (const hcl::Block& each : block.body.blocks) {
    const bool is_dynamic = each.type == "dynamic" && each.labels.size() == 1;
    base->other_files[is_dynamic ? each.labels[0] : each.type] = file;
  }
}

bool TerraformSources::MayDeclare(std::string_view type) const {
  return !left_out_.empty() || types_.contains(std::string(type));
}

const SourceModule* TerraformSources::Module(std::string_view path) const {
  const auto found = modules_.find(std::string(path));
  return found == modules_.end() ? nullptr : &found->second;
}

}  // namespace connectguard
