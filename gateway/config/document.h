// Private to this room: from a file or text to a TOML document, or to the fault that says why not.
#pragma once

#include <toml++/toml.h>
#include <expected>
#include <string>
#include <string_view>

#include "gateway/config/config.h"

namespace holdfast::config {

std::expected<std::string, Faults> read_file(const Path& file);
std::expected<toml::table, Faults> document(std::string_view text, const Path& file);

}  // namespace holdfast::config
