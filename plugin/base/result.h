// How an operation that can fail says so: a value, or an Error.
//
// Three kinds of wrong are kept apart. Bad input is an Error, with a
// diagnostic. A policy violation is a Finding, which is data. A bug of ours is
// an assert. We throw no exceptions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "base/diagnostic.h"

namespace connectguard {

// What kind of failure, so that the command line can choose an exit code and
// the service a gRPC status. Nothing else branches on it.
enum class ErrorCode {
  kUsage,        // The caller asked for something that does not exist.
  kBadInput,     // The input cannot be read as what it should be.
  kMissing,      // An input is not there or cannot be opened.
  kLimit,        // The input is larger or deeper than limits.h allows.
  kCancelled,    // The caller gave up, or its deadline passed.
  kUnavailable,  // The service cannot be reached.
  kInternal,     // Our fault.
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  Diagnostic diagnostic;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

inline tl::unexpected<Error> Fail(ErrorCode code, Diagnostic diagnostic) {
  return tl::unexpected<Error>(Error{code, std::move(diagnostic)});
}

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message,
                                  std::string hint = "") {
  Diagnostic diagnostic;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return Fail(code, std::move(diagnostic));
}

}  // namespace connectguard

// For .cc files only.
#define CG_CONCAT_INNER(a, b) a##b
#define CG_CONCAT(a, b) CG_CONCAT_INNER(a, b)

#define CG_RETURN_IF_ERROR(expression)                \
  do {                                                \
    if (auto cg_status = (expression); !cg_status) {  \
      return ::tl::unexpected<::connectguard::Error>( \
          std::move(cg_status).error());              \
    }                                                 \
  } while (false)

#define CG_ASSIGN_OR_RETURN(declaration, expression)                      \
  CG_ASSIGN_OR_RETURN_INNER(CG_CONCAT(cg_result_, __LINE__), declaration, \
                            expression)

#define CG_ASSIGN_OR_RETURN_INNER(result, declaration, expression)             \
  auto result = (expression);                                                  \
  if (!result) {                                                               \
    return ::tl::unexpected<::connectguard::Error>(std::move(result).error()); \
  }                                                                            \
  declaration = *std::move(result)
