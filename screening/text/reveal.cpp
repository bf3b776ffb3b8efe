#include "screening/text/reveal.h"

#include <algorithm>
#include <string_view>

namespace holdfast::screening::text {
namespace {

// Short last or middle parts that honest hyphenated words end in or hold.
constexpr std::array<std::string_view, 27> kHonestParts = {"up", "in", "by", "on", "off", "out", "to",  "it", "er",
                                                           "fi", "a",  "of", "me", "us",  "la",  "le",  "de", "el",
                                                           "o",  "s",  "m",  "t",  "d",   "x",   "com", "y",  "op"};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sign(char c) { return c == '@' || c == '$' || c == '!' || c == '|'; }

// What a digit or sign stands for inside a word; 0 if nothing. The second reading takes 1 for l.
char as_letter(char c, int reading) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
      return reading == 0 ? 'i' : 'l';
    case '3':
      return 'e';
    case '4':
      return 'a';
    case '5':
      return 's';
    case '7':
      return 't';
    case '8':
      return 'b';
    case '9':
      return 'g';
    case '@':
      return 'a';
    case '$':
      return 's';
    case '!':
      return 'i';
    case '|':
      return 'l';
    case '+':
      return 't';
    default:
      return 0;
  }
}

// 45s, 2nd, 7am, 30mg: a number with its unit, not a disguised word.
bool is_quantity(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789.:-$%"), word.size());
  if (digits == 0 || digits == word.size()) return digits == word.size();
  static constexpr std::array<std::string_view, 17> kUnits = {"st", "nd", "rd", "th", "s",  "am", "pm", "h", "hrs",
                                                              "k",  "mg", "cm", "km", "kg", "lb", "ml", "x"};
  return std::ranges::find(kUnits, word.substr(digits)) != kUnits.end();
}

bool may_be_leet(std::string_view word) {
  bool letter = false;
  bool odd = false;
  for (const char c : word) {
    letter |= is_letter(c);
    odd |= is_digit(c) || is_sign(c);
  }
  return letter && odd && !is_quantity(word);
}

// A digit or sign with letters on both sides: nobody writes that by accident twice.
bool surely_leet(std::string_view word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i)
    if (as_letter(word[i], 0) != 0 && is_letter(word[i - 1]) && is_letter(word[i + 1])) return true;
  return false;
}

bool has_held_letter(std::string_view word) {
  for (std::size_t i = 2; i < word.size(); ++i)
    if (is_letter(word[i]) && word[i] == word[i - 1] && word[i] == word[i - 2]) return true;
  return false;
}

class Revealer {
 public:
  Revealer(const Folded& folded, const std::vector<Token>& tokens) : folded_(folded), tokens_(tokens) {}

  Revealed run() {
    group();
    if (!worth_it_) return std::move(out_);
    for (int reading = 0; reading < 2; ++reading) out_.readings.push_back(read(reading));
    return std::move(out_);
  }

 private:
  struct Group {
    std::uint32_t first{};  // tokens [first, last)
    std::uint32_t last{};
    bool odd{};  // not just an honest hyphen
  };

  std::string_view word(std::uint32_t i) const { return word_of(folded_.view.text, tokens_[i]); }
  // As may_be_leet of the word, without looking at most words again.
  bool may_be_leet(std::uint32_t i) const {
    const std::uint8_t has = tokens_[i].shape;
    const bool mixed = (has & shape::kLetter) != 0 && (has & (shape::kDigit | shape::kSign)) != 0;
    return mixed && !is_quantity(word(i));
  }
  static bool is_held(const Token& token) { return (token.shape & shape::kHeld) != 0; }

  std::uint32_t point(std::uint32_t offset) const { return folded_.view.origin[offset]; }

  // Two lone letters with exactly one character between them, or two parts of one word.
  bool belongs(std::uint32_t i) const {
    const Token& here = tokens_[i];
    const Token& before = tokens_[i - 1];
    if (here.first) return false;
    const std::uint32_t gap = point(here.begin) - point(before.end - 1);
    if (here.tight && gap == 2) return true;
    return gap == 2 && here.end - here.begin == 1 && (before.end - before.begin == 1);
  }

  void group() {
    for (std::uint32_t i = 0; i < tokens_.size();) {
      std::uint32_t end = i + 1;
      bool all_tight = true;
      while (end < tokens_.size() && belongs(end)) {
        // k.i.l.l y.o.u: where dots part letters, a space parts words.
        const bool before_dots = end + 1 < tokens_.size() && tokens_[end + 1].tight && belongs(end + 1);
        if (!tokens_[end].tight && all_tight && (end > i + 1 || before_dots)) break;
        all_tight &= tokens_[end].tight;
        ++end;
      }
      weigh(i, end);
      i = end;
    }
  }

  void weigh(std::uint32_t first, std::uint32_t last) {
    const std::string_view only = word(first);
    if (last - first == 1) {
      spelling_ = false;
      worth_it_ |= is_held(tokens_[first]);
      if (may_be_leet(first)) weigh_leet(first, only);
      return;
    }
    std::uint32_t singles = 0;
    for (std::uint32_t i = first; i < last; ++i) singles += word(i).size() == 1 ? 1 : 0;
    if (singles >= 3) {
      out_.spaced.add(point(tokens_[first].begin), point(tokens_[last - 1].end - 1) + 1);
      out_.spaced.count += singles - 1;
      ++out_.spaced_words;
    } else if (!has_tight(first, last) && !(spelling_ && singles == last - first)) {
      spelling_ = false;
      return;
    }
    spelling_ = singles >= 2;  // a pair of lone letters right after a spelled word belongs to the spelling
    if (is_split(first, last)) out_.split.add(point(tokens_[first].begin), point(tokens_[last - 1].end - 1) + 1);
    groups_.push_back({first, last, singles >= 2 || is_short_chain(first, last)});
    worth_it_ |= groups_.back().odd;
  }

  void weigh_leet(std::uint32_t i, std::string_view only) {
    worth_it_ = true;
    const auto is_address = [&] {
      return only.find('@') != std::string_view::npos && i + 1 < tokens_.size() && tokens_[i + 1].tight;
    };
    if (surely_leet(only) && !is_address()) out_.leet.add(point(tokens_[i].begin), point(tokens_[i].end - 1) + 1);
  }

  bool has_tight(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first + 1; i < last; ++i)
      if (tokens_[i].tight) return true;
    return false;
  }

  // Parts so short that the whole may be one broken word.
  bool is_short_chain(std::uint32_t first, std::uint32_t last) const {
    std::size_t letters = 0;
    for (std::uint32_t i = first; i < last; ++i) letters += word(i).size();
    return letters <= 3 * (last - first);
  }

  bool is_split(std::uint32_t first, std::uint32_t last) const {
    std::size_t letters = 0;
    bool odd = false;
    for (std::uint32_t i = first; i < last; ++i) {
      const std::string_view part = word(i);
      if (!std::ranges::all_of(part, is_letter)) return false;
      letters += part.size();
      odd |= i > first && part.size() <= 2 && std::ranges::find(kHonestParts, part) == kHonestParts.end();
    }
    return odd && letters >= 3 && letters > last - first;
  }

  // Only sentences that hold a trick are read again: the others would read as they did.
  Reading read(int reading) const {
    Reading made;
    auto next = groups_.begin();
    for (std::uint32_t i = 0; i < tokens_.size();) {
      std::uint32_t end = i + 1;
      while (end < tokens_.size() && !tokens_[end].first) ++end;
      while (next != groups_.end() && next->first < i) ++next;
      if (is_tricky(i, end, next)) read_sentence(made, i, end, reading, next);
      i = end;
    }
    return made;
  }

  using Groups = std::vector<Group>;

  bool is_tricky(std::uint32_t first, std::uint32_t last, Groups::const_iterator next) const {
    for (; next != groups_.end() && next->first < last; ++next)
      if (next->odd) return true;
    for (std::uint32_t i = first; i < last; ++i)
      if (is_held(tokens_[i]) || may_be_leet(i)) return true;
    return false;
  }

  void read_sentence(Reading& made, std::uint32_t first, std::uint32_t last, int reading,
                     Groups::const_iterator next) const {
    for (std::uint32_t i = first; i < last;) {
      while (next != groups_.end() && next->first < i) ++next;
      const std::uint32_t end = next != groups_.end() && next->first == i ? next->last : i + 1;
      if (!made.view.text.empty()) separate(made.view, i);
      write(made, i, end, reading);
      i = end;
    }
  }

  void separate(View& view, std::uint32_t i) const {
    view.text.push_back(tokens_[i].first ? '\n' : ' ');
    view.origin.push_back(point(tokens_[i].begin));
  }

  void write(Reading& made, std::uint32_t first, std::uint32_t last, int reading) const {
    const auto begin = static_cast<std::uint32_t>(made.view.text.size());
    std::uint8_t tricks = last - first > 1 ? static_cast<std::uint8_t>(Trick::joined) : 0;
    std::string joined;
    std::vector<std::uint32_t> origin;
    for (std::uint32_t i = first; i < last; ++i)
      for (std::uint32_t at = tokens_[i].begin; at < tokens_[i].end; ++at) {
        joined.push_back(folded_.view.text[at]);
        origin.push_back(point(at));
      }
    if (text::may_be_leet(joined)) {
      tricks |= static_cast<std::uint8_t>(Trick::leet);
      for (char& c : joined)
        if (const char letter = as_letter(c, reading); letter != 0) c = letter;
    }
    if (has_held_letter(joined)) tricks |= static_cast<std::uint8_t>(Trick::squeezed);
    append(made.view, joined, origin, reading);
    if (tricks != 0) made.changes.push_back({begin, static_cast<std::uint32_t>(made.view.text.size()), tricks});
  }

  // No word of either language doubles these.
  static bool may_be_double(char c) { return c != 'a' && c != 'i' && c != 'u' && c != 'y'; }

  // Runs of three and more equal letters become one, or in the second reading two where words have two.
  static void append(View& view, std::string_view word, const std::vector<std::uint32_t>& origin, int reading) {
    for (std::size_t i = 0; i < word.size();) {
      std::size_t end = i;
      while (end < word.size() && word[end] == word[i]) ++end;
      const bool held = end - i >= 3 && is_letter(word[i]);
      const std::size_t keep = !held ? end - i : reading == 1 && may_be_double(word[i]) ? 2 : 1;
      for (std::size_t k = 0; k < keep; ++k) {
        view.text.push_back(word[i]);
        view.origin.push_back(origin[k + 1 == keep ? end - 1 : i + k]);
      }
      i = end;
    }
  }

  const Folded& folded_;
  const std::vector<Token>& tokens_;
  std::vector<Group> groups_;
  Revealed out_;
  bool worth_it_ = false;
  bool spelling_ = false;
};

}  // namespace

Revealed reveal(const Folded& folded, const std::vector<Token>& tokens) { return Revealer{folded, tokens}.run(); }

std::string name_of(std::uint8_t tricks) {
  std::string name;
  const auto add = [&](Trick trick, std::string_view word) {
    if ((tricks & static_cast<std::uint8_t>(trick)) == 0) return;
    if (!name.empty()) name += '+';
    name += word;
  };
  add(Trick::leet, "leet");
  add(Trick::joined, "joined");
  add(Trick::squeezed, "squeezed");
  return name.empty() ? "plain" : name;
}

}  // namespace holdfast::screening::text
