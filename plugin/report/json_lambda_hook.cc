#include "report/json_lambda_hook.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "gate/exit_code.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

// CloudFormation cuts what is longer.
constexpr std::size_t kMaxMessageBytes = 4096;
// A person reads no more.
constexpr std::size_t kMaxAnnotations = 100;

std::string Cut(std::string text) {
  constexpr std::string_view kEnd = "...";
  if (text.size() <= kMaxMessageBytes) {
    return text;
  }
  std::size_t end = kMaxMessageBytes - kEnd.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;  // Not within a character.
  }
  text.resize(end);
  return text.append(kEnd);
}

std::string_view SeverityLevel(Severity severity) {
  switch (severity) {
    case Severity::kLow:
      return "LOW";
    case Severity::kMedium:
      return "MEDIUM";
    case Severity::kHigh:
      return "HIGH";
    case Severity::kCritical:
      return "CRITICAL";
  }
  return "INFORMATIONAL";
}

// What is waived keeps its sentence, and says by what.
std::string WaivedBecause(const Finding& finding) {
  if (!finding.waiver) {
    return {};
  }
  const FindingWaiver& waiver = *finding.waiver;
  return fmt::format(" (waived{}: {})",
                     waiver.until.empty() ? "" : " until " + waiver.until,
                     waiver.reason);
}

std::string Sentence(const Finding& finding) {
  const bool unknown = finding.status != FindingStatus::kViolation;
  return fmt::format(
      "{}{}{}: {}{}", finding.policy_id, finding.resource.empty() ? "" : " ",
      finding.resource,
      unknown && !finding.reason.empty() ? finding.reason : finding.message,
      WaivedBecause(finding));
}

Json AnnotationOf(const Finding& finding) {
  Json annotation = {
      {"annotationName", finding.policy_id},
      {"status", finding.waiver || finding.status == FindingStatus::kUnknown
                     ? "SKIPPED"
                     : "FAILED"},
      {"statusMessage", Cut(Sentence(finding))},
      {"remediationMessage", Cut(finding.fix)},
      {"severityLevel", SeverityLevel(finding.severity)}};
  if (finding.source.starts_with("https://")) {
    annotation["remediationLink"] = finding.source;
  }
  return annotation;
}

class Answer {
 public:
  explicit Answer(std::span<const CheckedInput> inputs) : inputs_(inputs) {
    for (const CheckedInput& input : inputs) {
      if (!input.report) {
        broken_ = true;
        Say(input.report.error().diagnostic.message);
        continue;
      }
      if (token_.empty()) {
        token_ = input.report->client_request_token;
      }
      for (const Finding& finding : input.report->findings) {
        if (finding.blocking) {
          Say(Sentence(finding));
        }
        if (annotations_.size() < kMaxAnnotations) {
          annotations_.push_back(AnnotationOf(finding));
        }
      }
    }
  }

  Json ToJson() const {
    const Verdict verdict = WorstVerdict(inputs_);
    const bool good = !broken_ && verdict == Verdict::kAllow;
    Json answer = {{"hookStatus", good ? "SUCCESS" : "FAILED"}};
    if (!good) {
      answer["errorCode"] = broken_ ? "InternalFailure" : "NonCompliant";
    }
    answer["message"] = Cut(
        fmt::format("{}{}{}", broken_ ? "not checked" : VerdictName(verdict),
                    message_.empty() ? "" : ": ", message_));
    if (!token_.empty()) {
      answer["clientRequestToken"] = token_;
    }
    answer["annotations"] = annotations_;
    return answer;
  }

 private:
  void Say(std::string_view sentence) {
    message_ += message_.empty() ? "" : "; ";
    message_ += sentence;
  }

  std::span<const CheckedInput> inputs_;
  bool broken_ = false;
  std::string message_;
  std::string token_;
  Json annotations_ = Json::array();
};

}  // namespace

void WriteLambdaHookAnswer(std::span<const CheckedInput> inputs,
                           std::ostream& out) {
  // Inputs need not be UTF-8 where they are quoted.
  out << Answer(inputs).ToJson().dump(2, ' ', false,
                                      nlohmann::json::error_handler_t::replace)
      << '\n';
}

}  // namespace connectguard
