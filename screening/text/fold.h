// What a reader would see, in the few characters that rules are written in.
//
// fold() turns a letter into words of [a-z0-9] (and ' $ @ # % : - + | * ! inside a word) parted by one space, with
// '\n' where a sentence ends and '?' before it where it was a question. Case, accents, ligatures, full-width and
// mathematical letters, invisible characters and look-alike letters of other scripts are undone on the way, and each
// byte of the result remembers the code point it came from.
//
// Linear in the letter. No failure: bytes that are not UTF-8 are counted and read as a separator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::text {

// How often something was seen, and from which code point to which (one past the last).
struct Seen {
  std::uint32_t count{};
  std::uint32_t first{};
  std::uint32_t last{};
  void add(std::uint32_t from, std::uint32_t to);
};

// Text as rules see it. origin[i] is the code point that text[i] came from; it never decreases.
struct View {
  std::string text;
  std::vector<std::uint32_t> origin;
};

struct Folded {
  View view;
  std::vector<std::uint32_t> tight;      // offsets in view.text of spaces that stand for one of - . _ * between letters
  std::vector<std::uint32_t> twins;      // where words begin that are wholly made of another script's Latin twins
  std::vector<std::uint32_t> line_ends;  // code points that end a line as written
  std::uint32_t code_points{};
  std::uint32_t letters{};          // of any script
  std::uint32_t foreign_letters{};  // of scripts other than Latin, disguises not counted
  Seen bad_bytes;
  Seen invisible;  // zero-width, soft hyphens, tags, bidirectional controls; those inside emoji not counted
  Seen styled;     // full-width, mathematical, circled and small-capital letters
  Seen lookalike;  // words that mix scripts
};

Folded fold(std::string_view letter);

// Finds code points in the letter they came from. Made once for a letter that has findings; the letter must outlive it.
class Places {
 public:
  explicit Places(std::string_view letter);
  // The bytes of code points [start, end).
  [[nodiscard]] std::string_view slice(std::uint32_t start, std::uint32_t end) const;
  // One past code point `at` and past the accents and invisible characters that belong to it.
  [[nodiscard]] std::uint32_t end_of(std::uint32_t at) const;
  // The code point that starts at or holds this byte.
  [[nodiscard]] std::uint32_t point_at(std::size_t byte) const;

 private:
  std::string_view letter_;
  std::vector<std::uint32_t> offsets_;  // of each code point, and the letter's size
};

}  // namespace holdfast::screening::text
