// One pattern of a policy: literal characters, `?`, `*` and policy variables.
//
// Texts are Latin-1, a byte for a character: IAM takes no others (U+0020 to
// U+00FF), and so `?` is always one byte. ToLatin1 and ToUtf8 lead in and out.
//
// A wildcard may be kept from some separators: between the colons of an ARN it
// never takes a colon. A variable stands for one text that the request gives;
// nothing here knows which, and patterns that have one must be given it
// (WithVariables) or widened (Widened) before they are matched.
//
// Source: IAM User Guide, elements_resource, elements_action,
// reference_policies_variables; read 2026-11.
// Thread rule: immutable after building.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

// What a wildcard refuses, as bits.
enum GlobRefuses : std::uint8_t {
  kRefusesNothing = 0,
  kRefusesColon = 1,
  kRefusesSlash = 2,
  kRefusesBar = 4,
  kRefusesWildcards = 8,  // `*` and `?` themselves.
  kRefusesAllButDigits = 16,
};

enum class GlobTokenKind : std::uint8_t { kCharacter, kOne, kMany, kVariable };

struct GlobToken {
  GlobTokenKind kind = GlobTokenKind::kCharacter;
  char character = 0;          // Of kCharacter.
  bool any_case = false;       // Of kCharacter: a letter in either case.
  std::uint8_t refuses = 0;    // Of kOne and kMany: GlobRefuses.
  std::uint16_t variable = 0;  // Of kVariable: number in variables().

  friend bool operator==(const GlobToken&, const GlobToken&) = default;
};

// `${aws:username}` or `${aws:PrincipalTag/team, 'none'}`.
struct PolicyVariable {
  std::string key = {};  // In lower case.
  std::optional<std::string> fallback = {};
  bool any_case = false;  // Its letters are compared in either case.

  friend bool operator==(const PolicyVariable&,
                         const PolicyVariable&) = default;
};

class Glob {
 public:
  Glob() = default;

  void Add(char character, bool any_case = false);
  void AddText(std::string_view text, bool any_case = false);
  void AddOne(std::uint8_t refuses = kRefusesNothing);
  void AddMany(std::uint8_t refuses = kRefusesNothing);
  void AddVariable(PolicyVariable variable);
  void Append(const Glob& other);

  static Glob Text(std::string_view text);
  static Glob Anything();

  const std::vector<GlobToken>& tokens() const { return tokens_; }
  const std::vector<PolicyVariable>& variables() const { return variables_; }

  // A fixed text: no wildcard, no variable, no letter in either case.
  bool IsText() const { return text_only_; }
  // REQUIRES: IsText().
  const std::string& text() const { return prefix_; }
  // Takes every text.
  bool IsAnything() const;
  bool HasVariables() const { return !variables_.empty(); }
  // The characters up to the first token that is none.
  const std::string& prefix() const { return prefix_; }

  // REQUIRES: no variables.
  bool Matches(std::string_view text) const;

  // The value of a variable; nullopt when it has none, and then the pattern
  // matches nothing.
  using VariableValues =
      std::function<std::optional<std::string>(const PolicyVariable&)>;
  std::optional<Glob> WithVariables(const VariableValues& values) const;
  // Every variable read as `*`: takes all that the pattern can ever take.
  Glob Widened() const;

  friend bool operator==(const Glob&, const Glob&) = default;

 private:
  std::vector<GlobToken> tokens_;
  std::vector<PolicyVariable> variables_;
  std::string prefix_;
  bool in_prefix_ = true;
  bool text_only_ = true;
};

// Whether a token takes the character.
bool Takes(const GlobToken& token, char character);

// True only when `wide` takes every text that `narrow` takes, whatever the
// variables stand for. May miss some.
bool Covers(const Glob& wide, const Glob& narrow);

// True only when no text is taken by both. May miss some. Of patterns with
// variables, true only when that holds whatever they stand for.
bool AreApart(const Glob& a, const Glob& b);

// As it would be written in a policy, for messages and as a sorting key.
std::string ToString(const Glob& glob);

// Nullopt for text with a character that IAM does not take.
std::optional<std::string> ToLatin1(std::string_view utf8);
std::string ToUtf8(std::string_view latin1);

char ToLower(char character);
std::string ToLower(std::string_view text);

}  // namespace connectguard
