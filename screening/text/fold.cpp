#include "screening/text/fold.h"

#include <algorithm>
#include <array>
#include <bit>

#include "screening/text/block.h"
#include "screening/text/code_points.h"
#include "screening/text/utf8.h"

namespace holdfast::screening::text {
namespace {

// Words after which a dot ends nothing.
constexpr std::array<std::string_view, 22> kAbbreviations = {"mr",  "mrs",  "ms",  "dr",  "st",   "ave", "rd",  "sr",
                                                             "sra", "srta", "lic", "ing", "no",   "num", "apt", "av",
                                                             "col", "dpto", "jr",  "rev", "prof", "dra"};

constexpr std::size_t kLongestAbbreviation = 4;
constexpr std::size_t kSlack = 20;  // written past the end: sixteen at a time, and the last sentence's end

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The folded form of each ASCII letter and digit, 0 for all else.
const std::array<char, 256>& plain_characters() {
  static const std::array<char, 256> kPlain = [] {
    std::array<char, 256> made{};
    for (std::size_t c = 0; c < 128; ++c)
      if (const Meaning& m = ascii_meanings()[c]; m.kind == Kind::word) made[c] = m.text[0];
    return made;
  }();
  return kPlain;
}

class Folder {
 public:
  explicit Folder(std::string_view letter)
      : letter_(letter), ascii_(ascii_meanings()), plain_(plain_characters().data()) {
    // A code point of two bytes and more becomes at most three characters, one of one byte at most two.
    out_.view.text.resize(2 * letter.size() + kSlack);
    out_.view.origin.resize(2 * letter.size() + kSlack);
    text_ = out_.view.text.data();
    origin_ = out_.view.origin.data();
  }

  Folded run() {
    while (at_ < letter_.size()) {
      const auto c = static_cast<unsigned char>(letter_[at_]);
      const bool is_plain = plain_[c] != 0;
      if ((is_plain || c == ' ') && plain_words()) continue;
      if (is_plain) {
        if (!in_word()) begin_word();
        plain_run();
        continue;
      }
      if (c == ' ') {
        separate();
        before_ = c;
        ++at_;
        ++index_;
        continue;
      }
      const Decoded here = c < 0x80 ? Decoded{c, 1} : decode(letter_, at_);
      next_ = at_ + here.length;
      take(here.point, c < 0x80 ? ascii_[c] : here.point == kBad ? bad() : meaning_of(here.point));
      before_ = here.point;
      at_ = next_;
      ++index_;
    }
    end_sentence(false);
    out_.code_points = index_;
    out_.view.text.resize(size_);
    out_.view.origin.resize(size_);
    return std::move(out_);
  }

 private:
  Meaning bad() {
    out_.bad_bytes.add(index_, index_ + 1);
    return Meaning();
  }

  void take(char32_t point, Meaning m) {
    switch (m.kind) {
      case Kind::word:
        return word(m);
      case Kind::twin:
      case Kind::foreign:
        return other_script(m);
      case Kind::mark:
        return;
      case Kind::invisible:
        return invisible(point);
      case Kind::space:
        return space();
      case Kind::line:
        return line();
      case Kind::stop:
        return stop(m.text[0]);
      case Kind::apostrophe:
        return apostrophe();
      case Kind::hyphen:
        return hyphen();
      case Kind::joint:
        return joint(m.text[0]);
      case Kind::separator:
        return separate();
    }
  }

  // Most of most letters. False if there is none here, or too little left to look at.
  bool plain_words() {
    if (at_ + 16 > letter_.size() || twins_ + strangers_ != 0) return false;
    const bool was_in_word = in_word();
    const PlainRun run = copy_plain(letter_.data() + at_, text_ + size_, was_in_word);
    if (run.size == 0) return false;
    count_up(index_, origin_ + size_);
    const auto letters = static_cast<std::uint32_t>(std::popcount(run.words));
    const unsigned last_word = static_cast<unsigned>(std::countl_one(run.words << (32U - run.size)));
    if (letters < run.size || !was_in_word) {
      word_start_ = size_ + run.size - last_word;
      latin_ = 0;
    }
    latin_ += last_word;
    out_.letters += letters;
    before_ = static_cast<unsigned char>(letter_[at_ + run.size - 1]);
    size_ += run.size;
    at_ += run.size;
    index_ += run.size;
    return true;
  }

  void plain_run() {
    // Held apart from the members, which the compiler must think that every character written may change.
    const char* from = letter_.data() + at_;
    const char* const end = letter_.data() + letter_.size();
    const char* const plain = plain_;
    char* text = text_ + size_;
    std::uint32_t* origin = origin_ + size_;
    std::uint32_t index = index_;
    for (; from != end; ++from) {
      const char folded = plain[static_cast<unsigned char>(*from)];
      if (folded == 0) break;
      *text++ = folded;
      *origin++ = index++;
    }
    const std::uint32_t count = index - index_;
    at_ += count;
    size_ += count;
    index_ = index;
    latin_ += count;
    out_.letters += count;
    before_ = static_cast<unsigned char>(letter_[at_ - 1]);
  }

  void put(char c) {
    text_[size_] = c;
    origin_[size_++] = index_;
  }

  char last() const { return size_ == 0 ? '\n' : text_[size_ - 1]; }
  bool in_word() const { return last() != ' ' && last() != '\n'; }

  // The folded first character of what follows, or 0. Marks and invisible characters are looked past; no two looks go
  // over the same ones, since none of them asks.
  char peek() const {
    for (std::size_t at = next_; at < letter_.size();) {
      const auto c = static_cast<unsigned char>(letter_[at]);
      const Decoded here = c < 0x80 ? Decoded{c, 1} : decode(letter_, at);
      const Meaning m = c < 0x80 ? ascii_[c] : here.point == kBad ? Meaning() : meaning_of(here.point);
      at += here.length;
      if (m.kind == Kind::mark || m.kind == Kind::invisible) continue;
      return m.kind == Kind::word || m.kind == Kind::twin ? m.text[0] : '\0';
    }
    return 0;
  }
  // The byte that follows is a sign that may stand for a letter, or holds a word together.
  bool sign_follows() const { return next_ < letter_.size() && std::string_view{"|!+*'"}.contains(letter_[next_]); }
  // The same, in the middle of a word or as its plus or bar at the end.
  bool sign_goes_on() const {
    if (next_ >= letter_.size()) return false;
    const char c = letter_[next_];
    return c == '|' || c == '+' || (c == '!' && next_ + 1 < letter_.size() && is_letter(letter_[next_ + 1]));
  }
  // A sign by itself that stands for a letter: a word of one letter in the middle of a sentence.
  bool stands_alone() const {
    if (in_word() || next_ + 1 >= letter_.size() || letter_[next_] != ' ') return false;
    if (before_ != ' ' && before_ != '\n' && before_ != 0) return false;
    const char c = letter_[next_ + 1];
    return is_letter(c) || c == '|' || c == '!' || c == '@' || c == '$' || c == '+';
  }
  void put_sign(char c) {
    if (!in_word()) begin_word();
    put(c);
  }

  void word(Meaning m) {
    if (!in_word()) begin_word();
    for (unsigned i = 0; i < m.length; ++i) put(m.text[i]);
    ++latin_;
    ++out_.letters;
    if (m.styled) out_.styled.add(index_, index_ + 1);
  }

  void other_script(Meaning m) {
    if (!in_word()) begin_word();
    put(m.kind == Kind::twin ? m.text[0] : '~');
    ++(m.kind == Kind::twin ? twins_ : strangers_);
    ++out_.letters;
  }

  void begin_word() {
    word_start_ = size_;
    latin_ = twins_ = strangers_ = 0;
  }

  // Only here is it known whether a word mixed its scripts.
  void end_word() {
    if (twins_ + strangers_ == 0) return;
    const std::uint32_t from = origin_[word_start_];
    if (latin_ > 0) {
      out_.lookalike.add(from, index_);
    } else if (strangers_ == 0) {
      out_.twins.push_back(static_cast<std::uint32_t>(word_start_));
      if (twins_ == 1) ++out_.foreign_letters;  // a small word of its own script as well
    } else {
      out_.foreign_letters += twins_ + strangers_;
      std::fill(text_ + word_start_, text_ + size_, '~');
    }
    twins_ = strangers_ = 0;
  }

  void invisible(char32_t point) {
    if (is_emoji_part(before_) && (point == 0xFE0F || point == 0x200D)) return;
    out_.invisible.add(index_, index_ + 1);
  }

  void separate() {
    if (!in_word()) return;
    end_word();
    put(' ');
  }

  void tight() {
    if (!in_word()) return;
    end_word();
    out_.tight.push_back(static_cast<std::uint32_t>(size_));
    put(' ');
  }

  void space() { separate(); }

  void line() {
    if (letter_[at_] == '\n') out_.line_ends.push_back(index_);
    std::size_t i = next_;
    if (letter_[at_] == '\r' && i < letter_.size() && letter_[i] == '\n') return;
    while (i < letter_.size() && (letter_[i] == ' ' || letter_[i] == '\t' || letter_[i] == '\r')) ++i;
    if (i < letter_.size() && letter_[i] == '\n') return end_sentence(false);
    separate();
  }

  void stop(char c) {
    const char following = peek();
    if (c == '!' && stands_for_letter(following)) return put_sign(c);
    if (c == '.' && in_word() && following != 0) return is_digit(last()) && is_digit(following) ? put('.') : tight();
    if (c == '.' && in_word() && after_abbreviation()) return separate();
    end_sentence(c == '?');
  }

  // k!ll, !ll, w!|| and "I" as a mark by itself; but not the mark that ends "Stop!" and is followed by a space.
  bool stands_for_letter(char following) const {
    const bool at_edge = before_ == ' ' || before_ == '\n' || before_ == 0;
    if (!in_word() && !at_edge) return false;
    return is_letter(following) || following == '$' || following == '@' || stands_alone() ||
           (in_word() && is_digit(following)) ||
           (sign_follows() && letter_[next_] != '!' && (in_word() || letter_[next_] == '\''));
  }

  bool after_abbreviation() const {
    const std::string_view word{text_ + word_start_, size_ - word_start_};
    return (word.size() == 1 && is_letter(word[0]) && word[0] != 'i') ||
           (word.size() <= kLongestAbbreviation && std::ranges::find(kAbbreviations, word) != kAbbreviations.end());
  }

  void apostrophe() {
    const char following = peek();
    const bool digits = is_digit(last()) && is_digit(following);
    if (in_word() && last() != '\'' && !digits && (following != 0 || sign_goes_on())) return put('\'');
    separate();
  }

  void hyphen() {
    if (!in_word()) return;
    const char following = peek();
    if (is_digit(last()) && is_digit(following)) return put('-');
    if (following != 0) return tight();
    if (const std::size_t rest = after_line_end(); rest != 0 && is_letter(last())) return skip_to(rest);
    separate();
  }

  // Where the next line's first letter stands if this hyphen ends a line, or 0.
  std::size_t after_line_end() const {
    std::size_t i = next_;
    while (i < letter_.size() && (letter_[i] == ' ' || letter_[i] == '\r')) ++i;
    if (i >= letter_.size() || letter_[i] != '\n') return 0;
    ++i;
    while (i < letter_.size() && letter_[i] == ' ') ++i;
    const bool more = i < letter_.size() && letter_[i] >= 'a' && letter_[i] <= 'z';
    return more ? i : 0;
  }
  void skip_to(std::size_t rest) {
    const auto end = static_cast<std::uint32_t>(letter_.find('\n', next_) - next_);
    out_.line_ends.push_back(index_ + 1 + end);
    index_ += static_cast<std::uint32_t>(rest - next_);  // all of it ASCII
    next_ = rest;
  }

  void joint(char c) {
    const char following = peek();
    const bool digits = is_digit(last()) && is_digit(following);
    if (c == ',' && digits) return;
    if (c == ':' && digits) return put(':');
    if (c == '+' && !in_word() && is_digit(following)) return put_sign(c);
    if (c == '+' && !digits && (in_word() || following != 0 || sign_goes_on())) return put_sign(c);
    if (c == '|' && (in_word() || following != 0 || sign_follows() || stands_alone())) return put_sign(c);
    if (c == '*' && in_word() && (following != 0 || (sign_follows() && letter_[next_] == '\''))) return put(c);
    if (c == '_' && following != 0) return tight();
    separate();
  }

  void end_sentence(bool question) {
    if (in_word()) end_word();
    while (last() == ' ') --size_;
    if (last() == '\n') return;
    if (question) put('?');
    put('\n');
  }

  std::string_view letter_;
  const Meaning* ascii_;
  const char* plain_;
  Folded out_;
  char* text_;  // of out_, with room for the longest result
  std::uint32_t* origin_;
  std::size_t size_ = 0;
  std::size_t at_ = 0, next_ = 0, word_start_ = 0;
  std::uint32_t index_ = 0, latin_ = 0, twins_ = 0, strangers_ = 0;
  char32_t before_ = 0;
};

}  // namespace

void Seen::add(std::uint32_t from, std::uint32_t to) {
  first = count++ == 0 ? from : std::min(first, from);
  last = std::max(last, to);
}

Folded fold(std::string_view letter) { return Folder{letter}.run(); }

Places::Places(std::string_view letter) : letter_(letter) {
  offsets_.reserve(letter.size() + 1);
  for (std::size_t at = 0; at < letter.size(); at += decode(letter, at).length)
    offsets_.push_back(static_cast<std::uint32_t>(at));
  offsets_.push_back(static_cast<std::uint32_t>(letter.size()));
}

std::string_view Places::slice(std::uint32_t start, std::uint32_t end) const {
  return letter_.substr(offsets_[start], offsets_[end] - offsets_[start]);
}

std::uint32_t Places::end_of(std::uint32_t at) const {
  for (++at; at + 1 < offsets_.size(); ++at) {
    const Decoded here = decode(letter_, offsets_[at]);
    const Kind kind = here.point == kBad ? Kind::separator : meaning_of(here.point).kind;
    if (kind != Kind::mark && kind != Kind::invisible) break;
  }
  return at;
}

std::uint32_t Places::point_at(std::size_t byte) const {
  const auto after = std::ranges::upper_bound(offsets_, byte);
  return static_cast<std::uint32_t>(after - offsets_.begin()) - 1;
}

}  // namespace holdfast::screening::text
