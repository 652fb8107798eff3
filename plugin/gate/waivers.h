// Which findings the author of the input has waived, by what readers found
// written beside the resources (document/written_waiver.h).
//
// A waiver counts for the policies that it names, at what it stands at, when it
// gives a reason, its day (which counts as well, in UTC) is not over, and the
// policy may be waived. What is written in a resource that is a part of
// another, such as a bucket's ACL, waives violations of what it sets; all else
// is waived at the whole resource. What concerns no resource, and what could
// not be evaluated, cannot be waived.
//
// Nothing is waived in silence: a waived finding stays in every report, and a
// waiver that does not count, or waives nothing, is told.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "document/document.h"
#include "gate/collect.h"
#include "policy/plain_rules.h"
#include "policy/policy_set.h"

namespace connectguard {

// A name by which a policy, or a rule without a header, can be waived. Points
// into the policies.
struct WaivableName {
  std::string_view name;  // Of one thing, or of several.
  std::string_view policy_id;
  std::string_view rule;  // Of a plain rule; else empty.
  bool judged = false;    // In this run.
  bool waivable = true;
};

// Of one policy: its id and the name of its rule; of plain rules, those of its
// rules.
void AddWaivableNames(const Policy& policy, bool judged,
                      std::vector<WaivableName>* names);

// Where a waiver must stand to be at a resource: its address without keys, and
// those of the modules or nested stacks that it is in, the innermost first.
std::vector<std::string> WaiverAddresses(std::string_view resource);

std::chrono::sys_days Today(const Clock& clock);

FindingWaiver DescribeWaiver(const Document& document,
                             const WrittenWaiver& waiver);

// Why a waiver does not count, whatever it names, a clause; empty when it does.
std::string WhyNotCounting(const WrittenWaiver& waiver,
                           std::chrono::sys_days today);

// Marks the findings of `document` that are waived. Answers what else is to be
// said of the waivers, sentences for GateReport::notes.
std::vector<std::string> ApplyWaivers(const Document& document,
                                      std::span<const WaivableName> names,
                                      std::chrono::sys_days today,
                                      std::vector<CollectedFinding>* findings);

}  // namespace connectguard
