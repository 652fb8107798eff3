// A second opinion: decides one concrete request by walking the documents, as
// section after section of the IAM User Guide has it. Shares no code with
// plugin/iam: no formulas, no sets, no automata.
//
// Where the documentation leaves the outcome open, `unclear` is the outcome:
// what is certain must hold with either.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "document/value.h"

namespace connectguard::testing {

struct ReferenceRequest {
  std::string action;
  std::string resource;
  // AWS, Service, Federated, CanonicalUser or Anonymous.
  std::string principal_type;
  std::string principal;  // The ARN of a role, not of its session.
  std::string session;    // Of a role; empty when it does not matter.
  // By key in lower case; an absent key is not here.
  std::map<std::string, std::vector<std::string>> keys;
};

struct ReferenceLayers {
  std::optional<std::vector<const Value*>> identity;
  std::optional<std::vector<const Value*>> boundary;
  std::vector<std::vector<const Value*>> scp;
  std::vector<const Value*> resource;
  bool other_account = false;
};

class ReferenceEvaluator {
 public:
  ReferenceEvaluator(const ReferenceRequest& request, bool unclear)
      : request_(request), unclear_(unclear) {}

  // Whether the request is one that a question is about. There an operator for
  // one value means exactly one, whatever the key.
  bool Fits(const Value& question) const;

  bool IsAllowed(const ReferenceLayers& layers) const;
  // One document by itself. `scp`: short ARNs need a `*` at their end there.
  bool Allows(const Value& document, bool scp = false) const;
  bool Denies(const Value& document, bool scp = false) const;
  bool Permits(const Value& document) const {
    return Allows(document) && !Denies(document);
  }

 private:
  struct Reading {
    bool variables = true;
    bool question = false;
    bool scp = false;
  };

  enum class Grant { kNone, kAccount, kRole, kDirect };

  Grant GrantOf(const Value& document) const;
  Grant PrincipalGrant(const Value& element) const;
  Grant OneGrant(const std::string& type, const std::string& text) const;
  bool MatchesPrincipal(const Value& statement) const;
  bool MatchesAction(const Value& statement) const;
  bool MatchesResource(const Value& statement, const Reading& reading) const;
  bool MatchesConditions(const Value& statement, const Reading& reading) const;
  bool MatchesClause(const std::string& op, const std::string& key,
                     const Value& values, const Reading& reading) const;
  bool MatchesStatement(const Value& statement, const Reading& reading) const;
  bool MatchesRest(const Value& statement, const Reading& reading) const;
  bool Compare(const std::string& base, const std::string& actual,
               const std::string& wanted, bool variables) const;
  std::vector<std::string> ValuesOf(const std::string& key) const;

  const ReferenceRequest& request_;
  bool unclear_;
};

}  // namespace connectguard::testing
