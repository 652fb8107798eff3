#include "service/plugin_handshake.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr int kCoreProtocolVersion = 1;

// Base64 without padding, as Go's RawStdEncoding.
std::string RawBase64(std::string_view bytes) {
  constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    count += 8;
    while (count >= 6) {
      count -= 6;
      text += kDigits[bits >> count & 0x3F];
    }
  }
  if (count > 0) {
    text += kDigits[bits << (6 - count) & 0x3F];
  }
  return text;
}

}  // namespace

Result<std::optional<HostRequest>> ReadHostRequest(const Variables& variables) {
  if (variables(kMagicCookieKey) != kMagicCookieValue) {
    return std::nullopt;
  }
  const std::string versions = variables("PLUGIN_PROTOCOL_VERSIONS");
  const std::vector<std::string_view> offered = Split(versions, ',');
  const std::string ours = std::to_string(kPluginProtocolVersion);
  if (!versions.empty() &&
      std::find(offered.begin(), offered.end(), ours) == offered.end()) {
    return Fail(ErrorCode::kUsage,
                fmt::format("the host speaks plugin protocol {}, we speak {}",
                            versions, ours));
  }
  HostRequest request;
  request.socket_directory = variables("PLUGIN_UNIX_SOCKET_DIR");
  request.client_certificate = variables("PLUGIN_CLIENT_CERT");
  return request;
}

std::string HandshakeLine(std::string_view socket_path,
                          std::string_view certificate_der) {
  return fmt::format("{}|{}|unix|{}|grpc|{}\n", kCoreProtocolVersion,
                     kPluginProtocolVersion, socket_path,
                     RawBase64(certificate_der));
}

}  // namespace connectguard
