// The only place where the rules language meets the domain: the language's own
// functions plus ours.
//
//   refers_to(query, 'AWS::S3::Bucket')
//     The resources of that type that the values of the query (and all that is
//     inside them) refer to: by reference, or by a literal id, ARN or name of a
//     planned resource. The results are the resource maps, so
//     `refers_to(...).Properties` needs a variable in between. A reference that
//     could not be resolved gives an unknown value, with the reference as its
//     reason. A literal that names nothing in the plan gives nothing, and so
//     does a value that the author left to the provider. The type '*' stands
//     for every type, here and below.
//   referred_by(query, 'AWS::CloudWatch::Alarm')
//     The resources of that type that refer to the resources of the query
//     (given as their maps or as anything inside them). A resource of the type
//     that refers to something unresolved is in the result with `maybe`, and so
//     is an unknown value when the plan is partial.
//
// A question about IAM is a statement without Effect (iam/questions.h). What is
// found is the statements that are the evidence; the request that proves it
// goes with them as a remark, which a report shows. Where no certain answer can
// be given there is an unknown value, at the part that prevents it.
//
// Of documents, as structures or as text:
//   iam_allows(documents, {Action: 'connect:DeleteInstance', Resource: '*'})
//     The statements that allow some request that fits the question, each
//     document by itself: a Deny in it counts, one in another document does
//     not. Trust policies and those of buckets, keys and the like are asked as
//     what they are.
//   iam_escapes(documents, question [, resources])
//     What the Deny statements of all the documents together leave open of the
//     question: {Conditions, Request} for each exception, nothing when all of
//     it is denied. Asked about the resources, when these are given, instead
//     of the question's Resource. Those without a known ARN are asked about as
//     a pattern; a document that refers to the very resource names it.
//   iam_public(documents)
//     The statements by which strangers get in.
//   iam_lint(documents, ['unknown-action'] [, ['connect']])
//     The parts of which these checks (iam/policy_lint.h) have something to
//     say, in statements that name actions of these services.
//
// Of planned roles, users, groups, and policies of such:
//   iam_can(holders, question [, resources])
//     The statements that allow a holder some request that fits, by all that
//     the plan gives it together: inline and managed policies, those of its
//     groups, its permissions boundary. A policy that nobody in the plan has is
//     asked by itself; one that somebody has is left to its holder. A service
//     control policy of the plan that denies it makes that unknown: to which
//     accounts it applies is not in a plan. Those that are not in the plan are
//     not seen. Tags of sessions are whatever suits the request. The resources
//     stand for the question's Resource; a bucket for its objects, too.
//   iam_exceeds(holders, {Statement: [...]})
//     The statements that allow more than that policy document does.
//   iam_gains(holders, question)
//     The statements that allow what the previous policies of the same holder,
//     or the previous document of the same policy, did not allow. Of a service
//     control policy: what it denied, and denies no more. Nothing for what is
//     new.
//   iam_escalates(holders)
//     The statements of known ways to more privileges (iam/dangers.h).
//
//   undecided('reason')
//     An unknown value: any check on it is UNKNOWN, with that reason.
//
// Thread rule: a table is made once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/functions.h"

namespace connectguard {

FunctionTable AllFunctions(const TextLoader& text_loader);

}  // namespace connectguard
