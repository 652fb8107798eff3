// Requests and statements as JSON. Private to the json_iam_*.cc files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>

#include <nlohmann/json.hpp>

#include "iam/request.h"
#include "report/iam_writer.h"
#include "report/json_places.h"
#include "report/json_report.h"

namespace connectguard {

using Json = nlohmann::ordered_json;

Json RequestJson(const IamRequest& request);
// With the place of `at`, which is in the statement.
Json StatementJson(const IamStatement& statement, const Value& at,
                   const PolicySources& sources);
// "allow", "deny"; "unknown" when it is not known.
std::string_view EffectWord(const IamStatement& statement);
void WriteJson(const Json& json, std::ostream& out);

}  // namespace connectguard
