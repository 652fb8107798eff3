#include "readers/stack_changes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/create_only.h"
#include "readers/intrinsic_text.h"

namespace connectguard {
namespace {

enum class Same : std::uint8_t { kYes, kNo, kUnknown };

using ByAddress = std::unordered_map<std::string_view, const StackResource*>;

ByAddress IndexOf(const std::vector<StackResource>& resources) {
  ByAddress index;
  for (const StackResource& resource : resources) {
    index.emplace(resource.address, &resource);
  }
  return index;
}

// Whether the stack keeps the thing itself when the resource goes.
Same Retains(const Value& node, std::string_view policy) {
  const Value* written = Find(node, policy);
  if (written == nullptr) {
    return Same::kNo;
  }
  if (!written->Is(Kind::kString)) {
    return Same::kUnknown;
  }
  const std::string_view text = written->AsString();
  return text == "Retain" || text == "RetainExceptOnCreate" ? Same::kYes
                                                            : Same::kNo;
}

const Value* AtPath(const Value* value, std::string_view path) {
  for (const std::string_view key : Split(path, '.')) {
    value = value == nullptr ? nullptr : Find(*value, key);
  }
  return value;
}

class Comparison {
 public:
  Comparison(const Document& document,
             const std::vector<StackResource>& planned,
             const std::vector<StackResource>& previous)
      : document_(document),
        planned_(planned),
        previous_(previous),
        planned_by_address_(IndexOf(planned)),
        previous_by_address_(IndexOf(previous)) {}

  StackChanges Compare() {
    for (const StackResource& resource : planned_) {
      ChangeOf(resource.address);
    }
    for (const StackResource& resource : previous_) {
      changes_.previous.emplace(resource.address, PreviousChange(resource));
    }
    return std::move(changes_);
  }

 private:
  const StackChange& ChangeOf(std::string_view address) {
    const auto found = changes_.planned.find(address);
    if (found != changes_.planned.end()) {
      return found->second;
    }
    // Seen by resources that refer to each other.
    changes_.planned[address] = {
        .action = "", .unknown_because = "resources refer to each other"};
    StackChange change = Decide(*planned_by_address_.at(address));
    return changes_.planned[address] = std::move(change);
  }

  StackChange Decide(const StackResource& planned) {
    const auto found = previous_by_address_.find(planned.address);
    if (found == previous_by_address_.end()) {
      return {.action = "create"};
    }
    const StackResource& previous = *found->second;
    if (planned.type != previous.type) {
      return {.action = "replace", .replace_paths = {"Type"}};
    }
    const Value* now = Find(*planned.node, "Properties");
    const Value* before = Find(*previous.node, "Properties");
    const CreateOnly* table = CreateOnlyOf(planned.type);
    const Same all = CompareValues(before, now);
    if (table == nullptr) {
      return WithoutTable(planned, all);
    }
    StackChange change{.action = all == Same::kYes ? "no-op" : "update"};
    std::string open;
    for (const std::string_view path : table->always) {
      const Same same = CompareAt(before, now, path);
      if (same == Same::kNo) {
        change.replace_paths.push_back(fmt::format("Properties.{}", path));
      } else if (same == Same::kUnknown && open.empty()) {
        open = fmt::format(
            "whether `{}` changes, which replaces the resource, is known when "
            "the stack is deployed",
            path);
      }
    }
    for (const std::string_view path : table->sometimes) {
      if (CompareAt(before, now, path) != Same::kYes && open.empty()) {
        open = fmt::format(
            "a change of `{}` replaces the resource in some "
            "cases",
            path);
      }
    }
    if (!change.replace_paths.empty()) {
      change.action = "replace";
    } else if (!open.empty()) {
      change = {.action = "", .unknown_because = std::move(open)};
    }
    return change;
  }

  static StackChange WithoutTable(const StackResource& planned, Same all) {
    if (all == Same::kYes) {
      return {.action = "no-op"};
    }
    return {.action = "",
            .unknown_because = fmt::format(
                "which changes replace a resource of type `{}` is not known",
                planned.type)};
  }

  StackChange PreviousChange(const StackResource& previous) {
    const auto found = planned_by_address_.find(previous.address);
    if (found == planned_by_address_.end()) {
      switch (RetainsWithStacks(previous)) {
        case Same::kYes:
          return {.action = "forget"};
        case Same::kNo:
          return {.action = "delete"};
        case Same::kUnknown:
          return {.action = "",
                  .unknown_because =
                      "its DeletionPolicy is known when the stack is deployed"};
      }
    }
    StackChange change = ChangeOf(previous.address);
    // Both templates must say so: which of them counts is not documented.
    if (change.action == "replace" &&
        Retains(*previous.node, "UpdateReplacePolicy") == Same::kYes &&
        Retains(*found->second->node, "UpdateReplacePolicy") == Same::kYes) {
      change.action = "forget";
    }
    return change;
  }

  // A nested stack that is kept keeps what it made.
  Same RetainsWithStacks(const StackResource& resource) const {
    for (std::size_t dot = resource.address.find('.');
         dot != std::string_view::npos;
         dot = resource.address.find('.', dot + 1)) {
      const std::string_view stack = resource.address.substr(0, dot);
      const auto found = previous_by_address_.find(stack);
      if (found != previous_by_address_.end() &&
          planned_by_address_.count(stack) == 0 &&
          Retains(*found->second->node, "DeletionPolicy") == Same::kYes) {
        return Same::kYes;
      }
    }
    return Retains(*resource.node, "DeletionPolicy");
  }

  // --- Values ----------------------------------------------------------------
  Same CompareAt(const Value* before, const Value* now, std::string_view path) {
    // What is unknown as a whole is so in every part.
    for (const Value* side : {before, now}) {
      if (side != nullptr && side->Is(Kind::kUnknown)) {
        return CompareValues(before, now);
      }
    }
    return CompareValues(AtPath(before, path), AtPath(now, path));
  }

  Same CompareValues(const Value* before, const Value* now) {
    if (before == nullptr || now == nullptr) {
      const Value* there = before == nullptr ? now : before;
      const bool maybe = there != nullptr && there->Is(Kind::kUnknown) &&
                         there->unknown->may_be_absent;
      return there == nullptr ? Same::kYes : maybe ? Same::kUnknown : Same::kNo;
    }
    if (before->Is(Kind::kUnknown) || now->Is(Kind::kUnknown)) {
      return CompareUnknown(*before, *now);
    }
    if (before->Is(Kind::kMap) && now->Is(Kind::kMap)) {
      return CompareMaps(*before, *now);
    }
    if (before->Is(Kind::kList) && now->Is(Kind::kList)) {
      return CompareLists(*before, *now);
    }
    const auto a = TemplateText(*before);
    const auto b = TemplateText(*now);
    if (a && b) {
      return *a == *b ? Same::kYes : Same::kNo;
    }
    return before->Is(Kind::kNull) && now->Is(Kind::kNull) ? Same::kYes
                                                           : Same::kNo;
  }

  Same CompareMaps(const Value& before, const Value& now) {
    Same all = Same::kYes;
    const auto add = [&](Same same) {
      if (same == Same::kNo || all == Same::kYes) {
        all = same;
      }
    };
    for (const Member& member : before.AsMap()) {
      add(CompareValues(&member.value, Find(now, member.key->text)));
    }
    for (const Member& member : now.AsMap()) {
      if (Find(before, member.key->text) == nullptr) {
        add(CompareValues(nullptr, &member.value));
      }
    }
    return all;
  }

  Same CompareLists(const Value& before, const Value& now) {
    if (before.size != now.size) {
      return Same::kNo;
    }
    Same all = Same::kYes;
    for (std::size_t i = 0; i < before.size && all != Same::kNo; ++i) {
      const Same same = CompareValues(&before.AsList()[i], &now.AsList()[i]);
      all = same == Same::kYes ? all : same;
    }
    return all;
  }

  // Values that are written alike are alike when what they refer to is.
  Same CompareUnknown(const Value& before, const Value& now) {
    if (!before.Is(Kind::kUnknown) || !now.Is(Kind::kUnknown) ||
        WrittenAs(before) != WrittenAs(now) || WrittenAs(now).empty()) {
      return Same::kUnknown;
    }
    const auto left = before.References();
    const auto right = now.References();
    if (left.size() != right.size() || right.empty()) {
      return Same::kUnknown;
    }
    Same all = Same::kYes;
    for (std::size_t i = 0; i < right.size(); ++i) {
      if (left[i].text != right[i].text) {
        return Same::kUnknown;
      }
      const Same same = CompareReferred(right[i]);
      if (same == Same::kNo) {
        return same;
      }
      all = same == Same::kUnknown ? same : all;
    }
    return all;
  }

  std::string_view WrittenAs(const Value& value) const {
    return document_.file(value.file)
        .text()
        .substr(value.begin, value.end - value.begin);
  }

  Same CompareReferred(const Reference& reference) {
    // The same stack, account and region as before; a parameter may have got
    // another value.
    if (reference.target.empty()) {
      return reference.text.starts_with("AWS::") ? Same::kYes : Same::kUnknown;
    }
    if (planned_by_address_.count(reference.target) == 0) {
      return Same::kUnknown;
    }
    const StackChange& change = ChangeOf(reference.target);
    if (change.action == "create" || change.action == "replace") {
      return Same::kNo;
    }
    return change.action.empty() ? Same::kUnknown : Same::kYes;
  }

  const Document& document_;
  const std::vector<StackResource>& planned_;
  const std::vector<StackResource>& previous_;
  ByAddress planned_by_address_;
  ByAddress previous_by_address_;
  StackChanges changes_;
};

}  // namespace

StackChanges CompareStacks(const Document& document,
                           const std::vector<StackResource>& planned,
                           const std::vector<StackResource>& previous) {
  return Comparison(document, planned, previous).Compare();
}

}  // namespace connectguard
