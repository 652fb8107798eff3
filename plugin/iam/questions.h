// Exact questions about policies. What is asked about is an IAM statement
// without Effect (IamQuery): which actions, on what, by whom, under which
// conditions.
//
// An answer is certain, or it is unknown and says what prevents it: the part of
// a policy that is not known, or the budget. Yes to "may" comes with a concrete
// request that is allowed; no to "denies" and to "at most" with one that is
// not denied, or that only the first allows. A question that no request fits
// has no answer.
//
// Actions are not held to the table of those that exist today: a policy also
// speaks of those of tomorrow.
//
// Service control policies do not touch the management account and
// service-linked roles: answers about them are about other principals.
//
// Not asked for: which actions a service maps to which resources; grants,
// ACLs and other ways in beside policies.
// Thread rule: pure functions; policies must outlive the answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancelled.h"
#include "base/limits.h"
#include "iam/layers.h"
#include "iam/policy.h"
#include "iam/request.h"

namespace connectguard {

enum class IamVerdict : std::uint8_t { kYes, kNo, kUnknown };

struct IamAnswer {
  IamVerdict verdict = IamVerdict::kUnknown;
  // See above. Also given for unknown, when a request may be one.
  std::optional<IamRequest> witness = {};
  // There is a witness, but a policy has sensitive values, which it could tell.
  bool witness_hidden = false;
  // The statements that decide: those that allow the witness; or those that
  // deny what was asked about.
  std::vector<const IamStatement*> evidence = {};
  // Of unknown: what is not known, each once. `reason` is a clause.
  std::vector<const IamHole*> holes = {};
  std::string reason = {};
};

struct QuestionOptions {
  std::uint64_t steps = limits::kMaxIamSteps;
  // May be null. Once it says so, answers are unknown, and are to be dropped.
  const Cancelled* cancelled = nullptr;
};

using PolicySpan = std::span<const IamPolicy* const>;

// May any request that fits the query be made?
IamAnswer May(const IamLayers& layers, const IamQuery& query,
              const QuestionOptions& options = {});

// May every request that fits the query be made? No comes with one that may
// not, and the Deny statements that match it.
IamAnswer MayAlways(const IamLayers& layers, const IamQuery& query,
                    const QuestionOptions& options = {});

// May a request that fits the query be made by `layers` and not by
// `reference`? Null stands for any request.
IamAnswer MayBeyond(const IamLayers& layers, const IamLayers& reference,
                    const IamQuery* query, const QuestionOptions& options = {});

// Do the policies deny every request that fits the query?
IamAnswer Denies(PolicySpan policies, const IamQuery& query,
                 const QuestionOptions& options = {});

// Does `a` permit nothing that `b` does not permit?
IamAnswer AtMost(PolicySpan a, PolicySpan b,
                 const QuestionOptions& options = {});

// One way past the Deny statements.
struct IamException {
  // What holds of the requests that get through, together:
  // `aws:PrincipalArn in arn:aws:iam::*:role/BreakGlass`. Empty when no Deny
  // speaks of them at all.
  std::vector<std::string> conditions = {};
  IamRequest witness = {};
  bool certain = true;  // False when it depends on something unknown.
};

struct IamEscapes {
  // Yes: some requests of the query are not denied.
  IamAnswer answer = {};
  std::vector<IamException> exceptions = {};
  // False when there may be others. None are listed where they could tell
  // sensitive values.
  bool complete = true;
};

// Which requests that fit the query do the policies not deny?
IamEscapes Escapes(PolicySpan policies, const IamQuery& query,
                   const QuestionOptions& options = {});

}  // namespace connectguard
