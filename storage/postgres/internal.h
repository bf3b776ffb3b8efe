// For the sources of this folder alone: the way to libpqxx, and how values cross.
#pragma once

#include <pqxx/pqxx>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/domain/people.h"
#include "storage/postgres/database.h"

namespace holdfast::storage {

struct Keys {
  static std::unique_ptr<pqxx::connection> connect(const ConnectionSettings& settings);
  static pqxx::transaction_base& work(Transaction& tx) { return tx.work_; }
  static std::int64_t agency(const Actor& actor) { return actor.agency_; }
  static std::int64_t account(const Actor& actor) { return actor.account_; }
  static std::int64_t agency(const Transaction& tx) { return tx.actor_.agency_; }
  static std::int64_t account(const Transaction& tx) { return tx.actor_.account_; }
  static Actor actor(std::int64_t agency, std::int64_t account) {
    Actor made;
    made.agency_ = agency;
    made.account_ = account;
    return made;
  }
};

inline pqxx::binarystring binary(std::span<const std::uint8_t> bytes) {
  return {static_cast<const void*>(bytes.data()), bytes.size()};
}
template <class Tag>
pqxx::binarystring binary(const domain::Id<Tag>& id) {
  return binary(std::span<const std::uint8_t>(id.bytes));
}

inline std::vector<std::uint8_t> bytes_of(const pqxx::field& field) {
  const pqxx::binarystring raw(field);
  return {raw.begin(), raw.end()};
}
template <class Id>
Id id_of(const pqxx::field& field) {
  const pqxx::binarystring raw(field);
  Id id;
  if (raw.size() == id.bytes.size()) std::copy(raw.begin(), raw.end(), id.bytes.begin());
  return id;
}
template <class Id>
std::optional<Id> maybe_id_of(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional<Id>{id_of<Id>(field)};
}

// Columns that hold hf.micros(...).
inline domain::Time time_of(const pqxx::field& field) {
  return domain::Time{domain::Duration{field.as<std::int64_t>()}};
}
inline std::optional<domain::Time> maybe_time_of(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional<domain::Time>{time_of(field)};
}
inline std::int64_t micros(domain::Time time) { return time.time_since_epoch().count(); }
inline std::optional<std::int64_t> micros(const std::optional<domain::Time>& time) {
  return time ? std::optional<std::int64_t>{micros(*time)} : std::nullopt;
}

// The domain compares people by an id of theirs: here it is made of the database's own key and never leaves.
inline domain::NaturalId natural(std::int64_t human) {
  domain::NaturalId id;
  auto key = static_cast<std::uint64_t>(human);
  for (auto& byte : id.bytes) {
    byte = static_cast<std::uint8_t>(key);
    key >>= 8;
  }
  return id;
}

// What a statement about one thing did: it was there.
inline domain::Result<void> one_row(const pqxx::result& done) {
  if (done.affected_rows() != 1) return domain::fail(domain::Problem::not_found, "there is nothing here");
  return {};
}

// text[] both ways. Elements are quoted always.
std::string array_text(std::span<const std::string> items);
std::string array_text(std::span<const std::int64_t> items);
std::vector<std::string> texts_of(const pqxx::field& field);

}  // namespace holdfast::storage
