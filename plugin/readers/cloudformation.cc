#include "readers/cloudformation.h"

#include <utility>

#include <fmt/format.h>

#include "readers/stack_reading.h"
#include "readers/template_document.h"
#include "readers/template_stack.h"
#include "readers/template_ways.h"

namespace connectguard {
namespace {

Result<ReadOnce> ReadTemplate(const Input& input, const ReadOptions& options,
                              const Assumptions* assumed) {
  auto document = std::make_unique<Document>();
  document->SetDigest(input.sha256);
  const std::uint16_t file = document->AddFile(input.name, input.bytes);
  StackWorld world(document.get());
  CG_ASSIGN_OR_RETURN(const Value* written,
                      ReadTemplateText(document.get(), file, &world.notes));
  world.assumed = assumed;
  world.disk = input.disk;
  const StackInputs none;
  CG_ASSIGN_OR_RETURN(
      ReadStack stack,
      ReadStackWith(&world,
                    {.written = written,
                     .file = file,
                     .path = input.disk == nullptr ? "" : input.name},
                    input.stack ? *input.stack : none));
  CG_RETURN_IF_ERROR(
      WriteTemplateDocument({.world = &world,
                             .written = written,
                             .stack = stack.stack.get(),
                             .errored = stack.errored,
                             .planned = std::move(stack.planned),
                             .has_changes = stack.has_changes,
                             .previous = std::move(stack.previous),
                             .changes = std::move(stack.changes),
                             .options = options}));
  return ReadOnce{.document = std::move(document),
                  .open = std::move(world.open),
                  .conditional = world.conditional};
}

}  // namespace

Result<std::unique_ptr<const Document>> ReadCloudFormation(
    Input input, const ReadOptions& options) {
  return ReadAllWays(options, input.bytes.size(),
                     [&](const Assumptions* assumed) {
                       return ReadTemplate(input, options, assumed);
                     });
}

Result<std::unique_ptr<const Document>> ReadTemplateValue(
    const Value& written, const SourceFile& file, const ReadOptions& options) {
  auto document = std::make_unique<Document>();
  document->AddFile(file.name(), std::string(file.text()));
  ValueBuilder builder = document->NewBuilder();
  builder.AddCopy(written, /*share_text=*/false);
  const Value* copy = builder.Finish();
  StackWorld world(document.get());
  CG_ASSIGN_OR_RETURN(
      const std::unique_ptr<TemplateStack> stack,
      TemplateStack::Read(&world, {.written = copy}, /*fragment=*/true));
  CG_RETURN_IF_ERROR(WriteTemplateDocument({.world = &world,
                                            .written = copy,
                                            .stack = stack.get(),
                                            .planned = stack->Resources(),
                                            .options = options}));
  return document;
}

}  // namespace connectguard
