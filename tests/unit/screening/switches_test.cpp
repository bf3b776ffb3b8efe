// Sentences in a language that has no rules, inside a letter that has.
#include "screening/text/switches.h"

#include <gtest/gtest.h>

#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

struct Case {
  const char* name;
  const char* passage;
  const char* language;  // empty: nobody hides anything
};

class Switching : public testing::TestWithParam<Case> {};

TEST_P(Switching, IsToldByThePassage) {
  const std::string before = "I am sorry for what I did to you that night. I think about it every day.\n\n";
  const std::string passage = GetParam().passage;
  const Outcome outcome = engine().screen(before + passage + "\n\nI do not expect you to answer. You owe me nothing.");
  std::string found;
  for (const Finding& f : outcome.findings)
    if (f.rule == "engine.language-switch") {
      found = f.normalised;
      EXPECT_EQ(f.category, "concealment");
      EXPECT_NE(passage.find(f.quote), std::string::npos) << f.quote;
    }
  EXPECT_EQ(found, GetParam().language);
  if (found.empty()) {
    EXPECT_EQ(outcome.verdict, Verdict::clear);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, Switching,
    testing::ValuesIn(std::vector<Case>{
        {"french", "Je sais que vous habitez toujours dans la maison avec le jardin, et je pense \u00E0 vous.", "fr"},
        {"tagalog", "Alam ko kung nasaan ka at hindi ako titigil sa paghahanap, kaya mag-ingat ka po.", "tl"},
        {"german", "Ich habe dich nicht vergessen und ich komme zu dir, wenn der Tag da ist.", "de"},
        {"a_language_that_only_habits_know",
         "Wiem gdzie mieszkasz oraz kiedy wracasz wieczorem sama ulicami naszego starego miasta.", "pl"},
        {"a_language_that_nothing_knows",
         "Vrlimek tobaqui zherdan polkur mistrevoq anduli kwerbat shoqul trebmin valkoor deshpin murqat.", "other"},
        {"another_script",
         "\u042F \u0437\u043D\u0430\u044E \u0433\u0434\u0435 \u0442\u044B \u0436\u0438\u0432\u0451\u0448\u044C "
         "\u0438 \u043F\u0440\u0438\u0434\u0443 \u0441\u043A\u043E\u0440\u043E.",
         "ru"},
        {"a_greeting", "Bonjour, as my teacher says, c'est la vie.", ""},
        {"a_short_quotation", "Mea culpa, mea maxima culpa.", ""},
        {"a_name_in_its_own_script", "My teacher is \u041D\u0430\u0442\u0430\u043B\u044C\u044F, a kind woman.", ""},
        {"spanish_we_screen_too", "Le pido una disculpa, porque usted no tuvo la culpa de nada de lo que hice.", ""},
    }),
    [](const auto& made) { return std::string{made.param.name}; });

}  // namespace
}  // namespace holdfast::screening
