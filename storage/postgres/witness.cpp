#include "storage/postgres/witness.h"

#include <algorithm>

#include "gateway/domain/permissions.h"
#include "storage/postgres/internal.h"
#include "storage/sealing/open.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using sealing::Purpose;

constexpr auto kInsert = "insert into hf.audit_leaf (agency_id, leaf, epoch, sealed) values ($1, $2, $3, $4)";

domain::ObjectId object_of(const audit::Leaf& leaf) { return {audit::leaf_id(leaf)}; }

Result<void> insert(Transaction& tx, Worker& worker, std::string_view actor, std::string_view role,
                    const Event& event) {
  const auto epoch = worker.here->public_keys->current(tx.now());
  if (!epoch) return std::unexpected(epoch.error());
  const auto made = seal_entry(worker, *epoch, tx.now(), actor, role, event);
  if (!made) return std::unexpected(made.error());
  Keys::work(tx).exec_params0(kInsert, Keys::agency(tx), binary(made->leaf), epoch->epoch.number, binary(made->sealed));
  return {};
}

}  // namespace

Result<SealedEntry> seal_entry(Worker& worker, const sealing::EpochPublicKey& epoch, domain::Time now,
                               std::string_view actor, std::string_view role, const Event& event) {
  const audit::Entry entry{std::chrono::floor<std::chrono::milliseconds>(now),
                           event.event,
                           std::string(actor),
                           std::string(role),
                           worker.here->agency,
                           event.object,
                           event.outcome,
                           event.reason,
                           event.counts};
  const auto canonical = audit::canonical_json(entry);
  if (!canonical) return fail(Problem::internal, audit::fault_text(canonical.error()));
  const auto id = audit::random_leaf_id();
  auto key = audit::random_leaf_key();
  SealedEntry made{audit::make_leaf(id, key, *canonical), {}};
  std::string plain(key.begin(), key.end());
  audit::wipe(key);
  plain += *canonical;
  const domain::ObjectId object{id};
  auto object_key = worker.sealer.new_object({worker.here->agency, Purpose::entry, object}, epoch, now);
  if (!object_key) return std::unexpected(object_key.error());
  auto chunks = sealing::seal(object_key->key, {worker.here->agency, Purpose::entry, object, 1}, plain);
  sodium_memzero(plain.data(), plain.size());
  if (!chunks) return std::unexpected(chunks.error());
  made.sealed = std::move(object_key->wrapped);
  made.sealed.insert(made.sealed.end(), chunks->front().begin(), chunks->front().end());
  return made;
}

Result<void> witness(Transaction& tx, Worker& worker, const Principal& who, const Event& event) {
  return insert(tx, worker, who.account.text(), domain::role_name(who.role), event);
}

Result<void> witness_service(Transaction& tx, Worker& worker, std::string_view service, const Event& event) {
  return insert(tx, worker, service, "", event);
}

Result<OpenedEntry> open_entry(const sealing::DataKey& key, const std::string& agency, const audit::Leaf& leaf,
                               const std::vector<std::uint8_t>& sealed) {
  if (sealed.size() <= sealing::kWrappedSize) return fail(Problem::internal, "not a sealed entry");
  const std::vector<sealing::SealedChunk> chunks{
      {sealed.begin() + static_cast<std::ptrdiff_t>(sealing::kWrappedSize), sealed.end()}};
  const auto plain = sealing::open(key, {agency, Purpose::entry, object_of(leaf), 1}, chunks);
  if (!plain) return std::unexpected(plain.error());
  audit::LeafKey leaf_key{};
  if (plain->size() < leaf_key.size()) return fail(Problem::internal, "not a sealed entry");
  std::ranges::copy(plain->reveal().first(leaf_key.size()), leaf_key.begin());
  OpenedEntry opened{{}, std::string(plain->reveal_text().substr(leaf_key.size()))};
  const bool proven = audit::opens(leaf, leaf_key, opened.canonical);
  audit::wipe(leaf_key);
  if (!proven) return fail(Problem::internal, "the entry is not the one its leaf commits to");
  auto entry = audit::parse_canonical(opened.canonical);
  if (!entry) return fail(Problem::internal, audit::fault_text(entry.error()));
  opened.entry = std::move(*entry);
  return opened;
}

}  // namespace holdfast::storage
