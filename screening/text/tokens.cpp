#include "screening/text/tokens.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "screening/text/block.h"
#include "screening/text/words.h"

namespace holdfast::screening::text {
namespace {

struct Language {
  std::string_view code;
  std::string_view words;  // parted by spaces; a word in several lists counts for each
};

constexpr std::array<Language, 9> kLanguages = {{
    {"en",
     "the of and to in is you that it he was for on are as with his they i at be this have from or had by but what "
     "all were we when your can said there she do how if will up about out them then so her would like him has my "
     "me no not dont did a an im ill ive know get who never just now our their its been"},
    {"es",
     "de la que el en y a los se del las un por con no una su para es al lo como mas pero sus le ya o este si porque "
     "esta cuando muy sin sobre me hay donde quien todo nos uno les ni ese eso mi yo tu te usted era fue ser son "
     "ha he desde nada ella ellos aqui asi ahora sea soy estoy tiene"},
    {"fr",
     "le les des est et je vous pas une dans pour qui ne ce il elle nous mais avec sur plus tout mon ma votre suis "
     "au aux du cette sont ai etait bien ou j'ai c'est n'ai l'a"},
    {"pt",
     "nao uma os das dos voce com para por mais como mas foi ele ela seu sua meu minha eu isso esta tem muito quando "
     "nos ja tambem so pelo pela ate em um ao na no da do"},
    {"de", "der die das und ich nicht ist sie es ein eine zu den von mit sich auf fur dem dass wir ihr war auch bin"},
    {"it", "il che di non un una per sono mi ho lei con della si ma come io del anche piu questo gli era nel alla"},
    {"tl", "ang ng mga sa ako ko ka mo po na hindi ay kung para siya ito lang ikaw kita naman"},
    {"vi", "toi khong va la cua ban da cho mot nguoi co duoc trong voi anh em nhung cac nay rat"},
    {"ht", "mwen ou pa yo nan ak pou li se te ap sa ki nou gen fe tout anpil kounye"},
}};

constexpr std::size_t kPlainly = 4;  // a letter of which one word in so many is a small word of its language

using Counts = std::array<std::uint32_t, kLanguages.size()>;

// Which languages know a word: one in the field of each, so that many words are counted by adding.
using SmallWords = WordTable<std::uint64_t>;
constexpr unsigned kFieldBits = 7;
constexpr std::size_t kFieldHolds = (1U << kFieldBits) - 1;
static_assert(kLanguages.size() * kFieldBits <= 64);

constexpr std::uint64_t one_for(std::size_t language) { return 1ULL << language * kFieldBits; }

template <typename Take>
void each_word(std::string_view words, Take take) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    take(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

const SmallWords& small_words() {
  static const SmallWords kWords = [] {
    SmallWords made{1024};
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
      each_word(kLanguages[i].words, [&](std::string_view word) { made[key_of(word)] |= one_for(i); });
    return made;
  }();
  return kWords;
}

// By Facts::languages: one in the field of each.
constexpr std::array<std::uint64_t, 1U << kLanguages.size()> kFields = [] {
  std::array<std::uint64_t, 1U << kLanguages.size()> made{};
  for (std::size_t languages = 0; languages < made.size(); ++languages)
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
      if ((languages >> i & 1U) != 0) made[languages] |= one_for(i);
  return made;
}();

std::uint64_t fields_of(const Token& token) {
  return token.facts.looked_up != 0 ? kFields[token.facts.languages] : small_words().find(token.key);
}

Counts count_small_words(std::span<const Token> tokens) {
  Counts counts{};
  while (!tokens.empty()) {
    const std::size_t some = std::min(tokens.size(), kFieldHolds);
    std::uint64_t sum = 0;
    for (const Token& token : tokens.first(some)) sum += fields_of(token);
    for (std::size_t i = 0; i < counts.size(); ++i)
      counts[i] += static_cast<std::uint32_t>(sum >> i * kFieldBits & kFieldHolds);
    tokens = tokens.subspan(some);
  }
  return counts;
}

constexpr std::array<std::uint8_t, 256> kShapes = [] {
  std::array<std::uint8_t, 256> shapes{};
  shapes.fill(shape::kOther);
  for (unsigned char c = 'a'; c <= 'z'; ++c) shapes[c] = shape::kLetter;
  for (unsigned char c = '0'; c <= '9'; ++c) shapes[c] = shape::kDigit;
  for (const unsigned char c : {'@', '$', '!', '|', '+', '*'}) shapes[c] = shape::kOther | shape::kSign;
  return shapes;
}();

// The block that begins there, and spaces past the text's end; the two characters before it are looked at too.
FoldedBlock block_at(std::string_view text, std::size_t begin) {
  if (begin >= 2 && begin + kBlock <= text.size()) return look_at(text.data() + begin);
  std::array<char, kBlock + 2> edge{};
  edge.fill(' ');
  const std::size_t before = std::min<std::size_t>(begin, 2);
  text.substr(begin - before, kBlock + before).copy(edge.data() + 2 - before, kBlock + before);
  return look_at(edge.data() + 2);
}

bool has_held_letter(std::string_view word) {
  for (std::size_t i = 2; i < word.size(); ++i)
    if (word[i] == word[i - 1] && word[i] == word[i - 2] &&
        kShapes[static_cast<unsigned char>(word[i])] == shape::kLetter)
      return true;
  return false;
}

std::uint8_t shape_of(std::string_view word) {
  unsigned made = has_held_letter(word) ? shape::kHeld : 0;
  for (const char c : word) made |= kShapes[static_cast<unsigned char>(c)];
  return static_cast<std::uint8_t>(made);
}

// As key_of, from eight characters read in one go.
std::uint64_t key_at(std::string_view text, std::size_t begin, std::size_t size) {
  if (size > kPackedWord || begin + kPackedWord > text.size()) return key_of(text.substr(begin, size));
  std::uint64_t key = 0;
  std::memcpy(&key, text.data() + begin, kPackedWord);
  if constexpr (std::endian::native == std::endian::little) key = std::byteswap(key);
  return key >> 8 * (kPackedWord - size);
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text, std::span<const std::uint32_t> tight) {
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 4 + 1);
  auto next_tight = tight.begin();
  std::size_t begin = 0;  // of a word, where one goes on
  bool is_odd = false;    // some of it is no plain letter of a word
  bool first = true;
  const auto add = [&](std::size_t end) {
    Token& token = tokens.emplace_back();  // written where it stays
    token.key = key_at(text, begin, end - begin);
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    token.shape = is_odd ? shape_of(text.substr(begin, end - begin)) : shape::kLetter;
    while (next_tight != tight.end() && *next_tight + 1 < token.begin) ++next_tight;
    token.tight = next_tight != tight.end() && *next_tight + 1 == token.begin;
    token.first = std::exchange(first, false);
  };
  for (std::size_t block = 0; block <= text.size(); block += kBlock) {
    const FoldedBlock here = block_at(text, block);
    std::uint64_t odd = ~(here.gaps | here.letters) | here.held;
    for (std::uint64_t gaps = here.gaps; gaps != 0; gaps &= gaps - 1) {
      const auto bit = static_cast<unsigned>(std::countr_zero(gaps));
      const std::size_t end = std::min(block + bit, text.size());
      const std::uint64_t up_to = (1ULL << bit) - 1;
      is_odd |= (odd & up_to) != 0;
      odd &= ~up_to;
      if (end > begin) add(end);
      if (end == text.size()) return tokens;
      first |= text[end] == '\n';
      begin = end + 1;
      is_odd = false;
    }
    is_odd |= odd != 0;
  }
  return tokens;
}

std::vector<std::string> our_small_words() {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < 2; ++i)
    each_word(kLanguages[i].words, [&](std::string_view word) { made.emplace_back(word); });
  return made;
}

std::uint32_t languages_of(std::uint64_t key) {
  const std::uint64_t fields = small_words().find(key);
  std::uint32_t made = 0;
  for (std::size_t i = 0; i < kLanguages.size(); ++i)
    if ((fields & one_for(i)) != 0) made |= 1U << i;
  return made;
}

std::vector<std::uint64_t> small_keys() {
  std::vector<std::uint64_t> made;
  small_words().each([&](std::uint64_t key, std::uint64_t) { made.push_back(key); });
  return made;
}

bool is_small_key(std::uint64_t key) { return small_words().find(key) != 0; }
bool is_small_word(std::string_view word) { return is_small_key(key_of(word)); }

std::string language_without_rules(std::span<const Token> sentence) {
  const Counts counts = count_small_words(sentence);
  const auto best = static_cast<std::size_t>(std::max_element(counts.begin() + 2, counts.end()) - counts.begin());
  const std::uint32_t ours = std::max(counts[0], counts[1]);
  const bool clearly = counts[best] >= 3 && 2 * counts[best] > 3 * ours && counts[best] * 6 >= sentence.size();
  return clearly ? std::string{kLanguages[best].code} : std::string{};
}

Guess guess_language(const Folded& folded, std::span<const Token> tokens) {
  if (folded.foreign_letters * 5 > folded.letters && folded.foreign_letters >= 12) return {"other", false};
  if (tokens.size() < 8) return {"und", true};
  const Counts counts = count_small_words(tokens);
  const auto best = static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
  // English and Spanish win ties and near ties: their letters quote other languages, and share small words with them.
  const std::size_t ours = counts[0] >= counts[1] ? 0 : 1;
  if (counts[best] * 12 < tokens.size()) return {tokens.size() < 25 ? "und" : "other", false};
  const bool another = counts[best] * 4 > counts[ours] * 5;
  // Portuguese shares half its small words with Spanish: another language that comes near is a doubt.
  const std::uint32_t next = *std::max_element(counts.begin() + 2, counts.end());
  const bool plainly = counts[ours] * kPlainly >= tokens.size() && 2 * next <= counts[ours];
  return {std::string{kLanguages[another ? best : ours].code}, !another && plainly};
}

}  // namespace holdfast::screening::text
