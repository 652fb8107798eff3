// Every limit of the program: value, unit, reason and source. Passing one is an
// Error with code kLimit (or an error of the one rule that did it), never a
// crash, and never a pass.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace connectguard::limits {

// Bytes of one input. Spans hold 32-bit offsets; real plans stay far below.
inline constexpr std::size_t kMaxInputBytes = std::size_t{1} << 30;

// Bytes of one file of an archive, unpacked. The plan of 50,000 resources stays
// below; an entry of 1 MB may promise 1 GB.
inline constexpr std::size_t kMaxArchiveFileBytes = std::size_t{128} << 20;

// Bytes of all of Terraform's configuration that is read with one plan.
inline constexpr std::size_t kMaxConfigurationBytes = std::size_t{64} << 20;

// Files beside a plan that it names, such as contact flows; documents number
// their files with 16 bits.
inline constexpr std::size_t kMaxNamedFiles = 10'000;

// Containers inside each other in any input. Terraform and CloudFormation stay
// below 40; recursive code relies on this bound.
inline constexpr int kMaxDepth = 400;

// Nodes after YAML aliases are expanded, against alias bombs (cfn-lint uses
// 250,000 for the same purpose; plans are larger than templates).
inline constexpr std::size_t kMaxNodes = std::size_t{50} << 20;

// Nodes that YAML aliases and merge keys may add to one input: a bomb of nested
// aliases reaches it in a fraction of a second, a template never.
inline constexpr std::size_t kMaxAliasNodes = 250'000;

// Keys that stand twice in one map of an input and are named in the report; the
// rest is counted.
inline constexpr std::size_t kMaxListedDuplicates = 10;

// Bytes that the intrinsic functions of one template may make: a few lines of
// Fn::Sub could otherwise double a text until memory ends.
inline constexpr std::size_t kMaxResolvedBytes = std::size_t{256} << 20;

// Nested stacks of one template, all levels together: ten times what people
// nest. Each is a file that is read.
inline constexpr std::size_t kMaxNestedStacks = 200;

// Ways in which the open conditions of one template can turn out that are all
// judged; the template is read once for each. Six conditions that have nothing
// to do with each other make as many.
inline constexpr std::size_t kMaxConditionWays = 64;

// Bytes of a template that is read once for each of these ways; CloudFormation
// takes 1 MB.
inline constexpr std::size_t kMaxConditionBytes = std::size_t{4} << 20;

// Bytes of one rules file, and blocks, brackets or parentheses inside each
// other in it.
inline constexpr std::size_t kMaxRuleFileBytes = std::size_t{8} << 20;
inline constexpr int kMaxRuleDepth = 200;

// Blocks, brackets and operators inside each other in Terraform's
// configuration: people write a dozen.
inline constexpr int kMaxHclDepth = 200;

// Bytes of one word or text of a waiver: reports repeat it at each finding.
inline constexpr std::size_t kMaxWaiverTextBytes = 1000;

// Rule calls, variables and references that wait for each other; a cycle
// reaches it.
inline constexpr int kMaxEvaluationDepth = 400;

// Clauses judged and values visited in one evaluation of one rule: ends rules
// that call each other twice, fifty rules deep, after some ten seconds. A rule
// of twenty clauses over 40,000 resources needs two million.
inline constexpr std::size_t kMaxEvaluationSteps = 100'000'000;

// Bytes that functions may make while one rules file is evaluated on one input,
// so that a few lines of regex_replace cannot double a text until memory ends.
// Twenty copies of a large plan's texts stay below it.
inline constexpr std::size_t kMaxMadeBytes = std::size_t{512} << 20;

// Values of one IAM policy document. The largest that AWS takes has 32 KiB (a
// key policy): far fewer. A larger one cannot be read, which nothing allows.
inline constexpr std::size_t kMaxPolicyValues = 50'000;

// Steps of one question about IAM policies, a step being some ten nanoseconds:
// ends searches that could double with each pattern after less than a second. A
// question about an ordinary policy needs a few hundred, the largest of AWS's
// own against itself some hundred thousand.
inline constexpr std::uint64_t kMaxIamSteps = 10'000'000;

// Actions of one contact flow that are looked at: twenty times as many as
// Amazon Connect takes, and few enough for analyses that are not linear.
inline constexpr std::uint32_t kMaxFlowActions = 5'000;

// Findings about the form of one flow; a person reads no more.
inline constexpr std::size_t kMaxFlowFindings = 1'000;

// Bytes of the name of a parameter within an action, and attributes read in one
// text: what lies beyond is not known. Real flows stay below 150 and 20.
inline constexpr std::size_t kMaxFlowPathBytes = 512;
inline constexpr std::size_t kMaxFlowReferences = 1'000;

// Bits that say which settings of attributes reach which actions of a flow: 32
// MiB. A flow of 250 actions that set 10,000 attributes needs a tenth.
inline constexpr std::size_t kMaxFlowSettings = std::size_t{256} << 20;

// Machine words that are joined to find them: ends hostile flows after about a
// second. A flow of 250 actions needs some 10,000.
inline constexpr std::size_t kMaxFlowSettingSteps = std::size_t{1} << 30;

// Settings that are followed for one text of a flow, and for all of its sinks
// together: ends hostile flows after a few seconds. Real flows need 50 and
// 5,000.
inline constexpr std::size_t kMaxFlowOriginSteps = 2'000;
inline constexpr std::size_t kMaxFlowSinkSteps = 500'000;

// Seconds for another program to draw a picture, and bytes of the picture. The
// largest flow that Amazon Connect takes needs five seconds and a megabyte.
inline constexpr int kMaxDrawingSeconds = 60;
inline constexpr std::size_t kMaxDrawingBytes = std::size_t{256} << 20;

// PCRE2 match and depth limits, in its own units: ends patterns that backtrack
// without bound in tens of milliseconds. cfn-guard gives up after 1,000,000
// steps as well.
inline constexpr std::uint32_t kRegexMatchLimit = 1'000'000;
inline constexpr std::uint32_t kRegexDepthLimit = 100'000;
// KiB of heap for one match.
inline constexpr std::uint32_t kRegexHeapLimit = 64 * 1024;

}  // namespace connectguard::limits
