#include "readers/awscc_types.h"

#include <set>
#include <span>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "readers/template_facts.h"

namespace connectguard {

std::span<const EmbeddedFile> AwsccFiles();

namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

char Lower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// `S3Config.Tags[*].Key` becomes `s3_config.tags[*].key`.
std::string AwsccPath(std::string_view path) {
  std::string out;
  for (const std::string_view segment : Split(path, '.')) {
    out += out.empty() ? "" : ".";
    out += AwsccName(segment);
  }
  return out;
}

// Types and paths of properties that hold references.
using Properties = std::set<std::pair<std::string, std::string>>;

std::string TextOf(const StepPath& path) {
  std::string text;
  for (const PathStep& step : path) {
    if (step.kind == PathStepKind::kKey) {
      text += text.empty() ? "" : ".";
      text += step.key;
    } else {
      text += "[*]";
    }
  }
  return text;
}

Properties ReferencesOf(const TerraformTypes& known) {
  Properties references;
  for (const auto& type : known.all()) {
    for (const AttributeRule& rule : type->attributes) {
      if (rule.is_reference) {
        references.emplace(type->type, TextOf(rule.to));
      }
    }
  }
  return references;
}

// Writes the table as JSON. Names are letters, digits and signs of paths, so
// nothing needs to be escaped.
class TableWriter {
 public:
  explicit TableWriter(Properties references)
      : references_(std::move(references)) {}

  void AddLine(std::string_view line) {
    if (line.empty() || line.starts_with('#')) {
      return;
    }
    if (!line.starts_with(' ')) {
      StartType(line);
      return;
    }
    const std::vector<std::string_view> words = Split(line.substr(2), ' ');
    if (words.front() == "=") {
      for (std::size_t i = 1; i < words.size(); ++i) {
        AddIdentifier(words[i]);
      }
    } else {
      AddProperty(words.front(), words.size() > 1 ? words[1] : "");
    }
  }

  std::string Finish() {
    EndType();
    return fmt::format("{{\"types\":{{{}}}}}", table_);
  }

 private:
  void StartType(std::string_view type) {
    EndType();
    type_ = type;
    if (const NameProperty name = NamePropertyOf(type);
        !name.property.empty()) {
      AddIdentifier(name.property);
    }
  }

  void EndType() {
    if (!type_.empty()) {
      table_ += fmt::format(
          "{}\"{}\":{{\"type\":\"{}\",\"identifiers\":[{}],\"attributes\":[{}]}"
          "}",
          table_.empty() ? "" : ",", AwsccType(type_), type_, identifiers_,
          attributes_);
    }
    identifiers_.clear();
    attributes_.clear();
  }

  void AddIdentifier(std::string_view name) {
    identifiers_ += fmt::format("{}\"{}\"", identifiers_.empty() ? "" : ",",
                                AwsccName(name));
  }

  // CloudFormation leaves out what the author leaves out, so an attribute that
  // is not set is not there, although the plan cannot know it.
  void AddProperty(std::string_view path, std::string_view form) {
    const std::size_t dot = path.rfind('.');
    const std::string_view name =
        dot == std::string_view::npos ? path : path.substr(dot + 1);
    attributes_ +=
        fmt::format("{}[\"{}\",\"{}\",\"absent_if_unset\"",
                    attributes_.empty() ? "" : ",", AwsccPath(path), path);
    if (!form.empty()) {
      attributes_ += fmt::format(",\"{}\"", form);
    }
    if (references_.contains({std::string(type_), std::string(path)})) {
      attributes_ += ",\"ref\"";
    }
    if (HoldsSecret(name)) {
      attributes_ += ",\"sensitive\"";
    }
    attributes_ += "]";
  }

  Properties references_;
  std::string table_;
  std::string_view type_;
  std::string identifiers_;
  std::string attributes_;
};

}  // namespace

std::string AwsccName(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts_word =
        IsUpper(name[i]) && i > 0 &&
        (!IsUpper(name[i - 1]) ||
         (i + 1 < name.size() && !IsUpper(name[i + 1]) && name[i + 1] != '['));
    if (starts_word) {
      out += '_';
    }
    out += Lower(name[i]);
  }
  return out;
}

std::string AwsccType(std::string_view type) {
  const std::vector<std::string_view> parts = Split(type, ':');
  std::string out = "awscc_";
  // AWS::Service::Resource, with empty parts between the colons.
  if (parts.size() == 5) {
    for (const char c : parts[2]) {
      out += Lower(c);
    }
    out += "_" + AwsccName(parts[4]);
  }
  return out;
}

std::string AwsccTable(const TerraformTypes& known) {
  TableWriter writer(ReferencesOf(known));
  for (const std::string_view line : Split(AwsccFiles().front().text, '\n')) {
    writer.AddLine(line);
  }
  return writer.Finish();
}

}  // namespace connectguard
