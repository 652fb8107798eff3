// `connectguard flow` as a process: examples, Graphviz, and input that is none.
#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

ProcessResult Flow(std::vector<std::string> arguments,
                   const ProcessOptions& options = {}) {
  arguments.insert(arguments.begin(), {CONNECTGUARD_PROGRAM, "flow"});
  return RunProcess(arguments, options);
}

const std::string kExample = SourcePath("examples/flows/reception.json");

TEST(FlowTest, TheExamplesHaveAnswers) {
  EXPECT_EQ(Flow({kExample}).exit_code, 1);
  for (const char* graph : {"dot", "mermaid"}) {
    const ProcessResult picture = Flow({kExample, "--graph", graph});
    EXPECT_EQ(picture.exit_code, 0);
    EXPECT_THAT(picture.err, IsEmpty());
    EXPECT_THAT(picture.out, HasSubstr("Good bye"));
  }
  const ProcessResult links = Flow({SourcePath("examples/flows"), "--links"});
  EXPECT_EQ(links.exit_code, 0);
  EXPECT_THAT(links.out, HasSubstr("  -> billing (flow, CONTACT_FLOW)"));
}

TEST(FlowTest, ReadsStandardInput) {
  ProcessOptions options;
  options.input = ReadSourceFile("examples/flows/reception.json");
  const ProcessResult result = Flow({"-"}, options);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, StartsWith("DENIED  <stdin>  (contact flow"));
}

// A stand-in for Graphviz, found as the real one is.
TEST(FlowTest, GraphvizDrawsThePicture) {
  const TemporaryFolder folder;
  const std::string dot = folder.Write(
      "dot", "#!/bin/sh\necho \"<svg>$1 $(cat | head -c 12)</svg>\"\n");
  ProcessOptions options;
  options.environment = {"PATH=" + folder.path() + ":/usr/bin:/bin"};
  ASSERT_EQ(RunProcess({"/bin/chmod", "+x", dot}).exit_code, 0);
  const ProcessResult result = Flow({kExample, "--graph", "svg"}, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "<svg>-Tsvg digraph flow</svg>\n");
}

TEST(FlowTest, WithoutGraphvizThereIsOneError) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.environment = {"PATH=" + folder.path()};
  const ProcessResult result = Flow({kExample, "--graph", "svg"}, options);
  EXPECT_EQ(result.exit_code, 69);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(StartsWith("error: `dot` is not installed\n"),
                                HasSubstr("--graph mermaid")));
}

TEST(FlowTest, PicturesMakeTheirFolder) {
  const TemporaryFolder folder;
  const std::string inside = folder.Inside("a/b");
  const ProcessResult result = Flow({SourcePath("examples/flows"), "--graph",
                                     "mermaid", "--out-dir", inside});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            inside + "/billing.mmd\n" + inside + "/reception.mmd\n");
}

TEST(FlowTest, InputThatIsNoneIsOneErrorAtOnce) {
  const TemporaryFolder folder;
  struct Wrong {
    std::string path;
    int exit_code;
    std::string says;
  };
  const std::vector<Wrong> wrong = {
      {folder.Write("empty.json", ""), 65, "the input is empty"},
      {folder.Write("binary.json", std::string("\x7f"
                                               "ELF\0",
                                               5)),
       65, "binary data"},
      {folder.Write("list.json", "[1]"), 65, "a template is a map"},
      {folder.Write("other.json", R"({"a": 1})"), 65, "`Actions`"},
      {folder.Write("cut.json", R"({"StartAction": "a", "Actions": [{)"), 65,
       "cut.json:1:"},
      {folder.Write("words.txt", "just words"), 65, "words.txt"},
      {folder.Inside("missing.json"), 66, "missing.json"},
  };
  for (const Wrong& each : wrong) {
    const ProcessResult result = Flow({each.path});
    EXPECT_EQ(result.exit_code, each.exit_code) << each.path << result.err;
    EXPECT_THAT(result.err, AllOf(StartsWith("error: "), HasSubstr(each.says)));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

// Fifty megabytes: in a list that is no flow, and in an attribute of one.
TEST(FlowTest, LargeInputEnds) {
  const TemporaryFolder folder;
  std::string much = R"({"Version": "2019-10-30", "StartAction": "a", "Actions":
    [{"Identifier": "a", "Type": "MessageParticipant", "Parameters": {"Text": ")";
  much += std::string(50'000'000, 'x') +
          R"("}, "Transitions": {"NextAction": "a"}}]})";
  const ProcessResult text = Flow({folder.Write("text.json", much)});
  EXPECT_FALSE(text.timed_out);
  EXPECT_LE(text.exit_code, 1) << text.err;
  EXPECT_LT(text.out.size(), 20'000u);

  std::string many = R"({"StartAction": "a0", "Actions": [)";
  for (int i = 0; i < 200'000; ++i) {
    many += (i == 0 ? "" : ",") + std::string(R"({"Identifier": "a)") +
            std::to_string(i) + R"(", "Type": "Wait", "Transitions": )" +
            R"({"NextAction": "a)" + std::to_string(i + 1) + "\"}}";
  }
  const ProcessResult actions = Flow({folder.Write("many.json", many + "]}")});
  EXPECT_FALSE(actions.timed_out);
  EXPECT_EQ(actions.exit_code, 1) << actions.err;
}

}  // namespace
}  // namespace connectguard
