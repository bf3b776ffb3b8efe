// The one place of screening that touches a disk: commands and tests need the packs from a folder.
#pragma once

#include <expected>
#include <filesystem>
#include <vector>

#include "screening/screening.h"

namespace holdfast::screening {

// Reads every *.toml of the folder (not below it), ordered by name. An empty or missing folder is an error.
std::expected<std::vector<RuleFile>, LoadError> load_directory(const std::filesystem::path& folder);

// The same, and the learned layer (*.model) where the folder holds one: all that judges a letter.
std::expected<std::vector<RuleFile>, LoadError> load_all(const std::filesystem::path& folder);

}  // namespace holdfast::screening
