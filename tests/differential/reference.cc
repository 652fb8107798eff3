#include "differential/reference.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include "differential/case.h"
#include "differential/node.h"
#include "document/document.h"
#include "readers/json_reader.h"

namespace connectguard::differential {
namespace {

// The implicit rule is named after the file that it stands in.
std::string NameOf(std::string_view name) {
  return name.ends_with(".guard/default") ? "default" : std::string(name);
}

std::uint8_t BitOf(std::string_view status) {
  if (status == "PASS") {
    return kPassBit;
  }
  return status == "FAIL" ? kFailBit : kSkipBit;
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

// A test file in which every rule is expected to be skipped.
std::string TestSpec(const std::string& rules, const std::string& path,
                     std::string document) {
  // Between values only: in strings a line end is escaped.
  std::replace(document.begin(), document.end(), '\n', ' ');
  std::string spec = "- input: " + document + "\n  expectations:\n    rules:\n";
  std::vector<std::string> names = RuleNames(rules);
  names.push_back(path + "/default");
  for (const std::string& name : std::set(names.begin(), names.end())) {
    spec += "      " + Quoted(name) + ": SKIP\n";
  }
  return spec;
}

bool ReadTestReport(const std::string& text, Answer* answer) {
  Document report;
  const auto root = ReadJson(&report, report.AddFile("report", text));
  const Value* cases = root ? Find(**root, "test_cases") : nullptr;
  if (cases == nullptr || cases->size != 1) {
    return false;
  }
  const Value& only = cases->AsList()[0];
  for (const Value& rule : Find(only, "passed_rules")->AsList()) {
    answer->rules[NameOf(StringAt(rule, "name"))] |= kSkipBit;
  }
  for (const Value& rule : Find(only, "failed_rules")->AsList()) {
    for (const Value& status : Find(rule, "evaluated")->AsList()) {
      answer->rules[NameOf(StringAt(rule, "name"))] |= BitOf(status.AsString());
    }
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
      answers.push_back(AskTest(rules, documents[i], run));
    } else {
      answers.push_back(Ask(rules, documents[i]));
    }
  }
  return answers;
}

Answer Reference::AskTest(const std::string& rules,
                          const DocumentText& document, const Run& died) {
  Answer unanswered{.kind = died.kind, .rules = {}, .error = died.error};
  const bool in_report =
      died.kind == AnswerKind::kNoReport ||
      died.error.find("simplified_json_from_root") != std::string::npos;
  if (!in_report || document.yaml) {
    return unanswered;
  }
  const std::string path = folder_.Write("r.guard", rules);
  ++runs_;
  const ProcessResult result =
      RunProcess({program_, "test", "-r", path, "-t",
                  folder_.Write("t.yaml", TestSpec(rules, path, document.text)),
                  "-o", "json"});
  const bool answered = result.exit_code == 0 || result.exit_code == 7;
  Answer answer;
  return answered && ReadTestReport(result.out, &answer) ? answer : unanswered;
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
