// The waivers in CloudFormation templates.
//
// In YAML, comments: inside a resource, in the lines of its head, or right
// above its name. In any template, the resource's Metadata:
//
//   Metadata:
//     connectguard:
//       ignore: [{policy: CONNECT-LOG-1, reason: ..., until: 2027-01-31}]
//     guard:                                       # as rules for cfn-guard ask
//       SuppressedRules: [connect_instance_flow_logs_enabled]
//       Reason: ...                                # ours: nobody else needs it
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "document/document.h"
#include "document/value.h"
#include "document/written_waiver.h"

namespace connectguard {

// `root` is the canonical root that the document will have.
std::vector<WrittenWaiver> FindTemplateWaivers(Document* document,
                                               const Value& root);

}  // namespace connectguard
