#include "service/tls_identity.h"

#include <memory>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace connectguard {
namespace {

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

// Go's verifier allows clocks to differ by a little.
constexpr long kBackdatedSeconds = 30;
constexpr long kValidSeconds = 24L * 60 * 60;

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

bool AddExtension(X509* certificate, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, id, value));
  return extension != nullptr &&
         X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool SetNames(X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* common_name = reinterpret_cast<const unsigned char*>("localhost");
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1,
                                    -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 &&
         AddExtension(certificate, NID_subject_alt_name, "DNS:localhost") &&
         AddExtension(certificate, NID_basic_constraints, "critical,CA:TRUE") &&
         AddExtension(certificate, NID_key_usage,
                      "critical,digitalSignature,keyEncipherment,keyAgreement,"
                      "keyCertSign") &&
         AddExtension(certificate, NID_ext_key_usage, "clientAuth,serverAuth");
}

bool SetSerial(X509* certificate) {
  std::uint64_t serial = 0;
  return RAND_bytes(reinterpret_cast<unsigned char*>(&serial),
                    sizeof(serial)) == 1 &&
         ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate),
                                 serial >> 1) == 1;
}

Certificate SelfSigned(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  const bool made = certificate != nullptr &&
                    X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                    SetSerial(certificate.get()) &&
                    X509_gmtime_adj(X509_getm_notBefore(certificate.get()),
                                    -kBackdatedSeconds) != nullptr &&
                    X509_gmtime_adj(X509_getm_notAfter(certificate.get()),
                                    kValidSeconds) != nullptr &&
                    X509_set_pubkey(certificate.get(), key) == 1 &&
                    SetNames(certificate.get()) &&
                    X509_sign(certificate.get(), key, EVP_sha256()) != 0;
  return made ? std::move(certificate) : nullptr;
}

}  // namespace

Result<TlsIdentity> NewTlsIdentity() {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate =
      key != nullptr ? SelfSigned(key.get()) : nullptr;
  const Bio key_text(BIO_new(BIO_s_mem()));
  const Bio certificate_text(BIO_new(BIO_s_mem()));
  const Bio der(BIO_new(BIO_s_mem()));
  if (certificate == nullptr || key_text == nullptr ||
      certificate_text == nullptr || der == nullptr ||
      PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0,
                               nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1 ||
      i2d_X509_bio(der.get(), certificate.get()) != 1) {
    return Fail(ErrorCode::kInternal,
                "a certificate for the plugin host could not be made");
  }
  return TlsIdentity{.private_key = TextOf(key_text.get()),
                     .certificate = TextOf(certificate_text.get()),
                     .certificate_der = TextOf(der.get())};
}

std::shared_ptr<grpc::ServerCredentials> MutualTlsCredentials(
    const TlsIdentity& identity, const std::string& client_certificate) {
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = client_certificate;
  options.pem_key_cert_pairs.push_back(
      {identity.private_key, identity.certificate});
  return grpc::SslServerCredentials(options);
}

}  // namespace connectguard
