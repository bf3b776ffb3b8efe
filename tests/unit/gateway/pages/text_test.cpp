// Text before it is written: made plain, revealed to reviewers, cut where findings are.
#include <gtest/gtest.h>
// rapidcheck wants gtest first.
#include <rapidcheck/gtest.h>

#include "gateway/pages/plain.h"
#include "gateway/pages/views/findings.h"

namespace holdfast::pages {
namespace {

using namespace std::string_literals;

FindingView finding(std::size_t start, std::size_t end) {
  FindingView view;
  view.start = start;
  view.end = end;
  return view;
}

std::string drawn(const std::vector<Segment>& segments) {
  std::string out;
  for (const auto& segment : segments) {
    out += "[" + segment.text;
    for (const auto i : segment.findings) out += "|" + std::to_string(i);
    out += "]";
  }
  return out;
}

TEST(Plain, replaces_what_would_act_and_keeps_lines) {
  EXPECT_EQ(plain("a\0b"s),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(plain("a\r\nb\rc\td"), "a\nb\nc\td");
  EXPECT_EQ(plain("x\xe2\x80\xaey"), "x\xef\xbf\xbdy");
  EXPECT_EQ(plain("\xc3\x28"), "\xef\xbf\xbd(");
  EXPECT_EQ(plain("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") << "a surrogate is no character";
  EXPECT_EQ(plain("Señora \xd8\xb4 \xf0\x9f\x8c\xbf"), "Señora \xd8\xb4 \xf0\x9f\x8c\xbf");
}

TEST(Revealed, shows_a_reviewer_what_hides) {
  EXPECT_EQ(revealed("re\xe2\x80\x8bgret"), "re[U+200B]gret");
  EXPECT_EQ(revealed("a\xc2\xad"
                     "b"),
            "a[U+00AD]b");
  EXPECT_EQ(revealed("\xf3\xa0\x81\x81"), "[U+E0041]");
  EXPECT_EQ(revealed("plain\nwords"), "plain\nwords");
}

TEST(Cut, marks_what_findings_cover) {
  const std::vector findings{finding(2, 5)};
  EXPECT_EQ(drawn(cut("ab cd ef", findings)), "[ab][ cd|0][ ef]");
}

TEST(Cut, counts_code_points_not_bytes) {
  const std::vector findings{finding(1, 3)};
  EXPECT_EQ(drawn(cut("ñandú", findings)), "[ñ][an|0][dú]");
}

TEST(Cut, keeps_both_where_findings_overlap) {
  const std::vector findings{finding(0, 4), finding(2, 6)};
  EXPECT_EQ(drawn(cut("abcdefgh", findings)), "[ab|0][cd|0|1][ef|1][gh]");
}

TEST(Cut, ignores_empty_spans_and_those_beyond_the_text) {
  const std::vector findings{finding(2, 2), finding(3, 1), finding(50, 60), finding(6, 99)};
  EXPECT_EQ(drawn(cut("abcdefgh", findings)), "[abcdef][gh|3]");
}

TEST(Cut, leaves_text_that_is_no_utf8_in_one_piece) {
  const std::vector findings{finding(0, 1)};
  EXPECT_EQ(drawn(cut("\xff"
                      "ab",
                      findings)),
            "[\xff"
            "ab]");
  EXPECT_EQ(drawn(cut("", findings)), "");
}

// Against the slow, plain way: ask of each character which findings cover it.
RC_GTEST_PROP(Cut, agrees_with_asking_each_character, ()) {
  const auto length = *rc::gen::inRange<std::size_t>(0, 40);
  const std::string text(length, 'x');
  const auto spans = *rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, 45), rc::gen::inRange<std::size_t>(0, 45)));
  std::vector<FindingView> findings;
  findings.reserve(spans.size());
  for (const auto& [start, end] : spans) findings.push_back(finding(start, end));
  std::size_t at = 0;
  for (const auto& segment : cut(text, findings)) {
    RC_ASSERT(!segment.text.empty());
    for (std::size_t i = 0; i < segment.text.size(); ++i, ++at) {
      std::vector<std::size_t> covering;
      for (std::size_t f = 0; f < findings.size(); ++f) {
        if (findings[f].start <= at && at < findings[f].end) covering.push_back(f);
      }
      RC_ASSERT(segment.findings == covering);
    }
  }
  RC_ASSERT(at == length);
}

}  // namespace
}  // namespace holdfast::pages
