// The roles, users, groups and policies that a rule asks about, each with its
// policies read and laid out in layers.
//
// Beside what is certain there are doubts: a policy more that may be attached,
// and service control policies of the plan, of which it is not known to which
// accounts they apply. Where a doubt changes the answer, there is none.
//
// Thread rule: one thread per call of a function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builtins/iam_holders.h"
#include "guard/functions.h"
#include "iam/layers.h"
#include "iam/questions.h"

namespace connectguard {

struct Subject {
  const Selected* selected = nullptr;
  const Resource* resource = nullptr;  // Null for an unknown one.
  PolicyHolder holder = {};            // Of a loose policy: that policy alone.

  // Whether it is known who asks, where that matters.
  bool HasKnownPrincipal() const;
};

// From the argument of a function: roles, users, groups, and policies that
// nobody in the plan has; one that somebody has is left to whoever that is.
// `scps`: service control policies, too (LeftOpenBy).
Result<std::vector<Subject>> SubjectsOf(const FunctionContext& context,
                                        std::string_view function,
                                        const std::vector<Selected>& argument,
                                        bool scps = false);

// A policy that allows everything, as AWS attaches it beside every service
// control policy.
const Value& FullAccessDocument(const FunctionContext& context);

// What a service control policy leaves open, as if it were granted.
PolicyHolder LeftOpenBy(const FunctionContext& context,
                        const Resource& resource);

class SubjectPolicies {
 public:
  struct Doubt {
    IamLayers layers;
    bool only_denies = false;
    std::string reason;
    const Value* open = nullptr;

    bool Changes(const IamAnswer& answer, const IamAnswer& then) const {
      return only_denies ? answer.verdict == IamVerdict::kYes &&
                               then.verdict == IamVerdict::kNo
                         : answer.verdict != then.verdict;
    }
  };

  // REQUIRES: the subject has a resource; it must outlive this.
  SubjectPolicies(const FunctionContext& context, const TextLoader& load,
                  const Subject& subject);

  const IamLayers& layers() const { return layers_; }
  const std::vector<Doubt>& doubts() const { return doubts_; }
  const std::vector<const Value*>& documents() const { return documents_; }

  // What a finding about the statement points at: where a policy is attached
  // that is not part of the input.
  const Value& EvidenceOf(const IamStatement& statement) const;

 private:
  const IamPolicy* Read(const HeldPolicy& held, IamPolicyKind kind);
  void AddAttachmentDoubts();
  void AddScpDoubts();

  const FunctionContext& context_;
  const TextLoader& load_;
  const Subject& subject_;
  IamLayers layers_;
  std::vector<Doubt> doubts_;
  std::vector<std::pair<std::unique_ptr<const IamPolicy>, const Value*>>
      policies_;
  std::vector<const Value*> documents_;
};

}  // namespace connectguard
