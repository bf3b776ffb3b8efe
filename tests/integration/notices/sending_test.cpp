// Notices over a real SMTP server: neutral, at most once, and never after a recall (rules 2, 4 and 9).
#include <gtest/gtest.h>

#include "gateway/flows/offer.h"
#include "gateway/flows/stop_contact.h"
#include "gateway/notices/mailer.h"
#include "tests/harness/letters.h"
#include "tests/harness/smtp_sink.h"

namespace holdfast {
namespace {

using test::ask;
using test::must;

class Notices : public testing::Test {
 protected:
  config::Smtp smtp(std::uint16_t port) {
    config::Smtp made;
    made.host = "127.0.0.1";
    made.port = port;
    made.from = "notices@office.example";
    made.tls = config::MailTls::none;
    made.answer_time = std::chrono::seconds(3);
    return made;
  }
  flows::NoticeWork work(notices::Mailer& mailer) {
    flows::NoticeWork made;
    made.mail_off = mailer.off();
    made.ready = [&] { return mailer.ready(); };
    made.text = [](std::string_view) {
      return flows::NoticeText{"Information for you", "There is information for you."};
    };
    made.send = [&](const flows::Mail& mail) { return mailer.send(mail); };
    return made;
  }
  int turn(std::uint16_t port) {
    notices::Mailer mailer(smtp(port));
    return must(flows::work_notices(office.gateway(), work(mailer)));
  }
  std::string state() { return ask(office, "select string_agg(state, ' ') from hf.notice"); }
  std::string job() { return ask(office, "select string_agg(state, ' ') from hf.job where kind = 'notice'"); }
  std::string tasks() { return ask(office, "select count(*) from hf.task where kind = 'doubtful_notice'"); }

  void SetUp() override { ASSERT_EQ(must(flows::offer_due(office.gateway())), 1); }

  test::Office office;
  domain::OffenderId offender = office.offender("A12345");
  domain::PersonId person = office.person(offender);
  test::Desk desk = office.recipient(person);
  test::Banked banked = test::banked_letter(office, person, "I am sorry.");
};

TEST_F(Notices, OneOfferSendsOneNeutralMailAndNoMore) {
  const test::SmtpSink sink;
  EXPECT_EQ(turn(sink.port()), 1);
  EXPECT_EQ(state(), "sent");
  EXPECT_EQ(job(), "done");
  EXPECT_EQ(turn(sink.port()), 0);
  const auto mails = sink.mails();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_NE(mails.front().find("rosa@mail.example"), std::string::npos);
  EXPECT_NE(mails.front().find("VGhlcmUgaXMgaW5mb3JtYXRpb24gZm9yIHlvdS4g"), std::string::npos);  // the text, padded
  for (const auto* telling : {"Rosa", "Quintero", "http", "A12345", "letter", "Office"}) {
    EXPECT_EQ(mails.front().find(telling), std::string::npos) << telling;
  }
}

TEST_F(Notices, WhoeverClaimedItAndDiedLeavesDoubtAndNoSecondMail) {
  ASSERT_TRUE(must(storage::claim_notice(office.gateway(), false)).claimed);
  EXPECT_EQ(state(), "sending");
  const test::SmtpSink sink;
  EXPECT_EQ(turn(sink.port()), 0);
  EXPECT_EQ(state(), "sending");
  office.move_clock(std::chrono::minutes(3));
  EXPECT_EQ(turn(sink.port()), 1);
  EXPECT_EQ(state(), "doubtful");
  EXPECT_EQ(tasks(), "1");
  EXPECT_EQ(turn(sink.port()), 0);
  EXPECT_EQ(sink.mails().size(), 0u);
}

TEST_F(Notices, AStopBeforeTheClaimCancelsIt) {
  must(flows::stop_contact(office.gateway(), desk.who));
  const test::SmtpSink sink;
  EXPECT_EQ(turn(sink.port()), 0);
  EXPECT_EQ(state(), "cancelled");
  EXPECT_EQ(job(), "cancelled");
  EXPECT_EQ(sink.mails().size(), 0u);
}

TEST_F(Notices, AStopThatMeetsSendingIsAPersonsTask) {
  ASSERT_TRUE(must(storage::claim_notice(office.gateway(), false)).claimed);
  must(flows::stop_contact(office.gateway(), desk.who));
  EXPECT_EQ(tasks(), "1");
  EXPECT_EQ(state(), "sending");
}

TEST_F(Notices, AnOrderBetweenQueueAndClaimStartsNothing) {
  test::order_in_force(office, person);
  const test::SmtpSink sink;
  turn(sink.port());
  EXPECT_EQ(state(), "cancelled");
  EXPECT_EQ(sink.mails().size(), 0u);
}

TEST_F(Notices, AServerThatRefusesTheAddressIsNotAskedAgain) {
  const test::SmtpSink sink({"-r", "rcpt"});
  EXPECT_EQ(turn(sink.port()), 1);
  EXPECT_EQ(state(), "failed");
  EXPECT_EQ(tasks(), "1");
  EXPECT_EQ(turn(sink.port()), 0);
}

TEST_F(Notices, AServerThatRefusesTheMessageSurelyDidNotTakeIt) {
  const test::SmtpSink sink({"-r", "."});
  EXPECT_EQ(turn(sink.port()), 1);
  EXPECT_EQ(state(), "failed");
}

TEST_F(Notices, AServerThatHangsUpAfterTheMessageLeavesDoubt) {
  const test::SmtpSink sink({"-q", "."});
  EXPECT_EQ(turn(sink.port()), 1);
  EXPECT_EQ(state(), "doubtful");
  EXPECT_EQ(tasks(), "1");
  EXPECT_EQ(turn(sink.port()), 0);
}

TEST_F(Notices, WithNobodyAtTheDoorNothingIsClaimed) {
  EXPECT_EQ(turn(test::free_port()), 0);
  EXPECT_EQ(state(), "queued");
  const test::SmtpSink sink;
  EXPECT_EQ(turn(sink.port()), 1);
  EXPECT_EQ(state(), "sent");
}

TEST_F(Notices, WithoutAMailServerTheyAreHeldForAPerson) {
  notices::Mailer mailer({});
  EXPECT_TRUE(mailer.off());
  EXPECT_EQ(must(flows::work_notices(office.gateway(), work(mailer))), 1);
  EXPECT_EQ(state(), "held");
  EXPECT_EQ(must(flows::work_notices(office.gateway(), work(mailer))), 0);
}

TEST_F(Notices, WithoutTheKeeperNothingIsClaimed) {
  office.stop_keeper();
  const test::SmtpSink sink;
  EXPECT_EQ(turn(sink.port()), 0);
  EXPECT_EQ(state(), "queued");
}

}  // namespace
}  // namespace holdfast
