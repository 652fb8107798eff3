// The Terraform plans that cases name, each read once: many cases judge the
// same one.
//
// Thread rule: any thread may read; of several that want one plan, one reads it
// and the others wait.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/file_reader.h"
#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

class PlanCache {
 public:
  using Plan = Result<std::unique_ptr<const Document>>;

  explicit PlanCache(const FileReader& files) : files_(files) {}

  // Lives as long as the cache.
  const Plan& Read(const std::string& path, bool closed_world);

 private:
  struct Slot {
    std::once_flag once;
    Plan plan;
  };

  const FileReader& files_;
  std::mutex mutex_;
  std::map<std::pair<std::string, bool>, Slot> slots_;  // By path and world.
};

}  // namespace connectguard
