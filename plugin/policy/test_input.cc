// The input goes to the reader as JSON text, since readers read bytes. Unknown
// values travel through it as marked strings; afterwards the document is copied
// with the marks turned into unknown values and the overrides put in place.
#include "policy/test_input.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace connectguard {
namespace {

constexpr std::string_view kUnknownKey = "Fn::Unknown";
// Brackets the reason; no text of a template contains it. A text that an
// intrinsic made with such a text inside is unknown as well.
constexpr std::string_view kUnknownMark = "\x01?";

// The reason of `{"Fn::Unknown": "reason"}`; null for any other value.
const Value* UnknownReason(const Value& value) {
  if (!value.Is(Kind::kMap) || value.size != 1) {
    return nullptr;
  }
  const Value* reason = Find(value, kUnknownKey);
  return reason != nullptr && reason->Is(Kind::kString) ? reason : nullptr;
}

// The reason inside a marked text; nothing for any other text.
std::optional<std::string_view> MarkedReason(std::string_view text) {
  const std::size_t begin = text.find(kUnknownMark);
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  text.remove_prefix(begin + kUnknownMark.size());
  return text.substr(0, text.find(kUnknownMark));
}

// ---------------------------------------------------------- input to text --

void WriteText(std::string_view text, std::string* out) {
  *out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      *out += '\\';
      *out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      *out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      *out += c;
    }
  }
  *out += '"';
}

void WriteFloat(double value, std::string* out) {
  if (!std::isfinite(value)) {
    // A template in YAML has these as texts.
    return WriteText(fmt::format("{}", value), out);
  }
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) {
    text += ".0";
  }
  *out += text;
}

void WriteJson(const Value& value, std::string* out);

// One member of a map or list; `key` is null in lists.
class JsonSequence {
 public:
  JsonSequence(char open, char close, std::string* out)
      : close_(close), out_(out) {
    *out_ += open;
  }
  void Add(const std::string_view* key, const Value& value) {
    if (!first_) {
      *out_ += ',';
    }
    first_ = false;
    if (key != nullptr) {
      WriteText(*key, out_);
      *out_ += ':';
    }
    WriteJson(value, out_);
  }
  void Close() { *out_ += close_; }

 private:
  char close_;
  std::string* out_;
  bool first_ = true;
};

void WriteMap(const Value& map, std::string* out) {
  JsonSequence sequence('{', '}', out);
  for (const Member& member : map.AsMap()) {
    sequence.Add(&member.key->text, member.value);
  }
  sequence.Close();
}

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
void WriteJson(const Value& value, std::string* out) {
  switch (value.kind) {
    case Kind::kBool:
      *out += value.boolean ? "true" : "false";
      return;
    case Kind::kInt:
      *out += std::to_string(value.integer);
      return;
    case Kind::kFloat:
      return WriteFloat(value.real, out);
    case Kind::kString:
      return WriteText(value.AsString(), out);
    case Kind::kList: {
      JsonSequence sequence('[', ']', out);
      for (const Value& item : value.AsList()) {
        sequence.Add(nullptr, item);
      }
      return sequence.Close();
    }
    case Kind::kMap:
      if (const Value* reason = UnknownReason(value)) {
        return WriteText(
            fmt::format("{0}{1}{0}", kUnknownMark, reason->AsString()), out);
      }
      return WriteMap(value, out);
    default:
      *out += "null";
  }
}

bool IsOverride(std::string_view key) {
  return key == "Plan" || key == "Previous";
}

std::string TemplateText(const Value& input) {
  std::string text;
  JsonSequence sequence('{', '}', &text);
  for (const Member& member : input.AsMap()) {
    if (!IsOverride(member.key->text)) {
      sequence.Add(&member.key->text, member.value);
    }
  }
  if (Find(input, "Resources") == nullptr) {
    Value none;
    none.kind = Kind::kMap;
    none.members = nullptr;
    const std::string_view key = "Resources";
    sequence.Add(&key, none);
  }
  sequence.Close();
  return text;
}

// ------------------------------------------------------- read to document --

class Overrider {
 public:
  Overrider(const Document& read, const Value& input)
      : read_(read),
        input_(input),
        document_(std::make_unique<Document>()),
        builder_(document_->NewBuilder()) {}

  std::unique_ptr<const Document> Make() {
    // Spans of the copy name files by the numbers that they had.
    for (std::size_t i = 0; i < read_.file_count(); ++i) {
      const SourceFile& file = read_.file(static_cast<std::uint16_t>(i));
      document_->AddFile(file.name(), std::string(file.text()));
    }
    document_->SetSource(read_.source());
    CopyNaming();
    builder_.StartMap(read_.root().span());
    for (const Member& member : read_.root().AsMap()) {
      builder_.AddKey(member.key->text);
      CopySection(member.key->text, member.value);
    }
    for (const std::string_view key : {"Previous", "Plan"}) {
      const Value* given = Find(input_, key);
      if (given != nullptr && Find(read_.root(), key) == nullptr) {
        builder_.AddKey(key);
        Copy(*given);
      }
    }
    builder_.EndMap();
    document_->SetRoot(builder_.Finish());
    return std::move(document_);
  }

 private:
  void CopyNaming() {
    for (const Resource& resource : read_.resources()) {
      std::vector<Identifier> known;
      for (const Identifier& identifier : resource.identifiers) {
        if (!MarkedReason(identifier.text)) {
          known.push_back(identifier);
        }
      }
      document_->SetNaming(resource.address,
                           {.native_type = resource.native_type,
                            .identifiers = document_->arena().CopyArray(
                                std::span<const Identifier>(known))});
    }
  }

  void CopySection(std::string_view key, const Value& section) {
    const Value* given = Find(input_, key);
    if (key == "Resources" && given != nullptr && section.Is(Kind::kMap)) {
      CopyResources(section, *given);
    } else if (key == "Plan" && given != nullptr) {
      CopyMerged(section, *given);
    } else if (key == "Previous" && given != nullptr) {
      Copy(*given);
    } else {
      Copy(section);
    }
  }

  void CopyResources(const Value& section, const Value& given) {
    builder_.StartMap(section.span());
    for (const Member& member : section.AsMap()) {
      builder_.AddKey(member.key->text);
      const Value* written = Find(given, member.key->text);
      const Value* change =
          written == nullptr ? nullptr : Find(*written, "Change");
      if (change == nullptr || !member.value.Is(Kind::kMap)) {
        Copy(member.value);
        continue;
      }
      builder_.StartMap(member.value.span());
      CopyMembers(member.value, "Change");
      builder_.AddKey("Change");
      Copy(*change);
      builder_.EndMap();
    }
    builder_.EndMap();
  }

  // Members of `given` win over those of `made`.
  void CopyMerged(const Value& made, const Value& given) {
    if (!made.Is(Kind::kMap) || !given.Is(Kind::kMap)) {
      return Copy(given);
    }
    builder_.StartMap(made.span());
    for (const Member& member : made.AsMap()) {
      if (Find(given, member.key->text) == nullptr) {
        builder_.AddKey(member.key->text);
        Copy(member.value);
      }
    }
    CopyMembers(given, "");
    builder_.EndMap();
  }

  void CopyMembers(const Value& map, std::string_view except) {
    for (const Member& member : map.AsMap()) {
      if (member.key->text != except) {
        builder_.AddKey(member.key->text);
        Copy(member.value);
      }
    }
  }

  // Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
  void Copy(const Value& value) {
    if (const Value* reason = UnknownReason(value)) {
      return AddUnknown(reason->AsString(), value.span());
    }
    if (value.sensitive) {
      builder_.BeginSensitive();
    }
    CopyKnown(value);
    if (value.sensitive) {
      builder_.EndSensitive();
    }
  }

  void CopyKnown(const Value& value) {
    if (value.Is(Kind::kMap)) {
      builder_.StartMap(value.span());
      CopyMembers(value, "");
      builder_.EndMap();
    } else if (value.Is(Kind::kList)) {
      builder_.StartList(value.span());
      for (const Value& item : value.AsList()) {
        Copy(item);
      }
      builder_.EndList();
    } else if (const auto marked = value.Is(Kind::kString)
                                       ? MarkedReason(value.AsString())
                                       : std::nullopt) {
      AddUnknown(*marked, value.span());
    } else {
      builder_.AddCopy(value);
    }
  }

  void AddUnknown(std::string_view reason, SourceSpan span) {
    UnknownInfo info;
    info.reason = document_->arena().CopyText(reason);
    builder_.AddUnknown(document_->arena().New<UnknownInfo>(info), span);
  }

  const Document& read_;
  const Value& input_;
  std::unique_ptr<Document> document_;
  ValueBuilder builder_;
};

}  // namespace

Result<TestDocument> ReadTestInput(const Value& input, std::string name,
                                   const ReadOptions& options) {
  TestDocument made;
  CG_ASSIGN_OR_RETURN(made.read,
                      ReadDocument({.name = std::move(name),
                                    .bytes = TemplateText(input),
                                    .format = InputFormat::kCloudFormation},
                                   options));
  made.document = Overrider(*made.read, input).Make();
  return made;
}

}  // namespace connectguard
