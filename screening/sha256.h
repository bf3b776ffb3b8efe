// SHA-256 (FIPS 180-4), for the name of a rule set. Nothing secret passes through it.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::screening {

// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace holdfast::screening
