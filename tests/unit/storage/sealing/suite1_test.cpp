// Suite 1 byte for byte: suite1.txt was written by another implementation (suite1.py, other libraries), from the
// description in docs/formats.md. What is stored today must open in twenty years.
#include "storage/sealing/suite1.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "storage/sealing/packing.h"
#include "storage/sealing/random.h"

namespace holdfast::sealing {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Block = std::map<std::string, std::string>;

Bytes from_hex(const std::string& hex) {
  Bytes bytes(hex.size() / 2);
  if (hex.empty()) return bytes;
  std::size_t length = 0;
  EXPECT_EQ(sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &length, nullptr), 0);
  EXPECT_EQ(length, bytes.size());
  return bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> array_of(const std::string& hex) {
  const Bytes bytes = from_hex(hex);
  std::array<std::uint8_t, N> array{};
  EXPECT_EQ(bytes.size(), N);
  if (bytes.size() == N) std::ranges::copy(bytes, array.begin());
  return array;
}

std::uint32_t number_of(const std::string& text) { return static_cast<std::uint32_t>(std::stoul(text)); }

std::vector<Block> blocks(const std::string& kind) {
  const char* const source = std::getenv("HOLDFAST_SOURCE_DIR");
  std::ifstream in(std::string(source != nullptr ? source : ".") + "/tests/unit/storage/sealing/suite1.txt");
  std::vector<Block> found;
  Block block;
  for (std::string line; std::getline(in, line);) {
    if (const auto at = line.find(" ="); at != std::string::npos && line[0] != '#') {
      block[line.substr(0, at)] = line.size() > at + 3 ? line.substr(at + 3) : "";
    } else if (line.empty()) {
      if (block["kind"] == kind) found.push_back(block);
      block.clear();
    }
  }
  return found;
}

SealContext context_of(Block& block) {
  return {block["agency"],
          Purpose{static_cast<std::uint16_t>(number_of(block["purpose"]))},
          {array_of<16>(block["object"])},
          block.contains("version") ? number_of(block["version"]) : 0};
}

TEST(Suite1, chunks_are_those_of_the_vectors) {
  auto all = blocks("chunk");
  ASSERT_EQ(all.size(), 3u);
  for (auto& block : all) {
    const SealContext context = context_of(block);
    const Secret<32> key(array_of<32>(block["key"]));
    const std::uint32_t chunk = number_of(block["chunk"]);
    const bool last = block["last"] == "1";
    const Bytes plain = from_hex(block["plain"]);
    const Bytes sealed = from_hex(block["sealed"]);
    EXPECT_EQ(suite1::seal_chunk(key, context, array_of<19>(block["prefix"]), chunk, last, plain), sealed);
    Bytes opened(plain.size());
    EXPECT_TRUE(suite1::open_chunk(key, context, chunk, last, sealed, opened));
    EXPECT_EQ(opened, plain);
    EXPECT_FALSE(suite1::open_chunk(key, context, chunk, !last, sealed, opened)) << "the other last";
    EXPECT_FALSE(suite1::open_chunk(key, context, chunk + 1, last, sealed, opened)) << "another place";
  }
}

TEST(Suite1, wrapped_keys_are_those_of_the_vectors) {
  auto all = blocks("wrap");
  ASSERT_EQ(all.size(), 2u);
  for (auto& block : all) {
    const SealContext part = context_of(block);
    const KeyContext context{part.agency, part.purpose, part.object};
    const auto epoch_secret = array_of<32>(block["epoch_secret"]);
    const auto ephemeral_secret = array_of<32>(block["ephemeral_secret"]);
    const auto epoch_public = suite1::public_half(epoch_secret);
    const auto ephemeral_public = suite1::public_half(ephemeral_secret);
    EXPECT_EQ(epoch_public, array_of<32>(block["epoch_public"]));
    const auto key = suite1::wrap_key(ephemeral_secret, epoch_public, ephemeral_public, epoch_public);
    const auto same_key = suite1::wrap_key(epoch_secret, ephemeral_public, ephemeral_public, epoch_public);
    ASSERT_TRUE(key && same_key);
    EXPECT_TRUE(same(*key, *same_key));
    const Secret<32> data_key(array_of<32>(block["key"]));
    const Bytes wrapped = from_hex(block["wrapped"]);
    EXPECT_EQ(suite1::wrap(*key, data_key, context, Epoch{number_of(block["epoch"])}, ephemeral_public,
                           array_of<24>(block["nonce"])),
              wrapped);
    const auto unwrapped = suite1::unwrap(*key, context, wrapped);
    ASSERT_TRUE(unwrapped);
    EXPECT_TRUE(same(*unwrapped, data_key));
  }
}

// zstd may compress better in another version: what was packed must open, but need not be packed again the same way.
TEST(Suite1, packings_of_the_vectors_open) {
  auto all = blocks("packing");
  ASSERT_EQ(all.size(), 3u);
  for (auto& block : all) {
    const auto opened = unpack(from_hex(block["packed"]), 10000);
    ASSERT_TRUE(opened);
    const Bytes plain = from_hex(block["plain"]);
    EXPECT_TRUE(std::ranges::equal(opened->reveal(), plain));
    EXPECT_EQ(pack(plain)->size(), from_hex(block["packed"]).size());
  }
}

TEST(Suite1, other_formats_and_suites_are_not_opened_as_this_one) {
  const SealContext context{"us-ca", Purpose::letter, {}, 1};
  const Secret<32> key = random_secret<32>();
  const auto chunk = suite1::seal_chunk(key, context, {}, 0, true, {});
  std::array<std::uint8_t, 0> nothing{};
  EXPECT_TRUE(suite1::open_chunk(key, context, 0, true, chunk, nothing));
  for (const std::size_t at : {0u, 1u}) {
    auto changed = chunk;
    changed[at] = 2;
    EXPECT_FALSE(suite1::open_chunk(key, context, 0, true, changed, nothing));
  }
}

}  // namespace
}  // namespace holdfast::sealing
