#include "iam/layers.h"

#include <string>

#include <gtest/gtest.h>

#include "iam/policy_text.h"
#include "iam/questions.h"

namespace connectguard::testing {
namespace {

constexpr const char* kAllowAll =
    R"({"Effect": "Allow", "Action": "*", "Resource": "*"})";
constexpr const char* kAlice = "arn:aws:iam::111122223333:user/alice";
constexpr const char* kRole = "arn:aws:iam::111122223333:role/R";

class LayersTest : public ::testing::Test {
 protected:
  const IamPolicy* Identity(const char* statements) {
    return &texts_.Statements(statements);
  }
  const IamPolicy* Boundary(const char* statements) {
    return &texts_.Statements(statements, IamPolicyKind::kBoundary);
  }
  const IamPolicy* Scp(const char* statements) {
    return &texts_.Statements(statements, IamPolicyKind::kScp);
  }
  // A bucket policy that allows reading to a principal.
  const IamPolicy* Bucket(const std::string& principal, const char* more = "") {
    return &texts_.Statements(
        R"({"Effect": "Allow", "Principal": )" + principal +
            R"(, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})" +
            more,
        IamPolicyKind::kResource);
  }
  // May the principal read from the bucket?
  std::string Ask(const IamLayers& layers, const std::string& principal) {
    const std::string query =
        R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/k",
            "Principal": )" +
        principal + "}";
    return Explained(May(layers, texts_.Query(query)));
  }
  static std::string Aws(const std::string& arn) {
    return R"({"AWS": ")" + arn + R"("})";
  }
  static bool IsYes(const std::string& answer) {
    return answer.starts_with("yes");
  }
  static bool IsNo(const std::string& answer) {
    return answer.starts_with("no");
  }

  PolicyTexts texts_;
};

TEST_F(LayersTest, IdentityAloneSufficesInOneAccount) {
  EXPECT_TRUE(IsYes(Ask(
      {.identity = PolicyRefs{Identity(kAllowAll)}, .resource = PolicyRefs{}},
      Aws(kAlice))));
  EXPECT_TRUE(IsNo(Ask({.identity = PolicyRefs{Identity(kAllowAll)},
                        .resource = PolicyRefs{},
                        .accounts = AccountRelation::kOther},
                       Aws(kAlice))));
  EXPECT_TRUE(IsNo(Ask({.identity = PolicyRefs{Identity(kAllowAll)},
                        .resource = PolicyRefs{},
                        .resource_must_allow = true},
                       Aws(kAlice))));
}

TEST_F(LayersTest, GrantToAUserStandsAlone) {
  const IamLayers layers{.identity = PolicyRefs{},
                         .boundary = PolicyRefs{},
                         .resource = PolicyRefs{Bucket(Aws(kAlice))}};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kAlice))));
}

TEST_F(LayersTest, GrantToARoleIsLimitedByItsBoundary) {
  IamLayers layers{.identity = PolicyRefs{},
                   .boundary = PolicyRefs{},
                   .resource = PolicyRefs{Bucket(Aws(kRole))}};
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kRole))));
  layers.boundary = PolicyRefs{Boundary(kAllowAll)};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kRole))));
  layers.session = PolicyRefs{};
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kRole))));
}

TEST_F(LayersTest, GrantToASessionStandsAlone) {
  const std::string session =
      "arn:aws:sts::111122223333:assumed-role/R/session";
  const IamLayers layers{.identity = PolicyRefs{},
                         .boundary = PolicyRefs{},
                         .resource = PolicyRefs{Bucket(Aws(session))}};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(session))));
  EXPECT_TRUE(IsNo(
      Ask(layers, Aws("arn:aws:sts::111122223333:assumed-role/R/another"))));
  // Sessions lose the path of their role.
  EXPECT_TRUE(IsYes(Ask(layers, R"({"AWS": "*"})")));
}

TEST_F(LayersTest, GrantToAnAccountIsLeftToIdentityPolicies) {
  IamLayers layers{.identity = PolicyRefs{},
                   .resource = PolicyRefs{Bucket(R"({"AWS": "111122223333"})")},
                   .resource_must_allow = true};
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kAlice))));
  layers.identity = PolicyRefs{Identity(kAllowAll)};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kAlice))));
}

TEST_F(LayersTest, AcrossAccountsBothMustAllow) {
  IamLayers layers{.identity = PolicyRefs{},
                   .resource = PolicyRefs{Bucket(Aws(kAlice))},
                   .accounts = AccountRelation::kOther};
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kAlice))));
  layers.identity = PolicyRefs{Identity(kAllowAll)};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kAlice))));
}

TEST_F(LayersTest, UnknownRelationOfAccountsMattersOnlyWhereItDecides) {
  IamLayers layers{.identity = PolicyRefs{},
                   .resource = PolicyRefs{Bucket(Aws(kAlice))},
                   .accounts = AccountRelation::kUnknown};
  EXPECT_TRUE(Ask(layers, Aws(kAlice)).starts_with("unknown"));
  layers.identity = PolicyRefs{Identity(kAllowAll)};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kAlice))));
  EXPECT_TRUE(IsNo(Ask({.identity = PolicyRefs{},
                        .resource = PolicyRefs{},
                        .accounts = AccountRelation::kUnknown},
                       Aws(kAlice))));
}

TEST_F(LayersTest, ScpDoesNotTouchServices) {
  const IamPolicy* nothing =
      Scp(R"({"Effect": "Deny", "Action": "*", "Resource": "*"})");
  const std::string service = R"({"Service": "connect.amazonaws.com"})";
  const IamLayers layers{
      .identity = PolicyRefs{},
      .resource = PolicyRefs{Bucket(R"("*")")},
      .scp = {{nothing}},
  };
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kAlice))));
  EXPECT_TRUE(IsYes(Ask(layers, service)));
}

TEST_F(LayersTest, RoleCoversItsSessions) {
  const IamLayers layers{.resource = PolicyRefs{Bucket(Aws(kRole))}};
  EXPECT_TRUE(
      IsYes(Ask(layers, Aws("arn:aws:sts::111122223333:assumed-role/R/any"))));
  EXPECT_TRUE(
      IsNo(Ask(layers, Aws("arn:aws:sts::111122223333:assumed-role/Q/any"))));
  EXPECT_TRUE(IsNo(Ask(layers, Aws("arn:aws:iam::111122223333:role/path/R"))));
}

TEST_F(LayersTest, PrincipalKeysFollowThePrincipal) {
  const IamLayers layers{
      .resource = PolicyRefs{
          Bucket(R"("*")",
                 R"(, {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": "*", "Condition": {"StringNotEquals": {
              "aws:PrincipalAccount": "111122223333"}}})")}};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kAlice))));
  EXPECT_TRUE(IsNo(Ask(layers, Aws("arn:aws:iam::999999999999:user/mallory"))));
  EXPECT_TRUE(IsNo(Ask(layers, R"({"Service": "x.amazonaws.com"})")));
}

TEST_F(LayersTest, UsernameIsTheNameOfAUser) {
  const IamLayers layers{
      .resource = PolicyRefs{&texts_.Statements(
          R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource":
          "*", "Condition": {"StringEquals": {"aws:username": "alice"}}})",
          IamPolicyKind::kResource)}};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kAlice))));
  EXPECT_TRUE(
      IsYes(Ask(layers, Aws("arn:aws:iam::111122223333:user/team/alice"))));
  EXPECT_TRUE(IsNo(Ask(layers, Aws("arn:aws:iam::111122223333:user/bob"))));
  EXPECT_TRUE(IsNo(Ask(layers, Aws("arn:aws:iam::111122223333:role/alice"))));
}

TEST_F(LayersTest, NotPrincipalSparesWhomItNamesWithTheirAccount) {
  const auto layers = [&](const char* spared) {
    return IamLayers{
        .resource = PolicyRefs{Bucket(
            R"("*")", (std::string(R"(, {"Effect": "Deny",
            "NotPrincipal": {"AWS": )") +
                       spared + R"(}, "Action": "s3:*", "Resource": "*"})")
                          .c_str())}};
  };
  const IamLayers with_account =
      layers(R"(["arn:aws:iam::111122223333:user/alice", "111122223333"])");
  EXPECT_TRUE(IsYes(Ask(with_account, Aws(kAlice))));
  EXPECT_TRUE(IsNo(Ask(with_account, Aws("arn:aws:iam::999999999999:user/x"))));
  const IamLayers alone = layers(R"("arn:aws:iam::111122223333:user/alice")");
  EXPECT_TRUE(Ask(alone, Aws(kAlice)).starts_with("unknown"));
  // Its account alone may or may not spare a user.
  EXPECT_TRUE(
      Ask(layers(R"("111122223333")"), Aws(kAlice)).starts_with("unknown"));
}

TEST_F(LayersTest, NotPrincipalSparesNobodyWithABoundary) {
  const IamLayers layers{
      .identity = PolicyRefs{Identity(kAllowAll)},
      .boundary = PolicyRefs{Boundary(kAllowAll)},
      .resource = PolicyRefs{Bucket(
          R"("*")",
          R"(, {"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333",
                "arn:aws:iam::111122223333:user/alice"]},
                "Action": "s3:*", "Resource": "*"})")}};
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kAlice))));
}

TEST_F(LayersTest, AllowWithNotPrincipalIsNotCounted) {
  const IamLayers layers{
      .resource = PolicyRefs{&texts_.Statements(
          R"({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"},
          "Action": "s3:*", "Resource": "*"})",
          IamPolicyKind::kResource)}};
  EXPECT_TRUE(Ask(layers, Aws("arn:aws:iam::999999999999:user/x"))
                  .starts_with("unknown"));
}

TEST_F(LayersTest, FederatedStarIsNotEverybody) {
  const IamLayers layers{.resource =
                             PolicyRefs{Bucket(R"({"Federated": "*"})")}};
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kAlice))));
  EXPECT_TRUE(IsYes(
      Ask(layers,
          R"({"Federated": "arn:aws:iam::111122223333:saml-provider/P"})")));
}

TEST_F(LayersTest, TwoTypesOfPrincipalsAreEither) {
  const IamLayers layers{
      .resource = PolicyRefs{Bucket(
          R"({"AWS": "111122223333", "Service": "connect.amazonaws.com"})")}};
  EXPECT_TRUE(IsYes(Ask(layers, Aws(kAlice))));
  EXPECT_TRUE(IsYes(Ask(layers, R"({"Service": "connect.amazonaws.com"})")));
  EXPECT_TRUE(IsNo(Ask(layers, R"({"Service": "lex.amazonaws.com"})")));
}

TEST_F(LayersTest, WildcardInPrincipalIsNotCounted) {
  const IamLayers layers{
      .resource =
          PolicyRefs{Bucket(R"({"AWS": "arn:aws:iam::111122223333:role/*"})")}};
  EXPECT_TRUE(Ask(layers, Aws(kRole)).starts_with("unknown"));
  EXPECT_TRUE(IsNo(Ask(layers, Aws(kAlice))));
}

TEST_F(LayersTest, UnknownLayerMattersOnlyWhereItDecides) {
  const IamPolicy* unknown =
      &texts_.Policy(R"("<unknown>")", IamPolicyKind::kScp);
  const IamPolicy* denied =
      Scp(R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})");
  IamLayers layers{.identity = PolicyRefs{Identity(kAllowAll)},
                   .scp = {{unknown}}};
  const char* query = R"({"Action": "s3:GetObject"})";
  EXPECT_EQ(May(layers, texts_.Query(query)).verdict, IamVerdict::kUnknown);
  layers.scp = {{unknown}, {denied}};
  EXPECT_EQ(May(layers, texts_.Query(query)).verdict, IamVerdict::kNo);
  layers.scp = {};
  layers.identity = PolicyRefs{};
  EXPECT_EQ(May(layers, texts_.Query(query)).verdict, IamVerdict::kNo);
}

TEST_F(LayersTest, NothingThatCouldAllowIsNoAnswer) {
  EXPECT_EQ(May({}, texts_.Query(R"({"Action": "s3:*"})")).verdict,
            IamVerdict::kUnknown);
}

TEST_F(LayersTest, TagSessionNeedsItsOwnAllow) {
  const IamLayers layers{
      .resource = PolicyRefs{&texts_.Statements(
          R"({"Effect": "Allow", "Action": "sts:AssumeRoleWithSAML", "Principal":
          {"Federated": "arn:aws:iam::111122223333:saml-provider/Okta"},
          "Condition": {"StringEquals":
            {"SAML:aud": "https://signin.aws.amazon.com/saml"}}})",
          IamPolicyKind::kTrust)}};
  const auto ask = [&](const char* action) {
    return May(layers, texts_.Query(R"({"Principal": {"Federated":
                 "arn:aws:iam::111122223333:saml-provider/Okta"},
                 "Action": ")" + std::string(action) +
                                    R"("})"))
        .verdict;
  };
  EXPECT_EQ(ask("sts:AssumeRoleWithSAML"), IamVerdict::kYes);
  EXPECT_EQ(ask("sts:TagSession"), IamVerdict::kNo);
}

}  // namespace
}  // namespace connectguard::testing
