#include "guard/unicode.h"

#include <memory>

#include "guard/regex.h"

namespace connectguard {
namespace {

// The tables are those of the regex library: names outside of ASCII are rare
// enough to be looked up that way.
bool IsAlphanumeric(std::string_view character) {
  static const Result<std::unique_ptr<Regex>> alphanumeric =
      Regex::Compile(R"(^[\p{Alphabetic}\p{N}]$)");
  return alphanumeric && (*alphanumeric)->Matches(character).value_or(false);
}

}  // namespace

std::size_t NameCharacter(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) {
    const bool letter = (lead >= 'a' && lead <= 'z') ||
                        (lead >= 'A' && lead <= 'Z') ||
                        (lead >= '0' && lead <= '9') || lead == '_';
    return letter ? 1 : 0;
  }
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return IsAlphanumeric(text.substr(0, length)) ? length : 0;
}

std::size_t NamePrefix(std::string_view text) {
  std::size_t size = 0;
  while (const std::size_t length = NameCharacter(text.substr(size))) {
    size += length;
  }
  return size;
}

}  // namespace connectguard
