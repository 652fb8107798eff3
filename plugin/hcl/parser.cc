#include "hcl/parser.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "hcl/parser_state.h"

namespace connectguard::hcl {

const Expression* Body::Find(std::string_view name) const {
  const auto found = std::find_if(
      attributes.begin(), attributes.end(),
      [&](const BodyAttribute& each) { return each.name == name; });
  return found == attributes.end() ? nullptr : found->value;
}

Result<std::unique_ptr<const File>> Parse(const SourceFile& source) {
  return Parser(source).ParseFile();
}

Result<std::unique_ptr<const File>> Parser::ParseFile() {
  if (StartsWith("\xEF\xBB\xBF")) {
    at_ += 3;
  }
  CG_ASSIGN_OR_RETURN(file_->body, ParseBody(/*is_root=*/true, 0));
  return std::unique_ptr<const File>(std::move(file_));
}

Result<Body> Parser::ParseBody(bool is_root, int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  const Lines lines(this, false);
  Body body;
  for (;;) {
    SkipLines();
    if (AtEnd()) {
      if (!is_root) {
        return Wrong("expected `}` at the end of the block");
      }
      return body;
    }
    if (!is_root && Peek() == '}') {
      return body;
    }
    CG_RETURN_IF_ERROR(ParseItem(&body, depth));
  }
}

Status Parser::ParseItem(Body* body, int depth) {
  const std::size_t begin = at_;
  std::string name = TakeName();
  if (name.empty()) {
    return Wrong("expected the name of an attribute or a block");
  }
  SkipBlanks();
  if (Peek() == '=' && Peek(1) != '=') {
    ++at_;
    CG_ASSIGN_OR_RETURN(const Expression* value, ParseExpression(depth + 1));
    body->attributes.push_back({.name = std::move(name),
                                .value = value,
                                .begin = static_cast<std::uint32_t>(begin)});
  } else {
    CG_RETURN_IF_ERROR(ParseBlock(std::move(name), begin, body, depth));
  }
  return EndItem();
}

Status Parser::EndItem() {
  SkipBlanks();
  if (AtEnd() || Peek() == '\n' || Peek() == '}') {
    return {};
  }
  return Wrong("expected a new line here");
}

Status Parser::ParseBlock(std::string type, std::size_t begin, Body* body,
                          int depth) {
  Block block;
  block.type = std::move(type);
  block.begin = static_cast<std::uint32_t>(begin);
  block.header_end = static_cast<std::uint32_t>(begin + block.type.size());
  for (;;) {
    SkipBlanks();
    if (Peek() == '{') {
      ++at_;
      break;
    }
    if (Peek() == '"') {
      CG_ASSIGN_OR_RETURN(const Expression* label, ParseQuoted(depth + 1));
      const auto* text = std::get_if<std::string>(&label->node);
      if (text == nullptr) {
        return WrongAt(label->begin, "a label must be plain text");
      }
      block.labels.push_back(*text);
    } else {
      block.labels.push_back(TakeName());
      if (block.labels.back().empty()) {
        return Wrong("expected `=`, or a label or `{` of a block");
      }
    }
    block.header_end = static_cast<std::uint32_t>(at_);
  }
  CG_ASSIGN_OR_RETURN(block.body, ParseBody(/*is_root=*/false, depth + 1));
  CG_RETURN_IF_ERROR(Expect("}", "at the end of the block"));
  block.end = static_cast<std::uint32_t>(at_);
  body->blocks.push_back(std::move(block));
  return {};
}

}  // namespace connectguard::hcl
