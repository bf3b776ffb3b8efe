#include "screening/text/hidden.h"

#include <algorithm>
#include <bitset>
#include <cmath>

#include "screening/text/block.h"
#include "screening/text/utf8.h"

namespace holdfast::screening::text {
namespace {

constexpr std::size_t kShortestBase64 = 16;
constexpr std::size_t kShortestHex = 8;  // bytes
constexpr int kEnoughGain = 30;          // bits over a whole run
constexpr std::size_t kFewestWords = 3;
constexpr std::size_t kFewestLines = 6;
constexpr std::size_t kLongAcrostic = 5;
constexpr std::uint8_t kPlain = 1;
constexpr std::uint8_t kRot13 = 2;
constexpr std::uint8_t kReversed = 4;
constexpr int kKnownWord = 10;         // bits that a known word is worth once turned or read backwards
constexpr int kPlainWord = 16;         // bits that a word which is plain as written costs
constexpr std::size_t kMostFinds = 8;  // more of one kind tell a reader nothing new

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
char rot13(char c) { return is_letter(c) ? static_cast<char>('a' + (c - 'a' + 13) % 26) : c; }

constexpr std::array<std::int8_t, 256> kBase64 = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::int8_t i = 0; i < 26; ++i) {
    values[static_cast<std::size_t>('A' + i)] = i;
    values[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(i + 26);
  }
  for (std::int8_t i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i + 52);
  values['+'] = values['-'] = 62;
  values['/'] = values['_'] = 63;
  return values;
}();

int base64_value(char c) { return kBase64[static_cast<unsigned char>(c)]; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// What hexadecimal and the gaps in it are written with.
constexpr std::array<bool, 256> kHexOrGap = [] {
  std::array<bool, 256> in{};
  for (const char c : std::string_view{"0123456789abcdefABCDEF :\n"}) in[static_cast<unsigned char>(c)] = true;
  return in;
}();

// Readable: valid UTF-8 of letters, digits and everyday signs.
bool is_prose(std::string_view bytes) {
  std::size_t letters = 0;
  std::size_t points = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const Decoded d = decode(bytes, at);
    if (d.point == kBad || (d.point < 0x20 && d.point != '\n' && d.point != '\t') || d.point == 0x7F) return false;
    const auto lower = static_cast<char>(d.point | 0x20U);
    letters += d.point >= 0x80 || is_letter(lower) || d.point == ' ' ? 1 : 0;
    ++points;
    at += d.length;
  }
  return points >= 6 && letters * 10 >= points * 7;
}

std::string decode_base64(std::string_view run) {
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : run) {
    bits = bits << 6U | static_cast<std::uint32_t>(base64_value(c));
    held += 6;
    if (held >= 8) bytes.push_back(static_cast<char>(bits >> static_cast<unsigned>(held -= 8)));
  }
  return bytes;
}

struct Run {
  std::size_t begin{};
  std::size_t end{};
};

// Which codes a run in this letter is long enough for: nearly always none.
struct Codes {
  bool base64{};
  bool hex{};
};
Codes codes_in(std::string_view letter) {
  static_assert(kShortestBase64 == 16 && 2 * kShortestHex == 16);
  Codes made;
  CodeBlock before;
  std::array<char, kBlock> rest{};
  for (std::size_t at = 0; at < letter.size(); at += kBlock) {
    const bool whole = at + kBlock <= letter.size();
    if (!whole) letter.substr(at).copy(rest.data(), kBlock);
    const CodeBlock here = look_for_code(whole ? letter.data() + at : rest.data());
    const auto runs = [](std::uint64_t last, std::uint64_t now) {
      return has_sixteen(now) || has_sixteen(last >> kBlock / 2 | now << kBlock / 2);
    };
    made.base64 |= runs(before.base64, here.base64);
    made.hex |= runs(before.hex, here.hex);
    before = here;
  }
  return made;
}

// Longest runs of `is` of at least `shortest` characters. Looks where such a run would have to be, so that most of a
// letter is passed over.
template <typename Is, typename Take>
void each_run(std::string_view letter, std::size_t shortest, Is is, Take take) {
  for (std::size_t at = 0; at + shortest <= letter.size();) {
    std::size_t begin = at + shortest;
    while (begin > at && is(letter[begin - 1])) --begin;
    if (begin > at) {
      at = begin;
      continue;
    }
    std::size_t end = at + shortest;
    while (end < letter.size() && is(letter[end])) ++end;
    take(Run{at, end});
    at = end + 1;
  }
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string decode_hex(std::string_view letter, std::size_t at, std::size_t& end) {
  std::string bytes;
  end = at;
  while (at + 1 < letter.size() && hex_value(letter[at]) >= 0 && hex_value(letter[at + 1]) >= 0) {
    bytes.push_back(static_cast<char>(hex_value(letter[at]) * 16 + hex_value(letter[at + 1])));
    end = at += 2;
    if (at + 1 < letter.size() && (letter[at] == ' ' || letter[at] == ':' || letter[at] == '\n')) ++at;
  }
  return bytes;
}

void find_base64(std::string_view letter, std::vector<Hidden>& found) {
  const auto is = [](char c) { return base64_value(c) >= 0; };
  each_run(letter, kShortestBase64, is, [&](Run run) {
    const std::string_view words = letter.substr(run.begin, run.end - run.begin);
    if (std::ranges::none_of(words.substr(1), is_upper)) return;  // a plain word has no capital inside
    std::string bytes = decode_base64(words);
    if (found.size() >= kMostFinds || !is_prose(bytes)) return;
    const std::size_t end = std::min(letter.find_first_not_of('=', run.end), letter.size());
    const Places places{letter};
    found.push_back({Hiding::base64, std::move(bytes), places.point_at(run.begin), places.point_at(end - 1) + 1});
  });
}

void find_hex(std::string_view letter, Run within, std::vector<Hidden>& found) {
  for (std::size_t at = within.begin; at + 2 * kShortestHex <= within.end && found.size() < 2 * kMostFinds; ++at) {
    if (hex_value(letter[at]) < 0 || (at > 0 && hex_value(letter[at - 1]) >= 0)) continue;
    std::size_t end = 0;
    std::string bytes = decode_hex(letter, at, end);
    if (bytes.size() >= kShortestHex && is_prose(bytes)) {
      const Places places{letter};
      found.push_back({Hiding::hexadecimal, std::move(bytes), places.point_at(at), places.point_at(end - 1) + 1});
    }
    at = std::max(at, end);
  }
}

void find_hex(std::string_view letter, std::vector<Hidden>& found) {
  const auto is = [](char c) { return kHexOrGap[static_cast<unsigned char>(c)]; };
  each_run(letter, 2 * kShortestHex, is, [&](Run run) { find_hex(letter, run, found); });
}

struct Stretch {
  std::size_t first{};
  std::size_t last{};
  int gain{};
};

// The stretches of words that gain most (each maximal and positive), in one pass.
template <typename Gain, typename Take>
void each_stretch(std::size_t count, Gain gain, Take take) {
  Stretch best{};
  int sum = 0;
  std::size_t start = 0;
  const auto flush = [&] {
    if (best.gain >= kEnoughGain && best.last - best.first >= kFewestWords) take(best);
    best = {};
  };
  for (std::size_t i = 0; i < count; ++i) {
    const int here = gain(i);
    if (sum == 0) {
      if (here <= 0 && best.gain == 0) continue;
      start = i;
    }
    sum += here;
    if (sum > best.gain) best = {start, i + 1, sum};
    if (sum > 0 && sum > best.gain - kEnoughGain) continue;
    flush();
    sum = 0;
  }
  flush();
}

std::string turned(std::string_view text) {
  std::string words{text};
  std::ranges::transform(words, words.begin(), rot13);
  return words;
}

std::string backwards(std::string_view text) { return {text.rbegin(), text.rend()}; }

template <typename Read>
void add_stretch(const Folded& folded, const std::vector<Token>& tokens, Stretch stretch, Hiding hiding, Read read,
                 std::vector<Hidden>& found) {
  if (found.size() >= 4 * kMostFinds) return;
  // A lone letter beside the stretch gains nothing by itself, and is likely an I of it.
  const auto is_lone = [&](const Token& token) { return token.end - token.begin == 1; };
  if (stretch.last < tokens.size() && !tokens[stretch.last].first && is_lone(tokens[stretch.last])) ++stretch.last;
  if (stretch.first > 0 && !tokens[stretch.first].first && is_lone(tokens[stretch.first - 1])) --stretch.first;
  const std::uint32_t begin = tokens[stretch.first].begin;
  const std::uint32_t end = tokens[stretch.last - 1].end;
  found.push_back({hiding, read(std::string_view{folded.view.text}.substr(begin, end - begin)),
                   folded.view.origin[begin], folded.view.origin[end - 1] + 1});
}

void find_ciphers(const Folded& folded, const std::vector<Token>& tokens, const Habits& habits,
                  std::vector<Hidden>& found) {
  const auto gains_of = [&](std::size_t i) { return habits.gains_of(tokens[i], word_of(folded.view.text, tokens[i])); };
  // Most letters are done with after one look: nowhere do words gain enough in a row.
  int turned_sum = 0;
  int reversed_sum = 0;
  bool enough = false;
  for (std::size_t i = 0; i < tokens.size() && !enough; ++i) {
    const text::Facts facts = tokens[i].facts;
    const bool is_plain = facts.looked_up != 0 && facts.habits == kPlain;
    if (is_plain && (turned_sum | reversed_sum) == 0) continue;
    const Habits::Gains gains = is_plain ? Habits::Gains{-kPlainWord, -kPlainWord} : gains_of(i);
    turned_sum = std::max(turned_sum + gains.rot13, 0);
    reversed_sum = std::max(reversed_sum + gains.reversed, 0);
    enough = std::max(turned_sum, reversed_sum) >= kEnoughGain;
  }
  if (!enough) return;
  each_stretch(
      tokens.size(), [&](std::size_t i) { return gains_of(i).rot13; },
      [&](Stretch s) { add_stretch(folded, tokens, s, Hiding::rot13, turned, found); });
  each_stretch(
      tokens.size(), [&](std::size_t i) { return gains_of(i).reversed; },
      [&](Stretch s) { add_stretch(folded, tokens, s, Hiding::reversed, backwards, found); });
}

// The tokens that start something, and their first letters; the letter's first word always does.
struct Initials {
  std::string letters;
  std::vector<std::uint32_t> tokens;

  void add(const Folded& folded, const std::vector<Token>& all, std::size_t i) {
    letters.push_back(folded.view.text[all[i].begin]);
    tokens.push_back(static_cast<std::uint32_t>(i));
  }
};

Initials initials_of_sentences(const Folded& folded, const std::vector<Token>& tokens) {
  Initials made;
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (tokens[i].first || i == 0) made.add(folded, tokens, i);
  return made;
}

Initials initials_of_lines(const Folded& folded, const std::vector<Token>& tokens) {
  Initials made;
  if (tokens.empty()) return made;
  made.add(folded, tokens, 0);
  const auto point = [&](const Token& token) { return folded.view.origin[token.begin]; };
  for (const std::uint32_t end : folded.line_ends) {
    const std::uint32_t last = made.tokens.back();
    if (point(tokens[last]) > end) continue;  // an empty line
    const auto after = std::ranges::upper_bound(tokens.begin() + last, tokens.end(), end, {}, point);
    if (after != tokens.end()) made.add(folded, tokens, static_cast<std::size_t>(after - tokens.begin()));
  }
  return made;
}

// Three or four letters stand in a row somewhere in many a letter; meant ones are all of it but for a greeting and a
// name.
bool is_chance(std::string_view initials, std::size_t at, std::size_t size) {
  return size < kLongAcrostic && (at > 1 || at + size + 1 < initials.size());
}

// Which letters follow which.
class Pairs {
 public:
  explicit Pairs(std::string_view letters) {
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) has_.set(number(letters[i], letters[i + 1]));
  }
  [[nodiscard]] bool has(char before, char after) const { return has_[number(before, after)]; }

 private:
  static std::size_t number(char before, char after) {
    return (static_cast<std::size_t>(before) & 31U) << 5U | (static_cast<std::size_t>(after) & 31U);
  }
  std::bitset<1024> has_;
};

// The longest phrase there is.
void find_acrostics(const Folded& folded, const std::vector<Token>& tokens, const Initials& initials,
                    std::span<const Phrase> phrases, std::vector<Hidden>& found) {
  const std::string& letters = initials.letters;
  if (letters.size() < kFewestLines) return;
  const Pairs pairs{letters};
  const Phrase* longest = nullptr;
  std::size_t where = 0;
  for (const Phrase& phrase : phrases) {
    if (longest != nullptr && phrase.letters.size() <= longest->letters.size()) continue;
    if (phrase.letters.size() > 1 && !pairs.has(phrase.letters[0], phrase.letters[1])) continue;
    const std::size_t at = letters.find(phrase.letters);
    if (at == std::string::npos || is_chance(letters, at, phrase.letters.size())) continue;
    longest = &phrase;
    where = at;
  }
  if (longest == nullptr) return;
  // To the last word before the next initial.
  const std::size_t next = where + longest->letters.size();
  const std::size_t last = next < initials.tokens.size() ? initials.tokens[next] : tokens.size();
  found.push_back({Hiding::acrostic, longest->words, folded.view.origin[tokens[initials.tokens[where]].begin],
                   folded.view.origin[tokens[last - 1].end - 1] + 1});
}

}  // namespace

std::string_view name_of(Hiding hiding) {
  switch (hiding) {
    case Hiding::base64:
      return "base64";
    case Hiding::hexadecimal:
      return "hexadecimal";
    case Hiding::rot13:
      return "rot13";
    case Hiding::reversed:
      return "reversed";
    case Hiding::acrostic:
      return "acrostic";
  }
  return "";
}

Habits::Habits(std::span<const std::string> samples) {
  learn_words(samples);
  std::array<double, kLetters * kLetters> counts{};
  counts.fill(1.0);
  for (const std::string& sample : samples) {
    std::size_t before = 26;
    for (const char c : sample + ' ') {
      const std::size_t now = is_letter(c) ? static_cast<std::size_t>(c - 'a') : 26;
      counts[before * kLetters + now] += 1.0;
      before = now;
    }
  }
  const auto bits = [&](std::size_t a, std::size_t b) { return std::log2(counts[a * kLetters + b]); };
  const auto turn = [](std::size_t a) { return a == 26 ? a : (a + 13) % 26; };
  for (std::size_t a = 0; a < kLetters; ++a)
    for (std::size_t b = 0; b < kLetters; ++b) {
      // Row totals are left out: over a whole word both readings pass through nearly the same number of rows.
      const double plain = bits(a, b);
      pairs_[a * kLetters + b] = {static_cast<int>(std::lround(4 * (bits(turn(a), turn(b)) - plain))),
                                  static_cast<int>(std::lround(4 * (bits(b, a) - plain)))};
    }
}

void Habits::learn_words(std::span<const std::string> samples) {
  std::vector<std::string_view> words;
  for (const std::string& sample : samples)
    for (std::size_t at = 0; at < sample.size();) {
      std::size_t end = at;
      while (end < sample.size() && is_letter(sample[end])) ++end;
      if (end - at >= 2) words.push_back(std::string_view{sample}.substr(at, end - at));
      at = end + 1;
    }
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  plain_ = WordTable<std::uint8_t>{words.size()};
  turned_ = WordTable<std::uint8_t>{2 * words.size()};
  const auto note = [&](const std::string& word, std::uint8_t how) {
    turned_[key_of(word)] |= how;
    turned_bits_.add(key_of(word));
  };
  for (const std::string_view word : words) {
    note(turned(word), kRot13);
    note(backwards(word), kReversed);
  }
  for (const std::string_view word : words) plain_[key_of(word)] = kPlain | turned_.find(key_of(word));
}

// A plain word costs a stretch dearly and is not looked at further: most words of most letters are plain.
Habits::Gains Habits::gains_of(const Token& token, std::string_view word) const {
  const unsigned known = token.facts.looked_up != 0 ? token.facts.habits : flags_of(token.key);
  if (const unsigned flags = known; flags != 0)
    return {(flags & kRot13) != 0 ? 0 : -kPlainWord, (flags & kReversed) != 0 ? 0 : -kPlainWord};
  Gains total;
  std::size_t before = 26;
  const auto add = [&](std::size_t now) {
    const Gains& pair = pairs_[before * kLetters + now];
    total = {total.rot13 + pair.rot13, total.reversed + pair.reversed};
    before = now;
  };
  for (const char c : word) {
    if (!is_letter(c)) return {-kPlainWord, -kPlainWord};  // numbers and signs are no cipher
    add(static_cast<std::size_t>(c - 'a'));
  }
  add(26);
  const std::uint8_t flags = turned_bits_.may_hold(token.key) ? turned_.find(token.key) : 0;
  return {total.rot13 / 4 + ((flags & kRot13) != 0 ? kKnownWord : 0),
          total.reversed / 4 + ((flags & kReversed) != 0 ? kKnownWord : 0)};
}

std::vector<Hidden> find_hidden(std::string_view letter, const Folded& folded, const std::vector<Token>& tokens,
                                const Habits& habits, std::span<const Phrase> acrostics) {
  std::vector<Hidden> found;
  const Codes codes = codes_in(letter);
  if (codes.base64) find_base64(letter, found);
  if (codes.hex) find_hex(letter, found);
  find_ciphers(folded, tokens, habits, found);
  if (folded.line_ends.size() + 1 >= kFewestLines)
    find_acrostics(folded, tokens, initials_of_lines(folded, tokens), acrostics, found);
  find_acrostics(folded, tokens, initials_of_sentences(folded, tokens), acrostics, found);
  return found;
}

}  // namespace holdfast::screening::text
