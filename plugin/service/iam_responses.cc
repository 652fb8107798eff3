#include <algorithm>
#include <string>
#include <utility>

#include "iam/glob.h"
#include "iam/statement_words.h"
#include "report/iam_writer.h"
#include "service/convert.h"
#include "service/iam_convert.h"

namespace connectguard {
namespace {

v1::PolicyKind ToProto(IamPolicyKind kind) {
  switch (kind) {
    case IamPolicyKind::kIdentity:
      return v1::POLICY_KIND_IDENTITY;
    case IamPolicyKind::kBoundary:
      return v1::POLICY_KIND_BOUNDARY;
    case IamPolicyKind::kScp:
      return v1::POLICY_KIND_SERVICE_CONTROL;
    case IamPolicyKind::kTrust:
      return v1::POLICY_KIND_TRUST;
    case IamPolicyKind::kResource:
      return v1::POLICY_KIND_RESOURCE;
    case IamPolicyKind::kReference:
      return v1::POLICY_KIND_REFERENCE;
  }
  return v1::POLICY_KIND_UNSPECIFIED;
}

v1::Answer ToProto(IamVerdict verdict) {
  switch (verdict) {
    case IamVerdict::kYes:
      return v1::ANSWER_YES;
    case IamVerdict::kNo:
      return v1::ANSWER_NO;
    case IamVerdict::kUnknown:
      break;
  }
  return v1::ANSWER_UNKNOWN;
}

v1::StatementEffect EffectOf(const IamStatement& statement) {
  if (statement.may_allow == statement.may_deny) {
    return v1::STATEMENT_EFFECT_UNSPECIFIED;
  }
  return statement.may_allow ? v1::STATEMENT_EFFECT_ALLOW
                             : v1::STATEMENT_EFFECT_DENY;
}

void ToProto(const IamRequest& request, v1::AccessRequest* out) {
  out->set_action(ToUtf8(ActionName(request.action)));
  out->set_resource(ToUtf8(request.resource));
  if (!request.principal.empty()) {
    out->set_principal(ToUtf8(PrincipalText(request.principal)));
  }
  for (const auto& [key, entry] : request.keys) {
    if (entry.values.empty()) {
      out->add_absent_keys(ToUtf8(entry.name));
      continue;
    }
    v1::ConditionKey* has = out->add_keys();
    has->set_key(ToUtf8(entry.name));
    for (const std::string& value : entry.values) {
      has->add_values(ToUtf8(value));
    }
  }
  out->set_text(ToString(request));
}

v1::StatementEntries EntriesOf(bool all_but, std::vector<std::string> entries) {
  v1::StatementEntries message;
  message.set_all_but(all_but);
  for (std::string& entry : entries) {
    message.add_entries(std::move(entry));
  }
  return message;
}

v1::ActionCounts ToProto(const ActionCounts& counts) {
  v1::ActionCounts message;
  message.set_total(static_cast<std::uint32_t>(counts.total));
  for (const std::string_view service : counts.services) {
    message.add_services(std::string(service));
  }
  for (std::size_t i = 0; i < kAccessLevels; ++i) {
    const std::string level(AccessLevelName(static_cast<AccessLevel>(i)));
    (*message.mutable_by_access_level())[level] =
        static_cast<std::uint32_t>(counts.by_level[i]);
  }
  message.set_table_date(std::string(ActionTableDate()));
  return message;
}

// Of one answer: turns what lies in its policies into places of their texts.
class AnswerWriter {
 public:
  void Add(const PolicyFile& file) { sources_.Add(*file.document); }

  void Write(const IamAnswer& answer, v1::PolicyAnswer* out) const {
    out->set_answer(ToProto(answer.verdict));
    out->set_reason(answer.reason);
    if (answer.witness) {
      ToProto(*answer.witness, out->mutable_witness());
    }
    for (const IamStatement* statement : answer.evidence) {
      Write(*statement, EntryOf(*statement, ActionOf(answer)),
            out->add_statements());
    }
    for (const IamHole* hole : answer.holes) {
      v1::PolicyHole* message = out->add_holes();
      message->set_reason(hole->reason);
      if (hole->value != nullptr) {
        Write(*hole->value, message->mutable_location());
      }
    }
  }

  // With the place of `at`, which is in the statement.
  void Write(const IamStatement& statement, const Value& at,
             v1::StatementReference* out) const {
    out->set_policy_kind(ToProto(statement.policy->kind()));
    out->set_number(static_cast<std::uint32_t>(statement.number));
    out->set_sid(std::string(statement.sid));
    out->set_effect(EffectOf(statement));
    Write(at, out->mutable_location());
  }

  void Write(const IamRefusal& refusal, v1::Refusal* out) const {
    out->set_all_denied(refusal.all_denied);
    for (const SilentLayer& layer : refusal.silent) {
      v1::SilentLayer* message = out->add_silent();
      message->set_layer(std::string(LayerName(layer.kind)));
      message->set_level(static_cast<std::uint32_t>(layer.level));
      message->set_allows_anything(layer.has_allow);
      for (const NearMiss& miss : layer.near) {
        v1::NearMiss* near = message->add_near();
        Write(*miss.statement, ValueOf(miss), near->mutable_statement());
        near->set_differs(std::string(PartName(miss.part)));
        if (miss.clause != nullptr) {
          near->set_condition(ConditionWords(*miss.clause));
        }
      }
    }
  }

  void Write(const IamGains& gains, v1::PolicyChange* out) const {
    Write(gains.at_most, out->mutable_answer());
    out->mutable_answer()->set_answer(ToProto(AnyGained(gains)));
    out->set_complete(gains.complete);
    for (const IamGain& gain : gains.gains) {
      v1::Gain* message = out->add_gains();
      message->set_certain(gain.certain);
      ToProto(gain.witness, message->mutable_request());
      for (const KnownAction* action : gain.actions) {
        message->add_actions(std::string(action->name));
      }
      Write(*gain.statement, *gain.action, message->mutable_statement());
    }
  }

  void Write(const IamFinding& finding, v1::LintFinding* out) const {
    out->set_check(std::string(finding.check));
    out->set_severity(finding.severity == IamSeverity::kError
                          ? v1::LINT_SEVERITY_ERROR
                          : v1::LINT_SEVERITY_WARNING);
    out->set_message(finding.message);
    out->set_hint(finding.hint);
    Write(*finding.value, out->mutable_location());
  }

  void Write(const IamStatement& statement, v1::ExplainedStatement* out) const {
    Write(statement, *statement.node, out->mutable_statement());
    if (statement.hole != nullptr) {
      out->set_unreadable(statement.hole->reason);
      return;
    }
    if (statement.principal_value != nullptr) {
      *out->mutable_principals() =
          EntriesOf(statement.not_principal, PrincipalWords(statement));
    }
    if (statement.action.value != nullptr) {
      *out->mutable_actions() = EntriesOf(statement.action.negated,
                                          ListWords(*statement.action.value));
    }
    if (statement.resource.value != nullptr) {
      *out->mutable_resources() = EntriesOf(
          statement.resource.negated, ListWords(*statement.resource.value));
    }
    *out->mutable_action_counts() = ToProto(CountActions(statement));
    for (const ConditionClause& clause : statement.condition.clauses) {
      v1::StatementCondition* message = out->add_conditions();
      message->set_operator_(std::string(clause.operator_text));
      message->set_key(std::string(clause.key));
      for (std::string& word : ListWords(*clause.values)) {
        message->add_values(std::move(word));
      }
      message->set_text(ConditionWords(clause));
    }
  }

  void Write(const EscalationPath& path, v1::EscalationPath* out) const {
    out->set_id(std::string(path.id));
    out->set_title(std::string(path.title));
    out->set_answer(ToProto(path.verdict));
    for (const EscalationPath::Step& step : path.steps) {
      v1::EscalationStep* message = out->add_steps();
      message->set_action(std::string(step.action));
      message->set_answer(ToProto(step.answer.verdict));
      for (const IamStatement* statement : step.answer.evidence) {
        Write(*statement, EntryOf(*statement, step.action),
              message->add_statements());
      }
    }
  }

 private:
  void Write(const Value& value, v1::SourceLocation* out) const {
    connectguard::ToProto(sources_.PlaceOf(value), out);
  }

  PolicySources sources_;
};

template <typename Response>
void AddWarnings(const std::vector<Diagnostic>& warnings, Response* response) {
  for (const Diagnostic& warning : warnings) {
    v1::PolicyWarning* message = response->add_warnings();
    message->set_message(warning.message);
    message->set_hint(warning.hint);
    message->set_file(warning.file);
    if (warning.has_place) {
      message->set_line(warning.place.line);
      message->set_column(warning.place.column);
    }
  }
}

template <typename Report>
AnswerWriter WriterOf(const PairAnswer<Report>& answer) {
  AnswerWriter writer;
  writer.Add(answer.first);
  writer.Add(answer.second);
  return writer;
}

}  // namespace

v1::CanResponse ToProto(const CanAnswer& answer) {
  AnswerWriter writer;
  for (const PolicyFile& file : answer.files) {
    writer.Add(file);
  }
  const IamCanReport& report = answer.report;
  v1::CanResponse response;
  response.set_question(report.question);
  writer.Write(report.answer, response.mutable_answer());
  if (report.always) {
    writer.Write(*report.always, response.mutable_always());
  }
  if (report.refusal) {
    writer.Write(*report.refusal, response.mutable_refusal());
  }
  response.set_hint(report.hint);
  AddWarnings(answer.warnings, &response);
  return response;
}

v1::DiffResponse ToProto(const PairAnswer<IamDiffReport>& answer) {
  const AnswerWriter writer = WriterOf(answer);
  v1::DiffResponse response;
  writer.Write(answer.report.gained, response.mutable_newly_allowed());
  writer.Write(answer.report.lost, response.mutable_no_longer_allowed());
  AddWarnings(answer.warnings, &response);
  return response;
}

v1::AtMostResponse ToProto(const PairAnswer<IamAtMostReport>& answer) {
  v1::AtMostResponse response;
  WriterOf(answer).Write(answer.report.answer, response.mutable_answer());
  AddWarnings(answer.warnings, &response);
  return response;
}

v1::LintResponse ToProto(const LintAnswer& answer, std::uint32_t max_findings) {
  AnswerWriter writer;
  for (const PolicyFile& file : answer.files) {
    writer.Add(file);
  }
  v1::LintResponse response;
  for (const IamLintedFile& linted : answer.linted) {
    v1::LintedPolicy* message = response.add_policies();
    message->set_name(linted.name);
    message->set_kind(ToProto(linted.policy->kind()));
    message->set_statements(
        static_cast<std::uint32_t>(linted.policy->statements().size()));
    const std::size_t all = linted.findings.size();
    const std::size_t shown =
        max_findings == 0 ? all : std::min<std::size_t>(all, max_findings);
    for (std::size_t i = 0; i < shown; ++i) {
      writer.Write(linted.findings[i], message->add_findings());
    }
    message->set_findings_left_out(static_cast<std::uint32_t>(all - shown));
  }
  return response;
}

v1::ExplainResponse ToProto(const ExplainAnswer& answer) {
  AnswerWriter writer;
  writer.Add(answer.file);
  const IamExplanation& explanation = answer.explanation;
  v1::ExplainResponse response;
  response.set_name(explanation.name);
  response.set_kind(ToProto(explanation.policy->kind()));
  if (const IamHole* hole = explanation.policy->hole()) {
    response.set_unreadable(hole->reason);
  }
  for (const IamStatement& statement : explanation.policy->statements()) {
    writer.Write(statement, response.add_statements());
  }
  if (explanation.escalation) {
    for (const EscalationPath& path : *explanation.escalation) {
      writer.Write(path, response.add_escalation());
    }
  }
  if (explanation.public_access) {
    writer.Write(*explanation.public_access, response.mutable_public_access());
  }
  response.set_lint_errors(static_cast<std::uint32_t>(explanation.errors));
  response.set_lint_warnings(static_cast<std::uint32_t>(explanation.warnings));
  return response;
}

}  // namespace connectguard
