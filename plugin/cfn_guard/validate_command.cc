#include "cfn_guard/validate_command.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "cfn_guard/error_text.h"
#include "cfn_guard/file_report.h"
#include "cfn_guard/judged_rules.h"
#include "cfn_guard/report_sink.h"
#include "cfn_guard/resource_text.h"
#include "cfn_guard/sarif_report.h"
#include "cfn_guard/summary_text.h"
#include "cfn_guard/trace_text.h"
#include "cfn_guard/validate_input.h"
#include "cfn_guard/validate_junit.h"
#include "guard/functions.h"
#include "readers/yaml_reader.h"
#include "readers/yaml_writer.h"

namespace connectguard {
namespace {

class ValidateRun {
 public:
  ValidateRun(const ValidateOptions& options, const CfnGuardEnvironment& world)
      : options_(options), world_(world) {}

  Result<int> Run() {
    CG_RETURN_IF_ERROR(Read());
    ReportRulesErrors();
    judged_ = JudgeAll(input_, options_.version, world_.clock,
                       options_.verbose || options_.print_json);
    return options_.structured ? RunStructured() : RunPlain();
  }

 private:
  // --- Input -----------------------------------------------------------------

  void Warn(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings) {
      world_.err << "warning: " << warning << '\n';
    }
  }

  // `path` as reports name data: without links, from the root.
  Result<NamedText> ReadText(const std::string& path, std::string name) {
    CG_ASSIGN_OR_RETURN(std::string text, world_.files.Read(path));
    return NamedText{.name = std::move(name), .text = std::move(text)};
  }

  Result<std::vector<NamedText>> ReadData(
      const std::vector<std::string>& paths) {
    CG_ASSIGN_OR_RETURN(
        const FoundFiles found,
        FindDataFiles(world_.files, paths, options_.by_modification));
    Warn(found.warnings);
    std::vector<NamedText> texts;
    for (const std::string& path : found.paths) {
      CG_ASSIGN_OR_RETURN(NamedText text,
                          ReadText(path, world_.files.Canonical(path)));
      texts.push_back(std::move(text));
    }
    return texts;
  }

  Result<std::vector<NamedText>> ReadRules() {
    CG_ASSIGN_OR_RETURN(
        const FoundFiles found,
        FindRulesFiles(world_.files, options_.rules, options_.by_modification));
    Warn(found.warnings);
    std::vector<NamedText> texts;
    for (const std::string& path : found.paths) {
      CG_ASSIGN_OR_RETURN(NamedText text,
                          ReadText(path, std::string(FileNameOf(path))));
      texts.push_back(std::move(text));
    }
    return texts;
  }

  Status Read() {
    GuardPayload texts;
    if (options_.payload) {
      CG_ASSIGN_OR_RETURN(texts,
                          world_.files.Read("-").and_then([](std::string text) {
                            return ReadPayload(std::move(text));
                          }));
    } else if (!options_.data_given) {
      CG_ASSIGN_OR_RETURN(NamedText text, ReadText("-", "STDIN"));
      texts.data.push_back(std::move(text));
    } else {
      CG_ASSIGN_OR_RETURN(texts.data, ReadData(options_.data));
    }
    CG_ASSIGN_OR_RETURN(const std::vector<NamedText> parameters,
                        ReadData(options_.parameters));
    if (!options_.payload) {
      CG_ASSIGN_OR_RETURN(texts.rules, ReadRules());
    }
    CG_ASSIGN_OR_RETURN(
        input_, ParseInput(std::move(texts.data), std::move(texts.rules),
                           parameters, functions_, options_.version));
    return {};
  }

  void ReportRulesErrors() {
    for (const GuardRules& rules : input_.rules) {
      if (rules.error) {
        rules_error_ = true;
        world_.err << fmt::format(
            "Parsing error handling rule file = {}, Error = {}\n---\n",
            rules.name, RulesErrorText(rules.name, rules.error->diagnostic));
      }
    }
  }

  // --- Structured ------------------------------------------------------------

  Status CheckErrors() const {
    for (const JudgedRules& judged : judged_) {
      if (judged.error) {
        return tl::unexpected<Error>(*judged.error);
      }
    }
    return {};
  }

  std::span<const JudgedRules> JudgedOn(std::size_t data) const {
    const std::size_t each =
        input_.data.empty() ? 0 : judged_.size() / input_.data.size();
    return std::span(judged_).subspan(data * each, each);
  }

  void WriteReports(ReportSink* sink) const {
    sink->StartList();
    for (std::size_t i = 0; i < input_.data.size(); ++i) {
      WriteFileReport(input_.data[i].name, JudgedOn(i), sink);
    }
    sink->EndList();
  }

  void WriteJunit() {
    std::vector<JunitSuite> suites;
    for (std::size_t i = 0; i < input_.data.size(); ++i) {
      suites.push_back(JunitSuiteOf(input_.data[i].name, JudgedOn(i)));
    }
    world_.out << ValidateJunitText(suites);
  }

  template <typename Write>
  Status WriteYaml(Write write) {
    Arena arena;
    KeyTable keys(&arena);
    ValueBuilder builder(&arena, &keys);
    ValueSink sink(&builder);
    write(&sink);
    CG_ASSIGN_OR_RETURN(const std::string text, YamlText(*builder.Finish()));
    world_.out << text;
    return {};
  }

  Result<int> RunStructured() {
    CG_RETURN_IF_ERROR(CheckErrors());
    if (options_.format == ValidateFormat::kYaml) {
      CG_RETURN_IF_ERROR(
          WriteYaml([this](ReportSink* sink) { WriteReports(sink); }));
    } else if (options_.format == ValidateFormat::kJunit) {
      WriteJunit();
    } else {
      JsonSink sink(world_.out);
      if (options_.format == ValidateFormat::kSarif) {
        WriteSarif(judged_, options_.version, &sink);
      } else {
        WriteReports(&sink);
      }
    }
    return ExitCodeOfStructured();
  }

  // What failed hides rules that do not parse, but not from JUnit.
  int ExitCodeOfStructured() const {
    const bool failed = std::any_of(
        judged_.begin(), judged_.end(),
        [](const auto& judged) { return judged.status == RuleStatus::kFail; });
    if (failed &&
        !(rules_error_ && options_.format == ValidateFormat::kJunit)) {
      return kValidateFailed;
    }
    return rules_error_ ? kValidateRulesError : kValidatePassed;
  }

  // --- For a person ----------------------------------------------------------

  // Rules file by rules file. The last of them that is not satisfied decides
  // the code.
  Result<int> RunPlain() {
    int exit_code = kValidatePassed;
    const std::size_t each = JudgedOn(0).size();
    std::size_t number = 0;
    for (const GuardRules& rules : input_.rules) {
      if (rules.error) {
        exit_code = kValidateRulesError;
      }
      if (rules.rules == nullptr) {
        continue;
      }
      for (std::size_t i = number++; i < judged_.size(); i += each) {
        CG_RETURN_IF_ERROR(Print(judged_[i]));
        if (judged_[i].status == RuleStatus::kFail) {
          exit_code = kValidateFailed;
        }
      }
    }
    return exit_code;
  }

  Status Print(const JudgedRules& judged) {
    if (judged.error) {
      return tl::unexpected<Error>(*judged.error);
    }
    world_.out << SummaryTable(judged, options_.shown);
    const auto write = [&](ReportSink* sink) {
      WriteFileReport(judged.data->name, std::span(&judged, 1), sink);
    };
    if (options_.format == ValidateFormat::kJson) {
      JsonSink sink(world_.out);
      write(&sink);
    } else if (options_.format == ValidateFormat::kYaml) {
      CG_RETURN_IF_ERROR(WriteYaml(write));
    } else {
      PrintFailed(judged);
    }
    if (options_.verbose) {
      world_.out << TraceText(judged);
    }
    if (options_.print_json) {
      JsonSink sink(world_.out);
      WriteTrace(judged, &sink);
      sink.EndLine();
    }
    return {};
  }

  // Of a template what failed is printed whatever the table shows.
  void PrintFailed(const JudgedRules& judged) {
    const bool is_template =
        Find(judged.data->document->root(), "Resources") != nullptr;
    if (is_template && IsOfResources(judged)) {
      world_.out << ResourcesText(judged);
      return;
    }
    ShownStatuses shown = options_.shown;
    shown.failed =
        shown.failed || (is_template && judged.status == RuleStatus::kFail);
    world_.out << LinesText(judged, shown);
  }

  const ValidateOptions& options_;
  const CfnGuardEnvironment& world_;
  FunctionTable functions_ = StandardFunctions(ReadEmbeddedYaml);
  GuardInput input_;
  std::vector<JudgedRules> judged_;
  bool rules_error_ = false;
};

}  // namespace

Result<int> RunValidate(const ValidateOptions& options,
                        const CfnGuardEnvironment& environment) {
  return ValidateRun(options, environment).Run();
}

}  // namespace connectguard
