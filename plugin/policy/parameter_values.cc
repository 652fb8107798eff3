#include "policy/parameter_values.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

const Parameter* Named(const Policy& policy, std::string_view name) {
  const auto found = std::ranges::find(
      policy.parameters, name, [](const Parameter& parameter) {
        return std::string_view(parameter.name);
      });
  return found == policy.parameters.end() ? nullptr : &*found;
}

tl::unexpected<Error> NoSuchParameter(const Policy& policy,
                                      const ParameterSetting& setting) {
  std::vector<std::string_view> names;
  for (const Parameter& parameter : policy.parameters) {
    names.emplace_back(parameter.name);
  }
  std::string hint = DidYouMean(setting.name, names);
  if (hint.empty()) {
    hint = names.empty()
               ? "the policy has no parameters"
               : fmt::format("its parameters: {}", fmt::join(names, ", "));
  }
  return Fail(ErrorCode::kUsage,
              fmt::format("policy `{}` has no parameter `{}`",
                          policy.metadata.id, setting.name),
              std::move(hint));
}

tl::unexpected<Error> WrongType(const Policy& policy,
                                const Parameter& parameter,
                                std::string_view why) {
  return Fail(ErrorCode::kUsage,
              fmt::format("parameter `{}` of `{}` is not given a value that "
                          "it can have",
                          parameter.name, policy.metadata.id),
              why.empty() ? fmt::format("it is of type {}",
                                        ParameterTypeName(parameter.type))
                          : std::string(why));
}

std::vector<std::string> ItemsOf(const ParameterSetting& setting) {
  if (setting.is_list) {
    return setting.texts;
  }
  std::vector<std::string> items;
  for (const std::string_view piece : Split(setting.texts[0], ',')) {
    if (!Trim(piece).empty()) {
      items.emplace_back(Trim(piece));
    }
  }
  return items;
}

}  // namespace

Status ParameterValues::Set(const Policy& policy,
                            const ParameterSetting& setting) {
  const Parameter* parameter = Named(policy, setting.name);
  if (parameter == nullptr) {
    return NoSuchParameter(policy, setting);
  }
  const Result<const Value*> read = Read(*parameter, setting);
  if (!read) {
    return WrongType(policy, *parameter, read.error().diagnostic.message);
  }
  PolicyValues& values = of_policy_[&policy];
  values.values[setting.name] = *read;
  values.notes.erase(setting.name);
  const std::string now = ParameterText(**read);
  const std::string fallback = ParameterText(*parameter->fallback);
  if (now != fallback) {
    values.notes[setting.name] =
        fmt::format("{}: {} is `{}`, not `{}`", policy.metadata.id,
                    setting.name, now, fallback);
  }
  return {};
}

// An error with an empty message says that the type is another one.
Result<const Value*> ParameterValues::Read(const Parameter& parameter,
                                           const ParameterSetting& setting) {
  const auto wrong = [] { return Fail(ErrorCode::kUsage, ""); };
  ValueBuilder builder(&arena_, &keys_);
  if (parameter.type == ParameterType::kTexts) {
    builder.StartList({});
    for (const std::string& item : ItemsOf(setting)) {
      builder.AddString(item, {});
    }
    builder.EndList();
    return builder.Finish();
  }
  if (setting.is_list) {
    return wrong();
  }
  const std::string& text = setting.texts[0];
  switch (parameter.type) {
    case ParameterType::kNumber: {
      std::int64_t number = 0;
      const char* end = text.data() + text.size();
      const auto [at, error] = std::from_chars(text.data(), end, number);
      if (error != std::errc() || at != end) {
        return wrong();
      }
      builder.AddInt(number, {});
      break;
    }
    case ParameterType::kBoolean:
      if (text != "true" && text != "false") {
        return wrong();
      }
      builder.AddBool(text == "true", {});
      break;
    case ParameterType::kPattern: {
      CG_ASSIGN_OR_RETURN(std::unique_ptr<Regex> pattern, Regex::Compile(text));
      builder.AddRuleLiteral(arena_.New<RuleLiteral>(RuleLiteral{
                                 static_cast<const Regex*>(pattern.get())}),
                             {});
      patterns_.push_back(std::move(pattern));
      break;
    }
    default:
      builder.AddString(text, {});
  }
  return builder.Finish();
}

const VariableValues* ParameterValues::Of(const Policy& policy) const {
  const auto found = of_policy_.find(&policy);
  return found == of_policy_.end() ? nullptr : &found->second.values;
}

std::vector<std::string> ParameterValues::NotesOn(const Policy& policy) const {
  std::vector<std::string> notes;
  const auto found = of_policy_.find(&policy);
  if (found != of_policy_.end()) {
    for (const auto& [name, note] : found->second.notes) {
      notes.push_back(note);
    }
  }
  return notes;
}

}  // namespace connectguard
