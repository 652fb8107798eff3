#include "readers/plan_message.h"

#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "readers/message_pack.h"
#include "readers/wire_format.h"

namespace connectguard {
namespace {

enum PlanField : std::uint64_t {
  kVersion = 1,
  kVariables = 2,
  kResourceChanges = 3,
  kTerraformVersion = 14,
  kMode = 17,
  kResourceDrift = 18,
  kErrored = 20,
  kTimestamp = 21,
  kComplete = 26,
  kDeferredChanges = 27,
};

enum ResourceField : std::uint64_t {
  kDeposedKey = 7,
  kChange = 9,
  kRequiredReplace = 11,
  kActionReason = 12,
  kAddress = 13,
  kPreviousAddress = 14,
};

enum ChangeField : std::uint64_t {
  kAction = 1,
  kValues = 2,
  kBeforeSensitive = 3,
  kAfterSensitive = 4,
  kImporting = 5,
};

// A value of kMode.
constexpr std::uint64_t kRefreshOnly = 2;

// Of messages with few fields: DynamicValue, Path, Step, and entries of maps.
constexpr std::uint64_t kFirst = 1;
constexpr std::uint64_t kSecond = 2;

// The MessagePack of a DynamicValue; empty when it has none.
std::string_view DynamicValueOf(std::string_view bytes) {
  std::string_view value;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(&field)) {
    if (field.IsBytes(kFirst)) {
      value = field.bytes;
    }
  }
  return reader.broken() ? std::string_view() : value;
}

PlanStep KeyStep(std::string_view pack) {
  PackReader reader(pack);
  PackItem item = reader.Take();
  if (item.kind == PackItem::Kind::kList && item.size == 2 &&
      reader.Peek().kind == PackItem::Kind::kBytes) {
    reader.Take();
    item = reader.Take();
  }
  PlanStep step;
  if (item.kind == PackItem::Kind::kString) {
    step.name = item.text;
  } else if (item.kind == PackItem::Kind::kInt) {
    step.number = item.integer;
  }
  return step;
}

bool ReadStep(std::string_view bytes, PlanStep* step) {
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(&field)) {
    if (field.IsBytes(kFirst)) {
      *step = {.name = field.bytes, .number = std::nullopt};
    } else if (field.IsBytes(kSecond)) {
      *step = KeyStep(DynamicValueOf(field.bytes));
    }
  }
  return !reader.broken() && (!step->name || IsUtf8(*step->name));
}

bool ReadPath(std::string_view bytes, PlanPath* path) {
  WireReader reader(bytes);
  WireField field;
  bool good = true;
  while (good && reader.Next(&field)) {
    if (field.IsBytes(kFirst)) {
      good = ReadStep(field.bytes, &path->emplace_back());
    }
  }
  return good && !reader.broken();
}

// What a path leads to by another kind of key is marked together with all that
// is beside it, and what is deeper than any value at that depth.
bool AddMark(std::string_view bytes, CtyMarks* marks) {
  PlanPath path;
  if (!ReadPath(bytes, &path)) {
    return false;
  }
  int depth = 0;
  for (const PlanStep& step : path) {
    if ((!step.name && !step.number) || ++depth > limits::kMaxDepth) {
      break;
    }
    marks = step.name ? &marks->members[std::string(*step.name)]
                      : &marks->items[*step.number];
  }
  marks->all = true;
  return true;
}

bool ReadChange(std::string_view bytes, ResourceMessage* resource) {
  WireReader reader(bytes);
  WireField field;
  bool good = true;
  while (good && reader.Next(&field)) {
    if (field.IsNumber(kAction)) {
      resource->action = field.value;
    } else if (field.IsBytes(kValues)) {
      resource->values.push_back(DynamicValueOf(field.bytes));
    } else if (field.IsBytes(kBeforeSensitive)) {
      good = AddMark(field.bytes, &resource->before_marks);
    } else if (field.IsBytes(kAfterSensitive)) {
      good = AddMark(field.bytes, &resource->after_marks);
    } else if (field.IsBytes(kImporting)) {
      resource->importing = true;
    }
  }
  return good && !reader.broken();
}

bool ReadResource(std::string_view bytes, ResourceMessage* resource) {
  WireReader reader(bytes);
  WireField field;
  bool good = true;
  while (good && reader.Next(&field)) {
    if (field.IsBytes(kAddress)) {
      resource->address = field.bytes;
    } else if (field.IsBytes(kPreviousAddress)) {
      resource->previous_address = field.bytes;
    } else if (field.IsBytes(kDeposedKey)) {
      resource->deposed = field.bytes;
    } else if (field.IsBytes(kChange)) {
      good = ReadChange(field.bytes, resource);
    } else if (field.IsBytes(kRequiredReplace)) {
      good = ReadPath(field.bytes, &resource->replace_paths.emplace_back());
    } else if (field.IsNumber(kActionReason)) {
      resource->reason = field.value;
    }
  }
  return good && !reader.broken() && !resource->address.empty() &&
         IsUtf8(resource->address) && IsUtf8(resource->previous_address) &&
         IsUtf8(resource->deposed);
}

bool ReadVariable(std::string_view entry, VariableMessage* variable) {
  WireReader reader(entry);
  WireField field;
  while (reader.Next(&field)) {
    if (field.IsBytes(kFirst)) {
      variable->name = field.bytes;
    } else if (field.IsBytes(kSecond)) {
      variable->value = DynamicValueOf(field.bytes);
    }
  }
  return !reader.broken() && IsUtf8(variable->name);
}

bool ReadField(const WireField& field, PlanMessage* plan) {
  if (field.IsBytes(kVariables)) {
    return ReadVariable(field.bytes, &plan->variables.emplace_back());
  }
  if (field.IsBytes(kResourceChanges)) {
    return ReadResource(field.bytes, &plan->resources.emplace_back());
  }
  if (field.IsBytes(kResourceDrift)) {
    return ReadResource(field.bytes, &plan->drift.emplace_back());
  }
  if (field.IsNumber(kVersion)) {
    plan->version = field.value;
  } else if (field.IsNumber(kMode)) {
    plan->refresh_only = field.value == kRefreshOnly;
  } else if (field.IsNumber(kErrored)) {
    plan->errored = field.value != 0;
  } else if (field.IsNumber(kComplete)) {
    plan->complete = field.value != 0;
  } else if (field.IsBytes(kTerraformVersion)) {
    plan->terraform_version = field.bytes;
  } else if (field.IsBytes(kTimestamp)) {
    plan->timestamp = field.bytes;
  } else if (field.IsBytes(kDeferredChanges)) {
    ++plan->deferred;
  }
  return true;
}

}  // namespace

std::optional<PlanMessage> ParsePlanMessage(std::string_view bytes) {
  PlanMessage plan;
  WireReader reader(bytes);
  WireField field;
  bool good = true;
  while (good && reader.Next(&field)) {
    good = ReadField(field, &plan);
  }
  if (!good || reader.broken() || !IsUtf8(plan.terraform_version) ||
      !IsUtf8(plan.timestamp)) {
    return std::nullopt;
  }
  return plan;
}

}  // namespace connectguard
