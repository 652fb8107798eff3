#include "guard/compare.h"

#include <string>
#include <string_view>

#include "guard/unknown_document.h"

namespace connectguard::testing {
namespace {

// How the values `a` and `b` of a document compare.
class Pair {
 public:
  explicit Pair(std::string_view yaml) : document_(WithUnknowns(yaml)) {}

  const Value& a() const { return *Find(document_->root(), "a"); }
  const Value& b() const { return *Find(document_->root(), "b"); }

  std::string Equal() const {
    CompareNotes notes;
    const Answers answers = CompareEqual(a(), b(), &notes);
    std::string text;
    text += answers.CanBeYes() ? "y" : "";
    text += answers.CanBeNo() ? "n" : "";
    text += answers.CanBeIncomparable() ? "?" : "";
    return text;
  }

 private:
  std::unique_ptr<Document> document_;
};

TEST(CompareTest, Scalars) {
  EXPECT_EQ(Pair("{a: 1, b: 1}").Equal(), "y");
  EXPECT_EQ(Pair("{a: 1, b: 2}").Equal(), "n");
  EXPECT_EQ(Pair("{a: 1, b: 1.0}").Equal(), "?");
  EXPECT_EQ(Pair("{a: 1, b: '1'}").Equal(), "?");
  EXPECT_EQ(Pair("{a: true, b: false}").Equal(), "n");
  EXPECT_EQ(Pair("{a: ~, b: ~}").Equal(), "y");
  EXPECT_EQ(Pair("{a: NaN, b: NaN}").Equal(), "?");
}

TEST(CompareTest, TheFirstElementThatDecidesEndsAList) {
  EXPECT_EQ(Pair("{a: [1, 2], b: [1, 2]}").Equal(), "y");
  EXPECT_EQ(Pair("{a: [1, 2], b: [9, '2']}").Equal(), "n");
  EXPECT_EQ(Pair("{a: [1, 2], b: [1, '2']}").Equal(), "?");
  EXPECT_EQ(Pair("{a: [1], b: [1, 2]}").Equal(), "n");
}

TEST(CompareTest, MapsAreComparedByKey) {
  EXPECT_EQ(Pair("{a: {x: 1, v: 2}, b: {v: 2, x: 1}}").Equal(), "y");
  EXPECT_EQ(Pair("{a: {x: 1}, b: {v: 1}}").Equal(), "n");
  EXPECT_EQ(Pair("{a: {x: 1}, b: {x: '1'}}").Equal(), "?");
}

TEST(CompareTest, TheFirstMemberThatDecidesEndsAMap) {
  EXPECT_EQ(Pair("{a: {x: 1, v: 1}, b: {x: '1', w: 1}}").Equal(), "?");
  EXPECT_EQ(Pair("{a: {v: 1, x: 1}, b: {x: '1', w: 1}}").Equal(), "n");
  EXPECT_EQ(Pair("{a: {x: 1, v: 1}, b: {x: '1'}}").Equal(), "n");
}

TEST(CompareTest, UnknownPartsLeaveOpenWhatOthersDoNotDecide) {
  EXPECT_EQ(Pair("{a: '?', b: 1}").Equal(), "yn?");
  EXPECT_EQ(Pair("{a: ['?', 1], b: [1, 1]}").Equal(), "yn?");
  EXPECT_EQ(Pair("{a: ['?', 1], b: [1, 2]}").Equal(), "n?");
  EXPECT_EQ(Pair("{a: ['?'], b: [1, 2]}").Equal(), "n");
  EXPECT_EQ(Pair("{a: {x: '?!', v: 1}, b: {x: 1, v: 2}}").Equal(), "n?");
  // A member that may turn out not to be there.
  EXPECT_EQ(Pair("{a: {x: '?', v: 1}, b: {v: 1}}").Equal(), "yn");
  EXPECT_EQ(Pair("{a: {x: '?!', v: 1}, b: {v: 1}}").Equal(), "n");
  EXPECT_EQ(Pair("{a: {x: '?'}, b: {v: 1}}").Equal(), "n");
  EXPECT_EQ(Pair("{a: {x: '?', v: 1}, b: {v: '1'}}").Equal(), "n?");
}

TEST(CompareTest, ExactReferencesToOneAttributeAreEqual) {
  EXPECT_EQ(Pair("{a: '?!x#id', b: '?!x#id'}").Equal(), "y");
  EXPECT_EQ(Pair("{a: '?!x#id', b: '?!x#arn'}").Equal(), "yn?");
  EXPECT_EQ(Pair("{a: ['?!x#id'], b: ['?!x#id']}").Equal(), "y");
}

TEST(CompareTest, NotesNameTheUnknownValue) {
  const Pair pair("{a: [1, '?'], b: [1, 2]}");
  CompareNotes notes;
  CompareEqual(pair.a(), pair.b(), &notes);
  EXPECT_EQ(notes.unknown, &pair.a().AsList()[1]);
}

}  // namespace
}  // namespace connectguard::testing
