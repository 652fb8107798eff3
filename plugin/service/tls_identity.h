// A key and a self-signed certificate for one run, by OpenSSL: what AutoMTLS of
// go-plugin wants of a plugin. Never written to disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <grpcpp/security/server_credentials.h>

#include "base/result.h"

namespace connectguard {

struct TlsIdentity {
  std::string private_key;  // PEM
  std::string certificate;  // PEM
  std::string certificate_der;
};

// ECDSA P-256, for `localhost`, valid for a day.
Result<TlsIdentity> NewTlsIdentity();

// Serves as `identity`, and only to the owner of `client_certificate` (PEM).
std::shared_ptr<grpc::ServerCredentials> MutualTlsCredentials(
    const TlsIdentity& identity, const std::string& client_certificate);

}  // namespace connectguard
