// What HashiCorp's go-plugin expects of a program that it starts: read the
// environment, answer one line on standard output, serve on the Unix socket
// that the line names.
//
//   1|1|unix|/tmp/connectguard-a1b2c3/plugin.sock|grpc|<certificate>
//
// The certificate, DER in base64 without padding, is there when the host sent
// its own (AutoMTLS): then both sides must show the certificate that the other
// was told of.
//
// Source: go-plugin's documented protocol, core version 1. Thread rule: pure
// functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <grpcpp/security/server_credentials.h>

#include "base/result.h"

namespace connectguard {

// Not a secret: it keeps a person from starting a plugin by hand and waiting
// for something to happen.
inline constexpr char kMagicCookieKey[] = "CONNECTGUARD_PLUGIN";
inline constexpr char kMagicCookieValue[] = "b1a6a6c1-policy-gate";

// The version of connectguard.v1 as a plugin protocol.
inline constexpr int kPluginProtocolVersion = 1;

// The value of an environment variable; empty when it is not set.
using Variables = std::function<std::string(const char* name)>;

struct HostRequest {
  std::string
      socket_directory;  // Where the host wants the socket; may be empty.
  std::string client_certificate;  // PEM; empty without AutoMTLS.
};

// What the host asks for; nothing when no host started us; kUsage when the host
// speaks only other versions of the protocol.
Result<std::optional<HostRequest>> ReadHostRequest(const Variables& variables);

std::string HandshakeLine(std::string_view socket_path,
                          std::string_view certificate_der);

}  // namespace connectguard
