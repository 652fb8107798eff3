#include "service/plugin_handshake.h"

#include <map>

#include <gtest/gtest.h>

namespace connectguard {
namespace {

Variables VariablesOf(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
}

TEST(ReadHostRequestTest, NeedsTheCookie) {
  EXPECT_FALSE(ReadHostRequest(VariablesOf({}))->has_value());
  EXPECT_FALSE(
      ReadHostRequest(VariablesOf({{kMagicCookieKey, "other"}}))->has_value());
}

TEST(ReadHostRequestTest, ReadsWhatTheHostWants) {
  const auto request =
      ReadHostRequest(VariablesOf({{kMagicCookieKey, kMagicCookieValue},
                                   {"PLUGIN_PROTOCOL_VERSIONS", "3,1"},
                                   {"PLUGIN_UNIX_SOCKET_DIR", "/run/host"},
                                   {"PLUGIN_CLIENT_CERT", "PEM"}}));
  ASSERT_TRUE(request && request->has_value());
  EXPECT_EQ((*request)->socket_directory, "/run/host");
  EXPECT_EQ((*request)->client_certificate, "PEM");
}

TEST(ReadHostRequestTest, RefusesOtherVersions) {
  const auto request =
      ReadHostRequest(VariablesOf({{kMagicCookieKey, kMagicCookieValue},
                                   {"PLUGIN_PROTOCOL_VERSIONS", "2,11"}}));
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().code, ErrorCode::kUsage);
}

// RFC 4648's examples, without their padding.
TEST(HandshakeLineTest, CarriesTheCertificateInBase64WithoutPadding) {
  EXPECT_EQ(HandshakeLine("/s", ""), "1|1|unix|/s|grpc|\n");
  EXPECT_EQ(HandshakeLine("/s", "f"), "1|1|unix|/s|grpc|Zg\n");
  EXPECT_EQ(HandshakeLine("/s", "fo"), "1|1|unix|/s|grpc|Zm8\n");
  EXPECT_EQ(HandshakeLine("/s", "foobar"), "1|1|unix|/s|grpc|Zm9vYmFy\n");
}

}  // namespace
}  // namespace connectguard
