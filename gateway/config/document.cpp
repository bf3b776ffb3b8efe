#include "gateway/config/document.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace holdfast::config {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1024} * 1024;  // no settings are as long; a device without end would be

std::unexpected<Faults> refused(const Path& file, std::string why, std::string accepted) {
  return std::unexpected(Faults{{file.string(), 0, 0, "", std::move(why), std::move(accepted)}});
}

}  // namespace

std::expected<std::string, Faults> read_file(const Path& file) {
  std::error_code none;
  if (std::filesystem::is_directory(file, none)) return refused(file, "is a folder", "a TOML file");
  std::ifstream in{file, std::ios::binary};
  if (!in) return refused(file, "cannot be read", "a TOML file that this account may read");
  std::string text;
  std::array<char, 4096> part{};
  while (text.size() <= kMostBytes && (in.read(part.data(), part.size()) || in.gcount() > 0)) {
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (text.size() > kMostBytes) return refused(file, "is too long", "a TOML file of at most 1 MiB");
  return text;
}

std::expected<toml::table, Faults> document(std::string_view text, const Path& file) {
  // TOML has no control characters but tabs and line ends, and the library takes it on trust.
  const auto control = std::ranges::find_if(
      text, [](char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\x7F'; });
  if (control != text.end()) {
    const auto line = static_cast<std::uint32_t>(std::count(text.begin(), control, '\n') + 1);
    return std::unexpected(Faults{{file.string(), line, 1, "", "a control character", "TOML 1.0 in UTF-8"}});
  }
  try {
    return toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    const auto& place = error.source().begin;
    return std::unexpected(
        Faults{{file.string(), place.line, place.column, "", std::string{error.description()}, "TOML 1.0 in UTF-8"}});
  }
}

}  // namespace holdfast::config
