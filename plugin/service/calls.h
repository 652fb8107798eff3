// What the procedures of all services do with a call: whether anybody waits for
// it, its error as a status, the name of its answer.
//
// Thread rule: any number of calls at once, each in one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <grpcpp/server_context.h>

#include "base/cancelled.h"
#include "base/result.h"

namespace connectguard {

// Cancelled by the client, or past its deadline. The context must outlive it.
Cancelled CancelledBy(grpc::ServerContext* context);

// The error as a status, and in parts in the trailing metadata.
grpc::Status Refuse(grpc::ServerContext* context, const Error& error);

// A new id for the answer of this call, in its trailing metadata.
std::string NameDecision(grpc::ServerContext* context);

// The same as Refuse, for a call whose answer has a name, and logged.
grpc::Status RefuseDecision(grpc::ServerContext* context, const char* procedure,
                            const std::string& id, const Error& error);

}  // namespace connectguard
