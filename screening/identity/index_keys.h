// What index.cpp and index_scan.cpp share: the keys that rows of names are found by.
#pragma once

#include <algorithm>
#include <cstdint>

#include "screening/identity/likeness.h"

namespace holdfast::screening::identity {

enum class Key : std::uint64_t { heard = 1, begins, ends, initial, only, contact, born, called };

inline std::uint64_t mixed(Key kind, std::uint64_t left, std::uint64_t right) {
  std::uint64_t hash = left * 0x9E3779B97F4A7C15ULL + right + static_cast<std::uint64_t>(kind) * 0xC2B2AE3D27D4EB4FULL;
  hash = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9ULL;
  return hash ^ (hash >> 32);
}
inline std::uint64_t both(std::uint64_t left, std::uint64_t right) {
  return mixed(Key::heard, std::min(left, right), std::max(left, right));
}

// A row as it is kept under a key, with eight bits of the key, so that few of those that share a bucket are looked at.
inline constexpr std::uint32_t kRowBits = 24;
inline std::uint32_t marked(std::uint32_t row, std::uint64_t key) {
  return row | static_cast<std::uint32_t>(key >> 56U) << kRowBits;
}

// How many other words agree with one in this way, against those that are the same.
inline double looseness(Way way) {
  switch (way) {
    case Way::same:
      return 1;
    case Way::sound:
      return 2;
    case Way::nickname:
    case Way::variant:
      return 4;
    case Way::shortened:
    case Way::typo:
      return 30;
    case Way::initial:
    case Way::apart:
      break;
  }
  return 1;
}

inline double ways_to_choose(std::size_t few, std::size_t of) {
  double out = 1;
  for (std::size_t i = 0; i < few; ++i) out = out * static_cast<double>(of - i) / static_cast<double>(i + 1);
  return out;
}

}  // namespace holdfast::screening::identity
