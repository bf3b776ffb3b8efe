// Words as numbers, so that looking one up is a comparison.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace holdfast::screening::text {

inline constexpr std::size_t kPackedWord = 8;

// How a long word's key grows by a byte, and ends.
inline std::uint64_t mix_key(std::uint64_t key, unsigned char byte) {
  return (std::rotl(key, 7) ^ byte) * 0x9E3779B97F4A7C15ULL;
}
inline std::uint64_t long_key(std::uint64_t mixed) { return mixed | 1ULL << 63U; }

// Words of up to eight bytes have keys of their own; longer ones share 2^63 among them, so two of them may, by a rare
// accident, have the same. Never 0.
inline std::uint64_t key_of(std::string_view word) {
  std::uint64_t key = 0;
  if (word.size() <= kPackedWord) {
    for (const char c : word) key = key << 8U | static_cast<unsigned char>(c);
    return key;
  }
  for (const char c : word) key = mix_key(key, static_cast<unsigned char>(c));
  return long_key(key);
}

// The key of two words side by side.
inline std::uint64_t pair_of(std::uint64_t before, std::uint64_t after) {
  return ((std::rotl(before, 29) + after) * 0x9E3779B97F4A7C15ULL) | 1ULL << 63U;
}

// Which keys were put in, by a bit each that some of them share: what is not held is surely not there. Small enough to
// stay near the processor.
class KeyBits {
 public:
  explicit KeyBits(unsigned bits) : shift_(64 - bits), words_((1ULL << bits) / 64) {}
  void add(std::uint64_t key) { words_[bit_of(key) / 64] |= 1ULL << bit_of(key) % 64; }
  [[nodiscard]] bool may_hold(std::uint64_t key) const {
    return (words_[bit_of(key) / 64] >> bit_of(key) % 64 & 1U) != 0;
  }

 private:
  [[nodiscard]] std::uint64_t bit_of(std::uint64_t key) const { return (key * 0xC2B2AE3D27D4EB4FULL) >> shift_; }
  unsigned shift_;
  std::vector<std::uint64_t> words_;
};

// Values by words' keys: made once, then read. At most half full, so that every search is short.
template <typename Value>
class WordTable {
 public:
  // Room for this many words; more may not be put in.
  explicit WordTable(std::size_t words = 0) : slots_(std::bit_ceil(2 * words + 2)) {}

  // The word's value, made where there is none.
  Value& operator[](std::uint64_t key) {
    std::size_t i = place(key);
    while (slots_[i].key != 0 && slots_[i].key != key) i = (i + 1) & (slots_.size() - 1);
    slots_[i].key = key;
    return slots_[i].value;
  }

  template <typename Take>
  void each(Take take) const {
    for (const Slot& slot : slots_)
      if (slot.key != 0) take(slot.key, slot.value);
  }

  // The word's value, or an empty one.
  [[nodiscard]] Value find(std::uint64_t key) const {
    for (std::size_t i = place(key); slots_[i].key != 0; i = (i + 1) & (slots_.size() - 1))
      if (slots_[i].key == key) return slots_[i].value;
    return {};
  }

 private:
  struct Slot {
    std::uint64_t key{};
    Value value{};
  };

  [[nodiscard]] std::size_t place(std::uint64_t key) const {
    return (key * 0x9E3779B97F4A7C15ULL) >> 32U & (slots_.size() - 1);
  }

  std::vector<Slot> slots_;
};

}  // namespace holdfast::screening::text
