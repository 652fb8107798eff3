#include "base/sha256.h"

#include <array>

#include <sha2.h>

namespace connectguard {

std::string Sha256Hex(std::string_view bytes) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> hex;
  SHA256Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
             hex.data());
  return hex.data();
}

std::string Sha256Base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()),
               bytes.size());
  // One byte of zero completes the last group of three.
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH + 1> digest = {};
  SHA256Final(digest.data(), &context);
  std::string text;
  for (std::size_t i = 0; i + 2 < digest.size(); i += 3) {
    const std::uint32_t group =
        digest[i] << 16U | digest[i + 1] << 8U | digest[i + 2];
    for (const unsigned shift : {18U, 12U, 6U, 0U}) {
      text += kDigits[group >> shift & 63U];
    }
  }
  text.back() = '=';
  return text;
}

}  // namespace connectguard
