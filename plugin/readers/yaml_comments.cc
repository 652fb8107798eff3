#include "readers/yaml_comments.h"

#include <algorithm>

#include "readers/yaml_library.h"

namespace connectguard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Token {
  yaml_token_type_t type = YAML_NO_TOKEN;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Those that stand for something written, and the keys and values that the
// library finds, which may have no width.
std::vector<Token> TokensOf(std::string_view text, std::uint32_t base) {
  std::vector<Token> tokens;
  YamlParser parser(text);
  YamlByteCursor cursor(text);
  for (bool more = true; more;) {
    yaml_token_t token;
    if (yaml_parser_scan(&parser.state, &token) == 0) {
      break;
    }
    more = token.type != YAML_STREAM_END_TOKEN;
    Token found{.type = token.type,
                .begin = base + cursor.ByteAt(token.start_mark.index),
                .end = base + cursor.ByteAt(token.end_mark.index)};
    const bool block = token.type == YAML_SCALAR_TOKEN &&
                       (token.data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                        token.data.scalar.style == YAML_FOLDED_SCALAR_STYLE);
    if (block) {
      // Behind its sign a comment may stand, which is not of the text.
      const std::string_view rest = text.substr(found.begin - base);
      const std::string_view line = rest.substr(0, rest.find('\n'));
      const std::string_view sign = line.substr(0, line.find_first_of(" \t\r"));
      tokens.push_back(
          {.type = found.type,
           .begin = found.begin,
           .end = found.begin + static_cast<std::uint32_t>(sign.size())});
      found.begin += static_cast<std::uint32_t>(line.size());
    }
    tokens.push_back(found);
    yaml_token_delete(&token);
  }
  return tokens;
}

// Without width and without meaning for what stands where.
bool IsStructure(yaml_token_type_t type) {
  switch (type) {
    case YAML_STREAM_START_TOKEN:
    case YAML_BLOCK_SEQUENCE_START_TOKEN:
    case YAML_BLOCK_MAPPING_START_TOKEN:
    case YAML_BLOCK_END_TOKEN:
      return true;
    default:
      return false;
  }
}

class CommentFinder {
 public:
  explicit CommentFinder(std::string_view text) : text_(text) {}

  std::vector<YamlComment> Find() {
    const bool marked = text_.starts_with(kByteOrderMark);
    const std::uint32_t base = marked ? 3 : 0;
    const std::vector<Token> tokens = TokensOf(text_.substr(base), base);
    std::uint32_t end = base;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      if (!IsStructure(token.type)) {
        AddBetween(end, tokens, i);
        end = std::max(end, token.end);
      }
    }
    return std::move(comments_);
  }

 private:
  std::uint32_t ColumnOf(std::uint32_t at) const {
    const std::size_t line = text_.substr(0, at).rfind('\n');
    return at - static_cast<std::uint32_t>(
                    line == std::string_view::npos ? 0 : line + 1);
  }

  // Between `end` of what was written before and token number `number`.
  void AddBetween(std::uint32_t end, const std::vector<Token>& tokens,
                  std::size_t number) {
    const Token& token = tokens[number];
    const std::size_t first = comments_.size();
    for (std::size_t at = text_.find('#', end); at < token.begin;
         at = text_.find('#', at)) {
      const std::size_t line =
          std::min<std::size_t>(text_.find('\n', at), token.begin);
      YamlComment comment{.begin = static_cast<std::uint32_t>(at),
                          .end = static_cast<std::uint32_t>(line),
                          .before = end};
      comment.column = ColumnOf(comment.begin);
      comment.alone = text_.substr(at - comment.column, comment.column)
                          .find_first_not_of(" \t") == std::string_view::npos;
      comments_.push_back(comment);
      at = line;
    }
    if (first == comments_.size() || token.type == YAML_STREAM_END_TOKEN) {
      return;
    }
    bool right_above = true;
    std::uint32_t below = token.begin;
    for (std::size_t i = comments_.size(); i-- > first;) {
      YamlComment& comment = comments_[i];
      comment.next = token.begin;
      comment.next_value = ValueOfKey(tokens, number);
      right_above =
          right_above && comment.alone && LinesBetween(comment.end, below) == 1;
      comment.right_above = right_above;
      below = comment.begin;
    }
  }

  std::ptrdiff_t LinesBetween(std::uint32_t begin, std::uint32_t end) const {
    return std::ranges::count(text_.substr(begin, end - begin), '\n');
  }

  // Where the value begins whose key starts with token number `number`.
  static std::uint32_t ValueOfKey(const std::vector<Token>& tokens,
                                  std::size_t number) {
    const bool is_key = number + 3 < tokens.size() &&
                        tokens[number].type == YAML_KEY_TOKEN &&
                        tokens[number + 1].type == YAML_SCALAR_TOKEN &&
                        tokens[number + 2].type == YAML_VALUE_TOKEN;
    return is_key ? tokens[number + 3].begin : YamlComment::kNone;
  }

  std::string_view text_;
  std::vector<YamlComment> comments_;
};

}  // namespace

std::vector<YamlComment> FindYamlComments(std::string_view text) {
  return CommentFinder(text).Find();
}

}  // namespace connectguard
