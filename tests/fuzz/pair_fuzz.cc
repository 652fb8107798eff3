// Rules and data of any bytes, a line `----` between them: what is recorded
// changes no status, and an observer sees steps that begin and end in pairs.
#include <string>
#include <string_view>

#include "fuzz/fuzzed.h"
#include "guard/observer.h"

namespace connectguard::testing {
namespace {

constexpr std::string_view kBetween = "\n----\n";

class PairedSteps : public EvaluationObserver {
 public:
  void Begin(const Step&) override { ++open_; }
  void End(const Step&, Outcome, const Value*) override {
    Require(open_-- > 0, "a step ends after it has begun");
  }
  void Selected(const Clause&, Entries, Entries) override {
    Require(open_ > 0, "what is selected belongs to a step");
  }
  void Checked(const Clause&, const Check&) override {
    Require(open_ > 0, "what is checked belongs to a step");
  }
  bool Closed() const { return open_ == 0; }

 private:
  int open_ = 0;
};

void RequireSame(const Evaluation& one, const Evaluation& other) {
  Require(one.rules.size() == other.rules.size(), "all rules are judged");
  for (std::size_t i = 0; i < one.rules.size(); ++i) {
    Require(one.rules[i].error.has_value() == other.rules[i].error.has_value(),
            "records make no error");
    Require(one.rules[i].outcome == other.rules[i].outcome,
            "records change no outcome");
  }
}

void RequireRecords(const RuleRecord& record) {
  Require(record.error || record.status() != RuleStatus::kFail ||
              !record.clauses.empty(),
          "a rule that fails says why");
  for (const ClauseRecord& clause : record.clauses) {
    Require(clause.clause != nullptr && clause.scope != nullptr,
            "a record names its clause and where it ran");
  }
}

void Judge(const RuleFile& rules, const Document& document,
           EvaluateOptions options) {
  const Evaluation recorded = Evaluate(rules, document, options);
  for (const RuleRecord& record : recorded.rules) {
    RequireRecords(record);
  }
  PairedSteps steps;
  options.observer = &steps;
  options.records = false;
  RequireSame(recorded, Evaluate(rules, document, options));
  Require(steps.Closed(), "every step ends");
}

}  // namespace
}  // namespace connectguard::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace connectguard;           // NOLINT: a target, no library.
  using namespace connectguard::testing;  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t between = text.find(kBetween);
  if (between == std::string_view::npos) {
    return 0;
  }
  for (const GuardVersion version : kVersions) {
    const auto rules = RulesOf(text.substr(0, between), version);
    const auto document = rules == nullptr
                              ? nullptr
                              : DataOf(text.substr(between + kBetween.size()),
                                       version == GuardVersion::k31
                                           ? YamlDialect::kGuardValidate31
                                           : YamlDialect::kGuardValidate32);
    if (document == nullptr) {
      return 0;
    }
    for (const Semantics semantics :
         {Semantics::Compat(), Semantics::Strict()}) {
      Judge(*rules, *document, Quickly(version, semantics));
    }
  }
  return 0;
}
