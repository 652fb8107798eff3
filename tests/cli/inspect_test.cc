#include "cli/inspect.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "cli/fake_environment.h"
#include "gate/sample_policies.h"
#include "report/golden.h"

namespace connectguard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Fixture(const std::string& name) {
  auto text = DiskFileReader().Read(std::string(CONNECTGUARD_SOURCE_DIR) +
                                    "/tests/corpus/plans/" + name);
  EXPECT_TRUE(text);
  return text ? *std::move(text) : std::string();
}

class CliInspectTest : public testing::Test {
 protected:
  CliInspectTest()
      : fake_({{"plan.json", Fixture("14-update-noop-drift.json")},
               {"deleting.json", Fixture("11-delete.json")},
               {"locals.json", Fixture("05-locals-vars.json")},
               {"locals.tfplan", Fixture("05-locals-vars.tfplan")},
               {"template.yaml", kTemplate},
               {"broken.json", "{"}}) {}

  static constexpr char kTemplate[] =
      "Parameters:\n"
      "  Secret: {Type: String, NoEcho: true, Default: hunter2hunter2}\n"
      "Resources:\n"
      "  Main:\n"
      "    Type: AWS::Connect::Instance\n"
      "    Properties:\n"
      "      InstanceAlias: acme-prod\n"
      "      Attributes: {InboundCalls: true}\n"
      "  Recordings:\n"
      "    Type: AWS::S3::Bucket\n"
      "  Calls:\n"
      "    Type: AWS::Connect::InstanceStorageConfig\n"
      "    Properties:\n"
      "      InstanceArn: !GetAtt Main.Arn\n"
      "      S3Config:\n"
      "        BucketName: !Ref Recordings\n"
      "        BucketPrefix: !Ref Secret\n";

  int Inspect(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "inspect");
    fake_.out.str("");
    fake_.err.str("");
    return fake_.Run(arguments);
  }

  std::string Text(std::vector<std::string> arguments) {
    EXPECT_EQ(Inspect(std::move(arguments)), 0) << fake_.err.str();
    return fake_.out.str();
  }

  FakeEnvironment fake_;
};

TEST_F(CliInspectTest, ShowsEachValueOfAPlanAndWhereItIsWritten) {
  ExpectGolden("inspect.txt",
               Text({"locals.json", "--plan-file", "locals.tfplan"}));
}

TEST_F(CliInspectTest, ShowsATemplate) {
  ExpectGolden("inspect_template.txt", Text({"template.yaml"}));
}

TEST_F(CliInspectTest, ShowsItAsJson) {
  ExpectGolden("inspect.json", Text({"template.yaml", "--format", "json"}));
}

TEST_F(CliInspectTest, ShowsWhatIsThereBeforeApplyWhenItChanges) {
  const std::string text = Text({"deleting.json"});
  EXPECT_THAT(text, HasSubstr("\nBefore apply:\n"));
  EXPECT_THAT(text, HasSubstr(", delete"));
  EXPECT_THAT(Text({"plan.json"}),
              AllOf(HasSubstr(", update"), HasSubstr("\nBefore apply:\n")));
}

TEST_F(CliInspectTest, ShowsOneResource) {
  const std::string text = Text({"template.yaml", "--resource", "Main"});
  EXPECT_THAT(text,
              AllOf(HasSubstr("\nMain  AWS::Connect::Instance"),
                    HasSubstr("  <- Calls  Properties.InstanceArn"),
                    Not(HasSubstr("\nCalls ")), Not(HasSubstr("In all"))));
}

TEST_F(CliInspectTest, FindsWhatASplitResourceWasMadeAPartOf) {
  EXPECT_THAT(
      Text({"locals.json", "--plan-file", "locals.tfplan", "--resource",
            "aws_s3_bucket_versioning.via_local"}),
      AllOf(HasSubstr("\naws_s3_bucket.rec  AWS::S3::Bucket"),
            HasSubstr(" of aws_s3_bucket_versioning.via_local, line 29]")));
}

TEST_F(CliInspectTest, NamesTheNearestResourceWhenThereIsNone) {
  EXPECT_EQ(Inspect({"template.yaml", "--resource", "Mian"}), 64);
  EXPECT_THAT(fake_.err.str(),
              AllOf(HasSubstr("no input has a resource `Mian`"),
                    HasSubstr("did you mean `Main`?")));
  EXPECT_EQ(fake_.out.str(), "");
}

TEST_F(CliInspectTest, DrawsAGraph) {
  ExpectGolden("inspect.dot", Text({"template.yaml", "--graph", "dot"}));
  ExpectGolden("inspect.mmd", Text({"template.yaml", "--graph", "mermaid"}));
}

TEST_F(CliInspectTest, DrawsOneResourceWithItsNeighbours) {
  const std::string graph =
      Text({"template.yaml", "--graph", "dot", "--resource", "Recordings"});
  EXPECT_THAT(graph, AllOf(HasSubstr("Recordings\\n"), HasSubstr("Calls\\n"),
                           Not(HasSubstr("Main\\n"))));
}

TEST_F(CliInspectTest, KeepsInputsApartInAGraph) {
  const std::string graph =
      Text({"template.yaml", "locals.json", "--graph", "mermaid"});
  EXPECT_THAT(graph, AllOf(HasSubstr("subgraph g0 [\"template.yaml\"]"),
                           HasSubstr("subgraph g1 [\"locals.json\"]")));
}

TEST_F(CliInspectTest, EscapesNamesInGraphs) {
  const std::map<std::string, std::string, std::less<>> files = {
      {"t.json", R"({"Resources":{"A\"]<b>\\#":{"Type":"X::Y::Z"}}})"}};
  fake_.files = MemoryFileReader(files);
  EXPECT_THAT(Text({"t.json", "--graph", "dot"}),
              HasSubstr(R"([label="A\"]<b>\\#\nX::Y::Z"])"));
  EXPECT_THAT(Text({"t.json", "--graph", "mermaid"}),
              HasSubstr(R"(["A#quot;]#lt;b#gt;\#35;<br/>X::Y::Z"])"));
}

TEST_F(CliInspectTest, NeverShowsASecret) {
  fake_.files = MemoryFileReader({{"plan.json", Fixture("06-sensitive.json")},
                                  {"tfplan", Fixture("06-sensitive.tfplan")},
                                  {"template.yaml", kTemplate}});
  const std::vector<std::vector<std::string>> ways = {
      {},
      {"--format", "json"},
      {"--graph", "dot"},
      {"--graph", "mermaid"},
      {"--plan-file", "tfplan"},
      {"--plan-file", "tfplan", "--format", "json"}};
  for (const std::vector<std::string>& way : ways) {
    std::vector<std::string> arguments = {"plan.json"};
    arguments.insert(arguments.end(), way.begin(), way.end());
    const std::string text = Text(arguments);
    for (const char* secret : {"Correct-Horse-1", "s3cr3t", "hidden",
                               "33333333-3333", "sts:AssumeRole"}) {
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    }
  }
  EXPECT_THAT(Text({"plan.json"}), HasSubstr("(sensitive)"));
  EXPECT_THAT(
      Text({"template.yaml"}),
      AllOf(HasSubstr("BucketPrefix: (sensitive)"), Not(HasSubstr("hunter2"))));
}

TEST_F(CliInspectTest, ShowsOtherInputsWhenOneIsBad) {
  EXPECT_EQ(Inspect({"broken.json", "template.yaml"}), 65);
  EXPECT_THAT(fake_.err.str(), StartsWith("error: broken.json:1:"));
  EXPECT_THAT(fake_.out.str(), StartsWith("template.yaml  ("));
  EXPECT_EQ(Inspect({"gone.yaml"}), 66);
}

TEST_F(CliInspectTest, RefusesWhatMakesNoSense) {
  EXPECT_EQ(Inspect({}), 64);
  EXPECT_THAT(fake_.err.str(), HasSubstr("name a plan or template to inspect"));
  EXPECT_EQ(Inspect({"template.yaml", "--graph", "dto"}), 64);
  EXPECT_THAT(fake_.err.str(), HasSubstr("did you mean `dot`?"));
  EXPECT_EQ(Inspect({"template.yaml", "--graph", "dot", "--format", "json"}),
            64);
  EXPECT_EQ(Inspect({"-", "-"}), 64);
  EXPECT_EQ(Inspect({"template.yaml", "plan.json", "--source", "."}), 64);
}

}  // namespace
}  // namespace connectguard
