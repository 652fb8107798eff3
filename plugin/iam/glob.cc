#include "iam/glob.h"

#include <algorithm>
#include <array>
#include <utility>

#include "iam/token_bits.h"

namespace connectguard {

namespace {

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool Refuses(std::uint8_t refuses, char c) {
  return ((refuses & kRefusesColon) != 0 && c == ':') ||
         ((refuses & kRefusesSlash) != 0 && c == '/') ||
         ((refuses & kRefusesBar) != 0 && c == '|') ||
         ((refuses & kRefusesWildcards) != 0 && (c == '*' || c == '?')) ||
         ((refuses & kRefusesAllButDigits) != 0 && (c < '0' || c > '9'));
}

bool IsWildcard(const GlobToken& token) {
  return token.kind == GlobTokenKind::kOne ||
         token.kind == GlobTokenKind::kMany;
}

// Every character that `narrow` takes is taken by `wide`.
bool CoversCharacter(const GlobToken& wide, const GlobToken& narrow) {
  if (narrow.kind == GlobTokenKind::kCharacter) {
    if (!narrow.any_case) {
      return Takes(wide, narrow.character);
    }
    return wide.kind == GlobTokenKind::kCharacter
               ? wide.any_case &&
                     ToLower(wide.character) == ToLower(narrow.character)
               : Takes(wide, narrow.character);
  }
  return IsWildcard(narrow) && IsWildcard(wide) &&
         (wide.refuses & ~narrow.refuses) == 0;
}

// Whether `wide` at a token can take all that one token of `narrow` stands for,
// and go on (`advance`) or stay.
struct TokenStep {
  bool advance = false;
  bool stay = false;
};

TokenStep StepOver(const Glob& wide, const GlobToken& at, const Glob& narrow,
                   const GlobToken& token) {
  TokenStep step;
  if (token.kind == GlobTokenKind::kVariable) {
    step.advance =
        at.kind == GlobTokenKind::kVariable &&
        wide.variables()[at.variable] == narrow.variables()[token.variable];
    step.stay = at.kind == GlobTokenKind::kMany && at.refuses == 0;
    return step;
  }
  if (token.kind == GlobTokenKind::kMany) {
    step.stay =
        at.kind == GlobTokenKind::kMany && (at.refuses & ~token.refuses) == 0;
    return step;
  }
  if (at.kind == GlobTokenKind::kMany) {
    step.stay = CoversCharacter(at, token);
  } else if (at.kind != GlobTokenKind::kVariable) {
    step.advance = CoversCharacter(at, token);
  }
  return step;
}

bool Clash(const GlobToken& a, const GlobToken& b) {
  if (a.kind == GlobTokenKind::kCharacter &&
      b.kind == GlobTokenKind::kCharacter) {
    return a.any_case || b.any_case
               ? ToLower(a.character) != ToLower(b.character)
               : a.character != b.character;
  }
  if (a.kind == GlobTokenKind::kCharacter) {
    return !Takes(b, a.character);
  }
  return b.kind == GlobTokenKind::kCharacter && !Takes(a, b.character);
}

bool IsOneCharacter(const GlobToken& token) {
  return token.kind == GlobTokenKind::kCharacter ||
         token.kind == GlobTokenKind::kOne;
}

}  // namespace

bool Takes(const GlobToken& token, char c) {
  if (token.kind == GlobTokenKind::kCharacter) {
    return token.character == c ||
           (token.any_case && ToLower(token.character) == ToLower(c));
  }
  return IsWildcard(token) && !Refuses(token.refuses, c);
}

void Glob::Add(char character, bool any_case) {
  const bool either = any_case && IsLetter(character);
  tokens_.push_back({.kind = GlobTokenKind::kCharacter,
                     .character = either ? ToLower(character) : character,
                     .any_case = either});
  in_prefix_ = in_prefix_ && !either;
  text_only_ = text_only_ && !either;
  if (in_prefix_) {
    prefix_.push_back(character);
  }
}

void Glob::AddText(std::string_view text, bool any_case) {
  for (const char c : text) {
    Add(c, any_case);
  }
}

void Glob::AddOne(std::uint8_t refuses) {
  tokens_.push_back({.kind = GlobTokenKind::kOne, .refuses = refuses});
  in_prefix_ = false;
  text_only_ = false;
}

void Glob::AddMany(std::uint8_t refuses) {
  in_prefix_ = false;
  text_only_ = false;
  if (!tokens_.empty() && tokens_.back().kind == GlobTokenKind::kMany &&
      (tokens_.back().refuses & ~refuses) == 0) {
    return;  // `**` is `*`.
  }
  tokens_.push_back({.kind = GlobTokenKind::kMany, .refuses = refuses});
}

void Glob::AddVariable(PolicyVariable variable) {
  auto at = std::find(variables_.begin(), variables_.end(), variable);
  if (at == variables_.end()) {
    variables_.push_back(std::move(variable));
    at = variables_.end() - 1;
  }
  tokens_.push_back(
      {.kind = GlobTokenKind::kVariable,
       .variable = static_cast<std::uint16_t>(at - variables_.begin())});
  in_prefix_ = false;
  text_only_ = false;
}

void Glob::Append(const Glob& other) {
  for (const GlobToken& token : other.tokens_) {
    switch (token.kind) {
      case GlobTokenKind::kCharacter:
        Add(token.character, token.any_case);
        break;
      case GlobTokenKind::kOne:
        AddOne(token.refuses);
        break;
      case GlobTokenKind::kMany:
        AddMany(token.refuses);
        break;
      case GlobTokenKind::kVariable:
        AddVariable(other.variables_[token.variable]);
        break;
    }
  }
}

Glob Glob::Text(std::string_view text) {
  Glob glob;
  glob.AddText(text);
  return glob;
}

Glob Glob::Anything() {
  Glob glob;
  glob.AddMany();
  return glob;
}

bool Glob::IsAnything() const {
  return tokens_.size() == 1 && tokens_[0].kind == GlobTokenKind::kMany &&
         tokens_[0].refuses == kRefusesNothing;
}

bool Glob::Matches(std::string_view text) const {
  if (text_only_) {
    return prefix_ == text;
  }
  if (!text.starts_with(prefix_)) {
    return false;
  }
  if (!tokens_.empty() && IsOneCharacter(tokens_.back()) &&
      (text.empty() || !Takes(tokens_.back(), text.back()))) {
    return false;
  }
  TokenBits at(tokens_.size() + 1);
  TokenBits next(tokens_.size() + 1);
  Enter(tokens_, prefix_.size(), &at);
  for (std::size_t i = prefix_.size(); i < text.size(); ++i) {
    next.Clear();
    at.ForEach([&](std::size_t position) {
      if (position == tokens_.size() || !Takes(tokens_[position], text[i])) {
        return;
      }
      const bool stays = tokens_[position].kind == GlobTokenKind::kMany;
      Enter(tokens_, stays ? position : position + 1, &next);
    });
    if (next.None()) {
      return false;
    }
    std::swap(at, next);
  }
  return at.Has(tokens_.size());
}

std::optional<Glob> Glob::WithVariables(const VariableValues& values) const {
  Glob glob;
  for (const GlobToken& token : tokens_) {
    if (token.kind != GlobTokenKind::kVariable) {
      Glob one;
      one.tokens_.push_back(token);
      glob.Append(one);
      continue;
    }
    const PolicyVariable& variable = variables_[token.variable];
    std::optional<std::string> value = values(variable);
    if (!value) {
      value = variable.fallback;
    }
    if (!value) {
      return std::nullopt;
    }
    glob.AddText(*value, variable.any_case);
  }
  return glob;
}

Glob Glob::Widened() const {
  Glob glob;
  for (const GlobToken& token : tokens_) {
    if (token.kind == GlobTokenKind::kVariable) {
      glob.AddMany();
      continue;
    }
    Glob one;
    one.tokens_.push_back(token);
    glob.Append(one);
  }
  return glob;
}

bool Covers(const Glob& wide, const Glob& narrow) {
  if (wide.IsAnything()) {
    return true;
  }
  if (narrow.IsText() && !wide.HasVariables()) {
    return wide.Matches(narrow.text());
  }
  const std::size_t shared =
      std::min(wide.prefix().size(), narrow.prefix().size());
  if (wide.prefix().size() > narrow.prefix().size() ||
      wide.prefix().compare(0, shared, narrow.prefix(), 0, shared) != 0) {
    return false;
  }
  const auto& tokens = wide.tokens();
  TokenBits at(tokens.size() + 1);
  TokenBits next(tokens.size() + 1);
  Enter(tokens, 0, &at);
  for (const GlobToken& token : narrow.tokens()) {
    next.Clear();
    at.ForEach([&](std::size_t position) {
      if (position == tokens.size()) {
        return;
      }
      const TokenStep step = StepOver(wide, tokens[position], narrow, token);
      if (step.advance) {
        Enter(tokens, position + 1, &next);
      }
      if (step.stay) {
        Enter(tokens, position, &next);
      }
    });
    if (next.None()) {
      return false;
    }
    std::swap(at, next);
  }
  return at.Has(tokens.size());
}

bool AreApart(const Glob& a, const Glob& b) {
  const std::size_t shared = std::min(a.prefix().size(), b.prefix().size());
  if (a.prefix().compare(0, shared, b.prefix(), 0, shared) != 0) {
    return true;
  }
  if (a.IsText() && !b.HasVariables()) {
    return !b.Matches(a.text());
  }
  if (b.IsText() && !a.HasVariables()) {
    return !a.Matches(b.text());
  }
  const auto& left = a.tokens();
  const auto& right = b.tokens();
  const std::size_t both = std::min(left.size(), right.size());
  for (std::size_t i = shared; i < both; ++i) {
    if (!IsOneCharacter(left[i]) || !IsOneCharacter(right[i])) {
      break;
    }
    if (Clash(left[i], right[i])) {
      return true;
    }
  }
  for (std::size_t i = 1; i <= both; ++i) {
    const GlobToken& l = left[left.size() - i];
    const GlobToken& r = right[right.size() - i];
    if (!IsOneCharacter(l) || !IsOneCharacter(r)) {
      break;
    }
    if (Clash(l, r)) {
      return true;
    }
  }
  return false;
}

std::string ToString(const Glob& glob) {
  std::string text;
  for (const GlobToken& token : glob.tokens()) {
    switch (token.kind) {
      case GlobTokenKind::kCharacter:
        if (token.character == '*' || token.character == '?') {
          text += {'$', '{', token.character, '}'};
        } else {
          text += token.character;
        }
        break;
      case GlobTokenKind::kOne:
        text += '?';
        break;
      case GlobTokenKind::kMany:
        text += '*';
        break;
      case GlobTokenKind::kVariable: {
        const PolicyVariable& variable = glob.variables()[token.variable];
        text += "${" + variable.key;
        if (variable.fallback) {
          text += ", '" + *variable.fallback + "'";
        }
        text += '}';
        break;
      }
    }
  }
  return text;
}

std::optional<std::string> ToLatin1(std::string_view utf8) {
  std::string text;
  text.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
        return std::nullopt;
      }
      text.push_back(utf8[i]);
    } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < utf8.size()) {
      const auto second = static_cast<unsigned char>(utf8[++i]);
      text.push_back(static_cast<char>(((byte & 3) << 6) | (second & 0x3F)));
    } else {
      return std::nullopt;
    }
  }
  return text;
}

std::string ToUtf8(std::string_view latin1) {
  std::string text;
  for (const char c : latin1) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text.push_back(c);
    } else {
      text.push_back(static_cast<char>(0xC0 | (byte >> 6)));
      text.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    }
  }
  return text;
}

char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string ToLower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return ToLower(c); });
  return lower;
}

}  // namespace connectguard
