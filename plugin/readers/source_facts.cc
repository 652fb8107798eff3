#include "readers/source_facts.h"

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "readers/terraform_address.h"
#include "readers/waiver_text.h"

namespace connectguard {
namespace {

// Where each attribute of a block is written, and how often.
class PlaceCollector {
 public:
  explicit PlaceCollector(const SourceBlock& source) : source_(source) {}

  void Collect() { Add(source_.block->body, "", 0); }

  std::vector<std::pair<std::string_view, SourceSpan>> Take(Arena* arena) {
    std::vector<std::pair<std::string_view, SourceSpan>> places;
    for (const auto& [path, place] : places_) {
      if (place.times == 1) {
        places.emplace_back(arena->CopyText(path), place.span);
      }
    }
    return places;
  }

 private:
  struct Place {
    SourceSpan span;
    int times = 0;
  };

  void Add(const hcl::Body& body, const std::string& prefix, int depth) {
    if (depth > limits::kMaxHclDepth) {
      return;
    }
    for (const hcl::BodyAttribute& each : body.attributes) {
      Add(prefix + each.name, each.begin, each.value->end);
    }
    for (const hcl::Block& block : body.blocks) {
      if (depth == 0 && IsMetaBlock(block.type)) {
        continue;  // Nothing of the resource, and merged of several files.
      }
      if (block.type != "dynamic") {
        Add(prefix + block.type, block.begin, block.header_end);
        Add(block.body, prefix + block.type + ".", depth + 1);
      } else if (block.labels.size() == 1) {
        const std::string path = prefix + block.labels[0];
        Add(path, block.begin, block.header_end);
        for (const hcl::Block& content : block.body.blocks) {
          Add(content.body, path + ".", depth + 1);
        }
      }
    }
  }

  void Add(const std::string& path, std::uint32_t begin, std::uint32_t end) {
    const std::string_view top =
        std::string_view(path).substr(0, path.find('.'));
    Place& place = places_[path];
    place.span = {.begin = begin, .end = end, .file = source_.FileOf(top)};
    ++place.times;
  }

  const SourceBlock& source_;
  std::map<std::string, Place> places_;
};

// What a plan has at the addresses that waivers can stand at.
class PlannedAddresses {
 public:
  void Add(const PlannedResource& resource, bool has_source) {
    Planned& planned = resources_[WithoutKeys(resource.address)];
    planned.has_source = planned.has_source || has_source;
    planned.is_configured =
        planned.is_configured || resource.expressions != nullptr;
    std::string module =
        WithoutKeys(ParseResourceAddress(resource.address).module);
    while (!module.empty() && modules_.insert(module).second) {
      module = std::string(SplitModule(module).parent);
    }
  }

  void Judge(const TerraformSources& sources,
             const PlanConfiguration* configuration,
             WrittenWaiver* waiver) const {
    const std::string& address = waiver->at.front();
    const ResourceAddress parts = ParseResourceAddress(address);
    const auto resource = resources_.find(address);
    bool as_planned = true;
    // What is deleted stands in neither configuration.
    if (resource != resources_.end()) {
      as_planned =
          resource->second.has_source ||
          (!resource->second.is_configured && !IsDeclared(sources, parts));
    } else if (modules_.contains(address)) {
      const bool is_called =
          configuration != nullptr && configuration->Module(address) != nullptr;
      as_planned = is_called == IsCalled(sources, SplitModule(address));
    } else {
      // A data source that is read while planning is no change.
      waiver->in_input = parts.local.starts_with("data.");
    }
    if (!as_planned && !sources.are_of_plan()) {
      SetProblem("the configuration is not what was planned here", waiver);
    }
  }

 private:
  // Of any instance of a resource.
  struct Planned {
    bool has_source = false;
    bool is_configured = false;  // By what the plan says.
  };

  static bool IsDeclared(const TerraformSources& sources,
                         const ResourceAddress& resource) {
    const SourceModule* module = sources.Module(resource.module);
    return module != nullptr &&
           module->resources.contains(std::string(resource.local));
  }
  static bool IsCalled(const TerraformSources& sources,
                       const ModuleStep& call) {
    const SourceModule* module = sources.Module(call.parent);
    return module != nullptr && module->calls.contains(std::string(call.name));
  }

  std::unordered_map<std::string, Planned> resources_;
  std::unordered_set<std::string> modules_;
};

}  // namespace

const SourceBlock* SourceFacts::BlockOf(const PlannedResource& resource) const {
  if (sources_ == nullptr || resolver_ == nullptr ||
      !resolver_->HasSource(resource)) {
    return nullptr;
  }
  const ResourceAddress address = ParseResourceAddress(resource.address);
  const SourceModule* module = sources_->Module(WithoutKeys(address.module));
  const auto found = module->resources.find(std::string(address.local));
  return found == module->resources.end() ? nullptr : &found->second;
}

std::optional<bool> SourceFacts::PreventDestroy(
    const PlannedResource& resource) const {
  const SourceBlock* source = BlockOf(resource);
  if (source == nullptr) {
    return std::nullopt;
  }
  for (const hcl::Block& block : source->block->body.blocks) {
    const hcl::Expression* value = block.type == "lifecycle"
                                       ? block.body.Find("prevent_destroy")
                                       : nullptr;
    if (value != nullptr) {
      const bool* literal = std::get_if<bool>(&value->node);
      return literal == nullptr ? std::nullopt : std::optional(*literal);
    }
  }
  return false;
}

void SourceFacts::AddPlaces(std::span<const PlannedResource> resources,
                            Document* document) const {
  std::unordered_set<const SourceBlock*> known;
  Arena& arena = document->arena();
  for (const PlannedResource& resource : resources) {
    const SourceBlock* source = BlockOf(resource);
    if (source == nullptr || !known.insert(source).second) {
      continue;
    }
    PlaceCollector collector(*source);
    collector.Collect();
    const auto places = collector.Take(&arena);
    document->SetWritten(
        arena.CopyText(WithoutKeys(resource.address)),
        {.header = {.begin = source->block->begin,
                    .end = source->block->header_end,
                    .file = source->file},
         .attributes = arena.CopyArray(
             std::span<const std::pair<std::string_view, SourceSpan>>(
                 places))});
  }
}

void SourceFacts::AddWaivers(std::span<const PlannedResource> resources,
                             const PlanConfiguration* configuration,
                             Document* document) const {
  if (sources_ == nullptr || sources_->waivers().empty()) {
    return;
  }
  PlannedAddresses planned;
  for (const PlannedResource& resource : resources) {
    planned.Add(resource, BlockOf(resource) != nullptr);
  }
  std::vector<WrittenWaiver> waivers = sources_->waivers();
  for (WrittenWaiver& waiver : waivers) {
    if (!waiver.at.empty()) {
      planned.Judge(*sources_, configuration, &waiver);
    }
  }
  document->SetWaivers(std::move(waivers));
}

}  // namespace connectguard
