// Any bytes as a file of orders, people or housing in CSV.
#include "tests/fuzz/imports.h"

namespace holdfast::fuzz {

void import_csv(std::string_view bytes) { read_as(imports::Format::csv, bytes); }

}  // namespace holdfast::fuzz
