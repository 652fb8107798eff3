// Regular expressions of the rules language, rewritten for PCRE2.
//
// The language's dialect is that of the Rust crate fancy-regex 0.13 over regex
// 1.10: Rust's syntax with look-around, back-references, atomic groups,
// possessive repeats and conditionals. PCRE2 reads much of it with another
// meaning, and takes a great deal that Rust refuses; so a pattern is parsed by
// Rust's rules, and what is written for PCRE2 uses only what both understand.
// Sources: the documentation of both crates (docs.rs), read 2026-11-23, and
// the answers of cfn-guard 3.1.1.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "guard/regex_class.h"

namespace connectguard {

struct TranslatedRegex {
  std::string pattern;
  int groups = 0;
  // The number of each named group; PCRE2 sees only numbers.
  std::map<std::string, int, std::less<>> names;
  // No references, conditionals, atomic groups, possessive repeats, `\K`: what
  // matches does not depend on the order in which alternatives are tried.
  bool order_free = true;
};

// kBadInput for what Rust refuses and for what has no counterpart in PCRE2; the
// message ends with the byte offset.
Result<TranslatedRegex> TranslateRegex(std::string_view pattern,
                                       PropertyTest known);

}  // namespace connectguard
