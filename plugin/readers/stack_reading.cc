#include "readers/stack_reading.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "readers/input_kind.h"
#include "readers/json_reader.h"
#include "readers/parameter_checks.h"
#include "readers/template_shape.h"

namespace connectguard {
namespace {

// What CloudFormation prints for the value of a NoEcho parameter.
constexpr std::string_view kMasked = "****";

void Bind(const StackInputs& inputs, StackScope* scope) {
  for (const GivenParameter& given : inputs.parameters) {
    scope->parameters[given.name].text = given.value;
  }
}

// The parameters that a change set lists, but for those that are bound.
void BindListed(const Value& change_set, StackScope* scope) {
  const Value* list = Find(change_set, "Parameters");
  if (list == nullptr || !list->Is(Kind::kList)) {
    return;
  }
  for (const Value& each : list->AsList()) {
    const std::string_view name = StringAt(each, "ParameterKey");
    const Value* value = Find(each, "ParameterValue");
    if (!name.empty() && value != nullptr && value->Is(Kind::kString) &&
        value->AsString() != kMasked) {
      scope->parameters.try_emplace(
          std::string(name),
          BoundParameter{.text = std::string(value->AsString())});
    }
  }
}

// CloudFormation would not begin to deploy the stack.
Status CheckRules(TemplateStack* stack, const StackInputs& inputs,
                  const SourceFile& source) {
  if (inputs.parameters.empty()) {
    return {};
  }
  const auto broken = stack->BrokenRule();
  if (!broken) {
    return {};
  }
  return Fail(ErrorCode::kBadInput,
              DiagnosticFor(source.name(),
                            fmt::format("the parameters break the {}", *broken),
                            "CloudFormation refuses such a stack: give values "
                            "that keep the template's `Rules`"));
}

Result<std::uint16_t> AddText(Document* document, const TemplateFile& file) {
  CG_RETURN_IF_ERROR(CheckIsText(file.name, file.bytes));
  return document->AddFile(file.name, file.bytes);
}

}  // namespace

Result<ReadStack> ReadStackWith(StackWorld* world, TemplateStack::Source source,
                                const StackInputs& inputs) {
  Document* document = world->document;
  Before before;
  if (inputs.previous) {
    CG_ASSIGN_OR_RETURN(before.file, AddText(document, *inputs.previous));
    CG_ASSIGN_OR_RETURN(before.written,
                        ReadTemplateText(document, before.file, &world->notes));
  }
  std::optional<ChangeSet> change_set;
  Bind(inputs, &source.scope);
  if (inputs.change_set) {
    CG_ASSIGN_OR_RETURN(const std::uint16_t file,
                        AddText(document, *inputs.change_set));
    CG_ASSIGN_OR_RETURN(const Value* written, ReadJson(document, file));
    CG_ASSIGN_OR_RETURN(
        change_set,
        ReadChangeSet(*written, document->file(file), &world->values));
    before.change_set = &*change_set;
    BindListed(*written, &source.scope);
    if (!change_set->whole) {
      world->Incomplete(
          "the change set has more pages: what they change was not checked");
    }
  }
  return ReadStackWith(world, std::move(source), inputs, before);
}

Result<ReadStack> ReadStackWith(StackWorld* world, TemplateStack::Source source,
                                const StackInputs& inputs,
                                const Before& before) {
  Document* document = world->document;
  const SourceFile& text = document->file(source.file);
  const StackScope scope = source.scope;
  const std::string path = source.path;
  CG_RETURN_IF_ERROR(CheckTemplate(*source.written, text, /*fragment=*/false));
  CG_RETURN_IF_ERROR(
      CheckParameters(*source.written, inputs.parameters, &world->notes));
  ReadStack read;
  CG_ASSIGN_OR_RETURN(read.stack,
                      TemplateStack::Read(world, std::move(source)));
  CG_RETURN_IF_ERROR(CheckRules(read.stack.get(), inputs, text));
  read.planned = read.stack->Resources();
  if (before.written != nullptr) {
    read.previous_world = std::make_unique<StackWorld>(document);
    read.previous_world->disk = world->disk;
    CG_ASSIGN_OR_RETURN(
        read.previous_stack,
        TemplateStack::Read(
            read.previous_world.get(),
            {.written = before.written,
             .file = before.file,
             .path = path.empty() ? "" : document->file(before.file).name(),
             .scope = scope}));
    read.previous = read.previous_stack->Resources();
    read.changes = CompareStacks(*document, read.planned, read.previous);
    read.has_changes = true;
  }
  if (before.change_set != nullptr) {
    read.changes =
        ApplyChangeSet(*before.change_set, true, &read.planned, &read.previous);
    read.errored = before.change_set->failed;
    read.has_changes = true;
  }
  return read;
}

}  // namespace connectguard
