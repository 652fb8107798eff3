#include "report/iam_writer.h"

#include <deque>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "iam/policy_lint.h"
#include "readers/json_reader.h"
#include "report/golden.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

// Statement 1 is clear, 2 cannot be read, and 3 has a name that would drive a
// terminal.
constexpr const char* kPolicy = R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "*"},
    {"Effect": "Allow", "Action": "sqs:*", "Resource": "*",
     "Condition": {"StringEqual": {"aws:SourceVpce": "v"}}},
    {"Sid": "\u001b[2J", "Effect": "Deny", "NotAction": "s3:*", "Resource": "*",
     "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
  ]
})";

class IamWriterTest : public ::testing::Test {
 protected:
  IamWriterTest() { policy_ = &Read("policy.json", kPolicy); }

  const IamPolicy& Read(const std::string& name, std::string_view text) {
    Document& document = *documents_.emplace_back(std::make_unique<Document>());
    const auto root =
        ReadJson(&document, document.AddFile(name, std::string(text)));
    EXPECT_TRUE(root);
    document.SetRoot(*root);
    sources_.Add(document);
    return *policies_.emplace_back(
        IamPolicy::Read(**root, IamPolicyKind::kIdentity));
  }

  const IamQuery& Query(std::string_view text) {
    Document& document = *documents_.emplace_back(std::make_unique<Document>());
    const auto root =
        ReadJson(&document, document.AddFile("query", std::string(text)));
    return *queries_.emplace_back(*IamQuery::Read(**root));
  }

  IamCanReport Can(const std::string& action) {
    const IamLayers layers{.identity = PolicyRefs{policy_}};
    const IamQuery& query = Query("{\"Action\": \"" + action + "\"}");
    IamCanReport report{.question = action, .answer = May(layers, query)};
    if (report.answer.verdict == IamVerdict::kYes) {
      report.always = MayAlways(layers, query);
    } else if (report.answer.verdict == IamVerdict::kNo) {
      report.refusal = WhyRefused(layers, query);
    }
    return report;
  }

  std::string Written(const IamCanReport& report,
                      const ReportOptions& options = {}) const {
    std::ostringstream out;
    EXPECT_TRUE(WriteIamCan(report, sources_, options, out));
    return out.str();
  }

  std::deque<std::unique_ptr<Document>> documents_;
  std::deque<std::unique_ptr<const IamPolicy>> policies_;
  std::deque<std::unique_ptr<const IamQuery>> queries_;
  PolicySources sources_;
  const IamPolicy* policy_ = nullptr;
};

TEST_F(IamWriterTest, GoldenOfUnknown) {
  const IamCanReport report = Can("sqs:SendMessage");
  ExpectGolden("iam_unknown.txt", Written(report));
  ExpectGolden("iam_unknown.json",
               Written(report, {.format = ReportFormat::kJson}));
}

TEST_F(IamWriterTest, ShowsTheEntryThatAllows) {
  EXPECT_THAT(Written(Can("s3:PutObject")),
              AllOf(HasSubstr("policy.json:4:47  statement 1 of the identity "),
                    HasSubstr("always       every request")));
}

TEST_F(IamWriterTest, PaintsTheVerdict) {
  EXPECT_THAT(Written(Can("ec2:RunInstances"), {.colour = true}),
              HasSubstr("\x1b[1;31mNO\x1b[0m  ec2:RunInstances"));
  EXPECT_THAT(Written(Can("ec2:RunInstances")), Not(HasSubstr("\x1b")));
}

TEST_F(IamWriterTest, PrintsNoControlCharactersOfThePolicy) {
  IamExplanation explanation{.name = "a\x1b[2J", .policy = policy_};
  explanation.escalation =
      PrivilegeEscalation({.identity = PolicyRefs{policy_}});
  std::ostringstream text;
  EXPECT_TRUE(WriteIamExplanation(explanation, sources_, {}, text));
  EXPECT_THAT(text.str(), AllOf(Not(HasSubstr("\x1b")), HasSubstr("`?[2J`"),
                                HasSubstr("every action but")));
  const IamLintedFile linted{
      .name = "a\x1b", .policy = policy_, .findings = LintPolicy(*policy_)};
  std::ostringstream lint;
  EXPECT_TRUE(WriteIamLint({&linted, 1}, sources_, {}, lint));
  EXPECT_THAT(lint.str(),
              AllOf(Not(HasSubstr("\x1b")), HasSubstr("[unknown-operator]"),
                    HasSubstr("did you mean `StringEquals`?")));
}

TEST_F(IamWriterTest, HidesWitnessesThatTellSecrets) {
  IamCanReport report = Can("s3:PutObject");
  report.answer.witness.reset();
  report.answer.witness_hidden = true;
  EXPECT_THAT(Written(report), HasSubstr("could tell sensitive values"));
  const Json json =
      Json::parse(Written(report, {.format = ReportFormat::kJson}));
  EXPECT_TRUE(json["witness"].is_null());
}

TEST_F(IamWriterTest, JsonHasPlacesAndKeys) {
  const Json json = Json::parse(
      Written(Can("s3:GetObject"), {.format = ReportFormat::kJson}));
  EXPECT_EQ(json["schema_version"], "1");
  EXPECT_EQ(json["answer"], "yes");
  EXPECT_EQ(json["witness"]["action"], "s3:GetObject");
  EXPECT_EQ(json["statements"][0]["place"]["line"], 4);
  EXPECT_EQ(json["statements"][0]["place"]["column"], 36);
  EXPECT_EQ(json["always"]["answer"], "yes");
  EXPECT_TRUE(json["refusal"].is_null());
}

TEST_F(IamWriterTest, SaysWhenNobodyReads) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  const Status status = WriteIamCan(Can("s3:GetObject"), sources_, {}, out);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kInternal);
}

}  // namespace
}  // namespace connectguard
