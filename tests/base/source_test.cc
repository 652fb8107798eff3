#include "base/source.h"

#include <gtest/gtest.h>

#include "base/diagnostic.h"

namespace connectguard {
namespace {

TEST(SourceFileTest, CountsLinesAndColumnsFromOne) {
  const SourceFile file("a.json", "ab\ncd\r\n\nx");
  EXPECT_EQ(file.At(0), (LineColumn{1, 1}));
  EXPECT_EQ(file.At(2), (LineColumn{1, 3}));
  EXPECT_EQ(file.At(3), (LineColumn{2, 1}));
  EXPECT_EQ(file.At(8), (LineColumn{4, 1}));
  EXPECT_EQ(file.At(1000), (LineColumn{4, 2}));
}

TEST(SourceFileTest, GivesLinesWithoutTheirBreaks) {
  const SourceFile file("a.json", "ab\ncd\r\n\nx");
  EXPECT_EQ(file.Line(1), "ab");
  EXPECT_EQ(file.Line(2), "cd");
  EXPECT_EQ(file.Line(3), "");
  EXPECT_EQ(file.Line(4), "x");
  EXPECT_EQ(file.Line(5), "");
  EXPECT_EQ(file.Line(0), "");
}

TEST(SourceFileTest, KnowsAOneLineFile) {
  EXPECT_FALSE(SourceFile("p", "{}").HasLines());
  EXPECT_FALSE(SourceFile("p", "{}\n").HasLines());
  EXPECT_TRUE(SourceFile("p", "{\n}").HasLines());
}

TEST(DiagnosticTest, ShowsTheLineWithACaretAndAHint) {
  const SourceFile file("t.yaml", "Resources:\n  A: [1\n");
  EXPECT_EQ(Render(DiagnosticAt(file, 16, "the list is not closed", "add `]`")),
            "t.yaml:2:6: the list is not closed\n"
            "    A: [1\n"
            "       ^\n"
            "  hint: add `]`\n");
}

TEST(DiagnosticTest, CutsALongLineAroundThePlace) {
  const SourceFile file("p.json",
                        std::string(500, 'x') + "!" + std::string(500, 'y'));
  const Diagnostic diagnostic = DiagnosticAt(file, 500, "unexpected `!`");
  EXPECT_LE(diagnostic.source_line.size(), 110u);
  EXPECT_EQ(diagnostic.source_line.at(diagnostic.caret), '!');
  EXPECT_EQ(diagnostic.place, (LineColumn{1, 501}));
}

TEST(DiagnosticTest, LetsNoControlCharacterThrough) {
  const SourceFile file("p", "a\x1b[31m\tb");
  EXPECT_EQ(DiagnosticAt(file, 0, "m").source_line, "a [31m b");
}

TEST(DiagnosticTest, CutsBetweenCharactersNotInsideThem) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += "\u20ac";
  }
  const SourceFile file("p", text);
  const std::string line = DiagnosticAt(file, 451, "m").source_line;
  EXPECT_EQ(line.substr(0, 6), "...\u20ac");
}

TEST(DiagnosticTest, NamesAFileWithoutAPlace) {
  EXPECT_EQ(Render(DiagnosticFor("x", "is a directory")),
            "x: is a directory\n");
}

}  // namespace
}  // namespace connectguard
