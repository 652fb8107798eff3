#include "readers/template_waivers.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "readers/cloudformation.h"
#include "readers/input.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Files = std::map<std::string, std::string, std::less<>>;

std::unique_ptr<const Document> Read(std::string text, Files files = {}) {
  // Short for the tests.
  for (std::size_t at = text.find('@'); at != std::string::npos;
       at = text.find('@')) {
    text.replace(at, 1, "# connectguard:ignore ");
  }
  const MemoryFileReader disk(std::move(files));
  auto document = ReadCloudFormation(
      {.name = "t.yaml", .bytes = std::move(text), .disk = &disk}, {});
  EXPECT_TRUE(document) << Render(document.error().diagnostic);
  return document ? *std::move(document) : nullptr;
}

// "POLICY address address" of each waiver.
std::vector<std::string> Places(const Document& document) {
  std::vector<std::string> places;
  for (const WrittenWaiver& waiver : document.waivers()) {
    std::string place = waiver.policies.empty() ? "" : waiver.policies.front();
    for (const std::string& at : waiver.at) {
      place += " " + at;
    }
    places.push_back(place + (waiver.in_input ? "" : " absent"));
  }
  return places;
}

TEST(TemplateWaiversTest, StandAtTheirResource) {
  const auto document = Read(
      "@Z\n"
      "Resources: @Y\n"
      "  @A\n"
      "  # prose\n"
      "  @B\n"
      "  One: @C\n"
      "    @D\n"
      "    Type: AWS::X::Y @E\n"
      "    Properties:\n"
      "@F\n"
      "      P: 1 @G\n"
      "      @H\n"
      "    @I\n"
      "  @J\n"
      "  Two: {Type: 'AWS::X::Y'} @K\n"
      "  @L\n"
      "\n"
      "  Three:\n"
      "    Type: AWS::X::Y\n"
      "    Properties:\n"
      "      Q: | @M\n"
      "        # connectguard:ignore text\n"
      "      R: '# connectguard:ignore text'\n"
      "    @N\n"
      "@O\n"
      "Outputs:\n"
      "  @P\n"
      "  O: {Value: 1}\n");
  EXPECT_THAT(Places(*document),
              ElementsAre("Z", "Y", "A One", "B One", "C One", "D One", "E One",
                          "F One", "G One", "H One", "I One", "J Two", "K Two",
                          "L", "M Three", "N Three", "O", "P"));
}

TEST(TemplateWaiversTest, KnowWhatIsNotMade) {
  const auto document = Read(
      "Conditions: {Never: !Equals [a, b]}\n"
      "Resources:\n"
      "  One: {Type: 'AWS::X::Y'}\n"
      "  Two:\n"
      "    @A\n"
      "    Type: AWS::X::Y\n"
      "    Condition: Never\n");
  EXPECT_THAT(Places(*document), ElementsAre("A absent"));
}

TEST(TemplateWaiversTest, StandAtAllThatALoopMakes) {
  const auto document = Read(
      "Transform: AWS::LanguageExtensions\n"
      "Resources:\n"
      "  Fn::ForEach::Each:\n"
      "    - Name\n"
      "    - [One, Two]\n"
      "    - ${Name}:\n"
      "        @A\n"
      "        Type: AWS::X::Y\n"
      "      @B\n"
      "      Other${Name}:\n"
      "        Type: AWS::X::Y\n");
  EXPECT_THAT(Places(*document),
              ElementsAre("A One Two", "B OtherOne OtherTwo"));
}

TEST(TemplateWaiversTest, StandInNestedStacks) {
  const auto document = Read(
      "Resources:\n"
      "  @A\n"
      "  Inner:\n"
      "    Type: AWS::CloudFormation::Stack\n"
      "    Properties: {TemplateURL: ./inner.yaml}\n",
      {{"inner.yaml",
        "Resources:\n"
        "  One: {Type: 'AWS::X::Y'} # connectguard:ignore B\n"}});
  EXPECT_THAT(Places(*document), ElementsAre("A Inner", "B Inner.One"));
}

TEST(TemplateWaiversTest, AreReadFromMetadata) {
  const auto document = Read(R"({
    "Parameters": {"Why": {"Type": "String", "Default": "p", "NoEcho": true}},
    "Resources": {"One": {"Type": "AWS::X::Y", "Metadata": {
      "connectguard": {"ignore": [
        {"policy": "A", "reason": " because ", "until": "2027-01-31",
         "owner": "o", "ticket": "t"},
        {"policy": "B", "reson": "x"},
        {"reason": "x"},
        {"policy": "C", "reason": {"Ref": "Why"}},
        "D"
      ], "ignored": []},
      "guard": {"SuppressedRules": ["E", 7, "F"], "Reason": "for guard"}
    }}}})");
  EXPECT_THAT(Places(*document), ElementsAre("A One", "B One", " One", "C One",
                                             " One", " One", "E One", "F One"));
  const auto waivers = document->waivers();
  EXPECT_EQ(waivers[0].reason, "because");
  EXPECT_EQ(waivers[0].until, "2027-01-31");
  EXPECT_EQ(waivers[0].owner, "o");
  EXPECT_EQ(waivers[0].ticket, "t");
  EXPECT_EQ(waivers[0].problem, "");
  EXPECT_FALSE(waivers[0].may_name_others);
  EXPECT_EQ(document->file(0).At(waivers[0].place.begin).line, 5u);
  EXPECT_THAT(waivers[1].problem, HasSubstr("did you mean `reason`?"));
  EXPECT_THAT(waivers[2].problem, HasSubstr("names no policy"));
  EXPECT_THAT(waivers[3].problem, HasSubstr("`reason` must be a text"));
  EXPECT_THAT(waivers[4].problem, HasSubstr("a waiver is"));
  EXPECT_THAT(waivers[5].problem, HasSubstr("`ignored` is not known"));
  EXPECT_EQ(waivers[6].reason, "for guard");
  EXPECT_TRUE(waivers[6].may_name_others);
}

TEST(TemplateWaiversTest, ReadsADayOfYaml) {
  const auto document = Read(
      "Resources:\n"
      "  One:\n"
      "    Type: AWS::X::Y\n"
      "    Metadata:\n"
      "      connectguard:\n"
      "        ignore: {policy: A, until: 2027-01-31, reason: short}\n");
  ASSERT_THAT(document->waivers(), SizeIs(1));
  EXPECT_EQ(document->waivers()[0].until, "2027-01-31");
  EXPECT_EQ(document->waivers()[0].problem, "");
}

TEST(TemplateWaiversTest, SurviveAnyMetadata) {
  for (const char* metadata :
       {"[]", "1", "{guard: 1}", "{guard: {SuppressedRules: x}}",
        "{guard: {SuppressedRules: [], Reason: [1]}}", "{guard: [a]}"}) {
    const auto document =
        Read(std::string("Resources:\n  One:\n    Type: AWS::X::Y\n    "
                         "Metadata: ") +
             metadata + "\n");
    EXPECT_THAT(document->waivers(), IsEmpty()) << metadata;
  }
  for (const char* own : {"1", "[a]", "{ignore: 1}", "{ignore: [[]]}",
                          "{ignore: {policy: [A]}}"}) {
    const auto document =
        Read(std::string("Resources:\n  One:\n    Type: AWS::X::Y\n    "
                         "Metadata: {connectguard: ") +
             own + "}\n");
    ASSERT_THAT(document->waivers(), SizeIs(1)) << own;
    EXPECT_NE(document->waivers()[0].problem, "") << own;
  }
}

}  // namespace
}  // namespace connectguard
