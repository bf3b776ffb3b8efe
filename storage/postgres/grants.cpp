#include "storage/postgres/grants.h"

#include <mutex>
#include <utility>
#include <vector>

#include "storage/postgres/internal.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using sealing::GrantKind;

constexpr auto kGrant = "select wrapped_key, purpose from hf.keeper_grant($1, $2, $3, $4, $5)";
constexpr auto kEntry = "select sealed, leaf from hf.keeper_entry($1, $2, $3)";
constexpr auto kAsked = "select is_new, is_granted from hf.keeper_asked($1, $2, $3, $4)";

std::string_view kind_name(GrantKind kind) {
  switch (kind) {
    case GrantKind::review:
      return "review";
    case GrantKind::release:
      return "release";
    case GrantKind::reading:
      return "reading";
    case GrantKind::flagged:
      return "flagged";
    case GrantKind::ticket:
      return "ticket";
    case GrantKind::report:
      return "report";
    case GrantKind::rescreen:
      return "rescreen";
    case GrantKind::registry_load:
      return "registry_load";
    case GrantKind::addressing:
      return "addressing";
    case GrantKind::delivery:
      return "delivery";
    case GrantKind::notice:
      return "notice";
    case GrantKind::sign_in:
      return "sign_in";
    case GrantKind::audit_entry:
      return "audit_entry";
    case GrantKind::own_data:
      return "own_data";
    case GrantKind::order_note:
      return "order_note";
    case GrantKind::advice:
      return "advice";
  }
  return "unknown";
}

std::optional<sealing::GrantedKey> find(Transaction& tx, const sealing::KeyRequest& request) {
  auto& work = Keys::work(tx);
  if (request.grant_kind == GrantKind::audit_entry) {
    const auto rows = work.exec_params(kEntry, Keys::agency(tx), binary(request.grant), binary(request.actor));
    if (rows.empty()) return std::nullopt;
    auto sealed = bytes_of(rows.front()[0]);
    const auto leaf = bytes_of(rows.front()[1]);
    const bool same = leaf.size() == audit::kLeafSize && sealed.size() > sealing::kWrappedSize &&
                      std::equal(request.key.object.bytes.begin(), request.key.object.bytes.end(), leaf.begin() + 1);
    if (!same || request.key.purpose != sealing::Purpose::entry) return std::nullopt;
    sealed.resize(sealing::kWrappedSize);
    return sealing::GrantedKey{std::move(sealed)};
  }
  const auto rows = work.exec_params(kGrant, Keys::agency(tx), std::string(kind_name(request.grant_kind)),
                                     binary(request.grant), binary(request.key.object), binary(request.actor));
  if (rows.empty() || rows.front()[1].as<int>() != std::to_underlying(request.key.purpose)) return std::nullopt;
  return sealing::GrantedKey{bytes_of(rows.front()[0])};
}

// A repeated question is witnessed once and answered as it was; `found` is emptied where that is a refusal.
bool is_new(Transaction& tx, const sealing::KeyRequest& request, std::optional<sealing::GrantedKey>& found) {
  const auto question = sealing::encode_request(request);
  const auto row = Keys::work(tx).exec_params1(kAsked, Keys::agency(tx), binary(request.request), binary(question),
                                               found.has_value());
  if (!row[1].as<bool>()) found.reset();
  return row[0].as<bool>();
}

}  // namespace

// Connections are taken from the back: as many as questions were ever asked at once.
struct Grants::Pool {
  ConnectionSettings settings;
  const Here* here;
  std::mutex mutex;
  std::vector<std::unique_ptr<Worker>> idle;

  std::unique_ptr<Worker> take() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return std::make_unique<Worker>(settings, *here);
    auto worker = std::move(idle.back());
    idle.pop_back();
    return worker;
  }
  void give(std::unique_ptr<Worker> worker) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(worker));
  }
};

Grants::Grants(ConnectionSettings keeper_role, const Here& here)
    : pool_(new Pool{std::move(keeper_role), &here, {}, {}}) {}
Grants::~Grants() = default;

Result<sealing::GrantedKey> Grants::confirm(const sealing::KeyRequest& request) {
  auto worker = pool_->take();
  std::optional<sealing::GrantedKey> found;
  const auto& here = *pool_->here;
  const auto done = worker->database.run(here.system, [&](Transaction& tx) -> Result<void> {
    found = request.key.agency == here.agency ? find(tx, request) : std::nullopt;
    if (!is_new(tx, request, found)) return {};
    return witness_service(tx, *worker, "keeper",
                           {.event = "key.unwrapped",
                            .object = "object/" + request.key.object.text() + " for account/" + request.actor.text(),
                            .outcome = found ? "done" : "refused",
                            .reason = std::string(kind_name(request.grant_kind))});
  });
  pool_->give(std::move(worker));
  if (!done) return std::unexpected(done.error());
  if (!found) return fail(Problem::forbidden, "no grant");
  return std::move(*found);
}

}  // namespace holdfast::storage
