// Letters scanned for everybody of a registry: how long it takes, and how many honest letters it says something of.
#pragma once

#include <span>

#include "screening/identity/index.h"

namespace holdfast::bench {

double seconds();  // CPU time of this thread

void measure_scan(const screening::identity::Index& index, std::span<const screening::identity::Person> registry);

}  // namespace holdfast::bench
