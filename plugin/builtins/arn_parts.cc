#include "builtins/arn_parts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "builtins/results.h"

namespace connectguard {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// What partitions, services and regions are written with; a placeholder is not.
bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || IsDigit(c) || c == '-';
  });
}

bool IsAccount(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, IsDigit);
}

// Up to the next colon, which is taken away as well; nothing when there is
// none.
std::optional<std::string_view> TakeField(std::string_view* rest) {
  const std::size_t colon = rest->find(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view field = rest->substr(0, colon);
  rest->remove_prefix(colon + 1);
  return field;
}

struct Arn {
  std::string_view partition, service, region, account, resource;
};

std::optional<Arn> TakeApart(std::string_view text) {
  Arn arn;
  if (TakeField(&text) != "arn") {
    return std::nullopt;
  }
  for (std::string_view* field :
       {&arn.partition, &arn.service, &arn.region, &arn.account}) {
    const std::optional<std::string_view> taken = TakeField(&text);
    if (!taken) {
      return std::nullopt;
    }
    *field = *taken;
  }
  arn.resource = text;
  return arn;
}

// The id in `instance/ID` and in what is below it.
std::string_view InstanceOf(const Arn& arn) {
  constexpr std::string_view kInstance = "instance/";
  if (arn.service != "connect" || !arn.resource.starts_with(kInstance)) {
    return {};
  }
  const std::string_view id = arn.resource.substr(kInstance.size());
  return id.substr(0, id.find('/'));
}

using Part = std::string_view (*)(const Arn&);
struct NamedPart {
  std::string_view name;
  Part part;
};

std::string_view NameOrNothing(std::string_view text) {
  return IsName(text) ? text : std::string_view();
}

constexpr std::array kParts = {
    NamedPart{"partition",
              [](const Arn& arn) { return NameOrNothing(arn.partition); }},
    NamedPart{"service",
              [](const Arn& arn) { return NameOrNothing(arn.service); }},
    NamedPart{"region",
              [](const Arn& arn) { return NameOrNothing(arn.region); }},
    NamedPart{"account",
              [](const Arn& arn) {
                return IsAccount(arn.account) ? arn.account
                                              : std::string_view();
              }},
    NamedPart{"resource", [](const Arn& arn) { return arn.resource; }},
    NamedPart{"instance", InstanceOf},
};

Result<Part> PartOf(const std::vector<Selected>& argument) {
  const Value* name = argument.size() == 1 ? argument[0].value : nullptr;
  if (name != nullptr && name->Is(Kind::kString)) {
    for (const NamedPart& each : kParts) {
      if (each.name == name->AsString()) {
        return each.part;
      }
    }
  }
  std::array<std::string_view, kParts.size()> names;
  std::ranges::transform(kParts, names.begin(), &NamedPart::name);
  return Fail(ErrorCode::kBadInput,
              "the second argument of `arn_parts` is not a part of an ARN",
              fmt::format("write one of '{}'", fmt::join(names, "', '")));
}

FunctionResult ArnParts(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const Part part, PartOf(arguments[1]));
  std::vector<Selected> parts;
  parts.reserve(arguments[0].size());
  for (const Selected& selected : arguments[0]) {
    if (selected.value == nullptr) {
      continue;
    }
    if (selected.value->Is(Kind::kUnknown)) {
      const Value* unknown =
          NewUnknown(context, selected.value->unknown->reason, *selected.value);
      parts.push_back({.value = unknown, .maybe = true, .because = unknown});
      continue;
    }
    const std::optional<Arn> arn = selected.value->Is(Kind::kString)
                                       ? TakeApart(selected.value->AsString())
                                       : std::nullopt;
    const std::string_view text = arn ? part(*arn) : std::string_view();
    if (!text.empty()) {
      parts.push_back({.value = NewPart(context, text, *selected.value),
                       .maybe = selected.maybe,
                       .because = selected.because});
    }
  }
  return parts;
}

}  // namespace

void AddArnParts(FunctionTable* table) {
  table->Add({.name = "arn_parts",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = ArnParts});
}

}  // namespace connectguard
