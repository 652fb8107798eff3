#include "cfn_guard/rulegen_command.h"

#include <cstdint>
#include <utility>

#include "cfn_guard/error_text.h"
#include "cfn_guard/output_file.h"
#include "cfn_guard/rule_generator.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

int BadTemplate(std::string_view text, const CfnGuardEnvironment& environment) {
  environment.err << text << '\n';
  return kRulegenBadTemplate;
}

}  // namespace

Result<int> RunRulegen(const RulegenOptions& options,
                       const CfnGuardEnvironment& environment) {
  CG_ASSIGN_OR_RETURN(std::string text,
                      environment.files.Read(options.template_file));
  Document document;
  const std::uint16_t file =
      document.AddFile(options.template_file, std::move(text));
  const Result<const Value*> root =
      ReadYaml(&document, file, YamlDialect::kGuardTest);
  if (!root) {
    return BadTemplate("Parsing error handling template file, Error = " +
                           OneLineText(root.error().diagnostic),
                       environment);
  }
  const Result<std::string> rules = GenerateRules(document, **root);
  if (!rules) {
    return BadTemplate(rules.error().diagnostic.message, environment);
  }
  // As the reference does: nothing is printed that could not be used.
  const auto parsed =
      ParseRules("", *rules, StandardFunctions(ReadEmbeddedYaml));
  if (!parsed) {
    return BadTemplate("Parsing error with generated rules file, Error = " +
                           RulesErrorText("", parsed.error().diagnostic),
                       environment);
  }
  return WriteOutput(*rules, options.output_file, environment);
}

}  // namespace connectguard
