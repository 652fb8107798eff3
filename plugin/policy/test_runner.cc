#include "policy/test_runner.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "document/dump.h"
#include "document/path.h"
#include "guard/evaluator.h"
#include "policy/layout.h"
#include "policy/policy.h"
#include "policy/policy_set.h"
#include "policy/test_spec.h"
#include "readers/cloudformation.h"
#include "readers/input.h"

namespace connectguard {
namespace {

// A failed clause as one line: what was asked, where, what was found, why.
std::string DetailOf(const RuleFile& rules, const ClauseRecord& record) {
  std::string line = fmt::format("{} `{}`", StatusName(record.status),
                                 ClauseText(rules, *record.clause));
  const Value* place = record.from != nullptr ? record.from : record.scope;
  const std::string path = PathOf(*place);
  line += fmt::format(" at {}", path.empty() ? "/" : path);
  if (!record.remaining.empty()) {
    line += fmt::format(", which has no {}", record.remaining);
  } else if (record.from != nullptr) {
    line += fmt::format(": found {}", Summarize(*record.from));
  }
  if (record.unknown != nullptr && record.unknown != record.from) {
    line += fmt::format("; depends on {}", Summarize(*record.unknown));
  }
  return line;
}

class Runner {
 public:
  Runner(const FileReader& files, const FunctionTable& functions)
      : files_(files), functions_(functions) {}

  Result<TestReport> Run(std::string_view path) {
    CG_ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                        files_.List(path));
    std::set<std::string, std::less<>> expected_tests;
    for (const std::string& file : paths) {
      if (KindOfPolicyFile(PathWithin(path, file)) == PolicyFileKind::kPolicy) {
        expected_tests.insert(TestPathOf(file));
        ++report_.policies;
        RunPolicy(file);
      }
    }
    if (report_.policies == 0) {
      return Fail(ErrorCode::kBadInput,
                  DiagnosticFor(path, "there is no policy here",
                                "policies are files named `<rule>.guard`"));
    }
    for (const std::string& file : paths) {
      CheckTestFile(file, KindOfPolicyFile(PathWithin(path, file)),
                    expected_tests);
    }
    if (all_parsed_) {
      AddProblem(PolicySet::Load(files_, path, functions_));
    }
    return std::move(report_);
  }

 private:
  template <typename T>
  bool AddProblem(const Result<T>& result) {
    if (!result) {
      report_.problems.push_back(result.error().diagnostic);
    }
    return !result.has_value();
  }

  void AddProblem(std::string_view file, std::string message,
                  std::string hint) {
    report_.problems.push_back(
        DiagnosticFor(file, std::move(message), std::move(hint)));
  }

  void CheckTestFile(const std::string& file, PolicyFileKind kind,
                     const std::set<std::string, std::less<>>& expected) {
    if (kind == PolicyFileKind::kMisnamedTest) {
      AddProblem(file, "this is not named as tests are",
                 "tests of `<rule>.guard` are `tests/<rule>_tests.yml`");
    } else if (kind == PolicyFileKind::kTest && !expected.contains(file)) {
      AddProblem(file, "these tests belong to no policy",
                 fmt::format("there is no {}", PolicyPathOf(file)));
    }
  }

  void RunPolicy(const std::string& file) {
    Result<std::string> text = files_.Read(file);
    if (AddProblem(text)) {
      all_parsed_ = false;
      return;
    }
    const Result<Policy> policy =
        ParsePolicy(file, *std::move(text), functions_);
    if (AddProblem(policy)) {
      all_parsed_ = false;
      return;
    }
    const std::string test_file = TestPathOf(file);
    Result<std::string> tests = files_.Read(test_file);
    if (!tests) {
      AddProblem(file, "the policy has no tests",
                 fmt::format("write them in {}", test_file));
      return;
    }
    const Result<TestSpec> spec =
        ParseTestSpec(test_file, *std::move(tests), StemOf(file));
    if (!AddProblem(spec)) {
      CheckCoverage(test_file, *spec);
      for (const TestCase& test : spec->cases) {
        RunCase(*policy, *spec, test);
      }
    }
  }

  void CheckCoverage(const std::string& test_file, const TestSpec& spec) {
    for (const RuleStatus status :
         {RuleStatus::kPass, RuleStatus::kFail, RuleStatus::kSkip}) {
      const bool covered = std::any_of(
          spec.cases.begin(), spec.cases.end(), [&](const TestCase& test) {
            return test.expected == status || test.plan_expected == status;
          });
      if (!covered) {
        AddProblem(test_file,
                   fmt::format("no case expects {}", StatusName(status)),
                   "a policy has cases for PASS, FAIL and SKIP");
      }
    }
    if (std::none_of(spec.cases.begin(), spec.cases.end(),
                     [](const TestCase& test) {
                       return test.plan_expected.has_value();
                     })) {
      AddProblem(test_file, "no case has a Terraform plan",
                 "add `terraform_plan: <path beside this file>` to a case");
    }
  }

  void RunCase(const Policy& policy, const TestSpec& spec,
               const TestCase& test) {
    const std::string& test_file = spec.document->file(0).name();
    CaseResult result;
    result.policy_id = policy.metadata.id;
    result.test_file = test_file;
    result.name = test.name;
    const ReadOptions options{.closed_world = test.closed_world};
    if (test.expected) {
      result.expected = *test.expected;
      // Places in the input are places in the test file, the only file there.
      Judge(policy,
            ReadTemplateValue(*test.input, spec.document->file(0), options),
            result);
    }
    if (test.plan_expected) {
      result.expected = *test.plan_expected;
      result.on_plan = true;
      Judge(policy,
            ReadPlan(PathBeside(test_file, test.terraform_plan), options),
            result);
    }
  }

  // Many cases judge the same plan, so it is read once.
  using Input = Result<std::unique_ptr<const Document>>;
  const Input& ReadPlan(const std::string& path, const ReadOptions& options) {
    const auto key = std::pair(path, options.closed_world);
    const auto found = plans_.find(key);
    if (found != plans_.end()) {
      return found->second;
    }
    Input plan = files_.Read(path).and_then([&](std::string bytes) {
      return ReadDocument({.name = path,
                           .bytes = std::move(bytes),
                           .format = InputFormat::kTerraformPlan},
                          options);
    });
    return plans_.emplace(key, std::move(plan)).first->second;
  }

  void Judge(const Policy& policy, const Input& input, CaseResult result) {
    if (!input) {
      result.details.push_back(Render(input.error().diagnostic));
    } else {
      const Evaluation evaluation = Evaluate(*policy.rules, **input);
      // ParsePolicy allows exactly one reported rule.
      const RuleRecord& record = evaluation.rules.front();
      if (record.error) {
        result.details.push_back(Render(record.error->diagnostic));
      } else {
        result.got = record.status();
      }
      if (!result.passed()) {
        for (const ClauseRecord& clause : record.clauses) {
          result.details.push_back(DetailOf(*policy.rules, clause));
        }
      }
    }
    report_.cases.push_back(std::move(result));
  }

  const FileReader& files_;
  const FunctionTable& functions_;
  TestReport report_;
  bool all_parsed_ = true;
  std::map<std::pair<std::string, bool>, Input> plans_;
};

void AppendCase(const CaseResult& result, std::string* out) {
  const std::string_view input = result.on_plan ? " on the plan" : "";
  if (result.passed()) {
    *out += fmt::format("ok {}: {}{}: {}\n", result.policy_id, result.name,
                        input, StatusName(result.expected));
    return;
  }
  *out += fmt::format(
      "{}: case `{}`{}: expected {}, got {}\n", result.test_file, result.name,
      input, StatusName(result.expected),
      result.got ? StatusName(*result.got) : std::string_view("an error"));
  for (const std::string& detail : result.details) {
    *out += fmt::format("    {}{}", detail, detail.ends_with('\n') ? "" : "\n");
  }
}

std::string Counted(std::size_t count, std::string_view one,
                    std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

int TestReport::failures() const {
  return static_cast<int>(
      std::count_if(cases.begin(), cases.end(),
                    [](const CaseResult& c) { return !c.passed(); }));
}

Result<TestReport> RunPolicyTests(const FileReader& files,
                                  std::string_view path,
                                  const FunctionTable& functions) {
  return Runner(files, functions).Run(path);
}

std::string FormatTestReport(const TestReport& report, bool verbose) {
  std::string out;
  for (const Diagnostic& problem : report.problems) {
    out += Render(problem);
  }
  for (const CaseResult& result : report.cases) {
    if (verbose || !result.passed()) {
      AppendCase(result, &out);
    }
  }
  out += fmt::format(
      "{}, {}: ",
      Counted(static_cast<std::size_t>(report.policies), "policy", "policies"),
      Counted(report.cases.size(), "case", "cases"));
  if (report.passed()) {
    return out + "all passed\n";
  }
  return out +
         fmt::format("{} failed, {}\n", report.failures(),
                     Counted(report.problems.size(), "problem", "problems"));
}

}  // namespace connectguard
