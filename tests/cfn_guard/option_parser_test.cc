#include "cfn_guard/option_parser.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const CommandSpec& Spec() {
  static const CommandSpec spec = {.name = "eat",
                                   .about = "Eats.",
                                   .options = {
                                       {'d', "dish", "DISH", "What is eaten"},
                                       {'f', "fast", "", "Without chewing"},
                                       {'q', "quiet", "", "Without noise"},
                                       {.letter = 'w',
                                        .name = "with",
                                        .value = "TOOL",
                                        .help = "By what",
                                        .choices = {"fork", "spoon"},
                                        .default_value = "fork"},
                                       {.letter = 's',
                                        .name = "side",
                                        .value = "SIDE",
                                        .help = "",
                                        .many = true},
                                   }};
  return spec;
}

GivenOptions Parse(const std::vector<std::string>& arguments) {
  Result<GivenOptions> given = ParseOptions(Spec(), "dog", arguments);
  EXPECT_TRUE(given) << (given ? "" : given.error().diagnostic.message);
  return given ? *std::move(given) : GivenOptions();
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  const Result<GivenOptions> given = ParseOptions(Spec(), "dog", arguments);
  return given ? "no error" : given.error().diagnostic.message;
}

TEST(OptionParserTest, ReadsValuesInEveryForm) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"-d", "soup"},
                                             {"-dsoup"},
                                             {"-d=soup"},
                                             {"--dish", "soup"},
                                             {"--dish=soup"},
                                             {"-fd", "soup"},
                                             {"-fqdsoup"}}) {
    EXPECT_EQ(Parse(arguments).Value("dish"), "soup") << arguments.front();
  }
  EXPECT_EQ(Parse({"--dish="}).Value("dish"), "");
  EXPECT_EQ(Parse({"-d", "-"}).Value("dish"), "-");
  EXPECT_EQ(Parse({"-d", ""}).Value("dish"), "");
}

TEST(OptionParserTest, ReadsFlags) {
  const GivenOptions given = Parse({"-fq"});
  EXPECT_TRUE(given.Has("fast"));
  EXPECT_TRUE(given.Has("quiet"));
  EXPECT_FALSE(given.Has("dish"));
  EXPECT_TRUE(Parse({"--fast", "--"}).Has("fast"));
}

TEST(OptionParserTest, KnowsDefaults) {
  EXPECT_EQ(Parse({"-f"}).Value("with"), "fork");
  EXPECT_FALSE(Parse({"-f"}).Has("with"));
  EXPECT_EQ(Parse({"-w", "spoon"}).Value("with"), "spoon");
  EXPECT_EQ(Parse({"-f"}).Value("dish"), "");
}

TEST(OptionParserTest, ReadsManyValues) {
  EXPECT_THAT(
      Parse({"-s", "a", "b", "-f", "-s", "c", "--side=d"}).Values("side"),
      ElementsAre("a", "b", "c", "d"));
  EXPECT_TRUE(Parse({"-s"}).Has("side"));
  EXPECT_THAT(Parse({"-s"}).Values("side"), IsEmpty());
}

TEST(OptionParserTest, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf({"--dih", "x"}),
            "error: unexpected argument '--dih' found\n\n"
            "  tip: a similar argument exists: '--dish'\n\n"
            "Usage: dog eat [OPTIONS]\n\n"
            "For more information, try '--help'.\n");
  EXPECT_THAT(ErrorOf({"-fx"}), StartsWith("error: unexpected argument '-x'"));
  EXPECT_THAT(ErrorOf({"soup"}),
              StartsWith("error: unexpected argument 'soup'"));
  EXPECT_THAT(ErrorOf({"--", "soup"}), HasSubstr("'soup' found"));
  EXPECT_THAT(ErrorOf({"-d", "-x"}), HasSubstr("argument '-x' found"));
  EXPECT_THAT(ErrorOf({"-d", "a", "-d", "b"}),
              HasSubstr("'--dish <DISH>' cannot be used multiple times"));
  EXPECT_THAT(ErrorOf({"-ff"}),
              HasSubstr("'--fast' cannot be used multiple times"));
  EXPECT_THAT(ErrorOf({"--fast=1"}),
              HasSubstr("unexpected value '1' for '--fast' found"));
  EXPECT_EQ(ErrorOf({"-d"}),
            "error: a value is required for '--dish <DISH>' but none was "
            "supplied\n\nFor more information, try '--help'.\n");
  EXPECT_THAT(ErrorOf({"-d", "-f"}), HasSubstr("a value is required"));
  EXPECT_EQ(ErrorOf({"-w", "spon"}),
            "error: invalid value 'spon' for '--with <TOOL>'\n"
            "  [possible values: fork, spoon]\n\n"
            "  tip: a similar value exists: 'spoon'\n\n"
            "For more information, try '--help'.\n");
}

TEST(OptionParserTest, AsksForWhatIsRequired) {
  const CommandSpec spec = {.name = "x",
                            .about = "",
                            .options = {{.letter = 't',
                                         .name = "to",
                                         .value = "TO",
                                         .help = "",
                                         .required = true}}};
  const Result<GivenOptions> given = ParseOptions(spec, "p", {});
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().code, ErrorCode::kUsage);
  EXPECT_EQ(given.error().diagnostic.message,
            "error: the following required arguments were not provided:\n"
            "  --to <TO>\n\n"
            "Usage: p x [OPTIONS] --to <TO>\n\n"
            "For more information, try '--help'.\n");
}

TEST(OptionParserTest, WritesHelp) {
  EXPECT_EQ(
      HelpText(Spec(), "dog"),
      "Eats.\n\n"
      "Usage: dog eat [OPTIONS]\n\n"
      "Options:\n"
      "  -d, --dish <DISH>       What is eaten\n"
      "  -f, --fast              Without chewing\n"
      "  -q, --quiet             Without noise\n"
      "  -w, --with <TOOL>       By what [default: fork] [possible values: "
      "fork, spoon]\n"
      "  -s, --side [<SIDE>...]  \n"
      "  -h, --help              Print help\n");
}

}  // namespace
}  // namespace connectguard
