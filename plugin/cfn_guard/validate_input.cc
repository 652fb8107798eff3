#include "cfn_guard/validate_input.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/text.h"
#include "document/value_builder.h"
#include "guard/parser.h"
#include "readers/json_reader.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 2> kRulesEndings = {".guard",
                                                           ".ruleset"};
constexpr std::array<std::string_view, 5> kDataEndings = {
    ".yaml", ".yml", ".json", ".jsn", ".template"};

// Starting a thread costs more than reading less than this.
constexpr std::size_t kBytesWorthThreads = std::size_t{1} << 16;

bool HasEnding(std::string_view path,
               std::span<const std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view e) { return path.ends_with(e); });
}

bool IsItself(const std::vector<std::string>& walked, const std::string& path) {
  return walked.size() == 1 && walked[0] == path;
}

// ------------------------------------------------------------------- merge --

// A value with the members or elements of both, in this order.
class Merger {
 public:
  explicit Merger(Document* document) : document_(*document) {}

  Result<const Value*> Merge(const Value& first, const Value& second) {
    if (first.Is(Kind::kMap) && second.Is(Kind::kMap)) {
      return MergeMaps(first, second);
    }
    if (!first.Is(Kind::kList) || !second.Is(Kind::kList)) {
      return ErrorAt(second,
                     fmt::format("a {} cannot be merged with the {} of the "
                                 "input parameters before it",
                                 KindName(second.kind), KindName(first.kind)),
                     "with --input-params, files are maps without a common "
                     "key, or lists");
    }
    ValueBuilder builder = document_.NewBuilder();
    builder.StartList(first.span());
    for (const Value* list : {&first, &second}) {
      for (const Value& item : list->AsList()) {
        builder.AddCopy(item);
      }
    }
    builder.EndList(first.end);
    return builder.Finish();
  }

 private:
  Result<const Value*> MergeMaps(const Value& first, const Value& second) {
    ValueBuilder builder = document_.NewBuilder();
    builder.StartMap(first.span());
    for (const Member& member : first.AsMap()) {
      builder.AddKey(member.key->text);
      builder.AddCopy(member.value);
    }
    for (const Member& member : second.AsMap()) {
      if (Find(first, member.key) != nullptr) {
        return ErrorAt(member.value,
                       fmt::format("key `{}` is in the input parameters too",
                                   member.key->text),
                       "with --input-params, files must not have a common key "
                       "at the top");
      }
      builder.AddKey(member.key->text);
      builder.AddCopy(member.value);
    }
    builder.EndMap(first.end);
    return builder.Finish();
  }

  tl::unexpected<Error> ErrorAt(const Value& value, std::string message,
                                std::string hint) const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(document_.file(value.file), value.begin,
                             std::move(message), std::move(hint)));
  }

  Document& document_;
};

Result<const Value*> ReadInto(Document* document, const std::string& name,
                              std::string text, GuardVersion version) {
  const std::uint16_t file = document->AddFile(name, std::move(text));
  return ReadYaml(document, file,
                  version == GuardVersion::k31 ? YamlDialect::kGuardValidate31
                                               : YamlDialect::kGuardValidate32);
}

// ------------------------------------------------------------------ parsing -

Result<GuardData> ParseData(NamedText data,
                            const std::vector<NamedText>& parameters,
                            GuardVersion version) {
  auto document = std::make_unique<Document>();
  std::vector<const Value*> roots;
  CG_ASSIGN_OR_RETURN(
      const Value* own,
      ReadInto(document.get(), data.name, std::move(data.text), version));
  roots.push_back(own);
  const Value* merged = nullptr;
  for (const NamedText& parameter : parameters) {
    CG_ASSIGN_OR_RETURN(
        const Value* root,
        ReadInto(document.get(), parameter.name, parameter.text, version));
    if (merged != nullptr) {
      CG_ASSIGN_OR_RETURN(root, Merger(document.get()).Merge(*merged, *root));
    }
    merged = root;
    roots.push_back(root);
  }
  if (merged != nullptr) {
    CG_ASSIGN_OR_RETURN(own, Merger(document.get()).Merge(*merged, *own));
  }
  document->SetRoot(own);
  GuardData read{.name = data.name, .document = nullptr, .places = nullptr};
  read.places = std::make_unique<ValuePlaces>(*document, std::move(roots));
  read.document = std::move(document);
  return read;
}

GuardRules ParseRulesText(NamedText text, const FunctionTable& functions,
                          GuardVersion version) {
  GuardRules parsed{.name = text.name, .rules = nullptr, .error = {}};
  auto rules = ParseRules(
      text.name, std::move(text.text), functions,
      {.version = version, .implicit_rule_name = parsed.name + "/default"});
  if (!rules) {
    parsed.error = std::move(rules).error();
  } else if (!(*rules)->assignments.empty() || !(*rules)->rules.empty() ||
             !(*rules)->parameterized_rules.empty()) {
    parsed.rules = std::move(*rules);
  }
  return parsed;
}

std::size_t BytesOf(const std::vector<NamedText>& texts) {
  std::size_t bytes = 0;
  for (const NamedText& text : texts) {
    bytes += text.text.size();
  }
  return bytes;
}

}  // namespace

// ------------------------------------------------------------------- files --

Result<FoundFiles> FindRulesFiles(const FileReader& files,
                                  const std::vector<std::string>& paths,
                                  bool by_modification) {
  FoundFiles found;
  for (const std::string& path : paths) {
    CG_ASSIGN_OR_RETURN(std::vector<std::string> walked,
                        files.Walk(path, {.by_modification = by_modification}));
    const bool named = IsItself(walked, path);
    const std::size_t before = found.paths.size();
    for (std::string& file : walked) {
      if (named || HasEnding(file, kRulesEndings)) {
        found.paths.push_back(std::move(file));
      }
    }
    if (found.paths.size() == before) {
      found.warnings.push_back(
          fmt::format("there are no rules below {}: files of rules end in "
                      ".guard or .ruleset",
                      path));
    }
  }
  return found;
}

Result<FoundFiles> FindDataFiles(const FileReader& files,
                                 const std::vector<std::string>& paths,
                                 bool by_modification) {
  FoundFiles found;
  for (const std::string& path : paths) {
    CG_ASSIGN_OR_RETURN(std::vector<std::string> walked,
                        files.Walk(path, {.by_modification = by_modification}));
    for (std::string& file : walked) {
      if (HasEnding(file, kDataEndings)) {
        found.paths.push_back(std::move(file));
      } else {
        found.warnings.push_back(fmt::format(
            "{} is not looked at: files of data end in .yaml, .yml, .json, "
            ".jsn or .template",
            file));
      }
    }
  }
  return found;
}

// ----------------------------------------------------------------- payload --

namespace {

tl::unexpected<Error> WrongPayload(const Document& document, const Value& value,
                                   std::string_view key) {
  return Fail(
      ErrorCode::kBadInput,
      DiagnosticAt(document.file(0), value.begin,
                   fmt::format("the payload needs a list of texts `{}`", key),
                   "write {\"rules\": [\"...\"], \"data\": [\"...\"]}"));
}

// The texts of the list at `key`, named NAME[1], NAME[2] and so on.
Status ReadTexts(const Document& document, const Value& root,
                 std::string_view key, std::string_view name,
                 std::vector<NamedText>* into) {
  const Value* list = Find(root, key);
  if (list == nullptr || !list->Is(Kind::kList)) {
    return WrongPayload(document, list == nullptr ? root : *list, key);
  }
  for (const Value& item : list->AsList()) {
    if (!item.Is(Kind::kString)) {
      return WrongPayload(document, item, key);
    }
    into->push_back({.name = fmt::format("{}[{}]", name, into->size() + 1),
                     .text = std::string(item.AsString())});
  }
  return {};
}

}  // namespace

Result<GuardPayload> ReadPayload(std::string text) {
  Document document;
  const std::uint16_t file = document.AddFile("STDIN", std::move(text));
  CG_ASSIGN_OR_RETURN(const Value* root, ReadJson(&document, file));
  GuardPayload payload;
  CG_RETURN_IF_ERROR(
      ReadTexts(document, *root, "rules", "RULES_STDIN", &payload.rules));
  CG_RETURN_IF_ERROR(
      ReadTexts(document, *root, "data", "DATA_STDIN", &payload.data));
  return payload;
}

// ------------------------------------------------------------------- input --

Result<GuardInput> ParseInput(std::vector<NamedText> data,
                              std::vector<NamedText> rules,
                              const std::vector<NamedText>& parameters,
                              const FunctionTable& functions,
                              GuardVersion version) {
  const std::size_t bytes = BytesOf(data) + BytesOf(rules);
  std::vector<Result<GuardData>> read(data.size());
  GuardInput input;
  input.rules.resize(rules.size());
  const auto parse = [&](std::size_t i) {
    if (i < data.size()) {
      read[i] = ParseData(std::move(data[i]), parameters, version);
    } else {
      const std::size_t number = i - data.size();
      input.rules[number] =
          ParseRulesText(std::move(rules[number]), functions, version);
    }
  };
  const std::size_t count = data.size() + rules.size();
  if (bytes < kBytesWorthThreads) {
    for (std::size_t i = 0; i < count; ++i) {
      parse(i);
    }
  } else {
    ParallelFor(count, parse);
  }
  for (Result<GuardData>& each : read) {
    if (!each) {
      return tl::unexpected<Error>(std::move(each).error());
    }
    input.data.push_back(std::move(*each));
  }
  return input;
}

}  // namespace connectguard
