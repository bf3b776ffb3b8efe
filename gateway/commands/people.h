// For `user` and `demo`: making people, as the database's owner and with the gateway's own key.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gateway/commands/commands.h"
#include "storage/postgres/founding.h"
#include "storage/sealing/local_key.h"

namespace holdfast::commands {

struct NewPersonOfStaff {
  domain::Role role{};
  std::string login, name, passphrase;
  std::string belongs_to;  // a programme's name, an institution's code: made where it is not there
  std::optional<std::vector<std::uint8_t>> totp_secret{};  // none: made at random
  std::string at{};                                        // a new programme's institution, by its code
};

struct AddedPerson {
  domain::AccountId account;
  std::string totp;  // the second factor's secret in base32, as authenticator apps take it
};

// Five words of a list would be kinder; 24 characters of base32 are as strong as 120 bits.
std::string random_passphrase();
std::string base32(std::span<const std::uint8_t> bytes);

class Founding {
 public:
  explicit Founding(const std::filesystem::path& config_file);
  ~Founding();
  int open();  // an exit code; kDone: go on

  const Settings& settings() const { return settings_; }
  storage::Worker& owner() { return *owner_; }
  const sealing::HashKey& local_key() const { return *local_key_; }

  // `institution`: of a programme that is made here.
  domain::Result<domain::ProgrammeId> programme(const std::string& name,
                                                const std::optional<domain::InstitutionId>& institution = {});
  domain::Result<domain::InstitutionId> institution(const std::string& code, const std::string& name);
  domain::Result<AddedPerson> add_staff(const NewPersonOfStaff& person);
  domain::Result<domain::AccountId> add_recipient(const std::string& login, const std::string& passphrase,
                                                  const domain::PersonId& person, const std::string& language);
  domain::Result<void> disable(const std::string& login);

 private:
  Settings settings_;
  storage::Here here_;
  std::unique_ptr<sealing::PublicKeys> public_keys_;
  std::unique_ptr<sealing::HashKey> local_key_;
  std::unique_ptr<storage::Worker> owner_;
};

}  // namespace holdfast::commands
