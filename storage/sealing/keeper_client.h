// The gateway's side: asks the keeper for the key of one object under one grant.
#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <vector>

#include "gateway/domain/result.h"
#include "storage/sealing/fd.h"
#include "storage/sealing/keeper_protocol.h"
#include "storage/sealing/open.h"

namespace holdfast::sealing {

struct KeeperClientOptions {
  std::filesystem::path socket;
  std::chrono::milliseconds connect_time{500};
  std::chrono::milliseconds answer_time{5000};  // for the whole question, the database's part included
  std::size_t most_idle = 8;                    // connections kept for the next question
};

// Blocking. Thread-safe: each question in flight has its own connection, kept afterwards for the next one. A kept
// connection that the keeper has closed is replaced once, with the same question.
//
// Errors: forbidden (no grant), gone (destroyed), unavailable (keeper or its database down, busy or too slow),
// internal (the wrapped key does not open, or the keeper said something that is no answer).
class KeeperClient {
 public:
  explicit KeeperClient(KeeperClientOptions options);

  // request.request is filled in here if it is all zero.
  domain::Result<DataKey> key(KeyRequest request);

  // True if a keeper answers the door: for health pages. Asks for nothing.
  bool reachable() const;

 private:
  struct Call;
  domain::Result<DataKey> finish(Fd connection, Call call);
  Fd take_idle();
  void keep(Fd connection);
  void forget_idle();

  KeeperClientOptions options_;
  std::mutex mutex_;
  std::vector<Fd> idle_;
};

}  // namespace holdfast::sealing
