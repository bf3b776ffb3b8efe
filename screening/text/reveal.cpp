#include "screening/text/reveal.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace holdfast::screening::text {
namespace {

// Short last or middle parts that honest hyphenated words end in or hold.
constexpr std::array<std::string_view, 27> kHonestParts = {"up", "in", "by", "on", "off", "out", "to",  "it", "er",
                                                           "fi", "a",  "of", "me", "us",  "la",  "le",  "de", "el",
                                                           "o",  "s",  "m",  "t",  "d",   "x",   "com", "y",  "op"};

// Beginnings of words that tell of spelling.
constexpr std::array<std::string_view, 3> kSpelling = {"spell", "spelt", "deletre"};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sign(char c) { return c == '@' || c == '$' || c == '!' || c == '|' || c == '+'; }

constexpr std::size_t kShortestCrowd = 11;   // letters of one word that may be several run together
constexpr std::size_t kMostMarks = 4;        // of a word that are tried as i and as l
constexpr std::size_t kShortestStarred = 5;  // characters of a word that is surely set apart by stars
constexpr std::size_t kShortestSpelled = 4;  // the same, where they were spelled out

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
    if (word[i] != '+' && as_letter(word[i], 0) != 0 && is_letter(word[i - 1]) && is_letter(word[i + 1])) return true;
  return false;
}

// kkiillll: every letter held, if only twice.
bool is_doubled(std::string_view word) {
  if (word.size() < 4) return false;
  for (std::size_t i = 0; i < word.size(); i += 2)
    if (i + 1 >= word.size() || word[i] != word[i + 1] || !is_letter(word[i])) return false;
  return true;
}

// k*i*l*l
bool is_starred_apart(std::string_view word) {
  if (word.size() < 3 || word.size() % 2 == 0) return false;
  for (std::size_t i = 1; i < word.size(); i += 2)
    if (word[i] != '*') return false;
  return true;
}

bool has_held_letter(std::string_view word) {
  for (std::size_t i = 2; i < word.size(); ++i)
    if (is_letter(word[i]) && word[i] == word[i - 1] && word[i] == word[i - 2]) return true;
  return false;
}

// A word on its way to being read otherwise: its letters, and where each came from.
struct Draft {
  std::string text;
  std::vector<std::uint32_t> origin;
  std::uint8_t tricks{};

  void add(Trick trick) { tricks |= static_cast<std::uint8_t>(trick); }

  // Other letters in the same place: the first and the last stay where they were.
  void become(std::string_view other) {
    std::vector<std::uint32_t> made(other.size());
    for (std::size_t i = 0; i < other.size(); ++i) made[i] = origin[i * origin.size() / other.size()];
    made.back() = origin.back();
    text = other;
    origin = std::move(made);
  }

  void drop(char c) {
    std::size_t to = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] != c) {
        origin[to] = origin[i];
        text[to++] = text[i];
      }
    text.resize(to);
    origin.resize(to);
  }
};

class Revealer {
 public:
  Revealer(const Folded& folded, const std::vector<Token>& tokens, const Lexicon& lexicon)
      : folded_(folded), tokens_(tokens), lexicon_(lexicon) {}

  Revealed run() {
    note_lookalikes();
    group();
    if (odd_.empty()) return std::move(out_);
    out_.readings.push_back(read(0, odd_));
    if (!twofold_.empty()) out_.readings.push_back(read(1, twofold_));
    return std::move(out_);
  }

 private:
  struct Group {
    std::uint32_t first{};  // tokens [first, last)
    std::uint32_t last{};
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

  // Words that mix their scripts, and known words in another script's letters: Сосо is a name.
  void note_lookalikes() {
    out_.lookalike = folded_.lookalike;
    for (const std::uint32_t begin : folded_.twins) {
      const std::string_view rest = std::string_view{folded_.view.text}.substr(begin);
      const std::string_view word = rest.substr(0, rest.find_first_of(" \n?"));
      if (word.size() > 1 && lexicon_.knows(key_of(word)))
        out_.lookalike.add(point(begin), point(begin + static_cast<std::uint32_t>(word.size()) - 1) + 1);
    }
  }

  // Two lone letters with exactly one character between them, or two parts of one word.
  bool belongs(std::uint32_t i) const {
    const Token& here = tokens_[i];
    const Token& before = tokens_[i - 1];
    const bool lone = here.end - here.begin == 1 && before.end - before.begin == 1;
    return (here.tight || lone) && !here.first && point(here.begin) - point(before.end - 1) == 2;
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
      if (end - i == 1 || holds_a_crowd(i, end))
        for (std::uint32_t k = i; k < end; ++k) weigh(k);
      else
        weigh(i, end);
      i = end;
    }
  }

  // Whatisthis.Whoareyou: sentences without spaces, to be parted each by itself.
  bool holds_a_crowd(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first; i < last; ++i)
      if (const Token& token = tokens_[i];
          token.end - token.begin >= kShortestCrowd && !lexicon_.knows(token) && !lexicon_.parted(word(i)).empty())
        return true;
    return false;
  }

  void weigh(std::uint32_t i) {
    spelling_ = false;
    if (is_plain_word(i)) return;
    out_.unknown.push_back(i);
    const std::string_view only = word(i);
    if (may_be_leet(i)) note_leet(i, only);
    if (only.size() >= kShortestStarred && is_starred_apart(only))
      out_.split.add(point(tokens_[i].begin), point(tokens_[i].end - 1) + 1);
    if (is_twofold(i) || only.contains('*'))
      read_again(i, i + 1);
    else if (!lexicon_.meant_by(only).empty() || (only.size() >= kShortestCrowd && !lexicon_.parted(only).empty()))
      odd_.push_back(i);
  }

  // May be read in two ways: a one is an i or an l, held letters were one or two.
  bool is_twofold(std::uint32_t i) const { return may_be_leet(i) || is_held(tokens_[i]) || is_doubled(word(i)); }

  void read_again(std::uint32_t first, std::uint32_t last) {
    odd_.push_back(first);
    const std::string whole = draft(first, last).text;
    if (text::may_be_leet(whole) || has_held_letter(whole) || is_doubled(whole)) twofold_.push_back(first);
  }

  // Most words of most letters.
  bool is_plain_word(std::uint32_t i) const { return lexicon_.knows(tokens_[i]) && !is_held(tokens_[i]); }

  void weigh(std::uint32_t first, std::uint32_t last) {
    std::uint32_t singles = 0;
    for (std::uint32_t i = first; i < last; ++i) singles += word(i).size() == 1 ? 1 : 0;
    const bool stutter = singles >= 3 && is_stutter(first, last);
    if (singles >= 3 && !stutter) {
      take_pair_before(first);
      if (!tells_of_spelling()) note_spelled(first, last, singles);
    } else if (!has_tight(first, last) && !(spelling_ && singles == last - first)) {
      spelling_ = false;
      if (singles == last - first) pair_ = {first, last};
      return;
    }
    spelling_ = singles >= 2;  // a pair of lone letters right after a spelled word belongs to the spelling
    if (is_split(first, last) && !(singles >= 3 && tells_of_spelling()))
      out_.split.add(point(tokens_[first].begin), point(tokens_[last - 1].end - 1) + 1);
    groups_.push_back({first, last});
    if (singles >= 2 || is_short_chain(first, last) || is_broken_word(first, last)) read_again(first, last);
  }

  void note_leet(std::uint32_t i, std::string_view only) {
    const bool is_address = only.find('@') != std::string_view::npos && i + 1 < tokens_.size() && tokens_[i + 1].tight;
    if (surely_leet(only) && !is_address) out_.leet.add(point(tokens_[i].begin), point(tokens_[i].end - 1) + 1);
  }

  // "I spelled it r-i-g-h-t": a letter that tells of spelling hides nothing by it. It is read all the same.
  bool tells_of_spelling() {
    if (!tells_)
      tells_ = std::ranges::any_of(tokens_, [&](const Token& token) {
        const std::string_view word = word_of(folded_.view.text, token);
        return std::ranges::any_of(kSpelling, [&](std::string_view start) { return word.starts_with(start); });
      });
    return *tells_;
  }

  // I-I-I
  bool is_stutter(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first; i < last; ++i)
      if (word(i) != word(first)) return false;
    return true;
  }

  void note_spelled(std::uint32_t first, std::uint32_t last, std::uint32_t singles) {
    out_.spaced.add(point(tokens_[first].begin), point(tokens_[last - 1].end - 1) + 1);
    out_.spaced.count += singles - 1;
    ++out_.spaced_words;
  }

  // W e  w i l l: two lone letters are spelling where a spelled word comes next.
  void take_pair_before(std::uint32_t first) {
    if (pair_.last == first && pair_.first < pair_.last && !tokens_[first].first) groups_.push_back(pair_);
  }

  bool has_tight(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first + 1; i < last; ++i)
      if (tokens_[i].tight) return true;
    return false;
  }

  bool all_tight(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first + 1; i < last; ++i)
      if (!tokens_[i].tight) return false;
    return true;
  }

  // Parts so short that the whole may be one broken word.
  bool is_short_chain(std::uint32_t first, std::uint32_t last) const {
    std::size_t letters = 0;
    for (std::uint32_t i = first; i < last; ++i) letters += word(i).size();
    return letters <= 3 * (last - first);
  }

  // thre-aten
  bool is_broken_word(std::uint32_t first, std::uint32_t last) const {
    const std::string whole = draft(first, last).text;
    return lexicon_.knows(key_of(whole)) || !lexicon_.meant_by(whole).empty();
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
  Reading read(int reading, const std::vector<std::uint32_t>& odd_ones) const {
    Reading made;
    std::uint32_t end = 0;
    for (const std::uint32_t odd : odd_ones) {
      if (odd < end) continue;
      std::uint32_t first = odd;
      while (first > end && !tokens_[first].first) --first;
      end = odd + 1;
      while (end < tokens_.size() && !tokens_[end].first) ++end;
      read_sentence(made, first, end, reading, std::ranges::lower_bound(groups_, first, {}, &Group::first));
    }
    return made;
  }

  using Groups = std::vector<Group>;

  void read_sentence(Reading& made, std::uint32_t first, std::uint32_t last, int reading,
                     Groups::const_iterator next) const {
    const bool dense = is_dense(first, last);
    for (std::uint32_t i = first; i < last;) {
      while (next != groups_.end() && next->first < i) ++next;
      const std::uint32_t end = next != groups_.end() && next->first == i ? next->last : i + 1;
      if (!made.view.text.empty()) separate(made.view, i);
      write(made, i, end, dense, reading);
      i = end;
    }
  }

  void separate(View& view, std::uint32_t i) const {
    view.text.push_back(tokens_[i].first ? '\n' : ' ');
    view.origin.push_back(point(tokens_[i].begin));
  }

  void write(Reading& made, std::uint32_t first, std::uint32_t last, bool dense, int reading) const {
    if (last - first == 1 && is_as_it_was(first)) return copy(made.view, tokens_[first]);
    const auto begin = static_cast<std::uint32_t>(made.view.text.size());
    Draft draft = this->draft(first, last);
    undo_signs(draft, dense, reading);
    undo_holding(draft, reading);
    guess(draft, last - first > 1 && !all_tight(first, last));
    made.view.text += draft.text;
    made.view.origin.insert(made.view.origin.end(), draft.origin.begin(), draft.origin.end());
    if (draft.tricks != 0)
      made.changes.push_back({begin, static_cast<std::uint32_t>(made.view.text.size()), draft.tricks});
  }

  // A known word of plain letters is read as it stands.
  bool is_as_it_was(std::uint32_t i) const {
    return tokens_[i].shape == shape::kLetter && lexicon_.knows(tokens_[i]) && !is_doubled(word(i));
  }
  void copy(View& view, const Token& token) const {
    view.text += word_of(folded_.view.text, token);
    view.origin.insert(view.origin.end(), folded_.view.origin.begin() + token.begin,
                       folded_.view.origin.begin() + token.end);
  }

  Draft draft(std::uint32_t first, std::uint32_t last) const {
    Draft made;
    made.origin.reserve(tokens_[last - 1].end - tokens_[first].begin);
    for (std::uint32_t i = first; i < last; ++i)
      for (std::uint32_t at = tokens_[i].begin; at < tokens_[i].end; ++at) {
        made.text.push_back(folded_.view.text[at]);
        made.origin.push_back(point(at));
      }
    if (last - first > 1) made.add(Trick::joined);
    return made;
  }

  void undo_signs(Draft& draft, bool dense, int reading) const {
    if (is_starred_apart(draft.text)) {
      draft.drop('*');
      draft.add(Trick::joined);
    } else if (const std::string_view whole = lexicon_.starred(draft.text); !whole.empty()) {
      draft.become(whole);
      draft.add(Trick::misspelt);
    }
    if (!text::may_be_leet(draft.text) && !(dense && is_short_number(draft.text))) return;
    std::string letters = draft.text;
    for (char& c : letters)
      if (const char letter = as_letter(c, reading); letter != 0) c = letter;
    if (!lexicon_.knows(key_of(letters))) choose_letters(draft.text, letters);
    if (!text::may_be_leet(draft.text) && !lexicon_.knows(key_of(letters))) return;
    draft.text = std::move(letters);
    draft.add(Trick::leet);
  }

  // Where neither reading makes a word, each mark by itself may be an i or an l: b1uff1ng.
  void choose_letters(std::string_view written, std::string& letters) const {
    std::vector<std::size_t> marks;
    for (std::size_t i = 0; i < written.size(); ++i)
      if (as_letter(written[i], 0) != as_letter(written[i], 1) || written[i] == '!' || written[i] == '|')
        marks.push_back(i);
    if (marks.size() > kMostMarks) return;
    for (unsigned choice = 0; choice < 1U << marks.size(); ++choice) {
      std::string made = letters;
      for (std::size_t k = 0; k < marks.size(); ++k) made[marks[k]] = (choice >> k & 1U) == 0 ? 'i' : 'l';
      if (!lexicon_.knows(key_of(made))) continue;
      letters = std::move(made);
      return;
    }
  }

  // 70, 4, @, +0: words only where most of the sentence is written so.
  static bool is_short_number(std::string_view word) {
    return word.size() <= 4 && std::ranges::all_of(word, [](char c) { return as_letter(c, 0) != 0 || c == '\''; });
  }

  bool is_dense(std::uint32_t first, std::uint32_t last) const {
    std::uint32_t count = 0;
    for (std::uint32_t i = first; i < last; ++i) count += may_be_leet(i) ? 1 : 0;
    return count >= 2 && count * 3 >= last - first;
  }

  // Held letters are let go: once, and where the lexicon knows the word with doubled letters, so in the second reading.
  void undo_holding(Draft& draft, int reading) const {
    if (!has_held_letter(draft.text) && !is_doubled(draft.text)) return;
    draft.add(Trick::squeezed);
    const std::string once = squeezed(draft.text);
    const std::string_view doubled = lexicon_.with_doubles(once);
    if (!doubled.empty() && (reading == 1 || !lexicon_.knows(key_of(once)))) return draft.become(doubled);
    let_go(draft, is_doubled(draft.text));
  }

  // Runs of three and more equal letters, or of two where every letter is doubled, become one.
  static void let_go(Draft& draft, bool pairs) {
    Draft made;
    made.tricks = draft.tricks;
    for (std::size_t i = 0; i < draft.text.size();) {
      std::size_t end = i;
      while (end < draft.text.size() && draft.text[end] == draft.text[i]) ++end;
      const bool held = (pairs || end - i >= 3) && is_letter(draft.text[i]);
      const std::size_t keep = held ? 1 : end - i;
      for (std::size_t k = 0; k < keep; ++k) {
        made.text.push_back(draft.text[i]);
        made.origin.push_back(draft.origin[k + 1 == keep ? end - 1 : i + k]);
      }
      i = end;
    }
    draft = std::move(made);
  }

  // What still is no word may be one with a slip in it, or several.
  void guess(Draft& draft, bool may_be_several) const {
    if (lexicon_.knows(key_of(draft.text))) return;
    if (const std::string_view meant = lexicon_.meant_by(draft.text); !meant.empty()) {
      draft.become(meant);
      draft.add(Trick::misspelt);
      return;
    }
    if (draft.text.size() < (may_be_several ? kShortestSpelled : kShortestCrowd)) return;
    const std::vector<std::uint32_t> begins = lexicon_.parted(draft.text);
    if (begins.size() < 2) return;
    Draft made;
    made.tricks = draft.tricks;
    made.add(Trick::parted);
    for (std::size_t i = 0; i < begins.size(); ++i) {
      const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : draft.text.size();
      if (i > 0) {
        made.text.push_back(' ');
        made.origin.push_back(draft.origin[begins[i]]);
      }
      made.text += draft.text.substr(begins[i], end - begins[i]);
      made.origin.insert(made.origin.end(), draft.origin.begin() + begins[i],
                         draft.origin.begin() + static_cast<std::ptrdiff_t>(end));
    }
    draft = std::move(made);
  }

  const Folded& folded_;
  const std::vector<Token>& tokens_;
  const Lexicon& lexicon_;
  Groups groups_;
  Group pair_;  // the last two lone letters that were not taken for spelling
  std::optional<bool> tells_;
  std::vector<std::uint32_t> odd_;      // tokens that call for another reading, of a group its first
  std::vector<std::uint32_t> twofold_;  // those of them that call for two
  Revealed out_;
  bool spelling_ = false;
};

}  // namespace

Revealed reveal(const Folded& folded, const std::vector<Token>& tokens, const Lexicon& lexicon) {
  return Revealer{folded, tokens, lexicon}.run();
}

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
  add(Trick::parted, "parted");
  add(Trick::misspelt, "misspelt");
  return name.empty() ? "plain" : name;
}

}  // namespace holdfast::screening::text
