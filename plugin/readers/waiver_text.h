// The words of a waiver, in a comment or in a template's Metadata:
//
//   # connectguard:ignore CONNECT-LOG-1 until=2027-01-31 owner=care
//   #   (on one line)     ticket=CARE-7 reason="logs go to the old archive"
//
// Ids first, then `name=value` in any order; a value with blanks stands in
// quotes. Whatever is wrong with it is said in WrittenWaiver::problem: a slip
// must not make a waiver wider than its author means.
//
// Comments of other tools name rules of these, and are not read.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "document/written_waiver.h"

namespace connectguard {

// False when it is certain that no comment of the text is a waiver; quick.
bool MayHoldWaivers(std::string_view text);

// A waiver for each line of a comment that is one. `comment` has its sign, and
// stands at `begin` of file number `file`.
std::vector<WrittenWaiver> WaiversInComment(std::string_view comment,
                                            std::uint32_t begin,
                                            std::uint16_t file);

// Sets `reason`, `until`, `owner` or `ticket`. What is wrong with it becomes
// the waiver's problem, unless it has one.
void SetWaiverField(std::string_view name, std::string value,
                    WrittenWaiver* waiver);

// Keeps the first problem.
void SetProblem(std::string problem, WrittenWaiver* waiver);

}  // namespace connectguard
