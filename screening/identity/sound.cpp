#include "screening/identity/sound.h"

#include <array>
#include <cstdint>

#include "screening/identity/fold.h"

namespace holdfast::screening::identity {
namespace {

bool soft(std::string_view word, std::size_t at) {
  return at < word.size() && (word[at] == 'e' || word[at] == 'i' || word[at] == 'y');
}
char at(std::string_view word, std::size_t i) { return i < word.size() ? word[i] : '\0'; }

// Adds a sound unless it is the one before.
void add(std::string& out, char sound) {
  if (out.empty() || out.back() != sound) out += sound;
}

}  // namespace

std::string spanish_sound(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const char next = at(word, i + 1);
    if (c == 'c' && next == 'h') {
      add(out, 'C'), ++i;
    } else if (c == 'p' && next == 'h') {
      add(out, 'f'), ++i;
    } else if ((c == 'q' || c == 'g') && next == 'u' && soft(word, i + 2)) {
      add(out, c == 'q' ? 'k' : 'g'), ++i;
    } else if (c == 'l' && next == 'l') {
      add(out, 'i'), ++i;
    } else if (c == 'c') {
      add(out, soft(word, i + 1) ? 's' : 'k');
    } else if (c == 'q') {
      add(out, 'k');
    } else if (c == 'g' || c == 'x') {
      add(out, c == 'x' || soft(word, i + 1) ? 'j' : 'g');
    } else if (c == 'v') {
      add(out, 'b');
    } else if (c == 'z') {
      add(out, 's');
    } else if (c == 'y') {
      add(out, 'i');
    } else if (c != 'h') {
      add(out, c);
    }
  }
  return out;
}

std::string consonants(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const char next = at(word, i + 1);
    switch (c) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u':
      case 'y':
        if (i == 0) out += c == 'y' ? 'i' : 'a';
        break;
      case 'w':
        if (i == 0 && next != 'r') out += 'w';
        break;
      case 'h':
        if (i == 0) out += 'h';
        break;
      case 'c':
        if (next == 'h') {
          add(out, 'C'), ++i;
        } else if (next == 'k') {
          add(out, 'k'), ++i;
        } else {
          add(out, soft(word, i + 1) ? 's' : 'k');
        }
        break;
      case 'p':
        add(out, next == 'h' ? 'f' : 'p');
        break;
      case 's':
        add(out, next == 'h' ? 'S' : 's');
        break;
      case 'k':
        if (i != 0 || next != 'n') add(out, 'k');
        break;
      case 'g':
        if (next == 'h' && i != 0) break;
        add(out, soft(word, i + 1) ? 'j' : 'g');
        break;
      case 'q':
        add(out, 'k');
        break;
      case 'x':
        add(out, 'k'), add(out, 's');
        break;
      case 'z':
        add(out, 's');
        break;
      case 'v':
        add(out, 'f');
        break;
      default:
        add(out, c);
    }
  }
  return out;
}

// The table of differences, a column at a time, its rows in the bits of a word (Myers 1999, with neighbours swapped by
// Hyyro 2003). A plain one in the tests says the same.
std::size_t slips(std::string_view left, std::string_view right) {
  left = left.substr(0, kLongestWord);
  right = right.substr(0, kLongestWord);
  if (left.empty()) return right.size();
  std::array<std::uint32_t, 128> places{};  // of each letter in the left word
  for (std::size_t i = 0; i < left.size(); ++i) places[static_cast<unsigned char>(left[i]) & 127U] |= 1U << i;
  const std::uint32_t last = 1U << (left.size() - 1);
  std::uint32_t more = ~0U;  // rows that are one more than the row above
  std::uint32_t less = 0;
  std::uint32_t same = 0;  // rows that cost no more than the column before, one row up
  std::uint32_t before = 0;
  std::size_t wrong = left.size();
  for (const char c : right) {
    const std::uint32_t here = places[static_cast<unsigned char>(c) & 127U];
    const std::uint32_t swapped = ((~same & here) << 1U) & before;
    same = (((here & more) + more) ^ more) | here | less | swapped;
    std::uint32_t up = less | ~(same | more);
    std::uint32_t down = same & more;
    if ((up & last) != 0) ++wrong;
    if ((down & last) != 0) --wrong;
    up = up << 1U | 1U;
    down <<= 1U;
    more = down | ~(same | up);
    less = up & same;
    before = here;
  }
  return wrong;
}

}  // namespace holdfast::screening::identity
