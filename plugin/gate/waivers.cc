#include "gate/waivers.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "gate/place.h"
#include "readers/terraform_address.h"

namespace connectguard {
namespace {

using std::chrono::sys_days;

// A reader of more than these mends the first ones first.
constexpr std::size_t kMaxNotes = 20;

std::optional<int> Number(std::string_view digits) {
  int number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  const bool plain = error == std::errc() && stop == end && number >= 0;
  return plain ? std::optional(number) : std::nullopt;
}

// `2027-01-31`.
std::optional<sys_days> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const std::optional<int> year = Number(text.substr(0, 4));
  const std::optional<int> month = Number(text.substr(5, 2));
  const std::optional<int> day = Number(text.substr(8, 2));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(unsigned(*month)),
                                         std::chrono::day(unsigned(*day))};
  return date.ok() ? std::optional<sys_days>(date) : std::nullopt;
}

// As waivers name it: without instance keys, and of what is made of several
// parts (`aws_x.y (part 1)`) the resource that it is made of.
std::string AddressOf(std::string_view address) {
  std::string plain = WithoutKeys(address);
  plain.resize(std::min(plain.find(" ("), plain.size()));
  plain.resize(plain.size() - (plain.ends_with('.') ? 1 : 0));
  return plain;
}

class WaiverJudge {
 public:
  WaiverJudge(const Document& document, std::span<const WaivableName> names,
              sys_days today, std::vector<CollectedFinding>* findings)
      : document_(document),
        names_(names),
        today_(today),
        findings_(*findings) {}

  std::vector<std::string> Judge() {
    for (const WrittenWaiver& waiver : document_.waivers()) {
      Take(waiver);
    }
    for (CollectedFinding& each : findings_) {
      Waive(&each);
    }
    NoteUnneeded();
    if (notes_.size() > kMaxNotes) {
      const std::size_t more = notes_.size() - kMaxNotes;
      notes_.resize(kMaxNotes);
      notes_.push_back(fmt::format("there is more to say of {} waivers", more));
    }
    return std::move(notes_);
  }

 private:
  // A waiver that counts, for one of the names in it.
  struct Entry {
    const WrittenWaiver* waiver;
    const WaivableName* name;
  };
  // The place of a waiver and the name in it. A file may be read for several
  // modules or stacks: what is said of it is said once.
  using Spot = std::tuple<std::string, std::uint32_t, std::string_view>;

  Spot SpotOf(const Entry& entry) const {
    const SourceSpan place = entry.waiver->place;
    return {document_.file(place.file).name(), place.begin, entry.name->name};
  }

  std::string PlaceText(const WrittenWaiver& waiver) const {
    const SourceFile& file = document_.file(waiver.place.file);
    const LineColumn place = file.At(waiver.place.begin);
    return file.HasLines()
               ? fmt::format("{}:{}", file.name(), place.line)
               : fmt::format("{}:{}:{}", file.name(), place.line, place.column);
  }

  void Note(std::string note) {
    if (said_.insert(note).second) {
      notes_.push_back(std::move(note));
    }
  }

  // --- What counts -----------------------------------------------------------

  void Take(const WrittenWaiver& waiver) {
    if (waiver.problem.empty() && waiver.at.empty()) {
      if (waiver.in_input) {
        Note(
            fmt::format("the waiver at {} stands at no resource: write it "
                        "into the resource, or on the line above it",
                        PlaceText(waiver)));
      }
      return;
    }
    const std::string why = WhyNotCounting(waiver, today_);
    if (!waiver.problem.empty()) {
      Note(fmt::format("the waiver at {} does not count: {}", PlaceText(waiver),
                       why));
      return;
    }
    for (const std::string& name : waiver.policies) {
      TakeName(waiver, name, why);
    }
  }

  void TakeName(const WrittenWaiver& waiver, std::string_view name,
                const std::string& why) {
    bool known = false;
    for (const WaivableName& each : names_) {
      if (each.name != name) {
        continue;
      }
      known = true;
      if (!each.judged) {
        continue;
      }
      if (!why.empty()) {
        Note(fmt::format("the waiver of {} at {} does not count: {}", name,
                         PlaceText(waiver), why));
      } else if (!each.waivable) {
        Note(
            fmt::format("the waiver of {} at {} does not count: this policy "
                        "cannot be waived",
                        name, PlaceText(waiver)));
      } else {
        for (const std::string& at : waiver.at) {
          entries_[AddressOf(at)].push_back({.waiver = &waiver, .name = &each});
        }
        if (waiver.in_input) {
          needed_.push_back({.waiver = &waiver, .name = &each});
        }
      }
    }
    if (!known && !waiver.may_name_others) {
      NoteUnknown(waiver, name);
    }
  }

  void NoteUnknown(const WrittenWaiver& waiver, std::string_view name) {
    // Looked for only where it is shown.
    const std::string hint =
        notes_.size() < kMaxNotes ? HintFor(name) : std::string();
    Note(fmt::format("the waiver at {} names `{}`, which is no policy{}{}",
                     PlaceText(waiver), name, hint.empty() ? "" : ": ", hint));
  }

  std::string HintFor(std::string_view name) const {
    std::vector<std::string_view> known;
    for (const WaivableName& each : names_) {
      known.push_back(each.name);
    }
    std::string upper(name);
    std::ranges::transform(upper, upper.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    const std::string hint = DidYouMean(name, known);
    return hint.empty() ? DidYouMean(upper, known) : hint;
  }

  // --- What is waived --------------------------------------------------------

  void Waive(CollectedFinding* collected) {
    Finding& finding = collected->finding;
    if (finding.status == FindingStatus::kError || finding.resource.empty()) {
      return;
    }
    for (const std::string& at : WaiverAddresses(finding.resource)) {
      WaiveAt(at, &finding);
    }
    // Other things may be found elsewhere in the resource that are not listed,
    // or are said with this one.
    if (finding.status == FindingStatus::kViolation &&
        collected->withheld == 0) {
      for (const std::string& at : WaiverAddresses(finding.set_in)) {
        WaiveAt(at, &finding);
      }
    }
  }

  void WaiveAt(const std::string& at, Finding* finding) {
    const auto found = entries_.find(at);
    if (found == entries_.end()) {
      return;
    }
    for (const Entry& entry : found->second) {
      const WaivableName& name = *entry.name;
      if (name.policy_id != finding->policy_id ||
          (!name.rule.empty() && name.rule != finding->title)) {
        continue;
      }
      used_.insert(SpotOf(entry));
      if (!finding->waiver) {
        finding->waiver = DescribeWaiver(document_, *entry.waiver);
      }
    }
  }

  void NoteUnneeded() {
    std::set<std::string_view> failed_to_judge;
    for (const CollectedFinding& each : findings_) {
      if (each.finding.status == FindingStatus::kError) {
        failed_to_judge.insert(each.finding.policy_id);
      }
    }
    for (const Entry& entry : needed_) {
      if (!used_.contains(SpotOf(entry)) &&
          !failed_to_judge.contains(entry.name->policy_id)) {
        Note(fmt::format("the waiver of {} at {} waives nothing: remove it",
                         entry.name->name, PlaceText(*entry.waiver)));
      }
    }
  }

  const Document& document_;
  std::span<const WaivableName> names_;
  sys_days today_;
  std::vector<CollectedFinding>& findings_;
  std::unordered_map<std::string, std::vector<Entry>> entries_;  // By address.
  std::vector<Entry> needed_;
  std::set<Spot> used_;
  std::set<std::string> said_;
  std::vector<std::string> notes_;
};

}  // namespace

void AddWaivableNames(const Policy& policy, bool judged,
                      std::vector<WaivableName>* names) {
  WaivableName name{.name = policy.metadata.id,
                    .policy_id = policy.metadata.id,
                    .rule = {},
                    .judged = judged,
                    .waivable = policy.metadata.waivable};
  if (!policy.plain) {
    names->push_back(name);
  }
  for (const Rule& rule : policy.rules->rules) {
    // The name of the rule that warns would say less than the whole policy.
    if (!policy.plain && rule.name == policy.metadata.warning) {
      continue;
    }
    name.name = rule.name;
    name.rule = policy.plain ? std::string_view(rule.name) : std::string_view();
    names->push_back(name);
  }
}

std::vector<std::string> WaiverAddresses(std::string_view resource) {
  std::vector<std::string> addresses;
  std::string at = AddressOf(resource);
  while (!at.empty()) {
    addresses.push_back(at);
    const std::size_t dot = at.rfind('.');
    at.resize(dot == std::string::npos ? 0 : dot);
  }
  return addresses;
}

FindingWaiver DescribeWaiver(const Document& document,
                             const WrittenWaiver& waiver) {
  FindingWaiver described{
      .reason = waiver.reason,
      .until = waiver.until,
      .owner = waiver.owner,
      .ticket = waiver.ticket,
      .place = PlaceIn(document.file(waiver.place.file), waiver.place)};
  described.place.source_line.clear();
  described.place.caret = 0;
  return described;
}

sys_days Today(const Clock& clock) {
  return std::chrono::floor<std::chrono::days>(clock.Now());
}

std::string WhyNotCounting(const WrittenWaiver& waiver, sys_days today) {
  if (!waiver.problem.empty()) {
    return waiver.problem;
  }
  if (waiver.reason.empty()) {
    return waiver.may_name_others
               ? "it gives no reason (`Reason` beside `SuppressedRules`)"
               : "it gives no reason";
  }
  if (waiver.until.empty()) {
    return {};
  }
  const std::optional<sys_days> last = ParseDay(waiver.until);
  if (!last) {
    return fmt::format("`{}` is no day, as 2027-01-31 is", waiver.until);
  }
  return today > *last
             ? fmt::format("it has expired, being good until {}", waiver.until)
             : std::string();
}

std::vector<std::string> ApplyWaivers(const Document& document,
                                      std::span<const WaivableName> names,
                                      sys_days today,
                                      std::vector<CollectedFinding>* findings) {
  return WaiverJudge(document, names, today, findings).Judge();
}

}  // namespace connectguard
