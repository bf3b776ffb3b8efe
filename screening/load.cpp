#include "screening/load.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace holdfast::screening {

namespace {

std::expected<std::vector<RuleFile>, LoadError> load(const std::filesystem::path& folder, std::string_view extension) {
  std::error_code failed;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  if (failed) return std::unexpected(LoadError{folder.string(), 0, failed.message()});
  std::ranges::sort(paths);
  std::vector<RuleFile> files;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return std::unexpected(LoadError{path.string(), 0, "cannot be read"});
    files.push_back({path.filename().string(), std::move(text)});
  }
  return files;
}

}  // namespace

std::expected<std::vector<RuleFile>, LoadError> load_directory(const std::filesystem::path& folder) {
  auto files = load(folder, ".toml");
  if (files && files->empty()) return std::unexpected(LoadError{folder.string(), 0, "no rule packs (*.toml) here"});
  return files;
}

std::expected<std::vector<RuleFile>, LoadError> load_all(const std::filesystem::path& folder) {
  auto files = load_directory(folder);
  if (!files) return files;
  auto models = load(folder, ".model");
  if (!models) return models;
  std::ranges::move(*models, std::back_inserter(*files));
  return files;
}

}  // namespace holdfast::screening
