// Writing to the log from inside a transaction: the entry is sealed, its leaf goes in with what it witnesses, and
// both commit or neither.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audit/entry/entry.h"
#include "audit/entry/leaf.h"
#include "storage/postgres/here.h"
#include "storage/postgres/principal.h"

namespace holdfast::storage {

struct Event {
  std::string event;             // "letter.approved"
  std::string object;            // "letter/<id>"
  std::string outcome = "done";  // done, refused, failed
  std::string reason{};          // a code
  std::map<std::string, std::int64_t, std::less<>> counts{};
};

// A leaf and the bytes that go into hf.audit_leaf.sealed: wrapped key, then one chunk holding the leaf's key and the
// canonical entry. `actor` is an account id or a service's name; `role` is empty for a service.
struct SealedEntry {
  audit::Leaf leaf{};
  std::vector<std::uint8_t> sealed;
};
domain::Result<SealedEntry> seal_entry(Worker& worker, const sealing::EpochPublicKey& epoch, domain::Time now,
                                       std::string_view actor, std::string_view role, const Event& event);

// In this transaction. An entry that cannot be written fails the act.
domain::Result<void> witness(Transaction& tx, Worker& worker, const Principal& who, const Event& event);
// By the gateway itself (background work) or another service.
domain::Result<void> witness_service(Transaction& tx, Worker& worker, std::string_view service, const Event& event);

// An opened entry, proven against its leaf.
struct OpenedEntry {
  audit::Entry entry;
  std::string canonical;
};
domain::Result<OpenedEntry> open_entry(const sealing::DataKey& key, const std::string& agency, const audit::Leaf& leaf,
                                       const std::vector<std::uint8_t>& sealed);

}  // namespace holdfast::storage
