// Texts that are put together: Fn::Sub and Fn::Join, and JSON documents that
// are written with them. In JSON an unknown piece travels through the parser as
// a mark, two characters for private use around its number.
#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "document/contents.h"
#include "readers/depth_step.h"
#include "readers/intrinsic_text.h"
#include "readers/intrinsics.h"
#include "readers/json_reader.h"
#include "readers/template_parameters.h"

namespace connectguard {
namespace {

constexpr std::string_view kMarkBegin = "\xEE\x80\x80";  // U+E000
constexpr std::string_view kMarkEnd = "\xEE\x80\x81";    // U+E001

struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t part = 0;
};

std::optional<Mark> NextMark(std::string_view text, std::size_t from) {
  const std::size_t begin = text.find(kMarkBegin, from);
  const std::size_t end =
      begin == std::string_view::npos ? begin : text.find(kMarkEnd, begin);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  Mark mark{.begin = begin, .end = end + kMarkEnd.size()};
  std::from_chars(text.data() + begin + kMarkBegin.size(), text.data() + end,
                  mark.part);
  return mark;
}

bool HasMark(std::string_view text) {
  return text.find(kMarkBegin) != std::string_view::npos;
}

// A mark in a key leaves no structure to look at.
bool HasMarkedKey(const Value& value) {
  if (value.Is(Kind::kMap)) {
    const auto members = value.AsMap();
    return std::any_of(members.begin(), members.end(), [](const Member& m) {
      return HasMark(m.key->text) || HasMarkedKey(m.value);
    });
  }
  if (value.Is(Kind::kList)) {
    const auto items = value.AsList();
    return std::any_of(items.begin(), items.end(), HasMarkedKey);
  }
  return false;
}

bool IsTextFunction(const Value& value) {
  if (!value.Is(Kind::kMap) || value.size != 1) {
    return false;
  }
  const std::string_view key = value.AsMap().front().key->text;
  return key == "Fn::Sub" || key == "Fn::Join";
}

// What Fn::ToJsonString makes a text of; null for anything else.
const Value* JsonArgument(const Value& written) {
  const bool is_call = written.Is(Kind::kMap) && written.size == 1 &&
                       written.AsMap().front().key->text == "Fn::ToJsonString";
  return is_call ? &written.AsMap().front().value : nullptr;
}

bool IsContainer(const Value& value) {
  return value.Is(Kind::kMap) || value.Is(Kind::kList);
}

}  // namespace

const Value* Intrinsics::Text(const Call& call) {
  Parts parts;
  const bool good = call.name == "Fn::Sub" ? AppendSub(call.argument, &parts)
                                           : AppendJoin(call.argument, &parts);
  return good ? FromParts(parts, call.whole.span()) : Malformed(call);
}

// A text inside a text gives its own pieces, so that what is known of it is not
// lost with what is not.
bool Intrinsics::AppendParts(const Value& written, Parts* parts) {
  const DepthStep step(&depth_);
  if (!step.allowed()) {
    values_->StopForLimit();
    return false;
  }
  if (IsTextFunction(written)) {
    const Member& only = written.AsMap().front();
    return only.key->text == "Fn::Sub" ? AppendSub(only.value, parts)
                                       : AppendJoin(only.value, parts);
  }
  const Value* value = Resolve(written);
  if (value == nullptr) {
    return true;
  }
  if (!AppendValue(*value, parts)) {
    return false;
  }
  if (value == &written && written.Is(Kind::kString)) {
    parts->back().written = &written;
  }
  return true;
}

bool Intrinsics::AppendValue(const Value& value, Parts* parts) {
  if (value.Is(Kind::kUnknown)) {
    parts->push_back({.text = {}, .value = &value});
    return true;
  }
  std::optional<std::string> text = TemplateText(value);
  if (!text) {
    return false;
  }
  const bool linked = !value.References().empty();
  parts->push_back(
      {.text = *std::move(text), .value = linked ? &value : nullptr});
  return values_->Charge(parts->back().text.size() + sizeof(Part));
}

// The `${` that an escape writes is no part of the text.
Intrinsics::Part Intrinsics::LiteralPart(const Value& text,
                                         std::string_view piece) {
  const std::string_view all = text.AsString();
  Part part{.text = std::string(piece)};
  const std::less_equal<> at_most;
  if (at_most(all.data(), piece.data()) &&
      at_most(piece.data() + piece.size(), all.data() + all.size())) {
    part.written = &text;
    part.offset = static_cast<std::size_t>(piece.data() - all.data());
  }
  return part;
}

bool Intrinsics::AppendSub(const Value& argument, Parts* parts) {
  const Value* text = &argument;
  const Value* given = nullptr;
  if (argument.Is(Kind::kList) && argument.size == 2) {
    text = &argument.AsList()[0];
    given = &argument.AsList()[1];
  }
  if (!text->Is(Kind::kString)) {
    return false;
  }
  for (const SubPiece& piece : ParseSub(text->AsString())) {
    if (!piece.is_variable) {
      parts->push_back(LiteralPart(*text, piece.text));
      continue;
    }
    const Value* value = Variable(piece.text, given, argument.span());
    if (value == nullptr) {
      continue;
    }
    if (!AppendValue(*value, parts)) {
      return false;
    }
  }
  return true;
}

// `Name`, `Resource.Attribute`, or a name that Fn::Sub's own map gives.
const Value* Intrinsics::Variable(std::string_view name, const Value* given,
                                  SourceSpan span) {
  if (given != nullptr) {
    if (const Value* own = Find(*given, name)) {
      return Resolve(*own);
    }
  }
  if (name == kNoValue) {
    return nullptr;
  }
  const std::size_t point = name.find('.');
  return point == std::string_view::npos
             ? RefTo(name, span)
             : AttributeOf(name.substr(0, point), name.substr(point + 1), span);
}

bool Intrinsics::AppendJoin(const Value& argument, Parts* parts) {
  if (!argument.Is(Kind::kList) || argument.size != 2 ||
      !argument.AsList()[0].Is(Kind::kString)) {
    return false;
  }
  const std::string separator(argument.AsList()[0].AsString());
  const Value* list = &argument.AsList()[1];
  if (!list->Is(Kind::kList)) {
    list = Resolve(*list);
    if (list == nullptr || !IsContainer(*list)) {
      parts->push_back({.text = {}, .value = list});
      return list != nullptr && list->Is(Kind::kUnknown);
    }
  }
  bool first = true;
  for (const Value& item : list->AsList()) {
    Parts own;
    if (!AppendParts(item, &own)) {
      return false;
    }
    if (own.empty()) {
      continue;
    }
    if (!first) {
      parts->push_back({.text = separator, .value = nullptr});
    }
    first = false;
    parts->insert(parts->end(), own.begin(), own.end());
  }
  return true;
}

const Value* Intrinsics::FromParts(const Parts& parts, SourceSpan span) {
  std::string text;
  ReferenceList references;
  bool known = true;
  bool sensitive = false;
  for (const Part& part : parts) {
    if (!values_->Charge(part.text.size())) {
      break;
    }
    text += part.text;
    if (part.value != nullptr) {
      references.AddAllOf(*part.value);
      known = known && !part.value->Is(Kind::kUnknown);
      sensitive = sensitive || HoldsSensitive(*part.value);
    }
  }
  if (parts.size() == 1 && parts[0].value != nullptr) {
    return values_->PlacedAt(*parts[0].value, span);
  }
  if (!known) {
    return values_->Unknown({.reason = kKnownAtDeployment,
                             .references = references.Take(),
                             .may_be_absent = false,
                             .sensitive = sensitive},
                            span);
  }
  return values_->Text(text, references.Take(), span);
}

// --- JSON in texts -----------------------------------------------------------

const Value* Intrinsics::ResolveJson(const Value& written) {
  if (const Value* inside = JsonArgument(written)) {
    return Resolve(*inside);
  }
  const Value* value = Resolve(written);
  if (value == nullptr || limit_reached()) {
    return value;
  }
  const bool unknown = value->Is(Kind::kUnknown);
  if (!unknown && !value->Is(Kind::kString)) {
    return value;
  }
  Parts parts;
  const bool made = IsTextFunction(written) && AppendParts(written, &parts);
  if (!unknown) {
    return JsonFromText(*value,
                        made ? PlacesOf(parts, written.span())
                             : TextPlaces::Of(values_->document(), *value));
  }
  const Value* structure =
      made ? JsonFromParts(parts, written.span()) : nullptr;
  return structure == nullptr ? value : structure;
}

const Value* Intrinsics::JsonFromText(const Value& text,
                                      const std::optional<TextPlaces>& places) {
  ValueBuilder builder = values_->document().NewBuilder();
  const auto structure = ReadEmbeddedJson(
      text, &builder,
      places && places->size() == text.size ? &*places : nullptr);
  return structure && IsContainer(**structure) ? *structure : &text;
}

std::optional<TextPlaces> Intrinsics::PlacesOf(const Parts& parts,
                                               SourceSpan span) {
  TextPlaces all(span);
  const Value* written = nullptr;
  std::optional<TextPlaces> places;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.written == nullptr) {
      all.AddMade(MaskedText(parts, i).size());
      continue;
    }
    if (part.written != written) {
      written = part.written;
      places = TextPlaces::Of(values_->document(), *written);
    }
    if (!places || written->file != span.file) {
      return std::nullopt;
    }
    all.Add(*places, part.offset, part.text.size());
  }
  return all;
}

// A piece, or the mark of one that is unknown.
std::string Intrinsics::MaskedText(const Parts& parts, std::size_t number) {
  const Part& part = parts[number];
  return part.value != nullptr && part.value->Is(Kind::kUnknown)
             ? fmt::format("{}{}{}", kMarkBegin, number, kMarkEnd)
             : part.text;
}

// Null when the text is no JSON around its unknown pieces.
const Value* Intrinsics::JsonFromParts(const Parts& parts, SourceSpan span) {
  std::string masked;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (HasMark(parts[i].text)) {
      return nullptr;
    }
    masked += MaskedText(parts, i);
  }
  const std::optional<TextPlaces> places = PlacesOf(parts, span);
  ValueBuilder builder = values_->document().NewBuilder();
  const auto structure = ReadEmbeddedJson(
      *values_->Text(masked, {}, span), &builder, places ? &*places : nullptr);
  if (!structure || !IsContainer(**structure) || HasMarkedKey(**structure)) {
    return nullptr;
  }
  Unmask(**structure, parts, &builder);
  return builder.Finish();
}

void Intrinsics::Unmask(const Value& value, const Parts& parts,
                        ValueBuilder* builder) {
  switch (value.kind) {
    case Kind::kMap:
      builder->StartMap(value.span());
      for (const Member& member : value.AsMap()) {
        builder->AddKey(member.key->text);
        Unmask(member.value, parts, builder);
      }
      builder->EndMap();
      return;
    case Kind::kList:
      builder->StartList(value.span());
      for (const Value& item : value.AsList()) {
        Unmask(item, parts, builder);
      }
      builder->EndList();
      return;
    case Kind::kString:
      UnmaskText(value, parts, builder);
      return;
    default:
      builder->AddCopy(value);
  }
}

void Intrinsics::UnmaskText(const Value& text, const Parts& parts,
                            ValueBuilder* builder) {
  Parts found;
  std::string_view rest = text.AsString();
  while (const auto mark = NextMark(rest, 0)) {
    if (mark->begin > 0) {
      found.push_back(
          {.text = std::string(rest.substr(0, mark->begin)), .value = nullptr});
    }
    // An escape in the JSON could write a mark that is none of ours.
    if (mark->part < parts.size() && parts[mark->part].value != nullptr) {
      found.push_back(parts[mark->part]);
    }
    rest.remove_prefix(mark->end);
  }
  if (found.empty()) {
    builder->AddCopy(text);
    return;
  }
  if (!rest.empty()) {
    found.push_back({.text = std::string(rest), .value = nullptr});
  }
  builder->AddCopy(*FromParts(found, text.span()));
}

}  // namespace connectguard
