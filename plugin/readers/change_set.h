// A change set of CloudFormation: what `aws cloudformation describe-change-set`
// prints, and the list of changed resources that a hook is handed.
//
//   {"Changes": [{"ResourceChange": {"Action": "Modify", "LogicalResourceId":
//     "Bucket", "ResourceType": "AWS::S3::Bucket", "Replacement": "True",
//     "PolicyAction": "ReplaceAndRetain", "BeforeContext": "{...}", ...}}],
//     ...}
//   [{"action": "DELETE", "logicalResourceId": "Queue", "resourceType":
//     "AWS::SQS::Queue", "beforeContext": "{...}", "afterContext": null}]
//
// It decides what happens to a resource; its properties come from templates
// where there are some, since the contexts write numbers and booleans as texts.
// Where there are none, such a text is unknown.
// Specified in docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/
// API_ResourceChange.html, written without the page at hand, and in the hooks'
// user guide (hook_payload.h).
//
// Thread rule: pure functions; values live in the document's arena.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"
#include "readers/resolved_values.h"
#include "readers/stack_changes.h"
#include "readers/template_stack.h"

namespace connectguard {

struct ChangeSet {
  struct Entry {
    std::string_view address;
    std::string_view type;
    bool stays = false;    // Whether the resource is there afterwards.
    bool existed = false;  // Whether it was there before.
    StackChange planned = {};
    StackChange previous = {};
    // As resources; without properties that are known when no context says it.
    const Value* after = nullptr;
    const Value* before = nullptr;
  };
  std::vector<Entry> entries;
  bool failed = false;  // CloudFormation could not make it.
  bool whole = true;    // False: the output has more pages.
};

// `written` is the parsed description; kBadInput when it is none.
Result<ChangeSet> ReadChangeSet(const Value& written, const SourceFile& source,
                                ResolvedValues* values);
// The same for the list of a hook.
Result<ChangeSet> ReadChangedResources(const Value& list,
                                       const SourceFile& source,
                                       ResolvedValues* values);

// Adds to both lists what only the change set shows, and says what happens to
// each resource of them. With `has_template` all planned resources are listed,
// so that those which the change set leaves out stay as they are, unless they
// are of a nested stack that changes.
StackChanges ApplyChangeSet(const ChangeSet& change_set, bool has_template,
                            std::vector<StackResource>* planned,
                            std::vector<StackResource>* previous);

// A change set alone, as an input.
Result<std::unique_ptr<const Document>> ReadChangeSetInput(
    Input input, const ReadOptions& options);

}  // namespace connectguard
