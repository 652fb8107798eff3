#include "cfn_guard/validate_command.h"

#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "cfn_guard/error_text.h"
#include "cfn_guard/file_report.h"
#include "cfn_guard/judged_rules.h"
#include "cfn_guard/report_sink.h"
#include "cfn_guard/validate_input.h"
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
    judged_ = JudgeAll(input_, options_.version, world_.clock);
    if (options_.structured) {
      CG_RETURN_IF_ERROR(CheckErrors());
      CG_RETURN_IF_ERROR(WriteStructured());
      return ExitCodeOfStructured();
    }
    return ExitCodeOfStructured();
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

  Status WriteStructured() {
    if (options_.format == ValidateFormat::kJson) {
      JsonSink sink(world_.out);
      WriteReports(&sink);
    } else {
      Arena arena;
      KeyTable keys(&arena);
      ValueBuilder builder(&arena, &keys);
      ValueSink sink(&builder);
      WriteReports(&sink);
      CG_ASSIGN_OR_RETURN(const std::string text, YamlText(*builder.Finish()));
      world_.out << text;
    }
    return {};
  }

  int ExitCodeOfStructured() const {
    for (const JudgedRules& judged : judged_) {
      if (judged.status == RuleStatus::kFail) {
        return kValidateFailed;
      }
    }
    return rules_error_ ? kValidateRulesError : kValidatePassed;
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
