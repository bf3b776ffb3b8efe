#include "tests/harness/office.h"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace holdfast::test {
namespace {

std::filesystem::path fresh_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "hf-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return pattern;
}

}  // namespace

Office::Office() : folder_(fresh_folder()), hash_key_(sealing::random_secret<32>()) {
  owner_ = std::make_unique<storage::Worker>(database_.settings("holdfast_owner"), here_);
  must(storage::found_agency(owner_->database, "test", "The Office of the Tests"));
  must(storage::make_clock_movable(owner_->database));
  const auto agency = must(storage::find_agency(owner_->database, "test"));
  const auto now =
      must(owner_->database.run({}, [](storage::Transaction& tx) -> domain::Result<domain::Time> { return tx.now(); }));
  must(sealing::init_keys(folder_ / "keys", now));
  public_keys_ = std::make_unique<sealing::PublicKeys>(folder_ / "keys");
  keyring_ = std::make_unique<sealing::Keyring>(must(sealing::Keyring::load(folder_ / "keys")));
  keeper_ = std::make_unique<sealing::KeeperClient>(sealing::KeeperClientOptions{.socket = folder_ / "keeper.sock"});
  here_.agency = "test";
  here_.system = agency.system;
  here_.system_account = agency.system_account;
  here_.public_keys = public_keys_.get();
  here_.keeper = keeper_.get();
  here_.hash_key = &hash_key_;
  gateway_ = std::make_unique<storage::Worker>(database_.settings("holdfast_gateway"), here_);
  grants_ = std::make_unique<storage::Grants>(database_.settings("holdfast_keeper"), here_);
  server_ = must(sealing::KeeperServer::start(
      {.socket = folder_ / "keeper.sock", .allowed_uids = {getuid()}, .on_event = {}}, *keyring_, *grants_));
}

Office::~Office() {
  server_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Desk Office::sign_in(const domain::AccountId& account, domain::Role role) {
  Desk desk;
  desk.account = account;
  const auto secret = sealing::random_bytes<32>();
  desk.token = sealing::keyed_hash(hash_key_, "session", secret);
  const auto login = sealing::keyed_hash(hash_key_, "login", "login " + std::to_string(logins_));
  const auto material = must(storage::sign_in_material(*gateway_, login));
  if (!material.known) throw std::runtime_error("the account that was just made is not there");
  must(storage::session_begin(*gateway_, material.actor, desk.token, std::nullopt, "en"));
  desk.who = must(storage::principal_of(*gateway_, desk.token));
  if (desk.who.role != role) throw std::runtime_error("signed in as somebody else");
  return desk;
}

namespace {

storage::NewAccount account_of(domain::Role role, const sealing::KeyedHash& login) {
  storage::NewAccount made;
  made.role = role;
  made.display_name = role == domain::Role::recipient ? "" : "A " + std::string(domain::role_name(role));
  made.login = login;
  made.passphrase_hash = "none";
  return made;
}

}  // namespace

Desk Office::staff(domain::Role role) {
  const auto login = sealing::keyed_hash(hash_key_, "login", "login " + std::to_string(++logins_));
  if (role == domain::Role::second_person) here_.second_person = login;
  return sign_in(must(storage::add_account(*owner_, account_of(role, login))), role);
}

Desk Office::facilitator() { return facilitator(programme()); }

Desk Office::facilitator(const domain::ProgrammeId& programme) {
  auto made = account_of(domain::Role::facilitator,
                         sealing::keyed_hash(hash_key_, "login", "login " + std::to_string(++logins_)));
  made.programme = programme;
  return sign_in(must(storage::add_account(*owner_, made)), made.role);
}

Desk Office::recipient(const domain::PersonId& person) {
  auto made = account_of(domain::Role::recipient,
                         sealing::keyed_hash(hash_key_, "login", "login " + std::to_string(++logins_)));
  made.person = person;
  return sign_in(must(storage::add_account(*owner_, made)), made.role);
}

Desk Office::institution_staff(const domain::InstitutionId& institution) {
  auto made = account_of(domain::Role::institution,
                         sealing::keyed_hash(hash_key_, "login", "login " + std::to_string(++logins_)));
  made.institution = institution;
  return sign_in(must(storage::add_account(*owner_, made)), made.role);
}

domain::ProgrammeId Office::programme() {
  if (!programme_) programme_ = must(storage::add_programme(*owner_, "Writing circle", institution()));
  return *programme_;
}

domain::InstitutionId Office::institution() {
  if (!institution_) institution_ = must(storage::add_institution(*owner_, "TST", "Test State Prison"));
  return *institution_;
}

domain::OffenderId Office::offender(const std::string& number) {
  return must(storage::add_offender(*owner_, number, "Writer " + number, institution()));
}

domain::PersonId Office::person(const domain::OffenderId& offender) {
  const auto analyst = staff(domain::Role::analyst);
  storage::NewPerson person;
  person.offender = offender;
  person.record = R"({"name":"Rosa Quintero","email":"rosa@mail.example","address":"","phone":"","language":"en"})";
  person.registered = true;
  person.confirmed_by = analyst.account;
  person.tell = true;
  person.notices = "email";
  return must(storage::add_person(*owner_, person));
}

}  // namespace holdfast::test
