#include "readers/cty_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"

namespace connectguard {
namespace {

using Pack = PackItem::Kind;

tl::unexpected<Error> Broken(std::string_view why) {
  return Fail(ErrorCode::kBadInput, std::string(why));
}

constexpr std::string_view kCutOff = "a value is cut off or is no MessagePack";

// `-12.5`, without an exponent: how such a number is written.
bool IsDecimal(std::string_view text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, dot);
  const std::string_view part =
      dot < text.size() ? text.substr(dot + 1) : std::string_view("0");
  constexpr std::string_view kDigits = "0123456789";
  return !whole.empty() && !part.empty() &&
         whole.find_first_not_of(kDigits) == std::string_view::npos &&
         part.find_first_not_of(kDigits) == std::string_view::npos;
}

// The digits that a double stands for, all of them.
std::string ExactDigits(double number) {
  std::string digits = fmt::format("{:.1080f}", number);
  digits.resize(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) {
    digits.pop_back();
  }
  return digits;
}

// True for a number that is written as a text: it is neither an integer of 64
// bits nor exactly a double.
bool IsInexactNumber(std::string_view text) {
  if (text.size() < 3 || text.size() > 1000 || !IsDecimal(text)) {
    return false;
  }
  std::int64_t integer = 0;
  const char* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, integer);
      read.ec == std::errc() && read.ptr == end) {
    return false;
  }
  const double number = std::strtod(std::string(text).c_str(), nullptr);
  return std::isinf(number) || ExactDigits(number) != text;
}

const CtyMarks* Below(const CtyMarks* marks, std::string_view key) {
  if (marks == nullptr) {
    return nullptr;
  }
  const auto found = marks->members.find(key);
  return found == marks->members.end() ? nullptr : &found->second;
}

const CtyMarks* Below(const CtyMarks* marks, std::int64_t number) {
  if (marks == nullptr) {
    return nullptr;
  }
  const auto found = marks->items.find(number);
  return found == marks->items.end() ? nullptr : &found->second;
}

}  // namespace

Status CtyWriter::WriteKnown(std::string_view bytes) {
  tree_ = Tree::kKnown;
  return Write(bytes, nullptr);
}

Status CtyWriter::WriteUnknown(std::string_view bytes) {
  tree_ = Tree::kUnknown;
  return Write(bytes, nullptr);
}

Status CtyWriter::WriteSensitive(std::string_view bytes,
                                 const CtyMarks& marks) {
  tree_ = Tree::kSensitive;
  return Write(bytes, &marks);
}

Status CtyWriter::Write(std::string_view bytes, const CtyMarks* marks) {
  reader_ = PackReader(bytes);
  path_.clear();
  CG_RETURN_IF_ERROR(WriteItem(marks, 0));
  if (!reader_.at_end()) {
    return Broken("a value has bytes behind it");
  }
  return {};
}

Status CtyWriter::WriteItem(const CtyMarks* marks, int depth) {
  if (depth > limits::kMaxDepth) {
    return Fail(ErrorCode::kLimit,
                fmt::format("more than {} values inside each other",
                            limits::kMaxDepth));
  }
  if (builder_->count() > limits::kMaxNodes) {
    return Fail(
        ErrorCode::kLimit,
        fmt::format("more than {} values in one plan", limits::kMaxNodes));
  }
  if (tree_ == Tree::kSensitive && marks != nullptr && marks->all) {
    builder_->AddBool(true, places_->Next());
    return Skip(depth);
  }
  const PackItem item = reader_.Take();
  switch (item.kind) {
    case Pack::kMap:
      return WriteMap(item.size, marks, depth);
    case Pack::kList:
      // A value with its type.
      if (item.size == 2 && reader_.Peek().kind == Pack::kBytes) {
        reader_.Take();
        return WriteItem(marks, depth + 1);
      }
      return WriteList(item.size, marks, depth);
    default:
      return WriteScalar(item);
  }
}

Status CtyWriter::WriteMap(std::uint32_t size, const CtyMarks* marks,
                           int depth) {
  builder_->StartMap(places_->Next());
  for (std::uint32_t i = 0; i < size; ++i) {
    const PackItem key = reader_.Take();
    if (key.kind != Pack::kString || !IsUtf8(key.text)) {
      return Broken("a key is no text");
    }
    CG_RETURN_IF_ERROR(WriteMember(key.text, Below(marks, key.text), depth));
  }
  builder_->EndMap(places_->position());
  if (builder_->duplicate_count() > 0) {
    return Broken("a value has a key twice");
  }
  return {};
}

Status CtyWriter::WriteMember(std::string_view key, const CtyMarks* marks,
                              int depth) {
  const std::size_t above = path_.size();
  path_ += above == 0 ? "" : ".";
  path_ += key;
  Status written;
  if (IsLeftOut(PeekValue(), marks)) {
    written = Skip(depth + 1);
  } else {
    builder_->AddKey(key);
    written = WriteItem(marks, depth + 1);
  }
  path_.resize(above);
  return written;
}

Status CtyWriter::WriteList(std::uint32_t size, const CtyMarks* marks,
                            int depth) {
  builder_->StartList(places_->Next());
  for (std::uint32_t i = 0; i < size; ++i) {
    CG_RETURN_IF_ERROR(WriteItem(Below(marks, std::int64_t{i}), depth + 1));
  }
  builder_->EndList(places_->position());
  return {};
}

// The next value, without the type that may stand before it.
PackItem CtyWriter::PeekValue() const {
  PackReader ahead = reader_;
  const PackItem item = ahead.Take();
  if (item.kind != Pack::kList || item.size != 2 ||
      ahead.Take().kind != Pack::kBytes) {
    return item;
  }
  return ahead.Take();
}

// A map leaves out what its reader takes for granted.
bool CtyWriter::IsLeftOut(const PackItem& item, const CtyMarks* marks) const {
  const bool is_container = item.kind == Pack::kMap || item.kind == Pack::kList;
  switch (tree_) {
    case Tree::kKnown:
      return IsUnknown(item);
    case Tree::kUnknown:
      return !is_container && !IsUnknown(item);
    case Tree::kSensitive:
      return !is_container && (marks == nullptr || !marks->all);
  }
  return false;
}

bool CtyWriter::IsUnknown(const PackItem& item) const {
  return item.kind == Pack::kExtension ||
         (item.kind == Pack::kString &&
          TypeOf(item.text) == NumberText::kNotKnown);
}

Status CtyWriter::WriteScalar(const PackItem& item) {
  const SourceSpan span = places_->Next();
  if (item.kind == Pack::kBroken || item.kind == Pack::kBytes) {
    return Broken(kCutOff);
  }
  if (tree_ != Tree::kKnown) {
    builder_->AddBool(tree_ == Tree::kUnknown && IsUnknown(item), span);
    return {};
  }
  switch (item.kind) {
    case Pack::kBool:
      builder_->AddBool(item.boolean, span);
      return {};
    case Pack::kInt:
      builder_->AddInt(item.integer, span);
      return {};
    case Pack::kFloat:
      builder_->AddFloat(item.real, span);
      return {};
    case Pack::kString:
      return WriteText(item.text, span);
    default:
      builder_->AddNull(span);
      return {};
  }
}

Status CtyWriter::WriteText(std::string_view text, SourceSpan span) {
  if (!IsUtf8(text)) {
    return Broken("a text is not in UTF-8");
  }
  switch (TypeOf(text)) {
    case NumberText::kText:
      builder_->AddString(text, span);
      break;
    case NumberText::kNumber:
      builder_->AddFloat(std::strtod(std::string(text).c_str(), nullptr), span);
      break;
    case NumberText::kNotKnown:
      ++unclear_;
      builder_->AddNull(span);
      break;
  }
  return {};
}

NumberText CtyWriter::TypeOf(std::string_view text) const {
  return IsInexactNumber(text) ? types_->TypeOf(path_) : NumberText::kText;
}

// Over one value, whatever it is.
Status CtyWriter::Skip(int depth) {
  if (depth > limits::kMaxDepth) {
    return Fail(ErrorCode::kLimit,
                fmt::format("more than {} values inside each other",
                            limits::kMaxDepth));
  }
  const PackItem item = reader_.Take();
  if (item.kind == Pack::kBroken) {
    return Broken(kCutOff);
  }
  if (tree_ == Tree::kKnown && item.kind == Pack::kString) {
    ++unclear_;
  }
  const std::uint64_t inside =
      item.kind == Pack::kMap    ? std::uint64_t{item.size} * 2
      : item.kind == Pack::kList ? std::uint64_t{item.size}
                                 : 0;
  for (std::uint64_t i = 0; i < inside; ++i) {
    CG_RETURN_IF_ERROR(Skip(depth + 1));
  }
  return {};
}

}  // namespace connectguard
