// Key files: written whole or not at all, read only where nobody else could have. Inside storage/sealing only.
// Errors carry the file's name (never its path or content) in `field`.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "gateway/domain/result.h"
#include "storage/sealing/fd.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

// Makes the folder with this mode if it is missing; a folder that is there is left as it is.
domain::Result<void> make_folder(const std::filesystem::path& folder, mode_t mode);

// forbidden unless the folder belongs to this account and nobody else can enter it.
domain::Result<void> check_private_folder(const std::filesystem::path& folder);

// An exclusive lock on a folder, held while the Fd lives: one process at a time changes keys.
domain::Result<Fd> lock_folder(const std::filesystem::path& folder);

// The content is on the disk before the name exists. conflict if the name is taken: a key is never overwritten.
domain::Result<void> write_new(const std::filesystem::path& file, std::span<const std::uint8_t> content, mode_t mode);

// Wipes, removes, and waits until the folder on the disk knows. not_found if there is none.
domain::Result<void> remove_for_good(const std::filesystem::path& file);
// What a killed write_new left.
void remove_leftovers(const std::filesystem::path& folder);

enum class Privacy { secret, open_to_read };
// A regular file of at most kMostKeyFile bytes, not a link; secret: of this account and mode 0600 or less;
// open_to_read: not writable by group or others.
inline constexpr std::size_t kMostKeyFile = 256;
domain::Result<SecretBytes> read_key_file(const std::filesystem::path& file, Privacy privacy);

}  // namespace holdfast::sealing
