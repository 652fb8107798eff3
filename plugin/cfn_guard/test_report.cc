#include "cfn_guard/test_report.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cfn_guard/verbose_tree.h"
#include "document/value_builder.h"

namespace connectguard {
namespace {

constexpr SourceSpan kNowhere;

std::string StatusList(const std::vector<RuleStatus>& statuses) {
  std::vector<std::string_view> names;
  names.reserve(statuses.size());
  for (const RuleStatus status : statuses) {
    names.push_back(StatusName(status));
  }
  return fmt::format("[{}]", fmt::join(names, ", "));
}

class ReportBuilder {
 public:
  explicit ReportBuilder(ValueBuilder* builder) : builder_(*builder) {}

  void AddFile(const TestedFile& file) {
    builder_.StartMap(kNowhere);
    AddText("rule_file", file.rules_file);
    if (file.error) {
      AddText("error", *file.error);
    } else {
      builder_.AddKey("test_cases");
      builder_.StartList(kNowhere);
      for (const TestedCase& test : file.cases) {
        AddCase(test);
      }
      builder_.EndList();
    }
    builder_.EndMap();
  }

 private:
  void AddText(std::string_view key, std::string_view text) {
    builder_.AddKey(key);
    builder_.AddString(text, kNowhere);
  }

  void AddCase(const TestedCase& test) {
    builder_.StartMap(kNowhere);
    AddText("name", test.name);
    AddRules("passed_rules", test, [this](const TestedRule& rule) {
      if (!rule.expected || !rule.met) {
        return;
      }
      StartRule(rule);
      AddText("evaluated", StatusName(*rule.expected));
      builder_.EndMap();
    });
    AddRules("failed_rules", test, [this](const TestedRule& rule) {
      if (!rule.expected || rule.met) {
        return;
      }
      StartRule(rule);
      AddText("expected", StatusName(*rule.expected));
      AddStatuses(rule.evaluated);
      builder_.EndMap();
    });
    AddRules("skipped_rules", test, [this](const TestedRule& rule) {
      if (rule.expected) {
        return;
      }
      StartRule(rule);
      builder_.EndMap();
    });
    builder_.EndMap();
  }

  template <typename Add>
  void AddRules(std::string_view key, const TestedCase& test, Add add) {
    builder_.AddKey(key);
    builder_.StartList(kNowhere);
    std::for_each(test.rules.begin(), test.rules.end(), add);
    builder_.EndList();
  }

  void StartRule(const TestedRule& rule) {
    builder_.StartMap(kNowhere);
    AddText("name", rule.name);
  }

  void AddStatuses(const std::vector<RuleStatus>& statuses) {
    builder_.AddKey("evaluated");
    builder_.StartList(kNowhere);
    for (const RuleStatus status : statuses) {
      builder_.AddString(StatusName(status), kNowhere);
    }
    builder_.EndList();
  }

  ValueBuilder& builder_;
};

JunitSuite SuiteOf(const TestedFile& file) {
  JunitSuite suite{.name = file.rules_file, .cases = {}};
  if (file.error) {
    suite.milliseconds = file.milliseconds;
    suite.cases.push_back({.id = {},
                           .name = file.rules_file,
                           .milliseconds = file.milliseconds,
                           .status = JunitStatus::kError,
                           .message = {},
                           .text = *file.error});
    return suite;
  }
  for (const TestedCase& test : file.cases) {
    suite.milliseconds += test.milliseconds;
    const auto add = [&](const TestedRule& rule) {
      JunitCase result{.id = test.name,
                       .name = rule.name,
                       .milliseconds = test.milliseconds,
                       .status = JunitStatus::kPass,
                       .message = {},
                       .text = {}};
      if (!rule.met) {
        result.status = JunitStatus::kFail;
        result.text =
            fmt::format("Expected = {}, Evaluated = {}",
                        StatusName(*rule.expected), StatusList(rule.evaluated));
      }
      suite.cases.push_back(std::move(result));
    };
    for (const bool met : {true, false}) {
      for (const TestedRule& rule : test.rules) {
        if (rule.expected && rule.met == met) {
          add(rule);
        }
      }
    }
  }
  return suite;
}

}  // namespace

std::string CaseHeading(int number, const GuardTestCase& test) {
  std::string out = fmt::format("Test Case #{}\n", number);
  if (test.name) {
    out += fmt::format("Name: {}\n", *test.name);
  }
  return out;
}

std::string CaseText(const RuleFile& rules, const CaseVerdict& verdict,
                     bool verbose) {
  std::string out;
  std::string failed;
  std::string passed;
  for (const RuleVerdict& rule : verdict.rules) {
    if (!rule.expected) {
      out +=
          fmt::format("  No Test expectation was set for Rule {}\n", rule.rule);
    } else if (rule.met()) {
      passed += fmt::format("    {}: Expected = {}\n", rule.rule,
                            StatusName(*rule.expected));
    } else {
      failed +=
          fmt::format("    {}: Expected = {}, Evaluated = {}\n", rule.rule,
                      StatusName(*rule.expected), StatusList(rule.evaluated));
    }
  }
  if (verbose) {
    out += VerboseTree(rules, verdict.evaluation);
  }
  out += failed.empty() ? "" : "  FAIL Rules:\n" + failed;
  out += passed.empty() ? "" : "  PASS Rules:\n" + passed;
  return out + "\n";
}

bool TestedFile::failed() const {
  return std::any_of(cases.begin(), cases.end(), [](const TestedCase& test) {
    return std::any_of(
        test.rules.begin(), test.rules.end(),
        [](const TestedRule& rule) { return rule.expected && !rule.met; });
  });
}

TestedCase TestedCaseOf(const GuardTestCase& test, const CaseVerdict& verdict) {
  TestedCase result{.name = test.name.value_or(""), .rules = {}};
  for (const RuleVerdict& rule : verdict.rules) {
    result.rules.push_back({.name = std::string(rule.rule),
                            .expected = rule.expected,
                            .evaluated = rule.evaluated,
                            .met = rule.met()});
  }
  return result;
}

const Value* TestReportValue(const std::vector<TestedFile>& files, bool folder,
                             Arena* arena) {
  KeyTable keys(arena);
  ValueBuilder builder(arena, &keys);
  ReportBuilder report(&builder);
  if (folder) {
    builder.StartList(kNowhere);
  }
  for (const TestedFile& file : files) {
    report.AddFile(file);
  }
  if (folder) {
    builder.EndList();
  }
  return builder.Finish();
}

std::string TestJunitText(const std::vector<TestedFile>& files) {
  std::vector<JunitSuite> suites;
  std::int64_t milliseconds = 0;
  for (const TestedFile& file : files) {
    suites.push_back(SuiteOf(file));
    milliseconds += suites.back().milliseconds;
  }
  return JunitText("cfn-guard test report", suites, milliseconds);
}

}  // namespace connectguard
