// Any bytes as a binary plan, as the plan inside one, and as the configuration
// of a plan: each is read or refused with one good error, and whatever the
// configuration says, the plan becomes a document.
#include <string>
#include <string_view>
#include <utility>

#include "document/dump.h"
#include "fuzz/fuzzed.h"
#include "hcl/parser.h"
#include "hcl/traversals.h"
#include "readers/configuration_files.h"
#include "readers/input.h"
#include "readers/made_plan.h"

namespace connectguard::testing {
namespace {

// `a_b.x` refers to what a corpus of sources refers to, so that expressions of
// the same names are evaluated.
constexpr std::string_view kPlan = R"({"format_version": "1.2",
  "variables": {"m": {"value": {"k": "v", "l": [1, "2"]}}},
  "resource_changes": [
    {"address": "a_b.x[\"k\"]", "type": "a_b", "mode": "managed", "change":
      {"actions": ["create"], "before": null, "after": {"c": [{}]},
       "after_unknown": {"r": true, "id": true, "c": [{"d": true}]}}},
    {"address": "a_b.n[0]", "type": "a_b", "mode": "managed", "change":
      {"actions": ["create"], "before": null, "after": {"name": "n"},
       "after_unknown": {"id": true}}},
    {"address": "a_b.n[1]", "type": "a_b", "mode": "managed", "change":
      {"actions": ["create"], "before": null, "after": {},
       "after_unknown": {"id": true}}}],
  "configuration": {"root_module": {"resources": [
    {"address": "a_b.x", "expressions":
      {"r": {"references": ["local.r"]}}},
    {"address": "a_b.n", "expressions": {}}]}}})";

void ReadAsPlan(const std::string& bytes) {
  const auto files = ReadBinaryPlan("tfplan", bytes);
  if (!files) {
    RequireGoodError(files.error());
  }
}

// What is inside of a binary plan, in an archive that is in order.
void ReadAsMessage(const std::string& bytes) {
  const auto document =
      ReadDocument({.name = "tfplan",
                    .bytes = ArchiveOf({{"tfplan", bytes},
                                        {"tfconfig/m-/main.tf",
                                         "resource \"a_b\" \"x\" {}\n"}})});
  if (!document) {
    RequireGoodError(document.error());
    return;
  }
  Require(!Dump((*document)->root()).empty(), "a document can be written down");
}

void ReadAsFile(const std::string& text) {
  const SourceFile source("main.tf", text);
  const auto file = hcl::Parse(source);
  if (!file) {
    RequireGoodError(file.error());
    return;
  }
  for (const hcl::BodyAttribute& each : (*file)->body.attributes) {
    for (const hcl::Traversal& traversal : hcl::TraversalsOf(*each.value)) {
      Require(!traversal.text.empty(), "a reference has a text");
    }
  }
}

// `text` is what local.r is, and the rest of the file.
void ReadAsConfiguration(const std::string& text) {
  Input input = {.name = "plan.json", .bytes = std::string(kPlan)};
  ConfigurationFiles files;
  files.files = {{.module = "",
                  .name = "main.tf",
                  .text = "resource \"a_b\" \"x\" {\n  for_each = var.m\n"
                          "  r = local.r\n}\nresource \"a_b\" \"n\" {\n"
                          "  count = 2\n}\nlocals {\n  r = " +
                          text + "\n}\n"}};
  input.configuration = std::move(files);
  const auto document = ReadDocument(std::move(input));
  Require(document.has_value(), "no configuration spoils a plan");
  Require(!Dump((*document)->root()).empty(), "a document can be written down");
}

}  // namespace
}  // namespace connectguard::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace connectguard::testing;  // NOLINT: a target, no library.
  const std::string text(reinterpret_cast<const char*>(data), size);
  ReadAsPlan(text);
  ReadAsMessage(text);
  ReadAsFile(text);
  ReadAsConfiguration(text);
  return 0;
}
