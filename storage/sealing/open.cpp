#include "storage/sealing/open.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "storage/sealing/packing.h"
#include "storage/sealing/suite1.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;
using Spans = std::span<const std::span<const std::uint8_t>>;

auto does_not_open() { return fail(Problem::internal, "sealed bytes do not open"); }

// Nothing where a length alone shows that these are not the chunks of one part.
std::optional<std::size_t> packed_size(Spans chunks) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (chunks[i].size() <= kChunkOverhead) return std::nullopt;
    const std::size_t piece = chunks[i].size() - kChunkOverhead;
    if (piece > kChunk || (i + 1 < chunks.size() && piece != kChunk)) return std::nullopt;
    size += piece;
  }
  return size;
}

bool one_sealing(Spans chunks) {
  const auto prefix = suite1::prefix_of(chunks.front());
  return std::ranges::all_of(chunks, [&](auto chunk) { return suite1::prefix_of(chunk) == prefix; });
}

bool open_all(const Secret<32>& key, const SealContext& context, Spans chunks, std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const auto piece = out.first(chunks[i].size() - kChunkOverhead);
    out = out.subspan(piece.size());
    const bool last = i + 1 == chunks.size();
    if (!suite1::open_chunk(key, context, static_cast<std::uint32_t>(i), last, chunks[i], piece)) return false;
  }
  return true;
}

}  // namespace

domain::Result<SecretBytes> open(const DataKey& key, const SealContext& context, Spans chunks, std::size_t limit) {
  const auto size = packed_size(chunks);
  if (chunks.empty() || !size || !one_sealing(chunks)) return does_not_open();
  if (*size > padded_size(kMostPlain + kLeastPacked)) return fail(Problem::too_large, "more than is ever sealed");
  SecretBytes packed(*size);
  if (!open_all(key.key_, context, chunks, packed.reveal_to_fill())) return does_not_open();
  return unpack(packed.reveal(), limit);
}

domain::Result<SecretBytes> open(const DataKey& key, const SealContext& context, std::span<const SealedChunk> chunks,
                                 std::size_t limit) {
  const std::vector<std::span<const std::uint8_t>> spans(chunks.begin(), chunks.end());
  return open(key, context, Spans(spans), limit);
}

ChunkOpener::ChunkOpener(const DataKey& key, SealContext context)
    : key_(key.key_.reveal()), context_(std::move(context)) {}

domain::Result<SecretBytes> ChunkOpener::next(std::span<const std::uint8_t> chunk, bool last) {
  if (ended_ || chunk.size() < kChunkOverhead || chunk.size() > kChunkOverhead + kChunk) return does_not_open();
  const auto prefix = suite1::prefix_of(chunk);
  if (chunk_ == 0) prefix_ = prefix;
  SecretBytes plain(chunk.size() - kChunkOverhead);
  const bool opened = prefix == prefix_ && (last || plain.size() == kChunk) &&
                      suite1::open_chunk(key_, context_, chunk_, last, chunk, plain.reveal_to_fill());
  if (!opened) return does_not_open();
  ++chunk_;
  ended_ = last;
  return plain;
}

}  // namespace holdfast::sealing
