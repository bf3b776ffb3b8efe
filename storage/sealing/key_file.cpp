#include "storage/sealing/key_file.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace holdfast::sealing {
namespace {

constexpr std::string_view kSecretName = "epoch-";
constexpr std::string_view kSecretEnd = ".key";

std::string before_key(std::string_view kind, Epoch epoch) {
  return std::string(kind) + ' ' + std::to_string(epoch.number) + ' ';
}

}  // namespace

std::filesystem::path public_file(const std::filesystem::path& keys_folder, Epoch epoch) {
  return keys_folder / "public" / ("epoch-" + std::to_string(epoch.number) + ".pub");
}

std::filesystem::path secret_file(const std::filesystem::path& keys_folder, Epoch epoch) {
  return keys_folder / "secret" / ("epoch-" + std::to_string(epoch.number) + ".key");
}

std::optional<Epoch> epoch_of_secret_file(std::string_view file_name) {
  if (!file_name.starts_with(kSecretName) || !file_name.ends_with(kSecretEnd)) return std::nullopt;
  Epoch epoch;
  const char* const end = file_name.data() + file_name.size() - kSecretEnd.size();
  const auto [stopped, error] = std::from_chars(file_name.data() + kSecretName.size(), end, epoch.number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  if (secret_file({}, epoch).filename() != file_name) return std::nullopt;  // one epoch, one name
  return epoch;
}

SecretBytes key_line(std::string_view kind, Epoch epoch, std::span<const std::uint8_t, 32> key) {
  const std::string before = before_key(kind, epoch);
  SecretBytes line(before.size() + 64 + 1);
  const auto out = line.reveal_to_fill();
  std::ranges::copy(before, out.begin());
  // Writes a NUL after the digits, where the line's end goes.
  sodium_bin2hex(reinterpret_cast<char*>(out.data()) + before.size(), 65, key.data(), key.size());
  out.back() = '\n';
  return line;
}

bool parse_key_line(std::span<const std::uint8_t> line, std::string_view kind, Epoch epoch,
                    std::span<std::uint8_t, 32> key) {
  const std::string before = before_key(kind, epoch);
  const std::string_view text(reinterpret_cast<const char*>(line.data()), line.size());
  if (text.size() != before.size() + 64 + 1 || !text.starts_with(before) || !text.ends_with('\n')) return false;
  std::size_t length = 0;
  const int read = sodium_hex2bin(key.data(), key.size(), text.data() + before.size(), 64, nullptr, &length, nullptr);
  if (read != 0 || length != key.size()) return false;
  const SecretBytes again = key_line(kind, epoch, key);  // upper-case digits are another spelling
  return sodium_memcmp(again.reveal().data(), line.data(), line.size()) == 0;
}

}  // namespace holdfast::sealing
