#include "readers/yaml_writer.h"

#include <yaml.h>

#include <bitset>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/number_text.h"
#include "readers/yaml_scalars.h"

namespace connectguard {
namespace {

constexpr int kUnlimitedWidth = -1;

// What serde_yaml would read back as something else than a string.
yaml_scalar_style_t StyleOf(std::string_view text) {
  if (text.find('\n') != std::string_view::npos) {
    return YAML_LITERAL_SCALAR_STYLE;
  }
  const std::optional<YamlScalar> read =
      TypePlainScalar(text, YamlDialect::kGuardTest);
  return read && read->kind == Kind::kString ? YAML_ANY_SCALAR_STYLE
                                             : YAML_SINGLE_QUOTED_SCALAR_STYLE;
}

std::string FloatText(double value) {
  if (std::isnan(value)) {
    return ".nan";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-.inf" : ".inf";
  }
  return ShortNumber(value);
}

// Characters beyond U+FFFF, which the library would escape although every
// reader can print them, travel through it as one character of the private use
// area that the value has not.
class Stowaways {
 public:
  explicit Stowaways(const Value& value) {
    Look(value);
    for (char32_t c = 0; c < used_.size() && placeholder_.empty(); ++c) {
      if (any_ && !used_[c]) {
        // U+E000 is EE 80 80.
        placeholder_ = {static_cast<char>(0xEE),
                        static_cast<char>(0x80U + (c >> 6U)),
                        static_cast<char>(0x80U + (c & 0x3FU))};
      }
    }
  }

  std::string Hide(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!placeholder_.empty() && IsLong(text[at])) {
        hidden_.emplace_back(text.substr(at, 4));
        out += placeholder_;
        at += 3;
      } else {
        out += text[at];
      }
    }
    return out;
  }

  // What was hidden comes out in the same order.
  std::string Restore(std::string_view text) const {
    std::string out;
    auto hidden = hidden_.begin();
    for (std::size_t at = 0; at < text.size();) {
      if (hidden != hidden_.end() && text.substr(at, 3) == placeholder_) {
        out += *hidden++;
        at += 3;
      } else {
        out += text[at++];
      }
    }
    return out;
  }

 private:
  static bool IsLong(char c) { return static_cast<unsigned char>(c) >= 0xF0; }

  void Look(const Value& value) {
    if (value.Is(Kind::kString)) {
      Look(value.AsString());
    } else if (value.Is(Kind::kList)) {
      for (const Value& item : value.AsList()) {
        Look(item);
      }
    } else if (value.Is(Kind::kMap)) {
      for (const Member& member : value.AsMap()) {
        Look(member.key->text);
        Look(member.value);
      }
    }
  }

  void Look(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      any_ = any_ || IsLong(text[at]);
      if (text[at] == static_cast<char>(0xEE) && at + 2 < text.size()) {
        const auto c = (static_cast<unsigned char>(text[at + 1]) & 0x3FU)
                           << 6U |
                       (static_cast<unsigned char>(text[at + 2]) & 0x3FU);
        used_[c] = true;
      }
    }
  }

  bool any_ = false;
  std::bitset<0x1000> used_;  // Of U+E000 to U+EFFF.
  std::string placeholder_;   // Empty when there is nothing to hide.
  std::vector<std::string> hidden_;
};

// Every step answers false when the library gives up, and nothing is asked of
// it afterwards.
class YamlPrinter {
 public:
  explicit YamlPrinter(const Value& value) : stowaways_(value) {
    ok_ = yaml_emitter_initialize(&emitter_) != 0;
    if (ok_) {
      yaml_emitter_set_output(&emitter_, Append, &out_);
      yaml_emitter_set_unicode(&emitter_, 1);
      yaml_emitter_set_width(&emitter_, kUnlimitedWidth);
    }
  }
  ~YamlPrinter() { yaml_emitter_delete(&emitter_); }
  YamlPrinter(const YamlPrinter&) = delete;
  YamlPrinter& operator=(const YamlPrinter&) = delete;

  bool PrintDocument(const Value& value) {
    yaml_event_t event;
    return ok_ &&
           yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) !=
               0 &&
           Emit(&event) &&
           yaml_document_start_event_initialize(&event, nullptr, nullptr,
                                                nullptr, 1) != 0 &&
           Emit(&event) && Print(value) &&
           yaml_document_end_event_initialize(&event, 1) != 0 && Emit(&event) &&
           yaml_stream_end_event_initialize(&event) != 0 && Emit(&event) &&
           yaml_emitter_flush(&emitter_) != 0;
  }

  std::string Take() const { return stowaways_.Restore(out_); }

 private:
  static int Append(void* out, unsigned char* bytes, std::size_t size) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes),
                                           size);
    return 1;
  }

  bool Emit(yaml_event_t* event) {
    return yaml_emitter_emit(&emitter_, event) != 0;
  }

  bool Print(const Value& value) {
    switch (value.kind) {
      case Kind::kMap:
        return PrintMap(value);
      case Kind::kList:
        return PrintList(value);
      case Kind::kString:
        return PrintScalar(value.AsString(), StyleOf(value.AsString()));
      case Kind::kBool:
        return PrintPlain(value.boolean ? "true" : "false");
      case Kind::kInt:
        return PrintPlain(std::to_string(value.integer));
      case Kind::kFloat:
        return PrintPlain(FloatText(value.real));
      case Kind::kNull:
      case Kind::kChar:
      case Kind::kUnknown:
      case Kind::kRuleLiteral:
        return PrintPlain("null");
    }
    return false;
  }

  bool PrintMap(const Value& map) {
    yaml_event_t event;
    if (yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1,
                                            YAML_ANY_MAPPING_STYLE) == 0 ||
        !Emit(&event)) {
      return false;
    }
    for (const Member& member : map.AsMap()) {
      if (!PrintScalar(member.key->text, StyleOf(member.key->text)) ||
          !Print(member.value)) {
        return false;
      }
    }
    return yaml_mapping_end_event_initialize(&event) != 0 && Emit(&event);
  }

  bool PrintList(const Value& list) {
    yaml_event_t event;
    if (yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1,
                                             YAML_ANY_SEQUENCE_STYLE) == 0 ||
        !Emit(&event)) {
      return false;
    }
    for (const Value& item : list.AsList()) {
      if (!Print(item)) {
        return false;
      }
    }
    return yaml_sequence_end_event_initialize(&event) != 0 && Emit(&event);
  }

  bool PrintPlain(std::string_view text) {
    return PrintScalar(text, YAML_PLAIN_SCALAR_STYLE);
  }

  bool PrintScalar(std::string_view text, yaml_scalar_style_t style) {
    yaml_event_t event;
    std::string hidden = stowaways_.Hide(text);
    // The library's interface is not const, but it copies the text.
    auto* bytes = reinterpret_cast<yaml_char_t*>(hidden.data());
    return yaml_scalar_event_initialize(&event, nullptr, nullptr, bytes,
                                        static_cast<int>(hidden.size()), 1, 1,
                                        style) != 0 &&
           Emit(&event);
  }

  yaml_emitter_t emitter_{};
  Stowaways stowaways_;
  std::string out_;
  bool ok_ = false;
};

}  // namespace

Result<std::string> YamlText(const Value& value) {
  YamlPrinter printer(value);
  if (!printer.PrintDocument(value)) {
    return Fail(ErrorCode::kInternal, "the value cannot be written as YAML");
  }
  return printer.Take();
}

}  // namespace connectguard
