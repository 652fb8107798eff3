// A small set of policies and inputs for tests of the gate and what is above.
#pragma once

#include <map>
#include <string>

namespace connectguard {

inline std::string SamplePolicy(const std::string& id,
                                const std::string& severity,
                                const std::string& rule) {
  return "# METADATA\n# id: " + id + "\n# title: Title of " + id +
         "\n# severity: " + severity +
         "\n# resources: [AWS::Connect::Instance]\n"
         "# source: https://docs.aws.amazon.com/connect/\n"
         "# fix: mend it\n#\n# Because it matters.\n\n" +
         rule;
}

// LOG-1 looks at a value, TAG-1 at one that may be missing, ALIAS-1 at one that
// may be unknown.
inline std::map<std::string, std::string, std::less<>> SamplePolicies() {
  return {
      {"mine/logging/flow_logs.guard",
       SamplePolicy("LOG-1", "high",
                    "let instances = Resources.*[ Type == "
                    "'AWS::Connect::Instance' ]\n\n"
                    "rule flow_logs when %instances !empty {\n"
                    "  %instances.Properties.Attributes.ContactflowLogs == "
                    "true\n  <<contact flow logs are off>>\n}\n")},
      {"mine/logging/tagged.guard",
       SamplePolicy("TAG-1", "low",
                    "let instances = Resources.*[ Type == "
                    "'AWS::Connect::Instance' ]\n\n"
                    "rule tagged when %instances !empty {\n"
                    "  %instances.Properties.Tags exists\n}\n")},
      {"mine/logging/alias.guard",
       SamplePolicy("ALIAS-1", "medium",
                    "let instances = Resources.*[ Type == "
                    "'AWS::Connect::Instance' ]\n\n"
                    "rule alias when %instances !empty {\n"
                    "  %instances.Properties.InstanceAlias == /^acme/\n}\n")}};
}

inline constexpr char kInsecureTemplate[] =
    "Resources:\n"
    "  Main:\n"
    "    Type: AWS::Connect::Instance\n"
    "    Properties:\n"
    "      IdentityManagementType: SAML\n"
    "      InstanceAlias: acme-prod\n"
    "      Attributes:\n"
    "        InboundCalls: true\n"
    "        OutboundCalls: true\n"
    "        ContactflowLogs: false\n";

inline constexpr char kSecureTemplate[] =
    "Resources:\n"
    "  Main:\n"
    "    Type: AWS::Connect::Instance\n"
    "    Properties:\n"
    "      IdentityManagementType: SAML\n"
    "      InstanceAlias: acme-prod\n"
    "      Tags: [{Key: Team, Value: care}]\n"
    "      Attributes:\n"
    "        InboundCalls: true\n"
    "        OutboundCalls: true\n"
    "        ContactflowLogs: true\n";

inline constexpr char kUnrelatedTemplate[] =
    "Resources:\n"
    "  Topic:\n"
    "    Type: AWS::SNS::Topic\n"
    "    Properties: {TopicName: news}\n";

}  // namespace connectguard
