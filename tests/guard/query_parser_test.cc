// Queries, their parts, and what is put in behind a variable.
// SPDX-License-Identifier: Apache-2.0
#include "guard/parse_text.h"

#include <gtest/gtest.h>

namespace connectguard::testing {
namespace {

TEST(QueryParserTest, ReadsQueries) {
  ExpectDumps({
      {"rule r { A.B.C exists }", "(rule r (exists (query A B C)))\n"},
      {"rule r { A.\"b c\".'d' exists }",
       "(rule r (exists (query A \"b c\" d)))\n"},
      {"rule r { \"A b\".C exists }", "(rule r (exists (query \"A b\" C)))\n"},
      {"rule r { A.0.-1 exists }", "(rule r (exists (query A [0] [-1])))\n"},
      {"rule r { A[0][-2][ * ] exists }",
       "(rule r (exists (query A [0] [-2] [*])))\n"},
      {"rule r { A[0 ] [1] exists }", "(rule r (exists (query A [0] [1])))\n"},
      {"rule r { A.\"1\".\"-1\".\"+1\".\"99999999999\".\"1x\" exists }",
       "(rule r (exists (query A \"1\"#1 \"-1\"#-1 \"+1\"#1 \"99999999999\" "
       "\"1x\")))\n"},
      {"rule r { A[4294967297] exists }", "(rule r (exists (query A [1])))\n"},
      {"rule r { A.* exists }", "(rule r (exists (query A .*)))\n"},
      {"rule r { A[*].*[name][ name ] exists }",
       "(rule r (exists (query A [*] .* [*|name] .*|name)))\n"},
      {"rule r { this exists THIS.A exists this[*] exists }",
       "(rule r (exists (query this)) (exists (query this A)) (exists (query "
       "this [*])))\n"},
      {"rule r { some A.* exists SOME B exists }",
       "(rule r (exists (some-query A .*)) (exists (some-query B)))\n"},
      {"rule r { A\n   .B # comment\n   .C exists }",
       "(rule r (exists (query A B C)))\n"},
      {"rule r { aé_1 exists }", "(rule r (exists (query aé_1)))\n"},
      {"rule r { A.%v.B exists }", "(rule r (exists (query A %v B)))\n"},
      {"rule r { A.\"%v\" exists A[\"%a b\"] exists }",
       "(rule r (exists (query A %v)) (exists (query A %\"a b\")))\n"},
  });
}

TEST(QueryParserTest, ReadsVariablesAtTheHead) {
  ExpectDumps({
      {"rule r { %v exists }", "(rule r (exists (query %v)))\n"},
      {"rule r { %v.a exists }", "(rule r (exists (query %v [*] a)))\n"},
      {"rule r { %v[0] exists }", "(rule r (exists (query %v [*] [0])))\n"},
      {"rule r { %v[*] exists }", "(rule r (exists (query %v [*])))\n"},
      {"rule r { %v[*].a exists }", "(rule r (exists (query %v [*] a)))\n"},
      {"rule r { %v[n] exists }", "(rule r (exists (query %v [*|n])))\n"},
      {"rule r { %v[ n ] exists }", "(rule r (exists (query %v [*] .*|n)))\n"},
      {"rule r { %v.* exists }", "(rule r (exists (query %v [*] .*)))\n"},
      {"rule r { %v[ A exists ] exists }",
       "(rule r (exists (query %v [*] (filter (exists (query A))))))\n"},
      {"rule r { %v.%w exists }", "(rule r (exists (query %v [*] %w)))\n"},
      {"rule r { \"%v\".a exists }", "(rule r (exists (query %v [*] a)))\n"},
      {"rule r { some %v.a exists }",
       "(rule r (exists (some-query %v [*] a)))\n"},
  });
}

TEST(QueryParserTest, ReadsFilters) {
  ExpectDumps({
      {"rule r { A[ B == 1 ] exists }",
       "(rule r (exists (query A (filter (== (query B) 1)))))\n"},
      {"rule r { A[ B == 1 C == 2 or D == 3 ] exists }",
       "(rule r (exists (query A (filter (== (query B) 1) (or (== (query C) 2) "
       "(== (query D) 3))))))\n"},
      {"rule r { A[ n | B == 1 ] exists }",
       "(rule r (exists (query A (filter |n (== (query B) 1)))))\n"},
      {"rule r { A[n| B { C exists } when D exists { E exists } c(F) ] exists "
       "}",
       "(rule r (exists (query A (filter |n (block (query B) (exists (query "
       "C))) (when-block (when (exists (query D))) (exists (query E))) (apply "
       "c (query F))))))\n"},
      {"rule r { A[ B[ C[ D exists ] exists ] exists ] exists }",
       "(rule r (exists (query A (filter (exists (query B (filter (exists "
       "(query C (filter (exists (query D))))))))))))\n"},
      {"rule r { A[ # one\n B exists # two\n ] exists }",
       "(rule r (exists (query A (filter (exists (query B))))))\n"},
  });
}

TEST(QueryParserTest, ReadsKeysFilters) {
  ExpectDumps({
      {"rule r { A[ keys == \"a\" ] exists }",
       "(rule r (exists (query A (keys == \"a\"))))\n"},
      {"rule r { A[ KEYS != /b/ ] exists }",
       "(rule r (exists (query A (keys != (regex \"b\")))))\n"},
      {"rule r { A[ keys in [\"a\", \"b\"] ] exists }",
       "(rule r (exists (query A (keys in (list \"a\" \"b\")))))\n"},
      {"rule r { A[ keys not in %names ] exists }",
       "(rule r (exists (query A (keys not-in (query %names)))))\n"},
      {"rule r { A[ keys !in B.C ] exists }",
       "(rule r (exists (query A (keys not-in (query B C)))))\n"},
      {"rule r { A[ n | keys == \"a\" ] exists }",
       "(rule r (exists (query A (keys |n == \"a\"))))\n"},
      {"rule r { A[keys==\"a\"] exists }",
       "(rule r (exists (query A (keys == \"a\"))))\n"},
      {"rule r { A[ keys == \"a\" or keys == \"b\" ] exists }",
       "(rule r (exists (query A (filter (or (== (query keys) \"a\") (== "
       "(query keys) \"b\"))))))\n"},
      {"rule r { A[ keys == B[ C exists ] D exists ] exists }",
       "(rule r (exists (query A (filter (== (query keys) (query B (filter "
       "(exists (query C))))) (exists (query D))))))\n"},
      {"rule r { A[ B == 1 keys == 2 ] exists }",
       "(rule r (exists (query A (filter (== (query B) 1) (== (query keys) "
       "2)))))\n"},
  });
}

}  // namespace
}  // namespace connectguard::testing
