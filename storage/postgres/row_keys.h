// For the sources of this folder: row keys, and witnessing an act by a person or by the gateway itself.
#pragma once

#include "storage/postgres/internal.h"
#include "storage/postgres/row_key.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {

struct RowKeys {
  static std::int64_t value(const RowKey& key) { return key.value_; }
  static RowKey make(std::int64_t value) {
    RowKey key;
    key.value_ = value;
    return key;
  }
  static RowKey of(const pqxx::field& field) { return make(field.is_null() ? 0 : field.as<std::int64_t>()); }
  static std::optional<std::int64_t> maybe(const std::optional<RowKey>& key) {
    return key ? std::optional<std::int64_t>{key->value_} : std::nullopt;
  }
};

// `who` null: the gateway's own work, whose transaction runs as Here::system.
inline domain::Result<void> witness_by(Transaction& tx, Worker& worker, const Principal* who, const Event& event) {
  return who != nullptr ? witness(tx, worker, *who, event) : witness_service(tx, worker, "gateway", event);
}

}  // namespace holdfast::storage
