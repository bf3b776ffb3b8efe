#include "screening/identity/name.h"

#include <algorithm>
#include <ranges>

#include "screening/identity/fold.h"
#include "screening/identity/sound.h"

namespace holdfast::screening::identity {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// S3rg10 is read as a person reads it; words of digits alone are no part of a name.
void read_digits(std::string& word) {
  if (std::ranges::all_of(word, is_digit)) return word.clear();
  constexpr std::string_view kLike = "oizeasgtbg";
  for (char& c : word) {
    if (is_digit(c)) c = kLike[static_cast<std::size_t>(c - '0')];
  }
}

bool is_generation(std::string_view word) {
  return word == "jr" || word == "sr" || word == "ii" || word == "iii" || word == "iv";
}

// JC, J.-C.: letters that make no word.
bool is_initials(const Word& word, const Lexicon& lexicon) {
  return word.text.size() > 1 && word.text.size() <= 3 && word.capital && lexicon.find(word.text) == nullptr &&
         word.text.find_first_of("aeiouy") == std::string::npos;
}

struct Kept {
  std::string text;
  int commas;
  bool particle = false;
};

std::vector<Kept> without_titles(std::string_view written, std::string& generation) {
  const Lexicon& lexicon = Lexicon::ours();
  std::vector<Kept> kept;
  auto words = words_of(written);
  const bool shouted = std::ranges::all_of(words, &Word::capital);
  for (Word& word : words) {
    read_digits(word.text);
    const Mark mark = lexicon.mark(word.text);
    if (word.text.empty() || mark == Mark::title) continue;
    if (mark == Mark::suffix) {
      if (is_generation(word.text)) generation = word.text;
      continue;
    }
    if (is_initials(word, lexicon)) {
      for (const char c : word.text) kept.push_back({std::string(1, c), word.commas, false});
    } else if (!kept.empty() && kept.back().text == "mc") {
      kept.back().text += word.text;
    } else {
      // Maria Y. Lopez has an initial, Maria y Lopez a particle.
      const bool initial = word.text.size() == 1 && word.capital && !shouted;
      kept.push_back({std::move(word.text), word.commas, mark == Mark::particle && !initial});
    }
  }
  return kept;
}

// A particle is a name where fewer than two words would remain without it: Al Pacino, Kim Le.
void drop_particles(std::vector<Kept>& words) {
  if (std::ranges::count_if(words, &Kept::particle) + 2 > std::ssize(words)) return;
  std::erase_if(words, [](const Kept& word) { return word.particle; });
}

// Nothing is said twice: "Sergey Sergey Shoigu".
void drop_repeated(std::vector<Kept>& words) {
  for (std::size_t i = 1; i < words.size();) {
    const auto before = words.begin() + static_cast<std::ptrdiff_t>(i);
    const bool again = std::ranges::find(words.begin(), before, words[i].text, &Kept::text) != before;
    if (again && words.size() > 2) {
      words.erase(before);
    } else {
      ++i;
    }
  }
}

// The word as the lists have it, whichever way a short form's ending is spelt: Nicky, Nickie, Nickey.
const Known* known_word(const std::string& text) {
  const Lexicon& lexicon = Lexicon::ours();
  const Known* found = lexicon.find(text);
  constexpr std::array<std::string_view, 5> kEndings{"ie", "ey", "ee", "y", "i"};
  for (const auto ending : kEndings) {
    if (found != nullptr || !text.ends_with(ending) || text.size() < ending.size() + 3) continue;
    const std::string stem = text.substr(0, text.size() - ending.size());
    for (const auto other : kEndings) {
      if (found == nullptr) found = lexicon.find(stem + std::string(other));
    }
  }
  return found;
}

}  // namespace

Token token_of(std::string text) {
  Token token;
  token.sound = spanish_sound(text);
  token.consonants = consonants(text);
  token.known = known_word(text);
  token.text = std::move(text);
  return token;
}

Name name_of(std::string_view written) {
  Name name;
  auto words = without_titles(written, name.generation);
  drop_particles(words);
  drop_repeated(words);
  const auto after = std::ranges::find_if(words, [](const Kept& word) { return word.commas > 0; });
  const auto surnames = after == words.end() ? 0 : after - words.begin();  // before a comma
  std::ranges::rotate(words, words.begin() + surnames);
  if (words.size() > kMostTokens) words.erase(words.begin() + kMostTokens, words.end());
  const std::size_t count = words.size();
  const std::size_t given = count - std::min(count, static_cast<std::size_t>(surnames == 0 ? 1 : surnames));
  for (std::size_t i = 0; i < count; ++i) {
    name.places.push_back(count == 1   ? Place::only
                          : i >= given ? Place::surname
                          : i == 0     ? Place::given
                                       : Place::middle);
    name.tokens.push_back(token_of(std::move(words[i].text)));
  }
  return name;
}

Parts parts_of(const Name& name) {
  Parts out;
  for (; out.size < name.tokens.size(); ++out.size) {
    out.part[out.size] = {&name.tokens[out.size], name.places[out.size]};
  }
  return out;
}

}  // namespace holdfast::screening::identity
