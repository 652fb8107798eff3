// The question that a rule asks: a statement without Effect, as its author
// wrote it, made one about certain documents and whom or what it is asked of.
//
// Beyond what IAM has, a key of `Null` may end with `*`: it stands for every
// condition key of the documents that begins so. An ARN that begins with
// `arn:*:` is one of the partition that the documents name.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guard/functions.h"
#include "iam/policy.h"

namespace connectguard {

class RuleQuestion {
 public:
  // From the argument of a function; an error when it is no clear question.
  static Result<RuleQuestion> Read(const FunctionContext& context,
                                   std::string_view function,
                                   const std::vector<Selected>& argument);

  // Who asks, when the question does not say, and what is asked about instead
  // of its Resource; both left as they are when empty.
  struct Subject {
    std::string_view principal = {};
    std::span<const std::string> resources = {};
  };
  Result<std::unique_ptr<const IamQuery>> About(
      std::span<const Value* const> documents, const Subject& subject) const;

 private:
  RuleQuestion(const FunctionContext& context, const Value& statement)
      : context_(context), statement_(statement) {}

  const FunctionContext& context_;
  const Value& statement_;
};

}  // namespace connectguard
