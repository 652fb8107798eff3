#include "iam/text_set.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace connectguard {

namespace {

// FindMember in steps: one pattern of the smallest set after the other.
class MemberFinder {
 public:
  MemberFinder(std::span<const TextSet* const> in,
               std::span<const TextSet* const> not_in, const TextSet* domain,
               SearchBudget* budget)
      : not_in_(not_in), budget_(budget) {
    for (const TextSet* set : in) {
      if (!set->IsEverything()) {
        in_.push_back(set);
      }
    }
    // The quickest to try first, and the domain last: it is the widest of all.
    std::stable_sort(in_.begin(), in_.end(),
                     [](const TextSet* a, const TextSet* b) {
                       return TrialsOf(*a) < TrialsOf(*b);
                     });
    if (domain != nullptr) {
      in_.push_back(domain);
    }
    for (const TextSet* set : not_in_) {
      for (const Glob& glob : set->globs()) {
        (glob.HasVariables() ? refused_templates_ : refused_).push_back(&glob);
      }
    }
  }

  SearchOutcome Find(std::string* found) {
    if (in_.empty()) {
      static const Glob kAnything = Glob::Anything();
      return FindIn(kAnything, found);
    }
    for (const std::string& text : in_[0]->texts()) {
      const SearchOutcome outcome = TryText(text, found);
      if (outcome != SearchOutcome::kNone) {
        return outcome;
      }
    }
    for (const Glob& glob : in_[0]->globs()) {
      const SearchOutcome outcome = FindIn(glob, found);
      if (outcome != SearchOutcome::kNone) {
        return outcome;
      }
    }
    return SearchOutcome::kNone;
  }

 private:
  static std::size_t SizeOf(const TextSet& set) {
    return set.texts().size() + set.globs().size();
  }

  // A text is looked up; for a pattern a search may be needed.
  static std::size_t TrialsOf(const TextSet& set) {
    constexpr std::size_t kTextsPerSearch = 8;
    return set.texts().size() + kTextsPerSearch * set.globs().size();
  }

  // The pattern without variables, as wide as it can ever be.
  const Glob* Widened(const Glob& glob) {
    if (!glob.HasVariables()) {
      return &glob;
    }
    widened_.push_back(glob.Widened());
    return &widened_.back();
  }

  bool IsRefusedTemplate(const Glob& glob) const {
    return std::any_of(
        refused_templates_.begin(), refused_templates_.end(),
        [&](const Glob* refused) { return Covers(*refused, glob); });
  }

  bool MayContain(const TextSet& set, std::string_view text) {
    if (set.Contains(text)) {
      return true;
    }
    return std::any_of(
        set.globs().begin(), set.globs().end(), [&](const Glob& glob) {
          return glob.HasVariables() && !IsRefusedTemplate(glob) &&
                 Widened(glob)->Matches(text);
        });
  }

  SearchOutcome TryText(const std::string& text, std::string* found) {
    std::size_t steps = 1 + refused_.size() / 8;
    for (const TextSet* set : in_) {
      steps += set->globs().size() / 8;
    }
    if (!budget_->Spend(steps)) {
      return SearchOutcome::kSpent;
    }
    for (std::size_t i = 1; i < in_.size(); ++i) {
      if (!MayContain(*in_[i], text)) {
        return SearchOutcome::kNone;
      }
    }
    for (const TextSet* set : not_in_) {
      if (set->Contains(text)) {
        return SearchOutcome::kNone;
      }
    }
    if (!refused_templates_.empty() && IsRefusedTemplate(Glob::Text(text))) {
      return SearchOutcome::kNone;
    }
    *found = text;
    return SearchOutcome::kFound;
  }

  // Looks among the texts that one pattern takes.
  SearchOutcome FindIn(const Glob& glob, std::string* found) {
    if (IsRefusedTemplate(glob)) {
      return SearchOutcome::kNone;
    }
    GlobProblem problem;
    std::deque<Glob> texts;
    const Glob* pivot = Widened(glob);
    problem.groups.push_back({pivot});
    if (!AddOthers(*pivot, &texts, &problem)) {
      return budget_->spent() ? SearchOutcome::kSpent : SearchOutcome::kNone;
    }
    if (!AddRefused(*pivot, &texts, &problem)) {
      return budget_->spent() ? SearchOutcome::kSpent : SearchOutcome::kNone;
    }
    return FindText(problem, budget_, found);
  }

  // False when one of the other sets has nothing in common with the pivot.
  bool AddOthers(const Glob& pivot, std::deque<Glob>* texts,
                 GlobProblem* problem) {
    for (std::size_t i = 1; i < in_.size(); ++i) {
      std::vector<const Glob*> group;
      bool covered = false;
      if (!budget_->Spend(1 + SizeOf(*in_[i]) / 4)) {
        return false;
      }
      for (const std::string& text : in_[i]->texts()) {
        if (pivot.Matches(text)) {
          texts->push_back(Glob::Text(text));
          group.push_back(&texts->back());
        }
      }
      for (const Glob& other : in_[i]->globs()) {
        if (IsRefusedTemplate(other)) {
          continue;
        }
        const Glob* wide = Widened(other);
        covered = covered || Covers(*wide, pivot);
        if (!covered && !AreApart(*wide, pivot)) {
          group.push_back(wide);
        }
      }
      if (covered) {
        continue;
      }
      if (group.empty()) {
        return false;
      }
      problem->groups.push_back(std::move(group));
    }
    return true;
  }

  // False when the pivot is refused as a whole.
  bool AddRefused(const Glob& pivot, std::deque<Glob>* texts,
                  GlobProblem* problem) {
    for (const Glob* refused : refused_) {
      if (!budget_->Spend(1)) {
        return false;
      }
      if (AreApart(*refused, pivot)) {
        continue;
      }
      if (Covers(*refused, pivot)) {
        return false;
      }
      problem->none_of.push_back(refused);
    }
    for (const TextSet* set : not_in_) {
      if (!budget_->Spend(1 + set->texts().size() / 4)) {
        return false;
      }
      for (const std::string& text : set->texts()) {
        if (pivot.Matches(text)) {
          texts->push_back(Glob::Text(text));
          problem->none_of.push_back(&texts->back());
        }
      }
    }
    return true;
  }

  std::vector<const TextSet*> in_;
  std::span<const TextSet* const> not_in_;
  std::vector<const Glob*> refused_;
  std::vector<const Glob*> refused_templates_;
  std::deque<Glob> widened_;
  SearchBudget* budget_;
};

}  // namespace

TextSet::TextSet(std::vector<Glob> globs) {
  for (Glob& glob : globs) {
    if (glob.IsText()) {
      texts_.push_back(glob.text());
    } else {
      everything_ = everything_ || glob.IsAnything();
      has_variables_ = has_variables_ || glob.HasVariables();
      globs_.push_back(std::move(glob));
    }
  }
  std::sort(texts_.begin(), texts_.end());
  texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  if (globs_.size() > 1) {
    std::vector<std::pair<std::string, Glob>> sorted;
    for (Glob& glob : globs_) {
      std::string text = ToString(glob);
      sorted.emplace_back(std::move(text), std::move(glob));
    }
    std::stable_sort(
        sorted.begin(), sorted.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    globs_.clear();
    for (auto& [text, glob] : sorted) {
      if (globs_.empty() || globs_.back() != glob) {
        globs_.push_back(std::move(glob));
      }
    }
  }
}

bool TextSet::Contains(std::string_view text) const {
  if (everything_ || std::binary_search(texts_.begin(), texts_.end(), text)) {
    return true;
  }
  return std::any_of(globs_.begin(), globs_.end(), [&](const Glob& glob) {
    return !glob.HasVariables() && glob.Matches(text);
  });
}

bool TextSet::Contains(std::string_view text,
                       const Glob::VariableValues& values) const {
  if (Contains(text)) {
    return true;
  }
  return has_variables_ &&
         std::any_of(globs_.begin(), globs_.end(), [&](const Glob& glob) {
           if (!glob.HasVariables()) {
             return false;
           }
           const auto fixed = glob.WithVariables(values);
           return fixed && fixed->Matches(text);
         });
}

TextSet TextSet::WithVariables(const Glob::VariableValues& values) const {
  std::vector<Glob> globs;
  for (const std::string& text : texts_) {
    globs.push_back(Glob::Text(text));
  }
  for (const Glob& glob : globs_) {
    if (auto fixed = glob.WithVariables(values)) {
      globs.push_back(*std::move(fixed));
    }
  }
  return TextSet(std::move(globs));
}

SearchOutcome FindMember(std::span<const TextSet* const> in,
                         std::span<const TextSet* const> not_in,
                         const TextSet* domain, SearchBudget* budget,
                         std::string* found) {
  for (const TextSet* set : not_in) {
    if (set->IsEverything()) {
      return SearchOutcome::kNone;
    }
    for (const TextSet* other : in) {
      if (set == other || *set == *other) {
        return SearchOutcome::kNone;
      }
    }
  }
  for (const TextSet* set : in) {
    if (set->IsEmpty()) {
      return SearchOutcome::kNone;
    }
  }
  return MemberFinder(in, not_in, domain, budget).Find(found);
}

}  // namespace connectguard
