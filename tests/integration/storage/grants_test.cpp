// The keeper's question to the database: rule 6 (every look is one entry), also where a broken connection makes the
// gateway ask again, and rule 5 (what the database does not grant stays closed).
#include "storage/postgres/grants.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "storage/sealing/random.h"
#include "tests/harness/office.h"

namespace holdfast {
namespace {

using domain::Problem;
using test::must;

class GrantsTest : public testing::Test {
 protected:
  // A registration's record, as an analyst may load it.
  sealing::KeyRequest question() const {
    return {.request = sealing::random_id<sealing::RequestId>(),
            .key = {"test", sealing::Purpose::person, record_},
            .grant_kind = sealing::GrantKind::registry_load,
            .grant = {person_.bytes},
            .actor = analyst_.account};
  }
  bool refused(const sealing::KeyRequest& asked) {
    const auto key = grants_.confirm(asked);
    return !key && key.error().problem == Problem::forbidden;
  }
  std::int64_t entries() { return std::stoll(sql("select count(*)::text from hf.audit_leaf")); }
  std::string sql(const std::string& text) {
    pqxx::connection postgres(office_.database().conninfo("postgres"));
    pqxx::work work(postgres);
    const auto rows = work.exec(text);
    work.commit();
    return rows.empty() ? "" : rows[0][0].as<std::string>();
  }
  domain::ObjectId record_of_the_person() {
    const auto hex = sql("select encode(o.oid, 'hex') from hf.sealed_object o join hf.person p on p.record_id = o.id");
    domain::ObjectId id;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
      id.bytes.at(i) = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    }
    return id;
  }

  test::Office office_;
  domain::PersonId person_ = office_.person(office_.offender("A12345"));
  domain::ObjectId record_ = record_of_the_person();
  test::Desk analyst_ = office_.staff(domain::Role::analyst);
  storage::Grants grants_{office_.database().settings("holdfast_keeper"), office_.here()};
};

TEST_F(GrantsTest, TwoQuestionsAreTwoEntries) {
  const auto before = entries();
  must(grants_.confirm(question()));
  must(grants_.confirm(question()));
  EXPECT_EQ(entries(), before + 2);
}

TEST_F(GrantsTest, ARepeatedQuestionIsOneEntryAndGetsTheSameAnswer) {
  const auto before = entries();
  const auto asked = question();
  const auto first = must(grants_.confirm(asked));
  storage::Grants restarted{office_.database().settings("holdfast_keeper"), office_.here()};
  EXPECT_EQ(must(restarted.confirm(asked)).wrapped, first.wrapped);
  EXPECT_EQ(must(grants_.confirm(asked)).wrapped, first.wrapped);
  EXPECT_EQ(entries(), before + 1);
}

TEST_F(GrantsTest, ARepeatedRefusalIsOneEntryAndStaysARefusal) {
  auto asked = question();
  asked.grant = sealing::random_id<domain::GrantId>();
  const auto before = entries();
  EXPECT_TRUE(refused(asked));
  EXPECT_TRUE(refused(asked));
  EXPECT_EQ(entries(), before + 1);
}

TEST_F(GrantsTest, TheSameIdWithAnotherQuestionIsRefusedAndWitnessed) {
  const auto asked = question();
  must(grants_.confirm(asked));
  const auto colleague = office_.staff(domain::Role::analyst);
  const auto before = entries();
  auto other = asked;
  other.actor = colleague.account;
  EXPECT_TRUE(refused(other));
  other = asked;
  other.key.purpose = sealing::Purpose::letter;
  EXPECT_TRUE(refused(other));
  other = asked;
  other.grant_kind = sealing::GrantKind::own_data;
  EXPECT_TRUE(refused(other));
  EXPECT_EQ(entries(), before + 3);
  EXPECT_TRUE(grants_.confirm(asked)) << "the question that had the id first keeps it";
}

TEST_F(GrantsTest, AGrantThatEndedBetweenOpensNothingAndThatIsWitnessedOnce) {
  const auto asked = question();
  must(grants_.confirm(asked));
  const auto before = entries();
  sql("update hf.account set disabled_at = hf.now() where role = 'analyst' returning 'done'");
  EXPECT_TRUE(refused(asked));
  EXPECT_TRUE(refused(asked));
  EXPECT_EQ(entries(), before + 1);
  sql("update hf.account set disabled_at = null where role = 'analyst' returning 'done'");
  EXPECT_TRUE(refused(asked)) << "the answer stands; who may ask again asks anew";
  EXPECT_TRUE(grants_.confirm(question()));
}

TEST_F(GrantsTest, QuestionsAreForgottenWhenNobodyCanBeRepeatingThem) {
  must(grants_.confirm(question()));
  office_.move_clock(std::chrono::hours(2));
  must(grants_.confirm(question()));
  EXPECT_EQ(sql("select count(*)::text from hf.keeper_question"), "1");
}

}  // namespace
}  // namespace holdfast
