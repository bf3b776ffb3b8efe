// Sixty-four characters looked at together: which of them are what, a bit each, the first the lowest.
//
// On x86-64 with its SSE2, which every such machine has; elsewhere one by one.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace holdfast::screening::text {

inline constexpr std::size_t kBlock = 64;

// What characters are in folded text.
struct FoldedBlock {
  std::uint64_t gaps{};     // ' ', '\n', '?'
  std::uint64_t letters{};  // a-z
  std::uint64_t held{};     // the same letter as the two before it
};

// `at` points to kBlock characters and to two more before them.
inline FoldedBlock look_at(const char* at) {
  FoldedBlock made;
#ifdef __SSE2__
  const auto load = [](const char* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); };
  const auto bits = [](__m128i mask) {
    return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(mask)));
  };
  for (unsigned i = 0; i < kBlock; i += 16) {
    const __m128i here = load(at + i);
    const auto is = [&](char c) { return _mm_cmpeq_epi8(here, _mm_set1_epi8(c)); };
    const __m128i place = _mm_sub_epi8(here, _mm_set1_epi8('a'));
    const __m128i letter = _mm_cmpeq_epi8(_mm_min_epu8(place, _mm_set1_epi8(25)), place);
    const __m128i same = _mm_and_si128(_mm_cmpeq_epi8(here, load(at + i - 1)), _mm_cmpeq_epi8(here, load(at + i - 2)));
    made.gaps |= bits(_mm_or_si128(_mm_or_si128(is(' '), is('\n')), is('?'))) << i;
    made.letters |= bits(letter) << i;
    made.held |= bits(_mm_and_si128(same, letter)) << i;
  }
#else
  for (unsigned i = 0; i < kBlock; ++i) {
    const char c = at[i];
    const bool letter = c >= 'a' && c <= 'z';
    made.gaps |= static_cast<std::uint64_t>(c == ' ' || c == '\n' || c == '?') << i;
    made.letters |= static_cast<std::uint64_t>(letter) << i;
    made.held |=
        static_cast<std::uint64_t>(letter && c == at[static_cast<int>(i) - 1] && c == at[static_cast<int>(i) - 2]) << i;
  }
#endif
  return made;
}

// What characters of a letter as written may be code.
struct CodeBlock {
  std::uint64_t base64{};  // a-z, A-Z, 0-9, + - / _
  std::uint64_t hex{};     // 0-9, a-f, A-F, and ' ', ':', '\n' between
};

// `at` points to kBlock characters.
inline CodeBlock look_for_code(const char* at) {
  CodeBlock made;
#ifdef __SSE2__
  for (unsigned i = 0; i < kBlock; i += 16) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i));
    const __m128i lower = _mm_or_si128(here, _mm_set1_epi8(0x20));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(here, _mm_set1_epi8(c)); };
    const auto within = [](__m128i from, char first, char most) {
      const __m128i place = _mm_sub_epi8(from, _mm_set1_epi8(first));
      return _mm_cmpeq_epi8(_mm_min_epu8(place, _mm_set1_epi8(most)), place);
    };
    const auto bits = [](__m128i mask) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(mask)));
    };
    const __m128i digit = within(here, '0', 9);
    const __m128i sign = _mm_or_si128(_mm_or_si128(is('+'), is('-')), _mm_or_si128(is('/'), is('_')));
    const __m128i gap = _mm_or_si128(_mm_or_si128(is(' '), is(':')), is('\n'));
    made.base64 |= bits(_mm_or_si128(_mm_or_si128(within(lower, 'a', 25), digit), sign)) << i;
    made.hex |= bits(_mm_or_si128(_mm_or_si128(within(lower, 'a', 5), digit), gap)) << i;
  }
#else
  for (unsigned i = 0; i < kBlock; ++i) {
    const char c = at[i];
    const char lower = static_cast<char>(c | 0x20);
    const bool digit = c >= '0' && c <= '9';
    const bool sign = c == '+' || c == '-' || c == '/' || c == '_';
    const bool gap = c == ' ' || c == ':' || c == '\n';
    made.base64 |= static_cast<std::uint64_t>((lower >= 'a' && lower <= 'z') || digit || sign) << i;
    made.hex |= static_cast<std::uint64_t>((lower >= 'a' && lower <= 'f') || digit || gap) << i;
  }
#endif
  return made;
}

// Whether sixteen of them stand in a row.
inline bool has_sixteen(std::uint64_t bits) {
  for (const unsigned by : {1U, 2U, 4U, 8U}) bits &= bits >> by;
  return bits != 0;
}

// Writes sixteen numbers, each one more than the last.
inline void count_up(std::uint32_t from, std::uint32_t* to) {
#ifdef __SSE2__
  __m128i four = _mm_add_epi32(_mm_set1_epi32(static_cast<int>(from)), _mm_set_epi32(3, 2, 1, 0));
  for (unsigned i = 0; i < 16; i += 4) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), four);
    four = _mm_add_epi32(four, _mm_set1_epi32(4));
  }
#else
  for (unsigned i = 0; i < 16; ++i) to[i] = from + i;
#endif
}

// How many of the sixteen characters at `from` are ASCII letters and digits, with single spaces between them, before
// the first that is not; they are written to `to` in lower case. All sixteen may be written.
struct PlainRun {
  unsigned size{};
  unsigned words{};  // bits of the letters and digits among them
};
inline PlainRun copy_plain(const char* from, char* to, bool in_word) {
  unsigned words = 0;
  unsigned spaces = 0;
#ifdef __SSE2__
  const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  const auto within = [](__m128i place, char most) {
    return _mm_cmpeq_epi8(_mm_min_epu8(place, _mm_set1_epi8(most)), place);
  };
  const __m128i capital = within(_mm_sub_epi8(here, _mm_set1_epi8('A')), 25);
  const __m128i lower = _mm_or_si128(here, _mm_and_si128(capital, _mm_set1_epi8(0x20)));
  const __m128i word = _mm_or_si128(within(_mm_sub_epi8(lower, _mm_set1_epi8('a')), 25),
                                    within(_mm_sub_epi8(here, _mm_set1_epi8('0')), 9));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), lower);
  words = static_cast<unsigned>(_mm_movemask_epi8(word));
  spaces = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(here, _mm_set1_epi8(' '))));
#else
  for (unsigned i = 0; i < 16; ++i) {
    const bool capital = from[i] >= 'A' && from[i] <= 'Z';
    to[i] = capital ? static_cast<char>(from[i] + ('a' - 'A')) : from[i];
    words |= static_cast<unsigned>((to[i] >= 'a' && to[i] <= 'z') || (to[i] >= '0' && to[i] <= '9')) << i;
    spaces |= static_cast<unsigned>(from[i] == ' ') << i;
  }
#endif
  const unsigned plain = words | (spaces & (words << 1U | static_cast<unsigned>(in_word)));
  const auto size = static_cast<unsigned>(std::countr_one(plain));
  return {size, words & ((1U << size) - 1)};
}

}  // namespace holdfast::screening::text
