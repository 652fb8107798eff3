#include "bench/guard_documents.h"

#include <array>
#include <span>

#include <fmt/format.h>

namespace connectguard {
namespace {

std::string Tags(std::size_t number) {
  return fmt::format(
      R"("Tags":[{{"Key":"Name","Value":"unit-{}"}},{{"Key":"Team","Value":"team-{}"}}])",
      number, number % 17);
}

std::string Bucket(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::S3::Bucket","Properties":{{"BucketName":"recordings-{0}",)"
      R"("BucketEncryption":{{"ServerSideEncryptionConfiguration":[{{"ServerSideEncryptionByDefault":{{"SSEAlgorithm":"{1}"}}}}]}},)"
      R"("VersioningConfiguration":{{"Status":"{2}"}},)"
      R"("PublicAccessBlockConfiguration":{{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":{3}}},{4}}}}})",
      number, number % 3 == 0 ? "aws:kms" : "AES256",
      number % 5 == 0 ? "Suspended" : "Enabled", number % 4 != 0, Tags(number));
}

std::string BucketPolicy(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::S3::BucketPolicy","Properties":{{"Bucket":"recordings-{0}","PolicyDocument":{{"Version":"2012-10-17","Statement":[)"
      R"({{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::recordings-{0}","arn:aws:s3:::recordings-{0}/*"],)"
      R"("Condition":{{"Bool":{{"aws:SecureTransport":"{1}"}}}}}}]}}}}}})",
      number, number % 6 == 0 ? "true" : "false");
}

std::string ManagedPolicy(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::IAM::ManagedPolicy","Properties":{{"ManagedPolicyName":"policy-{0}","PolicyDocument":{{"Version":"2012-10-17","Statement":[)"
      R"({{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::recordings-{0}/*"]}},)"
      R"({{"Sid":"Run","Effect":"Allow","Action":{1},"Resource":{2}}}]}}}}}})",
      number,
      number % 8 == 0 ? R"("*")" : R"(["connect:StartOutboundVoiceContact"])",
      number % 16 == 0
          ? R"("*")"
          : R"(["arn:aws:connect:eu-west-1:111122223333:instance/*"])");
}

std::string Role(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::IAM::Role","Properties":{{"RoleName":"role-{0}","AssumeRolePolicyDocument":{{"Version":"2012-10-17","Statement":[)"
      R"({{"Effect":"Allow","Principal":{{"Service":"lambda.amazonaws.com"}},"Action":"sts:AssumeRole"}}]}},)"
      R"("Policies":[{{"PolicyName":"inline-{0}","PolicyDocument":{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"logs:{1}","Resource":"*"}}]}}}}],{2}}}}})",
      number, number % 9 == 0 ? "*" : "PutLogEvents", Tags(number));
}

std::string Function(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::Lambda::Function","Properties":{{"FunctionName":"lookup-{0}","Runtime":"python3.{1}","Handler":"index.handler","Role":{{"Fn::GetAtt":["Resource{0}","Arn"]}},)"
      R"("Code":{{"S3Bucket":"code","S3Key":"lookup-{0}.zip"}},"Timeout":30,"MemorySize":256,"Environment":{{"Variables":{{"TABLE":"deny-{0}","STAGE":"prod"}}}},)"
      R"("VpcConfig":{{"SubnetIds":["subnet-{0}a","subnet-{0}b"],"SecurityGroupIds":["sg-{0}"]}},{2}}}}})",
      number, 8 + number % 5, Tags(number));
}

std::string Table(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::DynamoDB::Table","Properties":{{"TableName":"deny-{0}","BillingMode":"PAY_PER_REQUEST",)"
      R"("AttributeDefinitions":[{{"AttributeName":"number","AttributeType":"S"}}],"KeySchema":[{{"AttributeName":"number","KeyType":"HASH"}}],)"
      R"("PointInTimeRecoverySpecification":{{"PointInTimeRecoveryEnabled":{1}}},"SSESpecification":{{"SSEEnabled":true}},{2}}}}})",
      number, number % 2 == 0, Tags(number));
}

std::string Queue(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::SQS::Queue","Properties":{{"QueueName":"contacts-{0}","MessageRetentionPeriod":345600,"VisibilityTimeout":30,)"
      R"("KmsMasterKeyId":{{"Ref":"Key{0}"}},"RedrivePolicy":{{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:dead-{0}","maxReceiveCount":5}},{1}}}}})",
      number, Tags(number));
}

std::string LogGroup(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::Logs::LogGroup","Properties":{{"LogGroupName":"/aws/connect/instance-{0}","RetentionInDays":{1},"KmsKeyId":"arn:aws:kms:eu-west-1:111122223333:key/{0}",{2}}}}})",
      number, number % 7 == 0 ? 1 : 365, Tags(number));
}

// One in forty breaks a rule: its versions are suspended.
std::string SoundBucket(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::S3::Bucket","Properties":{{"BucketName":"recordings-{0}",)"
      R"("BucketEncryption":{{"ServerSideEncryptionConfiguration":[{{"BucketKeyEnabled":true,"ServerSideEncryptionByDefault":{{"SSEAlgorithm":"aws:kms"}}}}]}},)"
      R"("VersioningConfiguration":{{"Status":"{1}"}},)"
      R"("PublicAccessBlockConfiguration":{{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true}},)"
      R"("LoggingConfiguration":{{"DestinationBucketName":"logs"}},"LifecycleConfiguration":{{"Rules":[{{"Status":"Enabled","ExpirationInDays":365}}]}},)"
      R"("NotificationConfiguration":{{"EventBridgeConfiguration":{{"EventBridgeEnabled":true}}}},)"
      R"("ObjectLockEnabled":true,"ObjectLockConfiguration":{{"ObjectLockEnabled":"Enabled"}}}}}})",
      number, number % 160 == 0 ? "Suspended" : "Enabled");
}

std::string SoundBucketPolicy(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::S3::BucketPolicy","Properties":{{"Bucket":"recordings-{0}","PolicyDocument":{{"Version":"2012-10-17","Statement":[)"
      R"({{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::recordings-{0}","arn:aws:s3:::recordings-{0}/*"],)"
      R"("Condition":{{"Bool":{{"aws:SecureTransport":"false"}}}}}}]}}}}}})",
      number);
}

std::string SoundManagedPolicy(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::IAM::ManagedPolicy","Properties":{{"ManagedPolicyName":"policy-{0}","PolicyDocument":{{"Version":"2012-10-17","Statement":[)"
      R"({{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::recordings-{0}/*"]}},)"
      R"({{"Effect":"Allow","Action":["connect:StartOutboundVoiceContact"],"Resource":["arn:aws:connect:eu-west-1:111122223333:instance/*"]}}]}}}}}})",
      number);
}

std::string SoundRole(std::size_t number) {
  return fmt::format(
      R"({{"Type":"AWS::IAM::Role","Properties":{{"RoleName":"role-{0}","AssumeRolePolicyDocument":{{"Version":"2012-10-17","Statement":[)"
      R"({{"Effect":"Allow","Principal":{{"Service":"lambda.amazonaws.com"}},"Action":"sts:AssumeRole"}}]}},)"
      R"("Policies":[{{"PolicyName":"inline-{0}","PolicyDocument":{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"logs:PutLogEvents",)"
      R"("Resource":"arn:aws:logs:eu-west-1:111122223333:log-group:group-{0}"}}]}}}}]}}}})",
      number);
}

using Maker = std::string (*)(std::size_t number);

std::string TemplateBy(std::span<const Maker> makers, std::size_t resources) {
  std::string text =
      R"({"AWSTemplateFormatVersion":"2010-09-09","Resources":{)";
  for (std::size_t number = 0; number < resources; ++number) {
    text += fmt::format("{}\n\"Resource{}\":", number == 0 ? "" : ",", number);
    text += makers[number % makers.size()](number);
  }
  return text + "}}\n";
}

}  // namespace

std::string TemplateOf(std::size_t resources) {
  constexpr std::array<Maker, 8> kMakers = {Bucket, BucketPolicy, ManagedPolicy,
                                            Role,   Function,     Table,
                                            Queue,  LogGroup};
  return TemplateBy(kMakers, resources);
}

std::string SoundTemplateOf(std::size_t resources) {
  constexpr std::array<Maker, 4> kMakers = {SoundBucket, SoundBucketPolicy,
                                            SoundManagedPolicy, SoundRole};
  return TemplateBy(kMakers, resources);
}

}  // namespace connectguard
