// One concrete request: what a question is answered about, and the witness that
// an answer shows.
//
// The principal is one text: its kind, a colon, its name. A role is written
// with its path, and with the name of a session behind a bar where that
// matters:
//
//   AWS:arn:aws:iam::111122223333:user/alice
//   AWS:arn:aws:iam::111122223333:role/team/Admin|session
//   Service:connect.amazonaws.com     Federated:arn:...:saml-provider/Okta
//   CanonicalUser:79a5...             Anonymous
//
// aws:PrincipalArn, aws:PrincipalAccount and aws:username are not stored: they
// are read from the principal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

inline constexpr std::string_view kAnonymous = "Anonymous";
inline constexpr std::string_view kPrincipalArnKey = "aws:principalarn";
inline constexpr std::string_view kPrincipalAccountKey = "aws:principalaccount";
inline constexpr std::string_view kUsernameKey = "aws:username";

struct IamRequest {
  // Texts are Latin-1; the action is in lower case.
  std::string action;
  std::string resource;
  std::string principal;  // Empty when nothing depends on it.
  // By key in lower case. No values: the key is certainly absent. A key that is
  // not here does not matter.
  struct KeyValues {
    std::string name;  // As a policy spells it.
    std::vector<std::string> values;
  };
  std::map<std::string, KeyValues> keys;

  // The one value of a key; nullopt when it is absent or has several.
  std::optional<std::string> ValueOf(std::string_view key) const;
};

// Whether a key's value follows from the principal.
bool IsPrincipalKey(std::string_view key);
// That value, for a principal as above.
std::optional<std::string> PrincipalKeyValue(std::string_view key,
                                             std::string_view principal);

// A principal as above for a reader: `arn:... (session x)`, `anyone, unsigned`.
std::string PrincipalText(std::string_view principal);

// `connect:DeleteInstance on arn:... by arn:... with k=v, without k2`, on one
// line.
std::string ToString(const IamRequest& request);

}  // namespace connectguard
