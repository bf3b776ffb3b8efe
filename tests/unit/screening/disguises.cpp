#include "tests/unit/screening/disguises.h"

#include <algorithm>
#include <array>
#include <utility>

#include "screening/text/utf8.h"

namespace holdfast::screening {
namespace {

using Points = std::u32string;

Points points_of(std::string_view text) {
  Points made;
  for (std::size_t at = 0; at < text.size();) {
    const auto here = text::decode(text, at);
    if (here.point != text::kBad) made.push_back(here.point);
    at += here.length;
  }
  return made;
}

void put(std::string& to, char32_t point) {
  const auto byte = [&](char32_t bits) { to.push_back(static_cast<char>(bits)); };
  if (point < 0x80) return byte(point);
  if (point >= 0x10000) {
    byte(0xF0 | point >> 18U);
    byte(0x80 | (point >> 12U & 0x3FU));
  } else if (point >= 0x800) {
    byte(0xE0 | point >> 12U);
  }
  if (point >= 0x800) byte(0x80 | (point >> 6U & 0x3FU));
  if (point < 0x800) byte(0xC0 | point >> 6U);
  byte(0x80 | (point & 0x3FU));
}

std::string bytes_of(std::u32string_view points) {
  std::string made;
  for (const char32_t point : points) put(made, point);
  return made;
}

bool is_ascii_letter(char32_t c) { return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z'; }
bool is_letter(char32_t c) { return is_ascii_letter(c) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7); }
bool is_vowel(char32_t c) { return std::u32string_view{U"aeiouáéíóúAEIOUÁÉÍÓÚ"}.contains(c); }

// Always the same number for the same word, of no pattern.
std::uint32_t chance(std::u32string_view word) {
  std::uint32_t hash = 2166136261U;
  for (const char32_t c : word) hash = (hash ^ c) * 16777619U;
  return hash ^ hash >> 15U;
}

using OfWord = std::function<std::string(std::u32string_view)>;

OfWord each(const std::function<Points(char32_t)>& of) {
  return [of](std::u32string_view word) {
    std::string made;
    for (const char32_t c : word) made += bytes_of(of(c));
    return made;
  };
}

OfWord swapped_for(std::u32string_view from, std::u32string_view to) {
  return each([from, to](char32_t c) {
    const char32_t lower = is_ascii_letter(c) ? c | 0x20U : c;
    const std::size_t at = from.find(lower);
    return Points(1, at == std::u32string_view::npos ? c : to[at]);
  });
}

OfWord alphabet_at(char32_t small, char32_t capital) {
  return each([=](char32_t c) {
    if (!is_ascii_letter(c)) return Points(1, c);
    return Points(1, c >= 'a' ? small + (c - 'a') : capital + (c - 'A'));
  });
}

OfWord parted_by(std::u32string_view between) {
  return [between](std::u32string_view word) {
    Points made;
    for (const char32_t c : word) {
      if (!made.empty()) made += between;
      made += c;
    }
    return bytes_of(made);
  };
}

OfWord followed_by(char32_t mark) {
  return each([mark](char32_t c) { return Points{c, mark}; });
}

std::string in_halves(std::u32string_view word) {
  const std::size_t half = word.size() / 2;
  return word.size() < 4 ? bytes_of(word) : bytes_of(word.substr(0, half)) + '-' + bytes_of(word.substr(half));
}

std::string mixed_case(std::u32string_view word) {
  Points made{word};
  for (std::size_t i = 0; i < made.size(); ++i)
    if (is_ascii_letter(made[i])) made[i] = i % 2 == 0 ? made[i] & ~0x20U : made[i] | 0x20U;
  return bytes_of(made);
}

std::string inside_bidi(std::u32string_view word) { return bytes_of(U"\u202A" + Points{word} + U"\u202C"); }

std::string held_once(std::u32string_view word) {
  const std::size_t at = word.size() - 1;
  return bytes_of(word) + bytes_of(Points(3, word[at]));
}

OfWord held_each(std::size_t times) {
  return each([times](char32_t c) { return Points(is_letter(c) ? times : 1, c); });
}

std::string neighbours_swapped(std::u32string_view word) {
  Points made{word};
  if (made.size() < 4) return bytes_of(made);
  for (std::size_t tries = 0, at = 1 + chance(word) % (made.size() - 2); tries < made.size(); ++tries) {
    const std::size_t next = at + 1 < made.size() ? at + 1 : 1;
    if (next > at && made[at] != made[next] && is_letter(made[at]) && is_letter(made[next])) {
      std::swap(made[at], made[next]);
      break;
    }
    at = next;
  }
  return bytes_of(made);
}

std::string without_vowels(std::u32string_view word) {
  if (word.size() < 4) return bytes_of(word);
  Points made(1, word[0]);
  for (const char32_t c : word.substr(1))
    if (!is_vowel(c)) made += c;
  return bytes_of(made);
}

std::string without_one(std::u32string_view word) {
  Points made{word};
  if (made.size() >= 5) made.erase(1 + chance(word) % (made.size() - 2), 1);
  return bytes_of(made);
}

std::string one_wrong(std::u32string_view word) {
  Points made{word};
  if (made.size() < 5) return bytes_of(made);
  char32_t& c = made[1 + chance(word) % (made.size() - 2)];
  if (is_letter(c)) c = c == 'x' ? 'q' : 'x';
  return bytes_of(made);
}

std::string every_letter_apart(std::string_view text) {
  std::string made;
  for (const char32_t c : points_of(text)) {
    if (!is_letter(c)) continue;
    if (!made.empty()) made += ' ';
    put(made, c);
  }
  return made;
}

std::string without_spaces(std::string_view text) {
  std::string made{text};
  std::erase_if(made, [](char c) { return c == ' ' || c == '\n'; });
  return made;
}

std::string backwards_shown_forwards(std::string_view text) {
  Points points = points_of(text);
  std::ranges::reverse(points);
  return "\u202E" + bytes_of(points) + "\u202C";
}

std::string turned_thirteen(std::string_view text) {
  std::string made{text};
  for (char& c : made)
    if (is_ascii_letter(static_cast<unsigned char>(c))) {
      const char a = c >= 'a' ? 'a' : 'A';
      c = static_cast<char>(a + (c - a + 13) % 26);
    }
  return made;
}

std::string as_base64(std::string_view text) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string made;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) made += i + k > text.size() ? '=' : kDigits[bits >> (18U - 6U * k) & 63U];
  }
  return made;
}

std::string as_hexadecimal(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string made;
  for (const char c : text) {
    made += kDigits[static_cast<unsigned char>(c) >> 4U];
    made += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return made;
}

std::vector<Disguise> make_disguises() {
  const auto same = Family::same_letters;
  return {
      {"plain", same, [](std::u32string_view w) { return bytes_of(w); }, {}},
      {"leet", same, swapped_for(U"aeiost", U"431057"), {}},
      {"leet, one as l", same, swapped_for(U"aelo", U"4310"), {}},
      {"symbols", same, swapped_for(U"aisl", U"@!$|"), {}},
      {"symbols and digits", same, swapped_for(U"aeisot", U"@3!$0+"), {}},
      {"Cyrillic", same, swapped_for(U"aceopxyi", U"асеорхуі"), {}},
      {"Greek", same, swapped_for(U"aeiouvn", U"αειουνη"), {}},
      {"full width", same, alphabet_at(U'ａ', U'Ａ'), {}},
      {"mathematical", same, alphabet_at(U'𝐚', U'𝐀'), {}},
      {"circled", same, alphabet_at(U'ⓐ', U'Ⓐ'), {}},
      {"zero width", same, followed_by(U'\u200B'), {}},
      {"zero width joiner", same, followed_by(U'\u200D'), {}},
      {"soft hyphen", same, followed_by(U'\u00AD'), {}},
      {"combining stroke", same, followed_by(U'\u0336'), {}},
      {"accented", same, swapped_for(U"aeioucny", U"âëïòùçñý"), {}},
      {"bidi controls", same, inside_bidi, {}},
      {"spaced", same, parted_by(U" "), {}},
      {"dotted", same, parted_by(U"."), {}},
      {"hyphened", same, parted_by(U"-"), {}},
      {"hyphened once", same, in_halves, {}},
      {"underscored", same, parted_by(U"_"), {}},
      {"starred", same, parted_by(U"*"), {}},
      {"slashed", same, parted_by(U"/"), {}},
      {"capitals", same, each([](char32_t c) { return Points(1, is_ascii_letter(c) ? c & ~0x20U : c); }), {}},
      {"mixed case", same, mixed_case, {}},
      {"held once", Family::crowded, held_once, {}},
      {"held, each twice", Family::crowded, held_each(2), {}},
      {"held, each four times", Family::crowded, held_each(4), {}},
      {"no spaces", Family::crowded, {}, without_spaces},
      {"swapped", Family::wrong_letters, neighbours_swapped, {}},
      {"vowels dropped", Family::wrong_letters, without_vowels, {}},
      {"one letter missing", Family::wrong_letters, without_one, {}},
      {"one letter wrong", Family::beyond, one_wrong, {}},
      {"all letters apart", Family::beyond, {}, every_letter_apart},
      {"reversed, shown forwards", Family::beyond, {}, backwards_shown_forwards},
      {"rot13", Family::beyond, {}, turned_thirteen},
      {"base64", Family::beyond, {}, as_base64},
      {"hexadecimal", Family::beyond, {}, as_hexadecimal},
      {"emoji between letters", Family::beyond, parted_by(U"🔥"), {}},
  };
}  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): std::function's own store, which the analyzer loses sight of

struct Word {
  std::size_t begin{};
  std::size_t end{};
};

// Words as their writer sees them: an apostrophe inside one belongs to it.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> made;
  std::size_t begin = text.size();
  const auto end_at = [&](std::size_t at) {
    if (begin < at) made.push_back({begin, at});
    begin = text.size();
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto here = text::decode(text, at);
    const bool apostrophe = (here.point == '\'' || here.point == U'’') && begin < at &&
                            at + here.length < text.size() && is_letter(text::decode(text, at + here.length).point);
    if (!is_letter(here.point) && !apostrophe)
      end_at(at);
    else
      begin = std::min(begin, at);
    at += here.length;
  }
  end_at(text.size());
  return made;
}

std::string with_words_disguised(const Disguise& disguise, std::string_view text, std::span<const Word> words) {
  std::string made;
  std::size_t at = 0;
  for (const Word& word : words) {
    made += text.substr(at, word.begin - at);
    made += disguise.of_word(points_of(text.substr(word.begin, word.end - word.begin)));
    at = word.end;
  }
  return made += text.substr(at);
}

// Lines of a typewriter: broken at sixty columns, inside words too.
std::string typed(std::string_view letter) {
  std::string made;
  std::size_t column = 0;
  for (std::size_t i = 0; i < letter.size(); ++i) {
    const char c = letter[i];
    const auto plain = [&](std::size_t k) { return k < letter.size() && letter[k] >= 'a' && letter[k] <= 'z'; };
    if (column >= 60 && c == ' ') {
      made += '\n';
      column = 0;
      continue;
    }
    made += c;
    column = c == '\n' ? 0 : column + 1;
    if (column >= 60 && plain(i) && plain(i + 1) && plain(i + 2) && plain(i - 1)) {
      made += "-\n";
      column = 0;
    }
  }
  return made;
}

std::function<std::string(std::string_view)> adds(std::string_view sentence) {
  return [sentence](std::string_view letter) {
    const std::size_t middle = letter.find("\n\n", letter.size() / 3);
    if (middle == std::string_view::npos) return std::string{letter} + "\n\n" + std::string{sentence};
    return std::string{letter.substr(0, middle)} + "\n\n" + std::string{sentence} + std::string{letter.substr(middle)};
  };
}

// A slip in every ninth word: what hurried hands and late learners write.
std::function<std::string(std::string_view)> slips(std::string_view name) {
  return [name](std::string_view letter) {
    const auto made = std::ranges::find(disguises(), name, &Disguise::name);
    std::vector<Word> some;
    for (const Word& word : words_of(letter))
      if (chance(points_of(letter.substr(word.begin, word.end - word.begin))) % 9 == 0) some.push_back(word);
    return with_words_disguised(*made, letter, some);
  };
}

std::vector<Manner> make_manners() {
  return {
      {"a Cyrillic name", adds("My cellmate Наталья Сергеевна taught me to read slowly, and so did Андрей.")},
      {"a Cyrillic name of twins only", adds("The man beside me is called Сосо, and his mother is Нона.")},
      {"a Greek name", adds("My grandfather was Γιώργος Παπαδόπουλος, who came here by ship.")},
      {"Asian names", adds("My teacher is 王小明 and my neighbour is 김민수; さくら is her daughter.")},
      {"Arabic and Hebrew names", adds("I share a bench with محمد and with יוסף on Sundays.")},
      {"accented names", adds("Nguyễn Thị Hà, José Muñoz, Zoë Brontë and Łukasz Żak were in the class.")},
      {"Hawaiian names", adds("I was born in Waiʻanae, and my aunt lives in Kaʻaʻawa; she calls me Kaʻeo.")},
      {"typewriter hyphens", typed},
      {"numbers", adds("Case 2CR-4471-B, page 12 of 88; 1,204 days; 3rd tier, bunk 17L, number AB1234, 2x4 boards.")},
      {"prices", adds("I earn $0.19 an hour, or 19c; I have paid $45.50 of the $3,800.00 and 20% of fines.")},
      {"times", adds("Count is at 4:30pm and 9pm; the 2nd is at 11:59 PM on 03/03/2019, 7am to 3pm, 24/7.")},
      {"emoji",
       adds("I am learning to garden \U0001F331\U0001F33B and to bake \U0001F469\u200D\U0001F373 \u2764\uFE0F.")},
      {"a list with dashes",
       adds("- A.A. on Monday\n- G.E.D. on Tuesday\n- R.J. class - with Mr. J. T. Bell - on Friday")},
      {"a word spelled out", adds("My name is spelled K-a-t-e. The word that I could not spell was s-o-r-r-y.")},
      {"held letters", adds("I am sooo ashamed, and it was a looong road. Hmmm. Yesss, I did it.")},
      {"a greeting in French", adds("Bonjour, as my teacher says, c'est la vie.")},
      {"a short quotation in Latin", adds("Mea culpa, mea maxima culpa, as the prayer goes.")},
      {"a phrase of Spanish", adds("My grandmother used to say que Dios me perdone, and I say it too.")},
      {"a phrase of English", adds("Mi consejero dice one day at a time, y yo lo repito.")},
      {"learner's slips: swapped letters", slips("swapped")},
      {"learner's slips: a letter missing", slips("one letter missing")},
      {"all capitals",
       [](std::string_view letter) {
         return disguise_all(*std::ranges::find(disguises(), "capitals", &Disguise::name), letter);
       }},
  };
}

}  // namespace

int aim_of(Family family) {
  switch (family) {
    case Family::same_letters:
      return 95;
    case Family::crowded:
      return 85;
    case Family::wrong_letters:
      return 60;
    case Family::beyond:
      break;
  }
  return 0;
}

std::span<const Disguise> disguises() {
  static const std::vector<Disguise> kAll = make_disguises();
  return kAll;
}

std::span<const Manner> manners() {
  static const std::vector<Manner> kAll = make_manners();
  return kAll;
}

std::string disguise_all(const Disguise& disguise, std::string_view text) {
  if (disguise.of_text) return disguise.of_text(text);
  // Letters set apart by spaces want wider gaps between the words, or nobody could read them.
  std::string made = with_words_disguised(disguise, text, words_of(text));
  if (disguise.name != "spaced") return made;
  std::string wide;
  std::size_t at = 0;
  for (const Word& word : words_of(text)) {
    const std::string gap{text.substr(at, word.begin - at)};
    wide += gap == " " ? "  " : gap;
    wide += disguise.of_word(points_of(text.substr(word.begin, word.end - word.begin)));
    at = word.end;
  }
  return wide += text.substr(at);
}

std::string disguise_one(const Disguise& disguise, std::string_view text, std::size_t begin, std::size_t end) {
  if (!disguise.of_word) return disguise.of_text(text);
  Word longest;
  for (const Word& word : words_of(text))
    if (word.begin >= begin && word.end <= end && word.end - word.begin > longest.end - longest.begin) longest = word;
  return longest.end == 0 ? std::string{text} : with_words_disguised(disguise, text, std::array{longest});
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> made;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool stop = (text[i] == '.' || text[i] == '!' || text[i] == '?') &&
                      (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n');
    if (!stop && !text.substr(i).starts_with("\n\n")) continue;
    if (i > begin) made.push_back(text.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  if (begin < text.size()) made.push_back(text.substr(begin));
  return made;
}

}  // namespace holdfast::screening
