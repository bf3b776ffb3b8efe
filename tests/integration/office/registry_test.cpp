// The registry in memory: it knows nobody before it has read everybody, follows every change, and tells staff, and them
// only of whom they may see, who may be meant. Over a real database and a real keeper.
#include "storage/postgres/registry.h"
#include "gateway/flows/known_persons.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Role;
using flows::PersonRecord;
using test::must;

class RegistryTest : public test::OfficeTest {
 protected:
  domain::PersonId registered(const std::string& number, const PersonRecord& record) {
    return must(flows::enter_registration(gateway(), analyst_.who,
                                          {number, "", "victim", record, std::nullopt, false, "none"}));
  }
  void follow() {
    while (must(registry_.follow(gateway())) > 0) {
    }
  }
  flows::Alike alike(const PersonRecord& record) {
    return must(flows::alike(gateway(), analyst_.who, registry_, record));
  }
  flows::Spoken spoken(const std::string& words, const std::string& number) {
    return must(flows::spoken_of(gateway(), analyst_.who, registry_, words, number));
  }

  test::Desk analyst_ = office_.staff(Role::analyst);
  flows::Registry registry_{"here"};
  const PersonRecord lupe_{"Guadalupe Kullmann", "lupe@mail.example", "14 Larkspur Lane, Fresno CA 93701",
                           "(510) 555-0142", "en"};
};

TEST_F(RegistryTest, SaysWaitBeforeItHasReadEverybody) {
  EXPECT_TRUE(alike(lupe_).wait);
  EXPECT_TRUE(spoken("Lupe Kullmann", "A1").wait);
  follow();
  EXPECT_FALSE(alike(lupe_).wait) << "nobody is registered, and that is known";
  registered("A1", lupe_);
  EXPECT_TRUE(alike(lupe_).wait) << "somebody came since it was read";
  follow();
  EXPECT_EQ(alike(lupe_).persons.size(), 1u);
}

TEST_F(RegistryTest, FindsWhoIsRegisteredTwice) {
  const auto first = registered("A1", lupe_);
  registered("A2", {"Nobody Atall", "", "", "", "en"});
  follow();
  const auto found = alike({"Lupe Kullman", "", "", "510.555.0142", "es"});
  ASSERT_EQ(found.persons.size(), 1u);
  EXPECT_EQ(found.persons[0].row.person, first);
  EXPECT_EQ(found.persons[0].row.offender_number, "A1");
  EXPECT_NE(found.persons[0].reason.find("the same phone number"), std::string::npos) << found.persons[0].reason;
  EXPECT_TRUE(must(flows::alike(gateway(), analyst_.who, registry_, lupe_, first)).persons.empty()) << "not themselves";
}

TEST_F(RegistryTest, FollowsACorrectedRecord) {
  const auto person = registered("A1", lupe_);
  follow();
  const auto other = registered("A2", {"Peter Vrobelak", "", "", "", "en"});
  sql("update hf.person set record_id = (select record_id from hf.person where oid = " + id_sql(other.bytes) +
      ") where oid = " + id_sql(person.bytes));
  EXPECT_TRUE(alike(lupe_).wait);
  follow();
  EXPECT_TRUE(alike(lupe_).persons.empty());
  EXPECT_EQ(alike({"Peter Vrobelak", "", "", "", "en"}).persons.size(), 2u);
}

TEST_F(RegistryTest, TellsOfWhomALetterSpeaks) {
  const auto person = registered("A1", lupe_);
  registered("A2", {"William Bellchambers", "", "", "", "en"});
  follow();
  const auto said = spoken("I think of Lupe. Tell William Bellchambers at 510 555 0142.", "A1");
  ASSERT_EQ(said.of.size(), 3u);
  EXPECT_EQ(said.of[0].words, "Lupe");
  EXPECT_TRUE(said.of[0].persons.at(0).tied);
  EXPECT_EQ(said.of[1].words, "William Bellchambers");
  EXPECT_FALSE(said.of[1].persons.at(0).tied);
  EXPECT_EQ(said.of[2].words, "510 555 0142");
  EXPECT_EQ(said.of[2].persons.at(0).row.person, person);
  EXPECT_TRUE(spoken("I think of Lupe.", "A2").of.empty()) << "a given name is of somebody tied only";
}

TEST_F(RegistryTest, ShowsNobodyTheyAreRecusedFrom) {
  registered("A1", lupe_);
  follow();
  sql("insert into hf.recusal (agency_id, account_id, offender_id) select a.agency_id, a.id, o.id from hf.account a, "
      "hf.offender o where o.number = 'A1' and a.oid = " +
      id_sql(analyst_.account.bytes));
  EXPECT_TRUE(alike(lupe_).persons.empty());
  EXPECT_TRUE(spoken("Guadalupe Kullmann", "A2").of.empty());
}

TEST_F(RegistryTest, WitnessesEachPersonShown) {
  registered("A1", lupe_);
  follow();
  const auto before = count("audit_leaf");
  alike(lupe_);
  EXPECT_EQ(count("audit_leaf"), before + 1);
  alike({"Nobody Atall", "", "", "", "en"});
  EXPECT_EQ(count("audit_leaf"), before + 1);
}

TEST_F(RegistryTest, IsReadUnderTheLeaseAndNotOtherwise) {
  const auto person = registered("A1", lupe_);
  const auto record =
      must(gateway().database.run(office_.here().system,
                                  [](storage::Transaction& tx) { return storage::registry_changes(tx, 0, 5); }))
          .persons.at(0)
          .record;
  EXPECT_FALSE(flows::load_record(gateway(), person, record).has_value()) << "the keeper asks for the lease";
  must(storage::take_registry_lease(gateway(), "there", std::chrono::seconds(60)));
  EXPECT_TRUE(flows::load_record(gateway(), person, record).has_value());
  EXPECT_EQ(must(registry_.follow(gateway())), 0) << "another gateway is at it";
  EXPECT_TRUE(alike(lupe_).wait);
  must(storage::give_registry_lease(gateway(), "there"));
  follow();
  EXPECT_EQ(alike(lupe_).persons.size(), 1u);
}

TEST_F(RegistryTest, WaitsWhileTheKeeperIsAway) {
  registered("A1", lupe_);
  office_.stop_keeper();
  EXPECT_FALSE(registry_.follow(gateway()).has_value());
  EXPECT_TRUE(alike(lupe_).wait);
}

TEST_F(RegistryTest, PassesOverARecordThatDoesNotOpen) {
  const auto lost = registered("A1", lupe_);
  registered("A2", {"Peter Vrobelak", "", "", "", "en"});
  sql("update hf.sealed_object set destroyed_at = hf.now() where id = (select record_id from hf.person where oid = " +
      id_sql(lost.bytes) + ")");
  follow();
  EXPECT_EQ(registry_.unread(), 1);
  EXPECT_EQ(alike({"Peter Vrobelak", "", "", "", "en"}).persons.size(), 1u);
}

// The offender's side cannot even see that the registry changed.
TEST_F(RegistryTest, IsNothingThatAFacilitatorCanAsk) {
  registered("A1", lupe_);
  follow();
  const auto writer = office_.facilitator();
  EXPECT_EQ(must(gateway().database.run(writer.who.actor,
                                        [](storage::Transaction& tx) { return storage::registry_version(tx); })),
            0);
  EXPECT_TRUE(must(flows::alike(gateway(), writer.who, registry_, lupe_)).persons.empty());
}

}  // namespace
}  // namespace holdfast
