// Clauses and queries as a reader would write them, on one line.
#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <variant>

#include "guard/evaluator.h"
#include "guard/query.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxClauseText = 120;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Copies the text of a clause without comments, custom message and line breaks,
// and without the inside of its block.
class Shortener {
 public:
  explicit Shortener(std::string_view text) : text_(text) {}

  std::string Run(bool has_block) {
    int brackets = 0;
    while (at_ < text_.size() && out_.size() <= kMaxClauseText) {
      const char c = text_[at_];
      if (IsBlank(c) || c == '#') {
        SkipBlanks();
      } else if (c == '"' || c == '\'') {
        CopyQuoted(c);
      } else if (c == '/' && StartsOperand()) {
        CopyQuoted(c);
      } else if (text_.substr(at_).starts_with("<<")) {
        SkipMessage();
      } else {
        brackets += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
        if (c == '{' && has_block && brackets == 0) {
          return Finish() + " { ... }";
        }
        out_ += c;
        ++at_;
      }
    }
    return Finish();
  }

 private:
  // A regular expression, not part of a name.
  bool StartsOperand() const {
    return out_.empty() || out_.back() == ' ' || out_.back() == '[' ||
           out_.back() == '(' || out_.back() == '=' || out_.back() == ',';
  }

  void SkipBlanks() {
    while (at_ < text_.size() && (IsBlank(text_[at_]) || text_[at_] == '#')) {
      if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        ++at_;
      }
    }
    if (!out_.empty()) {
      out_ += ' ';
    }
  }

  void SkipMessage() {
    const std::size_t end = text_.find(">>", at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 2;
  }

  void CopyQuoted(char quote) {
    do {
      const char c = text_[at_++];
      out_ += IsBlank(c) ? ' ' : c;
      if (c == '\\' && at_ < text_.size()) {
        out_ += text_[at_++];
      }
    } while (at_ < text_.size() && text_[at_] != quote);
    if (at_ < text_.size()) {
      out_ += text_[at_++];
    }
  }

  std::string Finish() {
    if (out_.size() > kMaxClauseText) {
      std::size_t cut = kMaxClauseText;
      while (cut > 0 &&
             (static_cast<unsigned char>(out_[cut]) & 0xC0) == 0x80) {
        --cut;
      }
      return out_.substr(0, cut) + "...";
    }
    const std::size_t end = out_.find_last_not_of(' ');
    return end == std::string::npos ? std::string() : out_.substr(0, end + 1);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

bool IsPlainName(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
  });
}

void Append(const QueryPart& part, std::string* out) {
  const std::string dot = out->empty() ? "" : ".";
  const auto bracketed = [&](const std::string& capture,
                             const std::string& otherwise) {
    *out += capture.empty() ? otherwise : "[" + capture + "]";
  };
  std::visit(
      [&](const auto& form) {
        using Form = std::decay_t<decltype(form)>;
        if constexpr (std::is_same_v<Form, ThisPart>) {
          *out += dot + "this";
        } else if constexpr (std::is_same_v<Form, KeyPart>) {
          *out += dot + (IsPlainName(form.name) || form.index
                             ? form.name
                             : "\"" + form.name + "\"");
        } else if constexpr (std::is_same_v<Form, VariablePart>) {
          *out += dot + "%" + form.name;
        } else if constexpr (std::is_same_v<Form, IndexPart>) {
          *out += "[" + std::to_string(form.index) + "]";
        } else if constexpr (std::is_same_v<Form, AllIndicesPart>) {
          bracketed(form.capture, "[*]");
        } else if constexpr (std::is_same_v<Form, AllValuesPart>) {
          bracketed(form.capture, dot + "*");
        } else if constexpr (std::is_same_v<Form, FilterPart>) {
          *out += "[ ... ]";
        } else {
          *out += "[ keys ... ]";
        }
      },
      part);
}

bool HasBlock(const Clause& clause) {
  return std::holds_alternative<QueryBlock>(clause.form) ||
         std::holds_alternative<WhenBlock>(clause.form) ||
         std::holds_alternative<TypeBlock>(clause.form);
}

}  // namespace

std::string QueryText(const Query& query, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < query.parts.size(); ++i) {
    Append(query.parts[i], &text);
  }
  return text;
}

std::string ClauseText(const RuleFile& rules, const Clause& clause) {
  const std::string_view text = rules.source->text();
  const std::size_t begin =
      std::min<std::size_t>(clause.span.begin, text.size());
  const std::size_t end =
      std::clamp<std::size_t>(clause.span.end, begin, text.size());
  return Shortener(text.substr(begin, end - begin)).Run(HasBlock(clause));
}

}  // namespace connectguard
