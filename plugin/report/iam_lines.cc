#include "report/iam_lines.h"

#include <fmt/format.h>

#include "base/text.h"
#include "iam/action_table.h"
#include "iam/glob.h"
#include "iam/statement_words.h"

namespace connectguard {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabel = 13;
constexpr std::size_t kMaxServices = 8;

std::string Safe(std::string_view latin1) { return Printable(ToUtf8(latin1)); }

}  // namespace

std::string Counted(std::size_t count, std::string_view one,
                    std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string CountWords(const ActionCounts& counts) {
  if (counts.total == 0) {
    return fmt::format("no action that AWS has ({})", ActionTableDate());
  }
  std::vector<std::string> levels;
  for (std::size_t i = 0; i < kAccessLevels; ++i) {
    if (counts.by_level[i] > 0) {
      levels.push_back(
          fmt::format("{} {}", counts.by_level[i],
                      AccessLevelName(static_cast<AccessLevel>(i))));
    }
  }
  const std::size_t services = counts.services.size();
  const std::string of =
      services <= kMaxServices
          ? fmt::format("{}", fmt::join(counts.services, ", "))
          : fmt::format("{} services", services);
  return fmt::format("{} of {}: {}", Counted(counts.total, "action", "actions"),
                     of, Join(levels, ", "));
}

std::string NameOf(const IamStatement& statement) {
  return fmt::format("statement {}{} of the {}", statement.number,
                     statement.sid.empty()
                         ? ""
                         : fmt::format(" `{}`", Printable(statement.sid)),
                     PolicyKindName(statement.policy->kind()));
}

std::vector<std::string> RequestLines(const IamRequest& request) {
  std::vector<std::string> lines = {
      Safe(ActionName(request.action)),
      fmt::format("on {}", Safe(request.resource))};
  if (!request.principal.empty()) {
    lines.push_back(
        fmt::format("by {}", Safe(PrincipalText(request.principal))));
  }
  for (const auto& [key, entry] : request.keys) {
    std::string values = Safe(Join(entry.values, ", "));
    if (entry.values.size() > 1) {
      values = fmt::format("[{}]", values);
    }
    lines.push_back(
        entry.values.empty()
            ? fmt::format("without {}", Safe(entry.name))
            : fmt::format("with {} = {}", Safe(entry.name), values));
  }
  return lines;
}

void IamLines::WriteHead(Ink ink, std::string_view word,
                         std::string_view text) {
  const std::size_t indent = word.size() + 2;
  bool first = true;
  for (const std::string& line :
       Wrap(Printable(text), kReportColumns - indent)) {
    out_ << (first ? painter_.Paint(ink, Printable(word))
                   : std::string(indent - 2, ' '))
         << (line.empty() ? "" : "  ") << line << '\n';
    first = false;
  }
}

void IamLines::WriteLine(std::string_view label, std::string_view text) {
  const std::size_t width = label.size() < kLabel ? kLabel - label.size() : 1;
  out_ << std::string(kIndent, ' ') << painter_.Paint(Ink::kBold, label)
       << std::string(width, ' ') << text << '\n';
}

void IamLines::Write(std::string_view label, std::string_view text) {
  WriteEach(label, Wrap(Printable(text), kReportColumns - kIndent - kLabel));
}

void IamLines::WriteEach(std::string_view label,
                         const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    WriteLine(label, text);
    label = "";
  }
}

void IamLines::WritePlace(std::string_view label, const Value& value,
                          std::string_view text) {
  const FindingPlace place = sources_.PlaceOf(value);
  if (place.file.empty()) {
    Write(label, text);
    return;
  }
  WriteLine(label,
            fmt::format("{}:{}:{}  {}", Printable(place.file), place.place.line,
                        place.place.column, Printable(text)));
  if (place.source_line.empty()) {
    return;
  }
  const std::string number = std::to_string(place.place.line);
  WriteLine("", painter_.Paint(Ink::kDim, number + " | ") +
                    Printable(place.source_line));
  WriteLine("",
            painter_.Paint(Ink::kDim, std::string(number.size(), ' ') + " | ") +
                std::string(Columns(std::string_view(place.source_line)
                                        .substr(0, place.caret)),
                            ' ') +
                painter_.Paint(Ink::kRed, "^"));
}

void IamLines::WriteStatement(std::string_view label,
                              const IamStatement& statement,
                              std::string_view action) {
  WritePlace(label, EntryOf(statement, action), NameOf(statement));
}

void IamLines::WriteUnknown(const IamAnswer& answer) {
  if (answer.holes.empty()) {
    Write("because", answer.reason);
  }
  std::string_view label = "because";
  for (const IamHole* hole : answer.holes) {
    if (hole->value == nullptr) {
      Write(label, hole->reason);
    } else {
      WritePlace(label, *hole->value, hole->reason);
    }
    label = "";
  }
}

}  // namespace connectguard
