// Random small policies, and a finite world of requests in which they can be
// told apart: every text that a pattern here can tell from another has one of
// its kind in the world.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "iam/reference_evaluator.h"
#include "iam/request.h"

namespace connectguard::testing {

class SmallWorld {
 public:
  explicit SmallWorld(std::uint64_t seed) : random_(seed) {}

  // A document in JSON: one to three statements. `principals` for policies of
  // resources.
  std::string Document(bool principals);
  // A question: a statement without Effect.
  std::string Query(bool principals);

  // Requests of the world that differ in what the texts mention; at most
  // `limit`, chosen at random when there are more.
  std::vector<ReferenceRequest> Requests(std::string_view texts,
                                         std::size_t limit);

  std::size_t Below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }
  bool OneIn(std::size_t count) { return Below(count) == 0; }

 private:
  std::string Statement(bool principals, bool is_query);
  std::string List(const std::vector<std::string_view>& words);
  std::string Condition(bool is_query);
  std::string Principal();

  std::mt19937_64 random_;
};

ReferenceRequest ToReference(const IamRequest& request);
std::string ToText(const ReferenceRequest& request);

}  // namespace connectguard::testing
