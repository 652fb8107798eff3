#include "readers/intrinsic_text.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {

std::vector<SubPiece> ParseSub(std::string_view text) {
  std::vector<SubPiece> pieces;
  while (!text.empty()) {
    const std::size_t open = text.find("${");
    const std::size_t close =
        open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      pieces.push_back({.text = text, .is_variable = false});
      break;
    }
    if (open > 0) {
      pieces.push_back({.text = text.substr(0, open), .is_variable = false});
    }
    const std::string_view inside = text.substr(open + 2, close - open - 2);
    if (inside.starts_with('!')) {
      pieces.push_back({.text = "${", .is_variable = false});
      pieces.push_back({.text = text.substr(open + 3, close - open - 2),
                        .is_variable = false});
    } else {
      pieces.push_back({.text = Trim(inside), .is_variable = true});
    }
    text.remove_prefix(close + 1);
  }
  return pieces;
}

std::string Base64Of(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto byte =
          i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u;
      group = group << 8 | byte;
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= count ? kDigits[group >> (18 - 6 * i) & 63u] : '=';
    }
  }
  return out;
}

std::optional<std::string> TemplateText(const Value& value) {
  switch (value.kind) {
    case Kind::kString:
      return std::string(value.AsString());
    case Kind::kBool:
      return value.boolean ? "true" : "false";
    case Kind::kInt:
      return std::to_string(value.integer);
    case Kind::kFloat:
      return fmt::format("{}", value.real);
    default:
      return std::nullopt;
  }
}

std::optional<double> NumberOf(std::string_view text) {
  double number = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc() || end != last || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace connectguard
