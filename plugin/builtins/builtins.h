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
//   iam_allows(query, {Action: 'connect:DeleteInstance', Resource: '*'})
//     The statements of IAM policy documents (as structures or as text) that
//     allow some request that fits the second argument, a statement without
//     Effect (iam/questions.h). Each document is asked by itself: a Deny in it
//     counts, one in another document does not. Nothing when no such request is
//     allowed, whatever the unknown parts turn out to be; an unknown value, at
//     the part that prevents an answer, when that is not known.
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
