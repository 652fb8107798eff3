#include "readers/parameter_checks.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/allowed_pattern.h"
#include "readers/intrinsic_text.h"
#include "readers/template_parameters.h"

namespace connectguard {
namespace {

tl::unexpected<Error> Bad(const GivenParameter& given, std::string message,
                          std::string hint) {
  Diagnostic diagnostic = given.where;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return Fail(ErrorCode::kBadInput, std::move(diagnostic));
}

Status CheckName(const Value* declared, const GivenParameter& given) {
  std::vector<std::string_view> names;
  if (declared != nullptr && declared->Is(Kind::kMap)) {
    for (const Member& member : declared->AsMap()) {
      names.push_back(member.key->text);
    }
  }
  std::string hint = DidYouMean(given.name, names);
  if (hint.empty()) {
    hint = names.empty() ? std::string("the template has no parameters")
                         : fmt::format("it has `{}`", fmt::join(names, "`, `"));
  }
  return Bad(given,
             fmt::format("the template has no parameter `{}`", given.name),
             std::move(hint));
}

// One value, or one item of a list, against what the template says of it.
class ValueCheck {
 public:
  ValueCheck(const Value& declared, const GivenParameter& given,
             std::vector<std::string>* notes)
      : declared_(declared),
        given_(given),
        shown_(!IsNoEcho(declared)),
        notes_(notes) {}

  Status Check(std::string_view text, bool is_number) const {
    const std::optional<double> number = NumberOf(text);
    if (is_number && !number) {
      return Wrong(text, "must be a number", "");
    }
    CG_RETURN_IF_ERROR(CheckAllowed(text, is_number));
    CG_RETURN_IF_ERROR(CheckPattern(text));
    if (is_number) {
      CG_RETURN_IF_ERROR(CheckBound("MinValue", *number, text));
      return CheckBound("MaxValue", *number, text);
    }
    const auto length = static_cast<double>(text.size());
    CG_RETURN_IF_ERROR(CheckBound("MinLength", length, text));
    return CheckBound("MaxLength", length, text);
  }

 private:
  tl::unexpected<Error> Wrong(std::string_view text, std::string_view must,
                              std::string hint) const {
    return Bad(given_,
               shown_ ? fmt::format("the parameter `{}` {}, found `{}`",
                                    given_.name, must, text)
                      : fmt::format("the parameter `{}` {}", given_.name, must),
               std::move(hint));
  }

  Status CheckAllowed(std::string_view text, bool is_number) const {
    const Value* allowed = Find(declared_, "AllowedValues");
    if (allowed == nullptr || !allowed->Is(Kind::kList)) {
      return {};
    }
    std::vector<std::string> values;
    for (const Value& item : allowed->AsList()) {
      std::string value = TemplateText(item).value_or("");
      if (value == text || (is_number && NumberOf(value) == NumberOf(text))) {
        return {};
      }
      values.push_back(std::move(value));
    }
    std::vector<std::string_view> views(values.begin(), values.end());
    std::string hint = shown_ ? DidYouMean(text, views) : std::string();
    if (hint.empty()) {
      hint = fmt::format("use one of: {}", fmt::join(values, ", "));
    }
    return Wrong(text, "has a value that is not allowed", std::move(hint));
  }

  Status CheckPattern(std::string_view text) const {
    const std::string_view pattern = StringAt(declared_, "AllowedPattern");
    if (pattern.empty()) {
      return {};
    }
    switch (MatchAllowedPattern(pattern, text)) {
      case PatternAnswer::kMatches:
        return {};
      case PatternAnswer::kDiffers:
        break;
      case PatternAnswer::kUnreadable:
        AddNote(
            fmt::format("the parameter `{}` was not checked against its "
                        "AllowedPattern, which cannot be read",
                        given_.name));
        return {};
    }
    // What the author wants to be said then.
    const std::string_view hint = StringAt(declared_, "ConstraintDescription");
    return Wrong(text, fmt::format("must match `{}`", pattern),
                 std::string(hint));
  }

  void AddNote(std::string note) const {
    if (std::find(notes_->begin(), notes_->end(), note) == notes_->end()) {
      notes_->push_back(std::move(note));
    }
  }

  Status CheckBound(std::string_view name, double measured,
                    std::string_view text) const {
    const Value* written = Find(declared_, name);
    const auto bound_text =
        written == nullptr ? std::nullopt : TemplateText(*written);
    const auto bound = bound_text ? NumberOf(*bound_text) : std::nullopt;
    const bool is_minimum = name.starts_with("Min");
    if (!bound || (is_minimum ? measured >= *bound : measured <= *bound)) {
      return {};
    }
    const bool is_length = name.ends_with("Length");
    return Wrong(text,
                 fmt::format("must {} {} {}", is_length ? "have" : "be",
                             is_minimum ? "at least" : "at most",
                             is_length ? fmt::format("{} characters", *bound)
                                       : fmt::format("{}", *bound)),
                 "");
  }

  const Value& declared_;
  const GivenParameter& given_;
  bool shown_;
  std::vector<std::string>* notes_;
};

Status CheckValue(const Value& declared, const GivenParameter& given,
                  std::vector<std::string>* notes) {
  if (!given.value) {
    return {};
  }
  const ValueCheck check(declared, given, notes);
  const std::string_view type = StringAt(declared, "Type", "String");
  // The value of such a parameter is a name; what it stands for is read later.
  if (type.starts_with("AWS::SSM::Parameter::")) {
    return {};
  }
  if (!IsListType(type)) {
    return check.Check(*given.value, type == "Number");
  }
  if (given.value->empty()) {
    return {};
  }
  for (const std::string_view item : Split(*given.value, ',')) {
    CG_RETURN_IF_ERROR(check.Check(Trim(item), type == "List<Number>"));
  }
  return {};
}

}  // namespace

Status CheckParameters(const Value& written,
                       std::span<const GivenParameter> given,
                       std::vector<std::string>* notes) {
  const Value* declared = Find(written, "Parameters");
  for (const GivenParameter& each : given) {
    if (IsPseudoParameter(each.name)) {
      continue;
    }
    const Value* parameter =
        declared == nullptr ? nullptr : Find(*declared, each.name);
    if (parameter == nullptr) {
      return CheckName(declared, each);
    }
    CG_RETURN_IF_ERROR(CheckValue(*parameter, each, notes));
  }
  return {};
}

}  // namespace connectguard
