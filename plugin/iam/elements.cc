#include "iam/elements.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "iam/condition_values.h"
#include "iam/domains.h"
#include "iam/key_facts.h"

namespace connectguard {

namespace {

// What both elements share: a list of texts becomes two sets of patterns.
class ElementReader {
 public:
  ElementReader(StatementElement* element, FormulaStore* store,
                std::vector<IamFinding>* findings)
      : element_(element), store_(store), findings_(findings) {}
  virtual ~ElementReader() = default;

  void Read() {
    const Value& value = *element_->value;
    if (value.Is(Kind::kUnknown)) {
      Unknown(value);
    }
    if (OneOrMany(value).empty()) {
      Report(value, "empty-list", "the list is empty: nothing is in it");
      if (element_->negated) {
        Doubt(value, "what AWS makes of an empty list is not documented",
              Glob::Anything());
      }
    }
    for (const Value& item : OneOrMany(value)) {
      if (item.Is(Kind::kUnknown)) {
        if (&item != &value) {
          Unknown(item);
        }
        continue;
      }
      const auto text = item.Is(Kind::kString) ? ToLatin1(item.AsString())
                                               : std::optional<std::string>();
      if (!text) {
        Doubt(item,
              item.Is(Kind::kString)
                  ? "the text has characters that IAM does not take"
                  : fmt::format("a text is expected here, not a {}",
                                KindName(item.kind)),
              Glob::Anything());
      } else if (*text == "*") {
        sure_.push_back(Glob::Anything());
      } else {
        ReadText(item, *text);
      }
    }
  }

  const Formula* Finish(RequestDimension dimension, std::string name) {
    RequestTest test{.dimension = dimension,
                     .key_name = std::move(name),
                     .holes = holes_,
                     .source = element_->value};
    test.lower = store_->Keep(ValueSet(TextSet(sure_)));
    test.upper = test.lower;
    if (!possible_.empty()) {
      possible_.insert(possible_.end(), sure_.begin(), sure_.end());
      test.upper = store_->Keep(ValueSet(TextSet(std::move(possible_))));
    }
    element_->lower = test.lower;
    element_->upper = test.upper;
    const Formula* in = store_->Test(std::move(test));
    return element_->negated ? store_->Not(in) : in;
  }

 protected:
  virtual void ReadText(const Value& item, const std::string& text) = 0;

  void Sure(Glob glob) { sure_.push_back(std::move(glob)); }

  void Report(const Value& value, std::string_view check, std::string message,
              std::string hint = "") {
    findings_->push_back({.check = check,
                          .value = &value,
                          .message = std::move(message),
                          .hint = std::move(hint)});
  }

  // It may take all that `possible` takes.
  void Doubt(const Value& value, std::string message, const Glob& possible,
             std::string_view check = "pattern", std::string hint = "") {
    Report(value, check, message, std::move(hint));
    holes_.push_back(
        store_->Keep(IamHole{.value = &value, .reason = std::move(message)}));
    possible_.push_back(possible.Widened());
  }

 private:
  void Unknown(const Value& value) {
    holes_.push_back(HoleOf(value, store_));
    possible_.push_back(Glob::Anything());
  }

  StatementElement* element_;
  FormulaStore* store_;
  std::vector<IamFinding>* findings_;
  std::vector<Glob> sure_;
  std::vector<Glob> possible_;
  std::vector<const IamHole*> holes_;
};

class ActionReader : public ElementReader {
 public:
  using ElementReader::ElementReader;

 protected:
  void ReadText(const Value& item, const std::string& text) override {
    const std::size_t colon = text.find(':');
    const std::string_view service =
        std::string_view(text).substr(0, std::min(colon, text.size()));
    if (service.find_first_of("*?") != std::string_view::npos) {
      Doubt(item,
            fmt::format("`{}`: the service of an action has no wildcards",
                        ToUtf8(text)),
            PatternOf(text, kRefusesNothing), "action-service",
            "write the service, or `*` for every action");
      return;
    }
    if (text.find_first_of(" \t\r\n,") != std::string::npos ||
        colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
      Report(
          item, "action-name",
          fmt::format("`{}` is no action, and never matches one", ToUtf8(text)),
          "write one action as `service:Name`, several as a list");
      return;
    }
    Sure(PatternOf(text, kRefusesColon));
  }

 private:
  static Glob PatternOf(std::string_view text, std::uint8_t refuses) {
    Glob glob;
    for (const char c : text) {
      if (c == '*') {
        glob.AddMany(refuses);
      } else if (c == '?') {
        glob.AddOne(refuses);
      } else {
        glob.Add(ToLower(c));
      }
    }
    return glob;
  }
};

class ResourceReader : public ElementReader {
 public:
  ResourceReader(IamPolicyKind kind, VariableReading variables,
                 StatementElement* element, FormulaStore* store,
                 std::vector<IamFinding>* findings)
      : ElementReader(element, store, findings),
        kind_(kind),
        variables_(variables) {}

 protected:
  void ReadText(const Value& item, const std::string& text) override {
    ReadPattern pattern = ReadGlob(text, {.variables = variables_});
    if (!pattern.problem.empty()) {
      Doubt(item, std::move(pattern.problem), pattern.glob, "variable",
            "write `${key}` or `${key, 'default'}`");
      return;
    }
    if (pattern.glob.IsAnything()) {
      Sure(std::move(pattern.glob));  // `**`.
      return;
    }
    if (ToLower(pattern.glob.prefix().substr(0, 4)) != "arn:") {
      ReadOther(item, text, pattern.glob);
      return;
    }
    if (CountComponents(pattern.glob) < 6) {
      ReadShort(item, text, pattern.glob);
      return;
    }
    Glob arn = *ArnGlob(pattern.glob, true);
    if (HasEarlyVariable(arn)) {
      Doubt(item,
            fmt::format("`{}`: a variable stands before the fifth colon",
                        ToUtf8(text)),
            arn, "variable", "variables belong into the last component");
      return;
    }
    Sure(std::move(arn));
  }

 private:
  static bool HasEarlyVariable(const Glob& arn) {
    int colons = 0;
    for (const GlobToken& token : arn.tokens()) {
      if (token.kind == GlobTokenKind::kVariable && colons < 5) {
        return true;
      }
      colons +=
          token.kind == GlobTokenKind::kCharacter && token.character == ':' ? 1
                                                                            : 0;
    }
    return false;
  }

  void ReadOther(const Value& item, const std::string& text, const Glob& glob) {
    if (glob.IsText()) {
      Report(item, "resource-arn",
             fmt::format("`{}` is no ARN, and never matches a resource",
                         ToUtf8(text)),
             "a resource is `*` or "
             "`arn:partition:service:region:account:resource`");
      return;
    }
    Doubt(item,
          fmt::format("`{}` is neither `*` nor a pattern of an ARN",
                      ToUtf8(text)),
          glob, "resource-arn", "begin with `arn:`");
  }

  // What AWS reads into an ARN of fewer than six components depends on where it
  // stands.
  void ReadShort(const Value& item, const std::string& text, const Glob& glob) {
    Report(item, "short-arn",
           fmt::format("`{}` has fewer than six components", ToUtf8(text)),
           "write all of `arn:partition:service:region:account:resource`");
    const bool ends_open = glob.tokens().back().kind == GlobTokenKind::kMany;
    Glob longer = glob;
    for (int i = CountComponents(glob); i < 6; ++i) {
      longer.AddText(":");
      longer.AddMany();
    }
    const Glob arn = *ArnGlob(longer, true);
    if (HasEarlyVariable(arn)) {
      Doubt(item, "a variable stands before the fifth colon", arn, "variable");
      return;
    }
    switch (kind_) {
      case IamPolicyKind::kIdentity:
      case IamPolicyKind::kBoundary:
      case IamPolicyKind::kReference:
        Sure(arn);
        break;
      case IamPolicyKind::kScp:
        if (ends_open) {
          Sure(arn);
        }
        break;
      case IamPolicyKind::kTrust:
      case IamPolicyKind::kResource:
        if (ends_open) {
          Sure(arn);
        } else if (!glob.IsText()) {
          Doubt(item,
                fmt::format("what `{}` means in a resource policy is not "
                            "documented",
                            ToUtf8(text)),
                arn, "short-arn");
        }
        break;
    }
  }

  IamPolicyKind kind_;
  VariableReading variables_;
};

// Variables that a pattern needs and that a request may lack.
std::vector<std::string> NeededKeys(const TextSet& set) {
  std::vector<std::string> keys;
  for (const Glob& glob : set.globs()) {
    for (const PolicyVariable& variable : glob.variables()) {
      if (!variable.fallback &&
          std::find(keys.begin(), keys.end(), variable.key) == keys.end()) {
        keys.push_back(variable.key);
      }
    }
  }
  return keys;
}

const Formula* HasKey(const std::string& key, FormulaStore* store) {
  if (!IsPrincipalKey(key)) {
    return store->Test({.kind = RequestTestKind::kPresent,
                        .dimension = RequestDimension::kKey,
                        .key = key,
                        .key_name = key,
                        .always_present = FactsOfKey(key).always_present});
  }
  const ValueSet* set = store->Keep(ValueSet(PrincipalsThatHave(key)));
  return store->Test({.dimension = RequestDimension::kPrincipal,
                      .key = key,
                      .key_name = key,
                      .lower = set,
                      .upper = set});
}

}  // namespace

void ReadActionElement(StatementElement* element, FormulaStore* store,
                       std::vector<IamFinding>* findings) {
  ActionReader reader(element, store, findings);
  reader.Read();
  element->formula = reader.Finish(RequestDimension::kAction, "action");
}

void ReadResourceElement(IamPolicyKind kind, VariableReading variables,
                         StatementElement* element, FormulaStore* store,
                         std::vector<IamFinding>* findings) {
  ResourceReader reader(kind, variables, element, store, findings);
  reader.Read();
  element->formula = reader.Finish(RequestDimension::kResource, "resource");
  if (!element->negated || !element->lower->HasVariables()) {
    return;
  }
  // Without a value the pattern excludes nothing, or the statement does not
  // apply: the documentation can be read both ways.
  std::vector<const Formula*> present;
  for (const std::string& key : NeededKeys(element->lower->texts())) {
    present.push_back(HasKey(key, store));
  }
  if (present.empty()) {
    return;
  }
  const Formula* hole = store->Hole(store->Keep(IamHole{
      .value = element->value,
      .reason = "what NotResource means when a variable has no value is not "
                "clear"}));
  element->formula =
      store->And({element->formula, store->Or({store->And(present), hole})});
}

}  // namespace connectguard
