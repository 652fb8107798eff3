#include "cli/flow_options.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/check_options.h"
#include "readers/flow_export.h"

namespace connectguard {
namespace {

constexpr std::string_view kExamples =
    "A flow is a file as the flow editor exports it, new or old, or as `aws "
    "connect\ndescribe-contact-flow` prints it; or a resource of a plan or "
    "template. In a picture,\nfindings stand in their action, the way to the "
    "worst of them is bold, and what no\ncontact comes to is grey.\n\n"
    "Examples:\n"
    "  connectguard flow main.json\n"
    "  connectguard flow exports/ --format json --output findings.json\n"
    "  connectguard flow main.json --type CONTACT_FLOW --instance "
    "arn:aws:connect:eu-west-2:111122223333:instance/ID\n"
    "  connectguard flow main.json --graph svg --output main.svg\n"
    "  connectguard flow plan.json --graph mermaid --out-dir pictures\n"
    "  connectguard flow exports/ --links --graph dot\n\n"
    "Exit codes: 0 when neither an error nor a violation is found, 1 when one "
    "is, 2\nundecided; of pictures and links 0. 69 when Graphviz is needed and "
    "not installed; the\nothers as for check.\n";

constexpr Choice<FlowPictureFormat> kPictures[] = {
    {"dot", FlowPictureFormat::kDot},
    {"mermaid", FlowPictureFormat::kMermaid},
    {"svg", FlowPictureFormat::kSvg}};

// What policies take apart: a part in another form would decide nothing.
bool IsInstanceArn(std::string_view text) {
  constexpr std::string_view kInstance = "instance/";
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyz0123456789-";
  const std::vector<std::string_view> parts = Split(text, ':');
  return parts.size() == 6 && parts[0] == "arn" && parts[2] == "connect" &&
         !parts[1].empty() && !parts[3].empty() && parts[4].size() == 12 &&
         parts[1].find_first_not_of(kName) == std::string_view::npos &&
         parts[3].find_first_not_of(kName) == std::string_view::npos &&
         parts[4].find_first_not_of(kDigits) == std::string_view::npos &&
         parts[5].starts_with(kInstance) &&
         parts[5].size() > kInstance.size() &&
         parts[5].find('/', kInstance.size()) == std::string_view::npos;
}

}  // namespace

void FlowOptions::AddTo(CLI::App* root) {
  app_ = AddCommand(root, "flow",
                    "Judge contact flows, draw them, and show how they lead to "
                    "each other",
                    kExamples);
  app_->add_option("FILE", command_.inputs,
                   "Flows, folders of flows, plans or templates; - is stdin")
      ->type_name("");
  app_->add_option("--flow", command_.flow,
                   "Only the flow with this name or address")
      ->type_name("NAME");
  app_->add_option("--instance", command_.home.instance_arn,
                   "The instance of the flows, which their files mostly do "
                   "not say")
      ->type_name("ARN");
  app_->add_option("--type", command_.home.type,
                   "The type of flows whose files do not say it, such as "
                   "CONTACT_FLOW")
      ->type_name("TYPE");
  AddChoice(app_, "--format", &format_, kFormatChoices,
            "Form of the report (text)");
  AddChoice(app_, "--graph", &graph_, kPictures,
            "Draw the flow instead; svg needs Graphviz");
  app_->add_flag("--links", command_.links,
                 "How flows, modules, queues, quick connects and numbers lead "
                 "to each other");
  app_->add_option("-o,--output", command_.output,
                   "Write the report or picture to a file")
      ->type_name("FILE");
  app_->add_option("--out-dir", command_.out_directory,
                   "Write a picture of each flow to this folder")
      ->type_name("DIR");
  AddGate();
  AddChoice(app_, "--color", &colour_, kColourChoices,
            "When to use colours (auto)");
  AddConfiguration(app_, &command_.configuration);
  app_->add_option("--policies", command_.policies_directory,
                   "A folder of policies instead of the built-in ones")
      ->type_name("DIR");
}

void FlowOptions::AddGate() {
  GateOptions& gate = command_.gate;
  gate.pack.clear();
  app_->add_option("--pack", gate.pack,
                   "The policies to apply, of which those count that speak of "
                   "flows (strict)")
      ->type_name("NAME");
  AddIds(app_, "--only", &gate.only,
         "Apply only this policy of the pack; may be repeated");
  AddIds(app_, "--skip", &gate.skip,
         "Do not apply this policy; may be repeated");
  AddParameters(app_, &gate.parameters);
  AddChoice(app_, "--fail-on", &fail_on_, kSeverityChoices,
            "The lowest severity of a policy that denies (low)");
  AddChoice(app_, "--on-unknown", &on_unknown_, kOnUnknownChoices,
            "What an UNKNOWN does: make the verdict undecided, be reported, be "
            "counted (warn)");
  app_->add_flag("--closed-world", gate.closed_world,
                 "The inputs are the whole account");
  AddNoWaivers(app_, &gate);
}

Status FlowOptions::FinishChoices() {
  CG_RETURN_IF_ERROR(
      Choose("--format", format_, kFormatChoices, &command_.format));
  CG_RETURN_IF_ERROR(
      Choose("--color", colour_, kColourChoices, &command_.colour));
  CG_RETURN_IF_ERROR(
      Choose("--fail-on", fail_on_, kSeverityChoices, &command_.gate.fail_on));
  CG_RETURN_IF_ERROR(Choose("--on-unknown", on_unknown_, kOnUnknownChoices,
                            &command_.gate.on_unknown));
  return graph_.empty()
             ? Status()
             : Choose("--graph", graph_, kPictures, &command_.graph.emplace());
}

Status FlowOptions::CheckTogether() const {
  if (command_.graph && !format_.empty()) {
    return UsageError("a graph is no text and no JSON",
                      "give either --graph or --format");
  }
  if (!command_.out_directory.empty() && !command_.graph) {
    return UsageError("--out-dir is for pictures",
                      "add --graph dot, mermaid or svg");
  }
  if (!command_.out_directory.empty() && !command_.output.empty()) {
    return UsageError("give either --output or --out-dir", "");
  }
  if (std::ranges::count(command_.inputs, "-") > 1) {
    return UsageError("`-` can be named once, since standard input ends once",
                      "");
  }
  return CheckConfiguration(command_.configuration, command_.inputs.size());
}

Status FlowOptions::CheckHome() const {
  const FlowHome& home = command_.home;
  if (!home.instance_arn.empty() && !IsInstanceArn(home.instance_arn)) {
    return UsageError(
        fmt::format("`{}` is not the ARN of an instance", home.instance_arn),
        "it looks like arn:aws:connect:eu-west-2:111122223333:instance/ID");
  }
  const std::span<const std::string_view> types = FlowTypes();
  if (home.type.empty() || std::ranges::count(types, home.type) > 0) {
    return {};
  }
  std::string hint = DidYouMean(home.type, types);
  return UsageError(fmt::format("flows are not of a type `{}`", home.type),
                    hint.empty()
                        ? fmt::format("use one of: {}", fmt::join(types, ", "))
                        : std::move(hint));
}

Result<FlowCommand> FlowOptions::Finish() {
  CG_RETURN_IF_ERROR(RefuseLeftOvers(*app_));
  CG_RETURN_IF_ERROR(FinishChoices());
  if (command_.inputs.empty()) {
    return UsageError("name a flow, or a folder of flows", HelpHint(*app_));
  }
  CG_RETURN_IF_ERROR(CheckTogether());
  CG_RETURN_IF_ERROR(CheckHome());
  return std::move(command_);
}

}  // namespace connectguard
