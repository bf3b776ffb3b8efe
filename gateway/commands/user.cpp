#include <iostream>

#include "gateway/commands/commands.h"
#include "gateway/commands/people.h"
#include "gateway/flows/sign_in.h"
#include "storage/postgres/founding.h"

namespace holdfast::commands {
namespace {

bool fits(const NewUser& user, std::string& why) {
  const auto role = domain::parse_role(user.role);
  if (!role.known || role.role == domain::Role::recipient) {
    why =
        "--role: one of facilitator, analyst, reader, investigator, institution, auditor, administrator, second_person";
    return false;
  }
  const bool needs = role.role == domain::Role::facilitator || role.role == domain::Role::institution;
  if (needs && user.belongs_to.empty()) {
    why = "--belongs-to is needed: the programme's name, or the institution's code";
    return false;
  }
  if (user.login.size() < 3 || user.login.size() > 200) {
    why = "--login: 3 to 200 characters";
    return false;
  }
  return true;
}

}  // namespace

int user_add(const std::filesystem::path& config_file, const NewUser& user) {
  std::string why;
  if (!fits(user, why)) return complain(why), kWrong;
  Founding founding(config_file);
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  const auto& second = founding.settings().profile.second_person.account;
  if (user.role == domain::role_name(domain::Role::second_person) && user.login != second) {
    const std::string named = second.empty() ? "nobody" : "another login";
    return complain("--login: the profile's second_person.account names " + named + "; write this one there first"),
           kWrong;
  }
  NewPersonOfStaff person{
      domain::parse_role(user.role).role, user.login, user.name, random_passphrase(), user.belongs_to, {}, user.at};
  const auto added = founding.add_staff(person);
  if (!added) return complain("the account", added.error());
  std::cout << "login:      " << user.login << "\npassphrase: " << person.passphrase << '\n';
  if (!added->totp.empty()) std::cout << "code key:   " << added->totp << "  (for an authenticator app; shown once)\n";
  return kDone;
}

int user_disable(const std::filesystem::path& config_file, const std::string& login) {
  Founding founding(config_file);
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  const auto done = founding.disable(login);
  if (!done) return complain("the account", done.error());
  return kDone;
}

}  // namespace holdfast::commands
