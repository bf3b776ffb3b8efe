// A fuzz target is a function over bytes that aborts where a property breaks. Built with libFuzzer (preset `fuzz`) it
// is a program of its own; otherwise corpus_test runs it over the kept inputs, so that a finding stays found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace holdfast::fuzz {

void fold(std::string_view bytes);
void import_csv(std::string_view bytes);
void import_json(std::string_view bytes);
void import_xml(std::string_view bytes);
void json(std::string_view bytes);
void letters(std::string_view bytes);
void names(std::string_view bytes);
void packs(std::string_view bytes);
void pairs(std::string_view bytes);
void phones(std::string_view bytes);
void raw_head(std::string_view bytes);
void target(std::string_view bytes);

inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace holdfast::fuzz
