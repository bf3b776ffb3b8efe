// The gateway's own key: hashes of tokens and logins, CSRF, cursors, second factors at rest. 32 random bytes in
// <folder>/local.key, 0600, the folder 0700. Losing it signs everybody out and makes logins unknown: back it up apart
// from the database.
#pragma once

#include <filesystem>

#include "gateway/domain/result.h"
#include "storage/sealing/random.h"

namespace holdfast::sealing {

// Errors: not_found where there is none; forbidden where others could read it; internal for a damaged file.
domain::Result<HashKey> load_local_key(const std::filesystem::path& folder);
// Makes one where there is none, then loads it.
domain::Result<HashKey> make_local_key(const std::filesystem::path& folder);

}  // namespace holdfast::sealing
