// The lines of which texts about IAM policies are made: a label in a column of
// its own, what it labels beside it. Private to report/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "iam/request.h"
#include "iam/statement_words.h"
#include "report/iam_writer.h"
#include "report/text_layout.h"

namespace connectguard {

// "3 actions".
std::string Counted(std::size_t count, std::string_view one,
                    std::string_view many);

// "31 actions of connect: 10 list, 12 read, 9 write".
std::string CountWords(const ActionCounts& counts);

// `statement 2 "ReadFlows"`, with what kind of policy it is of.
std::string NameOf(const IamStatement& statement);

// Safe text of a request: its parts, a line each.
std::vector<std::string> RequestLines(const IamRequest& request);

class IamLines {
 public:
  IamLines(bool colour, const PolicySources& sources, std::ostream& out)
      : painter_(colour), sources_(sources), out_(out) {}

  const Painter& painter() const { return painter_; }
  const PolicySources& sources() const { return sources_; }

  // `YES  text`, wrapped.
  void WriteHead(Ink ink, std::string_view word, std::string_view text);
  // A paragraph beside the label.
  void Write(std::string_view label, std::string_view text);
  // One line for each text, not wrapped.
  void WriteEach(std::string_view label, const std::vector<std::string>& texts);
  void WriteRequest(std::string_view label, const IamRequest& request) {
    WriteEach(label, RequestLines(request));
  }
  // `file:line:column  text`, and the line with a caret below it.
  void WritePlace(std::string_view label, const Value& value,
                  std::string_view text);
  // The statement, with the entry that takes the action.
  void WriteStatement(std::string_view label, const IamStatement& statement,
                      std::string_view action);
  // What prevents an answer.
  void WriteUnknown(const IamAnswer& answer);
  void Blank() { out_ << '\n'; }

 private:
  void WriteLine(std::string_view label, std::string_view text);

  Painter painter_;
  const PolicySources& sources_;
  std::ostream& out_;
};

}  // namespace connectguard
