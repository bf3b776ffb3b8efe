// Any bytes as a file of orders, people or housing in NIEM XML.
#include "tests/fuzz/imports.h"

namespace holdfast::fuzz {

void import_xml(std::string_view bytes) { read_as(imports::Format::xml, bytes); }

}  // namespace holdfast::fuzz
