// Every command says the same of a waiver.
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file_reader.h"
#include "cli/fake_environment.h"

namespace connectguard {
namespace {

using Json = nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kTemplate[] =
    "Resources:\n"
    "  # connectguard:ignore CONNECT-LOG-1 until=2026-12-01 ticket=CARE-7 "
    "reason=\"nobody calls it\"\n"
    "  Training:\n"
    "    Type: AWS::Connect::Instance\n"
    "    Properties:\n"
    "      IdentityManagementType: SAML\n"
    "      Attributes:\n"
    "        InboundCalls: true\n"
    "        OutboundCalls: true\n"
    "        ContactflowLogs: false\n";

class WaiversTest : public testing::Test {
 protected:
  using Texts = std::map<std::string, std::string, std::less<>>;

  WaiversTest() : fake_(Texts{{"t.yaml", kTemplate}}) {
    fake_.clock =
        FixedClock(std::chrono::sys_days(std::chrono::year(2026) / 11 / 30));
  }

  int Run(std::vector<std::string> words) {
    fake_.out.str("");
    fake_.err.str("");
    return fake_.Run(words);
  }

  std::string out() const { return fake_.out.str(); }

  FakeEnvironment fake_;
};

TEST_F(WaiversTest, CheckLetsItPassAndShowsIt) {
  EXPECT_EQ(Run({"check", "t.yaml", "--only", "CONNECT-LOG-1"}), 0);
  EXPECT_THAT(out(), AllOf(HasSubstr("t.yaml:2:5, until 2026-12-01, ticket "
                                     "CARE-7"),
                           HasSubstr("nobody calls it"),
                           HasSubstr("1 policy: 0 satisfied, 1 waived"),
                           HasSubstr("ALLOWED  t.yaml: 1 finding waived")));
}

TEST_F(WaiversTest, CheckHearsNoneWhenAsked) {
  EXPECT_EQ(Run({"check", "t.yaml", "--only", "CONNECT-LOG-1", "--no-waivers"}),
            1);
  EXPECT_THAT(out(), HasSubstr("1 waiver in the input is not heard"));
}

TEST_F(WaiversTest, CheckAsksTheClock) {
  fake_.clock =
      FixedClock(std::chrono::sys_days(std::chrono::year(2026) / 12 / 2));
  EXPECT_EQ(Run({"check", "t.yaml", "--only", "CONNECT-LOG-1"}), 1);
  EXPECT_THAT(out(), HasSubstr("does not count: it has expired"));
}

TEST_F(WaiversTest, JsonHasIt) {
  EXPECT_EQ(
      Run({"check", "t.yaml", "--only", "CONNECT-LOG-1", "--format", "json"}),
      0);
  const Json input = Json::parse(out())["inputs"][0];
  EXPECT_EQ(input["counts"]["waived"], 1);
  EXPECT_EQ(input["findings"][0]["status"], "violation");
  EXPECT_EQ(input["findings"][0]["blocking"], false);
  EXPECT_EQ(input["findings"][0]["waiver"]["reason"], "nobody calls it");
  EXPECT_EQ(input["findings"][0]["waiver"]["place"]["line"], 2);
}

TEST_F(WaiversTest, ExplainAgrees) {
  EXPECT_EQ(Run({"explain", "CONNECT-LOG-1", "t.yaml"}), 0);
  EXPECT_THAT(out(), AllOf(HasSubstr("waived Training, by t.yaml:2:5: nobody "
                                     "calls it\n"),
                           HasSubstr("FAIL")));
  EXPECT_EQ(Run({"explain", "CONNECT-LOG-1", "t.yaml", "--format", "json"}), 0);
  const Json explained = Json::parse(out());
  EXPECT_EQ(explained["waived"][0]["resource"], "Training");
  EXPECT_EQ(explained["waived"][0]["waiver"]["ticket"], "CARE-7");
  EXPECT_EQ(explained["not_waived"], 0);
}

TEST_F(WaiversTest, InspectShowsIt) {
  EXPECT_EQ(Run({"inspect", "t.yaml"}), 0);
  EXPECT_THAT(out(), HasSubstr("waiver CONNECT-LOG-1: nobody calls it (until "
                               "2026-12-01)  [t.yaml:2]"));
  EXPECT_EQ(Run({"inspect", "t.yaml", "--format", "json"}), 0);
  const Json waiver =
      Json::parse(out())["inputs"][0]["resources"][0]["waivers"][0];
  EXPECT_EQ(waiver["policies"], Json({"CONNECT-LOG-1"}));
  EXPECT_EQ(waiver["does_not_count"], "");
}

TEST_F(WaiversTest, FlowAgrees) {
  const std::string flow =
      "Resources:\n"
      "  # connectguard:ignore CONNECT-FLOW-10 reason=\"a test flow\"\n"
      "  Main:\n"
      "    Type: AWS::Connect::ContactFlow\n"
      "    Properties:\n"
      "      Type: CONTACT_FLOW\n"
      "      Name: main\n"
      "      InstanceArn: arn:aws:connect:us-east-1:111122223333:instance/x\n"
      "      Content: >-\n"
      "        {\"Version\": \"2019-10-30\", \"StartAction\": \"a\", "
      "\"Actions\": [{\"Identifier\": \"a\", \"Type\": "
      "\"DisconnectParticipant\", \"Parameters\": {}, \"Transitions\": {}}]}\n";
  fake_.files = MemoryFileReader(Texts{{"f.yaml", flow}});
  EXPECT_EQ(
      Run({"flow", "f.yaml", "--only", "CONNECT-FLOW-10", "--no-waivers"}), 1);
  EXPECT_THAT(out(),
              AllOf(HasSubstr("1 violation"), HasSubstr("is not heard")));
  EXPECT_EQ(Run({"flow", "f.yaml", "--only", "CONNECT-FLOW-10"}), 0);
  EXPECT_THAT(out(), AllOf(HasSubstr("a test flow"), HasSubstr("1 waived"),
                           Not(HasSubstr("1 violation"))));
  EXPECT_EQ(
      Run({"flow", "f.yaml", "--only", "CONNECT-FLOW-10", "--graph", "dot"}),
      0);
}

// A comment beside a secret shows nothing but itself.
TEST_F(WaiversTest, ShowNoLineOfTheSources) {
  auto plan = DiskFileReader().Read(std::string(CONNECTGUARD_SOURCE_DIR) +
                                    "/tests/corpus/plans/30-waivers.json");
  ASSERT_TRUE(plan);
  fake_.files = MemoryFileReader(
      Texts{{"plan.json", *plan},
            {"live/main.tf",
             "resource \"aws_connect_instance\" \"main\" {\n"
             "  instance_alias = \"hunter2-xyzzy\" # connectguard:ignore "
             "CONNECT-LOG-1 reason=known\n"
             "}\n"}});
  for (const char* format : {"text", "json", "lambda-hook"}) {
    Run({"check", "plan.json", "--source", "live", "--only", "CONNECT-LOG-1",
         "--format", format});
    EXPECT_THAT(out(), AllOf(HasSubstr("known"), Not(HasSubstr("xyzzy"))))
        << format;
  }
  Run({"inspect", "plan.json", "--source", "live", "--resource",
       "aws_connect_instance.main"});
  EXPECT_THAT(out(), AllOf(HasSubstr("waiver CONNECT-LOG-1: known"),
                           Not(HasSubstr("xyzzy"))));
}

}  // namespace
}  // namespace connectguard
