#include "iam/dimension.h"

#include <algorithm>

namespace connectguard {

namespace {

// A value that is to exist among those of a key.
struct Existing {
  const ValueSet* set;
  bool in;
};

struct SortedTests {
  bool present = false;
  bool absent = false;
  bool several = false;
  bool at_most_one = false;
  // Of the one value, when there is one.
  std::vector<const ValueSet*> one_in;
  std::vector<const ValueSet*> one_not_in;
  // Of every value.
  std::vector<const ValueSet*> all_in;
  std::vector<const ValueSet*> all_not_in;
  std::vector<Existing> exist;
};

SortedTests Sort(std::span<const DimensionTest> tests) {
  SortedTests sorted;
  for (const DimensionTest& test : tests) {
    switch (test.kind) {
      case RequestTestKind::kPresent:
        (test.holds ? sorted.present : sorted.absent) = true;
        break;
      case RequestTestKind::kSeveral:
        (test.holds ? sorted.several : sorted.at_most_one) = true;
        break;
      case RequestTestKind::kIn:
        (test.holds ? sorted.one_in : sorted.one_not_in).push_back(test.set);
        break;
      case RequestTestKind::kAll:
        if (test.holds) {
          sorted.all_in.push_back(test.set);
        } else {
          sorted.exist.push_back({.set = test.set, .in = false});
        }
        break;
      case RequestTestKind::kAny:
        if (test.holds) {
          sorted.exist.push_back({.set = test.set, .in = true});
        } else {
          sorted.all_not_in.push_back(test.set);
        }
        break;
    }
  }
  return sorted;
}

// One value that passes all of it.
SearchOutcome FindOne(const Dimension& dimension, const SortedTests& tests,
                      SearchBudget* budget, std::string* found) {
  std::vector<const ValueSet*> in = tests.one_in;
  std::vector<const ValueSet*> not_in = tests.one_not_in;
  in.insert(in.end(), tests.all_in.begin(), tests.all_in.end());
  not_in.insert(not_in.end(), tests.all_not_in.begin(), tests.all_not_in.end());
  for (const Existing& existing : tests.exist) {
    (existing.in ? in : not_in).push_back(existing.set);
  }
  return FindValue(in, not_in, dimension.domain, budget, found);
}

// Two values or more: one for each that is to exist.
SearchOutcome FindSeveral(const Dimension& dimension, const SortedTests& tests,
                          SearchBudget* budget,
                          std::vector<std::string>* values) {
  if (!tests.one_in.empty()) {
    return SearchOutcome::kNone;
  }
  for (const Existing& existing : tests.exist) {
    std::vector<const ValueSet*> in = tests.all_in;
    std::vector<const ValueSet*> not_in = tests.all_not_in;
    (existing.in ? in : not_in).push_back(existing.set);
    std::string value;
    const SearchOutcome outcome =
        FindValue(in, not_in, dimension.domain, budget, &value);
    if (outcome != SearchOutcome::kFound) {
      return outcome;
    }
    values->push_back(value);
  }
  std::sort(values->begin(), values->end());
  values->erase(std::unique(values->begin(), values->end()), values->end());
  // Only different values tell several from one.
  while (values->size() < 2) {
    std::vector<const ValueSet*> not_in = tests.all_not_in;
    const ValueSet taken{
        values->empty() ? TextSet() : TextSet({Glob::Text(values->front())})};
    not_in.push_back(&taken);
    std::string value;
    const SearchOutcome outcome =
        FindValue(tests.all_in, not_in, dimension.domain, budget, &value);
    if (outcome != SearchOutcome::kFound) {
      return outcome;
    }
    values->push_back(value);
  }
  return SearchOutcome::kFound;
}

SearchOutcome FindKeyValues(const Dimension& dimension,
                            const SortedTests& tests, SearchBudget* budget,
                            std::vector<std::string>* values) {
  const bool may_be_absent = !dimension.facts.always_present &&
                             !tests.present && !tests.several &&
                             tests.one_in.empty() && tests.exist.empty();
  if (may_be_absent) {
    return SearchOutcome::kFound;
  }
  if (tests.absent) {
    return SearchOutcome::kNone;
  }
  SearchOutcome one = SearchOutcome::kNone;
  if (!tests.several) {
    std::string value;
    one = FindOne(dimension, tests, budget, &value);
    if (one == SearchOutcome::kFound) {
      values->push_back(std::move(value));
      return one;
    }
  }
  if (one == SearchOutcome::kSpent || !dimension.may_have_several ||
      tests.at_most_one) {
    return one;
  }
  const SearchOutcome several = FindSeveral(dimension, tests, budget, values);
  return several == SearchOutcome::kNone ? one : several;
}

}  // namespace

SearchOutcome FindValues(const Dimension& dimension,
                         std::span<const DimensionTest> tests,
                         SearchBudget* budget,
                         std::vector<std::string>* values) {
  values->clear();
  const SortedTests sorted = Sort(tests);
  if (dimension.dimension == RequestDimension::kKey) {
    return FindKeyValues(dimension, sorted, budget, values);
  }
  std::string value;
  const SearchOutcome outcome = FindOne(dimension, sorted, budget, &value);
  if (outcome == SearchOutcome::kFound) {
    values->push_back(std::move(value));
  }
  return outcome;
}

}  // namespace connectguard
