// Where the sources lie, for tests that read packs, pages or documents of this tree.
#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace holdfast::test {

// The path of a file of the source tree; ctest says where that is.
inline std::string source_path(const std::string& name) {
  const char* const root = std::getenv("HOLDFAST_SOURCE_DIR");
  if (root == nullptr) throw std::runtime_error("HOLDFAST_SOURCE_DIR is not set");
  return std::string(root) + "/" + name;
}

}  // namespace holdfast::test
