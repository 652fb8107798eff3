#include "service/grpc_status.h"

#include <string>

#include "base/text.h"
#include "connectguard/v1/error.pb.h"

namespace connectguard {
namespace {

// Beyond this a status no longer fits into HTTP/2 trailers everywhere.
constexpr std::size_t kMaxMessageBytes = 4096;

grpc::StatusCode CodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case ErrorCode::kBadInput:
      // Apart from kUsage, so that a client can tell its caller's mistakes from
      // the input's.
      return grpc::StatusCode::FAILED_PRECONDITION;
    case ErrorCode::kMissing:
      return grpc::StatusCode::NOT_FOUND;
    case ErrorCode::kLimit:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case ErrorCode::kCancelled:
      return grpc::StatusCode::CANCELLED;
    case ErrorCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case ErrorCode::kInternal:
      return grpc::StatusCode::INTERNAL;
  }
  return grpc::StatusCode::INTERNAL;
}

ErrorCode CodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
      return ErrorCode::kUsage;
    case grpc::StatusCode::FAILED_PRECONDITION:
      return ErrorCode::kBadInput;
    case grpc::StatusCode::NOT_FOUND:
      return ErrorCode::kMissing;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return ErrorCode::kLimit;
    case grpc::StatusCode::CANCELLED:
      return ErrorCode::kCancelled;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
      return ErrorCode::kUnavailable;
    default:
      return ErrorCode::kInternal;
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const Error& error) {
  std::string message(Trim(Render(error.diagnostic)));
  if (message.size() > kMaxMessageBytes) {
    message.resize(kMaxMessageBytes);
  }
  return {CodeOf(error.code), message};
}

std::string ToErrorDetail(const Error& error) {
  const Diagnostic& diagnostic = error.diagnostic;
  v1::ErrorDetail detail;
  detail.set_message(diagnostic.message);
  detail.set_hint(diagnostic.hint);
  detail.set_file(diagnostic.file);
  if (diagnostic.has_place) {
    detail.set_line(diagnostic.place.line);
    detail.set_column(diagnostic.place.column);
  }
  detail.set_source_line(diagnostic.source_line);
  detail.set_caret(diagnostic.caret);
  return detail.SerializeAsString();
}

Error FromGrpcStatus(const grpc::Status& status, std::string_view detail,
                     std::string_view address) {
  Error error;
  error.code = CodeOf(status.error_code());
  Diagnostic& diagnostic = error.diagnostic;
  v1::ErrorDetail parts;
  if (!detail.empty() &&
      parts.ParseFromArray(detail.data(), static_cast<int>(detail.size()))) {
    diagnostic.message = parts.message();
    diagnostic.hint = parts.hint();
    diagnostic.file = parts.file();
    diagnostic.has_place = parts.line() > 0;
    diagnostic.place = {.line = parts.line(), .column = parts.column()};
    diagnostic.source_line = parts.source_line();
    diagnostic.caret = parts.caret();
    return error;
  }
  diagnostic.message = status.error_message();
  if (error.code == ErrorCode::kUnavailable) {
    diagnostic.message = "the plugin at `" + std::string(address) +
                         "` gave no answer: " + status.error_message();
    diagnostic.hint = "start it with `connectguard-plugin serve --address " +
                      std::string(address) + "`";
  }
  return error;
}

}  // namespace connectguard
