// The parser's hands, shared by its files: where it is in the text, and how it
// makes nodes. Only for files of this folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/source.h"
#include "hcl/syntax.h"

namespace connectguard::hcl {

class Parser {
 public:
  explicit Parser(const SourceFile& source)
      : source_(source),
        text_(source.text()),
        end_(source.text().size()),
        file_(std::make_unique<File>()) {}

  Result<std::unique_ptr<const File>> ParseFile();

 private:
  using Node = Result<const Expression*>;

  // parser.cc: bodies.
  Result<Body> ParseBody(bool is_root, int depth);
  Status ParseItem(Body* body, int depth);
  Status ParseBlock(std::string type, std::size_t begin, Body* body, int depth);
  Status EndItem();

  // expressions.cc
  Node ParseExpression(int depth);
  Node ParseBinary(int lowest, int depth);
  Node ParseUnary(int depth);
  Node ParsePostfix(const Expression* term, int depth, bool in_splat);
  Node ParseBracket(const Expression* object, int depth);
  Node ParseSplat(const Expression* object, bool full, int depth);
  Node ParseTerm(int depth);
  Node ParseNumber();
  Node ParseNamed(int depth);
  Node ParseCall(std::string name, std::size_t begin, int depth);
  Node ParseTuple(int depth);
  Node ParseObject(int depth);
  Node ParseObjectKey(int depth);
  Node ParseFor(char close, std::size_t begin, int depth);
  std::string_view TakeOperation(int lowest, int* level);
  bool StartsFor();

  // templates.cc
  Node ParseQuoted(int depth);
  Node ParseHeredoc(int depth);
  Status ParseParts(bool quoted, int depth, Template* out);
  Status ParseInterpolation(int depth, Template* out);
  Status ParseDirective(int depth, Template* out);
  Status ParseEscape(std::string* text);
  Node FinishTemplate(Template parts, std::size_t begin);
  void AddText(std::string* text, std::size_t begin, Template* out);

  // cursor.cc
  char Peek(std::size_t ahead = 0) const {
    return at_ + ahead < end_ ? text_[at_ + ahead] : '\0';
  }
  bool AtEnd() const { return at_ >= end_; }
  bool StartsWith(std::string_view what) const {
    return text_.substr(at_, end_ - at_).starts_with(what);
  }
  // Blanks and comments; line breaks too where they mean nothing.
  void SkipBlanks();
  void SkipLines();
  void SkipComment(std::size_t end);
  bool Take(std::string_view what);
  Status Expect(std::string_view what, std::string_view where);
  // Empty when there is no name here.
  std::string TakeName();
  std::string_view PeekName() const;
  tl::unexpected<Error> Wrong(std::string message) const {
    return WrongAt(at_, std::move(message));
  }
  tl::unexpected<Error> WrongAt(std::size_t at, std::string message) const;
  Status CheckDepth(int depth) const;

  template <typename T>
  const Expression* Make(T node, std::size_t begin) {
    Expression& made = file_->expressions.emplace_back();
    made.node = std::move(node);
    made.begin = static_cast<std::uint32_t>(begin);
    made.end = static_cast<std::uint32_t>(at_);
    return &made;
  }

  // Sets whether line breaks mean nothing, until it goes out of scope.
  class Lines {
   public:
    Lines(Parser* parser, bool skip)
        : parser_(parser), before_(parser->skip_lines_) {
      parser->skip_lines_ = skip;
    }
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;
    ~Lines() { parser_->skip_lines_ = before_; }

   private:
    Parser* parser_;
    bool before_;
  };

  const SourceFile& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t end_;  // Inside a heredoc, its end.
  bool skip_lines_ = false;
  std::unique_ptr<File> file_;
};

}  // namespace connectguard::hcl
