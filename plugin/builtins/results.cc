#include "builtins/results.h"

#include <cstdint>

namespace connectguard {
namespace {

Value* Make(const FunctionContext& context, std::string_view text,
            const Value& from) {
  auto* made = context.arena->New<Value>();
  made->kind = Kind::kString;
  made->file = from.file;
  made->begin = from.begin;
  made->end = from.end;
  made->text = text.data();
  made->size = static_cast<std::uint32_t>(text.size());
  made->parent = &from;
  return made;
}

}  // namespace

const Value* NewUnknown(const FunctionContext& context, std::string_view reason,
                        const Value& from) {
  UnknownInfo info;
  info.reason = context.arena->CopyText(reason);
  info.references = from.References();
  context.builder->AddUnknown(context.arena->New<UnknownInfo>(info),
                              from.span());
  return context.builder->Finish(&from);
}

const Value* NewText(const FunctionContext& context, std::string_view text,
                     const Value& from) {
  return Make(context, text, from);
}

const Value* NewPart(const FunctionContext& context, std::string_view text,
                     const Value& from) {
  Value* made = Make(context, text, from);
  made->sensitive = from.sensitive;
  return made;
}

void ResultList::Add(const Value& node, bool maybe, const Value* because) {
  Selected from;
  from.maybe = maybe;
  from.because = because;
  Add(node, from, {});
}

void ResultList::Add(const Value& node, const Selected& from,
                     std::string_view remark) {
  Selected added = from;
  added.value = &node;
  const auto [found, is_new] = places_.emplace(&node, selected_.size());
  if (is_new) {
    if (!remark.empty()) {
      added.remark = context_.arena->CopyText(remark);
    }
    selected_.push_back(added);
  } else if (!from.maybe) {
    added.remark = selected_[found->second].remark;
    selected_[found->second] = added;
  }
}

void ResultList::AddUnknown(const std::string& reason, const Value& from) {
  if (reasons_.insert(reason).second) {
    const Value* unknown = NewUnknown(context_, reason, from);
    selected_.push_back({.value = unknown, .maybe = true, .because = unknown});
  }
}

}  // namespace connectguard
