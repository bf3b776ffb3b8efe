// The promises of screening.h.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "screening/explain.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

bool has(const Outcome& outcome, std::string_view category) {
  return std::ranges::find(outcome.categories, category) != outcome.categories.end();
}
bool has_rule(const Outcome& outcome, std::string_view rule) {
  return std::ranges::any_of(outcome.findings, [&](const Finding& f) { return f.rule == rule; });
}

const std::string kHonest =
    "Dear Ms. Alder,\n\nI robbed you on March 3rd. I held a knife to your neck and told you I would kill you. You did "
    "nothing to "
    "cause it. I do not ask for your forgiveness and I do not expect an answer. I am sorry.\n";
const std::string kHonestSpanish =
    "Se\xC3\xB1ora Luz: le rob\xC3\xA9 y le grit\xC3\xA9 que la iba a matar. Usted no tuvo la culpa de nada. No le "
    "pido que me "
    "perdone ni espero respuesta. Lo siento.\n";

TEST(Engine, HonestRetellingPasses) {
  EXPECT_EQ(engine().screen(kHonest).verdict, Verdict::clear) << explain(engine(), engine().screen(kHonest), "en");
  EXPECT_EQ(engine().screen(kHonestSpanish).verdict, Verdict::clear)
      << explain(engine(), engine().screen(kHonestSpanish), "es");
}

TEST(Engine, ThreatIsQuarantinedWithItsWords) {
  const std::string letter = kHonest + "\nWhen I get out I'm going to kill you.";
  const Outcome outcome = engine().screen(letter);
  EXPECT_EQ(outcome.verdict, Verdict::quarantine);
  EXPECT_TRUE(has(outcome, "threat"));
  EXPECT_TRUE(
      std::ranges::any_of(outcome.findings, [](const Finding& f) { return f.quote == "I'm going to kill you"; }));
}

struct Evasion {
  const char* name;
  std::string letter;
};

class Evaded : public testing::TestWithParam<Evasion> {};

// The sentence is "I will kill you" or "you will pay for what you said"; a disguise must not lower the verdict, and is
// itself a finding.
TEST_P(Evaded, IsStillQuarantined) {
  const Outcome outcome = engine().screen(kHonest + "\n" + GetParam().letter + "\n");
  EXPECT_EQ(outcome.verdict, Verdict::quarantine);
  EXPECT_TRUE(has(outcome, "concealment"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Evaded,
    testing::ValuesIn(std::vector<Evasion>{
        {"leet", "1 w1ll k1ll y0u, y0u w1ll p4y"},
        {"cyrillic", "I will k\xD1\x96ll \xD1\x83ou"},
        {"zero_width", "I w\xE2\x80\x8Bi\xE2\x80\x8Bll k\xE2\x80\x8Bi\xE2\x80\x8Bll you"},
        {"soft_hyphen", "I w\xC2\xADi\xC2\xADll k\xC2\xADi\xC2\xADll you"},
        {"spaced", "I  w i l l  k i l l  y o u"},
        {"dotted", "I w.i.l.l k.i.l.l y.o.u"},
        {"hyphened", "I wi-l-l ki-l-l yo-u-r family"},
        {"underscored", "I w_i_l_l k_i_l_l y_o_u"},
        {"full_width",
         "I \xEF\xBD\x97\xEF\xBD\x89\xEF\xBD\x8C\xEF\xBD\x8C \xEF\xBD\x8B\xEF\xBD\x89\xEF\xBD\x8C\xEF\xBD\x8C you"},
        {"mathematical",
         "I will \xF0\x9D\x90\xA4\xF0\x9D\x90\xA2\xF0\x9D\x90\xA5\xF0\x9D\x90\xA5 "
         "\xF0\x9D\x90\xB2\xF0\x9D\x90\xA8\xF0\x9D\x90\xAE"},
        {"base64", "SSB3aWxsIGtpbGwgeW91IHdoZW4gSSBnZXQgb3V0"},
        {"hexadecimal", "49 20 77 69 6c 6c 20 6b 69 6c 6c 20 79 6f 75"},
        {"rot13", "V jvyy xvyy lbh jura V trg bhg"},
        {"backwards", "tuo teg I nehw uoy llik lliw I"},
    }),
    [](const auto& made) { return std::string{made.param.name}; });

// Capitals, accents thrown over letters and held letters are loud, not hidden: the words are still found.
TEST(Engine, ShoutingIsReadAsWords) {
  EXPECT_EQ(engine().screen(kHonest + "I WILL KILL YOU.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine().screen(kHonest + "I w\xC3\xADll k\xC3\xAFll y\xC3\xB6u.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine().screen(kHonest + "I will killlll youuuuu.").verdict, Verdict::quarantine);
}

TEST(Engine, TooLongIsReviewUnread) {
  const Outcome outcome = engine().screen(std::string(Engine::kMaxBytes + 1, 'a'));
  EXPECT_EQ(outcome.verdict, Verdict::review);
  EXPECT_TRUE(has_rule(outcome, "engine.too-long"));
  EXPECT_EQ(outcome.findings[0].quote.size(), outcome.findings[0].end - outcome.findings[0].start);
  EXPECT_EQ(engine().screen(std::string(Engine::kMaxBytes, 'a')).language, "und");
}

TEST(Engine, BadBytesAreReview) {
  const std::string letter = kHonest + "\xFF\xFE";
  const Outcome outcome = engine().screen(letter);
  EXPECT_EQ(outcome.verdict, Verdict::review);
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].rule, "engine.bad-bytes");
  EXPECT_EQ(outcome.findings[0].quote, "\xFF\xFE");
}

TEST(Engine, AnotherLanguageIsForABilingualPerson) {
  const Outcome outcome = engine().screen(
      "Je vous demande pardon pour tout ce que j'ai fait, et je ne suis pas fier de moi dans cette histoire.");
  EXPECT_EQ(outcome.verdict, Verdict::review);
  EXPECT_EQ(outcome.language, "fr");
  EXPECT_TRUE(has_rule(outcome, "engine.other-language"));
}

TEST(Engine, WelfareAsksForAPersonAndNoMore) {
  const Outcome outcome = engine().screen("I am sorry for all of it. Most days I don't want to be alive any more.");
  EXPECT_TRUE(outcome.welfare);
  EXPECT_EQ(outcome.verdict, Verdict::review);
}

TEST(Engine, AnEmptyLetterIsClear) { EXPECT_EQ(engine().screen("").verdict, Verdict::clear); }

TEST(Engine, SignalsAloneAreNoFinding) {
  EXPECT_EQ(engine().screen("When I get out I will be sixty years old.").verdict, Verdict::clear);
}

TEST(Engine, TwoSignalsTogetherAre) {
  EXPECT_TRUE(has_rule(engine().screen("I'll be out in eleven months. I know where you live."),
                       "threat.en.soon-out-and-knows"));
}

// Praise, apology and faith buy nothing back.
TEST(Engine, AShortThreatInALongKindLetterCounts) {
  std::string letter;
  for (int i = 0; i < 40; ++i) letter += kHonest;
  const std::string threat = "We will come after your family.";
  EXPECT_EQ(engine().screen(letter).verdict, Verdict::clear);
  const Outcome outcome = engine().screen(letter + threat + letter);
  EXPECT_EQ(outcome.verdict, Verdict::quarantine);
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].quote, "We will come after your");
}

TEST(Engine, SameLetterSameOutcome) {
  const std::string letter = kHonest + "Y0u w1ll p4y. Write to me at box 12. \xF0\x9F\x94\xA5 I know where you live.";
  const std::string once = outcome_json(engine().screen(letter));
  const auto files = load_directory(source_path("screening/packs"));
  const Engine again = Engine::build(*files).value();
  EXPECT_EQ(outcome_json(engine().screen(letter)), once);
  EXPECT_EQ(outcome_json(again.screen(letter)), once);
}

TEST(Engine, ThreadsShareIt) {
  const std::string letter = kHonest + "I will kill you.";
  const Outcome alone = engine().screen(letter);
  std::vector<std::thread> threads;
  std::array<bool, 4> same{};
  threads.reserve(same.size());
  for (bool& right : same)
    threads.emplace_back([&] {
      right = true;
      for (int i = 0; i < 50; ++i) right = right && engine().screen(letter) == alone;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(std::ranges::all_of(same, [](bool s) { return s; }));
}

std::string repeated(std::string_view unit) {
  std::string text;
  while (text.size() + unit.size() <= Engine::kMaxBytes) text += unit;
  return text;
}

// 64 KB made to cost: none is more than a few times slower than plain words, and what could not be finished is not
// clear.
TEST(Engine, HostileLettersTakeLinearTime) {
  const auto seconds = [](const std::string& letter) {
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = engine().screen(letter);
    static_cast<void>(outcome);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  for (const char* unit : {"kill ",
                           "i will you know where when get out find and ",
                           "k 1 l-l.",
                           "a\xE2\x80\x8B",
                           "\xF0\x9F",
                           "V3JpdGUgbWUuIE1hcmxvdw ",
                           "41 42 43 44 45 46 47 48 49 ",
                           "\xCC\x81",
                           "you'll be my my my ",
                           "iwillkillyou",
                           "xqzv",
                           "kkiillll ",
                           "k*",
                           "!|+",
                           "'\xE2\x80\x8B",
                           "1l1l",
                           "wth ",
                           ".",
                           "\n",
                           "-\n",
                           "i know where you live. when i get out. "})
    EXPECT_LT(seconds(repeated(unit)), 2.0)
        << unit;  // generous: sanitizers and a busy machine; the bench has the figures
}

TEST(Engine, WhatIsTooLaboriousIsNotClear) {
  std::string all;
  const auto files = load_directory(source_path("screening/packs"));
  for (const RuleFile& file : *files) all += file.text;
  const Outcome outcome = engine().screen(all.substr(0, Engine::kMaxBytes));
  EXPECT_NE(outcome.verdict, Verdict::clear);
}

TEST(Explain, SaysRuleWordsAndReasonInBothLanguages) {
  const Outcome outcome = engine().screen(kHonest + "I will k1ll y0u n0w.");
  const std::string english = explain(engine(), outcome, "en");
  EXPECT_NE(english.find("Verdict: quarantine"), std::string::npos);
  EXPECT_NE(english.find("threat.en.will-harm"), std::string::npos);
  EXPECT_NE(english.find("read as (leet)"), std::string::npos);
  EXPECT_NE(explain(engine(), outcome, "es").find("Resultado: cuarentena"), std::string::npos);
}

}  // namespace
}  // namespace holdfast::screening
