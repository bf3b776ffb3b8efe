#include "screening/match/required.h"

#include <algorithm>
#include <utility>

namespace holdfast::screening::match {
namespace {

constexpr char kAny = '\1';                 // in a string of a language: any characters, none included
constexpr std::size_t kMostStrings = 4096;  // of one part; beyond it the part says nothing
constexpr std::size_t kMostJoined = 512;    // of parts that are looked at together
constexpr std::size_t kMostOfClass = 4;     // characters of a class that are still written out

// What a part of a pattern may read.
struct Language {
  std::vector<std::string> strings;  // sorted, each once
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

Language only(std::string text) {
  Language made;
  made.strings.push_back(std::move(text));
  return made;
}

void tidy(std::vector<std::string>& strings) {
  if (strings.size() < 2) return;
  std::ranges::sort(strings);
  strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
}

const std::vector<std::string>& anything() {
  static const std::vector<std::string> kAnything{std::string{kAny}};
  return kAnything;
}

// Untidy: a group has many alternatives, and is tidied when it has them all, or room is short.
void add(Language& to, Language one) {
  if (to.strings.size() + one.strings.size() > kMostStrings) tidy(to.strings);
  if (to.strings.size() + one.strings.size() > kMostStrings)
    to.strings = anything();
  else
    std::ranges::move(one.strings, std::back_inserter(to.strings));
}

Language either(Language a, Language b) {
  add(a, std::move(b));
  tidy(a.strings);
  return a;
}

Language after(Language a, Language b) {
  if (a.strings.size() * b.strings.size() > kMostStrings)
    (a.strings.size() < b.strings.size() ? b : a).strings = anything();
  if (b.strings.size() == 1) {
    for (std::string& x : a.strings) x += b.strings[0];
    return a;
  }
  Language made;
  made.strings.reserve(a.strings.size() * b.strings.size());
  for (const std::string& x : a.strings)
    for (const std::string& y : b.strings) made.strings.push_back(x + y);
  if (a.strings.size() > 1 && b.strings.size() > 1) tidy(made.strings);
  return made;
}

// One item of a sequence: what it may read, and whether it is a space that must be there.
struct Item {
  Language language;
  bool space{};
};
using Sequence = std::vector<Item>;

// Reads the language of patterns, which RE2 has accepted by then. A group that stands alone gives way to its
// alternatives.
class Reader {
 public:
  explicit Reader(std::string_view pattern) : pattern_(pattern) {}

  std::vector<Sequence> alternatives() {
    std::vector<Sequence> made;
    do {
      const std::size_t begin = at_;
      Sequence sequence = this->sequence();
      if (const auto inner = lone_group(pattern_.substr(begin, at_ - begin)); !inner.empty())
        for (Sequence& s : Reader{inner}.alternatives()) made.push_back(std::move(s));
      else
        made.push_back(std::move(sequence));
    } while (take('|'));
    return made;
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= pattern_.size(); }
  [[nodiscard]] char here() const { return done() ? '\0' : pattern_[at_]; }
  bool take(char c) {
    if (here() != c) return false;
    ++at_;
    return true;
  }

  // What is inside "(?:...)" if that is the whole text, else nothing.
  static std::string_view lone_group(std::string_view text) {
    if (!text.starts_with("(?:")) return {};
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '(')
        ++depth;
      else if (text[i] == ')' && --depth == 0)
        return i + 1 == text.size() ? text.substr(3, i - 3) : std::string_view{};
    }
    return {};
  }

  Sequence sequence() {
    Sequence made;
    while (!done() && here() != '|' && here() != ')') {
      const bool space = here() == ' ';
      Language language = atom();
      const std::size_t before = at_;
      language = repeated(std::move(language));
      made.push_back({std::move(language), space && at_ == before});
    }
    return made;
  }

  Language group() {
    take('?');
    take(':');
    Language made;
    do {
      Language one = only("");
      for (Item& item : sequence()) one = after(std::move(one), std::move(item.language));
      add(made, std::move(one));
    } while (take('|'));
    tidy(made.strings);
    take(')');
    return made;
  }

  Language atom() {
    const char c = pattern_[at_++];
    switch (c) {
      case '(':
        return group();
      case '[':
        return character_class();
      case '\\':
        return escape(pattern_[at_++]);
      case ' ':
        return only(" ");
      default:
        return only(literal(at_ - 1));
    }
  }

  // As many characters as stand for themselves, once each.
  std::string literal(std::size_t begin) {
    const auto is_plain = [&](std::size_t at) { return at < pattern_.size() && is_letter(pattern_[at]); };
    const auto repeats = [&](std::size_t at) {
      return at < pattern_.size() && std::string_view{"?*+{"}.contains(pattern_[at]);
    };
    while (is_plain(at_) && !repeats(at_ + 1)) ++at_;
    return std::string{pattern_.substr(begin, at_ - begin)};
  }

  static Language escape(char c) {
    if (c == 'b' || c == '?') return only("");  // an edge; and a question mark belongs to no word
    if (c == 'd') return {anything()};
    return only({c});
  }

  Language character_class() {
    const std::size_t end = pattern_.find(']', at_);
    const std::string_view inside = pattern_.substr(at_, end - at_);
    at_ = end + 1;
    Language made;
    if (inside.size() > kMostOfClass || inside.contains('-') || inside.contains('\\')) {
      made.strings = anything();
    } else {
      for (const char c : inside) made.strings.emplace_back(1, c);
      tidy(made.strings);
    }
    return made;
  }

  // How often what came before may stand.
  struct Times {
    bool none{};  // it may be missing
    bool many{};  // more than once
  };
  Times times() {
    switch (const char c = pattern_[at_++]; c) {
      case '?':
        return {true, false};
      case '*':
      case '+':
        return {c == '*', true};
      default:
        break;
    }
    const std::size_t end = pattern_.find('}', at_);
    const std::string bounds{pattern_.substr(at_, end - at_)};
    at_ = end + 1;
    const std::size_t comma = bounds.find(',');
    const std::string most = comma == std::string::npos ? bounds : bounds.substr(comma + 1);
    return {bounds.starts_with('0'), most.empty() || std::stoul(most) > 1};
  }

  Language repeated(Language one) {
    const char c = here();
    if (c != '?' && c != '*' && c != '+' && c != '{') return one;
    const Times times = this->times();
    take('?');  // laziness
    Language made = times.many ? after(std::move(one), {anything()}) : std::move(one);
    return times.none ? either(std::move(made), only("")) : made;
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
};

bool is_whole(std::string_view word) { return !word.empty() && !word.contains(kAny); }

// The words that stand whole in a string, and the pairs of such words side by side; rarest first.
std::vector<std::string> units(std::string_view text, const Commonness& common, std::size_t most) {
  std::vector<std::pair<double, std::string>> found;
  const auto take = [&](std::string unit) {
    const double share = common(unit);
    if (most > 1 || found.empty())
      found.emplace_back(share, std::move(unit));
    else if (share < found[0].first)
      found[0] = {share, std::move(unit)};
  };
  std::string before;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string word{text.substr(0, end)};
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!is_whole(word)) {
      if (!word.empty()) before.clear();
      continue;
    }
    if (!before.empty()) take(before + ' ' + word);
    take(word);
    before = std::move(word);
  }
  std::ranges::stable_sort(found, {}, &std::pair<double, std::string>::first);
  std::vector<std::string> made;
  for (auto& [share, unit] : found)
    if (made.size() < most) made.push_back(std::move(unit));
  return made;
}

// The first cover holds the rarest unit of each string, the second the next, as long as every string has one.
void add_covers(const Language& language, std::uint32_t part, const Commonness& common, std::size_t most,
                Alternative& to) {
  std::vector<std::vector<std::string>> words;
  std::size_t fewest = language.strings.empty() ? 0 : most;
  for (const std::string& text : language.strings) {
    words.push_back(units(text, common, most));
    fewest = std::min(fewest, words.back().size());
  }
  for (std::size_t i = 0; i < fewest; ++i) {
    Cover cover;
    for (const auto& list : words) cover.push_back(list[i]);
    tidy(cover);
    to.needs.push_back({std::move(cover), part});
  }
}

// What stands between the spaces that must be there.
std::vector<Language> parts_of(Sequence sequence) {
  std::vector<Language> made{only("")};
  for (Item& item : sequence)
    if (item.space)
      made.push_back(only(""));
    else
      made.back() = after(std::move(made.back()), std::move(item.language));
  return made;
}

bool is_plain(const Language& language) {
  return std::ranges::none_of(language.strings, [](const std::string& s) { return s.contains(kAny); });
}

// Neighbours joined again while their strings stay few: pairs of words are rarer than words.
std::vector<Language> joined(std::vector<Language> parts) {
  std::vector<Language> made;
  for (Language& part : parts) {
    const bool join = !made.empty() && is_plain(made.back()) && is_plain(part) &&
                      made.back().strings.size() * part.strings.size() <= kMostJoined;
    if (join)
      made.back() = after(after(std::move(made.back()), only(" ")), std::move(part));
    else
      made.push_back(std::move(part));
  }
  return made;
}

}  // namespace

std::vector<Alternative> alternatives_of(std::string_view pattern, const Commonness& common, std::size_t most_covers) {
  std::vector<Alternative> made;
  for (Sequence& sequence : Reader{pattern}.alternatives()) {
    Alternative alternative;
    std::uint32_t part = 0;
    for (const Language& language : joined(parts_of(std::move(sequence))))
      add_covers(language, part++, common, most_covers, alternative);
    made.push_back(std::move(alternative));
  }
  return made;
}

}  // namespace holdfast::screening::match
