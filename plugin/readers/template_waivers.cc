#include "readers/template_waivers.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/input_kind.h"
#include "readers/template_stack.h"
#include "readers/waiver_text.h"
#include "readers/yaml_comments.h"

namespace connectguard {
namespace {

// A resource's part of a file.
struct Extent {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view address;
};

// Null for what is no text that may be printed.
const Value* FindText(const Value& map, std::string_view key) {
  const Value* value = map.Is(Kind::kMap) ? Find(map, key) : nullptr;
  return value != nullptr && value->Is(Kind::kString) && !value->sensitive
             ? value
             : nullptr;
}

// --- Comments ----------------------------------------------------------------

// Which resources of a file a comment stands at.
class CommentPlacer {
 public:
  // `extents` are equal or apart.
  CommentPlacer(std::string_view text, std::vector<Extent> extents)
      : text_(text), extents_(std::move(extents)) {
    std::ranges::stable_sort(extents_, {}, &Extent::begin);
  }

  std::vector<std::string> AddressesAt(const YamlComment& comment) const {
    // Between its name and its first member.
    std::vector<std::string> at = StartingAt(comment.next);
    if (at.empty() && comment.alone && comment.right_above &&
        comment.next_value != YamlComment::kNone &&
        comment.column <= ColumnOf(comment.next)) {
      at = StartingAt(comment.next_value);
    }
    const auto above =
        std::ranges::upper_bound(extents_, comment.begin, {}, &Extent::begin);
    if (at.empty() && above != extents_.begin() &&
        (comment.begin < std::prev(above)->end ||
         IsAtEnd(comment, *std::prev(above)))) {
      at = StartingAt(std::prev(above)->begin);
    }
    return at;
  }

 private:
  std::vector<std::string> StartingAt(std::uint32_t begin) const {
    std::vector<std::string> addresses;
    for (auto extent =
             std::ranges::lower_bound(extents_, begin, {}, &Extent::begin);
         extent != extents_.end() && extent->begin == begin; ++extent) {
      addresses.emplace_back(extent->address);
    }
    return addresses;
  }

  // Behind the last member, on its line or in the column of the members.
  bool IsAtEnd(const YamlComment& comment, const Extent& extent) const {
    const bool nothing_between =
        comment.before <= extent.end ||
        Trim(text_.substr(extent.end, comment.before - extent.end)).empty();
    const std::string_view between =
        text_.substr(extent.end, comment.begin - extent.end);
    const bool same_line = between.find('\n') == std::string_view::npos;
    return nothing_between &&
           (same_line ||
            (comment.alone && comment.column >= ColumnOf(extent.begin)));
  }

  std::uint32_t ColumnOf(std::uint32_t at) const {
    const std::size_t line = text_.substr(0, at).rfind('\n');
    return line == std::string_view::npos
               ? at
               : at - static_cast<std::uint32_t>(line) - 1;
  }

  std::string_view text_;
  std::vector<Extent> extents_;
};

std::vector<Extent> ExtentsOf(const Value& resources, std::uint16_t file) {
  std::vector<Extent> extents;
  for (const Member& member : resources.AsMap()) {
    if (member.value.file == file) {
      extents.push_back({.begin = member.value.begin,
                         .end = member.value.end,
                         .address = member.key->text});
    }
  }
  return extents;
}

// All resources that a file has, also those that are not in the document, as
// when their condition is false.
CommentPlacer AllResourcesOf(Document* document, std::uint16_t file) {
  const auto written = ReadTemplateText(document, file, nullptr);
  const Value* resources = written ? Find(**written, "Resources") : nullptr;
  const bool has_any = resources != nullptr && resources->Is(Kind::kMap);
  return {document->file(file).text(),
          has_any ? ExtentsOf(*resources, file) : std::vector<Extent>()};
}

void AddOfComments(Document* document, std::uint16_t file,
                   const Value& resources,
                   std::vector<WrittenWaiver>* waivers) {
  const std::string_view text = document->file(file).text();
  if (!MayHoldWaivers(text) || LooksLikeJson(text)) {
    return;
  }
  const CommentPlacer placer(text, ExtentsOf(resources, file));
  std::optional<CommentPlacer> all;
  for (const YamlComment& comment : FindYamlComments(text)) {
    const std::string_view words =
        text.substr(comment.begin, comment.end - comment.begin);
    for (WrittenWaiver& waiver : WaiversInComment(words, comment.begin, file)) {
      waiver.at = placer.AddressesAt(comment);
      if (waiver.at.empty()) {
        if (!all) {
          all.emplace(AllResourcesOf(document, file));
        }
        waiver.in_input = all->AddressesAt(comment).empty();
      }
      waivers->push_back(std::move(waiver));
    }
  }
}

// --- Metadata ----------------------------------------------------------------

class MetadataReader {
 public:
  MetadataReader(std::string_view address, std::vector<WrittenWaiver>* waivers)
      : address_(address), waivers_(*waivers) {}

  void Read(const Value& metadata) {
    if (const Value* own = Find(metadata, "connectguard")) {
      ReadOwn(*own);
    }
    if (const Value* guard = Find(metadata, "guard")) {
      ReadGuard(*guard);
    }
  }

 private:
  WrittenWaiver& Add(const Value& at) {
    return waivers_.emplace_back(
        WrittenWaiver{.place = at.span(), .at = {std::string(address_)}});
  }

  void ReadOwn(const Value& own) {
    if (!own.Is(Kind::kMap)) {
      SetProblem(std::string(kForm), &Add(own));
      return;
    }
    for (const Member& member : own.AsMap()) {
      if (member.key->text != kIgnore) {
        SetProblem(
            fmt::format("`{}` is not known: {}", member.key->text, kForm),
            &Add(member.value));
      } else if (member.value.Is(Kind::kList)) {
        for (const Value& entry : member.value.AsList()) {
          ReadEntry(entry);
        }
      } else {
        ReadEntry(member.value);
      }
    }
  }

  void ReadEntry(const Value& entry) {
    WrittenWaiver& waiver = Add(entry);
    if (!entry.Is(Kind::kMap)) {
      SetProblem(std::string(kForm), &waiver);
      return;
    }
    for (const Member& member : entry.AsMap()) {
      const std::string_view key = member.key->text;
      const Value* text = FindText(entry, key);
      if (text == nullptr) {
        SetProblem(
            fmt::format("`{}` must be a text that the template has", key),
            &waiver);
      } else if (key == kPolicy) {
        waiver.policies.emplace_back(Trim(text->AsString()));
      } else {
        SetWaiverField(key, std::string(text->AsString()), &waiver);
      }
    }
    if (waiver.policies.empty()) {
      SetProblem(fmt::format("it names no policy: {}", kForm), &waiver);
    }
  }

  void ReadGuard(const Value& guard) {
    const Value* names =
        guard.Is(Kind::kMap) ? Find(guard, "SuppressedRules") : nullptr;
    if (names == nullptr || !names->Is(Kind::kList)) {
      return;
    }
    const Value* reason = FindText(guard, "Reason");
    for (const Value& name : names->AsList()) {
      if (!name.Is(Kind::kString) || name.sensitive) {
        continue;
      }
      WrittenWaiver& waiver = Add(name);
      waiver.policies.emplace_back(name.AsString());
      waiver.may_name_others = true;
      if (reason != nullptr) {
        SetWaiverField("reason", std::string(reason->AsString()), &waiver);
      }
    }
  }

  static constexpr std::string_view kIgnore = "ignore";
  static constexpr std::string_view kPolicy = "policy";
  static constexpr std::string_view kForm =
      "a waiver is `connectguard: {ignore: [{policy: ID, reason: ...}]}`";

  std::string_view address_;
  std::vector<WrittenWaiver>& waivers_;
};

}  // namespace

std::vector<WrittenWaiver> FindTemplateWaivers(Document* document,
                                               const Value& root) {
  std::vector<WrittenWaiver> waivers;
  const Value* resources = Find(root, "Resources");
  if (resources == nullptr || !resources->Is(Kind::kMap)) {
    return waivers;
  }
  std::set<std::uint16_t> files;
  for (const Member& member : resources->AsMap()) {
    files.insert(member.value.file);
    const Value* metadata =
        member.value.Is(Kind::kMap) ? Find(member.value, "Metadata") : nullptr;
    if (metadata != nullptr && metadata->Is(Kind::kMap)) {
      MetadataReader(member.key->text, &waivers).Read(*metadata);
    }
  }
  for (const std::uint16_t file : files) {
    AddOfComments(document, file, *resources, &waivers);
  }
  std::ranges::stable_sort(waivers, {}, [](const WrittenWaiver& waiver) {
    return std::pair(waiver.place.file, waiver.place.begin);
  });
  return waivers;
}

}  // namespace connectguard
