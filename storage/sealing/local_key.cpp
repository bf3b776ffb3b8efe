#include "storage/sealing/local_key.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "storage/sealing/files.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

std::filesystem::path file_in(const std::filesystem::path& folder) { return folder / "local.key"; }

}  // namespace

Result<HashKey> load_local_key(const std::filesystem::path& folder) {
  const auto file = file_in(folder);
  struct stat about{};
  if (lstat(file.c_str(), &about) != 0) return fail(Problem::not_found, "there is no gateway key yet", "local.key");
  if (!S_ISREG(about.st_mode) || (about.st_mode & 077) != 0) {
    return fail(Problem::forbidden, "the gateway's key can be read by others: chmod 600", "local.key");
  }
  HashKey key;
  std::ifstream in(file, std::ios::binary);
  auto bytes = key.reveal_to_fill();
  for (auto& byte : bytes) {
    const int next = in.get();
    if (next == std::ifstream::traits_type::eof())
      return fail(Problem::internal, "the gateway's key is damaged or cannot be read", "local.key");
    byte = static_cast<std::uint8_t>(next);
  }
  return key;
}

Result<HashKey> make_local_key(const std::filesystem::path& folder) {
  if (auto made = make_folder(folder, 0700); !made) return std::unexpected(made.error());
  auto key = load_local_key(folder);
  if (key || key.error().problem != Problem::not_found) return key;
  const auto fresh = random_bytes<32>();
  // Two gateways may begin at once: whoever comes second takes the first one's.
  const auto written = write_new(file_in(folder), fresh, 0600);
  if (!written && written.error().problem != Problem::conflict) return std::unexpected(written.error());
  return load_local_key(folder);
}

}  // namespace holdfast::sealing
