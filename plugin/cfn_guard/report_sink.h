// Where a report is written, piece by piece: to a stream as JSON, or to a value
// that is printed in another way. Large reports are never held as a whole by
// the first.
//
// Thread rule: one thread each; Pieces uses all cores.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "cfn_guard/rule_text.h"
#include "document/value_builder.h"

namespace connectguard {

// REQUIRES of the caller: balanced containers, a key before each map member.
class ReportSink {
 public:
  using WritePiece = std::function<void(std::size_t number, ReportSink* sink)>;

  virtual ~ReportSink() = default;
  virtual void StartMap() = 0;
  virtual void EndMap() = 0;
  virtual void StartList() = 0;
  virtual void EndList() = 0;
  virtual void Key(std::string_view key) = 0;
  virtual void Text(std::string_view text) = 0;
  virtual void Flag(bool flag) = 0;
  virtual void Null() = 0;
  virtual void Number(std::int64_t number) = 0;
  // A value of data or rules. What JSON has not becomes a text or null.
  virtual void Data(const Value& value) = 0;

  // Elements of the list that is open, in `count` pieces that may be written
  // on several threads at once; they stand in the order of their numbers.
  virtual void Pieces(std::size_t count, const WritePiece& write);

  void Member(std::string_view key, std::string_view text) {
    Key(key);
    Text(text);
  }
};

// Indented by two blanks; without a line break at the end.
class JsonSink final : public ReportSink {
 public:
  explicit JsonSink(std::ostream& out) : out_(&out) {}
  ~JsonSink() override { Flush(); }
  JsonSink(const JsonSink&) = delete;
  JsonSink& operator=(const JsonSink&) = delete;

  void StartMap() override { Open('{'); }
  void EndMap() override { Close('}'); }
  void StartList() override { Open('['); }
  void EndList() override { Close(']'); }
  void Key(std::string_view key) override;
  void Text(std::string_view text) override;
  void Flag(bool flag) override;
  void Null() override;
  void Number(std::int64_t number) override;
  void Data(const Value& value) override;
  void Pieces(std::size_t count, const WritePiece& write) override;

  // A line break behind the report.
  void EndLine() { buffer_ += '\n'; }

 private:
  // A piece of a list of another one; keeps all that is written.
  JsonSink(std::string memory, std::size_t depth, bool first)
      : buffer_(std::move(memory)), depth_(depth), first_(first) {}

  void Flush();
  void Begin();
  void Open(char bracket);
  void Close(char bracket);
  void BreakLine();
  void AppendQuoted(std::string_view text);
  void AppendEscape(unsigned char byte);

  std::ostream* out_ = nullptr;
  std::string buffer_;
  std::size_t depth_ = 0;
  bool first_ = true;  // In the container that is open.
  bool behind_key_ = false;
};

class ValueSink final : public ReportSink {
 public:
  explicit ValueSink(ValueBuilder* builder) : builder_(*builder) {}

  void StartMap() override { builder_.StartMap({}); }
  void EndMap() override { builder_.EndMap(); }
  void StartList() override { builder_.StartList({}); }
  void EndList() override { builder_.EndList(); }
  void Key(std::string_view key) override { builder_.AddKey(key); }
  void Text(std::string_view text) override { builder_.AddString(text, {}); }
  void Flag(bool flag) override { builder_.AddBool(flag, {}); }
  void Null() override { builder_.AddNull({}); }
  void Number(std::int64_t number) override { builder_.AddInt(number, {}); }
  void Data(const Value& value) override;

 private:
  ValueBuilder& builder_;
};

}  // namespace connectguard
