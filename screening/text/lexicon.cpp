#include "screening/text/lexicon.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <ranges>
#include <set>

#include "screening/text/common_words.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::text {
namespace {

constexpr std::size_t kShortestSwapped = 4;  // shorter words are one slip from too many others
constexpr std::size_t kShortestLacking = 5;
constexpr std::size_t kShortestBare = 4;  // letters of a word that may lose its vowels
constexpr std::size_t kFewestBare = 2;    // and that must be left of it
constexpr std::size_t kLongestWord = 24;  // that is looked for among letters run together

constexpr std::uint32_t kPerWord = 10;  // costs of a parting: the fewest and longest words win
constexpr std::uint32_t kPerShortWord = 14;
constexpr std::uint32_t kPerStrayLetter = 12;
constexpr std::size_t kLongCrowd = 20;  // letters; no word is so long, so that
constexpr std::size_t kMostStray = 2;   // names and rare words may stand between: one letter in so many
constexpr std::size_t kShortWord = 2;   // letters; so short only a small word counts: no "re" in "reputation"

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
bool is_word(std::string_view word) {
  return !word.empty() && is_letter(word[0]) &&
         std::ranges::all_of(word, [](char c) { return is_letter(c) || c == '\''; });
}

// A number for the letters of a word, whatever their order; only the first has its place.
constexpr std::array<std::uint64_t, 27> kLetterKeys = [] {
  std::array<std::uint64_t, 27> keys{};  // the last of an apostrophe
  std::uint64_t state = 0x9E3779B97F4A7C15ULL;
  for (std::uint64_t& key : keys) {
    state = (state ^ state >> 30U) * 0xBF58476D1CE4E5B9ULL + 0x94D049BB133111EBULL;
    key = state ^ state >> 31U;
  }
  return keys;
}();
std::uint64_t key_of_letter(char c) { return kLetterKeys[c == '\'' ? 26 : static_cast<std::size_t>(c - 'a')]; }
std::uint64_t key_of_letters(std::string_view word) {
  std::uint64_t key = 3 * key_of_letter(word[0]);
  for (const char c : word.substr(1)) key += key_of_letter(c);
  return key;
}

std::string bare(std::string_view word) {
  std::string made{word.substr(0, 1)};
  for (const char c : word.substr(1))
    if (!is_vowel(c)) made += c;
  return made;
}

bool differ_by_a_swap(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] && a.substr(at + 2) == b.substr(at + 2);
}

// The shorter is the longer without one inner letter.
bool lacks_one(std::string_view shorter, std::string_view longer) {
  if (shorter.size() + 1 != longer.size()) return false;
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(shorter, longer).in1 - shorter.begin());
  return at > 0 && at < shorter.size() && shorter.substr(at) == longer.substr(at + 1);
}

constexpr std::uint32_t kUnreached = std::numeric_limits<std::uint32_t>::max();
struct Step {
  std::uint32_t cost = kUnreached;
  std::uint32_t from{};
  std::uint32_t stray{};  // letters so far that belong to no known word
};

}  // namespace

std::string squeezed(std::string_view word) {
  std::string made;
  for (const char c : word)
    if (made.empty() || made.back() != c) made += c;
  return made;
}

Lexicon::Lexicon(std::span<const std::string> sought, std::span<const std::string> other) {
  std::map<std::string_view, std::uint32_t> times;
  std::vector<std::string> small = our_small_words();
  for (const auto word : std::views::split(kCommonWords, ' ')) small.emplace_back(word.begin(), word.end());
  for (const auto words : {sought, other, std::span<const std::string>{small}})
    for (const std::string& word : words)
      if (is_word(word)) ++times[word];
  std::size_t letters = 0;
  for (const auto& [word, count] : times) letters += word.size();
  for (Index* index : {&known_, &scrambled_, &bare_, &single_}) *index = Index{times.size()};
  shortened_ = Index{letters};
  const std::set<std::string_view> rules{sought.begin(), sought.end()};
  // Where several words lose the same letters, the most used one is meant.
  const auto note = [&](Index& index, const std::string& key, std::uint32_t number) {
    std::uint32_t& slot = index[key_of(key)];
    if (slot == 0 || times[words_[slot - 1]] < times[words_[number - 1]]) slot = number;
  };
  words_.reserve(times.size());
  for (const auto& [word, count] : times) {
    words_.emplace_back(word);
    const auto number = static_cast<std::uint32_t>(words_.size());
    known_[key_of(word)] = number;
    known_bits_.add(key_of(word));
    if (const std::string once = text::squeezed(word); once != word) note(single_, once, number);
    const std::string left = bare(word);
    if (word.size() >= kShortestBare && left.size() >= kFewestBare && left != word) note(bare_, left, number);
    note_near(number, rules.contains(word));
  }
}

void Lexicon::note_near(std::uint32_t number, bool sought) {
  const std::string_view whole = word(number);
  const auto note = [&](Index& index, std::uint64_t key) {
    if (std::uint32_t& slot = index[key]; slot == 0) slot = number;
    near_.add(key);
  };
  const std::uint64_t all = key_of_letters(whole);
  if (whole.size() >= kShortestSwapped) note(scrambled_, all);
  if (!sought || whole.size() <= kShortestLacking) return;
  for (const char c : whole.substr(1, whole.size() - 2)) note(shortened_, all - key_of_letter(c));
}

std::string_view Lexicon::word(std::uint32_t number) const {
  return number == 0 ? std::string_view{} : std::string_view{words_[number - 1]};
}

std::string_view Lexicon::one_off(std::string_view text) const {
  const std::uint64_t key = key_of_letters(text);
  if (!near_.may_hold(key)) return {};
  if (const auto found = word(scrambled_.find(key)); differ_by_a_swap(text, found)) return found;
  if (text.size() < kShortestLacking) return {};
  const auto found = word(shortened_.find(key));
  return lacks_one(text, found) ? found : std::string_view{};
}

std::string_view Lexicon::meant_by(std::string_view text) const {
  if (text.size() <= kFewestBare || text.size() > kLongestWord || !is_word(text)) return {};
  if (std::ranges::none_of(text.substr(1), is_vowel)) return word(bare_.find(key_of(text)));
  return text.size() < kShortestSwapped ? std::string_view{} : one_off(text);
}

std::string_view Lexicon::with_doubles(std::string_view once) const { return word(single_.find(key_of(once))); }

std::string_view Lexicon::starred(std::string_view text) const {
  const std::size_t at = text.find('*');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size() ||
      text.find('*', at + 1) != std::string_view::npos)
    return {};
  for (char c = 'a'; c <= 'z'; ++c) {
    std::string whole{text};
    whole[at] = c;
    if (const std::uint32_t number = known_.find(key_of(whole)); number != 0) return word(number);
  }
  return {};
}

// The cheapest way through, from left to right. Keys of all beginnings at a place are made on the go.
std::vector<std::uint32_t> Lexicon::parted(std::string_view letters) const {
  const bool may_stray = letters.size() >= kLongCrowd;
  std::array<Step, kLongCrowd> few;
  std::vector<Step> many(may_stray ? letters.size() + 1 : 0);
  const std::span<Step> steps = may_stray ? std::span{many} : std::span{few}.first(letters.size() + 1);
  steps[0].cost = 0;
  for (std::uint32_t at = 0; at < letters.size(); ++at) {
    const Step here = steps[at];
    if (here.cost == kUnreached) continue;
    const auto offer = [&](std::size_t to, std::uint32_t cost, std::uint32_t stray) {
      if (here.cost + cost < steps[to].cost) steps[to] = {here.cost + cost, at, here.stray + stray};
    };
    if (may_stray) offer(at + 1, kPerStrayLetter, 1);
    std::uint64_t packed = 0;
    std::uint64_t mixed = 0;
    const std::size_t most = std::min(letters.size() - at, kLongestWord);
    for (std::size_t size = 1; size <= most; ++size) {
      const auto c = static_cast<unsigned char>(letters[at + size - 1]);
      if (size <= kPackedWord) packed = packed << 8U | c;
      mixed = mix_key(mixed, c);
      const std::uint64_t key = size <= kPackedWord ? packed : long_key(mixed);
      if (knows(key) && (size > kShortWord || is_small_key(key)))
        offer(at + size, size <= kShortWord ? kPerShortWord : kPerWord, 0);
    }
  }
  if (steps.back().cost == kUnreached || steps.back().stray * kMostStray > letters.size()) return {};
  std::vector<std::uint32_t> begins;
  bool was_stray = false;
  for (auto end = static_cast<std::uint32_t>(letters.size()); end > 0; end = steps[end].from) {
    const bool stray = steps[end].stray > steps[steps[end].from].stray;
    if (stray && was_stray) begins.pop_back();  // letters that belong to no word stay together
    begins.push_back(steps[end].from);
    was_stray = stray;
  }
  std::ranges::reverse(begins);
  return begins;
}

}  // namespace holdfast::screening::text
