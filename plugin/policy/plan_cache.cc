#include "policy/plan_cache.h"

namespace connectguard {

const PlanCache::Plan& PlanCache::Read(const std::string& path,
                                       bool closed_world) {
  Slot* slot = nullptr;
  {
    const std::lock_guard lock(mutex_);
    slot = &slots_[{path, closed_world}];
  }
  std::call_once(slot->once, [&] {
    slot->plan = files_.Read(path).and_then([&](std::string bytes) {
      return ReadDocument({.name = path,
                           .bytes = std::move(bytes),
                           .format = InputFormat::kTerraformPlan},
                          {.closed_world = closed_world});
    });
  });
  return slot->plan;
}

}  // namespace connectguard
