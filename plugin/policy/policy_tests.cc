#include "policy/policy_tests.h"

#include <algorithm>
#include <memory>
#include <utility>

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
    for (const RuleStatus status :
         {RuleStatus::kPass, RuleStatus::kFail, RuleStatus::kSkip}) {
      if (std::none_of(spec_.cases.begin(), spec_.cases.end(),
                       [&](const TestCase& test) {
                         return test.expected == status ||
                                test.plan_expected == status;
                       })) {
        AddProblem(fmt::format("no case expects {}", StatusName(status)),
                   "a policy has cases for PASS, FAIL and SKIP");
      }
    }
    if (std::none_of(spec_.cases.begin(), spec_.cases.end(),
                     [](const TestCase& test) {
                       return test.plan_expected.has_value();
                     })) {
      AddProblem("no case has a Terraform plan",
                 "add `terraform_plan: <path beside this file>` to a case");
    }
  }

  void RunCase(const TestCase& test) {
    CaseResult result;
    result.test_file = file_.name();
    result.line = file_.At(test.place.begin).line;
    result.name = test.name;
    result.rule = StemOf(policy_.path);
    if (test.expected) {
      result.expected = *test.expected;
      const Stopwatch time(run_.clock);
      const auto input = ReadTemplateValue(*test.input, file_,
                                           {.closed_world = test.closed_world});
      // Places in the input are places in the file of tests.
      Judge(test, input, file_, time, result);
    }
    if (test.plan_expected) {
      result.expected = *test.plan_expected;
      result.on_plan = true;
      const Stopwatch time(run_.clock);
      const PlanCache::Plan& plan = run_.plans.Read(
          PathBeside(file_.name(), test.terraform_plan), test.closed_world);
      Judge(test, plan, plan ? (*plan)->file(0) : file_, time, result);
    }
  }

  void Judge(const TestCase& test, const PlanCache::Plan& input,
             const SourceFile& text, const Stopwatch& time, CaseResult result) {
    ParameterValues parameters;
    Status set;
    for (const ParameterSetting& setting : test.parameters) {
      set = set ? parameters.Set(policy_, setting) : set;
    }
    if (!set) {
      result.error = set.error().diagnostic;
    } else if (!input) {
      result.error = input.error().diagnostic;
    } else {
      const Evaluation evaluation =
          Evaluate(*policy_.rules, **input,
                   {.semantics = run_.semantics,
                    .clock = &run_.clock,
                    .variables = parameters.Of(policy_),
                    .observer = recorder_.observer()});
      recorder_.Finish([](std::string_view) { return true; });
      // ParsePolicy allows exactly one reported rule.
      TakeRecord(evaluation.rules.front(), text, &result);
    }
    result.time = time.Read();
    result_.cases.push_back(std::move(result));
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
  const Result<TestSpec> spec =
      ParseTestSpec(path, *std::move(text), StemOf(result->path));
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
