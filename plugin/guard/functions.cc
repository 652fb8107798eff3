#include "guard/functions.h"

#include <chrono>
#include <utility>

#include "base/limits.h"
#include "guard/function_results.h"

namespace connectguard {
namespace {

SourceSpan SpanOf(const Value* origin) {
  return origin == nullptr ? SourceSpan{} : origin->span();
}

// Results of something sensitive are sensitive.
template <typename Add>
const Value* Make(const FunctionContext& context, const Value* origin, Add add,
                  bool sensitive = false) {
  sensitive = sensitive || (origin != nullptr && origin->sensitive);
  if (sensitive) {
    context.builder->BeginSensitive();
  }
  add(context.builder, SpanOf(origin));
  if (sensitive) {
    context.builder->EndSensitive();
  }
  return context.builder->Finish(origin);
}

FunctionResult Count(const FunctionContext& context, Arguments arguments) {
  const auto& values = arguments[0];
  if (const Selected* uncertain = FirstUncertain(values)) {
    const Value* cause = uncertain->maybe && uncertain->because != nullptr
                             ? uncertain->because
                             : uncertain->value;
    return SelectedValues{
        {MakeUnknown(context, cause, /*may_be_absent=*/false)}};
  }
  std::int64_t count = 0;
  for (const Selected& each : values) {
    count += each.value != nullptr ? 1 : 0;
  }
  const Value* first = values.empty() ? nullptr : values.front().value;
  return SelectedValues{{MakeInt(context, count, first)}};
}

FunctionResult Now(const FunctionContext& context, Arguments) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
      context.clock->Now().time_since_epoch());
  return SelectedValues{{MakeInt(context, seconds.count(), nullptr)}};
}

FunctionDefinition JsonParse(TextLoader load) {
  return {
      .name = "json_parse",
      .min_arguments = 1,
      .max_arguments = 1,
      .call = [load = std::move(load)](const FunctionContext& context,
                                       Arguments arguments) -> FunctionResult {
        return MapValues(context, arguments[0],
                         [&](const Value& value) -> Result<const Value*> {
                           if (!value.Is(Kind::kString)) {
                             return nullptr;
                           }
                           return load(value, context.builder);
                         });
      }};
}

}  // namespace

const Value* MakeString(const FunctionContext& context, std::string_view text,
                        const Value* origin, bool sensitive) {
  return Make(
      context, origin,
      [&](ValueBuilder* builder, SourceSpan span) {
        builder->AddString(text, span);
      },
      sensitive);
}

Status CheckMade(const Arena& arena) {
  if (arena.bytes_reserved() > limits::kMaxMadeBytes) {
    return Fail(ErrorCode::kLimit, "functions make more than 512 MiB of values",
                "look for a function of a function of the same text");
  }
  return {};
}

const Value* MakeInt(const FunctionContext& context, std::int64_t number,
                     const Value* origin) {
  return Make(context, origin, [&](ValueBuilder* builder, SourceSpan span) {
    builder->AddInt(number, span);
  });
}

const Value* MakeFloat(const FunctionContext& context, double number,
                       const Value* origin) {
  return Make(context, origin, [&](ValueBuilder* builder, SourceSpan span) {
    builder->AddFloat(number, span);
  });
}

const Value* MakeBool(const FunctionContext& context, bool value,
                      const Value* origin) {
  return Make(context, origin, [&](ValueBuilder* builder, SourceSpan span) {
    builder->AddBool(value, span);
  });
}

const Value* MakeChar(const FunctionContext& context, char32_t character,
                      const Value* origin) {
  return Make(context, origin, [&](ValueBuilder* builder, SourceSpan span) {
    builder->AddChar(character, span);
  });
}

const Value* MakeUnknown(const FunctionContext& context, const Value* origin,
                         bool may_be_absent) {
  auto* info = context.arena->New<UnknownInfo>();
  info->reason = "depends on values that are known only after apply";
  info->may_be_absent = may_be_absent;
  if (origin != nullptr && origin->Is(Kind::kUnknown)) {
    info->reason = origin->unknown->reason;
    const auto references =
        context.arena->CopyArray(origin->unknown->references);
    for (Reference& reference : references) {
      reference.exact = false;
    }
    info->references = references;
  }
  return Make(context, origin, [&](ValueBuilder* builder, SourceSpan span) {
    builder->AddUnknown(info, span);
  });
}

const Selected* FirstUncertain(std::span<const Selected> argument) {
  const Selected* uncertain = nullptr;
  for (const Selected& each : argument) {
    if (each.value != nullptr && each.value->Is(Kind::kUnknown)) {
      return &each;
    }
    if (each.maybe && uncertain == nullptr) {
      uncertain = &each;
    }
  }
  return uncertain;
}

FunctionTable StandardFunctions(TextLoader text_loader) {
  FunctionTable table;
  table.Add(
      {.name = "count", .min_arguments = 1, .max_arguments = 1, .call = Count});
  table.Add(JsonParse(std::move(text_loader)));
  table.Add({.name = "now",
             .min_arguments = 0,
             .max_arguments = 0,
             .call = Now,
             .since = GuardVersion::k32});
  AddTextFunctions(&table);
  AddConversions(&table);
  return table;
}

}  // namespace connectguard
