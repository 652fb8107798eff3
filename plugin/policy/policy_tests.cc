#include "policy/policy_tests.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "guard/evaluator.h"
#include "policy/deciding_clause.h"
#include "policy/layout.h"
#include "policy/parameter_values.h"
#include "policy/policy.h"
#include "policy/test_spec.h"
#include "readers/cloudformation.h"

namespace connectguard {
namespace {

class PolicyTests {
 public:
  PolicyTests(const TestRun& run, const Policy& policy, const TestSpec& spec,
              OptionalRecorder* recorder, FileResult* result)
      : run_(run),
        policy_(policy),
        spec_(spec),
        file_(spec.document->file(0)),
        recorder_(*recorder),
        result_(*result) {}

  void Run() {
    CheckKinds();
    for (const TestCase& test : spec_.cases) {
      RunCase(test);
    }
  }

 private:
  void AddProblem(std::string message, std::string hint) {
    result_.problems.push_back(
        DiagnosticFor(file_.name(), std::move(message), std::move(hint)));
  }

  void CheckKinds() {
    for (const Rule& rule : policy_.rules->rules) {
      CheckKindsOf(rule.name);
    }
    if (std::none_of(
            spec_.cases.begin(), spec_.cases.end(),
            [](const TestCase& test) { return !test.plan_expected.empty(); })) {
      AddProblem("no case has a Terraform plan",
                 "add `terraform_plan: <path beside this file>` to a case");
    }
  }

  void CheckKindsOf(std::string_view rule) {
    const auto expects = [rule](const Expectations& of, RuleStatus status) {
      const auto found = of.find(rule);
      return found != of.end() && found->second == status;
    };
    const bool named = policy_.rules->rules.size() > 1;
    for (const RuleStatus status :
         {RuleStatus::kPass, RuleStatus::kFail, RuleStatus::kSkip}) {
      if (std::none_of(spec_.cases.begin(), spec_.cases.end(),
                       [&](const TestCase& test) {
                         return expects(test.expected, status) ||
                                expects(test.plan_expected, status);
                       })) {
        AddProblem(fmt::format("no case expects {}{}", StatusName(status),
                               named ? fmt::format(" of `{}`", rule) : ""),
                   "a policy has cases for PASS, FAIL and SKIP of each rule "
                   "that it reports");
      }
    }
  }

  void RunCase(const TestCase& test) {
    CaseResult result;
    result.test_file = file_.name();
    result.line = file_.At(test.place.begin).line;
    result.name = test.name;
    if (!test.expected.empty()) {
      const Stopwatch time(run_.clock);
      const auto input = ReadTemplateValue(*test.input, file_,
                                           {.closed_world = test.closed_world});
      // Places in the input are places in the file of tests.
      Judge(test, test.expected, input, file_, time, result);
    }
    if (!test.plan_expected.empty()) {
      result.on_plan = true;
      const Stopwatch time(run_.clock);
      const PlanCache::Plan& plan = run_.plans.Read(
          PathBeside(file_.name(), test.terraform_plan), test.closed_world);
      Judge(test, test.plan_expected, plan, plan ? (*plan)->file(0) : file_,
            time, result);
    }
  }

  // A result for each rule of which something is expected.
  void Judge(const TestCase& test, const Expectations& expected,
             const PlanCache::Plan& input, const SourceFile& text,
             const Stopwatch& time, const CaseResult& result) {
    ParameterValues parameters;
    Status set;
    for (const ParameterSetting& setting : test.parameters) {
      set = set ? parameters.Set(policy_, setting) : set;
    }
    std::optional<Diagnostic> error;
    Evaluation evaluation;
    if (!set) {
      error = set.error().diagnostic;
    } else if (!input) {
      error = input.error().diagnostic;
    } else {
      evaluation = Evaluate(*policy_.rules, **input,
                            {.semantics = run_.semantics,
                             .clock = &run_.clock,
                             .variables = parameters.Of(policy_),
                             .observer = recorder_.observer()});
      recorder_.Finish([](std::string_view) { return true; });
    }
    for (std::size_t i = 0; i < policy_.rules->rules.size(); ++i) {
      const auto wanted = expected.find(policy_.rules->rules[i].name);
      if (wanted == expected.end()) {
        continue;
      }
      CaseResult& each = result_.cases.emplace_back(result);
      each.rule = wanted->first;
      each.expected = wanted->second;
      each.error = error;
      if (!error) {
        TakeRecord(evaluation.rules[i], text, &each);
      }
      each.time = time.Read();
    }
  }

  void TakeRecord(const RuleRecord& record, const SourceFile& text,
                  CaseResult* result) const {
    if (record.error) {
      result->error = record.error->diagnostic;
      return;
    }
    result->evaluated = {record.status()};
    result->passed = record.status() == result->expected;
    if (!result->passed) {
      for (const ClauseRecord& clause : record.clauses) {
        result->clauses.push_back(
            DecidingClauseOf(*policy_.rules, clause, text));
      }
    }
  }

  const TestRun& run_;
  const Policy& policy_;
  const TestSpec& spec_;
  const SourceFile& file_;
  OptionalRecorder& recorder_;
  FileResult& result_;
};

std::vector<std::string_view> ReportedRules(const Policy& policy) {
  std::vector<std::string_view> names;
  for (const Rule& rule : policy.rules->rules) {
    names.emplace_back(rule.name);
  }
  return names;
}

void RunTestsOf(const TestRun& run, const Policy& policy,
                OptionalRecorder* recorder, FileResult* result) {
  const std::string path = TestPathOf(result->path);
  Result<std::string> text = run.files.Read(path);
  if (!text) {
    result->problems.push_back(
        text.error().code == ErrorCode::kMissing
            ? DiagnosticFor(result->path, "the policy has no tests",
                            fmt::format("write them in {}", path))
            : text.error().diagnostic);
    return;
  }
  result->test_files.push_back(path);
  const std::vector<std::string_view> rules = ReportedRules(policy);
  const Result<TestSpec> spec = ParseTestSpec(path, *std::move(text), rules);
  if (!spec) {
    result->problems.push_back(spec.error().diagnostic);
    return;
  }
  PolicyTests(run, policy, *spec, recorder, result).Run();
}

}  // namespace

FileResult RunPolicyTests(const TestRun& run, const std::string& path,
                          std::string text) {
  const Stopwatch time(run.clock);
  FileResult result;
  result.path = path;
  result.is_policy = true;
  const Result<Policy> policy =
      ParsePolicy(path, std::move(text), run.functions);
  if (policy) {
    result.policy_id = policy->metadata.id;
    OptionalRecorder recorder(run, *policy->rules);
    RunTestsOf(run, *policy, &recorder, &result);
    recorder.WriteTo(&result);
  } else {
    result.problems.push_back(policy.error().diagnostic);
  }
  result.time = time.Read();
  return result;
}

}  // namespace connectguard
