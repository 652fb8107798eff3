#include "cfn_guard/sarif_report.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/sha256.h"
#include "cfn_guard/failure_text.h"

namespace connectguard {
namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json";
constexpr std::string_view kLanguage =
    "https://github.com/aws-cloudformation/cloudformation-guard";
constexpr std::string_view kFingerprint = "ruleAndPath/v1";

// What is in front of the first dot, in capitals.
std::string RuleId(std::string_view rule) {
  std::string id(rule.substr(0, rule.find('.')));
  std::transform(id.begin(), id.end(), id.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return id;
}

std::string_view Uri(std::string_view name) {
  return name.starts_with('/') ? name.substr(1) : name;
}

class SarifWriter {
 public:
  SarifWriter(GuardVersion version, ReportSink* sink)
      : version_(version), sink_(*sink) {}

  void Write(std::span<const JudgedRules> judged) {
    sink_.StartMap();
    sink_.Member("$schema", kSchema);
    sink_.Member("version", "2.1.0");
    sink_.Key("runs");
    sink_.StartList();
    sink_.StartMap();
    WriteTool(judged);
    WriteArtifacts(judged);
    sink_.Key("results");
    sink_.StartList();
    for (const JudgedRules& each : judged) {
      WriteResults(each);
    }
    sink_.EndList();
    sink_.EndMap();
    sink_.EndList();
    sink_.EndMap();
  }

 private:
  void WriteText(std::string_view key, std::string_view text) {
    sink_.Key(key);
    sink_.StartMap();
    sink_.Member("text", text);
    sink_.EndMap();
  }

  void WriteTool(std::span<const JudgedRules> judged) {
    const std::string_view version =
        version_ == GuardVersion::k31 ? "3.1.1" : "3.2.0";
    sink_.Key("tool");
    sink_.StartMap();
    sink_.Key("driver");
    sink_.StartMap();
    sink_.Member("name", "connectguard");
    sink_.Member("semanticVersion", version);
    sink_.Member("fullName",
                 fmt::format("connectguard guard, as cfn-guard {}", version));
    sink_.Member("organization", "connectguard");
    sink_.Member("downloadUri", kLanguage);
    sink_.Member("informationUri", kLanguage);
    WriteText("shortDescription",
              "Judges data in JSON or YAML by rules in the language of "
              "CloudFormation Guard");
    WriteRules(judged);
    sink_.EndMap();
    sink_.EndMap();
  }

  void WriteRules(std::span<const JudgedRules> judged) {
    std::set<std::string> ids;
    for (const JudgedRules& each : judged) {
      for (const FailedRule& rule : each.failures.rules) {
        ids.insert(RuleId(rule.rule->name));
      }
    }
    sink_.Key("rules");
    sink_.StartList();
    for (const std::string& id : ids) {
      sink_.StartMap();
      sink_.Member("id", id);
      sink_.EndMap();
    }
    sink_.EndList();
  }

  void WriteLocation(std::string_view name) {
    sink_.StartMap();
    sink_.Member("uri", Uri(name));
    sink_.EndMap();
  }

  void WriteArtifacts(std::span<const JudgedRules> judged) {
    std::vector<std::string_view> names;
    for (const JudgedRules& each : judged) {
      if (each.status == RuleStatus::kFail &&
          std::find(names.begin(), names.end(), each.data->name) ==
              names.end()) {
        names.push_back(each.data->name);
      }
    }
    sink_.Key("artifacts");
    sink_.StartList();
    for (const std::string_view name : names) {
      sink_.StartMap();
      sink_.Key("location");
      WriteLocation(name);
      sink_.EndMap();
    }
    sink_.EndList();
  }

  void WriteResults(const JudgedRules& judged) {
    FailureText text(*judged.rules->rules, judged.rules->name,
                     *judged.data->places, judged.failures);
    for (const FailedRule& rule : judged.failures.rules) {
      for (const FailureNode& failure : rule.failures) {
        if (failure.kind != FailureKind::kRuleCall &&
            failure.kind != FailureKind::kAlternatives) {
          WriteResult(judged, rule.rule->name, failure, &text);
        }
      }
    }
  }

  void WriteResult(const JudgedRules& judged, std::string_view rule,
                   const FailureNode& failure, FailureText* text) {
    sink_.StartMap();
    sink_.Member("ruleId", RuleId(rule));
    sink_.Member("level", "error");
    WriteText("message",
              fmt::format("{} {}", text->ErrorMessage(failure),
                          FailureText::CustomMessage(failure).value_or("")));
    sink_.Key("locations");
    sink_.StartList();
    sink_.StartMap();
    sink_.Key("physicalLocation");
    sink_.StartMap();
    sink_.Key("artifactLocation");
    WriteLocation(judged.data->name);
    WriteRegion(failure, *text);
    sink_.EndMap();
    sink_.EndMap();
    sink_.EndList();
    WriteFingerprint(rule, failure, text);
    sink_.EndMap();
  }

  // From 1.
  void WriteRegion(const FailureNode& failure, const FailureText& text) {
    const Value* value = text.PlaceOf(failure);
    ValuePlaces::Place place;
    if (value != nullptr) {
      place = text.places().PlaceOf(*value);
    }
    sink_.Key("region");
    sink_.StartMap();
    sink_.Key("startLine");
    sink_.Number(place.line + 1);
    sink_.Key("startColumn");
    sink_.Number(place.column + 1);
    sink_.EndMap();
  }

  void WriteFingerprint(std::string_view rule, const FailureNode& failure,
                        FailureText* text) {
    const Value* value = text->PlaceOf(failure);
    const std::string path = value == nullptr ? "" : ValuePlaces::Path(*value);
    sink_.Key("partialFingerprints");
    sink_.StartMap();
    sink_.Member(kFingerprint,
                 Sha256Hex(fmt::format("{}\n{}\n{}", rule,
                                       text->Context(failure), path)));
    sink_.EndMap();
  }

  GuardVersion version_;
  ReportSink& sink_;
};

}  // namespace

void WriteSarif(std::span<const JudgedRules> judged, GuardVersion version,
                ReportSink* sink) {
  SarifWriter(version, sink).Write(judged);
}

}  // namespace connectguard
