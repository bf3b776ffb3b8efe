// What the owner sets up: agencies, programmes, institutions, people who sign in. Used by `holdfast migrate`, `user`
// and `demo`, and by tests; `owner` is a Worker whose connection has the owner's role.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/permissions.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

domain::Result<void> found_agency(Database& owner, const std::string& code, const std::string& name);

// `institution`: where the programme meets; none: nowhere in particular.
domain::Result<domain::ProgrammeId> add_programme(Worker& owner, const std::string& name,
                                                  const std::optional<domain::InstitutionId>& institution = {});
domain::Result<domain::InstitutionId> add_institution(Worker& owner, const std::string& code, const std::string& name);
domain::Result<std::optional<domain::ProgrammeId>> find_programme(Worker& owner, const std::string& name);
domain::Result<std::optional<domain::InstitutionId>> find_institution(Worker& owner, const std::string& code);
domain::Result<domain::OffenderId> add_offender(Worker& owner, const std::string& number, const std::string& name,
                                                const std::optional<domain::InstitutionId>& housed_at);
domain::Result<domain::CaseId> add_case(Worker& owner, const domain::OffenderId& offender, const std::string& number);

// A protected person: `record` is the sealed JSON {"name","email","address","phone","language"} as registration keeps
// it.
struct NewPerson {
  domain::OffenderId offender;
  std::optional<domain::CaseId> court_case;
  std::string kind = "victim";
  std::string record;
  bool registered = false;  // registered, and confirmed by `confirmed_by`
  std::optional<domain::AccountId> confirmed_by;
  bool adult = true;
  bool tell = false;             // wishes to be told that a letter exists
  std::string notices = "none";  // none, email, post
};
domain::Result<domain::PersonId> add_person(Worker& owner, const NewPerson& person);

struct NewAccount {
  domain::Role role{};
  std::string display_name;  // empty for a recipient
  sealing::KeyedHash login{};
  std::string passphrase_hash;
  std::vector<std::uint8_t> totp_sealed;
  std::string language = "en";
  std::optional<domain::ProgrammeId> programme;
  std::optional<domain::InstitutionId> institution;
  std::optional<domain::PersonId> person;
  std::optional<domain::AccountId> same_human_as;  // a second account of the same person
};
// conflict: the login is taken.
domain::Result<domain::AccountId> add_account(Worker& owner, const NewAccount& account);
domain::Result<void> disable_account(Worker& owner, const domain::AccountId& account);
domain::Result<void> disable_login(Worker& owner, const sealing::KeyedHash& login);  // not_found
domain::Result<bool> has_login(Worker& owner, const sealing::KeyedHash& login);
domain::Result<void> recuse(Worker& owner, const domain::AccountId& account, const domain::OffenderId& offender);

// Tests and the demo only: makes the clock movable, and moves it. The schema refuses to move one that is not.
domain::Result<void> make_clock_movable(Database& owner);
domain::Result<void> move_clock(Database& owner, std::chrono::seconds ahead);

}  // namespace holdfast::storage
