#include "differential/report_comparison.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>

#include "base/clock.h"
#include "base/file_reader.h"
#include "cfn_guard/run.h"
#include "document/document.h"
#include "document/json_text.h"
#include "readers/json_reader.h"

namespace connectguard::differential {
namespace {

constexpr int kFailed = 19;
constexpr int kGaveUp = 255;
constexpr int kParseError = 5;

// Where the two differ on purpose. A key that a `keys` filter did not select is
// a failed comparison there, with an empty context. A block that needs a value
// and has none says so there only when no filter was asked on the way.
bool IsLeftOut(const Value& check) {
  const Value* binary = FindPath(check, {"Clause", "Binary"});
  if (binary != nullptr && Find(*binary, "context") != nullptr) {
    return StringAt(*binary, "context", "-").empty();
  }
  const Value* block = FindPath(check, {"Block"});
  return block != nullptr &&
         StringAt(*block, "context").starts_with("BlockGuardClause#");
}

void AddNormal(const Value& value, ValueBuilder* builder) {
  switch (value.kind) {
    case Kind::kMap:
      builder->StartMap({});
      for (const Member& member : value.AsMap()) {
        builder->AddKey(member.key->text);
        AddNormal(member.value, builder);
      }
      builder->EndMap();
      break;
    case Kind::kList:
      builder->StartList({});
      for (const Value& item : value.AsList()) {
        if (!IsLeftOut(item)) {
          AddNormal(item, builder);
        }
      }
      builder->EndList();
      break;
    default:
      builder->AddCopy(value, false);
  }
}

std::string WithoutFolder(std::string text, const std::string& folder) {
  for (std::size_t at = text.find(folder); at != std::string::npos;
       at = text.find(folder, at)) {
    text.erase(at, folder.size());
  }
  return text;
}

// By the name of each rule that failed its report; by `*` the rest.
using Parts = std::map<std::string, std::string>;

Parts PartsOf(const std::string& report) {
  Parts parts;
  Document document;
  const auto root = ReadJson(&document, document.AddFile("report", report));
  if (!root) {
    parts["*"] = report;
    return parts;
  }
  for (const Value& file : (*root)->AsList()) {
    for (const Member& member : file.AsMap()) {
      if (member.key->text != "not_compliant") {
        parts["*"] += JsonText(member.value, JsonLayout::kCompact) + " ";
        continue;
      }
      for (const Value& failed : member.value.AsList()) {
        const Value* name = FindPath(failed, {"Rule", "name"});
        parts[std::string(name->AsString())] +=
            JsonText(failed, JsonLayout::kCompact);
      }
    }
  }
  return parts;
}

// By experiment and rule, joined by a tab.
const std::set<std::string>& IntendedReportDifferences() {
  static const std::set<std::string> all = [] {
    std::set<std::string> rows;
    std::ifstream in(testing::MicroFolder() / "report_differences.tsv");
    for (std::string line; std::getline(in, line);) {
      const std::size_t rule = line.find('\t');
      const std::size_t reason = line.find('\t', rule + 1);
      if (!line.starts_with('#') && reason != std::string::npos) {
        rows.insert(line.substr(0, reason));
      }
    }
    return rows;
  }();
  return all;
}

bool IsAnswer(const ReportAnswer& answer) {
  return (answer.exit_code == 0 || answer.exit_code == kFailed) &&
         !answer.report.empty();
}

}  // namespace

// -------------------------------------------------------------------- case --

void ReportCase::SetRules(const std::string& text) {
  rules_ = folder_.Write("r.guard", text);
}

void ReportCase::AddData(const std::string& text,
                         const std::string& extension) {
  data_.push_back(folder_.Write(
      "d" + std::to_string(data_.size()) + "." + extension, text));
}

void ReportCase::AddParameters(const std::string& text,
                               const std::string& extension) {
  parameters_.push_back(folder_.Write(
      "p" + std::to_string(parameters_.size()) + "." + extension, text));
}

std::vector<std::string> ReportCase::Arguments() const {
  std::vector<std::string> arguments = {"validate", "--structured", "-S",
                                        "none",     "-o",           "json",
                                        "-r",       rules_,         "-d"};
  arguments.insert(arguments.end(), data_.begin(), data_.end());
  if (!parameters_.empty()) {
    arguments.emplace_back("-i");
    arguments.insert(arguments.end(), parameters_.begin(), parameters_.end());
  }
  return arguments;
}

ReportAnswer ReportCase::Normal(int exit_code,
                                const std::string& report) const {
  ReportAnswer answer{
      .exit_code = exit_code, .report = {}, .died_writing = false};
  Document document;
  const auto root = ReadJson(
      &document,
      document.AddFile("report", WithoutFolder(report, folder_.path() + "/")));
  if (root) {
    ValueBuilder builder = document.NewBuilder();
    AddNormal(**root, &builder);
    answer.report = JsonText(*builder.Finish(), JsonLayout::kCompact);
  }
  return answer;
}

ReportAnswer ReportCase::AskReference(const std::string& program) const {
  std::vector<std::string> command = Arguments();
  command.insert(command.begin(), program);
  ProcessOptions options;
  options.timeout = std::chrono::seconds(10);
  const ProcessResult result = RunProcess(command, options);
  ReportAnswer answer =
      Normal(result.timed_out ? -1 : result.exit_code, result.out);
  answer.died_writing =
      result.err.find("to serde::Value::Number") != std::string::npos ||
      result.err.find("report_all_failed_clauses") != std::string::npos;
  return answer;
}

ReportAnswer ReportCase::AskOurs() const {
  const DiskFileReader files;
  const SystemClock clock;
  std::ostringstream out;
  std::ostringstream err;
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"--guard-version", "3.1"});
  const int exit_code = RunCfnGuard(arguments, "guard",
                                    {.files = files,
                                     .clock = clock,
                                     .out = out,
                                     .err = err,
                                     .write_file = nullptr});
  return Normal(exit_code, out.str());
}

ReportCase CaseOf(const testing::Experiment& experiment,
                  const TemporaryFolder& folder) {
  ReportCase made(folder);
  made.SetRules(experiment.rules);
  made.AddData(experiment.data, experiment.data_extension);
  for (std::size_t i = 0; i < experiment.params.size(); ++i) {
    made.AddParameters(experiment.params[i], experiment.params_extensions[i]);
  }
  return made;
}

// -------------------------------------------------------------- comparison --

std::vector<ReportDifference> CompareReports(const std::string& id,
                                             const ReportAnswer& theirs,
                                             const ReportAnswer& ours,
                                             ReportTally* tally) {
  std::vector<ReportDifference> differences;
  const auto differ = [&](const std::string& rule, const std::string& a,
                          const std::string& b) {
    if (IntendedReportDifferences().contains(id + "\t" + rule)) {
      ++tally->intended;
    } else {
      ++tally->different;
      differences.push_back({.rule = rule, .theirs = a, .ours = b});
    }
  };
  if (!IsAnswer(theirs)) {
    const int expected =
        theirs.exit_code == kParseError ? kParseError : kGaveUp;
    if (ours.exit_code == expected || theirs.died_writing) {
      ++tally->unanswered;
    } else {
      differ("*", "exit code " + std::to_string(theirs.exit_code),
             "exit code " + std::to_string(ours.exit_code));
    }
    return differences;
  }
  Parts parts = PartsOf(theirs.report);
  Parts our_parts = PartsOf(ours.report);
  tally->failed_rules += parts.size() - 1;
  parts["*"] += "exit code " + std::to_string(theirs.exit_code);
  our_parts["*"] += "exit code " + std::to_string(ours.exit_code);
  const std::size_t before = tally->different + tally->intended;
  for (const auto& [rule, text] : our_parts) {
    parts.try_emplace(rule);
  }
  for (const auto& [rule, text] : parts) {
    if (our_parts[rule] != text) {
      differ(rule, text, our_parts[rule]);
    }
  }
  tally->equal += tally->different + tally->intended == before ? 1 : 0;
  return differences;
}

// ---------------------------------------------------------------- recorded --

std::map<std::string, ReportAnswer> ReadRecordedReports() {
  std::map<std::string, ReportAnswer> recorded;
  std::ifstream in(testing::MicroFolder() / "reports.jsonl");
  for (std::string line; std::getline(in, line);) {
    Document document;
    const auto root =
        ReadJson(&document, document.AddFile("reports.jsonl", line));
    if (root) {
      const Value* report = Find(**root, "report");
      recorded[std::string(StringAt(**root, "id"))] = {
          .exit_code = static_cast<int>(Find(**root, "exit")->integer),
          .report =
              report == nullptr ? "" : JsonText(*report, JsonLayout::kCompact),
          .died_writing = Find(**root, "died") != nullptr};
    }
  }
  return recorded;
}

std::string RecordedLine(const std::string& id, const ReportAnswer& answer) {
  return "{\"id\":" + JsonString(id) +
         ",\"exit\":" + std::to_string(answer.exit_code) +
         (answer.died_writing ? ",\"died\":true" : "") +
         (answer.report.empty() ? "" : ",\"report\":" + answer.report) + "}\n";
}

}  // namespace connectguard::differential
