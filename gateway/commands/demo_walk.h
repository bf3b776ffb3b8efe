// The rest of `holdfast demo --letters`: what came of them, and one letter all the way, over the API as its users
// would.
#pragma once

#include <expected>
#include <string>

#include "gateway/commands/commands.h"

namespace holdfast::commands {

std::filesystem::path authority_of(const Settings& settings);
// A session's token for one of the demo's people, or what went wrong.
std::expected<std::string, std::string> demo_sign_in(const Settings& settings, const std::string& login);
// Per verdict and category, tickets per institution: read from the database as its owner.
void print_outcome(const Settings& settings);
int walk_one_letter(const Settings& settings);

}  // namespace holdfast::commands
