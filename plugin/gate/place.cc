#include "gate/place.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/diagnostic.h"
#include "base/text.h"
#include "document/contents.h"
#include "document/path.h"
#include "readers/terraform_address.h"

namespace connectguard {
namespace {

// True for blanks, a key with its colon, and blanks: `  "acl" : `.
bool IsKeyOnly(std::string_view text) {
  text = Trim(text);
  if (text.empty()) {
    return true;
  }
  if (text.size() < 3 || text.front() != '"' || text.back() != ':') {
    return false;
  }
  text = Trim(text.substr(1, text.size() - 2));
  return !text.empty() && text.find('"') == text.size() - 1;
}

bool IsClosingOnly(std::string_view text) {
  return text.find_first_not_of(" \t\r\n,]}") == std::string_view::npos;
}

// A plan marks secrets in places of its own, and attributes that we do not map
// are not marked in the document: so a line of a plan is shown only when it
// holds the one attribute that was looked at and nothing else.
bool LineHoldsOnly(std::string_view line, std::size_t begin,
                   const Value& value) {
  if (begin > line.size() || !IsKeyOnly(line.substr(0, begin))) {
    return false;
  }
  const std::string_view rest = line.substr(begin);
  if (rest.starts_with('{') || rest.starts_with('[')) {
    return IsClosingOnly(rest.substr(1));
  }
  const std::size_t length = value.end - value.begin;
  return length <= rest.size() && IsClosingOnly(rest.substr(length));
}

// A line of the value's file.
SourceSpan SpanOfLine(const SourceFile& file, std::uint32_t number,
                      const Value& value) {
  const std::string_view line = file.Line(number);
  const auto begin =
      static_cast<std::uint32_t>(line.data() - file.text().data());
  return {.begin = begin,
          .end = begin + static_cast<std::uint32_t>(line.size()),
          .file = value.file};
}

bool MayShowLine(const Document& document, const SourceFile& file,
                 LineColumn place, const Value& value) {
  const auto& sensitive = document.Derived<SensitivePlaces>();
  if (!sensitive.empty() && HoldsSensitive(value)) {
    return false;
  }
  const Value* plan = Find(document.root(), "Plan");
  const std::string_view kind =
      plan == nullptr ? std::string_view() : StringAt(*plan, "Kind");
  if (kind == "cloudformation" || kind == "flow") {
    return !sensitive.IsWithin(SpanOfLine(file, place.line, value));
  }
  // Of what was read out of a text, the text as a whole is looked at.
  const Value* written = document.SourceValueAt(value.span());
  const Value& shown =
      written != nullptr && written->Is(Kind::kString) ? *written : value;
  const LineColumn begin = file.At(shown.begin);
  return begin.line == place.line &&
         LineHoldsOnly(file.Line(begin.line), begin.column - 1, shown);
}

// The map that holds a resource's attributes above a value of a plan's source
// tree: `change.after` and its siblings.
const Value* AttributesAbove(const Value& value) {
  // The outermost one: an attribute may be called `change` as well.
  const Value* attributes = nullptr;
  for (const Value* at = &value; at->parent != nullptr; at = at->parent) {
    if (KeyOf(*at->parent) == "change") {
      attributes = at;
    }
  }
  return attributes;
}

// The longest part of a path that is written once. `whole` tells whether it is
// all of the path.
const SourceSpan* FindWrittenAttribute(const WrittenResource& written,
                                       std::string path, bool* whole) {
  *whole = true;
  while (!path.empty()) {
    const auto found = std::lower_bound(
        written.attributes.begin(), written.attributes.end(), path,
        [](const auto& each, const std::string& p) { return each.first < p; });
    if (found != written.attributes.end() && found->first == path) {
      return &found->second;
    }
    *whole = false;
    const std::size_t dot = path.rfind('.');
    path.resize(dot == std::string::npos ? 0 : dot);
  }
  return nullptr;
}

// True when the line has what was asked for and nothing else: a block on one
// line may hold secrets.
bool IsAloneOnLine(const SourceFile& file, const FindingPlace& place) {
  const std::string_view line = file.Line(place.place.line);
  const std::size_t begin = place.place.column - 1;
  const std::size_t end = std::min<std::size_t>(
      begin + place.span.end - place.span.begin, line.size());
  const std::string_view rest = Trim(line.substr(end));
  return Trim(line.substr(0, begin)).empty() &&
         (rest.empty() || rest == "{" || rest.starts_with('#') ||
          rest.starts_with("//"));
}

bool HoldsTrue(const Value& value) {
  if (value.Is(Kind::kMap)) {
    const auto members = value.AsMap();
    return std::any_of(
        members.begin(), members.end(),
        [](const Member& member) { return HoldsTrue(member.value); });
  }
  if (value.Is(Kind::kList)) {
    const auto items = value.AsList();
    return std::any_of(items.begin(), items.end(), HoldsTrue);
  }
  return value.Is(Kind::kBool) && value.boolean;
}

// True when the plan marks anything in the outermost attribute of the path as
// sensitive, also what is not mapped.
bool IsMarkedSensitive(const Document& document, const Value& value,
                       std::string_view path) {
  const Value* written = document.SourceValueAt(value.span());
  const Value* attributes =
      written == nullptr ? nullptr : AttributesAbove(*written);
  if (attributes == nullptr) {
    return false;
  }
  const std::string_view top = path.substr(0, path.find_first_of(".["));
  for (const char* marks : {"after_sensitive", "before_sensitive"}) {
    const Value* all = Find(*attributes->parent, marks);
    const Value* at = all == nullptr ? nullptr : Find(*all, top);
    if (at != nullptr && HoldsTrue(*at)) {
      return true;
    }
  }
  return false;
}

// In the configuration that a plan was made from; nothing when nobody gave it.
std::optional<FindingPlace> PlaceInSources(const Document& document,
                                           const Value& value) {
  NativeAttribute native = NativeAttributeOf(document, value);
  if (native.address.empty()) {
    const Document::Owner owner = document.OwnerOf(value);
    if (owner.resource == nullptr || !owner.planned) {
      return std::nullopt;
    }
    // `aws_x.y (part 1)` is made of `aws_x.y`.
    native.address = owner.resource->address;
    native.address.resize(
        std::min(native.address.find(" ("), native.address.size()));
  }
  const WrittenResource* written =
      document.FindWritten(WithoutKeys(native.address));
  if (written == nullptr) {
    return std::nullopt;
  }
  bool whole = false;
  const SourceSpan* attribute =
      FindWrittenAttribute(*written, WithoutKeys(native.path), &whole);
  const SourceSpan span = attribute == nullptr ? written->header : *attribute;
  const SourceFile& file = document.file(span.file);
  FindingPlace place = PlaceIn(file, span);
  // The line of a list shows all its elements.
  const bool in_list = native.path.ends_with(']') && value.parent != nullptr;
  const bool shown = attribute == nullptr ||
                     (whole && !HoldsSensitive(value) &&
                      !(in_list && HoldsSensitive(*value.parent)) &&
                      !IsMarkedSensitive(document, value, native.path));
  if (!shown || !IsAloneOnLine(file, place)) {
    place.source_line.clear();
    place.caret = 0;
  }
  return place;
}

}  // namespace

bool BelongsTo(const Document& document, const Value& value) {
  const Value* at = &value;
  while (at->parent != nullptr) {
    at = at->parent;
  }
  return at == &document.root();
}

FindingPlace PlaceIn(const SourceFile& file, SourceSpan span) {
  FindingPlace place;
  place.file = file.name();
  place.place = file.At(span.begin);
  place.span = span;
  place.has_lines = file.HasLines();
  if (place.has_lines) {
    SourceExcerpt excerpt = ExcerptAt(file, place.place);
    place.source_line = std::move(excerpt.text);
    place.caret = excerpt.caret;
  }
  return place;
}

FindingPlace PlaceOf(const Document& document, const Value& value) {
  if (std::optional<FindingPlace> place = PlaceInSources(document, value)) {
    return *std::move(place);
  }
  if (value.file >= document.file_count()) {
    return {};
  }
  const SourceFile& file = document.file(value.file);
  FindingPlace place = PlaceIn(file, value.span());
  if (place.has_lines && !MayShowLine(document, file, place.place, value)) {
    place.source_line.clear();
    place.caret = 0;
  }
  return place;
}

NativeAttribute NativeAttributeOf(const Document& document,
                                  const Value& value) {
  const Value* written = document.SourceValueAt(value.span());
  const Value* attributes =
      written == nullptr ? nullptr : AttributesAbove(*written);
  if (attributes == nullptr) {
    return {};
  }
  const Value& change = *attributes->parent;
  NativeAttribute native;
  native.path = PathBelow(*written, *attributes);
  if (change.parent != nullptr) {
    native.address = StringAt(*change.parent, "address");
  }
  return native;
}

std::string PathInText(const Document& document, const Value& value) {
  const Value* written = document.SourceValueAt(value.span());
  const std::string_view text = written != nullptr && written->Is(Kind::kString)
                                    ? Trim(written->AsString())
                                    : std::string_view();
  if (!text.starts_with('{') && !text.starts_with('[')) {
    return {};
  }
  // All that is read out of a text was written in it.
  const auto is_inside = [&](const Value& part) {
    return part.file == written->file && part.begin >= written->begin &&
           part.end <= written->end;
  };
  const Value* root = &value;
  while (root->parent != nullptr && is_inside(*root->parent)) {
    root = root->parent;
  }
  return root == &value ? std::string() : PathBelow(value, *root);
}

}  // namespace connectguard
