#include "lint/compare_modes.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "guard/evaluator.h"
#include "guard/semantics.h"
#include "lint/checks.h"
#include "lint/facts.h"
#include "lint/lint.h"

namespace connectguard {
namespace {

constexpr std::array kDepartures = {
    Departure::kLeadingNot,       Departure::kNegatedCall,
    Departure::kEmptyLeft,        Departure::kEmptyRight,
    Departure::kNumbers,          Departure::kKeyCase,
    Departure::kMissingResources, Departure::kIncomparable,
    Departure::kSetEquality,      Departure::kListFilter,
    Departure::kTypeConditions,   Departure::kRangeInList,
    Departure::kIndexes};
static_assert(kDepartures.size() == kDepartureCount);

Semantics StrictWithout(const std::vector<Departure>& departures) {
  Semantics semantics = Semantics::Strict();
  for (const Departure departure : departures) {
    semantics = semantics.Without(departure);
  }
  return semantics;
}

std::string StatusText(const RuleRecord& record) {
  return record.error ? "ERROR" : std::string(StatusName(record.status()));
}

// The first kind of finding of the departure: what says most of it.
const LintCheck& CheckOf(Departure departure) {
  for (const LintCheck& check : LintChecks()) {
    if (check.departure == departure) {
      return check;
    }
  }
  return LintChecks().front();
}

std::vector<LintFinding> SortedFindings(const RuleFile& file) {
  std::vector<LintFinding> findings = FindAll(file);
  SortFindings(&findings);
  return findings;
}

class Comparer {
 public:
  Comparer(const RuleFile& file, const Document& document,
           std::string_view input, const Clock* clock)
      : file_(file), document_(document), input_(input), clock_(clock) {}

  std::vector<LintFinding> Compare() {
    const Evaluation strict = Judge({});
    const Evaluation compat = JudgeAs(Semantics::Compat());
    std::vector<LintFinding> found;
    for (std::size_t i = 0; i < strict.rules.size(); ++i) {
      if (StatusText(strict.rules[i]) != StatusText(compat.rules[i])) {
        found.push_back(Explain(i, strict.rules[i], compat.rules[i]));
      }
    }
    return found;
  }

 private:
  Evaluation JudgeAs(Semantics semantics) const {
    return Evaluate(file_, document_,
                    {.semantics = semantics, .clock = clock_});
  }
  Evaluation Judge(const std::vector<Departure>& without) const {
    return JudgeAs(StrictWithout(without));
  }

  // Leaves out, from all departures, each that is not needed to change the
  // status.
  std::vector<Departure> CausesOf(std::size_t rule,
                                  const std::string& strict) const {
    std::vector<Departure> causes(kDepartures.begin(), kDepartures.end());
    for (const Departure departure : kDepartures) {
      std::vector<Departure> fewer = causes;
      std::erase(fewer, departure);
      if (StatusText(Judge(fewer).rules[rule]) != strict) {
        causes = std::move(fewer);
      }
    }
    return causes;
  }

  // A clause that is recorded on one side alone, or what lint names as a
  // reason.
  SourceSpan PlaceOf(std::size_t rule, const RuleRecord& strict,
                     const RuleRecord& compat,
                     const std::vector<Departure>& causes) const {
    for (const auto& [one, other] :
         {std::pair(&strict, &compat), std::pair(&compat, &strict)}) {
      for (const ClauseRecord& record : one->clauses) {
        const bool both = std::any_of(
            other->clauses.begin(), other->clauses.end(),
            [&](const ClauseRecord& each) {
              return each.clause == record.clause && each.from == record.from;
            });
        if (!both && FindReason(record.clause->span, causes) != nullptr) {
          return record.clause->span;
        }
      }
    }
    const std::optional<SourceSpan> reason = ReasonIn(rule, causes);
    return reason ? *reason : file_.rules[rule].name_span;
  }

  // What lint says of the departure there, seen without the input; null when
  // it says nothing.
  const LintFinding* FindReason(SourceSpan span,
                                const std::vector<Departure>& causes) const {
    for (const LintFinding& each : findings_) {
      if (each.check->departure && each.span.begin >= span.begin &&
          each.span.begin < span.end &&
          std::find(causes.begin(), causes.end(), *each.check->departure) !=
              causes.end()) {
        return &each;
      }
    }
    return nullptr;
  }

  // The first of what the rule is made of.
  std::optional<SourceSpan> ReasonIn(
      std::size_t rule, const std::vector<Departure>& causes) const {
    std::optional<SourceSpan> found;
    for (const std::size_t item :
         facts_.ReachableFrom(facts_.ItemOf(file_.rules[rule]))) {
      const LintFinding* reason = FindReason(facts_.items[item].span, causes);
      if (reason != nullptr && (!found || reason->span.begin < found->begin)) {
        found = reason->span;
      }
    }
    return found;
  }

  LintFinding Explain(std::size_t rule, const RuleRecord& strict,
                      const RuleRecord& compat) const {
    ModeDisagreement disagreement{.input = std::string(input_),
                                  .rule = file_.rules[rule].name,
                                  .strict = StatusText(strict),
                                  .compat = StatusText(compat)};
    disagreement.causes = CausesOf(rule, disagreement.strict);
    LintFinding finding;
    finding.check = FindLintCheck("modes-disagree");
    finding.span = PlaceOf(rule, strict, compat, disagreement.causes);
    std::string why;
    for (const Departure departure : disagreement.causes) {
      const LintFinding* reason = FindReason(finding.span, {departure});
      const LintCheck& check =
          reason != nullptr ? *reason->check : CheckOf(departure);
      why += fmt::format("{}{}: {}", why.empty() ? "" : "; ", check.title,
                         check.why);
      if (finding.hint.empty() && reason != nullptr) {
        finding.hint = reason->hint;
      }
    }
    finding.message = fmt::format(
        "rule `{}` is {} strictly and {} with cfn-guard, on `{}`: {}",
        disagreement.rule, disagreement.strict, disagreement.compat, input_,
        why);
    finding.disagreement = std::move(disagreement);
    return finding;
  }

  const RuleFile& file_;
  const Document& document_;
  std::string_view input_;
  const Clock* clock_;
  LintFacts facts_{file_};
  std::vector<LintFinding> findings_ = SortedFindings(file_);
};

}  // namespace

std::vector<LintFinding> CompareModes(const RuleFile& file,
                                      const Document& document,
                                      std::string_view input,
                                      const Clock* clock) {
  return Comparer(file, document, input, clock).Compare();
}

}  // namespace connectguard
