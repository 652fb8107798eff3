// Parameters of policies: in headers, packs, on command lines and in tests.
#include "policy/parameter.h"

#include <map>
#include <string>
#include <vector>

#include "guard/evaluator.h"
#include "policy/policy_set.h"
#include "policy/sample.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Files = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view kRule = R"(
let days = 9
let strict = false
let words = ['a', 'b']
let name = /^x/
let owner = 'me'

rule parameters {
    Days == %days
    Strict == %strict
    Words[*] in %words
    Name == %name
    Owner == %owner
}
)";

std::string Policy() {
  return SampleHeader("LOG-1") +
         "# parameter: days: how many days\n"
         "# parameter: strict: whether it is strict\n"
         "# parameter: words: the words\n"
         "#   that are good\n"
         "# parameter: name: what names look like\n"
         "# parameter: owner: who owns it\n" +
         std::string(kRule);
}

Result<PolicySet> Load(std::string pack = "") {
  Files files = {{"p/a/parameters.guard", Policy()}};
  if (!pack.empty()) {
    files["p/packs/baseline.yml"] = std::move(pack);
  }
  return PolicySet::Load(MemoryFileReader(std::move(files)), "p",
                         TestFunctions());
}

std::string Judge(const PolicySet& set, const std::vector<std::string>& given,
                  std::string_view input) {
  const auto values = set.Parameters("baseline", given);
  if (!values) {
    return Render(values.error().diagnostic);
  }
  Document document;
  const std::uint16_t file = document.AddFile("t.yaml", std::string(input));
  const auto root = ReadYaml(&document, file, YamlDialect::kCloudFormation);
  document.SetRoot(root.value());
  const auto& policy = set.policies()[0];
  const Evaluation evaluation =
      Evaluate(*policy.rules, document, {.variables = (*values)->Of(policy)});
  return std::string(StatusName(evaluation.rules[0].status()));
}

TEST(ParameterTest, HasTypeDefaultAndHelp) {
  const auto set = Load();
  ASSERT_TRUE(set) << Render(set.error().diagnostic);
  const std::vector<Parameter>& parameters = set->policies()[0].parameters;
  ASSERT_EQ(parameters.size(), 5u);
  std::vector<std::string> texts;
  for (const Parameter& parameter : parameters) {
    texts.push_back(parameter.name + " (" +
                    std::string(ParameterTypeName(parameter.type)) +
                    "): " + ParameterText(*parameter.fallback));
  }
  EXPECT_THAT(texts,
              ElementsAre("days (number): 9", "strict (true or false): false",
                          "words (list of texts): a,b", "name (pattern): ^x",
                          "owner (text): me"));
  EXPECT_EQ(parameters[2].help, "the words that are good");
}

TEST(ParameterTest, IsItsDefaultUntilItIsSet) {
  const auto set = Load();
  ASSERT_TRUE(set);
  constexpr std::string_view kDefaults =
      "{Days: 9, Strict: false, Words: [a], Name: xy, Owner: me}";
  constexpr std::string_view kOthers =
      "{Days: 3, Strict: true, Words: [c, 'd e'], Name: yy, Owner: you}";
  EXPECT_EQ(Judge(*set, {}, kDefaults), "PASS");
  EXPECT_EQ(Judge(*set, {}, kOthers), "FAIL");
  EXPECT_EQ(Judge(*set,
                  {"LOG-1.days=3", "LOG-1.strict=true", "LOG-1.words=c, d e",
                   "LOG-1.name=^y", "LOG-1.owner=you"},
                  kOthers),
            "PASS");
}

TEST(ParameterTest, APackSetsAndACommandLineSetsAgain) {
  const auto set = Load(
      "title: A\npolicies: '*'\nparameters:\n  LOG-1: {days: 3, strict: true, "
      "words: [c, 'd,e']}\n");
  ASSERT_TRUE(set) << Render(set.error().diagnostic);
  EXPECT_EQ(
      Judge(*set, {},
            "{Days: 3, Strict: true, Words: ['d,e'], Name: x, Owner: me}"),
      "PASS");
  EXPECT_EQ(Judge(*set, {"LOG-1.days=4"},
                  "{Days: 4, Strict: true, Words: [c], Name: x, Owner: me}"),
            "PASS");
  const auto values =
      set->Parameters("baseline", std::vector<std::string>{"LOG-1.days=9"});
  ASSERT_TRUE(values);
  EXPECT_THAT((*values)->NotesOn(set->policies()[0]),
              ElementsAre("LOG-1: strict is `true`, not `false`",
                          "LOG-1: words is `c,d,e`, not `a,b`"));
}

TEST(ParameterTest, RefusesWhatItCannotMean) {
  const auto set = Load();
  ASSERT_TRUE(set);
  const auto problem = [&](std::string setting) {
    return Judge(*set, {std::move(setting)}, "{}");
  };
  EXPECT_THAT(problem("LOG-1.dyas=3"), HasSubstr("did you mean `days`?"));
  EXPECT_THAT(problem("LOG-2.days=3"), HasSubstr("there is no policy `LOG-2`"));
  EXPECT_THAT(problem("LOG-1.days=many"), HasSubstr("it is of type number"));
  EXPECT_THAT(problem("LOG-1.strict=yes"),
              HasSubstr("it is of type true or false"));
  EXPECT_THAT(problem("LOG-1.name=("), HasSubstr("`name`"));
  EXPECT_THAT(problem("days=3"), HasSubstr("write ID.name=value"));
  EXPECT_THAT(problem("LOG-1.days"), HasSubstr("write ID.name=value"));
}

TEST(ParameterTest, APackIsHeldToThePolicy) {
  const auto problem = [](std::string parameters) {
    const auto set =
        Load("title: A\npolicies: '*'\nparameters: " + std::move(parameters));
    return set ? "none" : Render(set.error().diagnostic);
  };
  EXPECT_THAT(problem("{LOG-1: {days: many}}\n"),
              HasSubstr("p/packs/baseline.yml:3:"));
  EXPECT_THAT(problem("{LOG-1: {dyas: 3}}\n"), HasSubstr("no parameter"));
  EXPECT_THAT(problem("{LOG-2: {days: 3}}\n"), HasSubstr("`LOG-2`"));
  EXPECT_THAT(problem("{LOG-1: {days: {}}}\n"), HasSubstr("a text, a number"));
  EXPECT_THAT(problem("[]\n"), HasSubstr("not a map of policies"));
}

TEST(ParameterTest, AHeaderIsHeldToTheFile) {
  const auto problem = [](const std::string& line, const std::string& let) {
    const auto policy = ParsePolicy("a/flow_logs.guard",
                                    SampleHeader("LOG-1") + line + "\n" + let +
                                        "\nrule flow_logs { a exists }\n",
                                    TestFunctions());
    return policy ? "none" : Render(policy.error().diagnostic);
  };
  EXPECT_EQ(problem("# parameter: days: help", "let days = 3"), "none");
  EXPECT_THAT(problem("# parameter: days: help", ""),
              HasSubstr("parameter `days` has no default"));
  EXPECT_THAT(problem("# parameter: days: help", "let days = Resources.*"),
              HasSubstr("is no literal"));
  EXPECT_THAT(problem("# parameter: days", "let days = 3"),
              HasSubstr("a parameter is `NAME: HELP`"));
  EXPECT_THAT(
      problem("# parameter: days: a\n# parameter: days: b", "let days = 3"),
      HasSubstr("given twice"));
}

}  // namespace
}  // namespace connectguard
