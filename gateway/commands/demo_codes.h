// The demo's second factors are known to everybody, so that a visitor can be each of its people.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace holdfast::commands {
std::vector<std::uint8_t> demo_totp_secret(std::string_view login);
}
