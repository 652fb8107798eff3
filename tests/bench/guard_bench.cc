// The real cfn-guard and ours on the same work, one after the other, with
// ratios: `make bench-guard CFN_GUARD=path`. Times depend on the machine, their
// ratios hardly.
//
// The rules are those of AWS Control Tower that the npm package
// @cdklabs/cdk-validator-cfnguard ships beside cfn-guard; without a path only
// our own figures are printed, on the work that needs no foreign rules.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "bench/guard_documents.h"
#include "bench/measured_process.h"
#include "support/process.h"

namespace connectguard {
namespace {

namespace fs = std::filesystem;

constexpr int kRuns = 5;  // Of ours; the reference's long ones run once.
constexpr double kMegabyte = 1024 * 1024;

struct Work {
  std::string name;
  std::vector<std::string> arguments;  // Behind `validate`.
  double wanted_ratio = 0;             // 0: told, not judged.
  double wanted_megabytes = 0;         // 0: no limit.
};

struct Programs {
  std::string reference;  // Empty: none.
  std::string ours = CONNECTGUARD_PROGRAM;
};

// The best of several runs: what disturbs only ever adds.
MeasuredRun BestOf(int runs, const std::vector<std::string>& arguments,
                   const std::string& out) {
  MeasuredRun best = Measure(arguments, out);
  for (int i = 1; i < runs; ++i) {
    const MeasuredRun run = Measure(arguments, out);
    best.seconds = std::min(best.seconds, run.seconds);
    best.peak_bytes = std::max(best.peak_bytes, run.peak_bytes);
  }
  return best;
}

std::string Seconds(double seconds) {
  return seconds < 0.1 ? fmt::format("{:.2f} ms", seconds * 1000)
                       : fmt::format("{:.2f} s", seconds);
}

// False when the two programs end differently or a wanted figure is missed.
bool Compare(const Work& work, const Programs& programs,
             const TemporaryFolder& folder) {
  std::vector<std::string> ours = {programs.ours, "guard", "validate"};
  ours.insert(ours.end(), work.arguments.begin(), work.arguments.end());
  const MeasuredRun mine = BestOf(kRuns, ours, folder.Inside("ours.out"));
  const double megabytes = mine.peak_bytes / kMegabyte;
  if (programs.reference.empty()) {
    fmt::print("{:<58} {:>11} {:>7.0f} MB\n", work.name, Seconds(mine.seconds),
               megabytes);
    return true;
  }
  std::vector<std::string> theirs = {programs.reference, "validate"};
  theirs.insert(theirs.end(), work.arguments.begin(), work.arguments.end());
  const std::string out = folder.Inside("theirs.out");
  MeasuredRun reference = Measure(theirs, out);
  if (reference.seconds < 1) {
    reference = BestOf(kRuns, theirs, out);
  }
  const double ratio = reference.seconds / mine.seconds;
  const bool same = reference.exit_code == mine.exit_code;
  const bool met =
      ratio >= work.wanted_ratio &&
      (work.wanted_megabytes == 0 || megabytes <= work.wanted_megabytes);
  fmt::print("{:<58} {:>11} {:>7.0f} MB {:>11} {:>6.0f} MB {:>7.1f} {:>7} {}\n",
             work.name, Seconds(reference.seconds),
             reference.peak_bytes / kMegabyte, Seconds(mine.seconds), megabytes,
             ratio, work.wanted_ratio,
             !same ? fmt::format("EXIT CODES DIFFER: {} and {}",
                                 reference.exit_code, mine.exit_code)
             : met ? "met"
                   : "MISSED");
  std::fflush(stdout);
  return same && met;
}

std::vector<std::string> Structured(const std::vector<std::string>& rules,
                                    const std::string& data) {
  std::vector<std::string> arguments = {"--structured", "-S", "none", "-o",
                                        "json",         "-d", data};
  for (const std::string& path : rules) {
    arguments.insert(arguments.end(), {"-r", path});
  }
  return arguments;
}

// A document with a list of `count` strings under `L`, and under `M` the same
// from behind.
std::string Lists(std::size_t count) {
  std::string l;
  std::string m;
  for (std::size_t i = 0; i < count; ++i) {
    l += fmt::format("{}\"item-{}\"", i == 0 ? "" : ",", i);
    m += fmt::format("{}\"item-{}\"", i == 0 ? "" : ",", count - 1 - i);
  }
  return fmt::format("{{\"L\":[{}],\"M\":[{}]}}", l, m);
}

std::string MapOf(std::size_t keys) {
  std::string members;
  for (std::size_t i = 0; i < keys; ++i) {
    members += fmt::format("{}\"key-{}\":{}", i == 0 ? "" : ",", i, i);
  }
  return fmt::format("{{\"Map\":{{{}}}}}", members);
}

std::vector<Work> OwnWork(const TemporaryFolder& folder) {
  const auto work = [&](const std::string& name, std::string_view rules,
                        std::string_view data, const std::string& stem,
                        double ratio) {
    return Work{.name = name,
                .arguments = {"-r", folder.Write(stem + ".guard", rules), "-d",
                              folder.Write(stem + ".json", data)},
                .wanted_ratio = ratio};
  };
  return {
      work("one map of 32,000 keys, a trivial rule", "rule r { Map exists }\n",
           MapOf(32'000), "map", 50),
      work("20,000 strings against one regex",
           "rule r { L[*] == /^item-\\d+$/ }\n", Lists(20'000), "regex", 300),
      work("4,000 strings in 4,000 strings", "rule r { L[*] in M[*] }\n",
           Lists(4'000), "sets", 100),
      work("one rule, one small template, whole process",
           "rule r { Resources.*[ Type == 'AWS::S3::Bucket' ]"
           ".Properties.BucketName exists }\n",
           TemplateOf(3), "small", 1)};
}

std::vector<Work> ControlTowerWork(const fs::path& rules,
                                   const TemporaryFolder& folder) {
  std::vector<std::string> buckets_and_roles;
  for (const char* area : {"s3", "identityandaccessmanagement"}) {
    for (const auto& entry : fs::directory_iterator(rules / area)) {
      buckets_and_roles.push_back(entry.path());
    }
  }
  std::sort(buckets_and_roles.begin(), buckets_and_roles.end());
  return {
      {.name = fmt::format("40,000 resources, {} Control Tower rules files",
                           buckets_and_roles.size()),
       .arguments =
           Structured(buckets_and_roles,
                      folder.Write("large.json", SoundTemplateOf(40'000))),
       .wanted_ratio = 300,
       .wanted_megabytes = 250},
      // Here both programs mostly write: 227 MB of findings.
      {.name = "the same, where every bucket breaks rules",
       .arguments = Structured(buckets_and_roles,
                               folder.Write("broken.json", TemplateOf(40'000))),
       .wanted_megabytes = 250},
      {.name = "2,000 resources, all Control Tower rules files",
       .arguments =
           Structured({rules}, folder.Write("middle.json", TemplateOf(2'000))),
       .wanted_ratio = 300}};
}

int Run(const char* reference) {
  const TemporaryFolder folder;
  Programs programs;
  if (reference == nullptr || std::string_view(reference).empty()) {
    fmt::print(
        "CFN_GUARD names no program: only ours is measured\n\n{:<58} {:>11} "
        "{:>10}\n",
        "work", "ours", "memory");
  } else {
    programs.reference = reference;
    fmt::print("{:<58} {:>11} {:>10} {:>11} {:>9} {:>7} {:>7}\n", "work",
               "cfn-guard", "memory", "ours", "memory", "ratio", "wanted");
  }
  bool good = true;
  for (const Work& work : OwnWork(folder)) {
    good = Compare(work, programs, folder) && good;
  }
  if (programs.reference.empty()) {
    return EXIT_SUCCESS;
  }
  // <package>/bin/<system>/<machine>/cfn-guard, <package>/rules/...
  const fs::path rules = fs::canonical(reference)
                             .parent_path()
                             .parent_path()
                             .parent_path()
                             .parent_path() /
                         "rules/control-tower/cfn-guard";
  if (!fs::is_directory(rules)) {
    fmt::print("the Control Tower rules are not at {}: left out\n",
               rules.string());
    return EXIT_FAILURE;
  }
  for (const Work& work : ControlTowerWork(rules, folder)) {
    good = Compare(work, programs, folder) && good;
  }
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace connectguard

int main() { return connectguard::Run(std::getenv("CFN_GUARD")); }
