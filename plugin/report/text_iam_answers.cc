#include <string>
#include <string_view>

#include <fmt/format.h>

#include "iam/statement_words.h"
#include "report/iam_lines.h"
#include "report/text_iam.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxShown = 20;  // Of near misses and of gains.
constexpr std::string_view kHiddenWitness =
    "a request shows it, which could tell sensitive values";

Ink InkOf(IamVerdict verdict) {
  switch (verdict) {
    case IamVerdict::kYes:
      return Ink::kGreen;
    case IamVerdict::kNo:
      return Ink::kRed;
    case IamVerdict::kUnknown:
      break;
  }
  return Ink::kYellow;
}

std::string_view HeadWord(IamVerdict verdict) {
  switch (verdict) {
    case IamVerdict::kYes:
      return "YES";
    case IamVerdict::kNo:
      return "NO";
    case IamVerdict::kUnknown:
      break;
  }
  return "UNKNOWN";
}

class AnswerText {
 public:
  explicit AnswerText(IamLines* lines) : lines_(*lines) {}

  void WriteWitness(std::string_view label, const IamAnswer& answer) {
    if (answer.witness) {
      lines_.WriteRequest(label, *answer.witness);
    } else if (answer.witness_hidden) {
      lines_.Write(label, kHiddenWitness);
    }
  }

  // The statements of one effect.
  void WriteEvidence(std::string_view label, const IamAnswer& answer,
                     bool allow) {
    for (const IamStatement* statement : answer.evidence) {
      if (statement->may_allow == allow) {
        lines_.WriteStatement(label, *statement, ActionOf(answer));
        label = "";
      }
    }
  }

  void WriteYes(const IamCanReport& report) {
    WriteWitness("for example", report.answer);
    WriteEvidence("allowed by", report.answer, true);
    if (!report.always) {
      return;
    }
    switch (report.always->verdict) {
      case IamVerdict::kYes:
        lines_.Write("always", "every request that was asked about is allowed");
        break;
      case IamVerdict::kNo:
        WriteWitness("but not", *report.always);
        WriteEvidence("denied by", *report.always, false);
        break;
      case IamVerdict::kUnknown:
        lines_.Write("always",
                     "whether every such request is allowed is not "
                     "known");
        lines_.WriteUnknown(*report.always);
        break;
    }
  }

  void WriteNo(const IamCanReport& report) {
    if (!report.refusal) {
      WriteEvidence("denied by", report.answer, false);
      return;
    }
    const IamRefusal& refusal = *report.refusal;
    WriteEvidence(refusal.all_denied ? "denied by" : "partly by", report.answer,
                  false);
    if (!refusal.all_denied && !report.answer.evidence.empty()) {
      lines_.Write("", "which denies some of what was asked about, not all");
    }
    for (const SilentLayer& layer : refusal.silent) {
      WriteSilent(layer);
    }
    if (!refusal.all_denied && refusal.silent.empty()) {
      lines_.Write("because",
                   "each layer allows some of it, but no request is allowed "
                   "by all of them and denied by none");
    }
  }

 private:
  void WriteSilent(const SilentLayer& layer) {
    std::string level;
    if (layer.level > 0) {
      level = fmt::format(" of level {}", layer.level);
    }
    lines_.Write("because",
                 fmt::format("nothing in the {}{} allows it{}",
                             LayerName(layer.kind), level,
                             layer.has_allow ? ""
                                             : ", since nothing in there "
                                               "allows anything"));
    std::string_view label = "nearly";
    for (std::size_t i = 0; i < layer.near.size() && i < kMaxShown; ++i) {
      WriteNear(label, layer.near[i]);
      label = "";
    }
    if (layer.near.size() > kMaxShown) {
      lines_.Write("",
                   fmt::format("and {} more", layer.near.size() - kMaxShown));
    }
  }

  void WriteNear(std::string_view label, const NearMiss& miss) {
    const IamStatement& statement = *miss.statement;
    const std::string name = NameOf(statement);
    switch (miss.part) {
      case NearMiss::Part::kResource:
        lines_.WritePlace(label, *statement.resource.value,
                          name + " is about other resources");
        break;
      case NearMiss::Part::kPrincipal:
        lines_.WritePlace(label, *statement.principal_value,
                          name + " is about other principals");
        break;
      case NearMiss::Part::kCondition:
        if (miss.clause == nullptr) {
          lines_.WritePlace(label, *statement.node,
                            name + " has conditions that do not hold");
        } else {
          lines_.WritePlace(label, *miss.clause->values,
                            fmt::format("{} holds only when {}", name,
                                        ConditionWords(*miss.clause)));
        }
        break;
    }
  }

  IamLines& lines_;
};

void WriteGains(std::string_view title, std::string_view none,
                const IamGains& gains, IamLines* lines) {
  AnswerText text(lines);
  lines->Blank();
  if (gains.at_most.verdict == IamVerdict::kYes) {
    lines->WriteHead(Ink::kBold, title, none);
    return;
  }
  lines->WriteHead(Ink::kBold, title, "");
  const std::vector<IamGain>& all = gains.gains;
  for (std::size_t i = 0; i < all.size() && i < kMaxShown; ++i) {
    lines->WriteRequest(all[i].certain ? "request" : "perhaps", all[i].witness);
    lines->WritePlace("by", *all[i].action, NameOf(*all[i].statement));
    if (all[i].actions.size() > 1) {
      lines->Write("in all", CountWords(CountActions(all[i].actions)));
    }
  }
  if (all.size() > kMaxShown || !gains.complete) {
    lines->Write("", "and more");
  }
  if (all.empty()) {
    text.WriteWitness("request", gains.at_most);
  }
  if (gains.at_most.verdict == IamVerdict::kUnknown) {
    lines->WriteUnknown(gains.at_most);
  }
}

}  // namespace

void WriteTextIamCan(const IamCanReport& report, const PolicySources& sources,
                     bool colour, std::ostream& out) {
  IamLines lines(colour, sources, out);
  AnswerText text(&lines);
  const IamVerdict verdict = report.answer.verdict;
  lines.WriteHead(InkOf(verdict), HeadWord(verdict), report.question);
  switch (verdict) {
    case IamVerdict::kYes:
      text.WriteYes(report);
      break;
    case IamVerdict::kNo:
      text.WriteNo(report);
      break;
    case IamVerdict::kUnknown:
      lines.WriteUnknown(report.answer);
      text.WriteWitness("perhaps", report.answer);
      break;
  }
  if (!report.hint.empty()) {
    lines.Write("hint", report.hint);
  }
}

void WriteTextIamAtMost(const IamAtMostReport& report,
                        const PolicySources& sources, bool colour,
                        std::ostream& out) {
  IamLines lines(colour, sources, out);
  AnswerText text(&lines);
  const IamAnswer& answer = report.answer;
  switch (answer.verdict) {
    case IamVerdict::kYes:
      lines.WriteHead(Ink::kGreen, "YES",
                      fmt::format("{} allows nothing that {} does not allow",
                                  report.candidate, report.reference));
      break;
    case IamVerdict::kNo:
      lines.WriteHead(Ink::kRed, "NO",
                      fmt::format("{} allows what {} does not allow",
                                  report.candidate, report.reference));
      text.WriteWitness("for example", answer);
      text.WriteEvidence("allowed by", answer, true);
      text.WriteEvidence("denied by", answer, false);
      break;
    case IamVerdict::kUnknown:
      lines.WriteHead(Ink::kYellow, "UNKNOWN",
                      fmt::format("whether {} allows more than {}",
                                  report.candidate, report.reference));
      lines.WriteUnknown(answer);
      text.WriteWitness("perhaps", answer);
      break;
  }
}

void WriteTextIamDiff(const IamDiffReport& report, const PolicySources& sources,
                      bool colour, std::ostream& out) {
  IamLines lines(colour, sources, out);
  const IamVerdict wider = report.gained.at_most.verdict;
  const IamVerdict narrower = report.lost.at_most.verdict;
  if (wider == IamVerdict::kNo) {
    lines.WriteHead(Ink::kRed, "WIDER",
                    fmt::format("{} allows what {} does not allow",
                                report.after, report.before));
  } else if (wider == IamVerdict::kUnknown) {
    lines.WriteHead(Ink::kYellow, "UNKNOWN",
                    fmt::format("whether {} allows more than {}", report.after,
                                report.before));
  } else if (narrower == IamVerdict::kYes) {
    lines.WriteHead(
        Ink::kGreen, "SAME",
        fmt::format("{} and {} allow the same", report.before, report.after));
    return;
  } else {
    lines.WriteHead(Ink::kGreen,
                    narrower == IamVerdict::kNo ? "NARROWER" : "NOT WIDER",
                    fmt::format("{} allows nothing that {} does not allow",
                                report.after, report.before));
  }
  WriteGains("newly allowed", "nothing", report.gained, &lines);
  WriteGains("no longer allowed", "nothing", report.lost, &lines);
}

}  // namespace connectguard
