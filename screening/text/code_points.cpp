#include "screening/text/code_points.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::screening::text {
namespace {

constexpr char32_t kTableEnd = 0x20000;

// Letters of other scripts, case-folded, that a reader takes for a Latin one. Chosen by eye from the scripts that are
// used for it; not a skeleton, which would also turn m into rn and l into 1.
constexpr std::pair<char32_t, char> kTwins[] = {
    {U'а', 'a'}, {U'в', 'b'}, {U'с', 'c'}, {U'ԁ', 'd'}, {U'е', 'e'}, {U'ҽ', 'e'}, {U'һ', 'h'}, {U'н', 'h'}, {U'і', 'i'},
    {U'ј', 'j'}, {U'к', 'k'}, {U'ӏ', 'l'}, {U'м', 'm'}, {U'п', 'n'}, {U'о', 'o'}, {U'р', 'p'}, {U'ԛ', 'q'}, {U'г', 'r'},
    {U'ѕ', 's'}, {U'т', 't'}, {U'ѵ', 'v'}, {U'ԝ', 'w'}, {U'х', 'x'}, {U'у', 'y'}, {U'ь', 'b'}, {U'α', 'a'}, {U'β', 'b'},
    {U'ϲ', 'c'}, {U'ε', 'e'}, {U'η', 'n'}, {U'ι', 'i'}, {U'ϳ', 'j'}, {U'κ', 'k'}, {U'μ', 'u'}, {U'ν', 'v'}, {U'ο', 'o'},
    {U'ρ', 'p'}, {U'τ', 't'}, {U'υ', 'u'}, {U'χ', 'x'}, {U'ω', 'w'}, {U'γ', 'y'}, {U'ζ', 'z'}, {U'օ', 'o'}, {U'ս', 'u'},
    {U'ո', 'n'}, {U'հ', 'h'}, {U'զ', 'q'}, {U'ց', 'g'}};

// Latin letters that compatibility folding leaves alone.
constexpr std::pair<char32_t, std::string_view> kLatin[] = {
    {U'ı', "i"},  {U'ł', "l"}, {U'ø', "o"}, {U'đ', "d"}, {U'ð', "d"}, {U'þ', "th"}, {U'æ', "ae"},
    {U'œ', "oe"}, {U'ħ', "h"}, {U'ŧ', "t"}, {U'ɑ', "a"}, {U'ɡ', "g"}, {U'ɩ', "i"}};

constexpr std::pair<char32_t, char> kSmallCapitals[] = {
    {U'ᴀ', 'a'}, {U'ʙ', 'b'}, {U'ᴄ', 'c'}, {U'ᴅ', 'd'}, {U'ᴇ', 'e'}, {U'ꜰ', 'f'}, {U'ɢ', 'g'}, {U'ʜ', 'h'},
    {U'ɪ', 'i'}, {U'ᴊ', 'j'}, {U'ᴋ', 'k'}, {U'ʟ', 'l'}, {U'ᴍ', 'm'}, {U'ɴ', 'n'}, {U'ᴏ', 'o'}, {U'ᴘ', 'p'},
    {U'ʀ', 'r'}, {U'ꜱ', 's'}, {U'ᴛ', 't'}, {U'ᴜ', 'u'}, {U'ᴠ', 'v'}, {U'ᴡ', 'w'}, {U'ʏ', 'y'}, {U'ᴢ', 'z'}};

bool in(char32_t point, char32_t first, char32_t last) { return point >= first && point <= last; }

Meaning single(Kind kind, char text = 0) {
  Meaning m;
  m.kind = kind;
  m.text[0] = text;
  m.length = text != 0 ? 1 : 0;
  return m;
}

Meaning word(std::string_view text) {
  Meaning m;
  m.kind = Kind::word;
  m.length = static_cast<std::uint8_t>(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) m.text[i] = text[i];
  return m;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '$' || c == '@' || c == '#' || c == '%';
}

Meaning ascii(char c) {
  if (c >= 'A' && c <= 'Z') return word(std::string_view{std::array{static_cast<char>(c | 0x20)}.data(), 1});
  if (is_word_byte(c)) return word({&c, 1});
  switch (c) {
    case ' ':
    case '\t':
      return single(Kind::space);
    case '\n':
    case '\r':
    case '\f':
    case '\v':
      return single(Kind::line);
    case '.':
    case '!':
    case '?':
      return single(Kind::stop, c);
    case '\'':
    case '`':
      return single(Kind::apostrophe);
    case '-':
      return single(Kind::hyphen);
    case ',':
    case ':':
    case '|':
    case '*':
    case '_':
    case '+':
      return single(Kind::joint, c);
    default:
      return single(Kind::separator);
  }
}

// Punctuation beyond ASCII that acts like some of ASCII's.
Meaning punctuation(char32_t point) {
  switch (point) {
    case U'’':
    case U'‘':
    case U'´':
    case U'ʼ':
    case U'ʻ':  // a letter of Hawaiian names, written as one
    case U'′':
      return single(Kind::apostrophe);
    case U'‐':
    case U'‑':
    case U'‒':
    case U'−':
      return single(Kind::hyphen);
    case U'·':
    case U'•':
    case U'∙':
      return single(Kind::joint, '_');
    case U'…':
      return single(Kind::stop, '.');
    case 0x2028:
    case 0x2029:
    case 0x85:
      return single(Kind::line);
    default:
      return single(Kind::separator);
  }
}

bool is_styled(char32_t point) {
  return in(point, 0xFF01, 0xFF5E) || in(point, 0x1D400, 0x1D7FF) || in(point, 0x2460, 0x24FF) ||
         in(point, 0x249C, 0x24E9) || in(point, 0x1F100, 0x1F1FF) || in(point, 0x2100, 0x214F) ||
         in(point, 0x1D00, 0x1D7F) || in(point, 0x2070, 0x209F);
}

template <typename Pairs>
auto find_in(const Pairs& pairs, char32_t point) -> const std::remove_cvref_t<decltype(pairs[0])>* {
  for (const auto& pair : pairs)
    if (pair.first == point) return &pair;
  return nullptr;
}

// NFKC case folding, then decomposed, marks dropped: the bare letters, or nothing if that is more than three.
std::u32string bare_letters(char32_t point) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* folding = unorm2_getNFKCCasefoldInstance(&status);
  const UNormalizer2* decomposing = unorm2_getNFDInstance(&status);
  UChar source[2];
  std::int32_t length = 0;
  U16_APPEND_UNSAFE(source, length, static_cast<UChar32>(point));
  UChar folded[64];
  UChar bare[128];
  const auto folded_length = unorm2_normalize(folding, source, length, folded, 64, &status);
  const auto bare_length = unorm2_normalize(decomposing, folded, folded_length, bare, 128, &status);
  std::u32string letters;
  if (U_FAILURE(status)) return letters;
  for (std::int32_t i = 0; i < bare_length;) {
    UChar32 c = 0;
    U16_NEXT(bare, i, bare_length, c);
    if (u_getCombiningClass(c) == 0 && u_charType(c) != U_NON_SPACING_MARK) letters.push_back(static_cast<char32_t>(c));
  }
  return letters;
}

Meaning letter(char32_t point) {
  if (const auto* capital = find_in(kSmallCapitals, point)) {
    Meaning m = word({&capital->second, 1});
    m.styled = true;
    return m;
  }
  std::string text;
  for (const char32_t c : bare_letters(point)) {
    if (const auto* twin = find_in(kTwins, c)) return single(Kind::twin, twin->second);
    if (const auto* latin = find_in(kLatin, c))
      text += latin->second;
    else if (c < 0x80 && is_word_byte(static_cast<char>(c)))
      text.push_back(static_cast<char>(c));
    else if (c >= 0x80 && u_isalpha(static_cast<UChar32>(c)) != 0)
      return single(Kind::foreign);
  }
  if (text.empty() || text.size() > 3)
    return u_isalpha(static_cast<UChar32>(point)) != 0 ? single(Kind::foreign) : punctuation(point);
  Meaning m = word(text);
  m.styled = is_styled(point);
  return m;
}

Meaning compute(char32_t point) {
  const auto c = static_cast<UChar32>(point);
  if (point < 0x80) return ascii(static_cast<char>(point));
  if (in(point, 0x3400, 0xD7FF)) return single(Kind::foreign);  // ideographs and Hangul: no twins to look for
  if (in(point, 0xD800, 0xF8FF)) return single(Kind::separator);
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return single(Kind::invisible);
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK)
    return single(Kind::mark);
  if (u_isUWhiteSpace(c) != 0 && point != 0x85 && point != 0x2028 && point != 0x2029) return single(Kind::space);
  if (const Meaning p = punctuation(point); p.kind != Kind::separator) return p;
  if (point < 0x10000 || in(point, 0x1D400, 0x1D7FF) || in(point, 0x1F100, 0x1F1FF)) {
    if (u_isalnum(c) != 0 || is_styled(point)) return letter(point);
    return single(Kind::separator);
  }
  return single(u_isalpha(c) != 0 ? Kind::foreign : Kind::separator);
}

const std::vector<Meaning>& table() {
  static const std::vector<Meaning> kTable = [] {
    std::vector<Meaning> made(kTableEnd);
    for (char32_t point = 0; point < kTableEnd; ++point) made[point] = compute(point);
    return made;
  }();
  return kTable;
}

}  // namespace

Meaning meaning_of(char32_t point) {
  if (point < kTableEnd) return table()[point];
  if (in(point, 0xE0000, 0xE0FFF)) return single(Kind::invisible);
  return single(u_isalpha(static_cast<UChar32>(point)) != 0 ? Kind::foreign : Kind::separator);
}

const Meaning* ascii_meanings() { return table().data(); }

bool is_emoji_part(char32_t point) {
  return in(point, 0x1F000, 0x1FAFF) || in(point, 0x2190, 0x2BFF) || point == 0xFE0F || point == 0x200D ||
         in(point, 0x1F3FB, 0x1F3FF);
}

}  // namespace holdfast::screening::text
