#include "readers/parameters_file.h"

#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "document/document.h"
#include "readers/intrinsic_text.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

constexpr const char* kFormats =
    "write [{\"ParameterKey\": \"Name\", \"ParameterValue\": \"value\"}], "
    "{\"Parameters\": {\"Name\": \"value\"}} or [\"Name=value\"]";

// A scalar, or a list of them with commas, as CloudFormation takes it.
std::optional<std::string> ParameterText(const Value& value) {
  if (!value.Is(Kind::kList)) {
    return TemplateText(value);
  }
  std::string text;
  for (const Value& item : value.AsList()) {
    const std::optional<std::string> part = TemplateText(item);
    if (!part) {
      return std::nullopt;
    }
    text += (text.empty() ? "" : ",") + *part;
  }
  return text;
}

class ParametersReader {
 public:
  explicit ParametersReader(const SourceFile& source) : source_(source) {}

  Status Read(const Value& root) {
    const Value* map = Find(root, "Parameters");
    if (map != nullptr && map->Is(Kind::kMap)) {
      for (const Member& member : map->AsMap()) {
        CG_RETURN_IF_ERROR(Add(std::string(member.key->text), &member.value,
                               member.value.begin));
      }
      return {};
    }
    if (!root.Is(Kind::kList)) {
      return Bad(root.begin, "this is no file of parameters", kFormats);
    }
    for (const Value& entry : root.AsList()) {
      CG_RETURN_IF_ERROR(entry.Is(Kind::kString) ? AddAssignment(entry)
                                                 : AddEntry(entry));
    }
    return {};
  }

  std::vector<GivenParameter> Take() { return std::move(parameters_); }

 private:
  tl::unexpected<Error> Bad(std::uint32_t offset, std::string message,
                            std::string hint) const {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticAt(source_, offset, std::move(message), std::move(hint)));
  }

  Status AddAssignment(const Value& entry) {
    const std::string_view text = entry.AsString();
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return Bad(entry.begin, "a parameter must be `Name=value`", kFormats);
    }
    return AddText(std::string(text.substr(0, equals)),
                   std::string(text.substr(equals + 1)), entry.begin);
  }

  Status AddEntry(const Value& entry) {
    const std::string_view name = StringAt(entry, "ParameterKey");
    if (name.empty()) {
      return Bad(entry.begin, "a parameter must have a `ParameterKey`",
                 kFormats);
    }
    const Value* previous = Find(entry, "UsePreviousValue");
    if (previous != nullptr && TemplateText(*previous) == "true") {
      return AddText(std::string(name), std::nullopt, entry.begin);
    }
    return Add(std::string(name), Find(entry, "ParameterValue"), entry.begin);
  }

  Status Add(std::string name, const Value* value, std::uint32_t offset) {
    std::optional<std::string> text =
        value == nullptr ? std::nullopt : ParameterText(*value);
    if (!text) {
      return Bad(
          offset,
          fmt::format("the value of the parameter `{}` must be text", name),
          "a list is written with commas: \"a,b\"");
    }
    return AddText(std::move(name), std::move(text), offset);
  }

  Status AddText(std::string name, std::optional<std::string> value,
                 std::uint32_t offset) {
    if (!seen_.insert(name).second) {
      return Bad(offset, fmt::format("the parameter `{}` is given twice", name),
                 "leave one of them out");
    }
    Diagnostic where = DiagnosticAt(source_, offset, "");
    // The line may hold a secret.
    where.source_line.clear();
    parameters_.push_back({.name = std::move(name),
                           .value = std::move(value),
                           .where = std::move(where)});
    return {};
  }

  const SourceFile& source_;
  std::vector<GivenParameter> parameters_;
  std::set<std::string> seen_;
};

}  // namespace

Result<std::vector<GivenParameter>> ReadParametersFile(std::string name,
                                                       std::string bytes) {
  Document document;
  const std::uint16_t file =
      document.AddFile(std::move(name), std::move(bytes));
  auto root = ReadJson(&document, file);
  if (!root) {
    Error error = std::move(root).error();
    error.diagnostic.source_line.clear();
    error.diagnostic.hint = kFormats;
    return tl::unexpected<Error>(std::move(error));
  }
  ParametersReader reader(document.file(file));
  Status status = reader.Read(**root);
  if (!status) {
    Error error = std::move(status).error();
    error.diagnostic.source_line.clear();
    return tl::unexpected<Error>(std::move(error));
  }
  return reader.Take();
}

Result<GivenParameter> ParseParameter(std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    // What stands before the `=` only: the rest may be a secret.
    return Fail(ErrorCode::kUsage, "--parameter must be NAME=VALUE",
                "for example --parameter Environment=prod");
  }
  GivenParameter given{.name = std::string(assignment.substr(0, equals)),
                       .value = std::string(assignment.substr(equals + 1)),
                       .where = {}};
  given.where.file = "--parameter";
  return given;
}

}  // namespace connectguard
