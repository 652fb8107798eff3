// Our errors as gRPC statuses and back: the only place that knows both.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <grpcpp/support/status.h>

#include "base/result.h"

namespace connectguard {

// The message is the rendered diagnostic: place, source line, caret, hint.
grpc::Status ToGrpcStatus(const Error& error);

// The same in parts, for clients that render it themselves: the value of the
// trailing metadata kErrorDetailKey.
inline constexpr char kErrorDetailKey[] = "connectguard-error-bin";
std::string ToErrorDetail(const Error& error);

// What a client makes of a status that is not OK, and of the error detail when
// there is one. A connection that cannot be made or breaks off is kUnavailable;
// `address` is named in the message.
Error FromGrpcStatus(const grpc::Status& status, std::string_view detail,
                     std::string_view address);

}  // namespace connectguard
