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
//   links_to(query, resources)
//     The values of the query that refer, as for refers_to, to one of these
//     resources; with `maybe` those that refer to something unresolved.
//   resources_of(query)
//     The resources that the values of the query are part of, each once.
//   arn_parts(query, 'account')
//     What the ARNs among the values say of this: partition, service, region,
//     account, resource, or instance (the id of the Connect instance that it is
//     or that it is in), each as a text below its ARN. What is not an ARN, does
//     not say it (regions of S3), or has a placeholder there gives nothing.
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
//     say, in statements that name actions of these services, or may name
//     them.
//
// Of planned roles, users, groups, and policies of such:
//   iam_can(holders, question [, resources])
//     The statements that allow a holder some request that fits, by all that
//     the plan gives it together: inline and managed policies, those of its
//     groups, its permissions boundary. What is attached and not in the plan,
//     or a group that is not, may say anything. A policy that nobody in the
//     plan has is asked by itself; one that somebody has is left to its holder.
//     A service control policy of the plan that denies it makes that unknown:
//     to which accounts it applies is not in a plan. Those that are not in the
//     plan are not seen. Tags of sessions are whatever suits the request. The
//     resources stand for the question's Resource; a bucket for its objects,
//     too.
//   iam_exceeds(holders, {Statement: [...]})
//     The statements that allow more than that policy document does.
//   iam_gains(holders, question)
//     The statements that allow what the previous policies of the same holder,
//     or the previous document of the same policy, did not allow. Of a service
//     control policy: what it denied, and denies no more. Nothing for what is
//     new. What stays attached and is not in the plan adds nothing, but beside
//     it no gain is certain.
//   iam_escalates(holders)
//     The statements of known ways to more privileges (iam/dangers.h).
//
// Contact flows (flow/README.md). `flows` are resources of type
// AWS::Connect::ContactFlow or AWS::Connect::ContactFlowModule, `actions` are
// nodes of actions, or anything that is part or made of them; `[]` is none.
// Only actions that contacts come to are looked at. What depends on a hole of
// the flow is an unknown value, and nothing is an error of the flow.
//
//   flow_actions(flows, 'transfer_queue')
//     The actions of a type (`InvokeLambdaFunction`) or with an effect
//     (`speak`), by flow/data/actions.txt; '*' for all. One word or a list.
//     Types that are not listed may have every effect, and so may calls of
//     modules, unless the module is in the plan and has it nowhere.
//     A third argument says what parameters must be: a map from names to a text
//     (of any case), a list of texts, or true or false for there or not.
//   flow_either(actions, actions), flow_both(actions, actions),
//   flow_without(actions, actions)
//     The actions of any argument (up to four), of both, or of the first that
//     are not in the second; each once.
//   flow_unreachable(flows)
//     The actions that no contact comes to.
//   flow_values(actions, 'QueueId')
//     What a parameter, and what is inside it, can be: the node of the literal,
//     those that the flow sets the attribute to that it reads, and the text
//     itself (`$.External.queue`) when it is decided elsewhere. Numbers and
//     booleans are texts below their node.
//   flow_texts(actions, 'Text')
//     The texts of a parameter, and of what is inside it, as they are written:
//     not what attributes stand for, nor what is known only after apply.
//   flow_names(actions, 'Attributes')
//     The names that a parameter has inside it, each below what it names.
//   flow_branches(actions, 'error')
//     Their branches: next, condition, error.
//   flow_problems(flows, ['no-start', 'missing-error'])
//     What is wrong, as texts below the place. Names of checks: flow/README.md
//     and flow/conformance.h.
//   flow_paths(from, to, avoiding)
//     Ways that pass none of `avoiding` in between, as texts below where they
//     lead, or below `from` when that is not the start. `from`: flows for their
//     start, actions, or branches; `to`: actions, or 'end' where contacts leave
//     the flow. The shortest way to each action from the start, one way from
//     each action or branch.
//   flow_unguarded(actions, guards)
//     Shortest ways from the start to each action on which no guard has
//     succeeded: one that is left by an error branch has not.
//   flow_circles(flows, pauses)
//     A shortest circle without any of the pauses, for each flow.
//   flow_traps(flows)
//     Circles that contacts cannot leave.
//   flow_dead_ends(flows)
//     Ways to actions that neither end the flow nor lead on.
//   flow_state(actions, 'logging', ['off', 'inherited'])
//     Ways to the action on which the state is such when a contact comes there.
//     Topics and states: flow/states.h.
//   flow_origins(actions, 'dial', ['caller_input', 'lambda'])
//     Where the texts of parameters come from, through any number of
//     attributes: those of a sink (flow/data/actions.txt), or the parameter of
//     that name and what is inside it. Asks for origins (flow/origins.h), or
//     for actions that make the values.
//
//   flow_returns(actions [, others])
//     Circles of flows and modules of the plan: of the first action that leads
//     from one to another from which contacts come back, by actions of both
//     arguments, a shortest way, as a text below what names the flow. What is
//     named while the contact is in the flow is not followed.
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
