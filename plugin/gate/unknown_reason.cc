#include "gate/unknown_reason.h"

#include <fmt/format.h>

namespace connectguard {
namespace {

// How every reader says that a value will exist only after apply.
constexpr std::string_view kKnownAfterApply = "known after apply";

std::string NamedReferences(const Value& unknown) {
  std::string names;
  for (const Reference& reference : unknown.References()) {
    const std::string name = fmt::format("`{}`", reference.text);
    if (names.find(name) == std::string::npos) {
      names += names.empty() ? name : ", " + name;
    }
  }
  return names;
}

}  // namespace

bool WaitsForApply(const Value& unknown) {
  return unknown.Is(Kind::kUnknown) &&
         (!unknown.References().empty() || unknown.unknown->reason.empty() ||
          unknown.unknown->reason == kKnownAfterApply);
}

std::string ReasonOf(const Value* unknown, std::string_view where) {
  if (unknown == nullptr || !unknown->Is(Kind::kUnknown)) {
    return "it depends on a value that is known only after apply";
  }
  const std::string_view reason = unknown->unknown->reason;
  const std::string names = NamedReferences(*unknown);
  const bool after_apply = reason == kKnownAfterApply || reason.empty();
  if (!after_apply) {
    return names.empty() ? std::string(reason)
                         : fmt::format("{}: {}", names, reason);
  }
  if (!names.empty()) {
    return fmt::format("{} {} known only after apply", names,
                       unknown->References().size() > 1 ? "are" : "is");
  }
  return where.empty() ? "a value is known only after apply"
                       : fmt::format("`{}` is known only after apply", where);
}

}  // namespace connectguard
