// Reading UTF-8 that may be broken.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::screening::text {

inline constexpr char32_t kBad = 0xFFFFFFFF;

struct Decoded {
  char32_t point{};        // kBad for a byte that belongs to no valid sequence
  std::uint32_t length{};  // bytes consumed, at least 1
};

// The code point at `at`, which must be inside `bytes`. Overlong forms, surrogates and values past U+10FFFF are bad.
inline Decoded decode(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const unsigned length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.size()) return {kBad, 1};
  char32_t point = lead & (0xFFU >> (length + 1));
  for (unsigned i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return {kBad, 1};
    point = (point << 6U) | (byte(at + i) & 0x3FU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (overlong || surrogate || point > 0x10FFFF) return {kBad, 1};
  return {point, length};
}

}  // namespace holdfast::screening::text
