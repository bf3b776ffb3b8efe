// Folding and words look at many characters together: held against looking at each.
#include "screening/text/tokens.h"

#include <gtest/gtest.h>

#include <random>

namespace holdfast::screening::text {
namespace {

std::uint8_t shape_of(std::string_view word) {
  unsigned made = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (c >= 'a' && c <= 'z') {
      made |= shape::kLetter;
      if (i >= 2 && word[i - 1] == c && word[i - 2] == c) made |= shape::kHeld;
    } else if (c >= '0' && c <= '9') {
      made |= shape::kDigit;
    } else {
      made |= std::string_view{"@$!|+*"}.contains(c) ? shape::kOther | shape::kSign : shape::kOther;
    }
  }
  return static_cast<std::uint8_t>(made);
}

void expect_plain_reading(std::string_view text) {
  const auto all = tokens_of(text);
  auto tokens = all.begin();
  bool first = true;
  for (std::size_t at = 0; at < text.size();) {
    if (const char c = text[at]; c == ' ' || c == '\n' || c == '?') {
      first |= c == '\n';
      ++at;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \n?", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    ASSERT_NE(tokens, all.end());
    EXPECT_EQ(tokens->begin, at);
    EXPECT_EQ(tokens->end, end);
    EXPECT_EQ(tokens->key, key_of(word)) << word;
    EXPECT_EQ(tokens->shape, shape_of(word)) << word;
    EXPECT_EQ(tokens->first, first);
    first = false;
    ++tokens;
    at = end;
  }
  EXPECT_EQ(tokens, all.end());
}

TEST(Tokens, AreReadAsOneByOne) {
  std::mt19937 random{3};  // NOLINT(*-msc32-c,*-msc51-cpp): the same texts every time
  const std::string_view characters = "aaaabcdez  \n?09'$-@";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t size = random() % 300; text.size() < size;)
      text += characters[random() % (i % 3 == 0 ? 8 : characters.size())];
    expect_plain_reading(text);
  }
}

// Folding each half of a plain letter by itself, cut at a sentence's end, gives what folding the whole does: where the
// many-at-once reading begins and ends cannot matter.
TEST(Fold, DoesNotDependOnWhereItLooks) {
  std::mt19937 random{4};  // NOLINT(*-msc32-c,*-msc51-cpp): the same texts every time
  const std::string_view characters = "AbcdeFgh   XYz0189,'-$\n";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t size = 1 + random() % 80; text.size() < size;) text += characters[random() % characters.size()];
    const Folded whole = fold(text);
    for (std::size_t before = 1; before < 20; before += 3) {
      const std::string shift(before, '.');  // a stop where no word is: nothing
      const Folded shifted = fold(shift + text);
      EXPECT_EQ(shifted.view.text, whole.view.text) << text;
      EXPECT_EQ(shifted.letters, whole.letters);
      ASSERT_EQ(shifted.view.origin.size(), whole.view.origin.size());
      for (std::size_t k = 0; k < whole.view.origin.size(); ++k)
        EXPECT_EQ(shifted.view.origin[k], whole.view.origin[k] + before);
    }
  }
}

}  // namespace
}  // namespace holdfast::screening::text
