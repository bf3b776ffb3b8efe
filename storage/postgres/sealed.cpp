#include "storage/postgres/sealed.h"

#include <utility>

#include "storage/postgres/internal.h"
#include "storage/postgres/sealed_rows.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kPutObject = R"sql(
  insert into hf.sealed_object (agency_id, oid, purpose, version, epoch, wrapped_key) values ($1, $2, $3, $4, $5, $6)
  returning id
)sql";
constexpr auto kPutChunk =
    "insert into hf.sealed_chunk (agency_id, object_id, part, no, body) values ($1, $2, $3, $4, $5)";
constexpr auto kAddChunk = R"sql(
  insert into hf.sealed_chunk (agency_id, object_id, part, no, body)
  select o.agency_id, o.id, $3, $4, $5 from hf.sealed_object o
   where o.agency_id = $1 and o.oid = $2 and o.destroyed_at is null
)sql";
constexpr auto kChunks = R"sql(
  select c.body from hf.sealed_object o join hf.sealed_chunk c on c.agency_id = o.agency_id and c.object_id = o.id
   where o.agency_id = $1 and o.oid = $2 and c.part = $3 and o.destroyed_at is null order by c.no
)sql";

}  // namespace

Result<std::int64_t> put_object(Transaction& tx, Worker& worker, sealing::Purpose purpose,
                                const domain::ObjectId& object, std::initializer_list<PartText> parts,
                                std::uint32_t version) {
  const auto epoch = worker.here->public_keys->current(tx.now());
  if (!epoch) return std::unexpected(epoch.error());
  auto made = worker.sealer.new_object({worker.here->agency, purpose, object}, *epoch, tx.now());
  if (!made) return std::unexpected(made.error());
  auto& work = Keys::work(tx);
  const auto row = work.exec_params1(kPutObject, Keys::agency(tx), binary(object), std::to_underlying(purpose), version,
                                     epoch->epoch.number, binary(made->wrapped));
  const auto id = row[0].as<std::int64_t>();
  for (const auto& part : parts) {
    const auto chunks = sealing::seal(made->key, {worker.here->agency, part.purpose, object, version}, part.text);
    if (!chunks) return std::unexpected(chunks.error());
    int no = 0;
    for (const auto& chunk : *chunks) {
      work.exec_params0(kPutChunk, Keys::agency(tx), id, std::to_underlying(part.purpose), no++, binary(chunk));
    }
  }
  return id;
}

Result<OpenedObject> OpenedObject::ask(Worker& worker, const Actor& actor, const domain::AccountId& account,
                                       const Look& look) {
  auto key =
      worker.here->keeper->key({{}, {worker.here->agency, look.purpose, look.object}, look.kind, look.grant, account});
  if (!key) return std::unexpected(key.error());
  return OpenedObject(std::move(*key), look, actor);
}

Result<sealing::SecretBytes> OpenedObject::part(Worker& worker, sealing::Purpose part) const {
  auto chunks = worker.database.run(actor_, [&](Transaction& tx) -> Result<std::vector<sealing::SealedChunk>> {
    std::vector<sealing::SealedChunk> found;
    for (const auto& row :
         Keys::work(tx).exec_params(kChunks, Keys::agency(tx), binary(look_.object), std::to_underlying(part))) {
      found.push_back(bytes_of(row[0]));
    }
    if (found.empty()) return fail(Problem::gone, "it was destroyed");
    return found;
  });
  if (!chunks) return std::unexpected(chunks.error());
  return sealing::open(key_, {worker.here->agency, part, look_.object, look_.version}, *chunks);
}

Result<void> OpenedObject::add_part(Transaction& tx, Worker& worker, sealing::Purpose part,
                                    const std::string& text) const {
  const auto chunks = sealing::seal(key_.to_seal(), {worker.here->agency, part, look_.object, look_.version}, text);
  if (!chunks) return std::unexpected(chunks.error());
  int no = 0;
  for (const auto& chunk : *chunks) {
    const auto done = Keys::work(tx).exec_params(kAddChunk, Keys::agency(tx), binary(look_.object),
                                                 std::to_underlying(part), no++, binary(chunk));
    if (done.affected_rows() != 1) return fail(Problem::gone, "it was destroyed");
  }
  return {};
}

}  // namespace holdfast::storage
