#include "policy/test_spec.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 5> kCaseKeys = {
    "name", "input", "expectations", "terraform_plan", "connectguard"};
constexpr std::array<std::string_view, 1> kExpectationKeys = {"rules"};
constexpr std::array<std::string_view, 4> kOwnKeys = {
    "rules", "plan_rules", "closed_world", "parameters"};
// cfn-guard refuses UNKNOWN, so it may stand only in keys of ours.
constexpr std::array<RuleStatus, 4> kStatuses = {
    RuleStatus::kPass, RuleStatus::kFail, RuleStatus::kSkip,
    RuleStatus::kUnknown};
constexpr std::size_t kGuardStatuses = 3;

class SpecParser {
 public:
  SpecParser(std::string path, std::string text,
             std::span<const std::string_view> rules)
      : rules_(rules), document_(std::make_unique<Document>()) {
    file_ = document_->AddFile(std::move(path), std::move(text));
  }

  Result<TestSpec> Parse() {
    CG_ASSIGN_OR_RETURN(const Value* root, ReadYaml(document_.get(), file_,
                                                    YamlDialect::kGuardTest));
    if (!root->Is(Kind::kList) || root->size == 0) {
      return Wrong(*root, "a test file is a list of cases",
                   "begin each case with `- name: ...`");
    }
    TestSpec spec;
    std::set<std::string, std::less<>> names;
    for (const Value& item : root->AsList()) {
      CG_ASSIGN_OR_RETURN(TestCase test, ReadCase(item));
      if (!names.insert(test.name).second) {
        return Wrong(item, fmt::format("two cases are named `{}`", test.name),
                     "name each case by what is special about it");
      }
      spec.cases.push_back(std::move(test));
    }
    spec.document = std::move(document_);
    return spec;
  }

 private:
  using Keys = std::span<const std::string_view>;

  tl::unexpected<Error> Wrong(const Value& value, std::string message,
                              std::string hint = "") const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(document_->file(file_), value.begin,
                             std::move(message), std::move(hint)));
  }

  Status CheckMap(const Value& value, std::string_view what, Keys keys) const {
    if (!value.Is(Kind::kMap)) {
      return Wrong(value, fmt::format("{} is not a map", what));
    }
    for (const Member& member : value.AsMap()) {
      const std::string_view key = member.key->text;
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
        std::string hint = DidYouMean(key, keys);
        return Wrong(
            member.value, fmt::format("unknown key `{}` in {}", key, what),
            hint.empty() ? fmt::format("known keys: {}", fmt::join(keys, ", "))
                         : std::move(hint));
      }
    }
    return {};
  }

  Result<TestCase> ReadCase(const Value& item) const {
    CG_RETURN_IF_ERROR(CheckMap(item, "a case", kCaseKeys));
    TestCase test;
    test.place = item.span();
    test.name = StringAt(item, "name");
    if (test.name.empty()) {
      return Wrong(item, "the case has no `name`");
    }
    test.input = Find(item, "input");
    if (test.input == nullptr || !test.input->Is(Kind::kMap)) {
      return Wrong(item, fmt::format("case `{}` has no `input`", test.name),
                   "give a template, or `{}` where only a plan is judged");
    }
    CG_RETURN_IF_ERROR(ReadPlan(item, &test));
    CG_RETURN_IF_ERROR(ReadExpectations(item, &test));
    return test;
  }

  Status ReadPlan(const Value& item, TestCase* test) const {
    const Value* plan = Find(item, "terraform_plan");
    if (plan == nullptr) {
      return {};
    }
    if (!plan->Is(Kind::kString) || plan->size == 0) {
      return Wrong(*plan, "`terraform_plan` is not the path of a plan");
    }
    test->terraform_plan = plan->AsString();
    return {};
  }

  Status ReadExpectations(const Value& item, TestCase* test) const {
    const Value* expectations = Find(item, "expectations");
    if (expectations == nullptr || Find(*expectations, "rules") == nullptr) {
      return Wrong(
          item,
          fmt::format("case `{}` has no `expectations.rules`", test->name),
          "cfn-guard asks for it even when it is `{}`");
    }
    CG_RETURN_IF_ERROR(
        CheckMap(*expectations, "`expectations`", kExpectationKeys));
    CG_ASSIGN_OR_RETURN(
        const Expectations stock,
        ReadStatuses(expectations, "rules",
                     std::span(kStatuses).first(kGuardStatuses)));
    const Value* own = Find(item, "connectguard");
    if (own != nullptr) {
      CG_RETURN_IF_ERROR(CheckMap(*own, "`connectguard`", kOwnKeys));
      CG_RETURN_IF_ERROR(ReadClosedWorld(*own, test));
      CG_RETURN_IF_ERROR(ReadParameters(*own, test));
    }
    CG_ASSIGN_OR_RETURN(const Expectations ours,
                        ReadStatuses(own, "rules", kStatuses));
    CG_ASSIGN_OR_RETURN(const Expectations on_plan,
                        ReadStatuses(own, "plan_rules", kStatuses));
    return Decide(item, stock, ours, on_plan, test);
  }

  Status ReadClosedWorld(const Value& own, TestCase* test) const {
    const Value* closed = Find(own, "closed_world");
    if (closed != nullptr && !closed->Is(Kind::kBool)) {
      return Wrong(*closed, "`closed_world` is neither true nor false");
    }
    test->closed_world = closed != nullptr && closed->boolean;
    return {};
  }

  Status ReadParameters(const Value& own, TestCase* test) const {
    const Value* parameters = Find(own, "parameters");
    if (parameters == nullptr) {
      return {};
    }
    if (!parameters->Is(Kind::kMap)) {
      return Wrong(*parameters, "`parameters` is not a map");
    }
    for (const Member& member : parameters->AsMap()) {
      std::optional<ParameterSetting> setting = SettingFrom(member.value);
      if (!setting) {
        return Wrong(member.value, "this is no value of a parameter");
      }
      setting->name = member.key->text;
      test->parameters.push_back(*std::move(setting));
    }
    return {};
  }

  // The statuses under `key` of `parent`; none when nothing is expected.
  Result<Expectations> ReadStatuses(const Value* parent, std::string_view key,
                                    std::span<const RuleStatus> allowed) const {
    Expectations expected;
    const Value* rules = parent == nullptr ? nullptr : Find(*parent, key);
    if (rules == nullptr) {
      return expected;
    }
    if (!rules->Is(Kind::kMap)) {
      return Wrong(*rules, fmt::format("`{}` is not a map", key));
    }
    for (const Member& member : rules->AsMap()) {
      const std::string_view rule = member.key->text;
      if (std::ranges::find(rules_, rule) == rules_.end()) {
        return Wrong(
            member.value, fmt::format("the policy reports no rule `{}`", rule),
            fmt::format("its rule{} `{}`", rules_.size() == 1 ? " is" : "s are",
                        fmt::join(rules_, "` and `")));
      }
      const std::optional<RuleStatus> status =
          StatusNamed(member.value, allowed);
      if (!status) {
        return Wrong(member.value, "this is no status that can stand here",
                     "use PASS, FAIL or SKIP; UNKNOWN only below "
                     "`connectguard`");
      }
      expected.emplace(rule, *status);
    }
    return expected;
  }

  static std::optional<RuleStatus> StatusNamed(
      const Value& value, std::span<const RuleStatus> allowed) {
    for (const RuleStatus status : allowed) {
      if (value.Is(Kind::kString) && value.AsString() == StatusName(status)) {
        return status;
      }
    }
    return std::nullopt;
  }

  // What is expected of a rule in two places is what the first one says.
  static Expectations Over(Expectations first, const Expectations& second) {
    first.insert(second.begin(), second.end());
    return first;
  }

  Status Decide(const Value& item, const Expectations& stock,
                const Expectations& ours, const Expectations& on_plan,
                TestCase* test) const {
    const bool has_plan = !test->terraform_plan.empty();
    test->expected = Over(ours, stock);
    if (!on_plan.empty() && !has_plan) {
      return Wrong(
          item,
          fmt::format("case `{}` has `plan_rules` but no plan", test->name),
          "add `terraform_plan: <path beside this file>`");
    }
    if (has_plan) {
      test->plan_expected = Over(on_plan, test->expected);
    }
    if (has_plan && test->input->size == 0 && stock.empty()) {
      test->expected.clear();
    }
    if (test->expected.empty() && test->plan_expected.empty()) {
      return Wrong(
          item, fmt::format("case `{}` expects nothing", test->name),
          fmt::format("add `{}: PASS`, FAIL or SKIP to `expectations.rules`",
                      rules_.front()));
    }
    return {};
  }

  std::span<const std::string_view> rules_;
  std::unique_ptr<Document> document_;
  std::uint16_t file_ = 0;
};

}  // namespace

Result<TestSpec> ParseTestSpec(std::string path, std::string text,
                               std::span<const std::string_view> rules) {
  return SpecParser(std::move(path), std::move(text), rules).Parse();
}

}  // namespace connectguard
