#include "storage/sealing/keeper_client.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "storage/sealing/frames.h"
#include "storage/sealing/random.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;

std::unexpected<domain::Error> error_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::no_grant:
      return fail(Problem::forbidden, "the keeper found no grant");
    case Refusal::gone:
      return fail(Problem::gone, "destroyed");
    case Refusal::unavailable:
      return fail(Problem::unavailable, "the keeper cannot ask the database");
    case Refusal::malformed:
      return fail(Problem::internal, "the keeper could not read the request");
    case Refusal::damaged:
      return fail(Problem::internal, "the wrapped key does not open");
  }
  return fail(Problem::internal, "the keeper gave no answer that we know");
}

std::unexpected<domain::Error> down() { return fail(Problem::unavailable, "the keeper does not answer"); }

}  // namespace

// One question over one connection.
struct KeeperClient::Call {
  enum class End : std::uint8_t { answered, never_reached, failed };

  End end = End::failed;
  std::optional<KeyAnswer> answer{};

  Call(int socket, const KeyRequest& request, Deadline until) {
    end = End::never_reached;
    if (!write_frame(socket, encode_request(request), until)) return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const auto body = read_frame(socket, -1, until, left);
    if (!body && body.error() == FrameFault::closed) return;
    end = End::failed;
    if (!body) return;
    answer = decode_answer(body->reveal());
    if (answer && answer->request == request.request) end = End::answered;
  }
};

KeeperClient::KeeperClient(KeeperClientOptions options) : options_(std::move(options)) {}

domain::Result<DataKey> KeeperClient::key(KeyRequest request) {
  if (request.request == RequestId{}) request.request = random_id<RequestId>();
  const Deadline until = after(options_.answer_time);
  if (Fd kept = take_idle()) {
    auto call = Call(kept.get(), request, until);
    if (call.end != Call::End::never_reached) return finish(std::move(kept), std::move(call));
    forget_idle();  // the keeper has been restarted: the others are as dead
  }
  Fd fresh = connect_to(options_.socket, std::min(until, after(options_.connect_time)));
  if (!fresh) return down();
  auto call = Call(fresh.get(), request, until);
  return finish(std::move(fresh), std::move(call));
}

domain::Result<DataKey> KeeperClient::finish(Fd connection, Call call) {
  if (!call.answer) return down();
  const bool ours = call.end == Call::End::answered;
  if (ours) keep(std::move(connection));
  if (call.answer->refusal) return error_of(*call.answer->refusal);
  if (!ours) return fail(Problem::internal, "the keeper answered another question");
  return DataKey(std::move(call.answer->key));
}

bool KeeperClient::reachable() const {
  return static_cast<bool>(connect_to(options_.socket, after(options_.connect_time)));
}

Fd KeeperClient::take_idle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return {};
  Fd taken = std::move(idle_.back());
  idle_.pop_back();
  return taken;
}

void KeeperClient::keep(Fd connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < options_.most_idle) idle_.push_back(std::move(connection));
}

void KeeperClient::forget_idle() {
  const std::lock_guard lock(mutex_);
  idle_.clear();
}

}  // namespace holdfast::sealing
