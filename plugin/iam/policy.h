// A policy document of IAM, read from a value: its statements as formulas over
// requests, and what is wrong with it.
//
// Reading never fails. What cannot be read, or is not known before apply,
// becomes a hole: nobody knows whether it allows or denies, so a question that
// depends on it has no answer. That is how this library fails closed. An
// element that AWS refuses makes a hole of the innermost thing that it is in.
//
// The value may not be text: documents inside strings are parsed by the caller.
//
// Source: IAM User Guide, reference_policies_elements, reference_policies_
// grammar; Organizations User Guide, orgs_manage_policies_scps_syntax; read
// 2026-11. No `Version` means 2008-10-17: `${...}` is then plain text.
// Thread rule: immutable after reading; any thread may read. The value must
// outlive it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/value.h"
#include "iam/conditions.h"
#include "iam/finding.h"
#include "iam/formula.h"
#include "iam/pattern_reader.h"
#include "iam/principals.h"

namespace connectguard {

enum class IamPolicyKind : std::uint8_t {
  kIdentity,  // Of a role, user or group, and managed policies.
  kBoundary,  // A permissions boundary or session policy.
  kScp,       // A service control policy.
  kTrust,     // Who may assume a role.
  kResource,  // Of a bucket, key, queue, function ...
  // One that is only compared with: may have any element, and wildcards in
  // principals.
  kReference,
};
// "identity policy".
std::string_view PolicyKindName(IamPolicyKind kind);

// A list of actions or resources.
struct StatementElement {
  const Value* value = nullptr;  // Null when the statement has none.
  bool negated = false;          // NotAction, NotResource.
  const Formula* formula = nullptr;
  // The patterns as they are compared; those that are doubtful only in
  // `upper`.
  const ValueSet* lower = nullptr;
  const ValueSet* upper = nullptr;
};

class IamPolicy;

struct IamStatement {
  const IamPolicy* policy = nullptr;
  const Value* node = nullptr;
  std::size_t number = 0;  // From 1.
  std::string_view sid = {};
  // Both when the effect is not known.
  bool may_allow = false;
  bool may_deny = false;
  // Null, or why the effect is not known.
  const IamHole* effect_hole = nullptr;
  // Null, or why the statement as a whole cannot be read.
  const IamHole* hole = nullptr;

  StatementElement action = {};
  StatementElement resource = {};
  const Value* principal_value = nullptr;
  bool not_principal = false;
  PrincipalElement principal = {};
  ConditionElement condition = {};

  // True of the requests that the statement speaks of. `rest` is the same
  // without the principal.
  const Formula* matches = nullptr;
  const Formula* rest = nullptr;
};

class IamPolicy {
 public:
  static std::unique_ptr<const IamPolicy> Read(const Value& document,
                                               IamPolicyKind kind);

  IamPolicyKind kind() const { return kind_; }
  const Value& document() const { return *document_; }
  std::span<const IamStatement> statements() const { return statements_; }
  // Null, or why the document as a whole cannot be read.
  const IamHole* hole() const { return hole_; }
  // What makes holes; lint (policy_lint.h) adds what is merely unwise.
  std::span<const IamFinding> findings() const { return findings_; }
  VariableReading variables() const { return variables_; }
  // Some value of the document is never to be printed.
  bool has_sensitive() const { return has_sensitive_; }

 private:
  friend class PolicyReader;
  IamPolicy() = default;

  IamPolicyKind kind_ = IamPolicyKind::kIdentity;
  const Value* document_ = nullptr;
  VariableReading variables_ = VariableReading::kText;
  FormulaStore store_;
  std::vector<IamStatement> statements_;
  const IamHole* hole_ = nullptr;
  bool has_sensitive_ = false;
  std::vector<IamFinding> findings_;
};

// A question's subject: a statement without Effect. It says of which requests
// is asked. Principals may have wildcards; variables are read as in a document
// of today.
class IamQuery {
 public:
  // An error when it is no such statement, or has a part that a policy could
  // not have: a question must be clear.
  static Result<std::unique_ptr<const IamQuery>> Read(const Value& statement);

  const Formula& formula() const { return *statement_.matches; }
  const IamStatement& statement() const { return statement_; }

 private:
  friend class PolicyReader;
  IamQuery() = default;

  FormulaStore store_;
  IamStatement statement_;
};

}  // namespace connectguard
