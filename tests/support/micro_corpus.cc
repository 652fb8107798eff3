#include "support/micro_corpus.h"

#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>

#include "base/diagnostic.h"
#include "document/document.h"
#include "guard/evaluator.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/json_reader.h"
#include "readers/yaml_reader.h"

namespace connectguard::testing {
namespace {

std::vector<std::string> LinesOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

void AddExperiments(const std::filesystem::path& path,
                    std::vector<Experiment>* out) {
  std::string* section = nullptr;
  const std::string_view data = "--- data.";
  const std::string_view params = "--- params.";
  for (const std::string& line : LinesOf(path)) {
    if (line.starts_with("=== ")) {
      Experiment& added = out->emplace_back();
      added.id = path.stem().string() + "/" + line.substr(4);
      section = nullptr;
    } else if (line == "--- rules") {
      section = &out->back().rules;
    } else if (line.starts_with(data)) {
      out->back().data_extension = line.substr(data.size());
      section = &out->back().data;
    } else if (line.starts_with(params)) {
      out->back().params_extensions.push_back(line.substr(params.size()));
      section = &out->back().params.emplace_back();
    } else if (section != nullptr) {
      *section += line + "\n";
    }
  }
}

void Overlay(const Value* map, std::map<std::string, std::string>* onto) {
  if (map == nullptr) {
    return;
  }
  for (const Member& member : map->AsMap()) {
    (*onto)[std::string(member.key->text)] = member.value.AsString();
  }
}

void ApplyNewer(const Value& changed, Recorded* entry) {
  if (const Value* exit = Find(changed, "exit")) {
    entry->exit = exit->integer;
  }
  if (const Value* only = Find(changed, "only")) {
    entry->rules.clear();
    Overlay(only, &entry->rules);
  }
  Overlay(Find(changed, "expect"), &entry->rules);
}

// Parameters and data merged at the top level, as the command line of cfn-guard
// does it.
Result<const Value*> Merge(const std::vector<const Value*>& inputs,
                           ValueBuilder builder) {
  if (inputs.size() == 1) {
    return inputs[0];
  }
  const Kind kind = inputs[0]->kind;
  kind == Kind::kMap ? builder.StartMap({}) : builder.StartList({});
  for (const Value* input : inputs) {
    if (input->kind != kind) {
      return Fail(ErrorCode::kBadInput, "a map and a list cannot be merged");
    }
    if (kind == Kind::kList) {
      for (const Value& item : input->AsList()) {
        builder.AddCopy(item);
      }
      continue;
    }
    for (const Member& member : input->AsMap()) {
      if (builder.HasKey(member.key->text)) {
        return Fail(ErrorCode::kBadInput, "a key stands in two inputs");
      }
      builder.AddKey(member.key->text);
      builder.AddCopy(member.value);
    }
  }
  kind == Kind::kMap ? builder.EndMap() : builder.EndList();
  return builder.Finish();
}

Result<std::unique_ptr<Document>> LoadInputs(const Experiment& experiment,
                                             GuardVersion version) {
  auto document = std::make_unique<Document>();
  std::vector<const Value*> roots;
  std::vector<std::string> texts = experiment.params;
  texts.push_back(experiment.data);
  const YamlDialect dialect = version == GuardVersion::k31
                                  ? YamlDialect::kGuardValidate31
                                  : YamlDialect::kGuardValidate32;
  for (const std::string& text : texts) {
    const std::uint16_t file = document->AddFile("data.yaml", text);
    CG_ASSIGN_OR_RETURN(const Value* root,
                        ReadYaml(document.get(), file, dialect));
    roots.push_back(root);
  }
  CG_ASSIGN_OR_RETURN(const Value* root, Merge(roots, document->NewBuilder()));
  document->SetRoot(root);
  return document;
}

// The statuses of rules of one name as a set, in order.
std::string AsSet(const std::string& statuses) {
  std::set<std::string> unique;
  std::istringstream in(statuses);
  for (std::string status; std::getline(in, status, ',');) {
    unique.insert(status);
  }
  std::string joined;
  for (const std::string& status : unique) {
    joined += (joined.empty() ? "" : ",") + status;
  }
  return joined;
}

void AddStatuses(const Evaluation& evaluation, Observed* observed) {
  for (const RuleRecord& record : evaluation.rules) {
    std::string& statuses = observed->rules[record.rule->name];
    statuses += (statuses.empty() ? "" : ",") +
                (record.error ? std::string("ERROR")
                              : std::string(StatusName(record.status())));
    if (record.error) {
      observed->error += Render(record.error->diagnostic);
    }
  }
  for (auto& [name, statuses] : observed->rules) {
    statuses = AsSet(statuses);
  }
}

std::string Outcome(const Observed& observed) {
  if (!observed.parsed) {
    return "the rules do not parse";
  }
  return observed.error.empty() ? "no error" : "an error";
}

// One line for an experiment to which the reference has no statuses.
MicroVerdict CompareWhole(const Recorded& recorded, const Observed& observed,
                          const Difference* difference) {
  MicroVerdict verdict{
      .rule = "*",
      .theirs = recorded.exit == 5 ? "the rules do not parse" : "an error",
      .ours = Outcome(observed)};
  verdict.equal = verdict.ours == verdict.theirs;
  verdict.intended = !verdict.equal && difference != nullptr &&
                     difference->answer == verdict.ours;
  return verdict;
}

}  // namespace

std::filesystem::path MicroFolder() {
  return std::filesystem::path(CONNECTGUARD_SOURCE_DIR) /
         "tests/corpus/guard-micro";
}

const std::vector<Experiment>& Experiments() {
  static const std::vector<Experiment> all = [] {
    std::set<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(MicroFolder())) {
      if (entry.path().extension() == ".txt") {
        files.insert(entry.path());
      }
    }
    std::vector<Experiment> experiments;
    for (const auto& file : files) {
      AddExperiments(file, &experiments);
    }
    return experiments;
  }();
  return all;
}

std::map<std::string, Recorded> ReadRecorded(GuardVersion version) {
  std::map<std::string, Recorded> recorded;
  for (const std::string& line : LinesOf(MicroFolder() / "expected.jsonl")) {
    Document document;
    const auto root =
        ReadJson(&document, document.AddFile("expected.jsonl", line));
    if (!root) {
      continue;  // Then an experiment has no answer, and its test fails.
    }
    Recorded& entry = recorded[std::string(StringAt(**root, "id"))];
    entry.exit = Find(**root, "exit")->integer;
    Overlay(Find(**root, "rules"), &entry.rules);
    const Value* changed = Find(**root, "version_3_2");
    if (version == GuardVersion::k32 && changed != nullptr) {
      ApplyNewer(*changed, &entry);
    }
    for (auto& [name, statuses] : entry.rules) {
      statuses = AsSet(statuses);
    }
  }
  return recorded;
}

const std::map<std::string, Difference>& MicroDifferences() {
  static const std::map<std::string, Difference> all = [] {
    std::map<std::string, Difference> differences;
    for (const std::string& line : LinesOf(MicroFolder() / "differences.tsv")) {
      if (line.empty() || line.starts_with('#')) {
        continue;
      }
      std::istringstream fields(line);
      std::string id;
      std::string version;
      std::string rule;
      Difference difference;
      std::getline(fields, id, '\t');
      std::getline(fields, version, '\t');
      std::getline(fields, rule, '\t');
      std::getline(fields, difference.answer, '\t');
      std::getline(fields, difference.reason, '\t');
      id.append("\t").append(version).append("\t").append(rule);
      differences[id] = difference;
    }
    return differences;
  }();
  return all;
}

const Difference* FindDifference(const Experiment& experiment,
                                 GuardVersion version,
                                 const std::string& rule) {
  const auto& all = MicroDifferences();
  const char* column = version == GuardVersion::k31 ? "\t3.1\t" : "\t3.2\t";
  const auto at = all.find(experiment.id + column + rule);
  return at == all.end() ? nullptr : &at->second;
}

Observed Observe(const Experiment& experiment, GuardVersion version) {
  static const FunctionTable functions = StandardFunctions(ReadEmbeddedYaml);
  Observed observed;
  const auto rules =
      ParseRules("rules.guard", experiment.rules, functions,
                 {.version = version, .implicit_rule_name = "default"});
  if (!rules) {
    observed.parsed = false;
    observed.error = Render(rules.error().diagnostic);
    return observed;
  }
  if ((*rules)->rules.empty() && (*rules)->parameterized_rules.empty()) {
    return observed;  // The data is not even looked at.
  }
  const auto document = LoadInputs(experiment, version);
  if (!document) {
    observed.error = Render(document.error().diagnostic);
    return observed;
  }
  AddStatuses(Evaluate(**rules, **document,
                       {.version = version, .semantics = Semantics::Compat()}),
              &observed);
  return observed;
}

std::vector<MicroVerdict> CompareMicro(const Experiment& experiment,
                                       GuardVersion version,
                                       const Recorded& recorded,
                                       const Observed& observed) {
  const auto difference = [&](const std::string& rule) {
    return FindDifference(experiment, version, rule);
  };
  if (recorded.exit != 0 && recorded.exit != 19) {
    return {CompareWhole(recorded, observed, difference("*"))};
  }
  std::map<std::string, MicroVerdict> by_rule;
  for (const auto& [rule, status] : recorded.rules) {
    by_rule[rule] = {.rule = rule, .theirs = status, .ours = "missing"};
  }
  for (const auto& [rule, status] : observed.rules) {
    MicroVerdict& verdict = by_rule[rule];
    verdict.rule = rule;
    verdict.ours = status;
  }
  std::vector<MicroVerdict> verdicts;
  for (auto& [rule, verdict] : by_rule) {
    verdict.equal = verdict.ours == verdict.theirs;
    const Difference* wanted = difference(rule);
    verdict.intended =
        !verdict.equal && wanted != nullptr && wanted->answer == verdict.ours;
    verdicts.push_back(verdict);
  }
  return verdicts;
}

}  // namespace connectguard::testing
