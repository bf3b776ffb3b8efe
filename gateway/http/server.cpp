#include "gateway/http/server.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <vector>

#include "gateway/http/session.h"
#include "gateway/http/tls.h"

namespace holdfast::http {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

constexpr auto kTuple = net::as_tuple(net::use_awaitable);
constexpr auto kAcceptPause = std::chrono::milliseconds{100};

net::ip::address plain_address(const net::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6());
}

// Whom a connection counts for: an IPv4 address, or the /64 that one IPv6 subscriber has.
std::string peer_key(const net::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return net::ip::address_v6{bytes}.to_string();
}

}  // namespace

// The listener, and the lanes that it gives its connections to in turn.
class ServerCore {
 public:
  explicit ServerCore(ServerOptions chosen) : shared(std::make_shared<Shared>(std::move(chosen))) {}

  std::expected<void, std::string> start();
  bool stop();

  std::shared_ptr<Shared> shared;
  std::uint16_t port = 0;

 private:
  const ServerOptions& options() const { return shared->options; }
  std::expected<void, std::string> bind();
  void run_lanes();
  net::awaitable<void> accept();
  void take(tcp::socket socket, const std::shared_ptr<Lane>& lane);
  void on_each_session(void (LaneMember::*act)());

  std::vector<std::shared_ptr<Lane>> lanes_;
  std::unique_ptr<tcp::acceptor> acceptor_;
  std::unique_ptr<net::steady_timer> accept_pause_;
  bool running_ = false;
};

std::expected<void, std::string> ServerCore::bind() {
  const std::string place = options().address + " port " + std::to_string(options().port);
  error_code error;
  const auto address = net::ip::make_address(options().address, error);
  if (error) return std::unexpected("not an address to listen on: " + options().address);
  const tcp::endpoint endpoint{address, options().port};
  acceptor_ = std::make_unique<tcp::acceptor>(lanes_.front()->context);
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(net::socket_base::reuse_address{true}, error);  // for TIME_WAIT, not for sharing
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(net::socket_base::max_listen_connections, error);
  if (error == net::error::address_in_use) {
    return std::unexpected("cannot listen on " + place + ": another program is using this port");
  }
  if (error) return std::unexpected("cannot listen on " + place + ": " + error.message());
  port = acceptor_->local_endpoint().port();
  return {};
}

std::expected<void, std::string> ServerCore::start() {
  if (!options().handle) return std::unexpected("the server has no handler");
  if (auto loaded = load_tls(shared->tls, options().certificate, options().key); !loaded) return loaded;
  const unsigned threads =
      options().threads != 0 ? options().threads : std::max(1U, std::thread::hardware_concurrency());
  for (unsigned at = 0; at < threads; ++at) lanes_.push_back(std::make_shared<Lane>());
  if (auto bound = bind(); !bound) {
    acceptor_.reset();
    lanes_.clear();
    return bound;
  }
  accept_pause_ = std::make_unique<net::steady_timer>(lanes_.front()->context);
  run_lanes();
  return {};
}

void ServerCore::run_lanes() {
  const auto report = [this] { shared->report({}, "a loop of the server ended"); };
  running_ = true;
  net::co_spawn(lanes_.front()->context, accept(), [report](const std::exception_ptr& error) {
    if (error) report();
  });
  for (const auto& lane : lanes_) lane->start(report);
}

net::awaitable<void> ServerCore::accept() {
  for (std::size_t next = 0; !shared->stopping; ++next) {
    const auto lane = lanes_[next % lanes_.size()];
    auto [error, socket] = co_await acceptor_->async_accept(lane->context, kTuple);
    if (shared->stopping) co_return;
    if (!error) {
      take(std::move(socket), lane);
    } else if (error != net::error::connection_aborted) {
      // Most likely no descriptor is left: wait for a connection to end.
      accept_pause_->expires_after(kAcceptPause);
      co_await accept_pause_->async_wait(kTuple);
    }
  }
}

void ServerCore::take(tcp::socket socket, const std::shared_ptr<Lane>& lane) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(tcp::no_delay{true}, error);
  const auto address = plain_address(endpoint.address());
  std::string key = peer_key(address);
  if (!shared->peers.admit(key)) {
    ++shared->counters->refused_connections;
    return;
  }
  begin_session(shared, lane, std::move(socket), address.to_string(), std::move(key));
}

void ServerCore::on_each_session(void (LaneMember::*act)()) {
  for (const auto& lane : lanes_) lane->on_each(act);
}

bool ServerCore::stop() {
  if (!std::exchange(running_, false)) return true;
  shared->stopping = true;
  net::post(lanes_.front()->context, [this] {
    error_code ignored;
    acceptor_->close(ignored);
    accept_pause_->cancel();
  });
  on_each_session(&LaneMember::end_if_idle);
  const bool finished = shared->peers.wait_for_none(options().shutdown_grace);
  if (!finished) {
    on_each_session(&LaneMember::end_now);
    shared->peers.wait_for_none(std::chrono::hours{1});
  }
  for (const auto& lane : lanes_) lane->close();
  return finished;
}

Server::Server(ServerOptions options) : core_(std::make_shared<ServerCore>(std::move(options))) {}
Server::~Server() { stop(); }

std::expected<void, std::string> Server::start() { return core_->start(); }
bool Server::stop() { return core_->stop(); }
std::uint16_t Server::port() const { return core_->port; }

ServerCounts Server::counts() const {
  const Counters& now = *core_->shared->counters;
  return {.connections = now.connections,
          .in_flight = now.in_flight,
          .buffered = now.buffered,
          .requests = now.requests,
          .refused_busy = now.refused_busy,
          .refused_connections = now.refused_connections};
}

}  // namespace holdfast::http
