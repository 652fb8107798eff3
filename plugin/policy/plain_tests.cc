#include "policy/plain_tests.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/evaluator.h"
#include "guard/parser.h"
#include "policy/deciding_clause.h"
#include "policy/layout.h"
#include "rule_tests/test_cases.h"
#include "rule_tests/test_verdict.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 3> kStatuses = {"PASS", "FAIL", "SKIP"};

class PlainTests {
 public:
  PlainTests(const TestRun& run, const RuleFile& rules, FileResult* result)
      : run_(run), rules_(rules), recorder_(run, rules), result_(*result) {
    for (const Rule& rule : rules.rules) {
      names_.insert(rule.name);
    }
  }

  void Run() {
    for (const std::string& path : result_.test_files) {
      Result<GuardTestFile> tests =
          run_.files.Read(path).and_then([&](std::string text) {
            return ReadGuardTests(path, std::move(text));
          });
      if (!tests) {
        result_.problems.push_back(tests.error().diagnostic);
        all_read_ = false;
        continue;
      }
      RunFile(*tests);
    }
    CheckThatAllIsTested();
    recorder_.WriteTo(&result_);
  }

 private:
  void AddProblem(const SourceFile& file, const Value& place,
                  std::string message, std::string hint) {
    result_.problems.push_back(
        DiagnosticAt(file, place.begin, std::move(message), std::move(hint)));
  }

  void RunFile(const GuardTestFile& tests) {
    const SourceFile& file = tests.document->file(0);
    if (tests.cases.empty()) {
      result_.problems.push_back(
          DiagnosticFor(file.name(), "there is no case in this file",
                        "begin each case with `- name: ...`"));
    }
    int number = 0;
    for (const GuardTestCase& test : tests.cases) {
      ++number;
      if (CheckExpectations(file, test)) {
        RunCase(tests, test, test.name.value_or(fmt::format("#{}", number)));
      }
    }
  }

  // False when a word is no status: then it is not clear what is expected.
  bool CheckExpectations(const SourceFile& file, const GuardTestCase& test) {
    bool clear = true;
    if (test.expectations == nullptr) {
      return clear;
    }
    for (const Member& member : test.expectations->AsMap()) {
      const std::string_view rule = member.key->text;
      if (!names_.contains(rule)) {
        AddProblem(file, member.value,
                   fmt::format("{} has no rule `{}`", result_.path, rule),
                   HintFor(rule));
      }
      const std::string& word = test.expected.find(rule)->second;
      if (!ExpectedStatus(word)) {
        clear = false;
        std::string hint = DidYouMean(word, kStatuses);
        AddProblem(file, member.value, fmt::format("`{}` is no status", word),
                   hint.empty() ? "use PASS, FAIL or SKIP" : std::move(hint));
      }
    }
    return clear;
  }

  std::string HintFor(std::string_view rule) const {
    const std::vector<std::string_view> names(names_.begin(), names_.end());
    std::string hint = DidYouMean(rule, names);
    return hint.empty() && !names.empty()
               ? fmt::format("its rules: {}", fmt::join(names, ", "))
               : hint;
  }

  void RunCase(const GuardTestFile& tests, const GuardTestCase& test,
               const std::string& name) {
    const SourceFile& file = tests.document->file(0);
    const Stopwatch time(run_.clock);
    // Words that are no status were sorted out before.
    const Result<CaseVerdict> verdict =
        JudgeCase(rules_, tests, test,
                  {.semantics = run_.semantics,
                   .clock = &run_.clock,
                   .observer = recorder_.observer()});
    recorder_.Finish([&](std::string_view rule) {
      return test.expected.find(rule) != test.expected.end();
    });
    if (!verdict) {
      result_.problems.push_back(verdict.error().diagnostic);
      return;
    }
    std::chrono::microseconds spent = time.Read();
    for (const RuleVerdict& rule : verdict->rules) {
      if (!rule.expected) {
        continue;
      }
      tested_.insert(rule.rule);
      CaseResult result;
      result.test_file = file.name();
      result.line = file.At(test.place.begin).line;
      result.name = name;
      result.rule = rule.rule;
      result.expected = *rule.expected;
      result.evaluated = rule.evaluated;
      if (rule.error != nullptr) {
        result.error = rule.error->diagnostic;
      }
      result.passed = rule.met();
      // All rules of a case are judged at once: the first has the time of all.
      result.time = std::exchange(spent, std::chrono::microseconds(0));
      AddClauses(verdict->evaluation, file, &result);
      result_.cases.push_back(std::move(result));
    }
  }

  void AddClauses(const Evaluation& evaluation, const SourceFile& file,
                  CaseResult* result) const {
    if (result->passed) {
      return;
    }
    for (const RuleRecord& record : evaluation.rules) {
      if (record.rule->name != result->rule) {
        continue;
      }
      for (const ClauseRecord& clause : record.clauses) {
        result->clauses.push_back(DecidingClauseOf(rules_, clause, file));
      }
    }
  }

  void CheckThatAllIsTested() {
    if (result_.test_files.empty() && !names_.empty()) {
      result_.problems.push_back(DiagnosticFor(
          result_.path, "the rules file has no tests",
          fmt::format("write them in {}/{}_tests.yml",
                      TestFolderOf(result_.path), StemOf(result_.path))));
      return;
    }
    if (!all_read_) {
      return;  // What could not be read may have cases for any of them.
    }
    for (const Rule& rule : rules_.rules) {
      if (tested_.insert(rule.name).second) {
        result_.warnings.push_back(DiagnosticAt(
            *rules_.source, rule.name_span.begin,
            fmt::format("no case expects anything of rule `{}`", rule.name),
            fmt::format("add `{}: PASS`, FAIL or SKIP to the "
                        "`expectations.rules` of a case",
                        rule.name)));
      }
    }
  }

  const TestRun& run_;
  const RuleFile& rules_;
  OptionalRecorder recorder_;
  FileResult& result_;
  std::set<std::string_view> names_;
  std::set<std::string_view> tested_;
  bool all_read_ = true;  // Every file of tests.
};

}  // namespace

FileResult RunPlainTests(const TestRun& run, const std::string& path,
                         std::string text, std::vector<std::string> tests) {
  const Stopwatch time(run.clock);
  FileResult result;
  result.path = path;
  result.test_files = std::move(tests);
  const std::string stem(StemOf(path));
  const auto rules = ParseRules(path, std::move(text), run.functions,
                                {.implicit_rule_name = stem + "/default"});
  if (!rules) {
    result.problems.push_back(rules.error().diagnostic);
  } else {
    PlainTests(run, **rules, &result).Run();
  }
  result.time = time.Read();
  return result;
}

}  // namespace connectguard
