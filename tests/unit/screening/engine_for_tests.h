// The engine with the packs of the source tree, built once for a test program.
#pragma once

#include <cstdlib>
#include <string>

#include "screening/load.h"
#include "screening/screening.h"

namespace holdfast::screening {

inline std::string source_path(const std::string& below) {
  const char* root = std::getenv("HOLDFAST_SOURCE_DIR");
  return std::string{root != nullptr ? root : "."} + "/" + below;
}

// Throws (std::bad_expected_access) if the packs do not load; packs_test says why.
inline const Engine& engine() {
  static const Engine kEngine = Engine::build(load_directory(source_path("screening/packs")).value()).value();
  return kEngine;
}

// The same packs, as far as they are guidelines.
inline const Engine& guidelines() {
  static const Engine kEngine =
      Engine::build(load_directory(source_path("screening/packs")).value(), Holds::guidelines).value();
  return kEngine;
}

}  // namespace holdfast::screening
