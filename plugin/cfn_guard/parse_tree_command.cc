#include "cfn_guard/parse_tree_command.h"

#include <memory>
#include <utility>

#include "cfn_guard/output_file.h"
#include "cfn_guard/parse_tree.h"
#include "document/json_text.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"
#include "readers/yaml_writer.h"

namespace connectguard {

Result<int> RunParseTree(const ParseTreeOptions& options,
                         const CfnGuardEnvironment& environment) {
  const bool from_input = options.rules_file.empty();
  CG_ASSIGN_OR_RETURN(
      std::string text,
      environment.files.Read(from_input ? "-" : options.rules_file));
  const FunctionTable functions = StandardFunctions(ReadEmbeddedYaml);
  CG_ASSIGN_OR_RETURN(
      const std::unique_ptr<const RuleFile> rules,
      ParseRules(from_input ? "<stdin>" : options.rules_file, std::move(text),
                 functions, {.version = options.version}));
  Arena arena;
  CG_ASSIGN_OR_RETURN(const Value* tree, ParseTree(*rules, &arena));
  if (options.json) {
    return WriteOutput(JsonText(*tree, JsonLayout::kIndented),
                       options.output_file, environment);
  }
  CG_ASSIGN_OR_RETURN(const std::string yaml, YamlText(*tree));
  return WriteOutput(yaml, options.output_file, environment);
}

}  // namespace connectguard
