#include "gate/collect.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/text.h"
#include "document/dump.h"
#include "document/path.h"
#include "gate/clause_groups.h"
#include "gate/place.h"
#include "gate/unknown_reason.h"

namespace connectguard {
namespace {

// A text that a function made is an explanation: of a path, for example.
constexpr std::size_t kExplanationBytes = 600;

bool IsInside(const Value& value, const Value& container) {
  const Value* at = value.parent;
  while (at != nullptr && at != &container) {
    at = at->parent;
  }
  return at != nullptr;
}

std::string FoundIn(const ClauseRecord& record) {
  if (record.from != nullptr && record.from->Is(Kind::kUnknown) &&
      !record.from->sensitive) {
    return "(unknown)";
  }
  if (!record.remaining.empty()) {
    return fmt::format("(missing) `{}`", record.remaining);
  }
  if (record.from == nullptr) {
    return "(nothing)";
  }
  return record.from->Is(Kind::kString) && IsMade(*record.from)
             ? Summarize(*record.from, kExplanationBytes)
             : Summarize(*record.from);
}

// True for a reference to a rule that did not pass: that rule's own records say
// why.
bool StandsForOtherRule(const ClauseRecord& record) {
  const auto* reference =
      record.clause == nullptr
          ? nullptr
          : std::get_if<RuleReference>(&record.clause->form);
  return reference != nullptr && !reference->negated;
}

// Turns the records of one policy into findings about one document.
class Collector {
 public:
  Collector(const Policy& policy, const Document& document,
            std::vector<CollectedFinding>* findings)
      : policy_(policy), document_(document), findings_(findings) {}

  void AddEvaluation(const Evaluation& evaluation) {
    for (const RuleRecord& rule : evaluation.rules) {
      AddRule(rule);
    }
    MentionWithheld();
  }

 private:
  void AddRule(const RuleRecord& rule) {
    rule_ = rule.rule;
    open_.clear();
    if (rule.error) {
      AddError(*rule.error);
      return;
    }
    const RuleStatus status = rule.status();
    if (status != RuleStatus::kFail && status != RuleStatus::kUnknown) {
      return;
    }
    // In a rule that is not certain, what looks like a violation is one
    // alternative of several, and not yet more than that.
    std::vector<const ClauseRecord*> records;
    bool explained = false;
    for (const ClauseRecord& record : rule.clauses) {
      if (status == RuleStatus::kUnknown &&
          record.status != RuleStatus::kUnknown) {
        continue;
      }
      explained = true;
      if (!StandsForOtherRule(record)) {
        records.push_back(&record);
      }
    }
    AddRecords(records);
    if (!explained) {
      AddRuleAsWhole(rule, status);
    }
  }

  void MentionWithheld() {
    for (const auto& [resource, tally] : tallies_) {
      if (tally.withheld > 0) {
        (*findings_)[tally.last].withheld = tally.withheld;
        (*findings_)[tally.last].finding.message +=
            fmt::format(" ... and {} more in this resource", tally.withheld);
      }
    }
  }

  // A requirement on one element of the block around it.
  using Requirement = std::pair<const void*, const Value*>;

  Requirement RequirementOf(const ClauseRecord& record) const {
    const ClauseGroup* group =
        record.clause == nullptr ? nullptr : groups_.Of(*record.clause);
    if (group == nullptr) {
      return {record.clause, record.scope};
    }
    return {group, record.scope};
  }

  // How much a reader learns from a record about the requirement that it
  // belongs to.
  int ValueOf(const ClauseRecord& record) const {
    if (record.from == nullptr) {
      return 0;
    }
    const bool placed = ResourceOf(record.from) != nullptr;
    return 1 + (placed ? 2 : 0) + (record.from->Is(Kind::kUnknown) ? 1 : 0);
  }

  // What the rules say of a clause that is not met; empty for a condition, for
  // example.
  std::string_view MessageOf(const ClauseRecord& record) const {
    const ClauseGroup* group =
        record.clause == nullptr ? nullptr : groups_.Of(*record.clause);
    return group != nullptr && !group->message.empty() ? group->message
                                                       : record.message;
  }

  // Of alternatives that all failed, only the most telling one is reported.
  void AddRecords(const std::vector<const ClauseRecord*>& records) {
    struct Best {
      const ClauseRecord* record = nullptr;
      int value = 0;
    };
    std::map<Requirement, Best> best;
    std::vector<const Best*> of_record;  // Of the same number.
    of_record.reserve(records.size());
    for (const ClauseRecord* record : records) {
      Best& chosen = best[RequirementOf(*record)];
      const int value = ValueOf(*record);
      if (chosen.record == nullptr || value >= chosen.value) {
        chosen = {.record = record, .value = value};
      }
      of_record.push_back(&chosen);
    }
    std::vector<const ClauseRecord*> aside;
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (of_record[i]->record->clause != records[i]->clause) {
        continue;
      }
      if (IsAside(*records[i])) {
        aside.push_back(records[i]);
      } else {
        AddRecord(*records[i]);
      }
    }
    for (const ClauseRecord* record : aside) {
      AddRecord(*record);
    }
  }

  // A clause without words of its own, such as a condition, that depends on
  // what stands nowhere in the input: others may say more of the same.
  bool IsAside(const ClauseRecord& record) const {
    return record.status == RuleStatus::kUnknown && MessageOf(record).empty() &&
           ResourceOf(SourceOf(record.unknown)) == nullptr;
  }

  void Add(const Resource* resource, bool planned, Finding finding) {
    std::size_t order = 0;
    if (resource != nullptr) {
      const auto section =
          planned ? document_.resources() : document_.previous();
      order = 1 + static_cast<std::size_t>(resource - section.data()) +
              (planned ? 0 : document_.resources().size());
      finding.resource = resource->address;
      finding.resource_type = resource->type;
      finding.construct = resource->construct;
    }
    findings_->push_back({.order = order, .finding = std::move(finding)});
  }

  void AddError(const Error& error) {
    Finding finding = FindingOf(policy_, rule_);
    finding.status = FindingStatus::kError;
    finding.message = "the policy could not be evaluated, so it cannot pass";
    const Diagnostic& diagnostic = error.diagnostic;
    finding.reason = OnOneLine(diagnostic.message);
    if (diagnostic.has_place) {
      finding.policy_place = {.file = diagnostic.file,
                              .place = diagnostic.place,
                              .span = {},
                              .has_lines = true,
                              .source_line = diagnostic.source_line,
                              .caret = diagnostic.caret};
    }
    Add(nullptr, true, std::move(finding));
  }

  void AddRuleAsWhole(const RuleRecord& rule, RuleStatus status) {
    Finding finding = FindingOf(policy_, rule_);
    if (status == RuleStatus::kUnknown) {
      finding.status = FindingStatus::kUnknown;
      finding.reason = ReasonOf(nullptr, "");
    }
    if (rule.rule != nullptr) {
      finding.policy_place =
          PlaceIn(*policy_.rules->source, rule.rule->name_span);
    }
    Add(nullptr, true, std::move(finding));
  }

  // All that an unknown finding is told apart by follows from this. Of many
  // records that depend on one unknown value, the first is looked at.
  struct OpenRecord {
    const Resource* resource;
    const Value* unknown;
    std::string_view message;
    std::string_view remark;
    auto operator<=>(const OpenRecord&) const = default;
  };

  bool IsOpenAgain(const ClauseRecord& record, const Resource* resource) {
    return record.status == RuleStatus::kUnknown && record.unknown != nullptr &&
           !open_
                .insert({.resource = resource,
                         .unknown = record.unknown,
                         .message = MessageOf(record),
                         .remark = record.remark})
                .second;
  }

  void AddRecord(const ClauseRecord& record) {
    const Value* at = AnchorOf(record);
    const Document::Owner owner =
        at == nullptr ? Document::Owner{} : document_.OwnerOf(*at);
    if (IsOpenAgain(record, owner.resource)) {
      return;
    }
    Told told = record.status == RuleStatus::kUnknown
                    ? TellOpen(record, owner.resource)
                    : TellBroken(record, at, owner.resource);
    if (told.status == FindingStatus::kUnknown &&
        !reasons_.insert({owner.resource, told.reason}).second &&
        IsAside(record)) {
      return;
    }
    const auto [seen, is_new] = seen_.insert(std::move(told));
    if (is_new && Admit(owner.resource)) {
      Add(owner.resource, owner.planned,
          MakeFinding(record, at, owner.resource, *seen));
    }
  }

  // What an unknown value was made of, by a function that was asked about it.
  static const Value* SourceOf(const Value* unknown) {
    while (unknown != nullptr && IsMade(*unknown) &&
           unknown->parent->Is(Kind::kUnknown)) {
      unknown = unknown->parent;
    }
    return unknown;
  }

  // What makes two findings of a policy the same to a reader, with what tells
  // most of them apart first: of many records few are reported.
  struct Told {
    std::string path = {};
    std::string found = {};
    std::string reason = {};
    const Resource* resource = nullptr;
    std::string_view message = {};  // As the rules have it.
    std::string_view remark = {};
    std::string_view rule = {};  // Of plain rules, which are their titles.
    FindingStatus status = FindingStatus::kViolation;
    auto operator<=>(const Told&) const = default;
  };

  // That a resource waits for a reference, holds something that is not known,
  // or is not clear to a function is said once, however many clauses look at
  // it; what else is open is said of each thing that is asked.
  Told TellOpen(const ClauseRecord& record, const Resource* resource) const {
    const Value* why = record.unknown != nullptr ? record.unknown : record.from;
    Told told{.reason = ReasonOf(why, NameOf(why)),
              .resource = resource,
              .rule = TitleOfRule(),
              .status = FindingStatus::kUnknown};
    const Value* unknown = SourceOf(record.unknown);
    const bool of_resource =
        unknown != nullptr &&
        (WaitsForApply(*unknown) ||
         (resource != nullptr && ResourceOf(unknown) == resource));
    if (!of_resource) {
      told.message = MessageOf(record);
      told.remark = record.remark;
    }
    return told;
  }

  Told TellBroken(const ClauseRecord& record, const Value* at,
                  const Resource* resource) const {
    return {.path = PathOf(record, at, resource),
            .found = FoundIn(record),
            .resource = resource,
            .message = MessageOf(record),
            .remark = record.remark,
            .rule = TitleOfRule()};
  }

  std::string_view TitleOfRule() const {
    return policy_.plain && rule_ != nullptr ? std::string_view(rule_->name)
                                             : std::string_view();
  }

  const Resource* ResourceOf(const Value* value) const {
    return value != nullptr && BelongsTo(document_, *value)
               ? document_.OwnerOf(*value).resource
               : nullptr;
  }

  // The value of the input that the record is about: the one looked at, or else
  // the block around the clause; null when neither is part of a resource.
  const Value* AnchorOf(const ClauseRecord& record) const {
    // What a function made stands nowhere: the block that asked for it does,
    // unless it was made of something inside that block.
    const bool made = record.from != nullptr && IsMade(*record.from) &&
                      !IsInside(*record.from->parent, *record.scope);
    const Value* first = made ? record.scope : record.from;
    const Value* second = made ? record.from : record.scope;
    for (const Value* value : {first, second, record.unknown}) {
      if (ResourceOf(value) != nullptr) {
        return value;
      }
    }
    return nullptr;
  }

  // False when the policy has said enough about the resource; then its last
  // finding is told to count this one.
  bool Admit(const Resource* resource) {
    Tally& tally = tallies_[resource];
    if (tally.admitted < kMaxFindingsPerResource) {
      ++tally.admitted;
      tally.last = findings_->size();
      return true;
    }
    ++tally.withheld;
    return false;
  }

  Finding MakeFinding(const ClauseRecord& record, const Value* at,
                      const Resource* resource, const Told& told) const {
    Finding finding = FindingOf(policy_, rule_);
    finding.status = told.status;
    finding.reason = told.reason;
    const bool broken = told.status == FindingStatus::kViolation;
    finding.path = broken ? told.path : PathOf(record, at, resource);
    finding.found = broken ? told.found : FoundIn(record);
    if (std::string folded = OnOneLine(MessageOf(record)); !folded.empty()) {
      finding.message = std::move(folded);
    }
    if (!record.remark.empty()) {
      finding.message += fmt::format(" ({})", record.remark);
    }
    Describe(record, at, resource, &finding);
    return finding;
  }

  // Adds where it is, in the rules and in the input.
  void Describe(const ClauseRecord& record, const Value* at,
                const Resource* resource, Finding* finding) const {
    if (record.clause != nullptr) {
      finding->expected = ClauseText(*policy_.rules, *record.clause);
      finding->policy_place =
          PlaceIn(*policy_.rules->source, record.clause->span);
    }
    if (at != nullptr && resource != nullptr) {
      DescribePlace(record, *at, *resource, finding);
    }
  }

  // In the words of the input's author; empty for what is not in a resource.
  std::string NameOf(const Value* value) const {
    const Resource* resource = ResourceOf(value);
    if (resource == nullptr) {
      return "";
    }
    std::string attribute = NativeAttributeOf(document_, *value).path;
    return attribute.empty() ? PathBelow(*value, *resource->node) : attribute;
  }

  // Empty for what is not in a resource.
  static std::string PathOf(const ClauseRecord& record, const Value* at,
                            const Resource* resource) {
    if (at == nullptr || resource == nullptr) {
      return "";
    }
    std::string path = PathBelow(*at, *resource->node);
    if (at == record.from && !record.remaining.empty()) {
      path += path.empty() ? "" : ".";
      path += record.remaining;
    }
    return path;
  }

  void DescribePlace(const ClauseRecord& record, const Value& at,
                     const Resource& resource, Finding* finding) const {
    finding->place = PlaceOf(document_, at);
    // A block of YAML begins with its first member, which is not the missing
    // one.
    const std::string& line = finding->place.source_line;
    if (!record.remaining.empty() && !line.empty() &&
        line[finding->place.caret] != '{' &&
        line[finding->place.caret] != '[') {
      finding->place.source_line.clear();
    }
    NativeAttribute native = NativeAttributeOf(document_, at);
    finding->attribute = std::move(native.path);
    const std::string inside = PathInText(document_, at);
    if (!finding->attribute.empty() && !inside.empty()) {
      finding->attribute += "." + inside;
    }
    if (native.address != resource.address) {
      finding->set_in = std::move(native.address);
    }
  }

  struct Tally {
    std::size_t admitted = 0;
    std::size_t withheld = 0;
    std::size_t last = 0;  // Number of its last finding.
  };

  const Policy& policy_;
  const Document& document_;
  const Rule* rule_ = nullptr;  // Whose records are looked at.
  std::vector<CollectedFinding>* findings_;
  ClauseGroups groups_{*policy_.rules};
  std::set<Told> seen_;
  std::set<OpenRecord> open_;  // Of this rule.
  // Why something is unknown, as it was said of a resource.
  std::set<std::pair<const Resource*, std::string>> reasons_;
  std::map<const Resource*, Tally> tallies_;
};

int RankOf(FindingStatus status) {
  switch (status) {
    case FindingStatus::kError:
      return 0;
    case FindingStatus::kViolation:
      return 1;
    case FindingStatus::kUnknown:
      return 2;
  }
  return 0;
}

PolicyStatus StatusOf(const RuleRecord& rule) {
  if (rule.error) {
    return PolicyStatus::kError;
  }
  switch (rule.status()) {
    case RuleStatus::kPass:
      return PolicyStatus::kPassed;
    case RuleStatus::kFail:
      return PolicyStatus::kFailed;
    case RuleStatus::kSkip:
      return PolicyStatus::kSkipped;
    case RuleStatus::kUnknown:
      return PolicyStatus::kUnknown;
  }
  return PolicyStatus::kError;
}

}  // namespace

PolicyStatus StatusOf(const Evaluation& evaluation) {
  constexpr PolicyStatus kWorstFirst[] = {
      PolicyStatus::kError, PolicyStatus::kFailed, PolicyStatus::kUnknown,
      PolicyStatus::kPassed};
  for (const PolicyStatus status : kWorstFirst) {
    for (const RuleRecord& rule : evaluation.rules) {
      if (StatusOf(rule) == status) {
        return status;
      }
    }
  }
  return PolicyStatus::kSkipped;
}

Finding FindingOf(const Policy& policy, const Rule* rule) {
  Finding finding;
  finding.policy_id = policy.metadata.id;
  finding.title = policy.metadata.title;
  const bool warns = rule != nullptr && rule->name == policy.metadata.warning;
  finding.severity = warns ? Severity::kLow : policy.metadata.severity;
  finding.message = policy.metadata.title;
  finding.fix = policy.metadata.fix;
  finding.source = policy.metadata.source;
  if (policy.plain && rule != nullptr) {
    finding.title = rule->name;
    finding.message = rule->name;
  }
  return finding;
}

void CollectFindings(const Policy& policy, const Evaluation& evaluation,
                     const Document& document,
                     std::vector<CollectedFinding>* findings) {
  const PolicyStatus status = StatusOf(evaluation);
  if (status != PolicyStatus::kPassed && status != PolicyStatus::kSkipped) {
    Collector(policy, document, findings).AddEvaluation(evaluation);
  }
}

std::vector<Finding> SortFindings(std::vector<CollectedFinding> findings) {
  std::stable_sort(
      findings.begin(), findings.end(),
      [](const CollectedFinding& a, const CollectedFinding& b) {
        if (a.finding.waiver.has_value() != b.finding.waiver.has_value()) {
          return b.finding.waiver.has_value();
        }
        if (a.finding.severity != b.finding.severity) {
          return a.finding.severity > b.finding.severity;
        }
        if (a.finding.status != b.finding.status) {
          return RankOf(a.finding.status) < RankOf(b.finding.status);
        }
        return a.order < b.order;
      });
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (CollectedFinding& collected : findings) {
    sorted.push_back(std::move(collected.finding));
  }
  return sorted;
}

}  // namespace connectguard
