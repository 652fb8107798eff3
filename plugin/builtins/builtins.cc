#include "builtins/builtins.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "builtins/reference_index.h"

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

// An unknown value that hangs below `from`, so that a finding can name the
// place.
const Value* NewUnknown(const FunctionContext& context, std::string_view reason,
                        const Value& from) {
  UnknownInfo info;
  info.reason = context.arena->CopyText(reason);
  info.references = from.References();
  context.builder->AddUnknown(context.arena->New<UnknownInfo>(info),
                              from.span());
  return context.builder->Finish(&from);
}

// Collects results without duplicates, in the order of their first mention.
class ResultList {
 public:
  explicit ResultList(const FunctionContext& context) : context_(context) {}

  // `because` is what makes it possible only; null when it is certain.
  void Add(const Resource& resource, bool maybe, const Value* because) {
    const Selected added = {
        .value = resource.node, .maybe = maybe, .because = because};
    const auto [found, is_new] =
        places_.emplace(resource.node, selected_.size());
    if (is_new) {
      selected_.push_back(added);
    } else if (!maybe) {
      selected_[found->second] = added;
    }
  }

  // What is unknown may turn out to be nothing: it is in the list with `maybe`.
  void AddUnknown(const std::string& reason, const Value& from) {
    if (reasons_.insert(reason).second) {
      const Value* unknown = NewUnknown(context_, reason, from);
      selected_.push_back(
          {.value = unknown, .maybe = true, .because = unknown});
    }
  }

  std::vector<Selected> Take() { return std::move(selected_); }

 private:
  const FunctionContext& context_;
  std::vector<Selected> selected_;
  std::unordered_map<const Value*, std::size_t> places_;
  std::unordered_set<std::string> reasons_;
};

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
          results.Add(*target, selected.maybe, selected.because);
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
      results.Add(*referrer.resource, open || selected.maybe,
                  open ? referrer.open : selected.because);
    }
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

FunctionTable AllFunctions(TextLoader text_loader) {
  FunctionTable table = StandardFunctions(std::move(text_loader));
  table.Add({.name = "refers_to",
             .min_arguments = 2,
             .max_arguments = 2,
             .call = RefersTo});
  table.Add({.name = "referred_by",
             .min_arguments = 2,
             .max_arguments = 2,
             .call = ReferredBy});
  table.Add({.name = "undecided",
             .min_arguments = 1,
             .max_arguments = 1,
             .call = Undecided,
             .always_unknown = true});
  return table;
}

}  // namespace connectguard
