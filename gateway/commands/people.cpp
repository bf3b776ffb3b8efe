#include "gateway/commands/people.h"

#include "gateway/flows/sign_in.h"
#include "gateway/routes/tokens.h"

namespace holdfast::commands {

using domain::Result;

std::string base32(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";  // RFC 4648, as RFC 6238 apps expect
  std::string text;
  unsigned window = 0;
  int held = 0;
  for (const auto byte : bytes) {
    window = (window << 8) | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      text += kAlphabet[(window >> held) & 31u];
    }
  }
  if (held > 0) text += kAlphabet[(window << (5 - held)) & 31u];
  return text;
}

std::string random_passphrase() { return routes::new_token().substr(0, 24); }

Founding::Founding(const std::filesystem::path& config_file) : settings_(read_settings(config_file)) {}
Founding::~Founding() = default;

int Founding::open() {
  const auto& config = settings_.config;
  owner_ = std::make_unique<storage::Worker>(connection(config, config.database.owner_role, "holdfast user"), here_);
  const auto agency = storage::find_agency(owner_->database, settings_.profile.code);
  if (!agency) return complain("the agency", agency.error());
  auto key = sealing::load_local_key(config.server.secrets);
  if (!key) return complain("the gateway's key", key.error());
  local_key_ = std::make_unique<sealing::HashKey>(std::move(*key));
  public_keys_ = std::make_unique<sealing::PublicKeys>(config.keeper.keys);
  here_.agency = settings_.profile.code;
  here_.system = agency->system;
  here_.system_account = agency->system_account;
  here_.public_keys = public_keys_.get();
  here_.hash_key = local_key_.get();
  return kDone;
}

Result<domain::ProgrammeId> Founding::programme(const std::string& name,
                                                const std::optional<domain::InstitutionId>& institution) {
  const auto known = storage::find_programme(*owner_, name);
  if (!known) return std::unexpected(known.error());
  if (const auto& id = *known) return *id;
  return storage::add_programme(*owner_, name, institution);
}

Result<domain::InstitutionId> Founding::institution(const std::string& code, const std::string& name) {
  const auto known = storage::find_institution(*owner_, code);
  if (!known) return std::unexpected(known.error());
  if (const auto& id = *known) return *id;
  return storage::add_institution(*owner_, code, name);
}

Result<AddedPerson> Founding::add_staff(const NewPersonOfStaff& person) {
  storage::NewAccount account;
  account.role = person.role;
  account.display_name = person.name;
  account.login = routes::login_hash(*local_key_, person.login);
  account.passphrase_hash = sealing::hash_passphrase(person.passphrase);
  if (person.role == domain::Role::facilitator) {
    std::optional<domain::InstitutionId> where;
    if (!person.at.empty()) {
      const auto found = institution(person.at, person.at);
      if (!found) return std::unexpected(found.error());
      where = *found;
    }
    const auto made = programme(person.belongs_to, where);
    if (!made) return std::unexpected(made.error());
    account.programme = *made;
  }
  if (person.role == domain::Role::institution) {
    const auto made = institution(person.belongs_to, person.belongs_to);
    if (!made) return std::unexpected(made.error());
    account.institution = *made;
  }
  // A facilitator is no staff of the office: a long passphrase alone is enough (ASVS 6.2.1).
  if (person.role == domain::Role::facilitator) {
    const auto added = storage::add_account(*owner_, account);
    return added ? Result<AddedPerson>(AddedPerson{*added, ""}) : std::unexpected(added.error());
  }
  const auto fresh = sealing::random_bytes<20>();
  const auto secret = person.totp_secret.value_or(std::vector<std::uint8_t>(fresh.begin(), fresh.end()));
  account.totp_sealed = sealing::seal_small(*local_key_, flows::kTotpAtRest, secret);
  const auto added = storage::add_account(*owner_, account);
  if (!added) return std::unexpected(added.error());
  return AddedPerson{*added, base32(secret)};
}

Result<domain::AccountId> Founding::add_recipient(const std::string& login, const std::string& passphrase,
                                                  const domain::PersonId& person, const std::string& language) {
  storage::NewAccount account;
  account.role = domain::Role::recipient;
  account.login = routes::login_hash(*local_key_, login);
  account.passphrase_hash = sealing::hash_passphrase(passphrase);
  account.person = person;
  account.language = language;
  return storage::add_account(*owner_, account);
}

Result<void> Founding::disable(const std::string& login) {
  return storage::disable_login(*owner_, routes::login_hash(*local_key_, login));
}

}  // namespace holdfast::commands
