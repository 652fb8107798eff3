// An input of any bytes: every reader gives a document or one good error, and
// what it gives can be written down and judged.
#include <memory>
#include <string>
#include <string_view>

#include "document/dump.h"
#include "fuzz/fuzzed.h"
#include "readers/input.h"
#include "readers/json_reader.h"
#include "readers/parameters_file.h"

namespace connectguard::testing {
namespace {

constexpr std::string_view kRules = R"(
let all = Resources.*
let named = Resources.*[ Type == /Bucket$/ ]
rule types when %all !empty { %all { Type is_string Properties exists } }
rule names { %named.Properties.Name not in ['x', /^y/, 5, r[1, 3]] }
rule deep { Resources.*.Properties.*.* !empty or this is_list }
rule keys { this[ keys == /^A/ ] { this is_struct or this > 5 } }
rule functions {
  let texts = Resources.*.Properties.*
  let parsed = json_parse(%texts)
  let many = count(%parsed)
  %many < 10
}
AWS::S3::Bucket Properties.Name == 'x'
)";

void Judge(const Document& document) {
  static const auto rules = RulesOf(kRules, GuardVersion::k32);
  for (const Semantics semantics : {Semantics::Compat(), Semantics::Strict()}) {
    Evaluate(*rules, document, Quickly(GuardVersion::k32, semantics));
  }
}

void ReadAsJson(const std::string& text) {
  Document document;
  const std::uint16_t file = document.AddFile("fuzzed.json", text);
  const auto root = ReadJson(&document, file);
  if (!root) {
    RequireGoodError(root.error());
  }
}

void ReadAsInput(const std::string& text, InputFormat format) {
  const auto document =
      ReadDocument({.name = "fuzzed", .bytes = text, .format = format});
  if (!document) {
    RequireGoodError(document.error());
    return;
  }
  Require(!Dump((*document)->root()).empty(), "a document can be written down");
  Judge(**document);
}

// The text as everything that is given beside a template, and beside itself.
void ReadBesideATemplate(const std::string& text) {
  const auto parameters = ReadParametersFile("parameters.json", text);
  if (!parameters) {
    RequireGoodError(parameters.error());
  }
  StackInputs inputs;
  inputs.previous = TemplateFile{.name = "previous", .bytes = text};
  for (const bool change_set : {false, true}) {
    if (change_set) {
      inputs.change_set = TemplateFile{.name = "changes", .bytes = text};
      inputs.previous.reset();
    }
    for (const std::string& now :
         {text, std::string("Resources: {R: {Type: AWS::S3::Bucket}}\n")}) {
      const auto document =
          ReadDocument({.name = "fuzzed",
                        .bytes = now,
                        .format = InputFormat::kCloudFormation,
                        .stack = inputs},
                       {.all_ways = true});
      if (!document) {
        RequireGoodError(document.error());
      }
    }
  }
}

}  // namespace
}  // namespace connectguard::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace connectguard;           // NOLINT: a target, no library.
  using namespace connectguard::testing;  // NOLINT
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const YamlDialect dialect :
       {YamlDialect::kCloudFormation, YamlDialect::kGuardValidate31,
        YamlDialect::kGuardValidate32, YamlDialect::kGuardTest}) {
    const auto document = DataOf(text, dialect);
    if (document != nullptr) {
      Judge(*document);
    }
  }
  ReadAsJson(text);
  ReadAsInput(text, InputFormat::kAuto);
  ReadAsInput(text, InputFormat::kTerraformPlan);
  ReadBesideATemplate(text);
  return 0;
}
