// The learned layer: what it reads, what it refuses, and that it asks for a person and no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "screening/explain.h"
#include "screening/learned/findings.h"
#include "screening/learned/model.h"
#include "screening/learned/trainer.h"
#include "screening/learned/validation.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

using learned::Family;
using learned::Lexicon;
using learned::Model;
using learned::Tongue;
using testing::Contains;
using testing::HasSubstr;

constexpr std::string_view kConcepts =
    "me en: i my\nme es: yo mi\nyou en: you your\nyou es: tu su\nhome en: house street\nhome es: casa calle\n"
    "know en: know come\nknow es: conozco se cono*\nharm en: hurt hit know\nharm es: come\n-small en: the where\n";

const Lexicon& lexicon() {
  static const Lexicon kLexicon = Lexicon::parse(kConcepts, "concepts").value();
  return kLexicon;
}

struct Seen : learned::ByKey<Seen> {
  std::set<std::string> names;
  void hashed(Family family, std::uint64_t, std::uint32_t, const auto& name) { add(family, name()); }
  void both(learned::Concept a, learned::Concept b) { add(Family::both, lexicon().name(a) + ' ' + lexicon().name(b)); }
  void add(Family family, const std::string& name) {
    names.insert(std::string{learned::kFamilyNames[static_cast<std::size_t>(family)]} + ' ' + name);
  }
};

template <class Use>
void with_reading(std::string_view letter, Tongue tongue, const Use& use) {
  const text::Folded folded = text::fold(letter);
  const auto tokens = text::tokens_of(folded.view.text, folded.tight);
  use(learned::read(letter, folded, tokens, lexicon(), [&](learned::Word& word) {
    word.concepts = lexicon().concepts_of(word.text, tongue);
    word.link = lexicon().link(word.concepts);
  }));
}

std::set<std::string> features(std::string_view letter, Tongue tongue = Tongue::english) {
  Seen seen;
  with_reading(letter, tongue, [&](const learned::Reading& reading) {
    for (const auto& passage : reading.passages)
      for (std::uint32_t i = passage.begin; i < passage.end; ++i) {
        const auto& sentence = reading.sentences[i];
        for (std::uint32_t w = sentence.begin; w < sentence.end; ++w)
          learned::each_of_word(lexicon(), reading.words[w],
                                [&](Family family, std::uint64_t, const auto& name) { seen.add(family, name()); });
        learned::each_of_neighbours(reading, lexicon(), sentence, seen);
        learned::each_within(reading, i, seen);
      }
  });
  return seen.names;
}

std::size_t passages(std::string_view letter) {
  std::size_t count = 0;
  with_reading(letter, Tongue::english, [&](const learned::Reading& reading) { count = reading.passages.size(); });
  return count;
}

learned::Sample sample(std::string id, std::string text, Verdict verdict, bool letter) {
  learned::Sample made;
  made.id = made.group = std::move(id);
  made.language = "en";
  made.verdict = verdict;
  made.letter = letter;
  if (verdict != Verdict::clear) {
    made.categories = {"surveillance"};
    made.spans = {{0, static_cast<std::uint32_t>(text.size()), "surveillance"}};
  }
  made.text = std::move(text);
  return made;
}

// Harm is to know the reader's street; honesty is to have known it once.
std::vector<learned::Sample> little_corpus() {
  std::vector<learned::Sample> made;
  for (int i = 0; i < 24; ++i) {
    const std::string n = std::to_string(i);
    const bool letter = i % 3 == 0;
    made.push_back(sample("h" + n, "I know the street where you walk number " + n + ".", Verdict::quarantine, letter));
    made.push_back(
        sample("c" + n, "I took what was never mine and told the court so " + n + ".", Verdict::clear, letter));
  }
  return made;
}

std::string little_model() { return learned::train(little_corpus(), kConcepts, "", {}, {}).value(); }

std::string file(std::string_view features, std::string_view settings = "bias 0\nthreshold-en 0\nthreshold-es 0\n") {
  return std::string{learned::kFormat} + "\nconcepts\n" + std::string{kConcepts} + '\n' + std::string{settings} +
         "features\n" + std::string{features};
}

TEST(LearnedFeatures, SayWhoseHouseInBothLanguages) {
  EXPECT_THAT(features("I know your house."), Contains("run you home"));
  EXPECT_THAT(features("Conozco su casa.", Tongue::spanish), Contains("run you home"));
}

// A word that both languages have is read as the letter's own; a stranger's word is understood all the same.
TEST(LearnedFeatures, ReadAWordAsTheLettersLanguageHasIt) {
  EXPECT_THAT(features("You come."), Contains("run you know"));
  EXPECT_THAT(features("Su casa come.", Tongue::spanish), Contains("run home harm"));
  EXPECT_THAT(features("I know your casa."), Contains("run you home"));
}

TEST(LearnedFeatures, KnowAWordByItsStemOnlyWhereItIsNotListed) {
  EXPECT_THAT(features("Su conocido.", Tongue::spanish), Contains("run you know"));
  EXPECT_THAT(features("I know."), Contains("concept harm"));
}

TEST(LearnedFeatures, LinkContentsAcrossSmallWords) {
  EXPECT_THAT(features("You where the house."), Contains("run you home"));
  EXPECT_THAT(features("I know the house."), Contains("chain me know home"));
}

// A word of no list and no lesson says nothing: scores rest on what was seen.
TEST(LearnedFeatures, SayNothingOfWhatIsAbsent) { EXPECT_THAT(features("Zzyzx."), testing::ElementsAre("word zzyzx")); }

TEST(LearnedFeatures, SayWhatStandsTogetherInASentence) {
  EXPECT_THAT(features("I saw a house and you."), Contains("both you home"));
}

TEST(LearnedFeatures, DoNotJoinSentences) {
  EXPECT_THAT(features("I know things. Your street is quiet."), testing::Not(Contains("both know home")));
}

TEST(LearnedFeatures, TellThePastFromItsForm) { EXPECT_THAT(features("I watched."), Contains("both me past")); }

TEST(LearnedFeatures, KnowAQuestionAndAQuotation) {
  EXPECT_THAT(features("Is it your house?"), Contains("both home question"));
  EXPECT_THAT(features("I wrote \"your house\" then."), Contains("both home quoted"));
  EXPECT_THAT(features("I wrote “your house” then."), Contains("both home quoted"));
  EXPECT_THAT(features("I wrote of your house."), testing::Not(Contains("both home quoted")));
}

// Keys of short words are small numbers, and so are concepts: that theirs fell together joined features that have
// nothing to do with each other.
TEST(LearnedFeatures, OfShortWordsHaveKeysOfTheirOwn) {
  std::vector<std::uint64_t> small(learned::Lexicon::kMost);
  std::ranges::generate(small, [which = std::uint64_t{0}]() mutable { return which++; });
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b) small.push_back(text::key_of(std::string{a, b}));
  std::vector<std::uint64_t> keys;
  for (const std::uint64_t a : small)
    for (const std::uint64_t b : small) keys.push_back(learned::mix(a, b));
  std::ranges::sort(keys);
  EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

TEST(LearnedPassages, AreParagraphsAndLongOnesOverlap) {
  EXPECT_EQ(passages("One. Two.\n\nThree."), 2U);
  EXPECT_EQ(passages("I am. You are. He is. We are. They are. She is."), 1U);
  EXPECT_EQ(passages("I am. You are. He is. We are. They are. She is. It is."), 2U);
}

TEST(LearnedModel, IsRefusedWholeWithTheLine) {
  const auto error = [](const std::string& text) { return Model::parse(text, "m.model").error(); };
  EXPECT_EQ(error("something else\n").line, 1U);
  EXPECT_EQ(error(file("word\tknow\t12\nwords\tknow\t12\n")).line, 20U);
  EXPECT_THAT(error(file("word\tknow\tmuch\n")).what, HasSubstr("whole number"));
  EXPECT_THAT(error(file("word\tknow\t40000\n")).what, HasSubstr("32767"));
  EXPECT_THAT(error(file("word\tknow\t1\nword\tknow\t2\n")).what, HasSubstr("twice"));
  EXPECT_THAT(error(file("both\tknow dragon\t1\n")).what, HasSubstr("no such concept"));
  EXPECT_THAT(error(file("both\tknow\t1\n")).what, HasSubstr("too few"));
  EXPECT_THAT(error(file("word\tknow\t1\t18:5\n")).what, HasSubstr("worth to categories"));
  EXPECT_THAT(error(file("", "colour 3\n")).what, HasSubstr("unknown setting"));
  EXPECT_EQ(error(std::string{learned::kFormat} + "\nconcepts\nno colon\n\nfeatures\n").line, 3U);
}

TEST(LearnedModel, AddsUpWhatItsFileSays) {
  const Model model = Model::parse(file("word\tknow\t1000\nboth\tme know\t500\nconcept\thome\t250\n"), "m").value();
  const auto score = [&](std::string_view text) {
    const text::Folded folded = text::fold(text);
    return model.score(text, folded, text::tokens_of(folded.view.text, folded.tight), {}, "en");
  };
  const auto usual = learned::by_chance(learned::kUsual);
  EXPECT_EQ(score("Nothing here."), -usual);
  EXPECT_EQ(score("They know."), std::lround(1000 / learned::spread(2)) - usual);
  EXPECT_EQ(score("I know. A street."), std::lround(1750 / learned::spread(4)) - usual);
  EXPECT_EQ(score("I know.\n\nA street."), std::lround(1500 / learned::spread(2)) - usual);
}

// Where letters are judged features are looked up in tables of several kinds: none may miss what the file has.
TEST(LearnedModel, AddsUpEachFeatureByItself) {
  const std::string letter = "You come to the house, my street.";
  const text::Folded folded = text::fold(letter);
  const auto all = features(letter);
  std::set<std::string> families;
  for (const std::string& feature : all) {
    const std::size_t space = feature.find(' ');
    families.insert(feature.substr(0, space));
    const std::string line = feature.substr(0, space) + '\t' + feature.substr(space + 1) + "\t1000\n";
    const Model model = Model::parse(file(line), "m").value();
    const auto tokens = text::tokens_of(folded.view.text, folded.tight);
    const std::int32_t times = feature == "concept home" ? 2 : 1;  // the house, the street
    EXPECT_EQ(model.score(letter, folded, tokens, {}, "en"),
              std::lround(times * 1000 / learned::spread(7)) - learned::by_chance(learned::kUsual))
        << feature;
  }
  EXPECT_EQ(families.size(), learned::kFamilies - 2) << "all but rule, which is no word's, and stem: no word is long";
}

// What rules found counts once for each sentence and rule, by the rule's own name and by its category's.
TEST(LearnedModel, IsToldOfWhatRulesFound) {
  const Model model = Model::parse(file("rule\tthreat.en.x\t1000\nrule\tthreat.signal\t200\n"), "m").value();
  const std::string letter = "Nothing here. Nor there.";
  const text::Folded folded = text::fold(letter);
  const auto score = [&](const std::vector<learned::Hint>& hints) {
    return model.score(letter, folded, text::tokens_of(folded.view.text, folded.tight), hints, "en");
  };
  const auto x = [](std::uint32_t at) { return learned::hint_of(at, "threat.en.x", "threat", Verdict::clear); };
  const auto points = [](int sum) {
    return std::lround(sum / learned::spread(4)) - learned::by_chance(learned::kUsual);
  };
  EXPECT_EQ(score({}), points(0));
  EXPECT_EQ(score({x(3)}), points(1200));
  EXPECT_EQ(score({x(3), x(9)}), points(1200));
  EXPECT_EQ(score({x(16), x(3)}), points(2400));
  EXPECT_EQ(score({learned::hint_of(0, "threat.en.y", "threat", Verdict::clear)}), points(200));
  EXPECT_EQ(score({learned::hint_of(0, "threat.en.y", "threat", Verdict::review)}), points(0));
}

// The more passages, the higher the highest by chance alone; a note is no better than a letter of the usual length.
TEST(LearnedModel, AsksMoreOfALongLetter) {
  const Model model = Model::parse(file("word\tknow\t1000\n"), "m").value();
  const auto score = [&](std::string_view text) {
    const text::Folded folded = text::fold(text);
    return model.score(text, folded, text::tokens_of(folded.view.text, folded.tight), {}, "en");
  };
  std::string longer = "They know.";
  for (std::size_t i = 0; i < 2 * learned::kUsual; ++i) longer += "\n\nThis.";
  const auto alone = std::lround(1000 / learned::spread(2));
  EXPECT_EQ(score("They know."), alone - learned::by_chance(learned::kUsual));
  EXPECT_EQ(score("They know.\n\nThis.\n\nThat."), score("They know."));
  EXPECT_EQ(score(longer), alone - learned::by_chance(2 * learned::kUsual + 1));
  EXPECT_LT(score(longer), score("They know."));
}

// In letters that a rule was written from it is always right; of that nothing may be learned.
TEST(LearnedTrainer, LearnsNothingOfRulesFromLettersTheyWereWrittenFrom) {
  for (const bool read : {false, true}) {
    std::vector<learned::Sample> samples = little_corpus();
    for (learned::Sample& s : samples) {
      s.read_by_rules = read;
      if (s.verdict != Verdict::clear)
        s.hints = {learned::hint_of(0, "surveillance.en.street", "surveillance", Verdict::review)};
    }
    const std::string model = learned::train(samples, kConcepts, "", {}, {}).value();
    EXPECT_EQ(model.contains("\nrule\tsurveillance.en.street\t"), !read);
  }
}

TEST(LearnedTrainer, MakesTheSameBytesTwice) { EXPECT_EQ(little_model(), little_model()); }

TEST(LearnedTrainer, RefusesACorpusWithOneSideOnly) {
  std::vector<learned::Sample> harmless = little_corpus();
  std::erase_if(harmless, [](const auto& s) { return s.verdict != Verdict::clear; });
  EXPECT_FALSE(learned::train(harmless, kConcepts, "", {}, {}).has_value());
}

TEST(LearnedTrainer, KeepsAGroupInOneFold) {
  EXPECT_EQ(learned::fold_of("a story", 5), learned::fold_of("a story", 5));
  std::set<unsigned> used;
  for (int i = 0; i < 100; ++i) used.insert(learned::fold_of("g" + std::to_string(i), 5));
  EXPECT_EQ(used.size(), 5U);
}

// Enough words that the layer speaks at all.
const std::string kRest =
    "\n\nI took what was never mine and told the court so. I took what was never mine and told the court so."
    "\n\nI took what was never mine and told the court so. I took what was never mine and told the court so.";

class LearnedEngine : public testing::Test {
 protected:
  static std::vector<RuleFile> files(bool with_model) {
    auto made = load_directory(source_path("screening/packs")).value();
    if (with_model) made.push_back({"little.model", little_model()});
    return made;
  }
  static const Engine& rules() {
    static const Engine kEngine = Engine::build(files(false)).value();
    return kEngine;
  }
  static const Engine& both() {
    static const Engine kEngine = Engine::build(files(true)).value();
    return kEngine;
  }
};

TEST_F(LearnedEngine, PointsAtThePassageAndItsWords) {
  const std::string letter = "Dear madam.\n\nI know the street where you walk.\n\nWith respect." + kRest;
  const Outcome outcome = both().screen(letter);
  const auto found =
      std::ranges::find(outcome.findings, std::string{"I know the street where you walk"}, &Finding::quote);
  ASSERT_NE(found, outcome.findings.end());
  EXPECT_EQ(found->rule, "model.surveillance");
  EXPECT_EQ(found->normalised, "i know the street where you walk");
  EXPECT_EQ(found->view, "model");
  EXPECT_EQ(found->level, Verdict::review);
  EXPECT_FALSE(found->strongest.empty());
  EXPECT_THAT(explain(both(), outcome, "en"), HasSubstr("strongest words: "));
  EXPECT_THAT(findings_json(outcome), HasSubstr("\"strongest\":["));
}

TEST_F(LearnedEngine, SaysNothingOfANote) {
  const auto speaks = [](const Outcome& outcome) {
    return std::ranges::any_of(outcome.findings, [](const Finding& f) { return f.view == learned::kView; });
  };
  EXPECT_FALSE(speaks(both().screen("I know the street where you walk.")));
  EXPECT_TRUE(speaks(both().screen("I know the street where you walk." + kRest)));
}

TEST_F(LearnedEngine, ChangesTheHashOfTheRules) { EXPECT_NE(rules().rules_hash(), both().rules_hash()); }

TEST_F(LearnedEngine, IsOneAtMost) {
  auto two = files(true);
  two.push_back({"other.model", little_model()});
  EXPECT_FALSE(Engine::build(two).has_value());
}

TEST_F(LearnedEngine, WithoutItNothingIsTheModels) {
  EXPECT_TRUE(std::ranges::none_of(rules().rules(), [](const RuleInfo& r) { return r.id.starts_with("model."); }));
}

// A rule that is too broad to speak alone: silent, and named as what came nearest; beside the layer's finding it
// speaks.
TEST_F(LearnedEngine, SecondsWhatARuleCannotSayAlone) {
  const std::string pack = R"(category = "threat"
language = "en"
[[rule]]
id = "threat.en.court"
level = "review"
seconded = true
patterns = ["told the court"]
en = "Says it."
es = "Lo dice."
must_match = ["I told the court.", "He told the court."]
must_not_match = ["The court told me.", "A court."]
)";
  const std::string letter = "I know the street where you walk. I told the court." + kRest;
  const std::string other = "I took what was never mine and told the court so." + kRest;
  const auto says = [](const Outcome& outcome) {
    return std::ranges::find(outcome.findings, std::string{"threat.en.court"}, &Finding::rule) !=
           outcome.findings.end();
  };
  const Engine alone = Engine::build(std::vector<RuleFile>{{"threat.en.toml", pack}}).value();
  const Engine with =
      Engine::build(std::vector<RuleFile>{{"threat.en.toml", pack}, {"little.model", little_model()}}).value();
  const Engine check = Engine::build(std::vector<RuleFile>{{"threat.en.toml", pack}}, Holds::guidelines).value();
  EXPECT_FALSE(says(alone.screen(letter)));
  EXPECT_TRUE(says(with.screen(letter)));
  EXPECT_FALSE(says(with.screen(other)));
  const auto nearest = with.screen(other).nearest;
  ASSERT_TRUE(nearest.has_value());
  EXPECT_EQ(nearest->rule, "threat.en.court");
  EXPECT_THAT(nearest->missing, testing::ElementsAre("model"));
  EXPECT_FALSE(says(check.screen(letter))) << "threats are no guideline";
}

std::string waiting(std::string_view category, std::string_view level, std::string_view how) {
  return "category = \"" + std::string{category} +
         "\"\nlanguage = \"en\"\n[[rule]]\nid = \"threat.en.court\"\nlevel = \"" + std::string{level} +
         "\"\nseconded = " + std::string{how} +
         "\npatterns = [\"told the court\", \"the street\"]\nen = \"Says it.\"\nes = \"Lo dice.\"\n"
         "must_match = [\"I told the court.\", \"He told the court.\"]\n"
         "must_not_match = [\"The court told me.\", \"A court.\"]\n";
}

// A rule of quarantine level that always waits stops a letter only where the layer is sure of the same harm.
TEST_F(LearnedEngine, StopsALetterOnlyWhereARuleSpeaksAndItIsSure) {
  const auto level = [](std::string_view how, std::string_view sure, const std::string& letter,
                        std::string_view category = "surveillance") {
    std::string model = little_model();
    const std::size_t at = model.find("\nsure-en ");
    model.replace(at, model.find('\n', at + 1) - at, "\nsure-en " + std::string{sure});
    const Engine engine = Engine::build(std::vector<RuleFile>{{"threat.en.toml", waiting(category, "quarantine", how)},
                                                              {"little.model", model}})
                              .value();
    const auto findings = engine.screen(letter).findings;
    const auto found = std::ranges::find(findings, std::string{"threat.en.court"}, &Finding::rule);
    return found == findings.end() ? Verdict::clear : found->level;
  };
  const std::string pointed = "I know the street where you walk." + kRest;
  const std::string note = "I know the street where you walk.";
  EXPECT_EQ(level("true", "-30000", pointed), Verdict::quarantine);
  EXPECT_EQ(level("true", "30000", pointed), Verdict::clear);
  EXPECT_EQ(level("true", "-30000", pointed, "threat"), Verdict::clear) << "the layer sees another harm";
  EXPECT_EQ(level("true", "-30000", kRest + kRest), Verdict::clear);
  EXPECT_EQ(level("true", "-30000", note), Verdict::clear);
  EXPECT_EQ(level("\"letters\"", "30000", pointed), Verdict::quarantine) << "its own level, where the layer points";
  EXPECT_EQ(level("\"letters\"", "-30000", kRest + kRest), Verdict::clear);
  EXPECT_EQ(level("\"letters\"", "30000", note), Verdict::quarantine) << "the layer does not read notes";
  EXPECT_EQ(level("false", "30000", kRest + kRest), Verdict::quarantine);
}

// What it is sure of stops nothing by itself, nor where the harm that it sees is no reason to stop a letter.
TEST_F(LearnedEngine, ItsSureGuessOfAMilderHarmSecondsForReviewOnly) {
  std::vector<learned::Sample> samples = little_corpus();
  for (learned::Sample& s : samples)
    if (s.verdict != Verdict::clear) {
      s.verdict = Verdict::review;
      s.categories = {"victim_blaming"};
      for (learned::Span& span : s.spans) span.category = "victim_blaming";
    }
  std::string model = learned::train(samples, kConcepts, "", {}, {}).value();
  const std::size_t at = model.find("\nsure-en ");
  model.replace(at, model.find('\n', at + 1) - at, "\nsure-en -30000");
  const Engine engine =
      Engine::build(std::vector<RuleFile>{{"threat.en.toml", waiting("surveillance", "quarantine", "true")},
                                          {"little.model", model}})
          .value();
  EXPECT_EQ(engine.screen("I know the street where you walk." + kRest).verdict, Verdict::review);
}

// Never below the rules, never quarantine by the model, and everything the rules found is still there.
TEST_F(LearnedEngine, OnlyEverAddsReview) {
  const std::vector<std::string> pieces = {"I will kill you.",
                                           "I know the street where you walk.",
                                           "I am sorry.",
                                           "Te voy a matar.",
                                           "You owe me nothing.",
                                           "I know your house and your street.",
                                           "K1ll y0u I w1ll.",
                                           "\n\n",
                                           "Write to me at P.O. Box 12.",
                                           "Conozco la calle."};
  for (std::size_t a = 0; a < pieces.size(); ++a)
    for (std::size_t b = 0; b < pieces.size(); ++b)
      for (std::size_t c = 0; c < pieces.size(); ++c) {
        const std::string letter = pieces[a] + ' ' + pieces[b] + ' ' + pieces[c] + kRest;
        Outcome with = both().screen(letter);
        const Outcome without = rules().screen(letter);
        EXPECT_GE(with.verdict, without.verdict) << letter;
        EXPECT_EQ(with.verdict == Verdict::quarantine, without.verdict == Verdict::quarantine) << letter;
        std::erase_if(with.findings, [](const Finding& f) {
          EXPECT_TRUE(f.view != learned::kView || f.level == Verdict::review) << f.rule;
          const RuleInfo* rule = both().rule(f.rule);
          return f.view == learned::kView || (rule != nullptr && rule->seconded);
        });
        EXPECT_EQ(with.findings, without.findings) << letter;
      }
}

TEST(LearnedShipped, LoadsAndNamesItsCorpus) {
  const auto files = load_all(source_path("screening/packs")).value();
  const auto model = std::ranges::find_if(files, is_model);
  ASSERT_NE(model, files.end());
  EXPECT_LT(model->text.size(), 6'000'000U);
  EXPECT_THAT(model->text.substr(0, 200), HasSubstr("\ncorpus "));
  EXPECT_TRUE(Engine::build(files).has_value());
}

}  // namespace
}  // namespace holdfast::screening
