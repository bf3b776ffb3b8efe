#include "screening/text/hidden.h"

#include <algorithm>
#include <cmath>

#include "screening/text/utf8.h"

namespace holdfast::screening::text {
namespace {

constexpr std::size_t kShortestBase64 = 16;
constexpr std::size_t kShortestHex = 8;  // bytes
constexpr int kEnoughGain = 30;          // bits over a whole run
constexpr std::size_t kFewestWords = 3;
constexpr std::size_t kFewestLines = 6;
constexpr std::size_t kWordSlots = 1U << 15U;
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

// Longest runs of base64's alphabet that are not plain words: they mix cases or hold digits inside.
template <typename Take>
void each_base64_run(std::string_view letter, Take take) {
  for (std::size_t at = 0; at < letter.size();) {
    std::size_t end = at;
    bool upper_inside = false;
    while (end < letter.size() && base64_value(letter[end]) >= 0) {
      upper_inside |= end > at && letter[end] >= 'A' && letter[end] <= 'Z';
      ++end;
    }
    if (end - at >= kShortestBase64 && upper_inside) take(Run{at, end});
    at = end + 1;
  }
}

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
  each_base64_run(letter, [&](Run run) {
    std::string bytes = decode_base64(letter.substr(run.begin, run.end - run.begin));
    if (found.size() >= kMostFinds || !is_prose(bytes)) return;
    const std::size_t end = std::min(letter.find_first_not_of('=', run.end), letter.size());
    const Places places{letter};
    found.push_back({Hiding::base64, std::move(bytes), places.point_at(run.begin), places.point_at(end - 1) + 1});
  });
}

void find_hex(std::string_view letter, std::vector<Hidden>& found) {
  for (std::size_t at = 0; at + 2 * kShortestHex <= letter.size() && found.size() < 2 * kMostFinds; ++at) {
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
    if (sum == 0) start = i;
    sum += gain(i);
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
  std::vector<std::uint8_t> flags(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) flags[i] = habits.flags_of(word_of(folded, tokens[i]));
  each_stretch(
      tokens.size(), [&](std::size_t i) { return habits.gain_of_rot13(word_of(folded, tokens[i]), flags[i]); },
      [&](Stretch s) { add_stretch(folded, tokens, s, Hiding::rot13, turned, found); });
  each_stretch(
      tokens.size(), [&](std::size_t i) { return habits.gain_of_reversing(word_of(folded, tokens[i]), flags[i]); },
      [&](Stretch s) { add_stretch(folded, tokens, s, Hiding::reversed, backwards, found); });
}

struct Initials {
  std::string letters;
  std::vector<std::uint32_t> points;  // of each initial
  std::vector<std::uint32_t> ends;    // of the last word before the next initial
};

// The code point of each line end.
std::vector<std::uint32_t> line_ends(std::string_view letter) {
  std::vector<std::uint32_t> ends;
  if (letter.find('\n') == std::string_view::npos) return ends;
  std::uint32_t point = 0;
  for (std::size_t at = 0; at < letter.size(); at += decode(letter, at).length, ++point)
    if (letter[at] == '\n') ends.push_back(point);
  return ends;
}

// First letters of sentences, or of lines as written.
Initials initials(const Folded& folded, const std::vector<Token>& tokens, const std::vector<std::uint32_t>* lines) {
  Initials made;
  std::size_t line = 0;
  for (const Token& token : tokens) {
    const std::uint32_t here = folded.view.origin[token.begin];
    bool starts = made.letters.empty() || (lines == nullptr && token.first);
    for (; lines != nullptr && line < lines->size() && (*lines)[line] < here; ++line) starts = true;
    const std::uint32_t end = folded.view.origin[token.end - 1] + 1;
    if (starts) {
      made.letters.push_back(folded.view.text[token.begin]);
      made.points.push_back(here);
      made.ends.push_back(end);
    } else {
      made.ends.back() = end;
    }
  }
  return made;
}

void find_acrostics(const Initials& initials, std::span<const Phrase> phrases, std::vector<Hidden>& found) {
  if (initials.letters.size() < kFewestLines) return;
  for (const Phrase& phrase : phrases) {
    const std::size_t at = initials.letters.find(phrase.letters);
    if (at == std::string::npos) continue;
    found.push_back(
        {Hiding::acrostic, phrase.words, initials.points[at], initials.ends[at + phrase.letters.size() - 1]});
    return;
  }
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

Habits::Habits(std::span<const std::string> samples) : words_(kWordSlots), flags_(kWordSlots) {
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
      rot13_[a * kLetters + b] = static_cast<std::int16_t>(std::lround(4 * (bits(turn(a), turn(b)) - plain)));
      reversed_[a * kLetters + b] = static_cast<std::int16_t>(std::lround(4 * (bits(b, a) - plain)));
    }
}

int Habits::sum(const Table& table, std::string_view word) {
  int total = 0;
  std::size_t before = 26;
  for (const char c : word) {
    if (!is_letter(c)) return -16;  // numbers and signs are no cipher
    const auto now = static_cast<std::size_t>(c - 'a');
    total += table[before * kLetters + now];
    before = now;
  }
  return (total + table[before * kLetters + 26]) / 4;
}

void Habits::learn_words(std::span<const std::string> samples) {
  std::size_t room = kWordSlots / 2;  // slots that may be taken, so that every search ends
  for (const std::string& sample : samples)
    for (std::size_t at = 0; at < sample.size();) {
      std::size_t end = at;
      while (end < sample.size() && is_letter(sample[end])) ++end;
      const std::string_view word = std::string_view{sample}.substr(at, end - at);
      at = end + 1;
      if (word.size() < 2 || word.size() > 8 || room < 3 || (flags_of(word) & kPlain) != 0) continue;
      room -= 3;
      learn(word, kPlain);
      learn(turned(word), kRot13);
      learn(backwards(word), kReversed);
    }
}

namespace {
std::uint64_t pack(std::string_view word) {
  std::uint64_t packed = 0;
  for (const char c : word) packed = packed << 8U | static_cast<unsigned char>(c);
  return packed;
}
std::size_t slot_of(std::uint64_t key) { return (key * 0x9E3779B97F4A7C15ULL) >> 49U; }
}  // namespace

void Habits::learn(std::string_view word, std::uint8_t flag) {
  const std::uint64_t key = pack(word);
  std::size_t i = slot_of(key);
  while (words_[i] != 0 && words_[i] != key) i = (i + 1) % kWordSlots;
  words_[i] = key;
  flags_[i] |= flag;
}

std::uint8_t Habits::flags_of(std::string_view word) const {
  if (word.size() < 2 || word.size() > 8) return 0;
  const std::uint64_t key = pack(word);
  for (std::size_t i = slot_of(key); words_[i] != 0; i = (i + 1) % kWordSlots)
    if (words_[i] == key) return flags_[i];
  return 0;
}

// A plain word costs a stretch dearly and is not looked at further: most words of most letters are plain.
int Habits::gain(const Table& table, bool known, std::string_view word, std::uint8_t flags) {
  if ((flags & kPlain) != 0) return known ? 0 : -kPlainWord;
  return sum(table, word) + (known ? kKnownWord : 0);
}

int Habits::gain_of_rot13(std::string_view word, std::uint8_t flags) const {
  return gain(rot13_, (flags & kRot13) != 0, word, flags);
}
int Habits::gain_of_reversing(std::string_view word, std::uint8_t flags) const {
  return gain(reversed_, (flags & kReversed) != 0, word, flags);
}

std::vector<Hidden> find_hidden(std::string_view letter, const Folded& folded, const std::vector<Token>& tokens,
                                const Habits& habits, std::span<const Phrase> acrostics) {
  std::vector<Hidden> found;
  find_base64(letter, found);
  find_hex(letter, found);
  find_ciphers(folded, tokens, habits, found);
  const auto lines = line_ends(letter);
  if (lines.size() + 1 >= kFewestLines) find_acrostics(initials(folded, tokens, &lines), acrostics, found);
  find_acrostics(initials(folded, tokens, nullptr), acrostics, found);
  return found;
}

}  // namespace holdfast::screening::text
