// Literals, and the assignments that they stand in.
// SPDX-License-Identifier: Apache-2.0
#include "guard/parse_text.h"

#include <gtest/gtest.h>

namespace connectguard::testing {
namespace {

TEST(LiteralParserTest, ReadsLiterals) {
  ExpectDumps({
      {"let v = null", "(let v null)\n"},
      {"let v = NULL", "(let v null)\n"},
      {"let v = true", "(let v true)\n"},
      {"let v = True", "(let v true)\n"},
      {"let v = false", "(let v false)\n"},
      {"let v = TRUE", "(let v (query TRUE))\n"},
      {"let v = False", "(let v false)\n"},
      {"let v = 0", "(let v 0)\n"},
      {"let v = -7", "(let v -7)\n"},
      {"let v = 007", "(let v 7)\n"},
      {"let v = 9223372036854775807", "(let v 9223372036854775807)\n"},
      {"let v = -9223372036854775807", "(let v -9223372036854775807)\n"},
      {"let v = 1.5", "(let v 1.5)\n"},
      {"let v = 1.5e3", "(let v 1500.0)\n"},
      {"let v = 1e+3", "(let v 1000.0)\n"},
      {"let v = 1E-3", "(let v 0.001)\n"},
      {"let v = 2.0e-10", "(let v 2e-10)\n"},
      {"let v = \"a\"", "(let v \"a\")\n"},
      {"let v = 'a'", "(let v \"a\")\n"},
      {"let v = \"a\\\"b\\n\\\\c\"", "(let v \"a\\\"b\\\\n\\\\\\\\c\")\n"},
      {"let v = 'a\\'b\\\"c'", "(let v \"a'b\\\\\\\"c\")\n"},
      {"let v = \"two\nlines\"", "(let v \"two\\x0alines\")\n"},
      {"let v = \"\"", "(let v \"\")\n"},
      {"let v = /a/", "(let v (regex \"a\"))\n"},
      {"let v = /^\\/dev\\/sd/", "(let v (regex \"^/dev/sd\"))\n"},
      {"let v = /a\\d\"#/", "(let v (regex \"a\\\\d\\\"#\"))\n"},
      {"let v = /a\nb/", "(let v (regex \"a\\x0ab\"))\n"},
      {"let v = []", "(let v (list))\n"},
      {"let v = [ ]", "(let v (list))\n"},
      {"let v = [1, \"a\", [true], {}]",
       "(let v (list 1 \"a\" (list true) (map)))\n"},
      {"let v = {}", "(let v (map))\n"},
      {"let v = { a: 1, \"b c\": 2, 'd': [3], 4-e_f: null }",
       "(let v (map (\"a\" 1) (\"b c\" 2) (\"d\" (list 3)) (\"4-e_f\" "
       "null)))\n"},
      {"let v = {é:1}", "(let v (map (\"é\" 1)))\n"},
      {"let v = { a: 1, b: 2, a: 3 }", "(let v (map (\"a\" 3) (\"b\" 2)))\n"},
      {"let v = [ # one\n 1 # two\n , 2 ]", "(let v (list 1 2))\n"},
      {"let v = { # one\n a # two\n : # three\n 1 }",
       "(let v (map (\"a\" 1)))\n"},
  });
}

TEST(LiteralParserTest, ReadsRanges) {
  ExpectDumps({
      {"let v = r[1,2]", "(let v (range [1 2]))\n"},
      {"let v = r(1,2)", "(let v (range (1 2)))\n"},
      {"let v = r[1,2)", "(let v (range [1 2)))\n"},
      {"let v = r(1,2]", "(let v (range (1 2]))\n"},
      {"let v = r[ -1 , 2 ]", "(let v (range [-1 2]))\n"},
      {"let v = r[1.5,2.5]", "(let v (range [1.5 2.5]))\n"},
      {"let v = r(1.0,1e+3)", "(let v (range (1.0 1000.0)))\n"},
      {"let v = r[a,z]", "(let v (range ['a' 'z']))\n"},
      {"let v = r[é,日]", "(let v (range ['\\u{e9}' '\\u{65e5}']))\n"},
      {"let v = r[0]", "(let v (query r [0]))\n"},
      {"let v = r[n]", "(let v (query r [*|n]))\n"},
      {"let v = rate", "(let v (query rate))\n"},
      {"let v = [r[1,2], r[3,4]]",
       "(let v (list (range [1 2]) (range [3 4])))\n"},
  });
}

TEST(LiteralParserTest, ReadsAssignments) {
  ExpectDumps({
      {"let a = 1", "(let a 1)\n"},
      {"let a := 1", "(let a 1)\n"},
      {"let a=A.B", "(let a (query A B))\n"},
      {"let a=some A.*", "(let a (some-query A .*))\n"},
      {"let a = %b", "(let a (query %b))\n"},
      {"let a = count(A)", "(let a (call count (query A)))\n"},
      {"let a = join(A[*], \",\")",
       "(let a (call join (query A [*]) \",\"))\n"},
      {"let a = join( some A , \",\" )",
       "(let a (call join (some-query A) \",\"))\n"},
      {"let a = join(count(A), # comment\n \",\")",
       "(let a (call join (call count (query A)) \",\"))\n"},
      {"let a = parse_string( [1] )", "(let a (call parse_string (list 1)))\n"},
      {"let a = let", "(let a (query let))\n"},
      {"rule r { let a = 1 A == %a let b = 2 }",
       "(rule r (let a 1) (let b 2) (== (query A) (query %a)))\n"},
      {"let a # one\n = # two\n 1", "(let a 1)\n"},
      {"let a = r", "(let a (query r))\n"},
  });
}

}  // namespace
}  // namespace connectguard::testing
