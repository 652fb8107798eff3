#include "readers/yaml_writer.h"

#include <yaml.h>

#include <cmath>
#include <string_view>

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

// Every step answers false when the library gives up, and nothing is asked of
// it afterwards.
class YamlPrinter {
 public:
  YamlPrinter() {
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

  std::string Take() { return std::move(out_); }

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
    // The library's interface is not const, but it copies the text.
    auto* bytes = reinterpret_cast<yaml_char_t*>(
        const_cast<char*>(text.empty() ? "" : text.data()));
    return yaml_scalar_event_initialize(&event, nullptr, nullptr, bytes,
                                        static_cast<int>(text.size()), 1, 1,
                                        style) != 0 &&
           Emit(&event);
  }

  yaml_emitter_t emitter_{};
  std::string out_;
  bool ok_ = false;
};

}  // namespace

Result<std::string> YamlText(const Value& value) {
  YamlPrinter printer;
  if (!printer.PrintDocument(value)) {
    return Fail(ErrorCode::kInternal, "the value cannot be written as YAML");
  }
  return printer.Take();
}

}  // namespace connectguard
