// C4: what is sealed opens as itself under its own key, or not at all. Every changed byte, swap, truncation,
// reordering and downgrade is an error, never another plain text.
#include "storage/sealing/seal.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "storage/sealing/open.h"
#include "tests/unit/storage/sealing/keys_for_tests.h"

namespace holdfast::sealing {
namespace {

using domain::Problem;
using Chunks = std::vector<SealedChunk>;

std::string noise(std::size_t size) {
  std::string text(size, '\0');
  randombytes_buf(text.data(), text.size());
  return text;
}

class Sealed : public testing::Test {
 protected:
  Sealer::Made make(const KeyContext& object) { return sealer.new_object(object, keys.current, kNow).value(); }
  DataKey key_of(const Sealer::Made& made, const KeyContext& object) {
    return keys.keyring.unwrap(made.wrapped, object).value();
  }

  Keys keys;
  Sealer sealer;
};

TEST_F(Sealed, letter_opens_with_the_key_that_the_keeper_unwraps) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  for (const std::size_t size : {0u, 1u, 4096u, 262000u, 262144u, 262145u, 1000000u}) {
    const std::string words = noise(size);
    const auto chunks = seal(made.key, part_of(object), words);
    ASSERT_TRUE(chunks);
    const auto opened = open(key_of(made, object), part_of(object), *chunks);
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(text_of(*opened), words);
  }
}

TEST_F(Sealed, short_letter_is_one_chunk_and_a_long_one_is_chunks_of_256_kib) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  EXPECT_EQ(seal(made.key, part_of(object), "words")->size(), 1u);
  const auto chunks = *seal(made.key, part_of(object), noise(600000));
  ASSERT_EQ(chunks.size(), 3u);
  EXPECT_EQ(chunks[0].size(), kChunk + kChunkOverhead);
  EXPECT_EQ(chunks[1].size(), kChunk + kChunkOverhead);
}

TEST_F(Sealed, lengths_show_a_step_only) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  std::set<std::size_t> lengths;
  for (std::size_t size = 0; size <= 900; ++size) {
    lengths.insert(seal(made.key, part_of(object), noise(size))->front().size());
  }
  EXPECT_EQ(lengths, std::set<std::size_t>{kLeastPacked + kChunkOverhead});
}

TEST_F(Sealed, words_are_not_in_the_chunk) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  const std::string marker = "a sentence unlike any other";
  const auto chunk = seal(made.key, part_of(object), marker)->front();
  EXPECT_EQ(std::string(chunk.begin(), chunk.end()).find(marker.substr(0, 8)), std::string::npos);
}

TEST_F(Sealed, parts_of_one_object_share_its_key_under_their_own_purposes) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  const auto findings = *seal(made.key, part_of(object, Purpose::findings), "quotes");
  const auto key = key_of(made, object);
  EXPECT_EQ(text_of(*open(key, part_of(object, Purpose::findings), findings)), "quotes");
  EXPECT_EQ(open(key, part_of(object, Purpose::letter), findings).error().problem, Problem::internal);
}

TEST_F(Sealed, sealing_twice_gives_other_bytes) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  EXPECT_NE(*seal(made.key, part_of(object), "words"), *seal(made.key, part_of(object), "words"));
}

TEST_F(Sealed, any_changed_byte_does_not_open) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  const Chunks chunks = *seal(made.key, part_of(object), "words");
  const auto key = key_of(made, object);
  for (std::size_t i = 0; i < chunks[0].size(); ++i) {
    Chunks changed = chunks;
    changed[0][i] ^= 0x01;
    ASSERT_FALSE(open(key, part_of(object), changed)) << "byte " << i;
  }
}

TEST_F(Sealed, any_changed_byte_of_a_wrapped_key_does_not_unwrap) {
  const KeyContext object = a_letter();
  const WrappedKey wrapped = make(object).wrapped;
  ASSERT_EQ(wrapped.size(), kWrappedSize);
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    for (const std::uint8_t bit : {0x01, 0x80}) {
      // RFC 7748 masks the top bit of a public key: the key derivation must hold it all the same.
      WrappedKey changed = wrapped;
      changed[i] ^= bit;
      ASSERT_FALSE(keys.keyring.unwrap(changed, object)) << "byte " << i;
    }
  }
  EXPECT_FALSE(keys.keyring.unwrap({}, object));
  WrappedKey longer = wrapped;
  longer.push_back(0);
  EXPECT_FALSE(keys.keyring.unwrap(longer, object));
}

struct SwapCase {
  const char* name;
  std::function<void(SealContext&)> change;
};
class Swapped : public Sealed, public testing::WithParamInterface<SwapCase> {};
TEST_P(Swapped, part_does_not_open) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  const Chunks chunks = *seal(made.key, part_of(object), "words");
  SealContext other = part_of(object);
  GetParam().change(other);
  EXPECT_EQ(open(key_of(made, object), other, chunks).error().problem, Problem::internal);
}
INSTANTIATE_TEST_SUITE_P(Table, Swapped,
                         testing::ValuesIn(std::vector<SwapCase>{
                             {"to_another_agency", [](SealContext& c) { c.agency = "us-nv"; }},
                             {"to_a_longer_agency", [](SealContext& c) { c.agency += '\0'; }},
                             {"to_no_agency", [](SealContext& c) { c.agency.clear(); }},
                             {"to_another_purpose", [](SealContext& c) { c.purpose = Purpose::report; }},
                             {"to_another_object", [](SealContext& c) { c.object.bytes[15] ^= 1; }},
                             {"to_another_version", [](SealContext& c) { c.version = 2; }},
                         }),
                         [](const auto& row) { return std::string{row.param.name}; });

TEST_F(Sealed, wrapped_key_does_not_unwrap_for_another_object_purpose_or_agency) {
  const KeyContext object = a_letter();
  const WrappedKey wrapped = make(object).wrapped;
  KeyContext other = object;
  other.object = random_id<domain::ObjectId>();
  EXPECT_FALSE(keys.keyring.unwrap(wrapped, other));
  other = object;
  other.purpose = Purpose::person;
  EXPECT_FALSE(keys.keyring.unwrap(wrapped, other));
  other = object;
  other.agency = "us-nv";
  EXPECT_FALSE(keys.keyring.unwrap(wrapped, other));
  EXPECT_TRUE(keys.keyring.unwrap(wrapped, object));
}

TEST_F(Sealed, part_does_not_open_with_another_objects_key) {
  const KeyContext object = a_letter();
  const auto made = make(object);
  const auto others = make(object);
  EXPECT_FALSE(open(key_of(others, object), part_of(object), *seal(made.key, part_of(object), "words")));
}

class Chunked : public Sealed {
 protected:
  KeyContext object = a_letter();
  Sealer::Made made = make(object);
  Chunks chunks = *seal(made.key, part_of(object), noise(900000));
  DataKey key = key_of(made, object);

  bool opens(const Chunks& some) { return open(key, part_of(object), some).has_value(); }
};

TEST_F(Chunked, does_not_open_truncated) {
  ASSERT_EQ(chunks.size(), 4u);
  EXPECT_TRUE(opens(chunks));
  EXPECT_FALSE(opens({}));
  EXPECT_FALSE(opens({chunks.begin(), chunks.end() - 1}));
  EXPECT_FALSE(opens({chunks.begin() + 1, chunks.end()}));
  EXPECT_FALSE(opens({chunks[0], chunks[1], chunks[3]}));
  Chunks cut = chunks;
  cut.back().pop_back();
  EXPECT_FALSE(opens(cut));
  cut.back().clear();
  EXPECT_FALSE(opens(cut));
}

TEST_F(Chunked, does_not_open_reordered_or_repeated) {
  EXPECT_FALSE(opens({chunks[1], chunks[0], chunks[2], chunks[3]}));
  EXPECT_FALSE(opens({chunks[0], chunks[0], chunks[2], chunks[3]}));
  EXPECT_FALSE(opens({chunks[0], chunks[1], chunks[2], chunks[3], chunks[3]}));
}

TEST_F(Chunked, does_not_open_with_a_chunk_of_another_sealing_of_the_same_part) {
  const Chunks again = *seal(made.key, part_of(object), noise(900000));
  ASSERT_EQ(again.size(), chunks.size());
  EXPECT_TRUE(opens(again));
  EXPECT_FALSE(opens({chunks[0], again[1], chunks[2], chunks[3]}));
}

TEST_F(Chunked, is_not_opened_beyond_the_readers_limit) {
  EXPECT_EQ(open(key, part_of(object), chunks, 899999).error().problem, Problem::too_large);
  EXPECT_TRUE(open(key, part_of(object), chunks, 900000));
}

TEST_F(Chunked, streams_chunk_by_chunk) {
  const SealContext context = part_of(object, Purpose::attachment);
  const std::string first = noise(kChunk), second = noise(100);
  const auto bytes = [](const std::string& text) {
    return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  ChunkSealer out(made.key, context);
  EXPECT_EQ(out.next(bytes(second), false).error().problem, Problem::conflict) << "only the last may be short";
  const auto a = *out.next(bytes(first), false);
  const auto b = *out.next(bytes(second), true);
  EXPECT_EQ(out.next(bytes(second), true).error().problem, Problem::conflict) << "after the last comes nothing";

  ChunkOpener in(key, context);
  EXPECT_EQ(text_of(*in.next(a, false)), first);
  EXPECT_FALSE(in.ended());
  EXPECT_FALSE(in.next(a, false)) << "the same again";
  EXPECT_EQ(text_of(*in.next(b, true)), second);
  EXPECT_TRUE(in.ended());
  EXPECT_FALSE(in.next(b, true));
  EXPECT_FALSE(ChunkOpener(key, context).next(a, true)) << "cut after its first chunk";
}

TEST_F(Sealed, agency_code_has_1_to_64_bytes) {
  KeyContext object = a_letter();
  const auto made = make(object);
  for (const auto& [length, good] : {std::pair{0u, false}, {1u, true}, {64u, true}, {65u, false}}) {
    object.agency = std::string(length, 'a');
    EXPECT_EQ(sealer.new_object(object, keys.current, kNow).has_value(), good) << length;
    EXPECT_EQ(seal(made.key, part_of(object), "words").has_value(), good) << length;
  }
}

// Where the ephemeral public key lies in a wrapped key: docs/formats.md.
std::string ephemeral_of(const WrappedKey& wrapped) { return {wrapped.begin() + 6, wrapped.begin() + 38}; }

TEST_F(Sealed, one_ephemeral_key_serves_at_most_256_wraps) {
  std::multiset<std::string> seen;
  std::set<std::string> nonces;
  for (int i = 0; i < 2 * Sealer::kMostWraps; ++i) {
    const WrappedKey wrapped = make(a_letter()).wrapped;
    seen.insert(ephemeral_of(wrapped));
    nonces.insert({wrapped.begin() + 38, wrapped.begin() + 62});
  }
  EXPECT_EQ(nonces.size(), 512u) << "every wrap has its own nonce";
  EXPECT_EQ((std::set<std::string>(seen.begin(), seen.end()).size()), 2u);
  for (const auto& key : seen) EXPECT_EQ(seen.count(key), 256u);
}

TEST_F(Sealed, one_ephemeral_key_serves_less_than_a_second) {
  const auto at = [&](domain::Duration later) {
    return ephemeral_of(sealer.new_object(a_letter(), keys.current, kNow + later)->wrapped);
  };
  using namespace std::chrono_literals;
  const auto first = at(0s);
  EXPECT_EQ(at(999ms), first);
  const auto second = at(1s);
  EXPECT_NE(second, first);
  EXPECT_NE(at(999ms), second) << "a clock that goes back makes a new one";
}

TEST_F(Sealed, ephemeral_key_is_not_kept_for_another_epoch_or_after_forgetting) {
  const auto next = *keys.keyring.public_key(Epoch{keys.current.epoch.number + 1});
  const auto first = ephemeral_of(make(a_letter()).wrapped);
  const auto other = sealer.new_object(a_letter(), next, kNow)->wrapped;
  EXPECT_NE(ephemeral_of(other), first);
  EXPECT_EQ(wrapped_epoch(other), next.epoch);
  sealer.forget();
  EXPECT_NE(ephemeral_of(sealer.new_object(a_letter(), next, kNow)->wrapped), ephemeral_of(other));
}

TEST_F(Sealed, nothing_is_wrapped_to_a_public_key_of_low_order) {
  EpochPublicKey weak = keys.current;
  weak.key.fill(0);
  EXPECT_EQ(sealer.new_object(a_letter(), weak, kNow).error().problem, Problem::internal);
}

}  // namespace
}  // namespace holdfast::sealing
