// Rules that come into force while a gateway runs, or when it starts, as an operator reads of them.
#pragma once

#include <string>
#include <vector>

#include "gateway/flows/rules.h"

namespace holdfast::commands {

// What it came to, line by line: file and line of what is wrong, which rules would be weaker and how, and what to do.
std::vector<std::string> lines_of(const flows::Reloaded& reloaded);

}  // namespace holdfast::commands
