#include <chrono>
#include <iomanip>
#include <iostream>

#include "gateway/commands/commands.h"
#include "gateway/commands/demo_codes.h"
#include "gateway/commands/demo_people.h"
#include "gateway/commands/people.h"
#include "gateway/flows/sign_in.h"
#include "gateway/routes/tokens.h"

namespace holdfast::commands {
namespace {

using domain::Result;

constexpr int kDemoOffenders = 40;

int only_in_a_demo(const Settings& settings) {
  if (settings.config.demo.enabled) return kDone;
  return complain("this installation is no demo ([demo] enabled = true)");
}

std::string offender_number(int i) { return "N" + std::to_string(10'000 + i); }

Result<domain::AccountId> seed_staff(Founding& founding) {
  Result<domain::AccountId> analyst = domain::fail(domain::Problem::internal, "there is no analyst in the demo");
  for (const auto& person : kDemoStaff) {
    const auto added = founding.add_staff({person.role, std::string(person.login), std::string(person.name),
                                           std::string(kDemoPassphrase), std::string(person.belongs_to),
                                           demo_totp_secret(person.login)});
    if (!added) return std::unexpected(added.error());
    if (person.login == "analyst") analyst = added->account;
  }
  return analyst;
}

Result<void> seed_people(Founding& founding, const domain::InstitutionId& housed_at, const domain::AccountId& analyst) {
  std::vector<domain::OffenderId> offenders;
  for (int i = 1; i <= kDemoOffenders; ++i) {
    const auto added =
        storage::add_offender(founding.owner(), offender_number(i), "Writer " + std::to_string(i), housed_at);
    if (!added) return std::unexpected(added.error());
    const auto court_case = storage::add_case(founding.owner(), *added,
                                              "NC-" + std::to_string(2010 + i % 12) + "-" + std::to_string(400 + i));
    if (!court_case) return std::unexpected(court_case.error());
    offenders.push_back(*added);
  }
  for (const auto& recipient : kDemoRecipients) {
    storage::NewPerson person;
    person.offender =
        offenders.at(static_cast<std::size_t>(std::stoi(std::string(recipient.offender.substr(1))) - 10'001));
    person.record = recipient.record;
    person.registered = true;
    person.confirmed_by = analyst;
    person.tell = recipient.tell;
    person.notices = recipient.tell ? "email" : "none";
    const auto added = storage::add_person(founding.owner(), person);
    if (!added) return std::unexpected(added.error());
    const auto account = founding.add_recipient(std::string(recipient.login), std::string(kDemoPassphrase), *added,
                                                std::string(recipient.language));
    if (!account) return std::unexpected(account.error());
  }
  return {};
}

}  // namespace

std::vector<std::uint8_t> demo_totp_secret(std::string_view login) {
  std::string text = "demo " + std::string(login);
  text.resize(20, '.');
  return {text.begin(), text.end()};
}

int demo_seed(const std::filesystem::path& config_file) {
  Founding founding(config_file);
  if (const int wrong = only_in_a_demo(founding.settings()); wrong != kDone) return wrong;
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  const auto there =
      storage::has_login(founding.owner(), routes::login_hash(founding.local_key(), kDemoRecipients.back().login));
  if (!there) return complain("the demo", there.error());
  if (*there) return kDone;
  const auto northgate = founding.institution("NGP", "Northgate State Prison");
  if (!northgate) return complain("the demo", northgate.error());
  if (auto made = founding.programme(std::string(kDemoProgramme), *northgate); !made)
    return complain("the demo", made.error());
  const auto analyst = seed_staff(founding);
  if (!analyst) return complain("the demo's staff", analyst.error());
  if (auto done = seed_people(founding, *northgate, *analyst); !done)
    return complain("the demo's people", done.error());
  return kDone;
}

int demo_accounts(const std::filesystem::path& config_file) {
  Founding founding(config_file);
  if (const int wrong = only_in_a_demo(founding.settings()); wrong != kDone) return wrong;
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  const auto now =
      founding.owner().database.run({}, [](storage::Transaction& tx) -> Result<domain::Time> { return tx.now(); });
  if (!now) return complain("the database", now.error());
  std::cout << "Sign in as (everybody's passphrase: " << kDemoPassphrase << ")\n";
  for (const auto& person : kDemoStaff) {
    const bool code = person.role != domain::Role::facilitator;
    std::cout << "  " << std::left << std::setw(15) << person.login
              << (code ? "code " + flows::totp_code(demo_totp_secret(person.login), *now) : std::string("           "))
              << "  " << person.what << '\n';
  }
  for (const auto& recipient : kDemoRecipients) {
    std::cout << "  " << std::left << std::setw(15) << recipient.login << "             a recipient: " << recipient.what
              << '\n';
  }
  std::cout << "A code lives half a minute and works once: `holdfast demo accounts` shows the next.\n"
            << "Mail that was sent: " << founding.settings().config.origin() << "/demo/mail\n";
  return kDone;
}

int demo_clock(const std::filesystem::path& config_file, long hours) {
  Founding founding(config_file);
  if (const int wrong = only_in_a_demo(founding.settings()); wrong != kDone) return wrong;
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  const auto moved = storage::move_clock(founding.owner().database, std::chrono::hours(hours));
  return moved ? kDone : complain("the demo's clock", moved.error());
}

}  // namespace holdfast::commands
