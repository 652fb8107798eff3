#include "cfn_guard/test_command.h"

#include <chrono>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "cfn_guard/error_text.h"
#include "cfn_guard/test_files.h"
#include "cfn_guard/test_report.h"
#include "document/json_text.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"
#include "readers/yaml_writer.h"
#include "rule_tests/test_cases.h"
#include "rule_tests/test_verdict.h"

namespace connectguard {
namespace {

// As the reference says it.
constexpr std::string_view kNoUtf8 =
    "I/O error when reading stream did not contain valid UTF-8";

using Rules = Result<std::unique_ptr<const RuleFile>>;

// What both kinds of output need.
class TestRun {
 public:
  TestRun(const GuardTestOptions& options, const CfnGuardEnvironment& world)
      : options_(options), world_(world) {}

 protected:
  void Warn(std::string_view text) {
    if (warned_.insert(std::string(text)).second) {
      world_.err << "warning: " << text << '\n';
    }
  }
  void Warn(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      Warn(text);
    }
  }

  // `name` is what the rules file goes by, in errors and in the name of the
  // rule that its clauses at the top level make.
  Rules Parse(const std::string& path, std::string text,
              const std::string& name) const {
    return ParseRules(
        path, std::move(text), functions_,
        {.version = options_.version, .implicit_rule_name = name + "/default"});
  }

  Result<GuardTestFile> ReadTests(const std::string& path) {
    return world_.files.Read(path).and_then([&](std::string text) {
      Result<GuardTestFile> tests = ReadGuardTests(path, std::move(text));
      if (tests && tests->cases.empty()) {
        Warn(fmt::format("{} has no cases", path));
      }
      return tests;
    });
  }

  Result<TestFiles> FindTests() {
    CG_ASSIGN_OR_RETURN(
        TestFiles tests,
        FindTestFiles(world_.files, options_.tests, options_.by_modification));
    Warn(tests.warnings);
    return tests;
  }

  // `end`: the two kinds of output close the sentence differently.
  static std::string TestsErrorText(const std::string& path,
                                    const Diagnostic& diagnostic,
                                    std::string_view end) {
    return fmt::format(
        "Parser Error when parsing `Unable to process data in file {}, Error "
        "{}{}",
        path, OneLineText(diagnostic), end);
  }

  Result<CaseVerdict> Judge(const RuleFile& rules, const GuardTestFile& file,
                            const GuardTestCase& test) {
    for (const std::string_view rule : StrangeRules(rules, test)) {
      Warn(fmt::format("{} expects something of rule {}, which {} has not",
                       file.document->file(0).name(), rule,
                       rules.source->name()));
    }
    CG_ASSIGN_OR_RETURN(CaseVerdict verdict,
                        JudgeCase(rules, file, test,
                                  {.version = options_.version,
                                   .semantics = Semantics::Compat(),
                                   .clock = &world_.clock}));
    // The reference gives up when one rule cannot be evaluated.
    if (const Error* error = verdict.error()) {
      return tl::unexpected<Error>(*error);
    }
    return verdict;
  }

  const GuardTestOptions& options_;
  const CfnGuardEnvironment& world_;

 private:
  FunctionTable functions_ = StandardFunctions(ReadEmbeddedYaml);
  std::set<std::string> warned_;
};

// ------------------------------------------------------------ for a person --

class SummaryRun : public TestRun {
 public:
  using TestRun::TestRun;

  Result<int> RunFile() {
    CG_ASSIGN_OR_RETURN(const TestFiles tests, FindTests());
    const std::string& path = options_.rules_file;
    CG_ASSIGN_OR_RETURN(std::string text, world_.files.Read(path));
    if (!IsUtf8(text)) {
      world_.out << "Unable to read rule file content " << kNoUtf8;
      return kTestsError;
    }
    const Rules rules = Parse(path, std::move(text), path);
    if (!rules) {
      world_.out << "Parse Error on ruleset file "
                 << RulesErrorText(path, rules.error().diagnostic) << '\n';
      return kTestsError;
    }
    return HasRules(**rules) ? RunTests(**rules, tests.paths) : kTestsPassed;
  }

  Result<int> RunFolder() {
    CG_ASSIGN_OR_RETURN(const TestPairs pairs,
                        PairTests(world_.files, options_.folder));
    Warn(pairs.warnings);
    int exit_code = kTestsPassed;
    for (const TestedRulesFile& tested : pairs.rules) {
      if (tested.tests.empty()) {
        world_.out << "Guard File " << tested.path
                   << " did not have any tests associated, skipping.\n---\n";
        continue;
      }
      world_.out << "Testing Guard File " << tested.path << '\n';
      CG_ASSIGN_OR_RETURN(std::string text, world_.files.Read(tested.path));
      if (!IsUtf8(text)) {
        return Fail(ErrorCode::kBadInput,
                    DiagnosticFor(tested.path, std::string(kNoUtf8)));
      }
      const Rules rules = Parse(tested.path, std::move(text), tested.prefix);
      if (!rules) {
        world_.out << "Parse Error on ruleset file "
                   << RulesErrorText(tested.prefix, rules.error().diagnostic)
                   << '\n';
        exit_code = kTestsFailed;
      } else if (HasRules(**rules)) {
        CG_ASSIGN_OR_RETURN(const int code, RunTests(**rules, tested.tests));
        exit_code = exit_code == kTestsPassed ? code : exit_code;
      }
      world_.out << "---\n";
    }
    return exit_code;
  }

  static bool HasRules(const RuleFile& rules) {
    return !rules.assignments.empty() || !rules.rules.empty() ||
           !rules.parameterized_rules.empty();
  }

 private:
  // The number goes on from file to file. The last trouble decides the code.
  Result<int> RunTests(const RuleFile& rules,
                       const std::vector<std::string>& paths) {
    int exit_code = kTestsPassed;
    int number = 1;
    for (const std::string& path : paths) {
      const Result<GuardTestFile> tests = ReadTests(path);
      if (!tests) {
        world_.out << "Error processing "
                   << TestsErrorText(path, tests.error().diagnostic, ",`")
                   << '\n';
        exit_code = kTestsError;
        continue;
      }
      for (const GuardTestCase& test : tests->cases) {
        world_.out << CaseHeading(number++, test);
        CG_ASSIGN_OR_RETURN(const CaseVerdict verdict,
                            Judge(rules, *tests, test));
        world_.out << CaseText(rules, verdict, options_.verbose);
        exit_code = verdict.met() ? exit_code : kTestsFailed;
      }
    }
    return exit_code;
  }
};

// ----------------------------------------------------------- for a program --

class StructuredRun : public TestRun {
 public:
  using TestRun::TestRun;

  Result<int> RunFile() {
    CG_ASSIGN_OR_RETURN(const TestFiles tests, FindTests());
    CG_ASSIGN_OR_RETURN(std::string text,
                        world_.files.Read(options_.rules_file));
    CG_RETURN_IF_ERROR(Add(options_.rules_file, options_.rules_file,
                           std::move(text), tests.paths));
    return files_.empty() ? Result<int>(kTestsPassed) : Finish(false);
  }

  Result<int> RunFolder() {
    CG_ASSIGN_OR_RETURN(const TestPairs pairs,
                        PairTests(world_.files, options_.folder));
    Warn(pairs.warnings);
    for (const TestedRulesFile& tested : pairs.rules) {
      if (!tested.tests.empty()) {
        CG_RETURN_IF_ERROR(Add(tested.path, tested.prefix,
                               world_.files.Read(tested.path), tested.tests));
      }
    }
    return Finish(true);
  }

 private:
  std::int64_t MillisecondsSince(
      std::chrono::system_clock::time_point start) const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               world_.clock.Now() - start)
        .count();
  }

  Status Add(const std::string& path, const std::string& name,
             Result<std::string> text, const std::vector<std::string>& tests) {
    const auto start = world_.clock.Now();
    TestedFile file{.rules_file = path, .error = {}, .cases = {}};
    const bool readable = text.has_value() && IsUtf8(*text);
    const Rules rules = std::move(text).and_then(
        [&](std::string t) { return Parse(path, std::move(t), name); });
    if (!rules) {
      const Error& error = rules.error();
      file.error = readable ? RulesErrorText(name, error.diagnostic)
                   : error.code == ErrorCode::kMissing
                       ? OneLineText(error.diagnostic)
                       : std::string(kNoUtf8);
    } else if (!SummaryRun::HasRules(**rules)) {
      return {};
    } else {
      CG_RETURN_IF_ERROR(RunTests(**rules, tests, &file));
    }
    file.milliseconds = MillisecondsSince(start);
    files_.push_back(std::move(file));
    return {};
  }

  // The first file of tests that cannot be read takes the place of all cases.
  Status RunTests(const RuleFile& rules, const std::vector<std::string>& paths,
                  TestedFile* file) {
    for (const std::string& path : paths) {
      const Result<GuardTestFile> tests = ReadTests(path);
      if (!tests) {
        file->error = TestsErrorText(path, tests.error().diagnostic, "`");
        return {};
      }
      for (const GuardTestCase& test : tests->cases) {
        if (const auto expected = ExpectedOf(rules, test); !expected) {
          file->error = expected.error().diagnostic.message;
          return {};
        }
        const auto start = world_.clock.Now();
        CG_ASSIGN_OR_RETURN(const CaseVerdict verdict,
                            Judge(rules, *tests, test));
        file->cases.push_back(TestedCaseOf(test, verdict));
        file->cases.back().milliseconds = MillisecondsSince(start);
      }
    }
    return {};
  }

  Result<int> Finish(bool folder) {
    if (options_.format == TestFormat::kJunit) {
      world_.out << TestJunitText(files_);
    } else {
      Arena arena;
      const Value* report = TestReportValue(files_, folder, &arena);
      if (options_.format == TestFormat::kJson) {
        world_.out << JsonText(*report, JsonLayout::kIndented);
      } else {
        CG_ASSIGN_OR_RETURN(const std::string text, YamlText(*report));
        world_.out << text;
      }
    }
    int exit_code = kTestsPassed;
    for (const TestedFile& file : files_) {
      if (file.error) {
        return kTestsError;
      }
      exit_code = file.failed() ? kTestsFailed : exit_code;
    }
    return exit_code;
  }

  std::vector<TestedFile> files_;
};

template <typename Run>
Result<int> RunWith(const GuardTestOptions& options,
                    const CfnGuardEnvironment& environment) {
  Run run(options, environment);
  return options.folder.empty() ? run.RunFile() : run.RunFolder();
}

}  // namespace

Result<int> RunGuardTest(const GuardTestOptions& options,
                         const CfnGuardEnvironment& environment) {
  return options.format == TestFormat::kSummary
             ? RunWith<SummaryRun>(options, environment)
             : RunWith<StructuredRun>(options, environment);
}

}  // namespace connectguard
