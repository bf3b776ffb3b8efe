#include "screening/identity/sound.h"

#include <algorithm>
#include <array>

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

std::size_t slips(std::string_view left, std::string_view right) {
  left = left.substr(0, kLongestWord);
  right = right.substr(0, kLongestWord);
  std::array<std::array<std::uint8_t, kLongestWord + 1>, 3> rows{};
  for (std::size_t j = 0; j <= right.size(); ++j) rows[0][j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    row[0] = static_cast<std::uint8_t>(i);
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const int same = left[i - 1] == right[j - 1] ? 0 : 1;
      int best = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + same});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        best = std::min(best, two_above[j - 2] + 1);
      }
      row[j] = static_cast<std::uint8_t>(best);
    }
  }
  return rows[left.size() % 3][right.size()];
}

}  // namespace holdfast::screening::identity
