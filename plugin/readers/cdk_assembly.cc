#include "readers/cdk_assembly.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/sha256.h"
#include "base/text.h"
#include "readers/input_kind.h"
#include "readers/intrinsic_text.h"
#include "readers/json_reader.h"
#include "readers/template_document.h"
#include "readers/template_stack.h"
#include "readers/template_ways.h"

namespace connectguard {
namespace {

// Stages inside stages.
constexpr int kMaxAssemblyDepth = 10;

struct StackArtifact {
  std::string id;
  std::string path;  // Of its template.
  StackScope scope;
};

class AssemblyReading {
 public:
  AssemblyReading(const Input& input, const ReadOptions& options,
                  const Assumptions* assumed)
      : input_(input),
        options_(options),
        document_(std::make_unique<Document>()),
        world_(document_.get()) {
    world_.assumed = assumed;
    world_.disk = input.disk;
    world_.exported = [this](std::string_view name) { return Export(name); };
  }

  Result<ReadOnce> Read() {
    const std::uint16_t file = document_->AddFile(input_.name, input_.bytes);
    CG_ASSIGN_OR_RETURN(const Value* manifest, ReadJson(document_.get(), file));
    CG_RETURN_IF_ERROR(FindStacks(*manifest, file, input_.name, 0));
    if (artifacts_.empty()) {
      return Bad(file, *manifest, "the assembly has no stacks",
                 "write it with `cdk synth`");
    }
    for (StackArtifact& artifact : artifacts_) {
      CG_RETURN_IF_ERROR(ReadOne(std::move(artifact)));
    }
    TemplateDocument made{.world = &world_,
                          .written = manifest,
                          .form = "cdk",
                          .options = options_};
    for (const auto& stack : stacks_) {
      const auto resources = stack->Resources();
      made.planned.insert(made.planned.end(), resources.begin(),
                          resources.end());
    }
    document_->SetDigest(Digest());
    CG_RETURN_IF_ERROR(WriteTemplateDocument(std::move(made)));
    return ReadOnce{.document = std::move(document_),
                    .open = std::move(world_.open),
                    .conditional = world_.conditional};
  }

 private:
  tl::unexpected<Error> Bad(std::uint16_t file, const Value& at,
                            std::string message, std::string hint) const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(document_->file(file), at.begin,
                             std::move(message), std::move(hint)));
  }

  static bool IsSafeName(std::string_view name) {
    return !name.empty() && !name.starts_with('/') &&
           name.find("..") == std::string_view::npos;
  }

  static std::string Beside(std::string_view file, std::string_view name) {
    const std::string_view folder = FolderOf(file);
    return folder.empty() ? std::string(name)
                          : fmt::format("{}/{}", folder, name);
  }

  Status FindStacks(const Value& manifest, std::uint16_t file,
                    const std::string& path, int depth) {
    const Value* artifacts = Find(manifest, "artifacts");
    if (artifacts == nullptr || !artifacts->Is(Kind::kMap)) {
      return Bad(file, manifest, "`artifacts` must be a map", "");
    }
    if (depth > kMaxAssemblyDepth) {
      return Fail(ErrorCode::kLimit,
                  DiagnosticFor(path, "the assembly has too many levels"));
    }
    for (const Member& member : artifacts->AsMap()) {
      const std::string_view type = StringAt(member.value, "type");
      const Value* properties = Find(member.value, "properties");
      if (properties == nullptr) {
        continue;
      }
      if (type == "aws:cloudformation:stack") {
        CG_RETURN_IF_ERROR(AddArtifact(member, *properties, file, path));
      } else if (type == "cdk:cloud-assembly") {
        CG_RETURN_IF_ERROR(EnterAssembly(*properties, file, path, depth));
      }
    }
    return {};
  }

  Status EnterAssembly(const Value& properties, std::uint16_t file,
                       const std::string& path, int depth) {
    const std::string_view name = StringAt(properties, "directoryName");
    if (!IsSafeName(name)) {
      return Bad(file, properties,
                 "`directoryName` must be a folder of the assembly", "");
    }
    const std::string inside =
        Beside(path, fmt::format("{}/manifest.json", name));
    CG_ASSIGN_OR_RETURN(const std::uint16_t number, AddFile(inside));
    CG_ASSIGN_OR_RETURN(const Value* manifest,
                        ReadJson(document_.get(), number));
    return FindStacks(*manifest, number, inside, depth + 1);
  }

  Status AddArtifact(const Member& member, const Value& properties,
                     std::uint16_t file, const std::string& path) {
    const std::string_view name = StringAt(properties, "templateFile");
    if (!IsSafeName(name)) {
      return Bad(file, member.value,
                 fmt::format("the stack `{}` must have a `templateFile` in the "
                             "assembly",
                             member.key->text),
                 "");
    }
    if (artifacts_.size() >= limits::kMaxNestedStacks) {
      return Fail(ErrorCode::kLimit,
                  DiagnosticFor(path, "the assembly has too many stacks",
                                "check its templates one by one"));
    }
    StackArtifact artifact{.id = std::string(member.key->text),
                           .path = Beside(path, name),
                           .scope = {}};
    auto& parameters = artifact.scope.parameters;
    if (const Value* given = Find(properties, "parameters");
        given != nullptr && given->Is(Kind::kMap)) {
      for (const Member& parameter : given->AsMap()) {
        parameters[std::string(parameter.key->text)].text =
            TemplateText(parameter.value);
      }
    }
    if (const std::string_view stack = StringAt(properties, "stackName");
        !stack.empty()) {
      parameters["AWS::StackName"].text = std::string(stack);
    }
    BindEnvironment(StringAt(member.value, "environment"), &parameters);
    artifacts_.push_back(std::move(artifact));
    return {};
  }

  // "aws://111122223333/eu-west-2", or "aws://unknown-account/unknown-region".
  static void BindEnvironment(
      std::string_view environment,
      std::map<std::string, BoundParameter, std::less<>>* parameters) {
    const auto parts = Split(environment, '/');
    if (parts.size() != 4 || parts[0] != "aws:") {
      return;
    }
    if (parts[2] != "unknown-account") {
      (*parameters)["AWS::AccountId"].text = std::string(parts[2]);
    }
    if (parts[3] != "unknown-region") {
      (*parameters)["AWS::Region"].text = std::string(parts[3]);
    }
  }

  Result<std::uint16_t> AddFile(const std::string& path) {
    CG_ASSIGN_OR_RETURN(std::string bytes, input_.disk->Read(path));
    CG_RETURN_IF_ERROR(CheckIsText(path, bytes));
    return document_->AddFile(path, std::move(bytes));
  }

  Status ReadOne(StackArtifact artifact) {
    CG_ASSIGN_OR_RETURN(const std::uint16_t file, AddFile(artifact.path));
    CG_ASSIGN_OR_RETURN(const Value* written,
                        ReadTemplateText(document_.get(), file, &world_.notes));
    if (artifacts_.size() > 1) {
      artifact.scope.prefix = artifact.id + ".";
    }
    CG_ASSIGN_OR_RETURN(
        auto stack, TemplateStack::Read(&world_, {.written = written,
                                                  .file = file,
                                                  .path = artifact.path,
                                                  .scope = artifact.scope}));
    stacks_.push_back(std::move(stack));
    return {};
  }

  // Null for a name that is asked for while it is being found out.
  const Value* Export(std::string_view name) {
    if (!asked_.insert(std::string(name)).second) {
      return nullptr;
    }
    const Value* found = nullptr;
    for (const auto& stack : stacks_) {
      found = stack->Export(name);
      if (found != nullptr) {
        break;
      }
    }
    asked_.erase(std::string(name));
    return found;
  }

  // Of the manifest and all templates.
  std::string Digest() const {
    std::string digests;
    for (std::size_t i = 0; i < document_->file_count(); ++i) {
      digests +=
          Sha256Hex(document_->file(static_cast<std::uint16_t>(i)).text());
    }
    return Sha256Hex(digests);
  }

  const Input& input_;
  const ReadOptions& options_;
  std::unique_ptr<Document> document_;
  StackWorld world_;
  std::vector<StackArtifact> artifacts_;
  std::vector<std::unique_ptr<TemplateStack>> stacks_;
  std::set<std::string> asked_;
};

}  // namespace

Result<std::unique_ptr<const Document>> ReadCdkAssembly(
    Input input, const ReadOptions& options) {
  if (input.disk == nullptr) {
    return Fail(
        ErrorCode::kUsage,
        DiagnosticFor(input.name,
                      "the templates of a CDK assembly are files beside "
                      "its manifest, which cannot be read here",
                      "check the templates one by one"));
  }
  if (input.stack) {
    return Fail(ErrorCode::kUsage,
                DiagnosticFor(input.name,
                              "a CDK assembly has several stacks, and the "
                              "parameters of each in its manifest",
                              "check one of its templates with --parameters or "
                              "--previous"));
  }
  return ReadAllWays(options, input.bytes.size(),
                     [&](const Assumptions* assumed) {
                       return AssemblyReading(input, options, assumed).Read();
                     });
}

}  // namespace connectguard
