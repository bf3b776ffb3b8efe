// All registered persons in this gateway's memory, for recognising them: opened once through the keeper, kept current
// by what the database says has changed, written nowhere.
//
// Every answer is for the version that the asker's own transaction read: a registry that is not at that version yet
// says nothing, and whoever asked waits. It never says "nobody" for "not known yet".
//
// Thread-safe: one thread follows, any number ask.
#pragma once

#include <chrono>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/flows/registrations.h"
#include "screening/identity/index.h"
#include "screening/identity/scan.h"

namespace holdfast::flows {

class Registry {
 public:
  explicit Registry(std::string holder) : holder_(std::move(holder)) {}

  // One turn of its own background thread: how many records it opened, 0 where it is current or another gateway is at
  // it. A record that does not open is passed over and counted. Errors: the database's, the keeper's being away.
  domain::Result<int> follow(storage::Worker& worker);

  // None: not at this version yet.
  [[nodiscard]] std::optional<std::vector<screening::identity::Candidate>> find(
      std::int64_t version, const screening::identity::Wanted& wanted) const;
  [[nodiscard]] std::optional<std::vector<screening::identity::Mention>> mentions(
      std::int64_t version, std::string_view letter, std::span<const domain::PersonId> tied) const;
  // Of an id that find() or mentions() gave.
  [[nodiscard]] std::optional<domain::PersonId> person(screening::identity::PersonId id) const;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] int unread() const;  // records that did not open

 private:
  domain::Result<int> load(storage::Worker& worker);
  void take(const domain::PersonId& person, const domain::Result<PersonRecord>& record);

  std::string holder_;
  std::vector<screening::identity::Person> first_;  // until all that was there at the start is read
  std::int64_t reached_ = 0;                        // by the thread that follows

  mutable std::shared_mutex mutex_;
  std::optional<std::int64_t> version_;  // none: the first load is under way
  screening::identity::Index index_;
  std::unordered_map<screening::identity::PersonId, domain::PersonId> persons_;
  int unread_ = 0;
};

// What a record says that persons are known by.
screening::identity::Wanted wanted_of(const PersonRecord& record);
screening::identity::PersonId registry_id(const domain::PersonId& person);

}  // namespace holdfast::flows
