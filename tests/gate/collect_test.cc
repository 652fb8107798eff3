#include "gate/collect.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "guard/parser.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kDocument[] = R"({
  "Resources": {
    "First": {"Type": "A::B::C", "Properties": {"Tags": ["x", "y"]}},
    "Second": {"Type": "A::B::C", "Properties": {"Name": "n"}}
  },
  "Previous": {
    "Gone": {"Type": "A::B::C", "Properties": {"Name": "old"}}
  }
})";

class CollectTest : public ::testing::Test {
 protected:
  void SetUp() override {
    document_.AddFile("input.json", kDocument);
    const auto root = ReadJson(&document_, 0);
    ASSERT_TRUE(root);
    document_.SetRoot(*root);
    auto rules =
        ParseRules("rule.guard", "rule r {\n  Name exists\n  Tags exists\n}\n",
                   functions_);
    ASSERT_TRUE(rules) << Render(rules.error().diagnostic);
    policy_.rules = *std::move(rules);
    policy_.metadata.id = "A-1";
    policy_.metadata.title = "Title";
    policy_.metadata.severity = Severity::kHigh;
    policy_.metadata.fix = "mend it";
  }

  const Value& At(std::initializer_list<std::string_view> path) const {
    return *FindPath(document_.root(), path);
  }

  ClauseRecord RecordAt(const Value& value) const {
    ClauseRecord record;
    record.clause = &policy_.rules->rules[0].body.clauses[0][0];
    record.from = &value;
    record.scope = &document_.root();
    return record;
  }

  std::vector<Finding> Collect(std::vector<ClauseRecord> records,
                               Outcome outcome = Outcome::Fail()) {
    Evaluation evaluation;
    evaluation.rules.resize(1);
    evaluation.rules[0].rule = &policy_.rules->rules[0];
    evaluation.rules[0].outcome = outcome;
    evaluation.rules[0].clauses = std::move(records);
    return CollectFrom(evaluation);
  }

  std::vector<Finding> CollectFrom(const Evaluation& evaluation) {
    std::vector<CollectedFinding> collected;
    CollectFindings(policy_, evaluation, document_, &collected);
    withheld_ = 0;
    for (const CollectedFinding& each : collected) {
      withheld_ += each.withheld;
    }
    return SortFindings(std::move(collected));
  }

  FunctionTable functions_;
  Document document_;
  std::size_t withheld_ = 0;  // Of what was collected last.
  Policy policy_;
};

TEST_F(CollectTest, NamesResourceAndPlace) {
  ClauseRecord record =
      RecordAt(At({"Resources", "Second", "Properties", "Name"}));
  record.message = "\n   the name\n   is wrong\n";
  const auto findings = Collect({record});
  ASSERT_THAT(findings, SizeIs(1));
  const Finding& finding = findings[0];
  EXPECT_EQ(finding.policy_id, "A-1");
  EXPECT_EQ(finding.status, FindingStatus::kViolation);
  EXPECT_EQ(finding.resource, "Second");
  EXPECT_EQ(finding.resource_type, "A::B::C");
  EXPECT_EQ(finding.path, "Properties.Name");
  EXPECT_EQ(finding.message, "the name is wrong");
  EXPECT_EQ(finding.found, "\"n\"");
  EXPECT_EQ(finding.fix, "mend it");
  EXPECT_EQ(finding.place.file, "input.json");
  EXPECT_EQ(finding.place.place.line, 4u);
  EXPECT_EQ(finding.policy_place.place.line, 2u);
  EXPECT_THAT(finding.expected, EndsWith("Name exists"));
}

TEST_F(CollectTest, WhatTheRuleThatWarnsFindsIsLow) {
  const Value& tags = At({"Resources", "First", "Properties", "Tags"});
  EXPECT_EQ(Collect({RecordAt(tags)}).at(0).severity, Severity::kHigh);
  policy_.metadata.warning = "r";
  EXPECT_EQ(Collect({RecordAt(tags)}).at(0).severity, Severity::kLow);
  EXPECT_EQ(Collect({RecordAt(tags)}, Outcome::PassOrFail()).at(0).severity,
            Severity::kLow);
  policy_.metadata.warning = "another";
  EXPECT_EQ(Collect({RecordAt(tags)}).at(0).severity, Severity::kHigh);
}

TEST_F(CollectTest, MissingPropertiesAreNamed) {
  ClauseRecord record = RecordAt(At({"Resources", "First", "Properties"}));
  record.remaining = "Name";
  const auto findings = Collect({record});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].path, "Properties.Name");
  EXPECT_EQ(findings[0].found, "(missing) `Name`");
  EXPECT_EQ(findings[0].message, "Title");
}

TEST_F(CollectTest, DeletedResourcesAreNamed) {
  const auto findings =
      Collect({RecordAt(At({"Previous", "Gone", "Properties", "Name"}))});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].resource, "Gone");
}

TEST_F(CollectTest, SaysTheSameThingOnce) {
  const ClauseRecord record =
      RecordAt(At({"Resources", "Second", "Properties", "Name"}));
  EXPECT_THAT(Collect({record, record}), SizeIs(1));
}

TEST_F(CollectTest, StandsInInputOrder) {
  const auto findings =
      Collect({RecordAt(At({"Previous", "Gone", "Properties"})),
               RecordAt(At({"Resources", "Second", "Properties"})),
               RecordAt(At({"Resources", "First", "Properties"}))});
  ASSERT_THAT(findings, SizeIs(3));
  EXPECT_EQ(findings[0].resource, "First");
  EXPECT_EQ(findings[1].resource, "Second");
  EXPECT_EQ(findings[2].resource, "Gone");
}

TEST_F(CollectTest, CountsWhatIsTooMuchForOneResource) {
  std::vector<ClauseRecord> records;
  const Value& first = At({"Resources", "First", "Properties"});
  for (std::size_t i = 0; i < kMaxFindingsPerResource + 3; ++i) {
    records.push_back(RecordAt(first));
    records.back().remaining = "P" + std::to_string(i);
  }
  records.push_back(RecordAt(At({"Resources", "Second", "Properties"})));
  const auto findings = Collect(records);
  ASSERT_THAT(findings, SizeIs(kMaxFindingsPerResource + 1));
  EXPECT_THAT(findings[kMaxFindingsPerResource - 1].message,
              EndsWith("and 3 more in this resource"));
  EXPECT_EQ(withheld_, 3u);
}

TEST_F(CollectTest, ValuesOfTheRuleHaveNoPlace) {
  Arena arena;
  KeyTable keys(&arena);
  ValueBuilder builder(&arena, &keys);
  builder.AddInt(1, {.begin = 5, .end = 6, .file = 0});
  ClauseRecord record = RecordAt(*builder.Finish());
  record.scope = &At({"Resources", "Second"});
  const auto findings = Collect({record});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].resource, "Second");
  EXPECT_EQ(findings[0].found, "1");
  EXPECT_EQ(findings[0].place.place.line, 4u);
}

TEST_F(CollectTest, RuleWithoutRecordsStillCounts) {
  const auto violated = Collect({});
  ASSERT_THAT(violated, SizeIs(1));
  EXPECT_EQ(violated[0].status, FindingStatus::kViolation);
  EXPECT_EQ(violated[0].policy_place.place.line, 1u);
  const auto unknown = Collect({}, Outcome::PassOrFail());
  ASSERT_THAT(unknown, SizeIs(1));
  EXPECT_EQ(unknown[0].status, FindingStatus::kUnknown);
  EXPECT_NE(unknown[0].reason, "");
}

TEST_F(CollectTest, SatisfiedAndSkippedRulesSayNothing) {
  EXPECT_THAT(Collect({}, Outcome::Pass()), IsEmpty());
  EXPECT_THAT(Collect({}, Outcome::Skip()), IsEmpty());
}

TEST_F(CollectTest, UnknownsNameTheirReferences) {
  const Reference references[] = {{.text = "aws_kms_key.main.arn",
                                   .target = {},
                                   .attribute = {},
                                   .exact = true}};
  const UnknownInfo info = {.reason = "known after apply",
                            .references = references,
                            .may_be_absent = false};
  Arena arena;
  KeyTable keys(&arena);
  ValueBuilder builder(&arena, &keys);
  builder.AddUnknown(&info, {});
  ClauseRecord record =
      RecordAt(At({"Resources", "Second", "Properties", "Name"}));
  record.status = RuleStatus::kUnknown;
  record.unknown = builder.Finish();
  const auto findings = Collect({record}, Outcome::PassOrFail());
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].status, FindingStatus::kUnknown);
  EXPECT_EQ(findings[0].reason,
            "`aws_kms_key.main.arn` is known only after apply");
}

TEST_F(CollectTest, SaysOnceWhatAResourceWaitsFor) {
  const UnknownInfo info = {
      .reason = "known after apply", .references = {}, .may_be_absent = true};
  Arena arena;
  KeyTable keys(&arena);
  ValueBuilder builder(&arena, &keys);
  builder.AddUnknown(&info, {});
  ClauseRecord record =
      RecordAt(At({"Resources", "Second", "Properties", "Name"}));
  record.status = RuleStatus::kUnknown;
  record.unknown =
      builder.Finish(&At({"Resources", "First", "Properties", "Tags"}));
  ClauseRecord other = RecordAt(At({"Resources", "Second", "Properties"}));
  other.status = record.status;
  other.unknown = record.unknown;
  const auto findings = Collect({record, other}, Outcome::PassOrFail());
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].reason, "`Properties.Tags` is known only after apply");
}

// Two clauses of one rule, in words of their own, that depend on one value.
std::vector<ClauseRecord> Depend(ClauseRecord record, const Value* unknown) {
  record.status = RuleStatus::kUnknown;
  record.unknown = unknown;
  record.message = "the first thing";
  ClauseRecord other = record;
  other.clause = nullptr;
  other.message = "the second thing";
  return {record, other};
}

TEST_F(CollectTest, SaysOnceWhatAFunctionCouldNotTell) {
  const UnknownInfo info = {.reason = "it depends on a hole",
                            .references = {},
                            .may_be_absent = true};
  Arena arena;
  KeyTable keys(&arena);
  ValueBuilder builder(&arena, &keys);
  const Value& tags = At({"Resources", "First", "Properties", "Tags"});
  builder.AddUnknown(&info, {});
  const Value* of_tags = builder.Finish(&tags);
  std::vector<ClauseRecord> records = Depend(RecordAt(tags), of_tags);
  EXPECT_THAT(Collect(records, Outcome::PassOrFail()), SizeIs(1));
  // What is made of that is the same unknown.
  builder.AddUnknown(&info, {});
  records[1].unknown = builder.Finish(of_tags);
  EXPECT_THAT(Collect(records, Outcome::PassOrFail()), SizeIs(1));
  // Another resource is another one.
  const Value& name = At({"Resources", "Second", "Properties", "Name"});
  records[1].from = &name;
  builder.AddUnknown(&info, {});
  records[1].unknown = builder.Finish(&name);
  EXPECT_THAT(Collect(records, Outcome::PassOrFail()), SizeIs(2));
}

TEST_F(CollectTest, SaysOfEachThingThatIsAskedWhatStandsNowhere) {
  const UnknownInfo info = {
      .reason = "that cannot be seen", .references = {}, .may_be_absent = true};
  Arena arena;
  KeyTable keys(&arena);
  ValueBuilder builder(&arena, &keys);
  builder.AddUnknown(&info, {});
  const Value* nowhere = builder.Finish();
  const Value& tags = At({"Resources", "First", "Properties", "Tags"});
  std::vector<ClauseRecord> records = Depend(RecordAt(tags), nowhere);
  EXPECT_THAT(Collect(records, Outcome::PassOrFail()), SizeIs(2));
  // A condition adds nothing to that, wherever it stands.
  records[0].message = "";
  const auto findings = Collect(records, Outcome::PassOrFail());
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].message, "the second thing");
}

TEST_F(CollectTest, AlternativesAreOneRequirement) {
  auto rules = ParseRules("rule.guard",
                          "rule r {\n"
                          "  %x !empty or Name exists or Tags exists\n"
                          "  <<name it or tag it>>\n}\n",
                          functions_);
  ASSERT_TRUE(rules);
  policy_.rules = *std::move(rules);
  const auto& line = policy_.rules->rules[0].body.clauses[0];
  ASSERT_THAT(line, SizeIs(3));
  const Value& properties = At({"Resources", "First", "Properties"});
  std::vector<ClauseRecord> records(3, RecordAt(properties));
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].clause = &line[i];
    records[i].remaining = i == 1 ? "Name" : "";
  }
  records[0].from = nullptr;
  records[2].from = nullptr;
  const auto findings = Collect(records);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].path, "Properties.Name");
  EXPECT_EQ(findings[0].message, "name it or tag it");
}

TEST_F(CollectTest, ReferencesToRulesThatDidNotPassAreNotRepeated) {
  auto rules = ParseRules("rule.guard",
                          "rule inner {\n  Name exists\n}\n"
                          "rule outer {\n  inner\n}\n",
                          functions_);
  ASSERT_TRUE(rules);
  policy_.rules = *std::move(rules);
  Evaluation evaluation;
  evaluation.rules.resize(2);
  for (std::size_t i = 0; i < 2; ++i) {
    evaluation.rules[i].rule = &policy_.rules->rules[i];
    evaluation.rules[i].outcome = Outcome::Fail();
    ClauseRecord record = RecordAt(document_.root());
    record.clause = &policy_.rules->rules[i].body.clauses[0][0];
    record.remaining = i == 0 ? "Name" : "";
    evaluation.rules[i].clauses = {record};
  }
  const auto findings = CollectFrom(evaluation);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].found, "(missing) `Name`");
}

TEST_F(CollectTest, ErrorsBecomeFindings) {
  Evaluation evaluation;
  evaluation.rules.resize(1);
  evaluation.rules[0].rule = &policy_.rules->rules[0];
  evaluation.rules[0].error =
      Error{.code = ErrorCode::kLimit,
            .diagnostic = DiagnosticFor("rule.guard", "too deep")};
  const auto findings = CollectFrom(evaluation);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].status, FindingStatus::kError);
  EXPECT_EQ(findings[0].reason, "too deep");
  EXPECT_EQ(StatusOf(evaluation), PolicyStatus::kError);
}

TEST_F(CollectTest, PolicyIsAsBadAsItsWorstRule) {
  Evaluation evaluation;
  EXPECT_EQ(StatusOf(evaluation), PolicyStatus::kSkipped);
  evaluation.rules.resize(3);
  evaluation.rules[0].outcome = Outcome::Skip();
  evaluation.rules[1].outcome = Outcome::Pass();
  evaluation.rules[2].outcome = Outcome::Skip();
  EXPECT_EQ(StatusOf(evaluation), PolicyStatus::kPassed);
  evaluation.rules[0].outcome = Outcome::PassOrFail();
  EXPECT_EQ(StatusOf(evaluation), PolicyStatus::kUnknown);
  evaluation.rules[2].outcome = Outcome::Fail();
  EXPECT_EQ(StatusOf(evaluation), PolicyStatus::kFailed);
}

TEST(SortFindingsTest, WorstFirst) {
  const auto make = [](Severity severity, FindingStatus status,
                       std::string id) {
    CollectedFinding collected;
    collected.finding.severity = severity;
    collected.finding.status = status;
    collected.finding.policy_id = std::move(id);
    return collected;
  };
  const auto sorted = SortFindings(
      {make(Severity::kLow, FindingStatus::kViolation, "low"),
       make(Severity::kHigh, FindingStatus::kUnknown, "unknown"),
       make(Severity::kHigh, FindingStatus::kViolation, "violation"),
       make(Severity::kHigh, FindingStatus::kError, "error"),
       make(Severity::kCritical, FindingStatus::kUnknown, "critical")});
  std::vector<std::string> ids;
  for (const Finding& finding : sorted) {
    ids.push_back(finding.policy_id);
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"critical", "error", "violation",
                                           "unknown", "low"}));
}

}  // namespace
}  // namespace connectguard
