#include "builtins/reference_index.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "builtins/sample_document.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two buckets and a key, and one alarm-like resource with given properties.
SampleDocument With(std::string_view properties) {
  return SampleDocument(fmt::format(
      R"({{
  "aws_s3_bucket.a": {{"Type": "AWS::S3::Bucket", "Native": "aws_s3_bucket",
    "Ids": ["rec", "arn:aws:s3:::rec"], "Properties": {{"BucketName": "rec"}}}},
  "aws_s3_bucket.b": {{"Type": "AWS::S3::Bucket", "Native": "aws_s3_bucket",
    "Ids": ["logs"]}},
  "aws_kms_key.k": {{"Type": "AWS::KMS::Key", "Native": "aws_kms_key"}},
  "random_id.r": {{"Type": "random_id", "Native": "random_id"}},
  "x.it": {{"Type": "X::Y::Z", "Native": "x_y", "Properties": {}}}
}})",
      properties));
}

// What x.it mentions of a type: addresses, and what is open after `?`.
std::vector<std::string> Mentioned(std::string_view properties,
                                   std::string_view type) {
  const SampleDocument sample = With(properties);
  const ReferenceIndex index(sample.document());
  std::vector<std::string> found;
  for (const Mention& mention : index.MentionsIn(*sample.At("x.it").node)) {
    for (const Resource* target : mention.targets) {
      if (type == kAnyType || target->type == type) {
        found.emplace_back(target->address);
      }
    }
    if (!mention.Names(type)) {
      const Reference* reference = nullptr;
      if (index.MayName(mention, type, &reference)) {
        found.push_back(
            "?" + std::string(reference == nullptr ? "" : reference->text));
      }
    }
  }
  return found;
}

std::vector<std::string> Buckets(std::string_view properties) {
  return Mentioned(properties, "AWS::S3::Bucket");
}

TEST(ReferenceIndexTest, FollowsReferencesOfUnknownValues) {
  EXPECT_THAT(
      Buckets(R"({"B": {"$unknown": ["aws_s3_bucket.a.id -> aws_s3_bucket.a"]},
                  "K": {"$unknown": ["aws_kms_key.k.arn -> aws_kms_key.k"]}})"),
      ElementsAre("aws_s3_bucket.a"));
}

TEST(ReferenceIndexTest, FollowsReferencesOfKnownStrings) {
  EXPECT_THAT(
      Buckets(R"({"B": {"$linked": "x", "to": ["b.id -> aws_s3_bucket.b"]}})"),
      ElementsAre("aws_s3_bucket.b"));
}

TEST(ReferenceIndexTest, KnownStringWithOpenReferenceIsALiteral) {
  EXPECT_THAT(Buckets(R"({"B": {"$linked": "rec", "to": ["local.name"]}})"),
              ElementsAre("aws_s3_bucket.a"));
  EXPECT_THAT(Buckets(R"({"B": {"$linked": "else", "to": ["local.name"]}})"),
              IsEmpty());
}

TEST(ReferenceIndexTest, WalksMapsAndListsInOrder) {
  EXPECT_THAT(Buckets(R"({"L": ["logs", {"M": "rec"}], "N": 5})"),
              ElementsAre("aws_s3_bucket.b", "aws_s3_bucket.a"));
}

TEST(ReferenceIndexTest, ReadsLiteralsByNameAndByArn) {
  const std::vector<std::string> a = {"aws_s3_bucket.a"};
  const std::vector<std::string> b = {"aws_s3_bucket.b"};
  EXPECT_EQ(Buckets(R"({"B": "rec"})"), a);
  EXPECT_EQ(Buckets(R"({"B": "arn:aws:s3:::rec"})"), a);
  EXPECT_EQ(Buckets(R"({"B": "arn:aws:s3:::rec/*"})"), a);
  EXPECT_EQ(Buckets(R"({"B": "arn:aws:s3:::logs"})"), b);
  EXPECT_EQ(Buckets(R"({"B": "arn:aws:x:eu:1:thing/logs"})"), b);
  EXPECT_EQ(Buckets(R"({"B": "arn:aws:x:eu:1:thing:logs:*"})"), b);
  EXPECT_THAT(Buckets(R"({"B": "recordings"})"), IsEmpty());
  EXPECT_THAT(Buckets(R"({"B": "the rec bucket"})"), IsEmpty());
  EXPECT_THAT(Buckets(R"({"B": "path/rec"})"), IsEmpty());
  EXPECT_THAT(Buckets(R"({"B": "", "C": "arn:aws:s3:::"})"), IsEmpty());
}

TEST(ReferenceIndexTest, AResourceDoesNotReferToItselfByItsName) {
  const SampleDocument sample = With("{}");
  const ReferenceIndex index(sample.document());
  EXPECT_THAT(index.MentionsIn(*sample.At("aws_s3_bucket.a").node), IsEmpty());
}

// Two contact centres may each have a flow of the same name.
TEST(ReferenceIndexTest, ANamesakeOfTheSameTypeIsNotReferredTo) {
  const SampleDocument sample(R"({
    "a.f": {"Type": "F", "Native": "f", "Ids": ["inbound"],
            "Properties": {"Name": "inbound"}},
    "b.f": {"Type": "F", "Native": "f", "Ids": ["inbound"],
            "Properties": {"Name": "inbound"}},
    "p": {"Type": "P", "Native": "p", "Properties": {"Flow": "inbound"}}
  })");
  const ReferenceIndex index(sample.document());
  EXPECT_THAT(index.MentionsIn(*sample.At("a.f").node), IsEmpty());
  EXPECT_THAT(index.ReferrersOf(sample.At("b.f"), "F"), IsEmpty());
  EXPECT_EQ(index.ReferrersOf(sample.At("b.f"), "P").size(), 1u);
}

TEST(ReferenceIndexTest, OpenReferenceMayBeAnything) {
  EXPECT_THAT(Buckets(R"({"B": {"$unknown": ["local.bucket_id"]}})"),
              ElementsAre("?local.bucket_id"));
  for (const char* text :
       {"var.b", "module.m.b", "data.aws_s3_bucket.b.id", "each.value",
        "SomeParameter", "aws_s3_bucket.c[each.key].id"}) {
    EXPECT_EQ(
        Buckets(fmt::format(R"({{"B": {{"$unknown": ["{}"]}}}})", text)).size(),
        1u)
        << text;
  }
}

TEST(ReferenceIndexTest, OpenReferenceOfAnotherTypeIsNone) {
  for (const char* text :
       {"aws_kms_key.other[0].arn", "count.index", "path.module",
        "data.aws_caller_identity.current.account_id"}) {
    EXPECT_THAT(
        Buckets(fmt::format(R"({{"B": {{"$unknown": ["{}"]}}}})", text)),
        IsEmpty())
        << text;
  }
  EXPECT_EQ(Mentioned(R"({"B": {"$unknown": ["aws_kms_key.other[0].arn"]}})",
                      "AWS::KMS::Key")
                .size(),
            1u);
}

TEST(ReferenceIndexTest, AFoundTargetAnswersForTheWholeValue) {
  const char* properties =
      R"({"B": {"$unknown": ["aws_s3_bucket.a.arn -> aws_s3_bucket.a",
                             "local.prefix"]}})";
  EXPECT_THAT(Buckets(properties), ElementsAre("aws_s3_bucket.a"));
  EXPECT_THAT(Mentioned(properties, "AWS::KMS::Key"),
              ElementsAre("?local.prefix"));
}

TEST(ReferenceIndexTest, RandomTextMayBePartOfAnyName) {
  EXPECT_THAT(
      Buckets(R"({"B": {"$unknown": ["random_id.r.hex -> random_id.r"]}})"),
      ElementsAre("?random_id.r.hex"));
}

TEST(ReferenceIndexTest, UnknownWithoutReferencesMayBeAnything) {
  EXPECT_THAT(Buckets(R"({"B": {"$unknown": []}})"), ElementsAre("?"));
}

TEST(ReferenceIndexTest, WhatTheProviderChoosesRefersToNothing) {
  EXPECT_THAT(Buckets(R"({"B": {"$unset": "known after apply"}})"), IsEmpty());
}

TEST(ReferenceIndexTest, AnyTypeTakesAll) {
  EXPECT_THAT(
      Mentioned(
          R"({"B": ["rec", {"$unknown": ["aws_kms_key.k.arn -> aws_kms_key.k"]}]})",
          kAnyType),
      ElementsAre("aws_s3_bucket.a", "aws_kms_key.k"));
}

TEST(ReferenceIndexTest, AnOpenReferenceMayBeOfAnyType) {
  EXPECT_THAT(
      Mentioned(R"({"B": {"$unknown": ["aws_kms_key.x.arn"]}})", kAnyType),
      ElementsAre("?aws_kms_key.x.arn"));
}

std::vector<std::string> Referrers(const SampleDocument& sample,
                                   std::string_view target,
                                   std::string_view type) {
  const ReferenceIndex index(sample.document());
  std::vector<std::string> found;
  for (const auto& referrer : index.ReferrersOf(sample.At(target), type)) {
    found.push_back((referrer.open != nullptr ? "?" : "") +
                    std::string(referrer.resource->address));
  }
  return found;
}

TEST(ReferenceIndexTest, ReferrersAreCertainOrPossible) {
  const SampleDocument sample(R"({
    "b": {"Type": "AWS::S3::Bucket", "Ids": ["rec"],
          "Properties": {"BucketName": "rec"}},
    "one": {"Type": "X::Y::Z", "Properties": {"A": "rec", "B": "rec"}},
    "two": {"Type": "X::Y::Z", "Properties": {"A": "other"}},
    "three": {"Type": "X::Y::Z", "Properties": {"A": {"$unknown": ["var.b"]}}},
    "four": {"Type": "X::Y::Z", "Properties":
             {"A": {"$unknown": ["var.b"]}, "B": "rec"}},
    "five": {"Type": "X::Y::Q", "Properties": {"A": "rec"}},
    "six": {"Type": "X::Y::Z"}
  })");
  EXPECT_THAT(Referrers(sample, "b", "X::Y::Z"),
              ElementsAre("one", "?three", "four"));
  EXPECT_THAT(Referrers(sample, "b", "X::Y::Q"), ElementsAre("five"));
  EXPECT_THAT(Referrers(sample, "b", kAnyType),
              ElementsAre("one", "?three", "four", "five"));
  EXPECT_THAT(Referrers(sample, "one", "AWS::S3::Bucket"), IsEmpty());
}

TEST(ReferenceIndexTest, AnEmptyNameNamesNothing) {
  const SampleDocument sample(R"({
    "b": {"Type": "AWS::S3::Bucket", "Ids": [""]},
    "one": {"Type": "X::Y::Z", "Properties": {"A": ""}}
  })");
  EXPECT_THAT(Referrers(sample, "b", "X::Y::Z"), IsEmpty());
}

// A topic and its queue of one name: the queue's own name is none of the
// topic's, but that of another type counts.
TEST(ReferenceIndexTest, AResourceMayNameOneOfAnotherType) {
  const SampleDocument sample(R"({
    "group": {"Type": "AWS::Logs::LogGroup", "Ids": ["flow"],
              "Properties": {"Name": "flow"}},
    "stream": {"Type": "AWS::Logs::LogStream", "Ids": ["flow"],
               "Properties": {"Name": "flow"}}
  })");
  EXPECT_THAT(Referrers(sample, "group", "AWS::Logs::LogStream"),
              ElementsAre("stream"));
  EXPECT_THAT(Referrers(sample, "stream", "AWS::Logs::LogStream"), IsEmpty());
}

TEST(ReferenceIndexTest, AResourceIsNotAmongItsReferrers) {
  const SampleDocument sample(R"({
    "a": {"Type": "X::Y::Z", "Properties":
          {"Self": {"$unknown": ["x.a.id -> a"]}}}
  })");
  EXPECT_THAT(Referrers(sample, "a", "X::Y::Z"), IsEmpty());
}

// 10,000 instances that each ask for their alarms: quadratic work would take
// minutes here.
TEST(ReferenceIndexTest, AsksOfManyResourcesStayCheap) {
  std::string text = "{";
  for (int i = 0; i < 10000; ++i) {
    text += fmt::format(
        R"("i{0}": {{"Type": "I::I::I", "Ids": ["id-{0}"]}},
           "a{0}": {{"Type": "A::A::A", "Properties": {{"Id": "id-{0}"}}}},)",
        i);
  }
  text.back() = '}';
  const SampleDocument sample(std::move(text));
  const ReferenceIndex index(sample.document());
  std::size_t found = 0;
  for (const Resource& resource : sample.document().resources()) {
    found += index.ReferrersOf(resource, "A::A::A").size();
  }
  EXPECT_EQ(found, 10000u);
}

}  // namespace
}  // namespace connectguard
