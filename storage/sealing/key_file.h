// One epoch's key as a line of text. Inside storage/sealing only.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "gateway/domain/result.h"
#include "storage/sealing/epoch.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

inline constexpr std::string_view kPublicKind = "holdfast-epoch-public-1";
inline constexpr std::string_view kSecretKind = "holdfast-epoch-secret-1";

std::filesystem::path public_file(const std::filesystem::path& keys_folder, Epoch epoch);
std::filesystem::path secret_file(const std::filesystem::path& keys_folder, Epoch epoch);
std::optional<Epoch> epoch_of_secret_file(std::string_view file_name);

// "<kind> <epoch> <64 hex digits>\n"
SecretBytes key_line(std::string_view kind, Epoch epoch, std::span<const std::uint8_t, 32> key);
// False unless the line is exactly what key_line() writes for this kind and epoch.
bool parse_key_line(std::span<const std::uint8_t> line, std::string_view kind, Epoch epoch,
                    std::span<std::uint8_t, 32> key);

}  // namespace holdfast::sealing
