#include "storage/sealing/keeper_server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

#include "storage/sealing/frames.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

constexpr int kBacklog = 64;

// Whose process is at the other end, by the kernel's word.
bool allowed(int socket, std::span<const uid_t> uids) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return std::ranges::find(uids, peer.uid) != uids.end();
}

Refusal refusal_of(const domain::Error& error) {
  switch (error.problem) {
    case Problem::forbidden:
    case Problem::not_found:
    case Problem::refused:
      return Refusal::no_grant;
    case Problem::gone:
      return Refusal::gone;
    default:
      return Refusal::unavailable;
  }
}

domain::Result<GrantedKey> confirm(GrantSource& grants, const KeyRequest& request) {
  try {
    return grants.confirm(request);
  } catch (const std::exception&) {  // a source's bug must not end the keeper, nor open anything
    return fail(Problem::unavailable, "the grant source failed");
  }
}

domain::Result<Fd> listen_on(const fs::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket.native().size() >= sizeof address.sun_path) {
    return fail(Problem::invalid_field, "the keeper's socket path is longer than 107 bytes", "keeper.socket");
  }
  std::ranges::copy(socket.native(), address.sun_path);
  if (connect_to(socket, after(milliseconds(200)))) {
    return fail(Problem::conflict, "another keeper listens on this socket", "keeper.socket");
  }
  struct stat about{};
  // A socket that nobody listens on is what a killed keeper left; anything else is not ours to remove.
  if (::lstat(socket.c_str(), &about) == 0 && S_ISSOCK(about.st_mode)) ::unlink(socket.c_str());
  Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::chmod(socket.c_str(), 0660) != 0 || ::listen(fd.get(), kBacklog) != 0) {
    return fail(Problem::unavailable, "the keeper's socket cannot be made", "keeper.socket");
  }
  return fd;
}

}  // namespace

struct KeeperServer::Impl {
  struct Connection {
    std::thread thread;
    std::atomic<bool> done{false};
  };

  KeeperServerOptions options;
  const Keyring& keyring;
  GrantSource& grants;
  Fd listener;
  Fd stop_event;
  std::thread acceptor;
  std::list<Connection> connections;  // the acceptor's alone, until it has been joined
  std::atomic<int> open{0};

  Impl(KeeperServerOptions given, const Keyring& ring, GrantSource& source, Fd socket)
      : options(std::move(given)),
        keyring(ring),
        grants(source),
        listener(std::move(socket)),
        stop_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  void event(std::string_view what) const {
    if (options.on_event) options.on_event(what);
  }

  void accept_until_stopped() {
    for (;;) {
      std::array<pollfd, 2> watched{pollfd{listener.get(), POLLIN, 0}, pollfd{stop_event.get(), POLLIN, 0}};
      if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return event("keeper: poll failed");
      if (watched[1].revents != 0) return;
      if (watched[0].revents != 0) accept_one();
    }
  }

  void accept_one() {
    Fd socket(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) return pause_if_out_of_descriptors();
    reap();
    if (!allowed(socket.get(), options.allowed_uids)) return event("keeper: a peer of another account was refused");
    if (open.load() >= options.most_connections) return event("keeper: too many connections");
    ++open;
    Connection& connection = connections.emplace_back();
    try {
      connection.thread = std::thread([this, &connection, held = std::move(socket)]() mutable {
        serve(held.get());
        held.reset();
        --open;
        connection.done = true;
      });
    } catch (const std::system_error&) {
      --open;
      connections.pop_back();
      event("keeper: no thread for a connection");
    }
  }

  // The waiting peer would wake the poll again at once.
  void pause_if_out_of_descriptors() const {
    if (errno != EMFILE && errno != ENFILE && errno != ENOMEM) return;
    event("keeper: out of descriptors");
    pollfd stopping{stop_event.get(), POLLIN, 0};
    ::poll(&stopping, 1, 100);
  }

  void reap() {
    std::erase_if(connections, [](Connection& connection) {
      if (connection.done) connection.thread.join();
      return connection.done.load();
    });
  }

  void serve(int socket) const {
    while (answer_one(socket)) {
    }
  }

  // False when the connection is over.
  bool answer_one(int socket) const {
    const auto body = read_frame(socket, stop_event.get(), after(options.idle_time), options.frame_time);
    if (!body) return refuse_frame(socket, body.error());
    const auto request = decode_request(body->reveal());
    if (!request) return refuse_frame(socket, FrameFault::broken);
    const KeyAnswer answered = answer(*request, keyring, grants);
    if (answered.refusal) event(refusal_name(*answered.refusal));
    return write_frame(socket, encode_answer(answered).reveal(), after(options.frame_time));
  }

  bool refuse_frame(int socket, FrameFault fault) const {
    const bool between_frames =
        fault == FrameFault::closed || fault == FrameFault::stopped || fault == FrameFault::idle;
    if (between_frames) return false;  // and no word: the client may be about to ask over this connection
    event(fault == FrameFault::too_slow ? "keeper: a peer was too slow" : "keeper: a peer sent no request");
    KeyAnswer malformed;
    malformed.refusal = Refusal::malformed;
    write_frame(socket, encode_answer(malformed).reveal(), after(milliseconds(100)));
    return false;
  }

  void stop() {
    const std::uint64_t one = 1;
    if (::write(stop_event.get(), &one, sizeof one) < 0) return;
    if (acceptor.joinable()) acceptor.join();
    for (Connection& connection : connections) connection.thread.join();
    connections.clear();
    if (!listener) return;
    ::unlink(options.socket.c_str());
    listener.reset();
  }
};

KeeperServer::KeeperServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

KeeperServer::~KeeperServer() { stop(); }

domain::Result<std::unique_ptr<KeeperServer>> KeeperServer::start(KeeperServerOptions options, const Keyring& keyring,
                                                                  GrantSource& grants) {
  auto listener = listen_on(options.socket);
  if (!listener) return std::unexpected(listener.error());
  auto impl = std::make_unique<Impl>(std::move(options), keyring, grants, *std::move(listener));
  if (!impl->stop_event) return fail(Problem::unavailable, "no descriptor for stopping");
  impl->acceptor = std::thread([raw = impl.get()] { raw->accept_until_stopped(); });
  return std::unique_ptr<KeeperServer>(new KeeperServer(std::move(impl)));
}

void KeeperServer::stop() { impl_->stop(); }

int KeeperServer::connections() const { return impl_->open.load(); }

KeyAnswer KeeperServer::answer(const KeyRequest& request, const Keyring& keyring, GrantSource& grants) {
  KeyAnswer answer;
  answer.request = request.request;
  const auto granted = confirm(grants, request);
  if (!granted) {
    answer.refusal = refusal_of(granted.error());
    return answer;
  }
  auto key = keyring.unwrap(granted->wrapped, request.key);
  if (key) {
    answer.key = std::move(key->key_);
  } else {
    answer.refusal = key.error().problem == Problem::gone ? Refusal::gone : Refusal::damaged;
  }
  return answer;
}

}  // namespace holdfast::sealing
