#include "readers/source_overrides.h"

#include <algorithm>
#include <set>
#include <string>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::string_view kLifecycle = "lifecycle";

// The type that a block is of, or makes blocks of.
const std::string& TypeOf(const hcl::Block& block) {
  return block.type == "dynamic" && block.labels.size() == 1 ? block.labels[0]
                                                             : block.type;
}

void OverrideAttributes(const hcl::Body& from, hcl::Body* into) {
  for (const hcl::BodyAttribute& each : from.attributes) {
    const auto base =
        std::find_if(into->attributes.begin(), into->attributes.end(),
                     [&](const hcl::BodyAttribute& other) {
                       return other.name == each.name;
                     });
    if (base == into->attributes.end()) {
      into->attributes.push_back(each);
    } else {
      *base = each;
    }
  }
}

}  // namespace

bool IsOverrideFile(std::string_view path) {
  std::string_view name = FileNameOf(path);
  if (name.ends_with(".json")) {
    name.remove_suffix(5);
  }
  return name == "override.tf" || name.ends_with("_override.tf");
}

hcl::Body OverrideBody(const hcl::Body& base, const hcl::Body& override_body) {
  hcl::Body merged = base;
  OverrideAttributes(override_body, &merged);
  std::set<std::string> types;
  for (const hcl::Block& block : override_body.blocks) {
    types.insert(TypeOf(block));
  }
  std::erase_if(merged.blocks, [&](const hcl::Block& block) {
    return block.type != kLifecycle && types.contains(TypeOf(block));
  });
  for (const hcl::Block& block : override_body.blocks) {
    const auto lifecycle = std::find_if(
        merged.blocks.begin(), merged.blocks.end(),
        [](const hcl::Block& each) { return each.type == kLifecycle; });
    if (block.type == kLifecycle && lifecycle != merged.blocks.end()) {
      lifecycle->body = OverrideBody(lifecycle->body, block.body);
    } else {
      merged.blocks.push_back(block);
    }
  }
  return merged;
}

}  // namespace connectguard
