#include "builtins/iam_functions.h"

#include <memory>
#include <string>
#include <utility>

#include "builtins/results.h"
#include "iam/policy.h"
#include "iam/questions.h"

namespace connectguard {
namespace {

// What is asked, from the argument that the author of a rule wrote.
Result<std::unique_ptr<const IamQuery>> ReadQuestion(
    std::string_view function, const std::vector<Selected>& argument) {
  const bool one = argument.size() == 1 && argument[0].value != nullptr &&
                   !argument[0].maybe;
  if (!one || !argument[0].value->Is(Kind::kMap)) {
    return Fail(ErrorCode::kBadInput,
                "the second argument of `" + std::string(function) +
                    "` is not a statement without Effect",
                "write `let question = { Action: 'connect:DeleteInstance', "
                "Resource: '*' }`");
  }
  return IamQuery::Read(*argument[0].value);
}

// The document behind a value; null for text that is no document.
const Value* DocumentOf(const FunctionContext& context, const TextLoader& load,
                        const Value& value) {
  if (!value.Is(Kind::kString)) {
    return &value;
  }
  const auto document = load(value, context.builder);
  return document ? *document : nullptr;
}

// Why there is no answer, at the part of the document that prevents it.
void AddOpenAnswer(const IamAnswer& answer, const Value& document,
                   ResultList* results) {
  if (answer.holes.empty()) {
    results->AddUnknown(answer.reason, document);
  }
  for (const IamHole* hole : answer.holes) {
    results->AddUnknown(std::string(hole->reason),
                        hole->value == nullptr ? document : *hole->value);
  }
}

// Each document by itself: the statements that allow what is asked about.
void AddGrants(const Value& document, const Selected& selected,
               const IamQuery& question, ResultList* results) {
  const auto policy = IamPolicy::Read(document, IamPolicyKind::kIdentity);
  IamLayers layers;
  layers.identity = PolicyRefs{policy.get()};
  const IamAnswer answer = May(layers, question);
  switch (answer.verdict) {
    case IamVerdict::kNo:
      return;
    case IamVerdict::kUnknown:
      AddOpenAnswer(answer, document, results);
      return;
    case IamVerdict::kYes:
      for (const IamStatement* statement : answer.evidence) {
        results->Add(*statement->node, selected.maybe, selected.because);
      }
      return;
  }
}

FunctionResult IamAllows(const FunctionContext& context, const TextLoader& load,
                         Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const auto question,
                      ReadQuestion("iam_allows", arguments[1]));
  ResultList results(context);
  for (const Selected& selected : arguments[0]) {
    if (selected.value == nullptr) {
      continue;
    }
    const Value* document = DocumentOf(context, load, *selected.value);
    if (document == nullptr) {
      results.AddUnknown("the text is no policy document", *selected.value);
    } else {
      AddGrants(*document, selected, *question, &results);
    }
  }
  return results.Take();
}

}  // namespace

void AddIamFunctions(const TextLoader& text_loader, FunctionTable* table) {
  table->Add({.name = "iam_allows",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = [text_loader](const FunctionContext& context,
                                    Arguments arguments) {
                return IamAllows(context, text_loader, arguments);
              }});
}

}  // namespace connectguard
