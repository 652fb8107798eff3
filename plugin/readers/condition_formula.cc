#include "readers/condition_formula.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

// Combinations of choices that are gone through; each costs microseconds.
constexpr std::size_t kMaxCombinations = 2048;

// Allowed values of one subject that are gone through one by one; of more, only
// those that conditions compare it with.
constexpr std::size_t kMaxOptions = 12;

// What a subject is chosen to be; unset: none of the texts compared with.
using Chosen = std::map<std::string, std::optional<std::string>, std::less<>>;

bool Is(const ConditionFormulaPtr& formula, ConditionFormulaKind kind) {
  return formula->kind == kind;
}

bool Holds(const ConditionFormula& formula, const Chosen& chosen) {
  const auto holds = [&](const ConditionFormulaPtr& part) {
    return Holds(*part, chosen);
  };
  switch (formula.kind) {
    case ConditionFormulaKind::kTrue:
      return true;
    case ConditionFormulaKind::kFalse:
      return false;
    case ConditionFormulaKind::kChoice:
      return chosen.at(formula.subject) == formula.text;
    case ConditionFormulaKind::kNot:
      return !holds(formula.parts.front());
    case ConditionFormulaKind::kAll:
      return std::all_of(formula.parts.begin(), formula.parts.end(), holds);
    case ConditionFormulaKind::kAny:
      return std::any_of(formula.parts.begin(), formula.parts.end(), holds);
  }
  return false;
}

using Texts = std::map<std::string, std::set<std::string>, std::less<>>;

void CollectTexts(const ConditionFormula& formula, Texts* texts) {
  if (formula.kind == ConditionFormulaKind::kChoice) {
    (*texts)[formula.subject].insert(formula.text);
  }
  for (const ConditionFormulaPtr& part : formula.parts) {
    CollectTexts(*part, texts);
  }
}

ConditionFormulaPtr WithParts(ConditionFormulaKind kind,
                              std::vector<ConditionFormulaPtr> parts) {
  ConditionFormula formula{.kind = kind, .parts = std::move(parts)};
  for (const ConditionFormulaPtr& part : formula.parts) {
    formula.size += part->size;
  }
  return std::make_shared<const ConditionFormula>(std::move(formula));
}

ConditionFormulaPtr Combine(ConditionFormulaKind kind,
                            ConditionFormulaKind decisive,
                            ConditionFormulaKind neutral,
                            std::vector<ConditionFormulaPtr> parts) {
  for (const ConditionFormulaPtr& part : parts) {
    if (Is(part, decisive)) {
      return part;
    }
  }
  std::erase_if(parts, [&](const ConditionFormulaPtr& part) {
    return Is(part, neutral);
  });
  if (parts.empty()) {
    return Constant(neutral == ConditionFormulaKind::kTrue);
  }
  return WithParts(kind, std::move(parts));
}

// A subject, and all that it can be chosen to be.
struct Subject {
  std::string name;
  std::vector<std::optional<std::string>> options;
};

using Conditions = std::map<std::string, ConditionFormulaPtr, std::less<>>;
using Allowed = std::map<std::string, std::vector<std::string>, std::less<>>;

std::vector<Subject> SubjectsOf(const Conditions& conditions,
                                const Allowed& all_allowed) {
  Texts texts;
  for (const auto& [name, formula] : conditions) {
    CollectTexts(*formula, &texts);
  }
  std::vector<Subject> subjects;
  for (const auto& [name, compared] : texts) {
    Subject subject{.name = name, .options = {}};
    const auto allowed = all_allowed.find(name);
    if (allowed != all_allowed.end() && allowed->second.size() <= kMaxOptions) {
      subject.options.assign(allowed->second.begin(), allowed->second.end());
    } else {
      subject.options.assign(compared.begin(), compared.end());
      subject.options.emplace_back(std::nullopt);
    }
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

// No more than one above the limit.
std::size_t CombinationsOf(const std::vector<Subject>& subjects) {
  std::size_t combinations = 1;
  for (const Subject& subject : subjects) {
    combinations =
        std::min(combinations * subject.options.size(), kMaxCombinations + 1);
  }
  return combinations;
}

Chosen Combination(const std::vector<Subject>& subjects, std::size_t number) {
  Chosen chosen;
  for (const Subject& subject : subjects) {
    chosen[subject.name] = subject.options[number % subject.options.size()];
    number /= subject.options.size();
  }
  return chosen;
}

// A way knows the text of a subject when all its combinations choose that one.
void AddChosen(const Chosen& chosen, bool is_first, Assumptions* way) {
  if (!is_first) {
    std::erase_if(way->values, [&](const auto& value) {
      return chosen.at(value.first) != value.second;
    });
    return;
  }
  for (const auto& [subject, text] : chosen) {
    if (text) {
      way->values.emplace(subject, *text);
    }
  }
}

std::string WordsOf(const std::map<std::string, bool, std::less<>>& truths) {
  std::vector<std::string> words;
  for (const auto& [name, truth] : truths) {
    words.push_back(fmt::format("`{}` is {}", name, truth));
  }
  return fmt::format("{}", fmt::join(words, " and "));
}

}  // namespace

ConditionFormulaPtr Constant(bool value) {
  return std::make_shared<const ConditionFormula>(
      ConditionFormula{.kind = value ? ConditionFormulaKind::kTrue
                                     : ConditionFormulaKind::kFalse});
}

ConditionFormulaPtr ChoiceOf(std::string subject, std::string text) {
  return std::make_shared<const ConditionFormula>(
      ConditionFormula{.kind = ConditionFormulaKind::kChoice,
                       .subject = std::move(subject),
                       .text = std::move(text)});
}

ConditionFormulaPtr NotOf(ConditionFormulaPtr formula) {
  if (Is(formula, ConditionFormulaKind::kTrue) ||
      Is(formula, ConditionFormulaKind::kFalse)) {
    return Constant(Is(formula, ConditionFormulaKind::kFalse));
  }
  return WithParts(ConditionFormulaKind::kNot, {std::move(formula)});
}

ConditionFormulaPtr AllOf(std::vector<ConditionFormulaPtr> parts) {
  return Combine(ConditionFormulaKind::kAll, ConditionFormulaKind::kFalse,
                 ConditionFormulaKind::kTrue, std::move(parts));
}

ConditionFormulaPtr AnyOf(std::vector<ConditionFormulaPtr> parts) {
  return Combine(ConditionFormulaKind::kAny, ConditionFormulaKind::kTrue,
                 ConditionFormulaKind::kFalse, std::move(parts));
}

void OpenConditions::SetAllowed(std::string_view subject,
                                std::vector<std::string> values) {
  allowed_.insert_or_assign(std::string(subject), std::move(values));
}

void OpenConditions::Add(std::string name, ConditionFormulaPtr formula) {
  conditions_.emplace(std::move(name), std::move(formula));
}

std::string OpenConditions::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, formula] : conditions_) {
    names.push_back(fmt::format("`{}`", name));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::optional<std::vector<Assumptions>> OpenConditions::Ways(
    std::size_t most) const {
  const std::vector<Subject> subjects = SubjectsOf(conditions_, allowed_);
  const std::size_t combinations = CombinationsOf(subjects);
  if (combinations > kMaxCombinations) {
    return std::nullopt;
  }
  // Combinations that decide all conditions alike are one way.
  std::map<std::vector<bool>, Assumptions> ways;
  for (std::size_t number = 0; number < combinations; ++number) {
    const Chosen chosen = Combination(subjects, number);
    std::vector<bool> truths;
    for (const auto& [name, formula] : conditions_) {
      truths.push_back(Holds(*formula, chosen));
    }
    const auto [way, is_new] = ways.emplace(std::move(truths), Assumptions{});
    if (ways.size() > most) {
      return std::nullopt;
    }
    AddChosen(chosen, is_new, &way->second);
  }
  std::vector<Assumptions> all;
  for (auto& [truths, way] : ways) {
    std::size_t at = 0;
    for (const auto& [name, formula] : conditions_) {
      way.conditions.emplace(name, truths[at++]);
    }
    way.text = WordsOf(way.conditions);
    all.push_back(std::move(way));
  }
  return all;
}

}  // namespace connectguard
