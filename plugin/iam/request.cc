#include "iam/request.h"

#include "base/text.h"
#include "iam/action_table.h"
#include "iam/glob.h"

namespace connectguard {

namespace {

constexpr std::string_view kAwsPrefix = "AWS:";

// The ARN that aws:PrincipalArn holds: without the session.
std::optional<std::string_view> ArnOf(std::string_view principal) {
  if (!principal.starts_with(kAwsPrefix)) {
    return std::nullopt;
  }
  principal.remove_prefix(kAwsPrefix.size());
  return principal.substr(0, principal.find('|'));
}

}  // namespace

std::string PrincipalText(std::string_view principal) {
  const auto arn = ArnOf(principal);
  if (!arn) {
    return principal == kAnonymous ? "anyone, unsigned"
                                   : std::string(principal);
  }
  const std::size_t bar = principal.find('|');
  if (bar == std::string_view::npos) {
    return std::string(*arn);
  }
  return std::string(*arn) + " (session " +
         std::string(principal.substr(bar + 1)) + ")";
}

bool IsPrincipalKey(std::string_view key) {
  return key == kPrincipalArnKey || key == kPrincipalAccountKey ||
         key == kUsernameKey;
}

std::optional<std::string> PrincipalKeyValue(std::string_view key,
                                             std::string_view principal) {
  const auto arn = ArnOf(principal);
  if (!arn) {
    return std::nullopt;
  }
  if (key == kPrincipalArnKey) {
    return std::string(*arn);
  }
  const std::vector<std::string_view> parts = Split(*arn, ':');
  if (parts.size() < 6) {
    return std::nullopt;
  }
  if (key == kPrincipalAccountKey) {
    return std::string(parts[4]);
  }
  if (parts[2] != "iam" || !parts[5].starts_with("user/")) {
    return std::nullopt;
  }
  return std::string(parts[5].substr(parts[5].rfind('/') + 1));
}

std::optional<std::string> IamRequest::ValueOf(std::string_view key) const {
  if (IsPrincipalKey(key)) {
    return PrincipalKeyValue(key, principal);
  }
  const auto at = keys.find(std::string(key));
  if (at == keys.end() || at->second.values.size() != 1) {
    return std::nullopt;
  }
  return at->second.values[0];
}

std::string ToString(const IamRequest& request) {
  std::string text =
      std::string(ActionName(request.action)) + " on " + request.resource;
  if (!request.principal.empty()) {
    text += " by " + PrincipalText(request.principal);
  }
  std::string_view separator = " with ";
  for (const auto& [key, entry] : request.keys) {
    if (entry.values.empty()) {
      continue;
    }
    std::string values = entry.values[0];
    if (entry.values.size() > 1) {
      values = "[" + Join(entry.values, ", ") + "]";
    }
    text += std::string(separator) + entry.name + "=" + values;
    separator = ", ";
  }
  separator = separator == ", " ? ", without " : " without ";
  for (const auto& [key, entry] : request.keys) {
    if (entry.values.empty()) {
      text += std::string(separator) + entry.name;
      separator = ", ";
    }
  }
  return OnOneLine(ToUtf8(text));
}

}  // namespace connectguard
