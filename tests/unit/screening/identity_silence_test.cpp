// Rule 3 in the words of letters: a number, an address or a name earns the same verdict for the same reasons whether it
// is somebody's or nobody's. The registry knows the true ones, and says so to staff only.
#include <gtest/gtest.h>

#include "screening/identity/scan.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

struct Pair {
  const char* name;
  const char* truth;     // somebody's of the registry
  const char* invented;  // of the same form
  Verdict least;         // a name alone is in a fifth of all honest letters, and earns nothing
};

const identity::Index& registry() {
  static const identity::Index one = [] {
    identity::Index made;
    made.put({1,
              {"Guadalupe Kullmann"},
              {{},
               {"+15105550142", "+525512345678"},
               {"lupe.ibarra@gmail.com"},
               {"14 Larkspur Lane, Fresno CA 93701"},
               {}}});
    return made;
  }();
  return one;
}

const std::string kBefore =
    "Dear Ms. Alder,\n\nI robbed you on March 3rd. You did nothing to cause it. I do not ask for your forgiveness and "
    "I do "
    "not expect an answer. I have thought about what I took from you, and I understand now that it was more than "
    "money. "
    "I am sorry.\n\n";

struct Said {
  Verdict verdict;
  std::vector<std::string> categories;
  std::vector<std::string> rules;  // with their level and place
  std::vector<identity::Spot> spots;
  bool operator==(const Said&) const = default;
};
Said said(const std::string& words) {
  const std::string letter = kBefore + words;
  const Outcome outcome = engine().screen(letter);
  Said out{outcome.verdict, outcome.categories, {}, identity::spots_in(letter)};
  for (const Finding& finding : outcome.findings) {
    out.rules.push_back(finding.rule + ' ' + std::string(to_string(finding.level)) + ' ' +
                        std::to_string(finding.start));
  }
  return out;
}

class TrueAndInvented : public testing::TestWithParam<Pair> {};
TEST_P(TrueAndInvented, EarnTheSame) {
  const Pair& pair = GetParam();
  const Said truth = said(pair.truth);
  const Said invented = said(pair.invented);
  EXPECT_EQ(truth.verdict, invented.verdict);
  EXPECT_EQ(truth.categories, invented.categories);
  EXPECT_EQ(truth.rules, invented.rules);
  EXPECT_EQ(truth.spots.size(), invented.spots.size());
  EXPECT_GE(truth.verdict, pair.least);
  EXPECT_FALSE(truth.spots.empty());
  EXPECT_FALSE(identity::mentions_in(registry(), kBefore + pair.truth).empty());
  EXPECT_TRUE(identity::mentions_in(registry(), kBefore + pair.invented).empty());
}
INSTANTIATE_TEST_SUITE_P(
    Data, TrueAndInvented,
    testing::ValuesIn(std::vector<Pair>{
        {"phone", "(510) 555-0142", "(212) 555-0187", Verdict::review},
        {"phone_run_together", "5105550142", "2125550187", Verdict::review},
        {"phone_of_mexico", "+52 55 1234 5678", "+52 33 8765 4321", Verdict::review},
        {"phone_never_given_out", "(510) 555-0142", "(010) 055-0187", Verdict::review},
        {"email", "lupe.ibarra@gmail.com", "none.thereal@gmail.com", Verdict::review},
        {"email_spelt_out", "lupe.ibarra (at) gmail dot com", "none.theree (at) gmail dot com", Verdict::review},
        {"address", "14 Larkspur Lane, Fresno CA 93701", "97 Sedgewren Lane, Fresno CA 93711", Verdict::quarantine},
        {"name", "Guadalupe Kullmann was there too.", "Guadalupe Vrobelak was there too.", Verdict::clear},
    }),
    [](const auto& one) { return std::string{one.param.name}; });

// What the rules of the packs do not see: numbers in forms of their own, alone in the middle of an honest letter.
TEST(Contacts, AreFoundWithTheirWords) {
  const auto findings = engine().screen(kBefore + "Señora, (415) 555 0199.").findings;
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().rule, "engine.phone-number");
  EXPECT_EQ(findings.front().quote, "(415) 555 0199");
  EXPECT_EQ(engine().screen(kBefore + "I was 24 in 2019, case 12-3456 of 03/12/2019.").verdict, Verdict::clear);
}

}  // namespace
}  // namespace holdfast::screening
