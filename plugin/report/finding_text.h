// One finding as text for people. Private to the text_*.cc files.
//
// Thread rule: immutable; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "gate/finding.h"
#include "report/text_layout.h"

namespace connectguard {

std::string UpperCase(std::string_view text);

// What a report on contact flows adds.
struct FindingExtras {
  // How a contact comes there: "Start, Play prompt `hello`"; may be empty.
  std::string_view way = {};
  // "error", "warning": instead of the severity, which nobody has chosen.
  std::string_view level = {};
};

class FindingText {
 public:
  // Both must outlive this.
  FindingText(const Painter& painter, std::ostream& out)
      : painter_(painter), out_(out) {}

  void Write(const Finding& finding, const FindingExtras& extras = {}) const;
  // A label in its column and a wrapped text; nothing for an empty text.
  void WriteField(std::string_view label, std::string_view text) const;

 private:
  Ink InkOfSeverity(const Finding& finding) const;
  void WriteHead(const Finding& finding, std::string_view level) const;
  void WriteResource(const Finding& finding) const;
  void WriteWhere(const Finding& finding) const;
  void WriteWaiver(const FindingWaiver& waiver) const;

  const Painter& painter_;
  std::ostream& out_;
};

}  // namespace connectguard
