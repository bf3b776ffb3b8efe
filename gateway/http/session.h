// The life of one connection: handshake, requests one after the other, goodbye. The stream and its reading and writing
// stay in the source.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/http/bounds.h"
#include "gateway/http/lane.h"
#include "gateway/http/server.h"

namespace holdfast::http {

// What the sessions of a server share.
struct Shared {
  explicit Shared(ServerOptions chosen) : options(std::move(chosen)) {}
  void report(std::string_view request_id, std::string_view what) const {
    if (options.on_failure) options.on_failure(request_id, what);
  }

  ServerOptions options;
  std::shared_ptr<Counters> counters = std::make_shared<Counters>();
  Peers peers{counters, options.max_connections, options.max_per_peer};
  boost::asio::ssl::context tls{boost::asio::ssl::context::tls_server};
  std::atomic<bool> stopping{false};
};

// Serves a socket of the lane's context until it ends; then releases `peer_key`, under which it was admitted.
void begin_session(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Lane>& lane,
                   boost::asio::ip::tcp::socket socket, const std::string& peer, std::string peer_key);

}  // namespace holdfast::http
