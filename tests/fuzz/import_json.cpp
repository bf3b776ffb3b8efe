// Any bytes as a file of orders, people or housing in JSON.
#include "tests/fuzz/imports.h"

namespace holdfast::fuzz {

void import_json(std::string_view bytes) { read_as(imports::Format::json, bytes); }

}  // namespace holdfast::fuzz
