// A policy: a rules file with a metadata header that says what it is about.
//
// The header is a block of comments at the top, invisible to cfn-guard:
//
//   # METADATA
//   # id: CONNECT-LOG-1
//   # title: Contact flow logs are enabled on every Connect instance
//   # severity: high
//   # resources: [AWS::Connect::Instance]
//   # source: https://docs.aws.amazon.com/connect/latest/adminguide/...
//   # fix: set Attributes.ContactflowLogs to true
//   #   (Terraform: contact_flow_logs_enabled = true)
//   # statements: [S7]
//   # warning: NAME                      (of a second rule; may be left out)
//   # parameter: NAME: HELP              (parameter.h; any number of them)
//   # waivable: false                    (see gate/waivers.h; true otherwise)
//   #
//   # Rationale, in sentences, up to the first line that is no comment.
//
// Keys may come in any order; a value goes on in lines that are indented by two
// blanks or more. The file is named after its one reported rule; all other
// rules in it are parameterised, but for the one that warns: it stands behind,
// and what it finds is of severity low, whatever the policy's is.
//
// Thread rule: a Policy is parsed once, then const; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "guard/ast.h"
#include "guard/functions.h"
#include "policy/parameter.h"
#include "policy/policy_header.h"

namespace connectguard {

struct Policy {
  PolicyMetadata metadata;
  std::string path;  // "logging/connect_instance_flow_logs_enabled.guard"
  std::string text;  // The whole file.
  // Rules without a header: its metadata only names the file, and each of its
  // rules is reported by its own name.
  bool plain = false;
  std::vector<Parameter> parameters;  // As the header names them.
  std::unique_ptr<const RuleFile> rules;
};

// `path` is what diagnostics name. `functions` must outlive the policy.
Result<Policy> ParsePolicy(std::string path, std::string text,
                           const FunctionTable& functions);

}  // namespace connectguard
