// The functions as rules see them.
#include "builtins/builtins.h"

#include <memory>
#include <string>

#include <fmt/format.h>

#include "builtins/sample_document.h"
#include "guard/evaluator.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

const FunctionTable& Functions() {
  static const FunctionTable functions = AllFunctions(ReadEmbeddedYaml);
  return functions;
}

// Storage that is kept in a bucket by reference, by name, by something unknown
// and not at all; and the buckets.
const SampleDocument& Sample() {
  static const SampleDocument sample(R"({
    "by_reference": {"Type": "T::Storage::Config", "Properties":
      {"Bucket": {"$unknown": ["aws_s3_bucket.a.id -> bucket_a"]}}},
    "by_name": {"Type": "T::Storage::Config", "Properties":
      {"Bucket": "logs"}},
    "unresolved": {"Type": "T::Storage::Config", "Properties":
      {"Bucket": {"$unknown": ["local.bucket"]}}},
    "elsewhere": {"Type": "T::Storage::Config", "Properties":
      {"Bucket": "somebody-elses"}},
    "bucket_a": {"Type": "AWS::S3::Bucket", "Properties": {"Encrypted": true}},
    "bucket_b": {"Type": "AWS::S3::Bucket", "Ids": ["logs"],
                 "Properties": {"Encrypted": false}},
    "alarm": {"Type": "T::Alarm::A", "Properties": {"Of": "logs"}},
    "open_alarm": {"Type": "T::Alarm::B", "Properties":
      {"Of": {"$unknown": ["var.what"]}}},
    "bare": {"Type": "T::Bare::B"},
    "watch": {"Type": "T::Watch::W", "Properties": {"Of": "guess"}},
    "guess": {"Type": "T::Guess::G", "Ids": ["guess"], "Properties":
      {"Kind": {"$unknown": []}, "Bucket": "logs"}}
  })",
                                     R"({
    "bucket_b": {"Type": "AWS::S3::Bucket", "Ids": ["logs"],
                 "Properties": {"Old": 1}},
    "gone": {"Type": "AWS::S3::Bucket", "Properties": {"Old": 1}}
  })");
  return sample;
}

struct Answer {
  std::string status;
  std::string detail;  // The error, or the reason of what is unknown.
  std::unique_ptr<const RuleFile> rules;
  Evaluation evaluation;
};

Answer Ask(const std::string& body, const SampleDocument& sample = Sample()) {
  Answer answer;
  auto rules = ParseRules("t.guard", "rule t { " + body + " }", Functions());
  if (!rules) {
    answer.status = "SYNTAX";
    answer.detail = Render(rules.error().diagnostic);
    return answer;
  }
  answer.rules = *std::move(rules);
  answer.evaluation = Evaluate(*answer.rules, sample.document());
  const RuleRecord& record = answer.evaluation.rules.front();
  if (record.error) {
    answer.status = "ERROR";
    answer.detail = Render(record.error->diagnostic);
    return answer;
  }
  answer.status = StatusName(record.status());
  for (const ClauseRecord& clause : record.clauses) {
    if (clause.unknown != nullptr) {
      answer.detail = clause.unknown->unknown->reason;
    }
  }
  return answer;
}

std::string StatusOfBucketOf(std::string_view storage) {
  return Ask(fmt::format(
                 "let buckets = refers_to(Resources.{}, 'AWS::S3::Bucket')\n"
                 "%buckets !empty\n"
                 "%buckets.Properties.Encrypted == true",
                 storage))
      .status;
}

TEST(RefersToTest, LeadsToTheResource) {
  EXPECT_EQ(StatusOfBucketOf("by_reference"), "PASS");
  EXPECT_EQ(StatusOfBucketOf("by_name"), "FAIL");
  EXPECT_EQ(StatusOfBucketOf("elsewhere"), "FAIL");
  EXPECT_EQ(Ask("let b = refers_to(Resources.elsewhere, 'AWS::S3::Bucket')\n"
                "%b empty")
                .status,
            "PASS");
}

TEST(RefersToTest, UnresolvedReferenceIsUnknown) {
  EXPECT_EQ(StatusOfBucketOf("unresolved"), "UNKNOWN");
  const Answer value =
      Ask("let b = refers_to(Resources.unresolved, 'AWS::S3::Bucket')\n"
          "%b.Properties.Encrypted == true");
  EXPECT_EQ(value.status, "UNKNOWN");
  EXPECT_EQ(value.detail, "`local.bucket` cannot be followed to a resource");
  for (const char* check : {"!empty", "empty", "exists", "!exists"}) {
    EXPECT_EQ(Ask(fmt::format("let b = refers_to(Resources.unresolved, "
                              "'AWS::S3::Bucket')\n%b {}",
                              check))
                  .status,
              "UNKNOWN")
        << check;
  }
}

TEST(RefersToTest, TakesEachResourceOnce) {
  EXPECT_EQ(Ask("let b = refers_to(Resources.*[ Type == 'T::Alarm::A' ], '*')\n"
                "let all = Resources.*[ Type == /T::Storage|T::Alarm::A/ ]\n"
                "let c = refers_to(%all, 'AWS::S3::Bucket')\n"
                "let number = count(%b)\n"
                "%number == 1")
                .status,
            "PASS");
}

TEST(RefersToTest, FindingsPointIntoTheResourceThatWasReached) {
  const Answer answer =
      Ask("let b = refers_to(Resources.by_name, 'AWS::S3::Bucket')\n"
          "%b.Properties.Encrypted == true");
  ASSERT_EQ(answer.status, "FAIL");
  const ClauseRecord& clause = answer.evaluation.rules.front().clauses.front();
  const Document::Owner owner = Sample().document().OwnerOf(*clause.from);
  ASSERT_NE(owner.resource, nullptr);
  EXPECT_EQ(owner.resource->address, "bucket_b");
}

std::string StatusOfLinks(std::string_view storage, std::string_view target,
                          std::string_view check) {
  return Ask(fmt::format("let links = links_to(Resources.{}.Properties.Bucket, "
                         "Resources.{})\n{}",
                         storage, target, check))
      .status;
}

TEST(LinksToTest, TakesTheValuesThatLeadThere) {
  EXPECT_EQ(StatusOfLinks("by_name", "bucket_b", "%links == 'logs'"), "PASS");
  EXPECT_EQ(StatusOfLinks("by_name", "bucket_b.Properties.Encrypted",
                          "%links == 'logs'"),
            "PASS");
  EXPECT_EQ(StatusOfLinks("by_name", "alarm", "%links empty"), "PASS");
  EXPECT_EQ(StatusOfLinks("by_reference", "bucket_b", "%links empty"), "PASS");
}

TEST(LinksToTest, UnknownValueMayBeNothing) {
  EXPECT_EQ(StatusOfLinks("by_reference", "bucket_a", "%links empty"),
            "UNKNOWN");
  EXPECT_EQ(StatusOfLinks("unresolved", "bucket_a", "%links empty"), "UNKNOWN");
}

TEST(LinksToTest, NothingLeadsToNothing) {
  EXPECT_EQ(StatusOfLinks("by_name", "none", "%links empty"), "PASS");
  EXPECT_EQ(StatusOfLinks("none", "bucket_a", "%links empty"), "PASS");
}

TEST(ResourcesOfTest, AreThoseThatTheValuesStandIn) {
  EXPECT_EQ(Ask("let r = resources_of(Resources.bucket_a.Properties.Encrypted)"
                "\n%r.Type == 'AWS::S3::Bucket'")
                .status,
            "PASS");
  EXPECT_EQ(Ask("let r = resources_of(Resources.*.Properties.Encrypted)\n"
                "let n = count(%r)\n%n == 2")
                .status,
            "PASS");
  EXPECT_EQ(
      Ask("let r = resources_of(Resources.none.Properties)\n%r empty").status,
      "PASS");
  EXPECT_EQ(Ask("let r = resources_of(Plan)\n%r empty").status, "PASS");
}

TEST(ResourcesOfTest, UnknownValueMayBeNothing) {
  EXPECT_EQ(Ask("let r = resources_of(Resources.unresolved.Properties.Bucket)\n"
                "%r !empty")
                .status,
            "UNKNOWN");
  EXPECT_EQ(Ask("let links = links_to(Resources.unresolved.Properties.Bucket, "
                "Resources.bucket_a)\n"
                "let r = resources_of(%links)\n%r !empty")
                .status,
            "UNKNOWN");
}

TEST(ReferredByTest, PartialPlanMayLeaveOutWhatRefers) {
  constexpr const char* kBucket =
      R"({"b": {"Type": "AWS::S3::Bucket", "Properties": {}}})";
  const auto status = [&](const char* plan) {
    return Ask("let a = referred_by(Resources.b, 'T::Alarm::A')\n%a empty",
               SampleDocument(kBucket, "{}", plan))
        .status;
  };
  EXPECT_EQ(status(R"({"Complete": true})"), "PASS");
  EXPECT_EQ(status(R"({"Complete": false})"), "UNKNOWN");
  EXPECT_EQ(status(R"({"Complete": "no"})"), "PASS");
}

TEST(LinksToTest, OneReferenceOfSeveralIsEnough) {
  const SampleDocument sample(R"({
    "two": {"Type": "T::Two::T", "Properties": {"Of": ["logs", "other"]}},
    "b": {"Type": "AWS::S3::Bucket", "Ids": ["logs"], "Properties": {}},
    "c": {"Type": "AWS::S3::Bucket", "Ids": ["other"], "Properties": {}}
  })");
  for (const char* bucket : {"b", "c"}) {
    EXPECT_EQ(Ask(fmt::format("let links = links_to(Resources.two.Properties, "
                              "Resources.{})\n%links !empty",
                              bucket),
                  sample)
                  .status,
              "PASS");
  }
}

TEST(UnknownTest, TextThatIsPerhapsOneOfTheRightIsNotDenied) {
  EXPECT_EQ(Ask("let names = Resources.*[ Properties.Kind == 'x' ]"
                ".Properties.Bucket\n"
                "Resources.by_name.Properties.Bucket in %names")
                .status,
            "UNKNOWN");
  EXPECT_EQ(Ask("let names = Resources.*[ Properties.Kind == 'x' ]"
                ".Properties.Bucket\n"
                "Resources.elsewhere.Properties.Bucket in %names")
                .status,
            "FAIL");
}

TEST(ReferredByTest, FindsWhatRefersToAResource) {
  const auto alarmed = [](std::string_view bucket, std::string_view type) {
    return Ask(fmt::format("let a = referred_by(Resources.{}, '{}')\n"
                           "%a !empty",
                           bucket, type))
        .status;
  };
  EXPECT_EQ(alarmed("bucket_b", "T::Alarm::A"), "PASS");
  EXPECT_EQ(alarmed("bucket_a", "T::Alarm::A"), "FAIL");
  EXPECT_EQ(alarmed("bucket_a", "T::Alarm::B"), "UNKNOWN");
  EXPECT_EQ(Ask("let a = referred_by(Resources.bucket_a, 'T::Alarm::B')\n"
                "%a !empty")
                .detail,
            "known after apply");
  EXPECT_EQ(alarmed("bucket_b", "T::None::N"), "FAIL");
  EXPECT_EQ(alarmed("bucket_b.Properties.Encrypted", "T::Alarm::A"), "PASS");
}

TEST(ReferredByTest, WorksOnTheElementOfABlock) {
  EXPECT_EQ(Ask("Resources.*[ Type == 'AWS::S3::Bucket' ] {\n"
                "  let used = referred_by(this, 'T::Storage::Config')\n"
                "  %used !empty\n"
                "}")
                .status,
            "PASS");
}

// Nothing planned refers to what is being deleted.
TEST(ReferredByTest, LooksForWhatIsPlannedNow) {
  const auto alarmed = [](std::string_view of) {
    return Ask(fmt::format("let a = referred_by({}, 'T::Alarm::A')\n%a !empty",
                           of))
        .status;
  };
  EXPECT_EQ(alarmed("Previous.bucket_b"), "PASS");
  EXPECT_EQ(alarmed("Previous.gone"), "FAIL");
  EXPECT_EQ(alarmed("Resources.none"), "FAIL");
}

TEST(ReferredByTest, OfWhatIsUnknownIsUnknown) {
  const Answer unknown =
      Ask("let a = referred_by(Resources.unresolved.Properties.Bucket, "
          "'T::Alarm::A')\n%a !empty");
  EXPECT_EQ(unknown.status, "UNKNOWN");
  EXPECT_EQ(unknown.detail, "known after apply");
  EXPECT_EQ(Ask("let g = Resources.guess[ Properties.Kind == 'x' ]\n"
                "let b = Resources.*[ Type == /Guess|Bucket/\n"
                "  Properties.Kind == 'x' or Properties.Encrypted == 9 ]\n"
                "let a = referred_by(%b, 'T::Alarm::A')\n%a !empty")
                .status,
            "FAIL");
}

TEST(ReferredByTest, OfWhatMayBeSelectedIsPossible) {
  EXPECT_EQ(Ask("let g = Resources.*[ Type == 'T::Guess::G'\n"
                "  Properties.Kind == 'x' ]\n"
                "let w = referred_by(%g, 'T::Watch::W')\n%w !empty")
                .status,
            "UNKNOWN");
}

TEST(RefersToTest, WhatMayBeSelectedMayLeadThere) {
  const std::string guessed =
      "let g = Resources.*[ Type == 'T::Guess::G'\n"
      "  Properties.Kind == 'x' ]\n"
      "let b = refers_to(%g, 'AWS::S3::Bucket')\n";
  EXPECT_EQ(Ask(guessed + "some %b.Properties.Encrypted == false").status,
            "UNKNOWN");
  // What is certain of one outweighs that another one is possible.
  const std::string both =
      "let g = Resources.*[ Type == 'T::Guess::G' or Type == 'T::Alarm::A'\n"
      "  Properties.Kind == 'x' or Properties.Of exists ]\n"
      "let b = refers_to(%g, 'AWS::S3::Bucket')\n";
  EXPECT_EQ(Ask(both + "some %b.Properties.Encrypted == false").status, "PASS");
  const std::string turned =
      "let g = Resources.*[ Type == 'T::Guess::G' or Type == "
      "'T::Storage::Config'\n"
      "  Properties.Kind == 'x' or Properties.Bucket == 'logs' ]\n"
      "let b = refers_to(%g, 'AWS::S3::Bucket')\n";
  EXPECT_EQ(Ask(turned + "some %b.Properties.Encrypted == false").status,
            "PASS");
}

TEST(RefersToTest, WhatIsNoResourceOrHasNoPropertiesLeadsNowhere) {
  EXPECT_EQ(Ask("let b = refers_to(Resources.bare, '*')\n%b empty").status,
            "PASS");
  EXPECT_EQ(Ask("let b = refers_to('logs', '*')\n%b empty").status, "FAIL");
}

TEST(RefersToTest, LooksIntoWhatStandsInNoProperties) {
  const SampleDocument sample(R"({
    "b": {"Type": "AWS::S3::Bucket", "Ids": ["logs"]},
    "bare": {"Type": "T::A::B", "Notes": {"About": "logs"}},
    "text": {"Type": "T::A::B", "Properties": {"Json": "{\"Of\": [\"logs\"]}"},
             "Notes": {"About": "logs"}}
  })",
                              "{}", R"({"Of": {"What": "logs"}})");
  for (const char* from :
       {"Plan.Of", "Resources.bare.Notes", "Resources.text.Notes",
        "json_parse(Resources.text.Properties.Json)"}) {
    EXPECT_EQ(Ask(fmt::format("let from = {}\n"
                              "let b = refers_to(%from, 'AWS::S3::Bucket')\n"
                              "some %b !empty",
                              from),
                  sample)
                  .status,
              "PASS")
        << from;
  }
}

// Maps that a function made hang below the document that it was asked about.
TEST(RefersToTest, LooksIntoWhatFunctionsMake) {
  const SampleDocument sample(R"({
    "b": {"Type": "AWS::S3::Bucket", "Ids": ["logs"]},
    "p": {"Type": "AWS::Organizations::Policy", "Properties": {
      "Type": "SERVICE_CONTROL_POLICY", "Content": {"Version": "2012-10-17",
      "Statement": [{"Effect": "Deny", "Action": "connect:DeleteInstance", "Resource": "*",
       "Condition": {"StringNotEquals": {"aws:PrincipalTag/t": "logs"}}}]}}}
  })");
  EXPECT_EQ(Ask("let q = { Action: 'connect:DeleteInstance', Resource: '*' }\n"
                "let e = iam_escapes(Resources.p.Properties.Content, %q)\n"
                "let b = refers_to(%e, 'AWS::S3::Bucket')\n"
                "some %e !empty\n%b empty",
                sample)
                .status,
            "PASS");
}

TEST(ReferredByTest, NeedsAResource) {
  const Answer answer =
      Ask("let a = referred_by('x', 'T::Alarm::A')\n%a !empty");
  EXPECT_EQ(answer.status, "ERROR");
  EXPECT_THAT(answer.detail, HasSubstr("is not a resource"));
}

TEST(UndecidedTest, MakesEveryCheckUnknownWithItsReason) {
  for (const char* check : {"== true", "!= true", "exists", "!exists", "empty",
                            "!empty", "is_string", "in [1]", "> 5"}) {
    const Answer answer = Ask(fmt::format(
        "let u = undecided('the account is not known')\n%u {}", check));
    EXPECT_EQ(answer.status, "UNKNOWN") << check;
    EXPECT_EQ(answer.detail, "the account is not known") << check;
  }
}

TEST(UndecidedTest, GivesWayToWhatDecides) {
  EXPECT_EQ(Ask("let u = undecided('why')\n"
                "%u == true or Resources.by_name exists")
                .status,
            "PASS");
  EXPECT_EQ(Ask("let u = undecided('why')\n%u == true\n"
                "Resources.none exists")
                .status,
            "FAIL");
}

TEST(BuiltinsTest, WrongArgumentsAreErrors) {
  EXPECT_EQ(Ask("let a = undecided(5)\n%a exists").status, "ERROR");
  EXPECT_EQ(
      Ask("let n = Resources.*.Type\nlet a = undecided(%n)\n%a exists").status,
      "ERROR");
  EXPECT_EQ(Ask("let a = undecided(Resources.none)\n%a exists").status,
            "ERROR");
  EXPECT_EQ(Ask("let a = refers_to(Resources, 5)\n%a empty").status, "ERROR");
  EXPECT_EQ(Ask("let a = refers_to(Resources)\n%a empty").status, "SYNTAX");
  EXPECT_EQ(Ask("let a = refer_to(Resources, 'A')\n%a empty").status, "SYNTAX");
}

}  // namespace
}  // namespace connectguard
