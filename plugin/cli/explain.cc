#include "cli/explain.h"

#include <memory>
#include <utility>

#include "base/text.h"
#include "cli/policy_library.h"
#include "gate/exit_code.h"
#include "gate/explain_ways.h"
#include "gate/functions.h"
#include "gate/plan_state.h"
#include "guard/parser.h"
#include "readers/input.h"
#include "report/explanation_writer.h"

namespace connectguard {
namespace {

// The rules to explain, and what keeps them.
struct Explained {
  PolicyLibrary library;
  FunctionTable functions;
  Policy plain;  // Of a rules file.
  const Policy* policy = nullptr;
  std::unique_ptr<const ParameterValues> parameters;
  const VariableValues* variables = nullptr;
  ExplanationSubject subject;
};

bool IsRulesFile(std::string_view name) {
  return name.ends_with(".guard") || name.ends_with(".ruleset") ||
         name.find('/') != std::string_view::npos;
}

Status FindRulesFile(const ExplainCommand& command,
                     const Environment& environment, Explained* explained) {
  CG_ASSIGN_OR_RETURN(std::string text, environment.files.Read(command.policy));
  explained->functions = DefaultFunctions();
  CG_ASSIGN_OR_RETURN(
      explained->plain.rules,
      ParseRules(command.policy, std::move(text), explained->functions,
                 {.version = GuardVersion::k32,
                  .implicit_rule_name = command.policy + "/default"}));
  explained->plain.plain = true;
  explained->policy = &explained->plain;
  explained->subject.rules = command.policy;
  return {};
}

Status FindPolicy(const ExplainCommand& command, const Environment& environment,
                  Explained* explained) {
  CG_ASSIGN_OR_RETURN(
      explained->library,
      LoadPolicies(command.policies_directory, environment.files));
  CG_ASSIGN_OR_RETURN(
      const Policy* policy,
      PolicyNamed(*explained->library.policies, command.policy));
  explained->policy = policy;
  CG_ASSIGN_OR_RETURN(explained->parameters,
                      explained->library.policies->Parameters(
                          kDefaultPack, command.parameters));
  explained->variables = explained->parameters->Of(*policy);
  explained->subject.policy = policy->metadata.id;
  explained->subject.title = policy->metadata.title;
  explained->subject.rules = policy->rules->source->name();
  return {};
}

Status ExplainTo(const ExplainCommand& command,
                 const Environment& environment) {
  Explained explained;
  CG_RETURN_IF_ERROR(IsRulesFile(command.policy)
                         ? FindRulesFile(command, environment, &explained)
                         : FindPolicy(command, environment, &explained));
  explained.subject.input = command.input == "-" ? "<stdin>" : command.input;
  CG_ASSIGN_OR_RETURN(Input input,
                      ReadInputFile(command.input, environment.files));
  CG_ASSIGN_OR_RETURN(
      GivenConfiguration given,
      ReadConfiguration(command.configuration, environment.files));
  input.configuration = std::move(given.files);
  CG_ASSIGN_OR_RETURN(input.stack,
                      ReadStackInputs(command.stack, environment.files));
  CG_ASSIGN_OR_RETURN(
      const std::unique_ptr<const Document> document,
      ReadDocument(std::move(input),
                   {.closed_world = command.closed_world, .all_ways = true}));
  explained.subject.input_kind = PlanKind(*document);
  EvaluateOptions how{.clock = &environment.clock,
                      .variables = explained.variables};
  if (command.guard_compat) {
    how.semantics = Semantics::Compat();
  }
  return WriteExplanation(explained.subject,
                          ExplainPolicy(*explained.policy, *document, how),
                          {.format = command.format,
                           .colour = UseColour(command.colour, environment)},
                          environment.out);
}

}  // namespace

int RunExplain(const ExplainCommand& command, const Environment& environment) {
  const Status status = ExplainTo(command, environment);
  if (status) {
    return kExitAllowed;
  }
  WriteError(status.error(), environment.err);
  return ExitCodeOf(status.error().code);
}

}  // namespace connectguard
