// A temporary keys folder and what most tests of sealing need. Times are passed in; nothing here reads a clock.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "storage/sealing/keyring.h"
#include "storage/sealing/open.h"
#include "storage/sealing/random.h"
#include "storage/sealing/seal.h"

namespace holdfast::sealing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "holdfast-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder(TemporaryFolder&&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Wednesday 2026-11-25, in epoch 2969.
inline constexpr domain::Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};
inline constexpr std::chrono::weeks kWeek{1};

struct Keys {
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "keys";
  domain::Result<void> made = init_keys(path, kNow);
  Keyring keyring = Keyring::load(path).value();
  EpochPublicKey current = keyring.public_key(epoch_of(kNow)).value();
};

inline KeyContext a_letter() { return {"us-ca", Purpose::letter, random_id<domain::ObjectId>()}; }

inline SealContext part_of(const KeyContext& object, Purpose purpose = Purpose::letter, std::uint32_t version = 1) {
  return {object.agency, purpose, object.object, version};
}

inline std::string text_of(const SecretBytes& bytes) { return std::string(bytes.reveal_text()); }

}  // namespace holdfast::sealing
