#include "differential/reference.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "document/document.h"
#include "readers/json_reader.h"

namespace connectguard::differential {
namespace {

// The implicit rule is named after the file that it stands in.
std::string NameOf(std::string_view name) {
  return name.ends_with(".guard/default") ? "default" : std::string(name);
}

void AddNames(const Value* list, std::uint8_t bit, Answer* answer) {
  for (const Value& name : list->AsList()) {
    answer->rules[NameOf(name.AsString())] |= bit;
  }
}

void AddFailed(const Value* list, Answer* answer) {
  for (const Value& entry : list->AsList()) {
    const Value* rule = Find(entry, "Rule");
    answer->rules[NameOf(StringAt(*rule, "name"))] |= kFailBit;
  }
}

// Its structured report.
bool ReadReport(const std::string& text,
                std::map<std::string, Answer>* by_file) {
  Document report;
  const auto root = ReadJson(&report, report.AddFile("report", text));
  if (!root || !(*root)->Is(Kind::kList)) {
    return false;
  }
  for (const Value& file : (*root)->AsList()) {
    Answer& answer = (*by_file)[std::string(StringAt(file, "name"))];
    AddFailed(Find(file, "not_compliant"), &answer);
    AddNames(Find(file, "not_applicable"), kSkipBit, &answer);
    AddNames(Find(file, "compliant"), kPassBit, &answer);
  }
  return true;
}

AnswerKind KindOf(const ProcessResult& result) {
  if (result.timed_out) {
    return AnswerKind::kCrash;
  }
  switch (result.exit_code) {
    case 0:
    case 19:
      return AnswerKind::kStatuses;
    case 5:
      return AnswerKind::kParseError;
    case 255:
      // Infinities, for which JSON has no word.
      return result.err.find("to serde::Value::Number") == std::string::npos
                 ? AnswerKind::kError
                 : AnswerKind::kNoReport;
    default:
      return AnswerKind::kCrash;
  }
}

}  // namespace

std::string FindReference() {
  if (const char* named = std::getenv("CFN_GUARD");
      named != nullptr && *named != '\0') {
    return named;
  }
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::filesystem::path program =
        std::filesystem::path(folder) / "cfn-guard-reference";
    if (std::filesystem::exists(program)) {
      return program.string();
    }
  }
  return "";
}

Reference::Run Reference::Validate(const std::string& rules,
                                   const std::vector<std::string>& paths,
                                   const std::vector<std::string>& parameters) {
  std::vector<std::string> command = {
      program_,       "validate", "-r",   folder_.Write("r.guard", rules),
      "--structured", "-S",       "none", "-o",
      "json"};
  for (const std::string& path : paths) {
    command.emplace_back("-d");
    command.push_back(path);
  }
  for (const std::string& path : parameters) {
    command.emplace_back("-i");
    command.push_back(path);
  }
  ++runs_;
  ProcessOptions options;
  options.timeout = std::chrono::seconds(10);
  const ProcessResult result = RunProcess(command, options);
  Run run{.kind = KindOf(result),
          .exit_code = result.exit_code,
          .error = result.err,
          .by_file = {}};
  if (run.kind == AnswerKind::kStatuses &&
      !ReadReport(result.out, &run.by_file)) {
    run.kind = AnswerKind::kCrash;
    run.error = "its report cannot be read: " + result.out + result.err;
  }
  return run;
}

std::vector<Answer> Reference::Ask(const std::string& rules,
                                   const std::vector<DocumentText>& documents) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    paths.push_back(folder_.Write(
        "d" + std::to_string(i) + (documents[i].yaml ? ".yaml" : ".json"),
        documents[i].text));
  }
  Run run = Validate(rules, paths);
  std::vector<Answer> answers;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (run.kind == AnswerKind::kStatuses) {
      answers.push_back(std::move(run.by_file[paths[i]]));
    } else if (documents.size() == 1) {
      // Rules that cannot go wrong tell whether it was the data.
      if (run.kind == AnswerKind::kError &&
          Validate("rule r { this exists }", paths).kind ==
              AnswerKind::kError) {
        run.kind = AnswerKind::kDataError;
      }
      answers.push_back({.kind = run.kind, .rules = {}, .error = run.error});
    } else {
      answers.push_back(Ask(rules, documents[i]));
    }
  }
  return answers;
}

Answer Reference::Ask(const std::string& rules, const DocumentText& document) {
  return Ask(rules, std::vector<DocumentText>{document})[0];
}

testing::Recorded Reference::Ask(const testing::Experiment& experiment) {
  std::vector<std::string> parameters;
  for (const std::string& text : experiment.params) {
    const std::size_t number = parameters.size();
    parameters.push_back(folder_.Write("p" + std::to_string(number) + "." +
                                           experiment.params_extensions[number],
                                       text));
  }
  const std::string path =
      folder_.Write("data." + experiment.data_extension, experiment.data);
  const Run run = Validate(experiment.rules, {path}, parameters);
  testing::Recorded recorded{.exit = run.exit_code, .rules = {}};
  if (const auto at = run.by_file.find(path); at != run.by_file.end()) {
    for (const auto& [rule, statuses] : at->second.rules) {
      recorded.rules[rule] = StatusWords(statuses);
    }
  }
  return recorded;
}

}  // namespace connectguard::differential
