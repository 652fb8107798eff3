#include "cli/flow.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/sha256.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/flow_inputs.h"
#include "cli/policy_library.h"
#include "gate/exit_code.h"
#include "gate/flow_links.h"
#include "gate/flow_review.h"
#include "gate/plan_state.h"
#include "policy/pack.h"
#include "report/flow_writer.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxFileNameBytes = 100;

// Who asks about flows wants to hear all that policies say of them.
constexpr std::string_view kPackOfAll = "strict";

// One input, and what keeps its parts; or why there is none.
struct ReadFlows {
  std::string name;
  std::optional<Error> error = std::nullopt;
  std::unique_ptr<const Document> document = nullptr;
  std::optional<GateReport> report = std::nullopt;  // Unset: no policy applies.
  FlowReview review = {};
};

// Of what is shown, so that one flow of a plan has its own verdict.
Verdict VerdictOf(const FlowReview& review) {
  bool undecided = false;
  const auto denies = [&undecided](const Finding& finding) {
    const bool unknown = finding.status == FindingStatus::kUnknown;
    undecided |= finding.blocking && unknown;
    return finding.blocking && !unknown;
  };
  bool denied = std::ranges::count_if(review.others, denies) > 0;
  for (const ReviewedFlow& flow : review.flows) {
    denied |=
        std::ranges::count_if(flow.issues, denies, &FlowIssue::finding) > 0;
  }
  return denied      ? Verdict::kDeny
         : undecided ? Verdict::kUndecided
                     : Verdict::kAllow;
}

class FlowRun {
 public:
  FlowRun(const FlowCommand& command, const Environment& environment)
      : command_(command), environment_(environment), gate_(command.gate) {}

  int Run() {
    if (const Status status = TryRun(); !status) {
      Complain(status.error());
    }
    return code_;
  }

 private:
  Status TryRun() {
    CG_RETURN_IF_ERROR(ChoosePolicies());
    CG_ASSIGN_OR_RETURN(
        given_, ReadConfiguration(command_.configuration, environment_.files));
    ReadAll();
    CG_RETURN_IF_ERROR(KeepFlow());
    if (std::ranges::all_of(read_, [](const ReadFlows& each) {
          return each.error.has_value();
        })) {
      return {};
    }
    return command_.links   ? ShowLinks()
           : command_.graph ? ShowPictures()
                            : ShowReport();
  }

  void Complain(const Error& error) {
    WriteError(error, environment_.err);
    code_ = std::max(code_, ExitCodeOf(error.code));
  }

  // --- Reading and judging ---------------------------------------------------

  // Those that speak of flows, unless the caller has chosen.
  Status ChoosePolicies() {
    CG_ASSIGN_OR_RETURN(library_, LoadPolicies(command_.policies_directory,
                                               environment_.files));
    if (gate_.pack.empty()) {
      const bool has_all = library_.policies->packs().contains(kPackOfAll);
      gate_.pack = has_all ? kPackOfAll : kDefaultPack;
    }
    CG_ASSIGN_OR_RETURN(
        const std::vector<const Policy*> chosen,
        library_.policies->Select(gate_.pack, gate_.only, gate_.skip));
    CG_RETURN_IF_ERROR(
        library_.policies->Parameters(gate_.pack, gate_.parameters)
            .map([](const auto&) {}));
    judge_ = !gate_.only.empty();
    if (!judge_) {
      for (const Policy* policy : chosen) {
        if (IsOfFlows(*policy)) {
          gate_.only.push_back(policy->metadata.id);
        }
      }
      judge_ = !gate_.only.empty();
    }
    return {};
  }

  void ReadAll() {
    FlowFiles found = ReadFlowFiles(command_.inputs, environment_.files);
    read_.resize(found.files.size());
    ParallelFor(read_.size(), [&](std::size_t i) {
      FlowFile& file = found.files[i];
      read_[i].name = file.name;
      const Status status =
          file.input ? Read(*std::move(file.input), &read_[i])
                     : Status(tl::unexpected(std::move(file.input.error())));
      if (!status) {
        read_[i].error = status.error();
      }
    });
    for (const ReadFlows& read : read_) {
      if (read.error) {
        Complain(*read.error);
      }
    }
    if (found.left_out > 0) {
      environment_.err << fmt::format(
          "note: {} of the folder hold{} no contact flow and {} left out\n",
          found.left_out == 1 ? "one .json file"
                              : fmt::format("{} .json files", found.left_out),
          found.left_out == 1 ? "s" : "", found.left_out == 1 ? "is" : "are");
    }
  }

  Status Read(Input input, ReadFlows* read) {
    input.configuration = given_.files;
    if (!command_.home.instance_arn.empty() || !command_.home.type.empty()) {
      input.home = command_.home;
    }
    CG_ASSIGN_OR_RETURN(
        read->document,
        ReadDocument(std::move(input), {.closed_world = gate_.closed_world}));
    if (judge_) {
      const Engine engine(library_.policies.get(), &environment_.clock);
      CG_ASSIGN_OR_RETURN(read->report,
                          engine.CheckDocument(*read->document, gate_));
    }
    read->review = ReviewFlows(
        *read->document,
        read->report ? std::span<const Finding>(read->report->findings)
                     : std::span<const Finding>(),
        gate_.on_unknown);
    if (read->review.flows.empty()) {
      return Fail(
          ErrorCode::kBadInput,
          DiagnosticFor(read->name,
                        fmt::format("there is no contact flow in this {}",
                                    PlanKind(*read->document)),
                        "flows are resources of the types aws_connect_contact_"
                        "flow(_module) and AWS::Connect::ContactFlow(Module)"));
    }
    return {};
  }

  // Drops all flows but the one that was asked for.
  Status KeepFlow() {
    if (command_.flow.empty()) {
      return {};
    }
    std::vector<std::string> names;
    bool found = false;
    for (ReadFlows& each : read_) {
      std::erase_if(each.review.flows, [&](const ReviewedFlow& flow) {
        names.emplace_back(flow.resource->address);
        return flow.resource->address != command_.flow &&
               flow.name != command_.flow;
      });
      found |= !each.review.flows.empty();
      each.review.others.clear();
    }
    std::erase_if(read_, [](const ReadFlows& each) {
      return !each.error && each.review.flows.empty();
    });
    if (found || names.empty()) {
      return {};
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    std::string hint = DidYouMean(command_.flow, views);
    return UsageError(fmt::format("no input has a flow `{}`", command_.flow),
                      hint.empty() && names.size() <= kMaxNamed
                          ? fmt::format("there is: {}", fmt::join(names, ", "))
                          : std::move(hint));
  }

  // --- Showing ---------------------------------------------------------------

  // To the file that was asked for, or to standard output.
  Status Put(const std::string& text) {
    if (!command_.output.empty()) {
      return environment_.write_file(command_.output, text);
    }
    environment_.out << text;
    return FinishWriting(environment_.out);
  }

  ReportOptions Options() const {
    const bool colour = command_.output.empty()
                            ? UseColour(command_.colour, environment_)
                            : command_.colour == ColourChoice::kAlways;
    return {.format = command_.format, .colour = colour};
  }

  Status ShowReport() {
    std::vector<FlowInput> inputs;
    for (const ReadFlows& each : read_) {
      inputs.push_back(
          {.input = each.name, .error = each.error ? &*each.error : nullptr});
      FlowInput& input = inputs.back();
      if (each.error) {
        continue;
      }
      const Document& document = *each.document;
      input.kind = PlanKind(document);
      input.sha256 = document.digest().empty()
                         ? Sha256Hex(document.file(0).text())
                         : document.digest();
      input.notes = each.report ? each.report->notes : PlanNotes(document);
      input.review = &each.review;
      input.counts = each.report ? each.report->counts : GateCounts();
      input.verdict = VerdictOf(each.review);
    }
    std::ostringstream text;
    CG_RETURN_IF_ERROR(WriteFlowReport(inputs, Options(), text));
    CG_RETURN_IF_ERROR(Put(text.str()));
    code_ = code_ != 0 ? code_ : ExitCodeOf(WorstVerdict(inputs));
    return {};
  }

  Status ShowLinks() {
    std::vector<FlowsOfDocument> documents;
    for (const ReadFlows& each : read_) {
      if (!each.error) {
        documents.push_back(
            {.document = each.document.get(), .flows = &each.review.flows});
      }
    }
    const FlowMap map = MapFlows(documents);
    if (!command_.graph) {
      std::ostringstream text;
      CG_RETURN_IF_ERROR(WriteFlowMap(map, Options(), text));
      return Put(text.str());
    }
    CG_ASSIGN_OR_RETURN(const std::string picture,
                        Drawn(MapPicture(map, Language())));
    return command_.out_directory.empty() ? Put(picture)
                                          : PutInFolder("links", picture);
  }

  Status ShowPictures() {
    std::vector<const ReviewedFlow*> flows;
    for (const ReadFlows& each : read_) {
      for (const ReviewedFlow& flow : each.review.flows) {
        flows.push_back(&flow);
      }
    }
    if (flows.size() > 1 && command_.out_directory.empty()) {
      return UsageError(
          fmt::format("there are {} flows, and a picture shows one",
                      flows.size()),
          "name one with --flow, or have a file for each: --out-dir DIR");
    }
    for (const ReviewedFlow* flow : flows) {
      CG_ASSIGN_OR_RETURN(const std::string picture,
                          Drawn(FlowPicture(*flow, Language())));
      CG_RETURN_IF_ERROR(
          command_.out_directory.empty()
              ? Put(picture)
              : PutInFolder(std::string(flow->resource->address), picture));
    }
    return {};
  }

  GraphFormat Language() const {
    return command_.graph == FlowPictureFormat::kMermaid ? GraphFormat::kMermaid
                                                         : GraphFormat::kDot;
  }

  Result<std::string> Drawn(std::string text) const {
    if (command_.graph != FlowPictureFormat::kSvg) {
      return text;
    }
    Result<std::string> picture =
        environment_.run_program
            ? environment_.run_program({"dot", "-Tsvg"}, text)
            : Fail(ErrorCode::kUnavailable, "`dot` is not installed");
    if (!picture) {
      picture.error().diagnostic.hint =
          "Graphviz draws svg (install the package `graphviz`); --graph dot "
          "and --graph mermaid need no other program";
    }
    return picture;
  }

  std::string_view Ending() const {
    return command_.graph == FlowPictureFormat::kSvg   ? ".svg"
           : command_.graph == FlowPictureFormat::kDot ? ".dot"
                                                       : ".mmd";
  }

  // A name that is used already gets a number.
  Status PutInFolder(const std::string& name, const std::string& text) {
    std::string stem;
    for (const char c : name.substr(0, kMaxFileNameBytes)) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                         (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
                         (c == '.' && !stem.empty());
      stem += plain ? c : '_';
    }
    std::string file = fmt::format("{}{}", stem, Ending());
    for (int number = 2; !written_.insert(file).second; ++number) {
      file = fmt::format("{}-{}{}", stem, number, Ending());
    }
    if (environment_.make_folder) {
      CG_RETURN_IF_ERROR(environment_.make_folder(command_.out_directory));
    }
    const std::string path = fmt::format("{}/{}", command_.out_directory, file);
    CG_RETURN_IF_ERROR(environment_.write_file(path, text));
    environment_.out << path << '\n';
    return FinishWriting(environment_.out);
  }

  static constexpr std::size_t kMaxNamed = 10;

  const FlowCommand& command_;
  const Environment& environment_;
  GateOptions gate_;
  bool judge_ = false;
  PolicyLibrary library_;
  GivenConfiguration given_;
  std::deque<ReadFlows> read_;
  std::set<std::string> written_;
  int code_ = kExitAllowed;
};

}  // namespace

int RunFlow(const FlowCommand& command, const Environment& environment) {
  return FlowRun(command, environment).Run();
}

}  // namespace connectguard
