#include "builtins/results.h"

namespace connectguard {

const Value* NewUnknown(const FunctionContext& context, std::string_view reason,
                        const Value& from) {
  UnknownInfo info;
  info.reason = context.arena->CopyText(reason);
  info.references = from.References();
  context.builder->AddUnknown(context.arena->New<UnknownInfo>(info),
                              from.span());
  return context.builder->Finish(&from);
}

void ResultList::Add(const Value& node, bool maybe, const Value* because) {
  const Selected added = {.value = &node, .maybe = maybe, .because = because};
  const auto [found, is_new] = places_.emplace(&node, selected_.size());
  if (is_new) {
    selected_.push_back(added);
  } else if (!maybe) {
    selected_[found->second] = added;
  }
}

void ResultList::Add(const Value& node, const Selected& from,
                     std::string_view remark) {
  Add(node, from.maybe, from.because);
  if (!remark.empty() && !context_.remarks->contains(&node)) {
    context_.remarks->emplace(&node, context_.arena->CopyText(remark));
  }
}

void ResultList::AddUnknown(const std::string& reason, const Value& from) {
  if (reasons_.insert(reason).second) {
    const Value* unknown = NewUnknown(context_, reason, from);
    selected_.push_back({.value = unknown, .maybe = true, .because = unknown});
  }
}

}  // namespace connectguard
