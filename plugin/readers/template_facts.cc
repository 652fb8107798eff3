#include "readers/template_facts.h"

#include <algorithm>
#include <array>

namespace connectguard {
namespace {

struct NameRow {
  std::string_view type;
  NameProperty name;
};

constexpr std::array<NameRow, 41> kNames = {{
    {"AWS::Backup::BackupVault", {"BackupVaultName", true}},
    {"AWS::CloudTrail::Trail", {"TrailName", true}},
    {"AWS::CloudWatch::Alarm", {"AlarmName", true}},
    {"AWS::Cognito::UserPool", {"UserPoolName", false}},
    {"AWS::Config::ConfigRule", {"ConfigRuleName", true}},
    {"AWS::Connect::ContactFlow", {"Name", false}},
    {"AWS::Connect::ContactFlowModule", {"Name", false}},
    {"AWS::Connect::HoursOfOperation", {"Name", false}},
    {"AWS::Connect::Instance", {"InstanceAlias", false}},
    {"AWS::Connect::Prompt", {"Name", false}},
    {"AWS::Connect::Queue", {"Name", false}},
    {"AWS::Connect::QuickConnect", {"Name", false}},
    {"AWS::Connect::RoutingProfile", {"Name", false}},
    {"AWS::Connect::SecurityProfile", {"SecurityProfileName", false}},
    {"AWS::Connect::TrafficDistributionGroup", {"Name", false}},
    {"AWS::Connect::User", {"Username", false}},
    {"AWS::CustomerProfiles::Domain", {"DomainName", true}},
    {"AWS::DynamoDB::Table", {"TableName", true}},
    {"AWS::ECR::Repository", {"RepositoryName", true}},
    {"AWS::Events::Rule", {"Name", false}},
    {"AWS::IAM::Group", {"GroupName", true}},
    {"AWS::IAM::InstanceProfile", {"InstanceProfileName", true}},
    {"AWS::IAM::ManagedPolicy", {"ManagedPolicyName", false}},
    {"AWS::IAM::Role", {"RoleName", true}},
    {"AWS::IAM::User", {"UserName", true}},
    {"AWS::KMS::Alias", {"AliasName", true}},
    {"AWS::Kinesis::Stream", {"Name", true}},
    {"AWS::KinesisFirehose::DeliveryStream", {"DeliveryStreamName", true}},
    {"AWS::Lambda::Function", {"FunctionName", true}},
    {"AWS::Lex::Bot", {"Name", false}},
    {"AWS::Logs::LogGroup", {"LogGroupName", true}},
    {"AWS::Organizations::Policy", {"Name", false}},
    {"AWS::RDS::DBInstance", {"DBInstanceIdentifier", true}},
    {"AWS::S3::AccessPoint", {"Name", true}},
    {"AWS::S3::Bucket", {"BucketName", true}},
    {"AWS::SNS::Topic", {"TopicName", false}},
    {"AWS::SQS::Queue", {"QueueName", false}},
    {"AWS::SSM::Parameter", {"Name", true}},
    {"AWS::SecretsManager::Secret", {"Name", false}},
    {"AWS::StepFunctions::StateMachine", {"StateMachineName", false}},
    {"AWS::WAFv2::WebACL", {"Name", false}},
}};

// `*` stands for any type.
struct JsonRow {
  std::string_view type;
  std::string_view property;
};

constexpr std::array<JsonRow, 11> kJson = {{
    {"*", "PolicyDocument"},
    {"*", "AssumeRolePolicyDocument"},
    {"AWS::Connect::ContactFlow", "Content"},
    {"AWS::Connect::ContactFlowModule", "Content"},
    {"AWS::KMS::Key", "KeyPolicy"},
    {"AWS::KMS::ReplicaKey", "KeyPolicy"},
    {"AWS::Organizations::Policy", "Content"},
    {"AWS::Organizations::ResourcePolicy", "Content"},
    {"AWS::SQS::Queue", "RedriveAllowPolicy"},
    {"AWS::SQS::Queue", "RedrivePolicy"},
    {"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"},
}};

}  // namespace

NameProperty NamePropertyOf(std::string_view type) {
  const auto* row =
      std::find_if(kNames.begin(), kNames.end(),
                   [&](const NameRow& r) { return r.type == type; });
  return row == kNames.end() ? NameProperty{} : row->name;
}

bool HoldsJson(std::string_view type, std::string_view property) {
  return std::any_of(kJson.begin(), kJson.end(), [&](const JsonRow& row) {
    return row.property == property && (row.type == "*" || row.type == type);
  });
}

// By name, for all types: what is called so is secret in every one of them.
bool HoldsSecret(std::string_view property) {
  constexpr std::array<std::string_view, 7> kSecrets = {
      "ClientSecret", "LoginProfile", "MasterUserPassword", "Password",
      "PrivateKey",   "SecretString", "SharedSecret"};
  return std::find(kSecrets.begin(), kSecrets.end(), property) !=
         kSecrets.end();
}

}  // namespace connectguard
