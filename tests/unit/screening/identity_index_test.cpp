// A registry in memory: who is found, how surely, by which evidence; and that it follows what is put and removed.
#include <gtest/gtest.h>

#include <random>

#include "screening/identity/contact.h"
#include "screening/identity/index.h"

namespace holdfast::screening::identity {
namespace {

std::vector<Person> registry() {
  return {
      {1, {"Guadalupe Ibarra Kullmann"}, {{1984, 3, 9}, {"+15105550142"}, {"Lupe.Ibarra@gmail.com"}, {}, {}}},
      {2, {"William Bellchambers", "Billy Bell"}, {{1970, 12, 1}, {}, {}, {"12 Oak Street, Fresno CA 93701"}, {}}},
      {3, {"Mario Lozano"}, {}},
      {4, {"J Drzezdzon"}, {}},
      {5, {"Cher"}, {}},
  };
}

std::vector<PersonId> found(const Index& index, const Wanted& wanted) {
  std::vector<PersonId> out;
  for (const Candidate& one : index.find(wanted)) out.push_back(one.id);
  return out;
}
std::vector<PersonId> named(const Index& index, const char* name) { return found(index, {{name}, {}}); }
using Ids = std::vector<PersonId>;

struct Case {
  const char* name;
  const char* written;
  Ids who;
};
class LookedUp : public testing::TestWithParam<Case> {};
TEST_P(LookedUp, FindsWhoItIs) {
  const auto persons = registry();
  EXPECT_EQ(named(Index(persons), GetParam().written), GetParam().who);
}
INSTANTIATE_TEST_SUITE_P(Names, LookedUp,
                         testing::ValuesIn(std::vector<Case>{
                             {"as_written", "Guadalupe Ibarra Kullmann", {1}},
                             {"short_form", "Lupe Ibarra", {1}},
                             {"surname_first", "Ibarra Kullmann, Guadalupe", {1}},
                             {"slip_at_the_end", "Guadalupe Ibarrra", {1}},
                             {"slip_at_the_beginning", "Guadalupe Bibarra", {1}},
                             {"heard", "Guadalupe Ybarra", {1}},
                             {"alias", "Bill Bell", {2}},
                             {"formal", "Will Bellchambers", {2}},
                             {"initial_there", "Jane Drzezdzon", {4}},
                             {"single", "Cher", {5}},
                             {"other_gender", "Maria Lozano", {}},
                             {"nobody", "Nobody Atall", {}},
                             {"empty", "", {}},
                         }),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(Evidence, LiftsAndLowersAndSaysSo) {
  const auto persons = registry();
  const Index index(persons);
  const auto score = [&](const Particulars& known) {
    const auto candidates = index.find({{"William Bellchamber"}, known});
    return candidates.empty() ? 0.0 : candidates.front().score;
  };
  const double alone = score({});
  EXPECT_GT(score({{1970, 12, 1}, {}, {}, {}, {}}), alone);
  EXPECT_LT(score({{1991, 5, 4}, {}, {}, {}, {}}), alone);
  EXPECT_GT(score({{}, {}, {}, {"12 Oak St., Fresno, California 93701-1234"}, {}}), alone);
  const auto reason = index.find({{"William Bellchamber"}, {{1970, 12, 1}, {}, {}, {}, {}}}).front().reason;
  EXPECT_NE(reason.find("the same date of birth (lifts)"), std::string::npos) << reason;
}

TEST(Evidence, OfAPhoneFindsWhoseNameIsBadlyWritten) {
  const auto persons = registry();
  const Index index(persons);
  EXPECT_EQ(named(index, "Gdlpe Ibra"), Ids{});
  EXPECT_EQ(found(index, {{"Gdlpe Ibara"}, {{}, {"+15105550142"}, {}, {}, {}}}), Ids{1});
}

TEST(Namesakes, MakeANameAloneLessSure) {
  std::vector<Person> persons;
  for (PersonId id = 1; id <= 300; ++id) persons.push_back({id, {"Maria Garcia"}, {{1950, 1, 1}, {}, {}, {}, {}}});
  persons.push_back({999, {"Maria Drzezdzon"}, {}});
  const Index index(persons);
  for (const Candidate& one : index.find({{"Maria Garcia"}, {}}, 500)) EXPECT_EQ(one.decision, Decision::possible);
  EXPECT_EQ(index.find({{"Maria Garcia"}, {}}, 500).size(), 300u) << "the name as it is written is never passed over";
}

TEST(Index, FollowsWhatIsPutAndRemoved) {
  const auto persons = registry();
  Index index(persons);
  index.remove(1);
  EXPECT_EQ(named(index, "Lupe Ibarra"), Ids{});
  index.put({1, {"Lupe Ibarra"}, {}});
  EXPECT_EQ(named(index, "Guadalupe Ibarra"), Ids{1});
  index.put({1, {"Ana Oropeza"}, {}});
  EXPECT_EQ(named(index, "Guadalupe Ibarra"), Ids{});
  EXPECT_EQ(named(index, "Ana Oropeza"), Ids{1});
  EXPECT_EQ(index.size(), persons.size());
}

TEST(Index, MadeAtOnceOrOneByOneIsTheSame) {
  const auto persons = registry();
  Index slowly;
  for (const Person& person : persons) slowly.put(person);
  const Index at_once(persons);
  for (const char* name : {"Lupe Ibarra", "Bill Bell", "Cher", "Jane Drzezdzon", "Mario Losano"}) {
    EXPECT_EQ(named(slowly, name), named(at_once, name)) << name;
  }
}

struct Same {
  const char* name;
  const char* left;
  const char* right;
  bool same;
};
const auto kNames = [](const auto& one) { return std::string{one.param.name}; };

class Emails : public testing::TestWithParam<Same> {};
TEST_P(Emails, AreKnownAgain) { EXPECT_EQ(email_key(GetParam().left) == email_key(GetParam().right), GetParam().same); }
INSTANTIATE_TEST_SUITE_P(Pairs, Emails,
                         testing::ValuesIn(std::vector<Same>{
                             {"case_of_letters", "Ana@Example.org", "ana@example.org", true},
                             {"dots_of_gmail", "a.n.a@gmail.com", "ana@googlemail.com", true},
                             {"dots_elsewhere", "a.na@example.org", "ana@example.org", false},
                             {"plus", "ana+bank@gmail.com", "ana@gmail.com", true},
                             {"brackets", "<ana@example.org>", "mailto:ana@example.org", true},
                             {"another_host", "ana@example.org", "ana@example.net", false},
                         }),
                         kNames);
TEST(Emails, ThatAreNoneHaveNoKey) {
  for (const char* text : {"", "@", "ana", "ana@", "@example.org"}) EXPECT_EQ(email_key(text), "") << text;
}

class Houses : public testing::TestWithParam<Same> {};
TEST_P(Houses, AreKnownAgain) {
  const auto left = house_key(address_of(GetParam().left));
  const auto right = house_key(address_of(GetParam().right));
  EXPECT_NE(left, "");
  EXPECT_EQ(left == right, GetParam().same) << left << " against " << right;
}
INSTANTIATE_TEST_SUITE_P(
    Pairs, Houses,
    testing::ValuesIn(std::vector<Same>{
        {"street_words", "12 N. Oak St, Fresno CA 93701", "12 North Oak Street Fresno, California 93701", true},
        {"number_sign", "12 Oak St Apt 4, Fresno CA 93701", "12 Oak St #4, Fresno CA 93701-1234", true},
        {"with_and_without_unit", "12 Oak St Apt 4, Fresno CA 93701", "12 Oak St, Fresno CA 93701", true},
        {"spanish", "Avda. Reforma 222, 06600", "Avenida Reforma No. 222, 06600", true},
        {"another_number", "12 Oak St, 93701", "14 Oak St, 93701", false},
        {"another_town", "12 Oak St, 93701", "12 Oak St, 94110", false},
    }),
    kNames);
TEST(Addresses, TellTheUnitApart) {
  EXPECT_EQ(address_of("12 Oak St Apt 4B, Fresno").unit, "4b");
  EXPECT_EQ(address_of("12 Oak St #4B, Fresno").unit, "4b");
  EXPECT_EQ(address_of("Avenida Reforma #222").number, "222");
}
TEST(Houses, WithoutNumberOrStreetHaveNoKey) {
  for (const char* text : {"", "Fresno, California", "12", "93701"}) EXPECT_EQ(house_key(address_of(text)), "") << text;
}

}  // namespace
}  // namespace holdfast::screening::identity
