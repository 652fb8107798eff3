#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "document/dump.h"
#include "report/inspection_writer.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

constexpr std::size_t kStep = 2;  // Columns that each level goes in.
// Bytes of a value that are shown; the JSON has all of it.
constexpr std::size_t kMaxText = 400;

std::string Counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

bool IsSame(const FindingPlace& a, const FindingPlace& b) {
  return a.file == b.file && a.span.begin == b.span.begin;
}

class TextInspection {
 public:
  TextInspection(const Painter& painter, std::ostream& out)
      : painter_(painter), out_(out) {}

  void Write(const InspectedInput& input) {
    WriteHead(input);
    bool planned = true;
    for (const ResourceInSection& each : input.chosen) {
      if (planned && !each.planned) {
        out_ << painter_.Paint(Ink::kBold, "\nBefore apply:\n");
      }
      planned = each.planned;
      WriteResource(input.inspector->Inspect(each));
    }
    if (!input.is_part) {
      WriteTail(*input.inspector);
    }
  }

 private:
  void WriteHead(const InspectedInput& input) {
    const Document& document = input.inspector->document();
    out_ << fmt::format(
        "{}  ({}, {})\nsha256 {}\n", Printable(input.input), input.kind,
        Counted(document.resources().size(), "resource"), input.sha256);
    if (!input.plan_file.empty()) {
      out_ << fmt::format("plan file  {}  sha256 {}\n",
                          Printable(input.plan_file), input.plan_file_sha256);
    }
    for (const std::string& note : input.notes) {
      out_ << fmt::format("note: {}\n", Printable(note));
    }
  }

  void WriteResource(const InspectedResource& inspected) {
    const Resource& resource = *inspected.resource;
    head_ = inspected.place;
    std::string head = fmt::format(
        "\n{}  {}", painter_.Paint(Ink::kBold, Printable(resource.address)),
        Printable(resource.type));
    if (!inspected.action.empty()) {
      head += fmt::format(", {}", Printable(inspected.action));
    }
    if (!inspected.only_if.empty()) {
      head += fmt::format(", only if {}", Printable(inspected.only_if));
    }
    if (!inspected.mapped) {
      head += ", kept under Terraform's names";
    }
    out_ << head << WholePlace(inspected.place) << '\n';
    said_.clear();
    for (const InspectedValue& value : inspected.values) {
      WriteValue(value);
    }
    for (const InspectedWaiver& waiver : inspected.waivers) {
      WriteWaiver(waiver);
    }
    for (const InspectedReferrer& referrer : inspected.referrers) {
      out_ << fmt::format("  {} {}  {}\n", painter_.Paint(Ink::kGreen, "<-"),
                          Printable(referrer.address),
                          painter_.Paint(Ink::kDim, Printable(referrer.path)));
    }
  }

  void WriteWaiver(const InspectedWaiver& inspected) {
    const FindingWaiver& waiver = inspected.waiver;
    std::string line = fmt::format(
        "  {} {}", painter_.Paint(Ink::kYellow, "waiver"),
        Printable(fmt::format("{}", fmt::join(inspected.policies, ", "))));
    if (!waiver.reason.empty()) {
      line += fmt::format(": {}", Printable(waiver.reason));
    }
    if (!waiver.until.empty()) {
      line += fmt::format(" (until {})", Printable(waiver.until));
    }
    if (!inspected.why_not.empty()) {
      line += painter_.Paint(
          Ink::kYellow,
          fmt::format("  does not count: {}", Printable(inspected.why_not)));
    }
    out_ << line << WholePlace(waiver.place) << '\n';
  }

  void WriteValue(const InspectedValue& value) {
    std::string line(kStep * (value.depth + 1), ' ');
    line += Printable(value.label);
    if (value.hidden) {
      line += ": (sensitive)";
    } else if (!value.reason.empty()) {
      line += fmt::format(": {} {}", painter_.Paint(Ink::kYellow, "?"),
                          Printable(value.reason));
      line += value.value->unknown->unset
                  ? " (the configuration sets nothing there)"
                  : "";
    } else if (!value.has_members) {
      line += ": " + TextOf(*value.value);
    }
    for (const InspectedLink& link : value.links) {
      line += fmt::format("  {} {}", painter_.Paint(Ink::kGreen, "->"),
                          Printable(link.target));
      if (!link.attribute.empty()) {
        line += fmt::format(" ({})", Printable(link.attribute));
      }
    }
    out_ << line << Origin(value) << '\n';
    for (const InspectedAlternative& alternative : value.alternatives) {
      for (const InspectedValue& each : alternative.values) {
        WriteValue(each);
      }
      if (alternative.values.empty()) {
        out_ << fmt::format("{:{}}when {}: nothing\n", "",
                            kStep * (value.depth + 2),
                            Printable(alternative.when));
      }
    }
  }

  std::string TextOf(const Value& value) const {
    std::string text = Printable(Summarize(value, kMaxText));
    if (value.Is(Kind::kString) && value.size > kMaxText) {
      text += painter_.Paint(
          Ink::kDim,
          fmt::format(" ({} bytes; --format json has them all)", value.size));
    }
    return text;
  }

  // What was said of the value's containers.
  struct Said {
    std::string origin;
    std::string_view set_in;
  };

  // "storage_config[0] of aws_x.y, line 12", as far as the container's does not
  // say it.
  std::string Origin(const InspectedValue& value) {
    said_.resize(value.depth);
    const Said above = said_.empty() ? Said() : said_.back();
    std::string origin = Printable(value.attribute);
    if (!value.set_in.empty() && value.set_in != above.set_in) {
      origin += fmt::format(" of {}", Printable(value.set_in));
    }
    // A template's containers begin where their first member does.
    const std::string place = value.has_members && value.attribute.empty()
                                  ? std::string()
                                  : ShortPlace(value.place);
    origin += !origin.empty() && !place.empty() ? ", " : "";
    origin += place;
    said_.push_back(
        {.origin = origin,
         .set_in = value.attribute.empty() ? above.set_in : value.set_in});
    return above.origin == origin || origin.empty()
               ? std::string()
               : "  " + painter_.Paint(Ink::kDim, "[" + origin + "]");
  }

  std::string WholePlace(const FindingPlace& place) const {
    return place.file.empty() || !place.has_lines
               ? std::string()
               : "  " + painter_.Paint(
                            Ink::kDim,
                            fmt::format("[{}:{}]", Printable(place.file),
                                        place.place.line));
  }

  // Without the file, when it is the resource's.
  std::string ShortPlace(const FindingPlace& place) const {
    if (place.file.empty() || !place.has_lines || IsSame(place, head_)) {
      return "";
    }
    return place.file == head_.file
               ? fmt::format("line {}", place.place.line)
               : fmt::format("{}:{}", Printable(place.file), place.place.line);
  }

  void WriteTail(const Inspector& inspector) {
    out_ << painter_.Paint(Ink::kBold, "\nIn all:\n");
    std::size_t all = 0;
    for (const auto& [reason, count] : inspector.Unknown()) {
      all += count;
    }
    out_ << fmt::format("  {} of planned properties {} unknown\n",
                        Counted(all, "value"), all == 1 ? "is" : "are");
    for (const auto& [reason, count] : inspector.Unknown()) {
      out_ << fmt::format("    {}: {}\n", count, Printable(reason));
    }
    const auto& links = inspector.links();
    out_ << fmt::format("  {} of resources {} linked\n",
                        Counted(links.size(), "pair"),
                        links.size() == 1 ? "is" : "are");
    const auto unmapped = inspector.Unmapped();
    if (!unmapped.empty()) {
      out_ << "  kept under Terraform's names, for want of a CloudFormation "
              "type or of what they belong to:\n";
    }
    for (const auto& [type, count] : unmapped) {
      out_ << fmt::format("    {} {}\n", count, Printable(type));
    }
  }

  const Painter& painter_;
  std::ostream& out_;
  FindingPlace head_;  // Of the resource that is written.
  std::vector<Said> said_;
};

}  // namespace

void WriteTextInspection(std::span<const InspectedInput> inputs, bool colour,
                         std::ostream& out) {
  const Painter painter(colour);
  TextInspection text(painter, out);
  std::string_view separator;
  for (const InspectedInput& input : inputs) {
    out << separator;
    text.Write(input);
    separator = "\n";
  }
}

}  // namespace connectguard
