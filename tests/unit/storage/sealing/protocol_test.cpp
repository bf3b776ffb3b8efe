// The keeper reads exactly what a gateway writes, and nothing else.
#include "storage/sealing/keeper_protocol.h"

#include <gtest/gtest.h>
// rapidcheck's header wants gtest's first.
#include <rapidcheck/gtest.h>

#include "storage/sealing/random.h"

namespace holdfast::sealing {
namespace {

KeyRequest a_request() {
  return {.request = random_id<RequestId>(),
          .key = {"us-ca", Purpose::findings, random_id<domain::ObjectId>()},
          .grant_kind = GrantKind::flagged,
          .grant = random_id<domain::GrantId>(),
          .actor = random_id<domain::AccountId>()};
}

TEST(Protocol, request_is_read_as_it_was_written) {
  const KeyRequest request = a_request();
  const auto read = decode_request(encode_request(request));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->request, request.request);
  EXPECT_EQ(read->key.agency, "us-ca");
  EXPECT_EQ(read->key.purpose, Purpose::findings);
  EXPECT_EQ(read->key.object, request.key.object);
  EXPECT_EQ(read->grant_kind, GrantKind::flagged);
  EXPECT_EQ(read->grant, request.grant);
  EXPECT_EQ(read->actor, request.actor);
}

TEST(Protocol, request_fits_a_frame_whatever_the_agency) {
  KeyRequest request = a_request();
  request.key.agency = std::string(kMostAgency, 'a');
  EXPECT_LE(encode_request(request).size(), kMostFrame);
  EXPECT_TRUE(decode_request(encode_request(request)));
}

TEST(Protocol, request_cut_or_lengthened_is_refused) {
  auto bytes = encode_request(a_request());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_request(std::span(bytes).first(length))) << length;
  }
  bytes.push_back(0);
  EXPECT_FALSE(decode_request(bytes));
}

TEST(Protocol, request_of_unknown_version_type_purpose_grant_or_without_agency_is_refused) {
  const auto bytes = encode_request(a_request());
  for (const auto& [at, value] : {std::pair{0u, 2}, {1u, 2}, {18u, 1}, {19u, 0}, {19u, 99}, {36u, 0}, {36u, 99}}) {
    auto changed = bytes;
    changed[at] = static_cast<std::uint8_t>(value);
    EXPECT_FALSE(decode_request(changed)) << at << ' ' << value;
  }
  KeyRequest nobody = a_request();
  nobody.key.agency.clear();
  EXPECT_FALSE(decode_request(encode_request(nobody)));
}

TEST(Protocol, answer_with_a_key_is_read_as_it_was_written) {
  KeyAnswer answer;
  answer.request = random_id<RequestId>();
  answer.key = random_secret<32>();
  const SecretBytes bytes = encode_answer(answer);
  const auto read = decode_answer(bytes.reveal());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->request, answer.request);
  EXPECT_FALSE(read->refusal);
  EXPECT_TRUE(same(read->key, answer.key));
  EXPECT_FALSE(decode_answer(bytes.reveal().first(bytes.size() - 1)));
}

TEST(Protocol, refusal_carries_no_key) {
  for (int code = 1; code <= 5; ++code) {
    KeyAnswer answer;
    answer.refusal = Refusal{static_cast<std::uint8_t>(code)};
    answer.key = random_secret<32>();  // even if one was left there
    const SecretBytes bytes = encode_answer(answer);
    EXPECT_EQ(bytes.size(), 19u);
    const auto read = decode_answer(bytes.reveal());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->refusal, answer.refusal);
    EXPECT_TRUE(same(read->key, Secret<32>()));
    EXPECT_NE(refusal_name(*read->refusal), "unknown-refusal");
  }
}

RC_GTEST_PROP(Protocol, bytes_that_are_read_are_the_bytes_that_would_be_written, ()) {
  auto bytes =
      *rc::gen::arbitrary<bool>() ? *rc::gen::arbitrary<std::vector<std::uint8_t>>() : encode_request(a_request());
  if (!bytes.empty()) bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
  if (const auto request = decode_request(bytes)) RC_ASSERT(encode_request(*request) == bytes);
  if (const auto answer = decode_answer(bytes)) {
    RC_ASSERT(std::ranges::equal(encode_answer(*answer).reveal(), bytes));
  }
}

}  // namespace
}  // namespace holdfast::sealing
