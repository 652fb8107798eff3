#include "report/iam_writer.h"

#include <utility>

#include "base/diagnostic.h"
#include "gate/place.h"
#include "report/json_iam.h"
#include "report/text_iam.h"

namespace connectguard {

FindingPlace PolicySources::PlaceOf(const Value& value) const {
  for (const Document* document : documents_) {
    if (BelongsTo(*document, value) && value.file < document->file_count()) {
      const SourceFile& file = document->file(value.file);
      FindingPlace place = PlaceIn(file, value.span());
      // A document on one line is short enough to show.
      SourceExcerpt excerpt = ExcerptAt(file, place.place);
      place.source_line = std::move(excerpt.text);
      place.caret = excerpt.caret;
      return place;
    }
  }
  return {};
}

Status WriteIamCan(const IamCanReport& report, const PolicySources& sources,
                   const ReportOptions& options, std::ostream& out) {
  if (options.format == ReportFormat::kJson) {
    WriteJsonIamCan(report, sources, out);
  } else {
    WriteTextIamCan(report, sources, options.colour, out);
  }
  return FinishWriting(out);
}

Status WriteIamAtMost(const IamAtMostReport& report,
                      const PolicySources& sources,
                      const ReportOptions& options, std::ostream& out) {
  if (options.format == ReportFormat::kJson) {
    WriteJsonIamAtMost(report, sources, out);
  } else {
    WriteTextIamAtMost(report, sources, options.colour, out);
  }
  return FinishWriting(out);
}

Status WriteIamDiff(const IamDiffReport& report, const PolicySources& sources,
                    const ReportOptions& options, std::ostream& out) {
  if (options.format == ReportFormat::kJson) {
    WriteJsonIamDiff(report, sources, out);
  } else {
    WriteTextIamDiff(report, sources, options.colour, out);
  }
  return FinishWriting(out);
}

Status WriteIamLint(std::span<const IamLintedFile> files,
                    const PolicySources& sources, const ReportOptions& options,
                    std::ostream& out) {
  if (options.format == ReportFormat::kJson) {
    WriteJsonIamLint(files, sources, out);
  } else {
    WriteTextIamLint(files, sources, options.colour, out);
  }
  return FinishWriting(out);
}

Status WriteIamExplanation(const IamExplanation& explanation,
                           const PolicySources& sources,
                           const ReportOptions& options, std::ostream& out) {
  if (options.format == ReportFormat::kJson) {
    WriteJsonIamExplanation(explanation, sources, out);
  } else {
    WriteTextIamExplanation(explanation, sources, options.colour, out);
  }
  return FinishWriting(out);
}

}  // namespace connectguard
