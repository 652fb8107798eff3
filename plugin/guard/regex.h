// A regular expression in the dialect of the rules language (Rust's
// fancy_regex), run by PCRE2 within limits.h. Compiled once, when its rules
// file is parsed.
//
// Not a general regex library: it answers whether a text contains a match, and
// expands matches for regex_replace. The only file that knows PCRE2 is
// regex.cc.
//
// Thread rule: immutable; any thread may match with it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace connectguard {

class Regex {
 public:
  // `pattern` without its slashes, `\/` already unescaped. kBadInput with the
  // byte offset in the message when it does not compile.
  static Result<std::unique_ptr<Regex>> Compile(std::string_view pattern);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  const std::string& pattern() const { return pattern_; }

  // Whether the text contains a match anywhere. kLimit when the pattern
  // backtracks beyond limits.h: the caller must not read that as "no".
  Result<bool> Matches(std::string_view text) const;

  // The concatenation of `replacement` expanded ($1, ${name}, $$) for every
  // match; text outside matches is lost, as in cfn-guard's regex_replace.
  Result<std::string> ExpandMatches(std::string_view text,
                                    std::string_view replacement) const;

 private:
  struct Code;
  Regex(std::string pattern, std::unique_ptr<Code> code);

  std::string pattern_;
  std::unique_ptr<Code> code_;
};

}  // namespace connectguard
