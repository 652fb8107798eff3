#include "readers/configuration_files.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/source.h"
#include "base/text.h"
#include "document/document.h"
#include "hcl/parser.h"
#include "readers/json_reader.h"
#include "readers/source_overrides.h"
#include "readers/zip_archive.h"

namespace connectguard {
namespace {

constexpr std::string_view kSources = "tfconfig/m-";
constexpr std::string_view kNotEncrypted =
    "an encrypted plan of OpenTofu cannot be read";

// `a.b` as a plan's archive writes it: `module.a.module.b`.
std::string ModuleAddress(std::string_view key) {
  std::string address;
  for (const std::string_view name : Split(key, '.')) {
    if (!name.empty()) {
      address += address.empty() ? "module." : ".module.";
      address += name;
    }
  }
  return address;
}

// Folders by module, as Terraform's own list has them.
using Folders = std::map<std::string, std::string, std::less<>>;

Folders ParseModuleList(std::string text, std::string_view list_key) {
  Document document;
  document.AddFile("modules.json", std::move(text));
  const Result<const Value*> root = ReadJson(&document, 0);
  Folders folders;
  const Value* list = root ? *root : nullptr;
  if (list != nullptr && !list_key.empty()) {
    list = Find(*list, list_key);
  }
  if (list == nullptr || !list->Is(Kind::kList)) {
    return folders;
  }
  for (const Value& module : list->AsList()) {
    folders[std::string(StringAt(module, "Key"))] = StringAt(module, "Dir");
  }
  return folders;
}

std::string JoinPath(std::string_view folder, std::string_view name) {
  while (name.starts_with("./")) {
    name.remove_prefix(2);
  }
  if (folder.empty() || folder == ".") {
    return std::string(name);
  }
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

// Adds a file, or says why not.
Status Add(ConfigurationFile file, std::size_t* bytes,
           ConfigurationFiles* out) {
  *bytes += file.text.size();
  if (*bytes > limits::kMaxConfigurationBytes) {
    return Fail(ErrorCode::kLimit,
                DiagnosticFor(file.name, "the configuration is too large"));
  }
  out->files.push_back(std::move(file));
  return {};
}

bool IsSource(std::string_view name) { return name.ends_with(".tf"); }
bool IsJsonSource(std::string_view name) { return name.ends_with(".tf.json"); }

// What an override file changes is not certain without it.
void LeaveOut(const std::string& name, std::string module,
              ConfigurationFiles* out) {
  out->left_out.push_back(
      fmt::format("{} is JSON, which is not read as configuration", name));
  if (IsOverrideFile(name)) {
    out->unread_overrides.push_back(std::move(module));
  }
}

// Of a working directory.
class DirectoryReader {
 public:
  DirectoryReader(std::string folder, const FileReader& disk)
      : folder_(std::move(folder)), disk_(disk) {
    while (folder_.size() > 1 && folder_.ends_with('/')) {
      folder_.pop_back();
    }
  }

  Result<ConfigurationFiles> Read() {
    auto list =
        disk_.Read(JoinPath(folder_, ".terraform/modules/modules.json"));
    if (list) {
      installed_ = ParseModuleList(*std::move(list), "Modules");
    }
    CG_RETURN_IF_ERROR(ReadModule("", folder_, 0));
    if (out_.files.empty()) {
      return Fail(
          ErrorCode::kMissing,
          DiagnosticFor(folder_, "no Terraform configuration is here",
                        "name the folder that `terraform plan` ran in"));
    }
    return std::move(out_);
  }

 private:
  Status ReadModule(const std::string& key, const std::string& folder,
                    int depth) {
    const Result<std::vector<std::string>> listed = disk_.List(folder);
    if (!listed && !key.empty()) {
      out_.left_out.push_back(
          fmt::format("module {} is not in {}", key, folder));
      return {};
    }
    CG_ASSIGN_OR_RETURN(const std::vector<std::string> paths, listed);
    const std::string real = disk_.Canonical(folder);
    if (std::find(inside_.begin(), inside_.end(), real) != inside_.end()) {
      out_.left_out.push_back(fmt::format("module {} calls itself", key));
      return {};
    }
    const std::size_t first = out_.files.size();
    for (const std::string& path : paths) {
      if (FolderOf(path) != folder) {
        continue;
      }
      if (IsJsonSource(path)) {
        LeaveOut(path, ModuleAddress(key), &out_);
      } else if (IsSource(path)) {
        CG_ASSIGN_OR_RETURN(std::string text, disk_.Read(path));
        CG_RETURN_IF_ERROR(Add({.module = ModuleAddress(key),
                                .name = path,
                                .text = std::move(text)},
                               &bytes_, &out_));
      }
    }
    inside_.push_back(real);
    const Status called = ReadCalls(key, folder, first, depth);
    inside_.pop_back();
    return called;
  }

  // The modules that the files from number `first` on call.
  Status ReadCalls(const std::string& key, const std::string& folder,
                   std::size_t first, int depth) {
    std::map<std::string, std::string> calls;
    for (std::size_t i = first; i < out_.files.size(); ++i) {
      const SourceFile source(out_.files[i].name, out_.files[i].text);
      const auto file = hcl::Parse(source);
      if (!file) {
        continue;  // Said when the references are resolved.
      }
      for (const hcl::Block& block : (*file)->body.blocks) {
        const hcl::Expression* from = block.body.Find("source");
        const auto* text =
            from == nullptr ? nullptr : std::get_if<std::string>(&from->node);
        if (block.type == "module" && block.labels.size() == 1 &&
            text != nullptr) {
          calls[block.labels[0]] = *text;
        }
      }
    }
    for (const auto& [name, source] : calls) {
      const std::string inner = key.empty() ? name : key + "." + name;
      const auto installed = installed_.find(inner);
      if (depth >= kMaxModules || out_.files.size() > kMaxFiles) {
        out_.left_out.push_back(fmt::format("module {} is too deep", inner));
      } else if (installed != installed_.end()) {
        CG_RETURN_IF_ERROR(
            ReadModule(inner, JoinPath(folder_, installed->second), depth + 1));
      } else if (source.starts_with("./") || source.starts_with("../")) {
        CG_RETURN_IF_ERROR(
            ReadModule(inner, JoinPath(folder, source), depth + 1));
      } else {
        out_.left_out.push_back(fmt::format(
            "module {} is not installed: run `terraform init`", inner));
      }
    }
    return {};
  }

  // Modules inside each other.
  static constexpr int kMaxModules = 16;
  static constexpr std::size_t kMaxFiles = 20'000;

  std::string folder_;
  const FileReader& disk_;
  Folders installed_;
  std::vector<std::string> inside_;  // Folders that are being read.
  ConfigurationFiles out_;
  std::size_t bytes_ = 0;
};

}  // namespace

Result<BinaryPlan> OpenBinaryPlan(const std::string& name,
                                  std::string_view bytes) {
  if (!LooksLikeZip(bytes)) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(name,
                              "this is not what `terraform plan -out` "
                              "writes: no archive",
                              std::string(kNotEncrypted)));
  }
  CG_ASSIGN_OR_RETURN(const ZipArchive archive, ZipArchive::Open(name, bytes));
  const ZipArchive::Entry* plan = archive.Find("tfplan");
  if (plan == nullptr) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(name,
                              "this archive is not a plan: it has no "
                              "`tfplan`"));
  }
  Folders folders;
  if (const auto* list = archive.Find("tfconfig/modules.json")) {
    CG_ASSIGN_OR_RETURN(std::string text, archive.Unpack(*list));
    folders = ParseModuleList(std::move(text), "");
  }
  BinaryPlan binary;
  ConfigurationFiles& out = binary.configuration;
  if (plan->size > limits::kMaxArchiveFileBytes) {
    out.left_out.emplace_back("the binary plan is too large to be compared");
  } else {
    CG_ASSIGN_OR_RETURN(binary.message, archive.Unpack(*plan));
    out.plan = ReadBinaryPlanFacts(binary.message);
  }
  if (const auto* lock = archive.Find(".terraform.lock.hcl")) {
    CG_ASSIGN_OR_RETURN(const std::string providers, archive.Unpack(*lock));
    binary.of_opentofu =
        providers.find("registry.opentofu.org") != std::string::npos;
  }
  std::size_t size = 0;
  for (const ZipArchive::Entry& entry : archive.entries()) {
    const std::size_t slash = entry.name.rfind('/');
    if (!entry.name.starts_with(kSources) || slash < kSources.size()) {
      continue;
    }
    const std::string_view key =
        entry.name.substr(kSources.size(), slash - kSources.size());
    const auto folder = folders.find(key);
    std::string path = JoinPath(folder == folders.end() ? key : folder->second,
                                entry.name.substr(slash + 1));
    if (IsJsonSource(path)) {
      LeaveOut(path, ModuleAddress(key), &out);
    } else if (IsSource(path)) {
      CG_ASSIGN_OR_RETURN(std::string text, archive.Unpack(entry));
      CG_RETURN_IF_ERROR(Add({.module = ModuleAddress(key),
                              .name = std::move(path),
                              .text = std::move(text)},
                             &size, &out));
    }
  }
  return binary;
}

Result<ConfigurationFiles> ReadBinaryPlan(const std::string& name,
                                          std::string_view bytes) {
  CG_ASSIGN_OR_RETURN(BinaryPlan plan, OpenBinaryPlan(name, bytes));
  return std::move(plan.configuration);
}

Result<ConfigurationFiles> ReadWorkingDirectory(const std::string& folder,
                                                const FileReader& disk) {
  return DirectoryReader(folder, disk).Read();
}

}  // namespace connectguard
