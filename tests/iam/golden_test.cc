// The 102 questions of corpus/iam/golden.json, each with its answer, reason and
// source.
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "iam/policy_text.h"
#include "iam/questions.h"

namespace connectguard::testing {
namespace {

class GoldenQuestions {
 public:
  GoldenQuestions() {
    std::ifstream in(std::string(CONNECTGUARD_SOURCE_DIR) +
                     "/tests/corpus/iam/golden.json");
    std::ostringstream text;
    text << in.rdbuf();
    root_ = &texts_.Parse(text.str());
  }

  std::span<const Value> cases() const {
    return Find(*root_, "cases")->AsList();
  }

  std::string Ask(const Value& question) {
    const std::string_view ask = StringAt(question, "ask");
    if (ask == "may") {
      return Explained(May(Layers(question), OneQuery(question)));
    }
    if (ask == "denies") {
      const PolicyRefs deny = Policies(*Find(question, "deny"), kDeny);
      return Explained(Denies(deny, OneQuery(question)));
    }
    if (ask == "all_of") {
      return AskAll(question);
    }
    const IamPolicy& a = Named(*Find(question, "a"), kReference);
    const IamPolicy& b = Named(*Find(question, "b"), kReference);
    const IamAnswer there = PolicyTexts::IsAtMost(a, b);
    if (ask == "at_most" || there.verdict != IamVerdict::kYes) {
      return Explained(there);
    }
    return Explained(PolicyTexts::IsAtMost(b, a));
  }

 private:
  static constexpr IamPolicyKind kDeny = IamPolicyKind::kScp;
  static constexpr IamPolicyKind kReference = IamPolicyKind::kReference;

  std::string AskAll(const Value& question) {
    for (const Value& query : Find(question, "queries")->AsList()) {
      const IamAnswer answer = May(Layers(question), texts_.Query(query));
      if (answer.verdict != IamVerdict::kYes) {
        return Explained(answer);
      }
    }
    return "yes";
  }

  const IamQuery& OneQuery(const Value& question) {
    return texts_.Query(*Find(question, "query"));
  }

  const IamPolicy& Named(const Value& policy, IamPolicyKind kind) {
    return texts_.Policy(
        policy.Is(Kind::kString)
            ? *FindPath(*root_, {"policies", policy.AsString()})
            : policy,
        kind);
  }

  PolicyRefs Policies(const Value& list, IamPolicyKind kind) {
    PolicyRefs policies;
    for (const Value& policy : list.AsList()) {
      policies.push_back(&Named(policy, kind));
    }
    return policies;
  }

  IamLayers Layers(const Value& question) {
    const Value& layers = *Find(question, "layers");
    IamLayers read;
    if (const Value* identity = Find(layers, "identity")) {
      read.identity = Policies(*identity, IamPolicyKind::kIdentity);
    }
    if (const Value* boundary = Find(layers, "boundary")) {
      read.boundary = Policies(*boundary, IamPolicyKind::kBoundary);
    }
    if (const Value* resource = Find(layers, "resource")) {
      read.resource = Policies(*resource, IamPolicyKind::kResource);
    }
    if (const Value* levels = Find(layers, "scp")) {
      for (const Value& level : levels->AsList()) {
        read.scp.push_back(Policies(level, IamPolicyKind::kScp));
      }
    }
    return read;
  }

  PolicyTexts texts_;
  const Value* root_ = nullptr;
};

TEST(GoldenTest, AnswersAllQuestions) {
  GoldenQuestions golden;
  ASSERT_EQ(golden.cases().size(), 102u);
  for (const Value& question : golden.cases()) {
    const std::string answer = golden.Ask(question);
    const bool expected = Find(question, "expect")->boolean;
    EXPECT_TRUE(answer.starts_with(expected ? "yes" : "no"))
        << StringAt(question, "id") << ": expected "
        << (expected ? "yes" : "no") << ", because "
        << StringAt(question, "why") << "; answered " << answer;
  }
}

}  // namespace
}  // namespace connectguard::testing
