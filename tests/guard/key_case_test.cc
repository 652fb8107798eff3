// Expected spellings of the older version were compared with cfn-guard 3.1.1.
#include "guard/key_case.h"

#include <gtest/gtest.h>

#include "guard/unicode_case.h"

namespace connectguard {
namespace {

std::string To(KeyCase to, std::string_view key,
               GuardVersion version = GuardVersion::k31) {
  return ConvertKey(key, to, version);
}

TEST(KeyCaseTest, Conversions) {
  EXPECT_EQ(To(KeyCase::kCamel, "Bucket_name"), "bucketName");
  EXPECT_EQ(To(KeyCase::kPascal, "bucket-name"), "BucketName");
  EXPECT_EQ(To(KeyCase::kSnake, "BucketName"), "bucket_name");
  EXPECT_EQ(To(KeyCase::kKebab, "bucketName"), "bucket-name");
  EXPECT_EQ(To(KeyCase::kTrain, "bucket name"), "Bucket-Name");
  EXPECT_EQ(To(KeyCase::kTitle, "bucketName"), "Bucket Name");
  EXPECT_EQ(To(KeyCase::kSnake, "roleARN"), "role_arn");
  EXPECT_EQ(To(KeyCase::kPascal, "roleARN"), "RoleARN");
  EXPECT_EQ(To(KeyCase::kPascal, "ec2id"), "Ec2Id");
  EXPECT_EQ(To(KeyCase::kCamel, "__name__"), "name");
  EXPECT_EQ(To(KeyCase::kCamel, ""), "");
}

TEST(KeyCaseTest, ClassCaseSingularisesTheLastWord) {
  EXPECT_EQ(To(KeyCase::kClass, "SecurityGroupIds"), "SecurityGroupId");
  EXPECT_EQ(To(KeyCase::kClass, "bucket_policies"), "BucketPolicy");
  EXPECT_EQ(To(KeyCase::kClass, "Access"), "Access");
  EXPECT_EQ(To(KeyCase::kClass, "MailBoxes"), "MailBox");
}

TEST(KeyCaseTest, DigitsInTitleCaseDependOnTheVersion) {
  EXPECT_EQ(To(KeyCase::kTitle, "ec2Id"), "Ec2 Id");
  EXPECT_EQ(To(KeyCase::kTitle, "ec2Id", GuardVersion::k32), "Ec2id");
}

TEST(KeyCaseTest, SingularsOfTheOlderVersionLoseTheirBeginning) {
  EXPECT_EQ(Singular("Archives", GuardVersion::k31), "Arc");
  EXPECT_EQ(Singular("Archives", GuardVersion::k32), "Archive");
  EXPECT_EQ(Singular("Data", GuardVersion::k31), "Daum");
  EXPECT_EQ(Singular("Data", GuardVersion::k32), "Datum");
  EXPECT_EQ(Singular("Heroes", GuardVersion::k31), "Her");
  EXPECT_EQ(Singular("Heroes", GuardVersion::k32), "Hero");
  EXPECT_EQ(Singular("Slice", GuardVersion::k31), "louse");
  EXPECT_EQ(Singular("Metaanalyses", GuardVersion::k32), "Metaanalysis");
  EXPECT_EQ(Singular("", GuardVersion::k32), "");
  EXPECT_EQ(Singular("s", GuardVersion::k32), "");
}

TEST(UnicodeCaseTest, FullMappings) {
  EXPECT_EQ(ToUpperCase("straße é ﬁ"), "STRASSE É FI");
  EXPECT_EQ(ToLowerCase("ÄÖ ΟΔΟΣ ΣΑ"), "äö οδος σα");
  EXPECT_EQ(ToUpperCase("\xFF"
                        "a\xC3"),
            "\xFF"
            "A\xC3");
  EXPECT_EQ(DecodeUtf8("é").size(), 1u);
}

}  // namespace
}  // namespace connectguard
