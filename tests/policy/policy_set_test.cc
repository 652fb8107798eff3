#include "policy/policy_set.h"

#include <map>
#include <string>
#include <vector>

#include "policy/sample.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Files = std::map<std::string, std::string, std::less<>>;

Files ThreePolicies() {
  return {{"p/a/profile_eleven.guard",
           SamplePolicy("PROFILE-11", "profile_eleven")},
          {"p/a/profile_two.guard", SamplePolicy("PROFILE-2", "profile_two")},
          {"p/b/flow_logs.guard", SamplePolicy("LOG-1", "flow_logs")}};
}

Result<PolicySet> Load(Files files) {
  return PolicySet::Load(MemoryFileReader(std::move(files)), "p",
                         TestFunctions());
}

std::string ProblemOf(Files files) {
  const auto set = Load(std::move(files));
  return set ? "none" : Render(set.error().diagnostic);
}

using Ids = std::vector<std::string>;
Ids Selected(const PolicySet& set, std::string_view pack, const Ids& only,
             const Ids& skip) {
  Ids ids;
  const auto selected = set.Select(pack, only, skip);
  if (!selected) {
    return {selected.error().diagnostic.message,
            selected.error().diagnostic.hint};
  }
  for (const Policy* policy : *selected) {
    ids.push_back(policy->metadata.id);
  }
  return ids;
}

TEST(PolicySetTest, SortsIdsWithNumbersByValue) {
  const auto set = Load(ThreePolicies());
  ASSERT_TRUE(set) << Render(set.error().diagnostic);
  EXPECT_THAT(Selected(*set, "baseline", {}, {}),
              ElementsAre("LOG-1", "PROFILE-2", "PROFILE-11"));
  EXPECT_EQ(set->policies()[0].path, "b/flow_logs.guard");
}

TEST(PolicySetTest, FindsPoliciesById) {
  const auto set = Load(ThreePolicies());
  ASSERT_TRUE(set);
  for (const Policy& policy : set->policies()) {
    EXPECT_EQ(set->Find(policy.metadata.id), &policy);
  }
  EXPECT_EQ(set->Find("PROFILE-3"), nullptr);
  EXPECT_EQ(set->Find("PROFILE-02"), nullptr);
  EXPECT_EQ(set->Find("ZZZ-1"), nullptr);
}

TEST(PolicySetTest, LeavesOutWhatIsInTestFolders) {
  Files files = ThreePolicies();
  files["p/b/tests/broken.guard"] = "rule {";
  const auto set = Load(std::move(files));
  ASSERT_TRUE(set) << Render(set.error().diagnostic);
  EXPECT_EQ(set->policies().size(), 3u);
}

TEST(PolicySetTest, OneWrongFileFailsTheSet) {
  Files files = ThreePolicies();
  files["p/b/other.guard"] = SampleHeader("LOG-2") + "rule other {";
  EXPECT_THAT(ProblemOf(std::move(files)), HasSubstr("p/b/other.guard:8:"));
}

TEST(PolicySetTest, RefusesAnIdThatIsTaken) {
  Files files = ThreePolicies();
  files["p/b/other.guard"] = SamplePolicy("LOG-1", "other");
  const std::string problem = ProblemOf(std::move(files));
  EXPECT_THAT(problem, HasSubstr("p/b/other.guard: the id `LOG-1` is taken by "
                                 "p/b/flow_logs.guard"));
}

TEST(PolicySetTest, RefusesAFolderWithoutPolicies) {
  EXPECT_THAT(ProblemOf({{"p/README.md", "nothing"}}),
              HasSubstr("p: there is no policy here"));
  const auto missing = Load({{"q/a.guard", ""}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kMissing);
}

TEST(PolicySetTest, RevisionDependsOnTextsAndPathsOnly) {
  const auto revision = [](Files files) {
    return Load(std::move(files)).value().revision();
  };
  const std::string before = revision(ThreePolicies());
  EXPECT_EQ(before.size(), 12u);
  EXPECT_EQ(before.find_first_not_of("0123456789abcdef"), std::string::npos);
  Files elsewhere;
  for (const auto& [path, text] : ThreePolicies()) {
    elsewhere["other/place/" + path] = text;
  }
  EXPECT_EQ(PolicySet::Load(MemoryFileReader(elsewhere), "other/place/p",
                            TestFunctions())
                .value()
                .revision(),
            before);
  Files changed = ThreePolicies();
  changed["p/b/flow_logs.guard"] += "\n";
  EXPECT_NE(revision(changed), before);
  Files with_pack = ThreePolicies();
  with_pack["p/packs/baseline.yml"] = "title: All\npolicies: ['*']\n";
  EXPECT_NE(revision(with_pack), before);
}

TEST(PolicySetTest, SelectsByPackOnlyAndSkip) {
  Files files = ThreePolicies();
  files["p/packs/baseline.yml"] =
      "title: The least\npolicies: [LOG-1, PROFILE-2]\n";
  files["p/packs/strict.yml"] = "title: All\npolicies: '*'\n";
  const auto set = Load(std::move(files));
  ASSERT_TRUE(set) << Render(set.error().diagnostic);
  EXPECT_EQ(set->packs().at("strict").title, "All");
  EXPECT_THAT(Selected(*set, "baseline", {}, {}),
              ElementsAre("LOG-1", "PROFILE-2"));
  EXPECT_THAT(Selected(*set, "strict", {}, {"PROFILE-2"}),
              ElementsAre("LOG-1", "PROFILE-11"));
  EXPECT_THAT(Selected(*set, "strict", {"PROFILE-11", "LOG-1"}, {"LOG-1"}),
              ElementsAre("PROFILE-11"));
  EXPECT_THAT(Selected(*set, "baseline", {}, {"PROFILE-11"}),
              ElementsAre("LOG-1", "PROFILE-2"));
}

TEST(PolicySetTest, SelectNamesWhatDoesNotExist) {
  Files files = ThreePolicies();
  files["p/packs/baseline.yml"] = "title: The least\npolicies: [LOG-1]\n";
  const auto set = Load(std::move(files));
  ASSERT_TRUE(set);
  EXPECT_THAT(
      Selected(*set, "basline", {}, {}),
      ElementsAre("there is no pack `basline`", "did you mean `baseline`?"));
  EXPECT_THAT(Selected(*set, "zzz", {}, {}),
              ElementsAre("there is no pack `zzz`", "known packs: baseline"));
  EXPECT_THAT(
      Selected(*set, "baseline", {"LOG-2"}, {}),
      ElementsAre("there is no policy `LOG-2`", "did you mean `LOG-1`?"));
  EXPECT_THAT(Selected(*set, "baseline", {}, {"PROFIL-2"}),
              ElementsAre("there is no policy `PROFIL-2`",
                          "did you mean `PROFILE-2`?"));
  EXPECT_THAT(Selected(*set, "baseline", {"PROFILE-2"}, {}),
              ElementsAre("policy `PROFILE-2` is not in pack `baseline`",
                          "name a pack that has it"));
  const Ids unknown = {"LOG-2"};
  EXPECT_EQ(set->Select("baseline", unknown, {}).error().code,
            ErrorCode::kUsage);
}

TEST(PackTest, RefusesWhatItCannotMean) {
  const auto problem = [](std::string text) {
    Files files = ThreePolicies();
    files["p/packs/strict.yml"] = std::move(text);
    return ProblemOf(std::move(files));
  };
  EXPECT_THAT(problem("title: A\npolicies: [LOG-1, LOG-3]\n"),
              HasSubstr("p/packs/strict.yml:2:19: there is no policy `LOG-3`"));
  EXPECT_THAT(problem("title: A\npolicies: [LOG-1, LOG-1]\n"),
              HasSubstr("`LOG-1` is listed twice"));
  EXPECT_THAT(problem("title: A\npolicys: [LOG-1]\n"),
              HasSubstr("did you mean `policies`?"));
  EXPECT_THAT(problem("policies: [LOG-1]\n"),
              HasSubstr("the pack has no `title`"));
  EXPECT_THAT(problem("title: A\n"), HasSubstr("the pack has no `policies`"));
  EXPECT_THAT(problem("title: A\npolicies: []\n"),
              HasSubstr("the pack chooses no policy"));
  EXPECT_THAT(problem("title: A\npolicies: [{}]\n"),
              HasSubstr("the id of a policy is expected here"));
  EXPECT_THAT(problem("[]\n"), HasSubstr("a pack is a map"));
  EXPECT_THAT(problem("title: [\n"), HasSubstr("p/packs/strict.yml"));
}

}  // namespace
}  // namespace connectguard
