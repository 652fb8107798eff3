#include "readers/source_configuration.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "hcl/traversals.h"
#include "readers/terraform_address.h"

namespace connectguard {
namespace {

// Depth is bounded by the parser, here and below.
bool IsConstant(const hcl::Expression& expression) {
  if (const auto* tuple = std::get_if<hcl::Tuple>(&expression.node)) {
    return std::all_of(tuple->items.begin(), tuple->items.end(),
                       [](const auto* item) { return IsConstant(*item); });
  }
  if (const auto* object = std::get_if<hcl::Object>(&expression.node)) {
    return std::all_of(
        object->items.begin(), object->items.end(),
        [](const hcl::ObjectItem& item) {
          return std::holds_alternative<std::string>(item.key->node) &&
                 IsConstant(*item.value);
        });
  }
  return std::holds_alternative<hcl::Null>(expression.node) ||
         std::holds_alternative<bool>(expression.node) ||
         std::holds_alternative<double>(expression.node) ||
         std::holds_alternative<std::string>(expression.node);
}

class ConfigurationWriter {
 public:
  ConfigurationWriter(const TerraformSources& sources, PlaceCounter* places,
                      ValueBuilder* builder)
      : sources_(sources), places_(places), builder_(builder) {}

  void Write() {
    builder_->StartMap(places_->Next());
    WriteProviders();
    builder_->AddKey("root_module");
    WriteModule("", 0);
    EndMap();
  }

 private:
  void StartMap(std::string_view key) {
    builder_->AddKey(key);
    builder_->StartMap(places_->Next());
  }
  void EndMap() { builder_->EndMap(places_->position()); }
  void StartList(std::string_view key) {
    builder_->AddKey(key);
    builder_->StartList(places_->Next());
  }
  void EndList() { builder_->EndList(places_->position()); }

  // One for all of them: what is asked is whether any gives default tags.
  void WriteProviders() {
    StartMap("provider_config");
    if (sources_.may_have_default_tags()) {
      StartMap("any");
      StartMap("expressions");
      StartList("default_tags");
      EndList();
      EndMap();
      EndMap();
    }
    EndMap();
  }

  void WriteModule(const std::string& path, int depth) {
    builder_->StartMap(places_->Next());
    const SourceModule* module = sources_.Module(path);
    if (module != nullptr && depth <= limits::kMaxDepth) {
      WriteOutputs(*module);
      WriteResources(*module);
      WriteVariables(*module);
      WriteCalls(*module, path, depth);
    }
    EndMap();
  }

  void WriteOutputs(const SourceModule& module) {
    StartMap("outputs");
    for (const auto& [name, value] : module.outputs) {
      StartMap(name);
      if (value != nullptr) {
        WriteExpression("expression", *value);
      }
      EndMap();
    }
    EndMap();
  }

  void WriteResources(const SourceModule& module) {
    StartList("resources");
    for (const auto& [address, source] : module.resources) {
      builder_->StartMap(places_->Next());
      builder_->AddKey("address");
      builder_->AddString(address, places_->Next());
      StartMap("expressions");
      WriteBody(source.block->body, 0);
      EndMap();
      WriteRepetition(source.block->body);
      EndMap();
    }
    EndList();
  }

  void WriteRepetition(const hcl::Body& body) {
    if (const hcl::Expression* each = body.Find("for_each")) {
      WriteExpression("for_each_expression", *each);
    }
    if (const hcl::Expression* count = body.Find("count")) {
      WriteExpression("count_expression", *count);
    }
  }

  void WriteVariables(const SourceModule& module) {
    StartMap("variables");
    for (const auto& [name, variable] : module.variables) {
      StartMap(name);
      if (variable.preset != nullptr && IsConstant(*variable.preset)) {
        builder_->AddKey("default");
        WriteConstant(*variable.preset);
      }
      if (variable.is_sensitive) {
        builder_->AddKey("sensitive");
        builder_->AddBool(true, places_->Next());
      }
      EndMap();
    }
    EndMap();
  }

  void WriteCalls(const SourceModule& module, const std::string& path,
                  int depth) {
    StartMap("module_calls");
    for (const auto& [name, source] : module.calls) {
      StartMap(name);
      StartMap("expressions");
      for (const hcl::BodyAttribute& each : source.block->body.attributes) {
        if (!IsMetaAttribute(each.name) && each.name != "source" &&
            each.name != "version" && each.name != "providers") {
          WriteExpression(each.name, *each.value);
        }
      }
      EndMap();
      WriteRepetition(source.block->body);
      builder_->AddKey("module");
      WriteModule(JoinAddress(path, "module." + name), depth + 1);
      EndMap();
    }
    EndMap();
  }

  // Members of a map: attributes, and blocks of one name as a list.
  void WriteBody(const hcl::Body& body, int depth) {
    for (const hcl::BodyAttribute& each : body.attributes) {
      if (depth > 0 || !IsMetaAttribute(each.name)) {
        WriteExpression(each.name, *each.value);
      }
    }
    std::map<std::string_view, std::vector<const hcl::Block*>> blocks;
    for (const hcl::Block& block : body.blocks) {
      if (block.type != "dynamic" && (depth > 0 || !IsMetaBlock(block.type))) {
        blocks[block.type].push_back(&block);
      }
    }
    for (const auto& [type, all] : blocks) {
      StartList(type);
      for (const hcl::Block* block : all) {
        builder_->StartMap(places_->Next());
        WriteBody(block->body, depth + 1);
        EndMap();
      }
      EndList();
    }
  }

  void WriteExpression(std::string_view key, const hcl::Expression& value) {
    StartMap(key);
    if (IsConstant(value)) {
      builder_->AddKey("constant_value");
      WriteConstant(value);
    } else if (const std::vector<hcl::Traversal> references =
                   hcl::TraversalsOf(value);
               !references.empty()) {
      StartList("references");
      for (const hcl::Traversal& reference : references) {
        builder_->AddString(reference.text, places_->Next());
      }
      EndList();
    }
    EndMap();
  }

  void WriteConstant(const hcl::Expression& value) {
    const SourceSpan span = places_->Next();
    if (const auto* tuple = std::get_if<hcl::Tuple>(&value.node)) {
      builder_->StartList(span);
      for (const hcl::Expression* item : tuple->items) {
        WriteConstant(*item);
      }
      EndList();
    } else if (const auto* object = std::get_if<hcl::Object>(&value.node)) {
      builder_->StartMap(span);
      for (const hcl::ObjectItem& item : object->items) {
        builder_->AddKey(std::get<std::string>(item.key->node));
        WriteConstant(*item.value);
      }
      EndMap();
    } else if (const auto* text = std::get_if<std::string>(&value.node)) {
      builder_->AddString(*text, span);
    } else if (const auto* truth = std::get_if<bool>(&value.node)) {
      builder_->AddBool(*truth, span);
    } else if (const auto* number = std::get_if<double>(&value.node)) {
      WriteNumber(*number, span);
    } else {
      builder_->AddNull(span);
    }
  }

  void WriteNumber(double number, SourceSpan span) {
    // Whole doubles that are exactly integers.
    constexpr double kExact = 9007199254740992.0;
    if (std::floor(number) == number && std::abs(number) <= kExact) {
      builder_->AddInt(static_cast<std::int64_t>(number), span);
    } else {
      builder_->AddFloat(number, span);
    }
  }

  const TerraformSources& sources_;
  PlaceCounter* places_;
  ValueBuilder* builder_;
};

}  // namespace

void WriteConfiguration(const TerraformSources& sources, PlaceCounter* places,
                        ValueBuilder* builder) {
  ConfigurationWriter(sources, places, builder).Write();
}

}  // namespace connectguard
