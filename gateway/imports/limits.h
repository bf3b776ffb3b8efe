// What a file from outside may be at most. Past these it is refused: docs/imports.md says the same to who makes them.
#pragma once

#include <cstddef>

namespace holdfast::imports {

inline constexpr std::size_t kMostBytes = std::size_t{8} << 20;  // of a file
inline constexpr std::size_t kMostRows = 20'000;
inline constexpr std::size_t kMostColumns = 40;        // of CSV
inline constexpr std::size_t kMostFieldBytes = 4'000;  // of any field, before its own limit
inline constexpr std::size_t kMostValues = 32;         // of a field that takes several: conditions
inline constexpr int kMostDepth = 32;                  // of XML elements; JSON needs 3
// Of JSON: commas and brackets, wherever they stand. It bounds what the values take in memory before any is made.
inline constexpr std::size_t kMostJsonMarks = 800'000;

}  // namespace holdfast::imports
