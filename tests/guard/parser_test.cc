// Clauses, blocks and rules: every production with what becomes of it.
// SPDX-License-Identifier: Apache-2.0
#include "guard/parse_text.h"

#include <gtest/gtest.h>

namespace connectguard::testing {
namespace {

TEST(ParserTest, ReadsOperators) {
  ExpectDumps({
      {"rule r { A exists }", "(rule r (exists (query A)))\n"},
      {"rule r { A EXISTS B EMPTY C IS_STRING D IS_LIST E IS_STRUCT F IS_BOOL "
       "G IS_INT H IS_FLOAT I IS_NULL }",
       "(rule r (exists (query A)) (empty (query B)) (is_string (query C)) "
       "(is_list (query D)) (is_struct (query E)) (is_bool (query F)) (is_int "
       "(query G)) (is_float (query H)) (is_null (query I)))\n"},
      {"rule r { A empty B is_string C is_list D is_struct E is_bool F is_int "
       "G is_float H is_null }",
       "(rule r (empty (query A)) (is_string (query B)) (is_list (query C)) "
       "(is_struct (query D)) (is_bool (query E)) (is_int (query F)) (is_float "
       "(query G)) (is_null (query H)))\n"},
      {"rule r { A !exists B not empty C NOT\tis_list }",
       "(rule r (!exists (query A)) (!empty (query B)) (!is_list (query "
       "C)))\n"},
      {"rule r { A == 1 A != 1 A < 1 A <= 1 A > 1 A >= 1 }",
       "(rule r (== (query A) 1) (!= (query A) 1) (< (query A) 1) (<= (query "
       "A) 1) (> (query A) 1) (>= (query A) 1))\n"},
      {"rule r { A in [1] B IN [1] C not in [1] D !in [1] E NOT IN [1] }",
       "(rule r (in (query A) (list 1)) (in (query B) (list 1)) (not-in (query "
       "C) (list 1)) (not-in (query D) (list 1)) (not-in (query E) (list "
       "1)))\n"},
      {"rule r{A==1 B>=2 C!=3}",
       "(rule r (== (query A) 1) (>= (query B) 2) (!= (query C) 3))\n"},
      {"rule r { not A exists NOT B !exists !C == 1 }",
       "(rule r (not (exists (query A))) (not (!exists (query B))) (not (== "
       "(query C) 1)))\n"},
      {"rule r { A existsB == 1 }",
       "(rule r (exists (query A)) (== (query B) 1))\n"},
      {"rule r { A inB }", "(rule r (in (query A) (query B)))\n"},
      {"rule r { not some A exists }",
       "(rule r (not (exists (some-query A))))\n"},
      {"rule r { ! this exists }", "(rule r (not (exists (query this))))\n"},
  });
}

TEST(ParserTest, ReadsMessages) {
  ExpectDumps({
      {"rule r { A exists <<m>> }",
       "(rule r (exists (query A) (message \"m\")))\n"},
      {"rule r { A == 1<<m>> B == 2 }",
       "(rule r (== (query A) 1 (message \"m\")) (== (query B) 2))\n"},
      {"rule r { A == 1\n  <<\n two \" lines >\n>> }",
       "(rule r (== (query A) 1 (message \"\\x0a two \\\" lines >\\x0a\")))\n"},
      {"rule r { A == 1 <<a>> or B == 1 <<b>> }",
       "(rule r (or (== (query A) 1 (message \"a\")) (== (query B) 1 (message "
       "\"b\"))))\n"},
      {"rule r { A == 1 <<>> }", "(rule r (== (query A) 1))\n"},
      {"rule r { c(A) <<called>> }",
       "(rule r (apply c (query A) (message \"called\")))\n"},
      {"rule r { p <<referred>> }",
       "(rule r (ref p (message \"referred\")))\n"},
      {"rule r { A == 1 <<# no comment>> }",
       "(rule r (== (query A) 1 (message \"# no comment\")))\n"},
  });
}

TEST(ParserTest, ReadsOr) {
  ExpectDumps({
      {"rule r { A exists or B exists OR C exists |OR| D exists }",
       "(rule r (or (exists (query A)) (exists (query B)) (exists (query C)) "
       "(exists (query D))))\n"},
      {"rule r { A == 2or B == 1 }",
       "(rule r (or (== (query A) 2) (== (query B) 1)))\n"},
      {"rule r { A exists # one\n or # two\n # three\n B exists }",
       "(rule r (or (exists (query A)) (exists (query B))))\n"},
      {"rule r { A exists\n or B exists }",
       "(rule r (or (exists (query A)) (exists (query B))))\n"},
  });
}

TEST(ParserTest, ReadsRuleCalls) {
  ExpectDumps({
      {"rule r { c(A) }", "(rule r (apply c (query A)))\n"},
      {"rule r { not c(A) !c(B) }",
       "(rule r (not (apply c (query A))) (not (apply c (query B))))\n"},
      {"rule r { c( A.B , [1] , \"x\" , count(C) ) }",
       "(rule r (apply c (query A B) (list 1) \"x\" (call count (query "
       "C))))\n"},
      {"rule r { c(%v, this, some D) or c(E) }",
       "(rule r (or (apply c (query %v) (query this) (some-query D)) (apply c "
       "(query E))))\n"},
      {"rule r when c(A) not c(B) { A exists }",
       "(rule r (when (apply c (query A)) (not (apply c (query B)))) (exists "
       "(query A)))\n"},
      {"rule r { count(A) }", "(rule r (apply count (query A)))\n"},
  });
}

TEST(ParserTest, ReadsReferences) {
  ExpectDumps({
      {"rule r { p\n}", "(rule r (ref p))\n"},
      {"rule r { p \t\r\n}", "(rule r (ref p))\n"},
      {"rule r { p # comment\n}", "(rule r (ref p))\n"},
      {"rule r { p#comment\n}", "(rule r (ref p))\n"},
      {"rule r { not p\n !q\n}", "(rule r (not (ref p)) (not (ref q)))\n"},
      {"rule r { p or q\n}", "(rule r (or (ref p) (ref q)))\n"},
      {"rule r { p or A exists }",
       "(rule r (or (ref p) (exists (query A))))\n"},
      {"rule r when p { A exists }",
       "(rule r (when (ref p)) (exists (query A)))\n"},
      {"rule r when p or not q\n s { A exists }",
       "(rule r (when (or (ref p) (not (ref q))) (ref s)) (exists (query "
       "A)))\n"},
      {"rule r { when A exists { p\n } }",
       "(rule r (when-block (when (exists (query A))) (ref p)))\n"},
      {"when A exists { p\n}",
       "(rule default implicit (when-block (when (exists (query A))) (ref "
       "p)))\n"},
      {"rule r { B { when p { A exists } } }",
       "(rule r (block (query B) (when-block (when (ref p)) (exists (query "
       "A)))))\n"},
      {"rule r { AWS::S3::Bucket when p { A exists } }",
       "(rule r (type AWS::S3::Bucket (query Resources .* (filter (== (query "
       "Type) \"AWS::S3::Bucket\"))) (when (ref p)) (exists (query A))))\n"},
      {"rule r { A == trueKey\n}", "(rule r (== (query A) true) (ref Key))\n"},
      {"rule r { A == 1 or\n}", "(rule r (== (query A) 1) (ref or))\n"},
  });
}

TEST(ParserTest, ReadsBlocks) {
  ExpectDumps({
      {"rule r { A { B exists } }",
       "(rule r (block (query A) (exists (query B))))\n"},
      {"rule r { A.B[*] { C exists D == 1 or E == 2 } }",
       "(rule r (block (query A B [*]) (exists (query C)) (or (== (query D) 1) "
       "(== (query E) 2))))\n"},
      {"rule r { some A.* { let x = 1 B == %x } }",
       "(rule r (block (some-query A .*) (let x 1) (== (query B) (query "
       "%x))))\n"},
      {"rule r { A !empty { B exists } }",
       "(rule r (block-not-empty (query A) (exists (query B))))\n"},
      {"rule r { A not empty { B exists } }",
       "(rule r (block-not-empty (query A) (exists (query B))))\n"},
      {"rule r { A[ B exists ]{ C exists } }",
       "(rule r (block (query A (filter (exists (query B)))) (exists (query "
       "C))))\n"},
      {"rule r { A { B { C exists } } }",
       "(rule r (block (query A) (block (query B) (exists (query C)))))\n"},
      {"rule r { A { let x = 1 } }", "(rule r (block (query A) (let x 1)))\n"},
      {"rule r { %v { this exists } }",
       "(rule r (block (query %v) (exists (query this))))\n"},
  });
}

TEST(ParserTest, ReadsWhen) {
  ExpectDumps({
      {"rule r when A exists { B exists }",
       "(rule r (when (exists (query A))) (exists (query B)))\n"},
      {"rule r WHEN A exists B exists or C exists { D exists }",
       "(rule r (when (exists (query A)) (or (exists (query B)) (exists (query "
       "C)))) (exists (query D)))\n"},
      {"rule r { when A exists { B exists } }",
       "(rule r (when-block (when (exists (query A))) (exists (query B))))\n"},
      {"rule r { when A exists { B exists } or C exists }",
       "(rule r (or (when-block (when (exists (query A))) (exists (query B))) "
       "(exists (query C))))\n"},
      {"rule r { A { when B exists { when C exists { D exists } } } }",
       "(rule r (block (query A) (when-block (when (exists (query B))) "
       "(when-block (when (exists (query C))) (exists (query D))))))\n"},
      {"rule r\n  when # one\n    A exists\n{ B exists }",
       "(rule r (when (exists (query A))) (exists (query B)))\n"},
      {"rule r { when not A exists { B exists } }",
       "(rule r (when-block (when (not (exists (query A)))) (exists (query "
       "B))))\n"},
  });
}

TEST(ParserTest, ReadsTypeBlocks) {
  ExpectDumps({
      {"rule r { AWS::S3::Bucket { A exists } }",
       "(rule r (type AWS::S3::Bucket (query Resources .* (filter (== (query "
       "Type) \"AWS::S3::Bucket\"))) (exists (query A))))\n"},
      {"rule r { AWS::S3::Bucket A.B exists }",
       "(rule r (type AWS::S3::Bucket (query Resources .* (filter (== (query "
       "Type) \"AWS::S3::Bucket\"))) (exists (query A B))))\n"},
      {"rule r { AWS::S3::Bucket\n{ A exists } }",
       "(rule r (type AWS::S3::Bucket (query Resources .* (filter (== (query "
       "Type) \"AWS::S3::Bucket\"))) (exists (query A))))\n"},
      {"rule r { AWS::S3::Bucket when A exists { B exists } }",
       "(rule r (type AWS::S3::Bucket (query Resources .* (filter (== (query "
       "Type) \"AWS::S3::Bucket\"))) (when (exists (query A))) (exists (query "
       "B))))\n"},
      {"rule r { AWS::S3::Bucket { A exists } or Custom::Thing { B exists } }",
       "(rule r (or (type AWS::S3::Bucket (query Resources .* (filter (== "
       "(query Type) \"AWS::S3::Bucket\"))) (exists (query A))) (type "
       "Custom::Thing (query Resources .* (filter (== (query Type) "
       "\"Custom::Thing\"))) (exists (query B)))))\n"},
      {"rule r { AWS::S3::Bucket::MODULE { A exists } }",
       "(rule r (type AWS::S3::Bucket (query Resources .* (filter (== (query "
       "Type) \"AWS::S3::Bucket\"))) (exists (query A))))\n"},
      {"rule r { AWS::S3::Bucket A == 1 <<m>> }",
       "(rule r (type AWS::S3::Bucket (query Resources .* (filter (== (query "
       "Type) \"AWS::S3::Bucket\"))) (== (query A) 1 (message \"m\"))))\n"},
      {"rule r { AWS::S3::Bucket A == 1 or B == 2 }",
       "(rule r (or (type AWS::S3::Bucket (query Resources .* (filter (== "
       "(query Type) \"AWS::S3::Bucket\"))) (== (query A) 1)) (== (query B) "
       "2)))\n"},
      {"AWS::S3::Bucket { let x = 1 A == %x }",
       "(rule default implicit (type AWS::S3::Bucket (query Resources .* "
       "(filter (== (query Type) \"AWS::S3::Bucket\"))) (let x 1) (== (query "
       "A) (query %x))))\n"},
  });
}

TEST(ParserTest, ReadsTopLevel) {
  ExpectDumps({
      {"", ""},
      {"  \n# only a comment\n", ""},
      {"rule a { A exists } rule b { B exists }",
       "(rule a (exists (query A)))\n(rule b (exists (query B)))\n"},
      {"rule a{A==1}rule b{A==1}",
       "(rule a (== (query A) 1))\n(rule b (== (query A) 1))\n"},
      {"let x = 1 rule a { A == %x } let y = 2",
       "(let x 1)\n(let y 2)\n(rule a (== (query A) (query %x)))\n"},
      {"A == 1", "(rule default implicit (== (query A) 1))\n"},
      {"A == 1 B == 2 or C == 3",
       "(rule default implicit (== (query A) 1) (or (== (query B) 2) (== "
       "(query C) 3)))\n"},
      {"A exists\nrule a { A exists }\nAWS::S3::Bucket { B exists }\nwhen C "
       "exists { D exists }",
       "(rule default implicit (exists (query A)) (type AWS::S3::Bucket (query "
       "Resources .* (filter (== (query Type) \"AWS::S3::Bucket\"))) (exists "
       "(query B))) (when-block (when (exists (query C))) (exists (query "
       "D))))\n(rule a (exists (query A)))\n"},
      {"AWS::S3::Bucket A == 1 or AWS::EC2::VPC B == 2",
       "(rule default implicit (or (type AWS::S3::Bucket (query Resources .* "
       "(filter (== (query Type) \"AWS::S3::Bucket\"))) (== (query A) 1)) "
       "(type AWS::EC2::VPC (query Resources .* (filter (== (query Type) "
       "\"AWS::EC2::VPC\"))) (== (query B) 2))))\n"},
      {"when A exists { B exists } C exists",
       "(rule default implicit (when-block (when (exists (query A))) (exists "
       "(query B))) (exists (query C)))\n"},
      {"rule c(a) { %a exists }", "(rule (c a) (exists (query %a)))\n"},
      {"rule c( a , b\n) { %a == %b }",
       "(rule (c a b) (== (query %a) (query %b)))\n"},
      {"rule c(a, a) { %a exists }", "(rule (c a) (exists (query %a)))\n"},
      {"rule c(a) { AWS::S3::Bucket { B exists } p\n }",
       "(rule (c a) (type AWS::S3::Bucket (query Resources .* (filter (== "
       "(query Type) \"AWS::S3::Bucket\"))) (exists (query B))) (ref p))\n"},
      {"rule c(a) { A exists } rule c { A exists } rule c(b) { B exists }",
       "(rule c (exists (query A)))\n(rule (c a) (exists (query A)))\n(rule (c "
       "b) (exists (query B)))\n"},
      {"rule a {\r\n  A == 1\r\n}\r\n", "(rule a (== (query A) 1))\n"},
  });
}

TEST(ParserTest, ReadsOrderedChoices) {
  ExpectDumps({
      {"rule r { when exists\n }", "(rule r (exists (query when)))\n"},
      {"rule r { let == 1 }", "(rule r (== (query let) 1))\n"},
      {"rule r { rule == 1 }", "(rule r (== (query rule) 1))\n"},
      {"rule r { someKey == 1 inKey == 1 orKey == 1 notKey == 1 letKey == 1 }",
       "(rule r (== (query someKey) 1) (== (query inKey) 1) (== (query orKey) "
       "1) (== (query notKey) 1) (== (query letKey) 1))\n"},
      {"rule r { \"some\" == 1 \"when\" == 1 \"this\" == 1 }",
       "(rule r (== (query some) 1) (== (query when) 1) (== (query \"this\") "
       "1))\n"},
      {"rule r { trueKey == 1 nullKey == 1 }",
       "(rule r (== (query trueKey) 1) (== (query nullKey) 1))\n"},
      {"rule r { keys == 1 empty == 1 exists exists }",
       "(rule r (== (query keys) 1) (== (query empty) 1) (exists (query "
       "exists)))\n"},
      {"let exists = 1", "(let exists 1)\n"},
      {"ruleKey == 1", "(rule default implicit (== (query ruleKey) 1))\n"},
      {"rule rule { rule exists }", "(rule rule (exists (query rule)))\n"},
      {"rule r { A == r[ this == 1 ] }",
       "(rule r (== (query A) (query r (filter (== (query this) 1)))))\n"},
      {"rule r { A == B[0] C exists }",
       "(rule r (== (query A) (query B [0])) (exists (query C)))\n"},
  });
}

}  // namespace
}  // namespace connectguard::testing
