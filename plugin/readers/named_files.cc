#include "readers/named_files.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/sha256.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

// `a` with one slash behind.
std::string Below(std::string_view folder) {
  std::string prefix(folder);
  if (!prefix.ends_with('/')) {
    prefix += '/';
  }
  return prefix;
}

// Where Terraform, running in the folder, finds the file.
std::string PathIn(std::string_view folder, std::string_view name) {
  while (name.starts_with("./")) {
    name.remove_prefix(2);
  }
  return name.starts_with('/') ? std::string(name)
                               : Below(folder) + std::string(name);
}

}  // namespace

tl::expected<const Value*, std::string> NamedFiles::Read(
    std::string_view name, std::string_view hash) {
  const auto fail = [&](std::string_view why) {
    return tl::unexpected(
        fmt::format("the flow is read from file `{}` at apply{}", name, why));
  };
  if (!folder_) {
    return fail("");
  }
  if (hash.empty()) {
    return fail(", and no `content_hash` says what is in it");
  }
  const std::pair<std::string, std::string> key(name, hash);
  if (const auto found = read_.find(key); found != read_.end()) {
    return found->second;
  }
  // Terraform may read any file; here none is read that is not in the folder.
  const std::string path = PathIn(folder_->path, name);
  const std::string real = folder_->disk->Canonical(path);
  if (!real.starts_with(Below(folder_->disk->Canonical(folder_->path)))) {
    return fail(fmt::format(", which is not in `{}`", folder_->path));
  }
  if (read_.size() >= limits::kMaxNamedFiles) {
    return fail(", and the plan names too many files");
  }
  auto text = folder_->disk->Read(path);
  if (!text) {
    return fail(fmt::format(", which cannot be read in `{}`", folder_->path));
  }
  if (Sha256Base64(*text) != hash) {
    return fail(
        ", which is no longer what was planned: its SHA-256 is not "
        "`content_hash`");
  }
  const Value* content = Add(path, *std::move(text));
  read_.emplace(key, content);
  return content;
}

const Value* NamedFiles::Add(std::string name, std::string text) {
  const std::uint16_t file =
      document_->AddFile(std::move(name), std::move(text));
  const Result<const Value*> json = ReadJson(document_, file);
  if (json) {
    return *json;
  }
  const std::string_view all = document_->file(file).text();
  ValueBuilder builder = document_->NewBuilder();
  builder.AddString(all, {.begin = 0,
                          .end = static_cast<std::uint32_t>(all.size()),
                          .file = file});
  return builder.Finish();
}

}  // namespace connectguard
