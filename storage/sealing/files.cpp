#include "storage/sealing/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

#include "storage/sealing/random.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;
namespace fs = std::filesystem;

constexpr std::string_view kLeftover = ".new-";

auto name_of(const fs::path& path) { return path.parent_path().filename() / path.filename(); }

std::unexpected<domain::Error> disk_refused(const fs::path& path) {
  return fail(Problem::unavailable, "the disk refuses a key file", name_of(path).string());
}

bool write_all(int fd, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder(const fs::path& folder) {
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd && ::fsync(fd.get()) == 0;
}

fs::path leftover_name(const fs::path& file) {
  const auto id = random_id<domain::ObjectId>().text();
  return file.parent_path() / (std::string(kLeftover) + id);
}

bool write_and_sync(const fs::path& file, std::span<const std::uint8_t> content, mode_t mode) {
  const Fd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  return fd && write_all(fd.get(), content) && ::fchmod(fd.get(), mode) == 0 && ::fsync(fd.get()) == 0;
}

domain::Result<void> check_privacy(const struct stat& about, Privacy privacy, const fs::path& file) {
  const auto name = name_of(file).string();
  if (!S_ISREG(about.st_mode)) return fail(Problem::forbidden, "a key file is not a regular file", name);
  if (privacy == Privacy::open_to_read) {
    if ((about.st_mode & (S_IWGRP | S_IWOTH)) == 0) return {};
    return fail(Problem::forbidden, "a public key can be changed by others: chmod 0644 it", name);
  }
  if (about.st_uid != ::geteuid()) {
    return fail(Problem::forbidden, "a secret key belongs to another account: chown it to the keeper's", name);
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(Problem::forbidden, "a secret key can be read by others: chmod 0600 it", name);
  }
  return {};
}

}  // namespace

domain::Result<void> make_folder(const fs::path& folder, mode_t mode) {
  if (::mkdir(folder.c_str(), mode) == 0) {
    // mkdir's mode is cut by the umask; a public folder must be enterable all the same.
    if (::chmod(folder.c_str(), mode) != 0 || !sync_folder(folder.parent_path())) return disk_refused(folder);
    return {};
  }
  std::error_code error;
  if (errno == EEXIST && fs::is_directory(folder, error)) return {};
  return fail(Problem::unavailable, "a keys folder cannot be made", name_of(folder).string());
}

domain::Result<void> check_private_folder(const fs::path& folder) {
  struct stat about{};
  const auto name = name_of(folder).string();
  if (::lstat(folder.c_str(), &about) != 0) {
    return fail(Problem::not_found, "there is no folder of secret keys: run `holdfast keys init`", name);
  }
  if (!S_ISDIR(about.st_mode)) return fail(Problem::forbidden, "the folder of secret keys is not a folder", name);
  if (about.st_uid != ::geteuid()) {
    return fail(Problem::forbidden, "the folder of secret keys belongs to another account: chown it to the keeper's",
                name);
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(Problem::forbidden, "the folder of secret keys is open to others: chmod 0700 it", name);
  }
  return {};
}

domain::Result<Fd> lock_folder(const fs::path& folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::flock(fd.get(), LOCK_EX) != 0) return disk_refused(folder);
  return fd;
}

domain::Result<void> write_new(const fs::path& file, std::span<const std::uint8_t> content, mode_t mode) {
  const fs::path draft = leftover_name(file);
  const bool drafted = write_and_sync(draft, content, mode);
  const int linked = drafted ? ::link(draft.c_str(), file.c_str()) : -1;
  const bool taken = drafted && linked != 0 && errno == EEXIST;
  ::unlink(draft.c_str());
  if (taken) return fail(Problem::conflict, "there is a key of this name already", name_of(file).string());
  if (linked != 0 || !sync_folder(file.parent_path())) return disk_refused(file);
  return {};
}

domain::Result<void> remove_for_good(const fs::path& file) {
  const Fd fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd && errno == ENOENT) return fail(Problem::not_found, "there is no such key", name_of(file).string());
  // Overwriting helps on some disks and hurts on none; the promise rests on the file being nowhere else.
  struct stat about{};
  if (fd && ::fstat(fd.get(), &about) == 0 && about.st_size > 0) {
    const std::vector<std::uint8_t> zeros(static_cast<std::size_t>(about.st_size));
    if (!write_all(fd.get(), zeros) || ::fsync(fd.get()) != 0) return disk_refused(file);
  }
  if (::unlink(file.c_str()) != 0 || !sync_folder(file.parent_path())) return disk_refused(file);
  return {};
}

void remove_leftovers(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(kLeftover)) found.push_back(entry.path());
  }
  for (const auto& file : found) static_cast<void>(remove_for_good(file));
}

domain::Result<SecretBytes> read_key_file(const fs::path& file, Privacy privacy) {
  const Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd && errno == ENOENT) return fail(Problem::not_found, "there is no such key", name_of(file).string());
  if (!fd && errno == ELOOP) return fail(Problem::forbidden, "a key file is a link", name_of(file).string());
  struct stat about{};
  if (!fd || ::fstat(fd.get(), &about) != 0) return disk_refused(file);
  if (const auto checked = check_privacy(about, privacy, file); !checked) return std::unexpected(checked.error());
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size == 0 || size > kMostKeyFile) return fail(Problem::internal, "a key file is damaged", name_of(file).string());
  SecretBytes content(size);
  const auto got = ::read(fd.get(), content.reveal_to_fill().data(), size);
  if (got < 0 || static_cast<std::size_t>(got) != size) return disk_refused(file);
  return content;
}

}  // namespace holdfast::sealing
