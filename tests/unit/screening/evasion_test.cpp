// The policy on hiding: what is flagged in plain words stays flagged in disguise, and honest manners flag nothing.
// docs/screening.md has today's figures; screening_evasion prints them.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "screening/text/utf8.h"
#include "tests/unit/screening/disguises.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

struct Corpus {
  std::vector<std::string> harmful;  // sentences that are flagged in plain words
  std::vector<std::string> clear;    // letters that are not
};

const Corpus& corpus() {
  static const Corpus kCorpus = [] {
    Corpus made;
    std::ifstream in(source_path("tests/corpus/letters_dev.jsonl"));
    for (std::string line; std::getline(in, line);) {
      const auto o = boost::json::parse(line).as_object();
      const std::string text{o.at("text").as_string()};
      if (o.at("verdict").as_string() == "clear" && engine().screen(text).findings.empty()) made.clear.push_back(text);
      for (const auto& span : o.at("spans").as_array()) {
        const std::string quote{span.at("quote").as_string()};
        const auto categories = engine().screen(quote).categories;
        if (!categories.empty() && std::ranges::find(categories, "concealment") == categories.end())
          made.harmful.push_back(quote);
      }
    }
    return made;
  }();
  return kCorpus;
}

class Disguised : public testing::TestWithParam<Disguise> {};

TEST_P(Disguised, StaysFlagged) {
  const Disguise& disguise = GetParam();
  std::size_t one = 0;
  std::size_t all = 0;
  for (const std::string& sentence : corpus().harmful) {
    const std::string quote = engine().screen(sentence).findings[0].quote;
    const std::size_t begin = sentence.find(quote);
    one += engine().screen(disguise_one(disguise, sentence, begin, begin + quote.size())).findings.empty() ? 0 : 1;
    all += engine().screen(disguise_all(disguise, sentence)).findings.empty() ? 0 : 1;
  }
  const auto aim = static_cast<std::size_t>(aim_of(disguise.family));
  ASSERT_GT(corpus().harmful.size(), 200U);
  EXPECT_GE(100 * one, aim * corpus().harmful.size()) << one << " of " << corpus().harmful.size();
  EXPECT_GE(100 * all, aim * corpus().harmful.size()) << all << " of " << corpus().harmful.size();
}

INSTANTIATE_TEST_SUITE_P(Table, Disguised, testing::ValuesIn(disguises().begin(), disguises().end()),
                         [](const auto& made) {
                           std::string name{made.param.name};
                           std::ranges::replace_if(name, [](char c) { return c == ' ' || c == ','; }, '_');
                           return name;
                         });

TEST(Manners, FlagNothing) {
  for (const Manner& manner : manners())
    for (const std::string& letter : corpus().clear)
      for (const Finding& f : engine().screen(manner.of(letter)).findings)
        ADD_FAILURE() << manner.name << ": " << f.rule << " [" << f.view << "] " << f.quote;
}

// Whatever reading found it, a quote is the letter's own bytes from its first code point to its last.
TEST(Disguised, QuotesAreTheLettersOwnBytes) {
  std::size_t checked = 0;
  for (const Disguise& disguise : disguises())
    for (std::size_t i = 0; i < corpus().harmful.size(); i += 7) {
      const std::string letter = "\xC3\xA9\xFF " + disguise_all(disguise, corpus().harmful[i]) + "\n";
      std::vector<std::size_t> at;
      for (std::size_t byte = 0; byte < letter.size(); byte += text::decode(letter, byte).length) at.push_back(byte);
      at.push_back(letter.size());
      for (const Finding& f : engine().screen(letter).findings) {
        ASSERT_LT(f.start, f.end) << f.rule;
        ASSERT_LT(f.end, at.size()) << f.rule;
        EXPECT_EQ(f.quote, letter.substr(at[f.start], at[f.end] - at[f.start])) << f.rule << ' ' << f.view;
        ++checked;
      }
    }
  EXPECT_GT(checked, 1000U);
}

}  // namespace
}  // namespace holdfast::screening
