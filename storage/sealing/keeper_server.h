// The keeper's side of the socket. Who may connect is decided by the kernel (SO_PEERCRED), what is opened by the
// GrantSource, which reads the database itself and has committed the audit entry before it says yes.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "gateway/domain/result.h"
#include "storage/sealing/keeper_protocol.h"
#include "storage/sealing/keyring.h"

namespace holdfast::sealing {

struct GrantedKey {
  WrappedKey wrapped;
};

// Called by several threads at once. Must be idempotent under KeyRequest::request: a client whose connection broke
// asks again with the same id, and that is one question, one entry.
//
// Errors: forbidden or not_found: no grant; gone: destroyed; anything else counts as unavailable. Refusals are
// witnessed too.
class GrantSource {
 public:
  virtual ~GrantSource() = default;
  virtual domain::Result<GrantedKey> confirm(const KeyRequest& request) = 0;
};

struct KeeperServerOptions {
  std::filesystem::path socket;                // made with mode 0660 in a folder that the installer protects
  std::vector<uid_t> allowed_uids;             // peers of other accounts are closed at once
  int most_connections = 32;                   // one thread each; beyond that, closed at once
  std::chrono::milliseconds frame_time{2000};  // from a frame's first byte to its last, and to write an answer
  std::chrono::milliseconds idle_time{60000};  // without a request
  // For the log and metrics: a fixed phrase, called from the server's threads. May be empty.
  std::function<void(std::string_view what)> on_event;
};

// Runs from start() to stop() (or destruction); stop() lets requests in progress finish and then joins all threads.
// Errors of start(): conflict if another keeper listens there; unavailable if the socket cannot be made.
// `keyring` and `grants` outlive the server.
class KeeperServer {
 public:
  static domain::Result<std::unique_ptr<KeeperServer>> start(KeeperServerOptions options, const Keyring& keyring,
                                                             GrantSource& grants);
  ~KeeperServer();
  KeeperServer(const KeeperServer&) = delete;
  KeeperServer& operator=(const KeeperServer&) = delete;
  KeeperServer(KeeperServer&&) = delete;
  KeeperServer& operator=(KeeperServer&&) = delete;
  void stop();
  int connections() const;

 private:
  struct Impl;
  explicit KeeperServer(std::unique_ptr<Impl> impl);
  static KeyAnswer answer(const KeyRequest& request, const Keyring& keyring, GrantSource& grants);

  std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast::sealing
