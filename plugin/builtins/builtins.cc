#include "builtins/builtins.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "builtins/arn_parts.h"
#include "builtins/flow_functions.h"
#include "builtins/iam_functions.h"
#include "builtins/reference_index.h"
#include "builtins/results.h"

namespace connectguard {
namespace {

// The one string that an argument has to be; null for anything else.
const Value* OneString(const std::vector<Selected>& argument) {
  const bool good = argument.size() == 1 && argument[0].value != nullptr &&
                    argument[0].value->Is(Kind::kString);
  return good ? argument[0].value : nullptr;
}

Result<std::string_view> TypeArgument(std::string_view function,
                                      const std::vector<Selected>& argument) {
  if (const Value* type = OneString(argument)) {
    return type->AsString();
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("the second argument of `{}` is not a resource type",
                          function),
              "write it as a string, such as 'AWS::S3::Bucket'");
}

void AddOpen(const ReferenceIndex& index, const Mention& mention,
             std::string_view type, ResultList* results) {
  const Reference* reference = nullptr;
  if (!index.MayName(mention, type, &reference)) {
    return;
  }
  const std::string reason =
      reference == nullptr
          ? std::string(mention.where->unknown->reason)
          : fmt::format("`{}` cannot be followed to a resource",
                        reference->text);
  results->AddUnknown(reason, *mention.where);
}

FunctionResult RefersTo(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const std::string_view type,
                      TypeArgument("refers_to", arguments[1]));
  const auto& index = context.document->Derived<ReferenceIndex>();
  ResultList results(context);
  for (const Selected& selected : arguments[0]) {
    if (selected.value == nullptr) {
      continue;
    }
    for (const Mention& mention : index.MentionsIn(*selected.value)) {
      for (const Resource* target : mention.targets) {
        if (type == kAnyType || target->type == type) {
          results.Add(*target->node, selected.maybe, selected.because);
        }
      }
      if (!mention.Names(type)) {
        AddOpen(index, mention, type, &results);
      }
    }
  }
  return results.Take();
}

// The planned resource that a value is part of; null when it is being deleted,
// so that nothing planned can refer to it.
Result<const Resource*> PlannedOwner(const Document& document,
                                     const Value& value) {
  const Document::Owner owner = document.OwnerOf(value);
  if (owner.resource == nullptr) {
    return Fail(ErrorCode::kBadInput,
                "the first argument of `referred_by` is not a resource",
                "give resources, or values that are inside resources");
  }
  return owner.planned ? owner.resource
                       : document.FindResource(owner.resource->address);
}

// The resources that the second argument of `links_to` is, or is part of.
std::unordered_set<const Resource*> LinkTargets(
    const Document& document, const std::vector<Selected>& argument) {
  std::unordered_set<const Resource*> targets;
  for (const Selected& selected : argument) {
    const Resource* owner = selected.value == nullptr
                                ? nullptr
                                : document.OwnerOf(*selected.value).resource;
    if (owner != nullptr) {
      targets.insert(owner);
    }
  }
  return targets;
}

FunctionResult LinksTo(const FunctionContext& context, Arguments arguments) {
  const auto targets = LinkTargets(*context.document, arguments[1]);
  const auto& index = context.document->Derived<ReferenceIndex>();
  ResultList results(context);
  for (const Selected& selected : arguments[0]) {
    if (selected.value == nullptr) {
      continue;
    }
    bool links = false;
    const Value* open = nullptr;
    for (const Mention& mention : index.MentionsIn(*selected.value)) {
      links =
          links || std::ranges::any_of(mention.targets, [&](const auto* at) {
            return targets.contains(at);
          });
      if (mention.targets.empty() &&
          std::ranges::any_of(targets, [&](const auto* target) {
            return index.MayName(mention, target->type);
          })) {
        open = mention.where;
      }
    }
    if (links) {
      results.Add(*selected.value, selected.maybe, selected.because);
    } else if (open != nullptr) {
      results.Add(*selected.value, true, open);
    }
  }
  return results.Take();
}

bool IsPartial(const Document& document) {
  const Value* complete = FindPath(document.root(), {"Plan", "Complete"});
  return complete != nullptr && complete->Is(Kind::kBool) && !complete->boolean;
}

FunctionResult ReferredBy(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const std::string_view type,
                      TypeArgument("referred_by", arguments[1]));
  const auto& index = context.document->Derived<ReferenceIndex>();
  ResultList results(context);
  for (const Selected& selected : arguments[0]) {
    if (selected.value == nullptr) {
      continue;
    }
    if (selected.value->Is(Kind::kUnknown)) {
      results.AddUnknown(std::string(selected.value->unknown->reason),
                         *selected.value);
      continue;
    }
    CG_ASSIGN_OR_RETURN(const Resource* target,
                        PlannedOwner(*context.document, *selected.value));
    if (target == nullptr) {
      continue;
    }
    if (IsPartial(*context.document)) {
      results.AddUnknown(
          "the plan is partial: what it leaves out may refer "
          "to this",
          *selected.value);
    }
    for (const auto& referrer : index.ReferrersOf(*target, type)) {
      const bool open = referrer.open != nullptr;
      results.Add(*referrer.resource->node, open || selected.maybe,
                  open ? referrer.open : selected.because);
    }
  }
  return results.Take();
}

FunctionResult ResourcesOf(const FunctionContext& context,
                           Arguments arguments) {
  ResultList results(context);
  for (const Selected& selected : arguments[0]) {
    const Resource* owner =
        selected.value == nullptr
            ? nullptr
            : context.document->OwnerOf(*selected.value).resource;
    if (owner == nullptr) {
      continue;
    }
    // What is unknown may turn out to be nothing.
    const bool unknown = selected.value->Is(Kind::kUnknown);
    results.Add(*owner->node, selected.maybe || unknown,
                selected.maybe ? selected.because
                : unknown      ? selected.value
                               : nullptr);
  }
  return results.Take();
}

FunctionResult Undecided(const FunctionContext& context, Arguments arguments) {
  const Value* reason = OneString(arguments[0]);
  if (reason == nullptr) {
    return Fail(ErrorCode::kBadInput,
                "the argument of `undecided` is not a reason",
                "write a string that says what is not known");
  }
  // The text stands in the rules, the value speaks of the document as a whole.
  return std::vector<Selected>{{.value = NewUnknown(context, reason->AsString(),
                                                    context.document->root()),
                                .maybe = true}};
}

}  // namespace

FunctionTable AllFunctions(const TextLoader& text_loader) {
  FunctionTable table = StandardFunctions(text_loader);
  AddIamFunctions(text_loader, &table);
  AddFlowSelections(&table);
  AddFlowValues(&table);
  AddFlowProblems(&table);
  AddFlowPaths(&table);
  AddFlowData(&table);
  AddFlowReturns(&table);
  AddArnParts(&table);
  table.Add({.name = "refers_to",
             .min_arguments = 2,
             .max_arguments = 2,
             .call = RefersTo});
  table.Add({.name = "referred_by",
             .min_arguments = 2,
             .max_arguments = 2,
             .call = ReferredBy});
  table.Add({.name = "links_to",
             .min_arguments = 2,
             .max_arguments = 2,
             .call = LinksTo});
  table.Add({.name = "resources_of",
             .min_arguments = 1,
             .max_arguments = 1,
             .call = ResourcesOf});
  table.Add({.name = "undecided",
             .min_arguments = 1,
             .max_arguments = 1,
             .call = Undecided,
             .always_unknown = true});
  return table;
}

}  // namespace connectguard
