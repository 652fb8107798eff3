// What failed as the tree that cfn-guard 3.x serializes: {"Rule": {...}},
// {"Disjunctions": ...}, {"Clause": {"Unary"|"Binary": ...}}, {"Block": ...}.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "cfn_guard/failure_text.h"
#include "cfn_guard/failures.h"
#include "cfn_guard/report_sink.h"

namespace connectguard {

class FailureReport {
 public:
  FailureReport(FailureText* text, ReportSink* sink)
      : text_(*text), sink_(*sink) {}

  // A rule that failed, with what failed in it. Much of it is written on
  // several threads.
  void Write(const FailedRule& rule);

 private:
  // Up to the list of checks, and behind it.
  void OpenRule(std::string_view name,
                const std::optional<std::string>& message);
  void CloseRule();
  void WriteChecks(std::span<const FailureNode> all, std::size_t begin,
                   std::size_t end);
  void WriteUnary(const FailureNode& failure);
  void WriteUnaryCheck(const FailureNode& failure);
  void WriteBinary(const FailureNode& failure);
  void WriteBinaryCheck(const FailureNode& failure);
  void WriteBlock(const FailureNode& failure);
  void WriteEnd(const QueryEnd& end);
  void WriteUnresolved(const FailureNode& failure);
  void WriteContext(const FailureNode& failure);
  void WriteMessages(const std::optional<std::string>& custom,
                     const std::optional<std::string>& error);
  void WriteMessages(const FailureNode& failure);
  void WriteComparison(const FailureNode& failure);
  void WriteValue(std::string_view key, const Value& value);
  void WritePathAndValue(const Value& value);

  FailureText& text_;
  ReportSink& sink_;
};

}  // namespace connectguard
