// Random small policies: every witness is really one by the reference
// evaluator, and where the answer says that there is none, brute force over a
// finite world finds none.
//
// CONNECTGUARD_IAM_PAIRS sets how many pairs, CONNECTGUARD_IAM_SEED the first
// seed; each pair has a seed of its own, which a failure names.
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "iam/policy_text.h"
#include "iam/questions.h"
#include "iam/reference_evaluator.h"
#include "iam/small_world.h"

namespace connectguard::testing {
namespace {

constexpr std::size_t kRequests = 600;

std::uint64_t FromEnvironment(const char* name, std::uint64_t fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

std::uint64_t Pairs() {
  return FromEnvironment("CONNECTGUARD_IAM_PAIRS", 2000);
}
std::uint64_t FirstSeed() {
  return FromEnvironment("CONNECTGUARD_IAM_SEED", 1);
}

struct Counts {
  std::size_t yes = 0;
  std::size_t no = 0;
  std::size_t unknown = 0;

  void Add(IamVerdict verdict) {
    (verdict == IamVerdict::kYes  ? yes
     : verdict == IamVerdict::kNo ? no
                                  : unknown)++;
  }
  std::string Text() const {
    return "yes " + std::to_string(yes) + ", no " + std::to_string(no) +
           ", unknown " + std::to_string(unknown);
  }
};

// `holds` says whether a request is what the question looks for.
template <typename Holds>
void CheckWitness(const IamAnswer& answer, const std::string& about,
                  const Holds& holds) {
  ASSERT_TRUE(answer.witness) << about;
  const ReferenceRequest request = ToReference(*answer.witness);
  for (const bool unclear : {false, true}) {
    EXPECT_TRUE(holds(request, unclear))
        << about << "\nwitness " << ToString(*answer.witness);
  }
}

template <typename Holds>
void CheckNone(const std::vector<ReferenceRequest>& requests,
               const std::string& about, const Holds& holds) {
  for (const ReferenceRequest& request : requests) {
    for (const bool unclear : {false, true}) {
      if (holds(request, unclear)) {
        FAIL() << about << "\nmissed " << ToText(request);
      }
    }
  }
}

TEST(SoundnessTest, AtMostAgreesWithBruteForce) {
  Counts counts;
  for (std::uint64_t i = 0; i < Pairs() && !HasFailure(); ++i) {
    SmallWorld world(FirstSeed() + i);
    PolicyTexts texts;
    const bool principals = world.OneIn(3);
    const IamPolicyKind kind =
        principals ? IamPolicyKind::kResource : IamPolicyKind::kIdentity;
    const std::string a = world.Document(principals);
    const std::string b = world.Document(principals);
    const IamPolicy& first = texts.Policy(a, kind);
    const IamPolicy& second = texts.Policy(b, kind);
    const IamAnswer answer = PolicyTexts::IsAtMost(first, second);
    counts.Add(answer.verdict);
    const std::string about =
        "seed " + std::to_string(FirstSeed() + i) + "\na " + a + "\nb " + b;
    const auto holds = [&](const ReferenceRequest& request, bool unclear) {
      const ReferenceEvaluator evaluator(request, unclear);
      return (principals || request.principal_type == "AWS") &&
             evaluator.Permits(first.document()) &&
             !evaluator.Permits(second.document());
    };
    if (answer.verdict == IamVerdict::kNo) {
      CheckWitness(answer, about, holds);
    } else if (answer.verdict == IamVerdict::kYes) {
      CheckNone(world.Requests(a + b, kRequests), about, holds);
    }
  }
  RecordProperty("answers", counts.Text());
  EXPECT_GT(counts.yes, Pairs() / 20) << counts.Text();
  EXPECT_GT(counts.no, Pairs() / 4) << counts.Text();
  EXPECT_LT(counts.unknown, Pairs() / 4) << counts.Text();
}

TEST(SoundnessTest, MayAgreesWithBruteForce) {
  Counts counts;
  for (std::uint64_t i = 0; i < Pairs() && !HasFailure(); ++i) {
    SmallWorld world(FirstSeed() + 1'000'000'007 + i);
    PolicyTexts texts;
    std::string all;
    IamLayers layers;
    ReferenceLayers reference;
    const auto add = [&](IamPolicyKind kind, bool principals, PolicyRefs* refs,
                         std::vector<const Value*>* documents) {
      const std::string text = world.Document(principals);
      all += "\n" + text;
      refs->push_back(&texts.Policy(text, kind));
      documents->push_back(&refs->back()->document());
    };
    if (!world.OneIn(6)) {
      add(IamPolicyKind::kIdentity, false, &layers.identity.emplace(),
          &reference.identity.emplace());
    }
    if (!layers.identity || world.OneIn(3)) {
      add(IamPolicyKind::kResource, true, &layers.resource.emplace(),
          &reference.resource);
    }
    if (layers.identity && world.OneIn(3)) {
      add(IamPolicyKind::kBoundary, false, &layers.boundary.emplace(),
          &reference.boundary.emplace());
    }
    if (world.OneIn(3)) {
      add(IamPolicyKind::kScp, false, &layers.scp.emplace_back(),
          &reference.scp.emplace_back());
    }
    if (layers.identity && layers.resource && world.OneIn(4)) {
      layers.accounts = AccountRelation::kOther;
      reference.other_account = true;
    }
    const std::string question = world.Query(layers.resource.has_value());
    const Value& query = texts.Parse(question);
    const IamAnswer answer = May(layers, texts.Query(query));
    counts.Add(answer.verdict);
    const std::string about =
        "seed " + std::to_string(FirstSeed() + i) + all + "\nquery " + question;
    const auto holds = [&](const ReferenceRequest& request, bool unclear) {
      const ReferenceEvaluator evaluator(request, unclear);
      return evaluator.Fits(query) && evaluator.IsAllowed(reference);
    };
    if (answer.verdict == IamVerdict::kYes) {
      CheckWitness(answer, about, holds);
    } else if (answer.verdict == IamVerdict::kNo) {
      CheckNone(world.Requests(all + question, kRequests), about, holds);
    }
  }
  RecordProperty("answers", counts.Text());
  EXPECT_GT(counts.yes, Pairs() / 10) << counts.Text();
  EXPECT_GT(counts.no, Pairs() / 10) << counts.Text();
  EXPECT_LT(counts.unknown, Pairs() / 3) << counts.Text();
}

TEST(SoundnessTest, EscapesAgreeWithBruteForce) {
  Counts counts;
  for (std::uint64_t i = 0; i < Pairs() / 2 && !HasFailure(); ++i) {
    SmallWorld world(FirstSeed() + 2'000'000'011 + i);
    PolicyTexts texts;
    const std::string text = world.Document(false);
    const IamPolicy& policy = texts.Policy(text, IamPolicyKind::kScp);
    const std::string question = world.Query(false);
    const Value& query = texts.Parse(question);
    const IamPolicy* const one = &policy;
    const IamEscapes escapes = Escapes({&one, 1}, texts.Query(query));
    counts.Add(escapes.answer.verdict);
    const std::string about = "seed " + std::to_string(FirstSeed() + i) + "\n" +
                              text + "\nquery " + question;
    const auto holds = [&](const ReferenceRequest& request, bool unclear) {
      const ReferenceEvaluator evaluator(request, unclear);
      return request.principal_type == "AWS" && evaluator.Fits(query) &&
             !evaluator.Denies(policy.document(), true);
    };
    if (escapes.answer.verdict == IamVerdict::kYes) {
      CheckWitness(escapes.answer, about, holds);
      EXPECT_FALSE(escapes.exceptions.empty() && escapes.complete) << about;
      for (const IamException& exception : escapes.exceptions) {
        if (exception.certain) {
          CheckWitness({.witness = exception.witness}, about, holds);
        }
      }
    } else if (escapes.answer.verdict == IamVerdict::kNo) {
      CheckNone(world.Requests(text + question, kRequests), about, holds);
    }
  }
  RecordProperty("answers", counts.Text());
  EXPECT_GT(counts.yes, 0u) << counts.Text();
  EXPECT_GT(counts.no, 0u) << counts.Text();
}

}  // namespace
}  // namespace connectguard::testing
