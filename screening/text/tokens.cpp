#include "screening/text/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

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

using Counts = std::array<std::uint32_t, kLanguages.size()>;

// A word of up to eight bytes as a number, so that a lookup is a comparison.
constexpr std::uint64_t pack(std::string_view word) {
  std::uint64_t packed = 0;
  for (const char c : word) packed = packed << 8U | static_cast<unsigned char>(c);
  return packed;
}

// Open addressing over all lists; a slot's bits say which languages know the word.
class SmallWords {
 public:
  SmallWords() {
    for (std::size_t i = 0; i < kLanguages.size(); ++i) add(kLanguages[i].words, static_cast<std::uint16_t>(1U << i));
  }

  std::uint16_t languages(std::string_view word) const {
    if (word.size() > 8) return 0;
    const std::uint64_t key = pack(word);
    for (std::size_t i = slot(key);; i = (i + 1) % kSlots) {
      if (keys_[i] == key) return bits_[i];
      if (keys_[i] == 0) return 0;
    }
  }

 private:
  static constexpr std::size_t kSlots = 2048;
  static std::size_t slot(std::uint64_t key) { return (key * 0x9E3779B97F4A7C15ULL) >> 53U; }

  void add(std::string_view words, std::uint16_t bit) {
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      put(pack(words.substr(0, end)), bit);
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  }
  void put(std::uint64_t key, std::uint16_t bit) {
    std::size_t i = slot(key);
    while (keys_[i] != 0 && keys_[i] != key) i = (i + 1) % kSlots;
    keys_[i] = key;
    bits_[i] |= bit;
  }

  std::array<std::uint64_t, kSlots> keys_{};
  std::array<std::uint16_t, kSlots> bits_{};
};

Counts count_small_words(const Folded& folded, const std::vector<Token>& tokens) {
  static const SmallWords kWords;
  Counts counts{};
  for (const Token& token : tokens) {
    auto bits = kWords.languages(word_of(folded, token));
    for (std::size_t i = 0; bits != 0; ++i, bits >>= 1U) counts[i] += bits & 1U;
  }
  return counts;
}

}  // namespace

std::vector<Token> tokens_of(const Folded& folded) {
  const std::string_view text = folded.view.text;
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 5 + 1);
  auto tight = folded.tight.begin();
  bool first = true;
  for (std::uint32_t at = 0; at < text.size();) {
    std::uint32_t end = at;
    while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
    while (tight != folded.tight.end() && *tight + 1 < at) ++tight;
    const bool joined = tight != folded.tight.end() && *tight + 1 == at;
    const bool question = end > at + 1 && text[end - 1] == '?';
    if (end > at) tokens.push_back({at, question ? end - 1 : end, joined, first});
    first = end < text.size() && text[end] == '\n';
    at = end + 1;
  }
  return tokens;
}

std::string language_of(const Folded& folded, const std::vector<Token>& tokens) {
  if (folded.foreign_letters * 5 > folded.letters && folded.foreign_letters >= 12) return "other";
  if (tokens.size() < 8) return "und";
  const Counts counts = count_small_words(folded, tokens);
  const auto best = static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
  // English and Spanish win ties and near ties: their letters quote other languages, and share small words with them.
  const std::size_t ours = counts[0] >= counts[1] ? 0 : 1;
  if (counts[best] * 12 < tokens.size()) return tokens.size() < 25 ? "und" : "other";
  return std::string{kLanguages[counts[best] * 4 > counts[ours] * 5 ? best : ours].code};
}

}  // namespace holdfast::screening::text
