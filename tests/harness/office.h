// A small agency on a fresh database, with a real keeper on a real socket: what a flow's test begins with.
//
//   Office office;
//   const auto writer = office.facilitator();
//   const auto letter = office.letter(writer, "A12345", "I am sorry.");
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "storage/postgres/founding.h"
#include "storage/postgres/grants.h"
#include "storage/postgres/principal.h"
#include "storage/sealing/keeper_server.h"
#include "storage/sealing/keyring.h"
#include "tests/harness/database.h"

namespace holdfast::test {

// Ends the test with the error's phrase if there is no value.
template <class T>
T must(domain::Result<T> result) {
  if (!result)
    throw std::runtime_error(std::string(domain::problem_name(result.error().problem)) + ": " +
                             std::string(result.error().why));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Desk {  // somebody signed in
  storage::Principal who;
  sealing::KeyedHash token{};
  domain::AccountId account;
};

class Office {
 public:
  Office();
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  storage::Worker& gateway() { return *gateway_; }  // a lane thread's worker, as the gateway's role
  storage::Worker& owner() { return *owner_; }
  const storage::Here& here() const { return here_; }
  TestDatabase& database() { return database_; }
  const std::filesystem::path& folder() const { return folder_; }
  const sealing::Keyring& keyring() const { return *keyring_; }  // for what a test must read itself, such as the log

  // Signed in and stepped up. Each call makes a new account of a new human.
  // A second person is whom the profile names: the newest one made.
  Desk staff(domain::Role role);
  Desk facilitator();  // of programme()
  Desk facilitator(const domain::ProgrammeId& programme);
  Desk recipient(const domain::PersonId& person);
  Desk institution_staff(const domain::InstitutionId& institution);
  Desk sign_in(const domain::AccountId& account, domain::Role role);

  domain::ProgrammeId programme();
  domain::InstitutionId institution();
  domain::OffenderId offender(const std::string& number);  // housed in institution()
  // Registered, confirmed, adult, to be told; notices by e-mail.
  domain::PersonId person(const domain::OffenderId& offender);

  void stop_keeper() { server_.reset(); }
  void move_clock(std::chrono::seconds ahead) { must(storage::move_clock(owner_->database, ahead)); }

 private:
  TestDatabase database_;
  std::filesystem::path folder_;
  std::unique_ptr<sealing::PublicKeys> public_keys_;
  std::unique_ptr<sealing::Keyring> keyring_;
  std::unique_ptr<sealing::KeeperClient> keeper_;
  sealing::HashKey hash_key_;
  storage::Here here_;
  std::unique_ptr<storage::Worker> owner_;
  std::unique_ptr<storage::Worker> gateway_;
  std::unique_ptr<storage::Grants> grants_;
  std::unique_ptr<sealing::KeeperServer> server_;
  std::optional<domain::ProgrammeId> programme_;
  std::optional<domain::InstitutionId> institution_;
  int logins_ = 0;
};

}  // namespace holdfast::test
