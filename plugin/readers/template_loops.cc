#include "readers/template_loops.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "document/value_builder.h"
#include "readers/intrinsic_text.h"

namespace connectguard {
namespace {

constexpr std::string_view kLoop = "Fn::ForEach::";

// What a round is taken to make at least, so that loops inside loops end after
// a quarter of a million rounds.
constexpr std::size_t kRoundBytes = 1024;

bool IsLoop(const Member& member) {
  return member.key->text.starts_with(kLoop);
}

bool HasLoop(const Value& value) {
  if (value.Is(Kind::kMap)) {
    const auto members = value.AsMap();
    return std::any_of(members.begin(), members.end(), [](const Member& m) {
      return IsLoop(m) || HasLoop(m.value);
    });
  }
  if (value.Is(Kind::kList)) {
    const auto items = value.AsList();
    return std::any_of(items.begin(), items.end(), HasLoop);
  }
  return false;
}

std::string LettersAndDigits(std::string_view text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
  return kept;
}

class LoopWriter {
 public:
  LoopWriter(Intrinsics* intrinsics, ResolvedValues* values)
      : intrinsics_(intrinsics),
        values_(values),
        builder_(values->document().NewBuilder()) {}

  WrittenOut Write(const Value& root) {
    builder_.StartMap(root.span());
    for (const Member& section : root.AsMap()) {
      builder_.AddKey(section.key->text);
      if (section.value.Is(Kind::kMap) && IsSectionOfNames(section.key->text)) {
        builder_.StartMap(section.value.span());
        AddMembers(section.value, /*of_names=*/true);
        builder_.EndMap();
      } else {
        Add(section.value);
      }
    }
    builder_.EndMap();
    return {.root = builder_.Finish(), .open_loops = std::move(open_)};
  }

 private:
  // What a loop leaves out here is missed by whoever looks for it; elsewhere
  // the map around it is not known.
  static bool IsSectionOfNames(std::string_view key) {
    return key == "Resources" || key == "Conditions" || key == "Outputs";
  }

  void Add(const Value& value) {
    switch (value.kind) {
      case Kind::kMap:
        AddMap(value);
        return;
      case Kind::kList:
        builder_.StartList(value.span());
        for (const Value& item : value.AsList()) {
          Add(item);
        }
        builder_.EndList();
        return;
      case Kind::kString:
        if (!items_.empty() &&
            value.AsString().find('{') != value.AsString().npos) {
          builder_.AddString(Substituted(value.AsString()), value.span());
          return;
        }
        builder_.AddCopy(value);
        return;
      default:
        builder_.AddCopy(value);
    }
  }

  void AddMap(const Value& map) {
    if (map.size == 1 && map.AsMap().front().key->text == "Ref" &&
        map.AsMap().front().value.Is(Kind::kString)) {
      const auto item = items_.find(map.AsMap().front().value.AsString());
      if (item != items_.end()) {
        builder_.AddString(item->second, map.span());
        return;
      }
    }
    for (const Member& member : map.AsMap()) {
      if (IsLoop(member) && !ItemsOf(member.value)) {
        AddUnknown(member, map.span());
        return;
      }
    }
    builder_.StartMap(map.span());
    AddMembers(map, /*of_names=*/false);
    builder_.EndMap();
  }

  void AddUnknown(const Member& loop, SourceSpan span) {
    builder_.StartMap(span);
    builder_.AddKey("Fn::Unknown");
    builder_.AddString(
        fmt::format("the loop `{}` goes over a list that is known when the "
                    "stack is deployed",
                    loop.key->text.substr(kLoop.size())),
        span);
    builder_.EndMap();
  }

  void AddMembers(const Value& map, bool of_names) {
    for (const Member& member : map.AsMap()) {
      if (!IsLoop(member)) {
        builder_.AddKey(Substituted(member.key->text));
        Add(member.value);
        continue;
      }
      const auto items = ItemsOf(member.value);
      if (items) {
        AddLoop(member.value, *items, of_names);
      } else if (of_names) {
        open_.emplace_back(member.key->text.substr(kLoop.size()));
      }
    }
  }

  void AddLoop(const Value& loop, const std::vector<std::string>& items,
               bool of_names) {
    const std::string name(loop.AsList()[0].AsString());
    const Value& body = loop.AsList()[2];
    const auto outer = items_.find(name);
    const std::optional<std::string> hidden =
        outer == items_.end() ? std::nullopt : std::optional(outer->second);
    for (const std::string& item : items) {
      if (!values_->Charge(kRoundBytes +
                           std::size_t{2} * (body.end - body.begin))) {
        break;
      }
      items_[name] = item;
      AddMembers(body, of_names);
    }
    items_.erase(name);
    if (hidden) {
      items_[name] = *hidden;
    }
  }

  // The items of a loop that is written as it must be and goes over a known
  // list.
  std::optional<std::vector<std::string>> ItemsOf(const Value& loop) {
    if (!loop.Is(Kind::kList) || loop.size != 3 ||
        !loop.AsList()[0].Is(Kind::kString) ||
        !loop.AsList()[2].Is(Kind::kMap)) {
      return std::nullopt;
    }
    const Value* list = intrinsics_->Resolve(*WithItems(loop.AsList()[1]));
    if (list == nullptr || !list->Is(Kind::kList)) {
      return std::nullopt;
    }
    std::vector<std::string> items;
    for (const Value& item : list->AsList()) {
      std::optional<std::string> text = TemplateText(item);
      if (!text) {
        return std::nullopt;
      }
      items.push_back(*std::move(text));
    }
    return items;
  }

  // A list that names the items of outer loops, with these written in.
  const Value* WithItems(const Value& list) {
    if (items_.empty()) {
      return &list;
    }
    LoopWriter inner(intrinsics_, values_);
    inner.items_ = items_;
    inner.Add(list);
    return inner.builder_.Finish();
  }

  // `${Name}` and `&{Name}` of items; everything else stays.
  std::string Substituted(std::string_view written) const {
    std::string text;
    while (!items_.empty()) {
      const std::size_t open = written.find('{');
      const std::size_t close =
          open == std::string_view::npos ? open : written.find('}', open);
      if (close == std::string_view::npos) {
        break;
      }
      const char mark = open == 0 ? ' ' : written[open - 1];
      const auto item = items_.find(written.substr(open + 1, close - open - 1));
      if (item == items_.end() || (mark != '$' && mark != '&')) {
        text += written.substr(0, open + 1);
        written.remove_prefix(open + 1);
        continue;
      }
      text += written.substr(0, open - 1);
      text += mark == '$' ? item->second : LettersAndDigits(item->second);
      written.remove_prefix(close + 1);
    }
    text += written;
    values_->Charge(text.size());
    return text;
  }

  Intrinsics* intrinsics_;
  ResolvedValues* values_;
  ValueBuilder builder_;
  std::map<std::string, std::string, std::less<>> items_;
  std::vector<std::string> open_;
};

}  // namespace

WrittenOut WriteOutLoops(const Value& written, Intrinsics* intrinsics,
                         ResolvedValues* values) {
  if (!HasLoop(written)) {
    return {.root = &written, .open_loops = {}};
  }
  return LoopWriter(intrinsics, values).Write(written);
}

}  // namespace connectguard
