// libyaml as the files of this folder use it: a parser that ends with its
// scope, and its marks as bytes. Only for files of this folder.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace connectguard {

// `text` must outlive it, and has no byte order mark.
struct YamlParser {
  explicit YamlParser(std::string_view text) {
    yaml_parser_initialize(&state);
    yaml_parser_set_encoding(&state, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &state, reinterpret_cast<const unsigned char*>(text.data()),
        text.size());
  }
  ~YamlParser() { yaml_parser_delete(&state); }
  YamlParser(const YamlParser&) = delete;
  YamlParser& operator=(const YamlParser&) = delete;

  yaml_parser_t state{};
};

// Character numbers, which the library counts, to byte offsets; quick when
// asked in rising order, and free for plain ASCII.
class YamlByteCursor {
 public:
  explicit YamlByteCursor(std::string_view text)
      : text_(text), ascii_(std::all_of(text.begin(), text.end(), [](char c) {
          return static_cast<unsigned char>(c) < 0x80;
        })) {}

  std::uint32_t ByteAt(std::size_t character) {
    if (ascii_) {
      return static_cast<std::uint32_t>(std::min(character, text_.size()));
    }
    while (character_ < character && byte_ < text_.size()) {
      ++byte_;
      SkipContinuation(1);
      ++character_;
    }
    while (character_ > character && byte_ > 0) {
      --byte_;
      SkipContinuation(-1);
      --character_;
    }
    return static_cast<std::uint32_t>(byte_);
  }

 private:
  void SkipContinuation(int step) {
    while (byte_ > 0 && byte_ < text_.size() &&
           (static_cast<unsigned char>(text_[byte_]) & 0xC0) == 0x80) {
      byte_ += static_cast<std::size_t>(step);
    }
  }

  std::string_view text_;
  bool ascii_;
  std::size_t character_ = 0;
  std::size_t byte_ = 0;
};

}  // namespace connectguard
